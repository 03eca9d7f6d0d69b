"""The committee's payments, a batch a file to the one who pays it; and to the register, which knows how each fared."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from connectors.agencies import payers
from connectors.manifest import Agency, Pays, Takes
from mappings.records import AllowancePayment, PaymentList, Record
from routes.route import REGISTER, Destination, Route, Use

SOURCE = "committee.payment-list.v1"
OURS = "Q"
"""By which a batch of the ledger's begins; what another system of the committee's hands in begins otherwise."""


def is_our_reply(record: Record) -> bool:
    """What a payer answers to a payment of the ledger's."""
    if not isinstance(record, AllowancePayment) or record.result is None:
        return False
    return record.batch_id.startswith(OURS)


def to_payers(those: Iterable[tuple[Agency, Takes, Pays]]) -> Route:
    """Each list to the payer that it names; that of another system names none, and goes to who pays to accounts."""
    return Route(
        name="payments",
        source=SOURCE,
        destinations=(
            Destination(REGISTER),
            *(
                Destination(
                    taken.operation,
                    writes=taken.writes,
                    when=_is_for(agency.name, takes_unnamed="account" in pays.claims),
                    use=Use("benefit", "669-IQ", "identity allowance"),
                    claims=pays.claims,
                )
                for agency, taken, pays in those
            ),
        ),
        title_az="Ödəniş siyahıları ödəyənə",
        title_en="Lists of payments to who pays them",
    )


def _is_for(payer: str, *, takes_unnamed: bool) -> Callable[[Record], bool]:
    def named(record: Record) -> bool:
        if not isinstance(record, PaymentList):
            return False
        return record.payer == payer if record.payer is not None else takes_unnamed

    return named


route = to_payers(payers())
