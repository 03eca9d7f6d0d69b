"""Subscribers of Azəriqaz to the register."""

from __future__ import annotations

from routes.route import REGISTER, Destination, Route

route = Route(
    name="subscribers",
    source="azeriqaz.subscriber.v1",
    destinations=(Destination(REGISTER),),
    title_az="Azəriqaz abonentləri reyestrə",
    title_en="Subscribers of Azəriqaz to the register",
)
