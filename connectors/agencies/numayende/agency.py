"""The President's special representations: dwellings that they build and hand over, by REST and as workbooks (F11)."""

from __future__ import annotations

from connectors.manifest import Agency, Gives

AGENCY = Agency(
    name="numayende",
    title=("Xüsusi nümayəndəlik", "Special representation"),
    full_title=(
        "Prezidentin xüsusi nümayəndəliyi",
        "Special representation of the President",
    ),
    gives=(
        Gives(
            "numayende.housing-unit.v1",
            "housing-units",
            ("Hazır evlər reyestrə", "Dwellings to the register"),
        ),
        Gives(
            "numayende.housing-list.v1",
            "housing-lists",
            ("Evlərin siyahıları reyestrə", "Lists of dwellings to the register"),
        ),
    ),
)
