"""The access history: who saw or changed what, when and for what. One way to write it, and one to read it.

A use of many at once is one row: it names the run that used them, the digest of the list of them and their number. Who
was among them is told by the list itself, where the run keeps one (`hub.exchange.runs`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.access.purposes import UNSAID, Why
from hub.store.ids import new_id
from hub.store.sealing import Sealer, seal_text, with_texts
from hub.store.tx import Row, Tx, ids
from hub.telemetry.logs import scrubbed

_FILTERS = {
    "subject": " AND subject_hash = :subject",
    "person": " AND actor_person = :person",
    "service": " AND service = :service",
}
_SUBJECT_OR_RUN = " AND (subject_hash = :subject OR run IN (SELECT r.id FROM {rows}))"
_COLUMNS = (
    "id, actor_party, actor_person, subject_hash, service, purpose_code, basis_code, note_sealed, run, subjects_digest,"
    " subjects_count, categories, outcome, created_at"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A use of many at once: its id, and the SHA-256 over the ids of its subjects, ascending, each on a line."""

    id: str
    digest: str
    count: int

    @classmethod
    def over(cls, run: str, subjects: Iterable[str]) -> Run:
        """Of the ids or keyed hashes of those that it used, each counted once."""
        listed = sorted(set(subjects))
        return cls(run, hashlib.sha256("".join(f"{each}\n" for each in listed).encode()).hexdigest(), len(listed))


@dataclass(frozen=True, slots=True)
class Access:
    """One look, or one run over many. `subject` is a keyed hash, `outcome` `shown` or why not."""

    service: str
    categories: str
    outcome: str = "shown"
    subject: str | None = None
    why: Why = UNSAID
    run: Run | None = None
    id: str = field(default_factory=new_id)


async def note_access(tx: Tx, sealer: Sealer, party: str, person: str | None, *accesses: Access) -> None:
    """Write looks of one person of a party down; what cannot be written must not be shown.

    The note is sealed, and what looks personal in it is not kept.
    """
    now = await tx.now()
    await tx.insert("access_events", _COLUMNS, [_row(sealer, party, person, each, now) for each in accesses])


def _row(sealer: Sealer, party: str, person: str | None, each: Access, now: int) -> tuple[Any, ...]:
    note = scrubbed(each.why.note)
    return (
        each.id,
        party,
        person,
        each.subject,
        each.service,
        each.why.purpose,
        each.why.basis,
        seal_text(sealer, "access_events.note", each.id, note) if note else None,
        *((each.run.id, each.run.digest, each.run.count) if each.run else (None, None, None)),
        each.categories,
        each.outcome,
        now,
    )


async def read_accesses(
    tx: Tx, sealer: Sealer, below: str, most: int, runs: Sequence[str] = (), **filters: str | None
) -> Sequence[Row]:
    """Newest first, older than the event `below`, each with its `note`; of a `subject`, `person` or `service`.

    `runs` are those that the subject was in: they are told beside the looks at the subject alone.
    """
    given: Mapping[str, str] = {name: value for name, value in filters.items() if value}
    named = {**_FILTERS, "subject": _SUBJECT_OR_RUN} if runs else _FILTERS
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM access_events WHERE id < :below{''.join(named[name] for name in given)}"
        " ORDER BY id DESC LIMIT :most",
        {"below": below, "most": most, **given},
        ids(runs) if runs else None,
    )
    return with_texts(sealer, "access_events", rows, "note")
