"""Who may look at whom in the register, and why not.

The register holds no district of a person (a residence comes with an answer and is not kept), and an account of
ours names none. So "own district only" cannot be checked yet, and what cannot be checked is refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from hub.access.people import PersonRole
from hub.access.rights import Right
from hub.console.viewer import Viewer, lacking
from hub.errors import Forbidden, NotFound, Words
from hub.register.looking import Purpose

PURPOSES: Mapping[str, Words] = {
    "return": Words("Qayıdış və yerləşdirmə", "Return and settlement"),
    "housing": Words("Mənzil təminatı", "Housing"),
    "benefit": Words("Müavinət və güzəştlər", "Benefits and reliefs"),
    "appeal": Words("Vətəndaşın müraciəti", "A citizen's appeal"),
    "data_check": Words("Məlumatın düzgünlüyünün yoxlanılması", "Check of the data's correctness"),
    "court": Words("Məhkəmənin və ya dövlət orqanının sorğusu", "Request of a court or a state body"),
}
_LONGEST_BASIS = 200


def may_open(who: Viewer) -> Words | None:
    """Why the register stays closed to somebody, None where it opens. Auditors see it masked."""
    if who.at_agency or not (who.may(Right.REGISTER) or who.may(Right.AUDIT)):
        return lacking(Right.REGISTER)
    return _DISTRICT if _only_own_district(who) else None


def must_open(who: Viewer, subject: str) -> None:
    """Forbidden with the reason, and a line in the log of decisions either way. `subject` is no personal value."""
    who.need(Right.AUDIT if who.may(Right.AUDIT) and not who.may(Right.REGISTER) else Right.REGISTER, subject)
    closed = may_open(who)
    if closed is not None:
        raise Forbidden("register.scope", closed)


def purpose_of(code: str, legal_basis: str) -> tuple[Purpose, dict[str, Words]]:
    """What was filled in, and what is wrong with it by field."""
    wrong: dict[str, Words] = {}
    if code not in PURPOSES:
        wrong["purpose"] = _NO_PURPOSE
    if not 3 <= len(legal_basis) <= _LONGEST_BASIS:
        wrong["legal_basis"] = _NO_BASIS
    return Purpose(code, legal_basis), wrong


def nothing_there() -> NotFound:
    """For an address that names nothing the register holds."""
    return NotFound("register.not_there", _NOT_THERE)


def _only_own_district(who: Viewer) -> bool:
    allowing = {PersonRole.PROGRAMME_OFFICER.value, PersonRole.AUDITOR.value} & who.person.roles
    return PersonRole.DISTRICT_REPRESENTATIVE.value in who.person.roles and not allowing


_DISTRICT = Words(
    "Rayon nümayəndəsi yalnız öz rayonunun sakinlərinə baxa bilər. Reyestrdə şəxsin rayonu, hesabınızda isə sizin"
    " rayonunuz göstərilməyib; bunu yoxlamaq mümkün deyil və təxmin edilmir. Proqram əməkdaşına müraciət edin.",
    "A district representative may look at people of their own district only. The register holds no district of a"
    " person and your account names none, so this cannot be checked, and it is not guessed. Ask a programme officer.",
)
_NO_PURPOSE = Words("Məqsədi seçin.", "Choose the purpose.")
_NO_BASIS = Words(
    "Hüquqi əsası göstərin: aktın adı, maddəsi (3–200 simvol).",
    "Name the legal basis: the act and its article (3 to 200 characters).",
)
_NOT_THERE = Words("Reyestrdə belə yazı yoxdur.", "The register holds no such record.")
