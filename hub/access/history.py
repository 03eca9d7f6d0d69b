"""The access history: who saw or changed what, when and for what. One way to write it, and one to read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hub.store.ids import new_id
from hub.store.tx import Row, Tx

_FILTERS = {
    "subject": " AND subject_hash = :subject",
    "person": " AND actor_person = :person",
    "service": " AND service = :service",
}


@dataclass(frozen=True, slots=True)
class Access:
    """One look. `subject` is a keyed hash, `outcome` `shown` or why not; free text is scrubbed by whoever notes it."""

    service: str
    categories: str
    outcome: str = "shown"
    subject: str | None = None
    purpose: str | None = None
    legal_basis: str | None = None
    id: str = field(default_factory=new_id)


async def note_access(tx: Tx, party: str, person: str | None, *accesses: Access) -> None:
    """Write looks of one person of a party down; what cannot be written must not be shown."""
    now = await tx.now()
    await tx.many(
        "INSERT INTO access_events (id, actor_party, actor_person, subject_hash, service, purpose, legal_basis,"
        " categories, outcome, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        [
            (
                each.id,
                party,
                person,
                each.subject,
                each.service,
                each.purpose,
                each.legal_basis,
                each.categories,
                each.outcome,
                now,
            )
            for each in accesses
        ],
    )


async def read_accesses(tx: Tx, below: str, most: int, **filters: str | None) -> Sequence[Row]:
    """Newest first, older than the event `below`; of a `subject`, `person` or `service` where one is given."""
    given: Mapping[str, str] = {name: value for name, value in filters.items() if value}
    return await tx.fetch(
        "SELECT id, actor_party, actor_person, subject_hash, service, purpose, legal_basis, categories, outcome,"
        f" created_at FROM access_events WHERE id < :below{''.join(_FILTERS[name] for name in given)}"
        " ORDER BY id DESC LIMIT :most",
        {"below": below, "most": most, **given},
    )
