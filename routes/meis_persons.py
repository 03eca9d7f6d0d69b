"""What MEİS says of persons, to the register."""

from __future__ import annotations

from routes.route import REGISTER, Destination, Route

route = Route(
    name="meis-persons",
    source="meis.person.v3",
    destinations=(Destination(REGISTER),),
    title_az="MEİS-in şəxs məlumatı reyestrə",
    title_en="What MEİS says of persons, to the register",
)
