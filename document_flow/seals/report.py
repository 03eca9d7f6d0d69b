"""What a verification comes to: values, and the sentences a person reads.

valid           every signature holds: whole, by a believed certificate that was not revoked when it signed
invalid         something is wrong that nothing more can heal: changed, forged, smuggled, revoked
indeterminate   it may be good, but something is missing to say so: an authority, a revocation answer, a signature
(TOTAL-PASSED, TOTAL-FAILED and INDETERMINATE of ETSI EN 319 102-1)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

from document_flow.words import Words

Status = Literal["valid", "invalid", "indeterminate"]
RevocationStatus = Literal["good", "revoked", "unknown"]

_BAKU = timezone(timedelta(hours=4))

_PROBLEMS: dict[str, tuple[Status, str, str]] = {
    "none": ("indeterminate", "Sənəddə imza yoxdur.", "The document bears no signature."),
    "unreadable": ("invalid", "Fayl oxunmur.", "The file cannot be read."),
    "stowaways": (
        "invalid",
        "Faylın sonunda heç bir imzaya və düzəlişə aid olmayan baytlar var.",
        "At the end of the file stand bytes that belong to no signature and to no revision.",
    ),
    "broken": (
        "invalid",
        "İmza pozulub: məzmun imzadan sonra dəyişdirilib və ya imza saxtadır.",
        "The signature is broken: the content was changed after signing, or the signature is forged.",
    ),
    "changed_after": (
        "invalid",
        "İmzadan sonra sənədə icazəsiz dəyişiklik edilib.",
        "The document was changed after signing in a way that the signature does not allow.",
    ),
    "coverage": ("invalid", "İmza sənədi bütöv əhatə etmir.", "The signature does not cover the whole document."),
    "structure": (
        "invalid",
        "İmzanın quruluşu şübhəlidir: imzalanan məzmun başqa yerə keçirilə bilərdi.",
        "The signature is built so that what it covers may have been moved elsewhere.",
    ),
    "place": (
        "invalid",
        "İmza öz yerində deyil və ya birdən çoxdur: köklə bağlı tək və sonuncu element olmalıdır.",
        "The signature is not in its place, or there is more than one: it must be the only one, last in the root.",
    ),
    "duplicate_id": ("invalid", "Sənəddə təkrarlanan identifikator var.", "An Id occurs twice in the document."),
    "references": (
        "invalid",
        "İmza faylların hamısını əhatə etmir və ya olmayan faylı göstərir.",
        "The signature does not cover every file, or names one that is not there.",
    ),
    "certificate_mismatch": (
        "invalid",
        "İmzada göstərilən sertifikat imzalayan açarın sertifikatı deyil.",
        "The certificate that the signature names is not the one it carries.",
    ),
    "meta": (
        "invalid",
        "META-INF qovluğunda imza və siyahıdan başqa fayl var.",
        "META-INF holds a file that is neither a signature nor the manifest.",
    ),
    "manifest": (
        "invalid",
        "Konteynerin siyahısı onun fayllarına və ya imzalanmış növlərinə uyğun deyil.",
        "The manifest does not agree with the files of the container or their signed types.",
    ),
    "algorithm": (
        "indeterminate",
        "İmzanın alqoritmi qəbul edilmir.",
        "The signature uses an algorithm that is not accepted.",
    ),
    "chain.unknown": (
        "indeterminate",
        "Sertifikat etibar etdiyimiz mərkəzlərdən heç birinə aparmır.",
        "The certificate does not lead to any authority that we trust.",
    ),
    "chain.expired": (
        "indeterminate",
        "Sertifikatın müddəti bitib və imzanın ondan əvvəl verildiyi sübut olunmur.",
        "The certificate has expired and nothing proves that the signature is older.",
    ),
    "chain.unfit": (
        "indeterminate",
        "Sertifikat bu növ imza üçün deyil.",
        "The certificate is not meant for this kind of signature.",
    ),
    "revoked": (
        "invalid",
        "Sertifikat ləğv edilib və imzanın ondan əvvəl verildiyi sübut olunmur.",
        "The certificate is revoked and nothing proves that the signature is older.",
    ),
    "revocation.unknown": (
        "indeterminate",
        "Sertifikatın ləğv edilib-edilmədiyi məlum deyil; mərkəzin cavabı lazımdır.",
        "It is not known whether the certificate is revoked; the authority's answer is needed.",
    ),
    "stamp": (
        "invalid",
        "Vaxt möhürü bu imzaya aid deyil və ya pozulub.",
        "The time stamp does not belong to this signature, or is broken.",
    ),
    "stamp.untrusted": (
        "indeterminate",
        "Vaxt möhürünün sertifikatı təsdiqlənmir.",
        "The certificate of the time stamp cannot be confirmed.",
    ),
    "stamp.expired": (
        "indeterminate",
        "Vaxt möhürünün sertifikatının müddəti bitib və möhürün ondan əvvəl vurulduğu sübut olunmur.",
        "The certificate of the time stamp has expired and nothing proves that the stamp is older.",
    ),
    "stamp.revocation": (
        "indeterminate",
        "Vaxt möhürünün sertifikatının ləğv edilib-edilmədiyi məlum deyil; mərkəzin cavabı lazımdır.",
        "It is not known whether the certificate of the time stamp is revoked; the authority's answer is needed.",
    ),
    "archive.stamp": (
        "invalid",
        (
            "Arxiv vaxt möhürü «{place}» pozulub: möhürlənən baytlar dəyişdirilib və ya möhür saxtadır."
            " O heç nəyi sübut etmir, imzalar onsuz yoxlanılıb; əsl nüsxəni axtarın."
        ),
        (
            "The archive time stamp “{place}” is broken: bytes that it covers were changed, or it is forged."
            " It proves nothing, and the signatures were judged without it; look for the true copy."
        ),
    ),
    "archive.stamp.untrusted": (
        "indeterminate",
        "Arxiv vaxt möhürünün «{place}» sertifikatı təsdiqlənmir: imzalar möhürsüz yoxlanılıb.",
        "The certificate of the archive time stamp “{place}” cannot be confirmed: signatures were judged without it.",
    ),
    "archive.stamp.expired": (
        "indeterminate",
        (
            "Arxiv vaxt möhürünün «{place}» sertifikatının müddəti bitib və sonrakı möhür yoxdur:"
            " arxiv vaxtında yenilənməyib, imzalar möhürsüz yoxlanılıb."
        ),
        (
            "The certificate of the archive time stamp “{place}” has expired and no later stamp vouches for it:"
            " the archive was not renewed in time, and the signatures were judged without it."
        ),
    ),
    "archive.stamp.revocation": (
        "indeterminate",
        (
            "Arxiv vaxt möhürünün «{place}» sertifikatının ləğv edilib-edilmədiyi indi məlum deyil:"
            " mərkəzin təzə cavabı lazımdır, imzalar möhürsüz yoxlanılıb."
        ),
        (
            "It is not known now whether the certificate of the archive time stamp “{place}” is revoked:"
            " a fresh answer of its authority is needed, and the signatures were judged without the stamp."
        ),
    ),
    "archive.empty": (
        "indeterminate",
        "Arxiv vaxt möhürünün «{place}» altında ləğv məlumatı yoxdur: sertifikatlar arxivə görə yoxlanıla bilmir.",
        "Under the archive time stamp “{place}” lies no revocation data: certificates cannot be judged by the archive.",
    ),
    "undecided": ("indeterminate", "İmza tam yoxlanıla bilmədi.", "The signature could not be checked in full."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with a stable code that begins with `seals.`"""

    code: str
    status: Status
    words: Words


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """One signature. `place` names it in the document; times are aware; `stamped_at` alone is proved.

    `chain` goes from the signer's certificate to the trusted authority, by shown names; empty where none was built.
    """

    place: str
    status: Status
    signer: str = ""
    holder: str = ""
    certificate_sha256: str = ""
    specimen: bool = False
    claimed_at: datetime | None = None
    stamped_at: datetime | None = None
    chain: tuple[str, ...] = ()
    revocation: RevocationStatus = "unknown"
    covered: tuple[Words, ...] = ()
    not_covered: tuple[Words, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def sentences(self) -> tuple[Words, ...]:
        """Who signed and whether it holds, when, what is covered and what is not, then what is wrong."""
        return (
            _verdict(self),
            *_when(self),
            *_specimen(self),
            *_list("Əhatə edir", "Covers", self.covered),
            *_list("Əhatə etmir", "Does not cover", self.not_covered),
            *(problem.words for problem in self.problems),
        )


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """A document. `signed_xml` is what the signature of an XML document covers: read that and never the file.

    `trust_version` and `trust_sha256` say by which set of authorities it was judged, `at` for which moment.
    """

    form: Literal["pades", "xades", "asice"]
    status: Status
    at: datetime
    trust_version: str
    trust_sha256: str
    signatures: tuple[SignatureReport, ...] = ()
    problems: tuple[Problem, ...] = ()
    signed_xml: bytes | None = None

    @property
    def sentences(self) -> tuple[Words, ...]:
        """The verdict, what is wrong with the document, then each signature."""
        return (
            Words(*_VERDICTS[self.status]),
            *(problem.words for problem in self.problems),
            *(sentence for signature in self.signatures for sentence in signature.sentences),
        )


_VERDICTS: dict[Status, tuple[str, str]] = {
    "valid": ("Sənədin imzaları etibarlıdır.", "The document's signatures are valid."),
    "invalid": ("Sənəd etibarsızdır.", "The document is not valid."),
    "indeterminate": (
        "Sənədin etibarlılığı müəyyən edilmədi.",
        "It could not be decided whether the document is valid.",
    ),
}
_STATES: dict[Status, tuple[str, str]] = {
    "valid": ("etibarlıdır", "is valid"),
    "invalid": ("etibarsızdır", "is not valid"),
    "indeterminate": ("müəyyən edilmədi", "is undecided"),
}


def problem(name: str, place: str = "") -> Problem:
    """The problem of that name, found at `place`; KeyError for one that nobody wrote words for."""
    status, az, en = _PROBLEMS[name]
    return Problem(f"seals.{name}", status, Words(az.replace("{place}", place), en.replace("{place}", place)))


def worst(statuses: Iterable[Status]) -> Status:
    """Invalid before indeterminate before valid."""
    found = set(statuses)
    if "invalid" in found:
        return "invalid"
    return "indeterminate" if "indeterminate" in found else "valid"


def _verdict(report: SignatureReport) -> Words:
    az, en = _STATES[report.status]
    who = " ".join(part for part in (report.signer, f"({report.holder})" if report.holder else "") if part)
    if not who:
        return Words(f"Kimin imzaladığı bilinmir: imza {az}.", f"Whose it is cannot be told: the signature {en}.")
    return Words(f"{who}: imza {az}.", f"{who}: the signature {en}.")


def _when(report: SignatureReport) -> tuple[Words, ...]:
    if report.stamped_at is not None:
        at = _shown(report.stamped_at)
        return (Words(f"{at} tarixində mövcud olduğu sübut olunub.", f"It is proved to have existed at {at}."),)
    if report.claimed_at is not None:
        at = _shown(report.claimed_at)
        return (Words(f"Bildirilən vaxt: {at}, sübut olunmayıb.", f"Claimed time: {at}, not proved."),)
    return ()


def _specimen(report: SignatureReport) -> tuple[Words, ...]:
    if not report.specimen:
        return ()
    return (Words("NÜMUNƏ: sınaq sertifikatıdır, hüquqi qüvvəsi yoxdur.", "Sample: a test certificate, not binding."),)


def _list(az: str, en: str, items: tuple[Words, ...]) -> tuple[Words, ...]:
    if not items:
        return ()
    return (Words(f"{az}: {', '.join(item.az for item in items)}.", f"{en}: {', '.join(item.en for item in items)}."),)


def _shown(at: datetime) -> str:
    return f"{at.astimezone(_BAKU):%d.%m.%Y %H:%M:%S}"
