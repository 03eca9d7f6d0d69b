"""The form of a mandate: who acts for a person, by which act, and until when."""

from __future__ import annotations

from typing import get_args

from document_flow.programmes import programmes
from hub.console.register.labels import VALUES, called
from hub.console.register.thing_forms import ThingForm, form_of, upper
from hub.console.viewer import Form
from hub.errors import Words
from hub.register.mandates import MandateWish
from mappings.registered import Capacity, MandateEnd, MandateTerms

router = form_of(
    ThingForm(
        kind="mandate",
        terms=MandateTerms,
        wish=MandateWish,
        wrong=Words(
            "Bu sahə boşdur və ya belə yazıla bilməz: FİN 7 simvol, VÖEN 10 rəqəm, tarix 24.11.2026 kimi.",
            "This is empty or cannot be written so: a FIN has 7 characters, a VÖEN 10 digits, a date is 24.11.2026.",
        ),
        choices=lambda: {
            "capacities": {each: called(VALUES, each) for each in get_args(Capacity)},
            "ends": {each: called(VALUES, each) for each in get_args(MandateEnd)},
            "known": {each.id: each.title for each in programmes().values()},
        },
        value_of={"programmes": Form.all, "representative_fin": upper},
        together={
            "who_acts": (
                "representative_fin",
                Words(
                    "Müəssisənin adını və VÖEN-ini, qalan hallarda nümayəndənin FİN-ini yazın.",
                    "Of an institution write its name and VÖEN, of everybody else the representative's FIN.",
                ),
            ),
            "deprived_of_all": (
                "programmes",
                Words(
                    "Valideynlik hüququndan məhrumetmə bütün proqramlara aiddir: proqram seçməyin.",
                    "Whoever is deprived of parental rights is so in all programmes: choose none.",
                ),
            ),
        },
        beside={"terms": "representative_fin"},
        whole="programmes",
    )
)
