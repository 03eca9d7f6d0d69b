"""Finding by a personal value: posted, never in an address; what was looked for is in the access history as a hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.agencies import AGENCIES
from hub.console.viewer import Form
from hub.errors import Words
from hub.register.entity import Entity
from mappings.identity import FinRefused, read_fin

KINDS: Mapping[str, Words] = {
    "fin": Words("FİN", "FIN"),
    "household": Words("Ailənin nömrəsi", "Number of the household"),
    **{agency.name: Words(*agency.account_title) for agency in AGENCIES if agency.account_title},
}
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: the key's kind and value as the register writes them, or why that cannot be."""

    kind: str
    typed: str
    key: tuple[str, str] | None = None
    wrong: Words | None = None


def wanted_of(form: Form) -> Wanted:
    """What the form asks for."""
    kind, typed = form.text("kind", "fin"), form.text("value")
    if kind not in KINDS:
        return Wanted("fin", typed, wrong=_CHOOSE)
    if not typed or len(typed) > _LONGEST:
        return Wanted(kind, typed[:_LONGEST], wrong=_EMPTY)
    if kind == "household":
        return Wanted(kind, typed, ("household", typed.upper()))
    if kind != "fin":
        return Wanted(kind, typed, ("account", f"{kind}:{typed}"))
    fin = read_fin(typed)
    if isinstance(fin, FinRefused):
        return Wanted(kind, typed, wrong=_fin_words(fin.suggestion))
    return Wanted(kind, typed, ("fin", fin))


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
