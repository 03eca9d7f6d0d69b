"""The Ministry of Justice: civil acts, whose word on who somebody is counts most."""

from __future__ import annotations

from connectors.manifest import Agency, Gives

AGENCY = Agency(
    name="edliyye",
    title=("Ədliyyə Nazirliyi", "Ministry of Justice"),
    gives=(
        Gives(
            "justice.civil-act.v1",
            "civil-acts",
            ("Vətəndaşlıq vəziyyəti aktları reyestrə", "Civil acts to the register"),
        ),
    ),
    weight={"identity": 3, "civil": 3},
)
