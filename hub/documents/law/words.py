"""What is said when a step with a decision table, or a look at one, is refused."""

from __future__ import annotations

from document_flow.azerbaijani import Ending, ended, ordinal
from document_flow.words import Words

NO_TABLE = Words("Belə qərar cədvəli yoxdur.", "There is no such decision table.")
NO_VERSION = Words("Cədvəlin belə versiyası yoxdur.", "The table has no such version.")
NO_RECORD = Words(
    "Belə qərar yazısı yoxdur və ya onu görmək hüququnuz yoxdur.", "There is no such record that you may see."
)
OTHER_TABLE = Words(
    "Versiyanın SHA-256-sı göndərdiyiniz deyil: baxdığınız başqa cədvəldir. Versiyanı yenidən açın.",
    "The version's SHA-256 is not the one you sent: you looked at another table. Open the version again.",
)
NOT_SEEN = Words(
    "Təsdiqdən əvvəl təsir müqayisəsinə özünüz baxmalısınız (son 24 saatda): …/replay ünvanına "
    '{"stored": true, "after": versiya} göndərin və cavabdakı digest-i replay sahəsində verin.',
    "Before adopting you must have looked at the impact yourself within the last 24 hours: POST …/replay with "
    '{"stored": true, "after": version}, and send the digest of the answer as `replay`.',
)
WITHOUT_TITLE = Words(
    "Yeni cədvəlin adını iki dildə verin: title {az, en}.", "Give a new table its title in both languages: title."
)
NOTHING_TO_COMPARE = Words(
    "Müqayisə üçün əvvəlki versiya yoxdur: bu, cədvəlin ilk versiyasıdır.",
    "There is no version to compare with: this is the table's first.",
)
NOTHING_TO_PRINT = Words(
    "Həmin gün qüvvədə olan versiya yox idi: çap ediləcək qərar yoxdur.",
    "No version was in force on that day: there is no decision to print.",
)
WHICH_CASES = Words(
    "Ya «stored»: true, ya da «cases» siyahısı verin, ikisini birlikdə yox.",
    "Give either stored: true or a list of cases, not both.",
)


def stale_words(seen: int, revision: int) -> Words:
    """The table has taken further steps."""
    return Words(
        f"Cədvəl {ordinal(seen)} addımdan sonra dəyişib, indi {ended(revision, Ending.COPULA)}."
        " Dəyişikliyə baxıb təkrar edin.",
        f"The table has changed since step {seen}; it is at {revision} now. Look and try again.",
    )
