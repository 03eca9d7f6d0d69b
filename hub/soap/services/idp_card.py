"""The card of a displaced person, as the register knows it: its number, the decision behind it, whether it holds."""

from __future__ import annotations

from pathlib import Path

from hub.errors import Words
from hub.register.statuses import on_day
from hub.soap.held import NOT_HELD, holding
from hub.soap.service import About, Document, Operation, Service, SoapCall


async def get_card(asked: SoapCall) -> Document:
    """A card holds while it is not lost, replaced, cancelled or over, and no longer than the status does; a status
    without a card leaves it not held.
    """
    held = await holding(asked)
    if held.card is None:
        return {"answer": NOT_HELD}
    is_held = held.in_force == "yes" and on_day(held.card, held.day).get("state") == "active"
    return {
        "answer": "yes" if is_held else "no",
        "number": held.card.attributes["card_no"],
        "category": held.facts.get("category"),
        "decisionNumber": held.facts.get("decision_no"),
        "decisionDate": held.facts.get("decision_date"),
        "endedOn": held.facts.get("ended_on"),
        "knownSince": held.known_since,
    }


SERVICE = Service(
    name="idp-card",
    words=Words("Məcburi köçkün vəsiqəsi", "Card of a displaced person"),
    schema=Path(__file__).with_suffix(".xsd"),
    operations=(
        Operation(
            "getCard",
            Words(
                "Bu FİN-in sahibinin vəsiqəsi hansıdır və qüvvədədirmi?",
                "Which card does the person of this FIN have, and does it hold?",
            ),
            "ask.idp-card",
            get_card,
            About("idp_card"),
        ),
    ),
)
