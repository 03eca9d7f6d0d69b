"""Is somebody a displaced person, and since when? By the register (law 668-IQ; equated persons 669-IQ, article 2)."""

from __future__ import annotations

from pathlib import Path

from hub.errors import Words
from hub.soap.held import holding
from hub.soap.service import About, Document, Operation, Service, SoapCall


async def get_status(asked: SoapCall) -> Document:
    """Yes, no, or not held: the register says nothing of whom nobody has told it."""
    held = await holding(asked)
    return {
        "answer": held.in_force,
        "category": held.facts.get("category"),
        "since": held.facts.get("valid_from"),
        "endedOn": held.facts.get("ended_on"),
        "knownSince": held.known_since,
    }


SERVICE = Service(
    name="idp-status",
    words=Words("Məcburi köçkün statusu", "Status of a displaced person"),
    schema=Path(__file__).with_suffix(".xsd"),
    operations=(
        Operation(
            "getStatus",
            Words(
                "Bu FİN-in sahibi məcburi köçkündürmü və nə vaxtdan?",
                "Is the person of this FIN a displaced person, and since when?",
            ),
            "ask.idp-status",
            get_status,
            About("idp_status"),
        ),
    ),
)
