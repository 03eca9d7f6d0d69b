"""The committee's own records to the register; what the bank answers to payments of the ledger's also there."""

from __future__ import annotations

from routes.payments import is_our_reply
from routes.route import MONEY, REGISTER, Destination, Route

route = Route(
    name="canonical-records",
    source="hub.records.v1",
    destinations=(Destination(REGISTER), Destination(MONEY, when=is_our_reply)),
    title_az="Komitənin öz məlumat yazıları reyestrə",
    title_en="The committee's own records to the register",
)
