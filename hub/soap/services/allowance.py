"""The unified monthly allowance (decree 1206 of 2017): whether a decision gives it, since when, and how much a month.

Of whom no decision is known it is `not_held`, which a caller can tell from a `no`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hub.errors import Words
from hub.register.entity import Entity
from hub.soap.held import NOT_HELD, holding, reader_of, right_holds
from hub.soap.service import About, Document, Operation, Service, SoapCall


async def get_allowance(asked: SoapCall) -> Document:
    """The right that holds, else the newest one; and what is known of the status."""
    held = await holding(asked)
    rights = await _rights(asked)
    right = next((each for each in rights if right_holds(each, held.day)), next(iter(rights), None))
    said = right.attributes if right is not None else {}
    return {
        "answer": NOT_HELD if right is None else "yes" if right_holds(right, held.day) else "no",
        "statusInForce": held.in_force,
        "since": said.get("valid_from"),
        "endedOn": said.get("ended_on"),
        "amountQepik": said.get("amount_qepik"),
        "statusEndedOn": held.facts.get("ended_on"),
        "knownSince": held.known_since,
    }


async def _rights(asked: SoapCall) -> Sequence[Entity]:
    """What decisions gave to the person by this programme, the newest first."""
    async with asked.hub.store.read() as tx:
        given = await reader_of(asked).things_of(tx, "right", asked.fin)
    return [each for each in given if each.attributes.get("programme") == SERVICE.name]


SERVICE = Service(
    name="allowance",
    words=Words("Vahid aylıq müavinət", "The unified monthly allowance"),
    schema=Path(__file__).with_suffix(".xsd"),
    operations=(
        Operation(
            "getAllowance",
            Words(
                "Bu FİN-in sahibinə müavinət təyin olunubmu?",
                "Is an allowance given to the person of this FIN?",
            ),
            "ask.allowance",
            get_allowance,
            About("allowance"),
        ),
    ),
)
