"""What citizens look at stands in the access history too: their own reading of it, and what they see of somebody else.

A look is written down before anything is shown, once in a quarter of an hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hub.access.history import Access, note_access
from hub.access.parties import CITIZEN
from hub.access.purposes import OWN_DATA, OWN_PAGE, Why
from hub.app import Hub
from hub.citizen.who import Citizen
from hub.clock import SECOND

LOOK: Final = "citizen.look"
USAGE: Final = "citizen.usage"
PAPER: Final = "citizen.paper"
_LASTS: Final = 15 * 60 * SECOND


async def note(hub: Hub, who: Citizen, service: str, categories: str, fins: Iterable[str]) -> None:
    """Write it down for each of these persons; the note tells a representative's keyed hash, for the auditor."""
    asker = f"asker {hub.hash('fin', who.fin)}" if who.acts_for_another else ""
    why = Why(OWN_DATA if service == USAGE else OWN_PAGE, None, asker)
    subjects = [hub.hash("fin", fin) for fin in dict.fromkeys(fins)]
    async with hub.store.write() as tx:
        looks = [
            Access(service, categories, "shown", each, why)
            for each in subjects
            if who.acts_for_another or not await tx.fetch(_LASTING, _values(service, categories, each))
        ]
        await note_access(tx, hub.sealer, CITIZEN, None, *looks)


_LASTING: Final = (
    "SELECT id FROM access_events WHERE subject_hash = :subject AND actor_party = :party AND service = :service"
    " AND categories = :categories AND created_at > hub_now() - :lasts LIMIT 1"
)


def _values(service: str, categories: str, subject: str) -> dict[str, str | int]:
    return {
        "subject": subject, "party": CITIZEN, "service": service, "categories": categories, "lasts": _LASTS,
    }  # fmt: skip
