"""What a programme's decision gives or takes back, to the register: a programme never writes there itself."""

from __future__ import annotations

from routes.route import REGISTER, Destination, Route

SOURCE = "hub.programme-effect.v1"
"""What decisions are sent as; the hub makes these messages in the transaction that issues the paper."""

route = Route(
    name="programme-effects",
    source=SOURCE,
    destinations=(Destination(REGISTER),),
    title_az="Proqramların qərarları reyestrə",
    title_en="Decisions of programmes to the register",
)
