"""The committee's payments to the bank, a batch a file, and to the register, which knows of each what became of it."""

from __future__ import annotations

from connectors.agencies import takers_of
from routes.route import REGISTER, Destination, Route

route = Route(
    name="payments",
    source="committee.payment-list.v1",
    destinations=(
        Destination(REGISTER),
        *(Destination(taken.operation, writes=taken.writes) for _, taken in takers_of("payments")),
    ),
    title_az="Ödəniş siyahıları banka",
    title_en="Lists of payments to the bank",
)
