"""The form of a protected address: by which act, until when, from whom.

It opens in a look for that very purpose alone, so that everybody who has seen a protection stands in the history.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, get_args

from hub.access.purposes import PROTECTED
from hub.access.rights import Right
from hub.app import Hub
from hub.console.posting import Mistaken
from hub.console.register.labels import VALUES, called, full_name
from hub.console.register.thing_forms import ThingForm, form_of, upper
from hub.console.viewer import Form, Viewer
from hub.errors import Words
from hub.programmes.relatives import may_see_address
from hub.register.entity import Entity
from hub.register.persons import code_of
from hub.register.protecting import PROTECTION, hides
from hub.register.protections import ProtectionWish
from hub.store.tx import Tx
from hub.web.register_scope import reader_of
from mappings.protected import ProtectionEnd, ProtectionReason, ProtectionTerms


def _protected_with(form: Form, name: str) -> list[str]:
    """Those of the household of whom it is said that they live with the person, then who is typed; Mistaken where of
    somebody nothing is said.
    """
    said = {each: form.text(each) for each in form.names() if each.startswith(_LIVES)}
    if unsaid := {each: _SAY for each, choice in said.items() if choice not in _LIVING}:
        raise Mistaken(unsaid)
    near = [each.removeprefix(_LIVES) for each, choice in said.items() if choice == "with"]
    return list(dict.fromkeys((*near, *(each for each in re.split(r"[\s,;]+", upper(form, name)) if each))))


async def _household(tx: Tx, hub: Hub, person: Entity, held: Mapping[str, Any]) -> Mapping[str, Any]:
    """Everybody of it, but for children who are covered anyway, with what was said of them before; nothing is said of
    who was not there then. From whom the address is kept may live there by the register: nobody is covered unasked.
    """
    today = (await hub.programmes.cases.context(tx)).today
    near = await reader_of(hub).living_with(tx, person)
    alone = {"fin": code_of(person.attributes)} if code_of(person.attributes) else None
    asked = [each for each in near if alone is None or not hides(alone, each, today)]
    fins, known = [str(each.attributes["fin"]) for each in asked], {*held.get("with_fins", ())}
    said = {fin: "with" if fin in known else "apart" if fin == held.get("against_fin") else "" for fin in fins}
    return {
        "household": [(_LIVES + fin, full_name(dict(each.attributes)), said[fin])
                      for fin, each in zip(fins, asked, strict=True)],
        "living": _LIVING,
        "beside": [fin for fin in held.get("with_fins", ()) if fin not in fins],
    }  # fmt: skip


_LIVES: Final = "lives-"
_LIVING: Final = {
    "with": Words("şəxslə yaşayır: o da qorunur", "lives with the person: covered too"),
    "apart": Words("başqa yerdə yaşayır", "lives elsewhere"),
}
_SAY: Final = Words("Seçin: şəxslə yaşayır, ya başqa yerdə?", "Choose: with the person, or elsewhere?")


async def _may(tx: Tx, hub: Hub, who: Viewer, person: Entity) -> bool:
    """Nobody who is close to the person or to whom it is against."""
    return await may_see_address(tx, hub.programmes.cases.case_store, who.person, person)


router = form_of(
    ThingForm(
        kind=PROTECTION,
        terms=ProtectionTerms,
        wish=ProtectionWish,
        wrong=Words(
            "Bu sahə boşdur və ya belə yazıla bilməz: FİN 7 simvol, tarix 24.11.2026 kimi.",
            "This is empty or cannot be written so: a FIN has 7 characters, a date is 24.11.2026.",
        ),
        choices=lambda: {
            "reasons": {each: called(VALUES, each) for each in get_args(ProtectionReason)},
            "ends": {each: called(VALUES, each) for each in get_args(ProtectionEnd)},
        },
        value_of={"against_fin": upper, "with_fins": _protected_with},
        together={
            "until_or_review": (
                "review_on",
                Words(
                    "Son günü, yoxdursa, yenidən baxılacağı günü yazın.",
                    "Write its last day or, where it has none, a day to look at it again.",
                ),
            ),
            "against_covered": (
                "against_fin",
                Words(
                    "Ünvan kimdən qorunursa, o, qorunanlar arasında ola bilməz.",
                    "From whom the address is kept is not among those who are covered.",
                ),
            ),
        },
        beside={"terms.against_fin": "against_fin", "terms": "act_number"},
        right=Right.PROTECTED,
        purpose=PROTECTED,
        may=_may,
        reader=lambda reader: reader.whole,
        more=_household,
    )
)
