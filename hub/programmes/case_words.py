"""Words of cases and bounds of asking for them. Light: every command line reads it, without the house behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from document_flow.words import Words

MOST_DAYS: Final = 3660
"""Of how long before its end a paper may be listed: longer than any holds."""
PHASES: Mapping[str, Words] = {
    "opened": Words("ərizə qeydə alınıb", "application registered"),
    "collecting": Words("məlumat toplanır", "facts are gathered"),
    "decidable": Words("qərar verilir", "being decided"),
    "undecided": Words("insan baxmalıdır", "an official has to look"),
    "decided": Words("kağız hazırlanır", "its paper is made"),
    "in_effect": Words("qüvvədədir", "in effect"),
    "closed": Words("bitib", "closed"),
}
OUTCOMES: Mapping[str, Words] = {
    "granted": Words("verildi", "granted"),
    "refused": Words("imtina edildi", "refused"),
    "withdrawn": Words("geri götürüldü", "taken back"),
    "suspended": Words("dayandırıldı", "suspended"),
    "void": Words("etibarsızdır", "void"),
    "lapsed": Words("xitam verildi", "ended without a decision"),
}
PROPOSALS: Mapping[str, Words] = {
    "revoke": Words("kağız ləğv edilsin", "that the paper is revoked"),
    "suspend": Words("dayandırılsın", "that it is suspended"),
    "resume": Words(
        "bərpa edilsin, dayandırıldığı müddət verilməsin", "that it is resumed, and nothing is owed for the suspension"
    ),
    "resume_owed": Words(
        "bərpa edilsin, dayandırıldığı müddət də verilsin", "that it is resumed, and what was not given is owed"
    ),
    "correct": Words("düzəldilsin, belə verilsin", "that it is corrected, and given as"),
}
"""What one official proposes and another has to agree to."""
CAPACITIES: Mapping[str, Words] = {
    "guardian": Words("qəyyum", "guardian"),
    "curator": Words("himayəçi", "curator"),
    "institution": Words("müəssisə", "institution"),
    "proxy": Words("etibarnamə üzrə vəkil", "proxy"),
    "parent": Words("valideyn", "parent"),
    "deprived": Words("valideynlik hüququndan məhrum edilib", "deprived of parental rights"),
}
"""By which right somebody acts for another, and by which act a parent does not."""
WAYS: Mapping[str, Words] = {
    "portal": Words("portalda bildiriş", "notice on the portal"),
    "sms": Words("SMS", "SMS"),
    "letter": Words("məktub", "letter"),
}
ANSWERS: Mapping[str | None, Words] = {
    None: Words("göndərilib", "sent"),
    "failed": Words("çatdırıla bilmədi", "could not be handed over"),
    "delivered": Words("çatıb (sübut deyil)", "came (no proof)"),
    "read": Words("açılıb", "opened"),
}
