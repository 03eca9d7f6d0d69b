"""Zəngilan district: its list of families, made by hand, compiled and signed by three parties (F5).

Other districts that people left give the same format; each is a folder like this one.
"""

from __future__ import annotations

from connectors.manifest import Agency, Gives

AGENCY = Agency(
    name="zengilan",
    title=("Zəngilan RİH", "Zəngilan district"),
    full_title=("Zəngilan Rayon İcra Hakimiyyəti", "Executive Power of Zəngilan district"),
    gives=(
        Gives(
            "rih.list.v1",
            "approved-lists",
            ("Rayonların siyahıları reyestrə", "Lists of districts to the register"),
        ),
    ),
)
