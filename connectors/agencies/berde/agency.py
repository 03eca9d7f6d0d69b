"""Bərdə district: who of the displaced is registered in which dwelling of the district, as its housing list has it.

It hands over and is told nothing. Its word on where somebody lives counts less than that of the state register.
"""

from __future__ import annotations

from connectors.manifest import Agency, Gives

AGENCY = Agency(
    name="berde",
    title=("Bərdə RİH", "Bərdə district"),
    full_title=("Bərdə Rayon İcra Hakimiyyəti", "Executive Power of Bərdə district"),
    gives=(
        Gives(
            "berde.resident.v1",
            "berde-residents",
            ("Bərdənin mənzil siyahısı reyestrə", "Housing list of Bərdə to the register"),
        ),
    ),
    weight={"identity": 1, "residence": 1},
)
