"""Who looked at whom in the register, for what: written before the answer leaves, refusals too (access_events).

A look lasts a quarter of an hour; its id in the address is good for that official and that subject only, so that a
page that is opened again is not written down again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hub.access.history import Access, note_access
from hub.access.people import Person
from hub.access.purposes import UNSAID, why
from hub.clock import SECOND
from hub.register.entity import Entity
from hub.register.persons import code_of
from hub.store.ids import first_id_at
from hub.store.sealing import Sealer, with_texts
from hub.store.store import Store
from hub.store.tx import Rows, Tx

FIND = "register.find"
LOOK = "register.look"
LASTS_S = 15 * 60
MOST_NAMES_AN_HOUR = 60
"""Searches for a name by one official: each may list many, so whoever leafs through the register is stopped."""
TOO_MANY = "register.too_many_searches"
SHOWN = "shown"
LISTED = "listed"
"""By a search for a name: with the whole name, and date and place of birth."""


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


def subject_of(entity: Entity) -> tuple[str, str]:
    """Whose access history it is: the person behind it where one is named, else the household or the thing itself."""
    code = code_of(entity.attributes)
    if code:
        return "fin", code
    household = entity.attributes.get("household_id")
    return ("household", str(household)) if household else (entity.kind, entity.id)


async def write_down(tx: Tx, sealer: Sealer, person: Person, events: Iterable[Event]) -> list[str]:
    """Write to the access history; the ids in the same order."""
    looks = [_look(event) for event in events]
    await note_access(tx, sealer, person.party, person.login, *looks)
    return [each.id for each in looks]


def _look(event: Event) -> Access:
    said = why(event.why.purpose, event.why.legal_basis) if event.why else UNSAID
    return Access(event.service, "register", event.outcome, event.subject, said)


async def note_looks(store: Store, sealer: Sealer, person: Person, looks: Sequence[Access]) -> None:
    """Write looks down before what they are at is shown, each once in a quarter of an hour."""
    async with store.read() as tx:
        rows = await tx.fetch(
            "SELECT a.subject_hash, a.service, a.categories FROM {rows}"
            " JOIN access_events a ON a.subject_hash = r.subject"
            " WHERE a.actor_person = :person AND a.actor_party = :party AND a.outcome = :shown"
            " AND a.created_at > hub_now() - :lasts",
            {"person": person.login, "party": person.party, "shown": SHOWN, "lasts": LASTS_S * SECOND},
            rows=Rows("subject text", [(each,) for each in sorted({each.subject for each in looks if each.subject})]),
        )
    lasting = {(row["subject_hash"], row["service"], row["categories"]) for row in rows}
    new = [each for each in looks if (each.subject, each.service, each.categories) not in lasting]
    if new:
        async with store.write() as tx:
            await note_access(tx, sealer, person.party, person.login, *new)


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


async def searched_too_often(tx: Tx, person: Person) -> bool:
    """Whether the official has looked for as many names within the hour as one may; a search is one moment."""
    since = first_id_at(await tx.now() - 3600 * SECOND)
    rows = await tx.fetch(
        "SELECT count(DISTINCT created_at) AS n FROM access_events WHERE actor_person = :person AND id >= :since"
        " AND actor_party = :party AND service = :service AND purpose_code IS NOT NULL",
        {"person": person.login, "party": person.party, "service": FIND, "since": since},
    )
    return int(rows[0]["n"]) >= MOST_NAMES_AN_HOUR
