"""The committee's own records to the register."""

from __future__ import annotations

from routes.route import REGISTER, Destination, Route

route = Route(
    name="canonical-records",
    source="hub.records.v1",
    destinations=(Destination(REGISTER),),
    title_az="Komitənin öz məlumat yazıları reyestrə",
    title_en="The committee's own records to the register",
)
