"""What a representative has seen where a family lives, to the register: one source among others."""

from __future__ import annotations

from routes.route import REGISTER, Destination, Route

SOURCE = "hub.visit-act.v1"
"""What acts are sent as; the hub makes these messages in the transaction that fixes the act."""

route = Route(
    name="visit-acts",
    source=SOURCE,
    destinations=(Destination(REGISTER),),
    title_az="Baxış aktları reyestrə",
    title_en="Visit acts to the register",
)
