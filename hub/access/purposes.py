"""What personal values are needed for, and which act allows it: the codes that are counted, in one catalogue.

A code stands in clear in the access history. What somebody typed beside it, or instead of one, is a note and is sealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hub.errors import Words

OTHER = "other"
OWN_DATA: Final = "own_data"
OWN_PAGE: Final = "own_page"
USAGE: Final = "ask.usage"
"""The service that tells who looked at a person's data: for the person alone, so it has a purpose of its own."""
PURPOSES: Mapping[str, Words] = {
    "failure": Words("Uğursuz göndərişin səbəbini tapmaq", "Find out why a delivery failed"),
    "repair": Words("Düzəliş hazırlamaq", "Prepare a correction"),
    "agency": Words("Qurumun sorğusuna cavab vermək", "Answer an agency's question"),
    "audit": Words("Yoxlama aparmaq", "Make a review"),
    "return": Words("Qayıdış və yerləşdirmə", "Return and settlement"),
    "housing": Words("Mənzil təminatı", "Housing"),
    "benefit": Words("Müavinət və güzəştlər", "Benefits and reliefs"),
    "appeal": Words("Vətəndaşın müraciəti", "A citizen's appeal"),
    "data_check": Words("Məlumatın düzgünlüyünün yoxlanılması", "Check of the data's correctness"),
    "certificate": Words("Status haqqında arayış", "Certificate of status"),
    "status": Words("Statusun verilməsi", "Giving of the status"),
    "court": Words("Məhkəmənin və ya dövlət orqanının sorğusu", "Request of a court or a state body"),
    "own_data": Words("Öz məlumatına kimin baxdığını görmək", "See who looked at one's own data"),
    "own_page": Words("Vətəndaşın öz səhifəsindən baxış", "A look from a citizen's own page"),
    "decision": Words("Qərar cədvəlinin dəyişikliyini yoxlamaq", "Check a change of a decision table"),
    "hotline": Words("Qaynar xəttdə öz işi barədə cavab", "Answer a caller about their own matters"),
    "reception": Words("Vətəndaşın qəbulunun hazırlanması", "Prepare a citizen's reception"),
    "notice": Words("Vətəndaşa bildiriş", "A notice to the citizen"),
    "correspondence": Words("Rəsmi yazışma", "Official correspondence"),
    "private_service": Words("Şəxsin icazəsi ilə özəl xidmət", "A private service, with the person's permission"),
    "protection": Words("Qorunan ünvanla iş", "Work with a protected address"),
    OTHER: Words("Başqa məqsəd", "Another purpose"),
}
BASES: Mapping[str, Words] = {
    "668-IQ": Words("Qaçqınların və məcburi köçkünlərin statusu haqqında Qanun, 668-IQ",
                    "Law on the status of refugees and internally displaced persons, 668-IQ"),
    "669-IQ": Words("Məcburi köçkünlərin sosial müdafiəsi haqqında Qanun, 669-IQ",
                    "Law on the social protection of internally displaced persons, 669-IQ"),
    "998-IIIQ": Words("Fərdi məlumatlar haqqında Qanun, 998-IIIQ", "Law on personal data, 998-IIIQ"),
    "1036-IIQ": Words("İnzibati icraat haqqında Qanun, 1036-IIQ", "Law on administrative proceedings, 1036-IIQ"),
    "1308-IVQ": Words("Vətəndaşların müraciətləri haqqında Qanun, 1308-IVQ",
                      "Law on citizens' appeals, 1308-IVQ"),
    OTHER: Words("Başqa əsas", "Another basis"),
}  # fmt: skip


def _offered(*codes: str) -> Mapping[str, Words]:
    return {code: PURPOSES[code] for code in codes}


OF_MESSAGES = _offered("failure", "repair", "appeal", "agency", "audit")
"""What somebody may look under a message's masks, or take a list out, for."""
OF_REGISTER = _offered("return", "housing", "benefit", "appeal", "data_check", "certificate", "status", "court")
"""What somebody may look at a person in the register for."""
PROTECTED: Final = "protection"
OF_PROTECTED = {**OF_REGISTER, **_offered(PROTECTED)}
"""The same for who may see a protected address: for that purpose alone it is shown."""
BY_CONSENT: Final = frozenset(("private_service",))
"""What rests on the person's consent and on nothing else (law 998-IIIQ): under a right for one of these a person's data
is told while the person's permission is open (`hub.exchange.consent`).
"""
OF_ASKS = {**OF_REGISTER, **_offered(*BY_CONSENT)}
"""What a party may ask about a person for."""


def purposes_of(service: str) -> Mapping[str, Words]:
    """What a right to ask a service can be for."""
    return _offered(OWN_DATA) if service == USAGE else OF_ASKS


@dataclass(frozen=True, slots=True)
class Why:
    """The two codes of a look, None where nothing was said, and the note: what was typed."""

    purpose: str | None = None
    basis: str | None = None
    note: str = ""


UNSAID = Why()


def why(purpose: str, basis: str = "") -> Why:
    """Of what somebody chose or typed. A purpose that the catalogue lacks, and every basis, stay in the note."""
    known = purpose in PURPOSES
    typed = [basis] if known else [purpose, basis]
    return Why(
        purpose if known else OTHER if purpose else None,
        basis_code(basis),
        " · ".join(each for each in typed if each),
    )


def basis_code(basis: str) -> str | None:
    """The act that is named in what was typed or declared as legal basis; None where nothing was."""
    if not basis:
        return None
    return next((code for code in BASES if code in basis.upper()), OTHER)
