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
    """Write it down for each of these persons; who looked stands there as a keyed hash, for the auditor."""
    asker, why = hub.hash("fin", who.fin), Why(OWN_DATA if service == USAGE else OWN_PAGE)
    async with hub.store.write() as tx:
        looks = []
        for subject in dict.fromkeys(hub.hash("fin", fin) for fin in fins):
            told = {"subject": subject, "asker": asker, "service": service, "categories": categories}
            if not await tx.fetch(_LASTING, {**told, "party": CITIZEN, "lasts": _LASTS}):
                looks.append(Access(service, categories, "shown", subject, why))
        await note_access(tx, hub.sealer, CITIZEN, asker, *looks)


_LASTING: Final = (
    "SELECT id FROM access_events WHERE subject_hash = :subject AND actor_person = :asker AND actor_party = :party"
    " AND service = :service AND categories = :categories AND created_at > hub_now() - :lasts LIMIT 1"
)
