"""The unified monthly allowance (decree 1206 of 2017): whether the status behind it holds. No payments are held here.

So the amount is `not_held`, which a caller can tell from a `no`; it stays the same element once payments are held.
"""

from __future__ import annotations

from pathlib import Path

from hub.errors import Words
from hub.soap.held import NOT_HELD, holding
from hub.soap.service import About, Asked, Document, Operation, Service


async def get_allowance(asked: Asked) -> Document:
    """What is known of the status, and that no payment is."""
    held = await holding(asked)
    return {
        "answer": NOT_HELD,
        "statusInForce": held.in_force,
        "statusEndedOn": held.facts.get("ended_on"),
        "knownSince": held.known_since,
    }


SERVICE = Service(
    name="allowance",
    words=Words("Vahid aylıq müavinət", "The unified monthly allowance"),
    schema=Path(__file__).with_suffix(".xsd"),
    operations=(
        Operation(
            "getAllowance",
            Words(
                "Bu FİN-in sahibinə müavinət ödənilirmi?",
                "Is an allowance paid to the person of this FIN?",
            ),
            "ask.allowance",
            get_allowance,
            About("allowance"),
        ),
    ),
)
