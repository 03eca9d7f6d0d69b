"""The access history: who saw or changed what, when and for what. One way to write it, and one to read it.

A use of many at once is one row: it names the run that used them, the digest of the list of them and their number. Who
was among them is told by the list itself, where the run keeps one (`hub.exchange.runs`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.access.purposes import UNSAID, Why
from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.ids import NEWEST, new_id
from hub.store.sealing import Sealer, seal_text, with_texts
from hub.store.store import Store
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
_OF_ROW = ", ".join(f"a.{name.strip()}" for name in _COLUMNS.split(","))
_PAGE = 500
GIVEN = frozenset(("answered", "answered_in_part", "found", "interrupted", "listed", "ok", "shown"))
"""Outcomes after which something may have been seen; of all others nothing was."""
NOTED = "access.noted"
"""The kind of the leaf that is written of each row."""


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
    """One look, or one run over many. `subject` is a keyed hash, `outcome` `shown` or why not; `at` is when it was
    read, where that was before it is written down.
    """

    service: str
    categories: str
    outcome: str = "shown"
    subject: str | None = None
    why: Why = UNSAID
    run: Run | None = None
    at: int | None = None
    id: str = field(default_factory=new_id)


async def note_access(tx: Tx, sealer: Sealer, party: str, person: str | None, *accesses: Access) -> None:
    """Write looks of one person of a party down; what cannot be written must not be shown.

    The note is sealed, and what looks personal in it is not kept. A leaf of the evidence holds each row, so that one
    which is taken out or changed is missed.
    """
    now = await tx.now()
    rows = [_row(sealer, party, person, each, now) for each in accesses]
    await tx.insert("access_events", _COLUMNS, rows)
    await write_leaves(tx, [make_leaf(NOTED, row[0], now, row=_digest(row)) for row in rows])


def _digest(row: Sequence[Any]) -> str:
    """SHA-256 over the row's values as JSON; whom it concerns stands there as a keyed hash, the note sealed."""
    told = [each.hex() if isinstance(each, bytes) else each for each in row]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


async def altered_accesses(store: Store) -> AsyncIterator[str]:
    """Ids of rows that were changed or taken out since they were noted, by the evidence."""
    below = NEWEST
    while True:
        async with store.read() as tx:
            leaves = await tx.fetch(
                "SELECT id, subject, content FROM evidence_leaves WHERE kind = :kind AND id < :below"
                " ORDER BY id DESC LIMIT :most",
                {"kind": NOTED, "below": below, "most": _PAGE},
            )
            wanted = ids([leaf["subject"] for leaf in leaves])
            rows = await tx.fetch(f"SELECT {_OF_ROW} FROM {{rows}} JOIN access_events a ON a.id = r.id", rows=wanted)
        known = {row["id"]: _digest(tuple(row)) for row in rows}
        for leaf in leaves:
            if known.get(leaf["subject"]) != json.loads(leaf["content"])["row"]:
                yield leaf["subject"]
        if len(leaves) < _PAGE:
            return
        below = leaves[-1]["id"]


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
        each.at or now,
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
