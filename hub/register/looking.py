"""Who looked at whom in the register, for what: written before the answer leaves, refusals too (access_events).

A look lasts a quarter of an hour; its id in the address is good for that official and that subject only, so that a
page that is opened again is not written down again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hub.access.history import Access, note_access
from hub.access.people import Person
from hub.access.purposes import UNSAID, why
from hub.clock import SECOND
from hub.store.sealing import Sealer, with_texts
from hub.store.tx import Tx

FIND = "register.find"
LOOK = "register.look"
LASTS_S = 15 * 60
SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What somebody needs the values for, and the act that allows it; what looks personal in it is not kept."""

    purpose: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Look:
    """A look that still lasts; `until` in microseconds."""

    id: str
    purpose: Purpose
    until: int


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the access history to be written. `subject` is a keyed hash."""

    service: str
    subject: str | None
    outcome: str
    why: Purpose | None = None


async def write_down(tx: Tx, sealer: Sealer, person: Person, events: Iterable[Event]) -> list[str]:
    """Write to the access history; the ids in the same order."""
    looks = [_look(event) for event in events]
    await note_access(tx, sealer, person.party, person.login, *looks)
    return [each.id for each in looks]


def _look(event: Event) -> Access:
    said = why(event.why.purpose, event.why.legal_basis) if event.why else UNSAID
    return Access(event.service, "register", event.outcome, event.subject, said)


async def look_of(tx: Tx, sealer: Sealer, person: Person, subject: str, look: str) -> Look | None:
    """The official's own look at this subject, while it lasts."""
    rows = await tx.fetch(
        "SELECT id, purpose_code, note_sealed, created_at FROM access_events WHERE id = :id AND actor_person = :person"
        " AND actor_party = :party AND subject_hash = :subject AND service = :service AND outcome = :shown"
        " AND created_at > hub_now() - :lasts",
        {
            "id": look,
            "person": person.login,
            "party": person.party,
            "subject": subject,
            "service": LOOK,
            "shown": SHOWN,
            "lasts": LASTS_S * SECOND,
        },
    )
    if not rows:
        return None
    (row,) = with_texts(sealer, "access_events", rows, "note")
    return Look(row["id"], Purpose(row["purpose_code"], row["note"] or ""), row["created_at"] + LASTS_S * SECOND)
