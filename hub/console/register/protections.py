"""The form of a protected address: by which act, until when, from whom.

It opens in a look for that very purpose alone, so that everybody who has seen a protection stands in the history.
"""

from __future__ import annotations

import re
from typing import get_args

from hub.access.purposes import PROTECTED
from hub.access.rights import Right
from hub.app import Hub
from hub.console.register.labels import VALUES, called
from hub.console.register.thing_forms import ThingForm, form_of, upper
from hub.console.viewer import Form, Viewer
from hub.errors import Words
from hub.programmes.relatives import may_see_address
from hub.register.entity import Entity
from hub.register.protecting import PROTECTION
from hub.register.protections import ProtectionWish
from hub.store.tx import Tx
from mappings.protected import ProtectionEnd, ProtectionReason, ProtectionTerms


def _several(form: Form, name: str) -> list[str]:
    return [each for each in re.split(r"[\s,;]+", upper(form, name)) if each]


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
        value_of={"against_fin": upper, "with_fins": _several},
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
    )
)
