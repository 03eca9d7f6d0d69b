"""Meter files of Azərişıq to the register."""

from __future__ import annotations

from routes.route import REGISTER, Destination, Route

route = Route(
    name="meter-files",
    source="azerishiq.meter-file.v1",
    destinations=(Destination(REGISTER),),
    title_az="Azərişıq sayğac faylı reyestrə",
    title_en="Meter files of Azərişıq to the register",
)
