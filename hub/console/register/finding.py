"""Finding by a personal value: posted, never in an address; what was looked for is in the access history as a hash.

Who may look at whom: the register holds no district of a person (a residence comes with an answer and is not kept), and
an account of ours names none. So "own district only" cannot be checked yet, and what cannot be checked is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.agencies import AGENCIES
from hub.access.people import PersonRole
from hub.access.purposes import OF_REGISTER
from hub.access.rights import Right
from hub.console.viewer import Form, Viewer, lacking
from hub.errors import Forbidden, NotFound, Words
from hub.register.entity import Entity
from hub.register.looking import Purpose
from mappings.identity import FinRefused, read_fin

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
    if code not in OF_REGISTER:
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


KINDS: Mapping[str, Words] = {
    "fin": Words("FİN", "FIN"),
    "household": Words("Ailənin nömrəsi", "Number of the household"),
    **{agency.name: Words(*agency.account_title) for agency in AGENCIES if agency.account_title},
}
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class SearchedValue:
    """What is looked for: the key's kind and value as the register writes them, or why that cannot be."""

    kind: str
    typed: str
    key: tuple[str, str] | None = None
    wrong: Words | None = None


def wanted_of(form: Form) -> SearchedValue:
    """What the form asks for."""
    kind, typed = form.text("kind", "fin"), form.text("value")
    if kind not in KINDS:
        return SearchedValue("fin", typed, wrong=_CHOOSE)
    if not typed or len(typed) > _LONGEST:
        return SearchedValue(kind, typed[:_LONGEST], wrong=_EMPTY)
    if kind == "household":
        return SearchedValue(kind, typed, ("household", typed.upper()))
    if kind != "fin":
        return SearchedValue(kind, typed, ("account", f"{kind}:{typed}"))
    fin = read_fin(typed)
    if isinstance(fin, FinRefused):
        return SearchedValue(kind, typed, wrong=_fin_words(fin.suggestion))
    return SearchedValue(kind, typed, ("fin", fin))


def subject_of(entity: Entity) -> tuple[str, str]:
    """Whose access history it is: the person behind it where one is named, else the household or the thing itself."""
    fin = entity.attributes.get("fin")
    if isinstance(fin, str) and fin:
        return "fin", fin
    household = entity.attributes.get("household_id")
    return ("household", str(household)) if household else (entity.kind, entity.id)


def _fin_words(suggestion: str | None) -> Words:
    az = "FİN 7 simvoldan ibarətdir: rəqəmlər və I, O istisna olmaqla ingilis hərfləri."
    en = "A FIN has 7 characters: digits and English letters except I and O."
    if suggestion is None:
        return Words(az, en)
    return Words(f"{az} Bəlkə, {suggestion} nəzərdə tutulub.", f"{en} Perhaps {suggestion} is meant.")


_CHOOSE = Words("Nə üzrə axtardığınızı seçin.", "Choose what to look for.")
_EMPTY = Words("Dəyəri yazın (40 simvoladək).", "Type a value of up to 40 characters.")
