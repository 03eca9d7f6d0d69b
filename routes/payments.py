"""The committee's payments to the bank, a batch a file, and to the register, which knows of each what became of it."""

from __future__ import annotations

from connectors.agencies import takers_of
from mappings.records import AllowancePayment, Record
from routes.route import REGISTER, Destination, Route, Use

SOURCE = "committee.payment-list.v1"
OURS = "Q"
"""By which a batch of the ledger's begins; what another system of the committee's hands in begins otherwise."""


def is_our_reply(record: Record) -> bool:
    """What the bank answers to a payment of the ledger's."""
    if not isinstance(record, AllowancePayment) or record.result is None:
        return False
    return record.batch_id.startswith(OURS)


route = Route(
    name="payments",
    source=SOURCE,
    destinations=(
        Destination(REGISTER),
        *(
            Destination(taken.operation, writes=taken.writes, use=Use("benefit", "669-IQ", "identity allowance"))
            for _, taken in takers_of("payments")
        ),
    ),
    title_az="Ödəniş siyahıları banka",
    title_en="Lists of payments to the bank",
)
