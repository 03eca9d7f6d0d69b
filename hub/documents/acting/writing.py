"""Writes what a batch decided: events in their chain, the snapshots, whom they wait for, what must happen when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from document_flow.context import Context
from document_flow.documents.acts.tick import timers
from document_flow.documents.case import Case
from document_flow.documents.event import Event
from document_flow.documents.state import DOCUMENTS, Document
from document_flow.documents.tasks import Task, tasks
from document_flow.documents.visibility import people_of
from document_flow.outcome import Timer
from document_flow.paths.path import Path
from hub.documents.acting.document_words import write_words
from hub.documents.acting.projecting import write_projections
from hub.documents.acting.reading import CHANGED, HISTORIES, IN_CLEAR, in_clear
from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.legal_time import NO_DUE
from hub.store.sealing import KeyedHash, Sealer
from hub.store.tx import Rows, Tx, ids

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Change:
    """A document before and after a batch, with the events between; `chain` is the hash of its last event before."""

    id: str
    before: Document
    after: Document
    path: Path | None
    chain: str
    events: tuple[Event, ...] = ()
    ticked: bool = False
    """Whether a timer has fired: its row goes even if nothing else came of it."""
    path_before: Path | None = None
    """The version that it went by before the batch."""
    last: int = 0
    """When it was last changed, in microseconds."""

    def grown(self, events: Sequence[Event], after: Document, path: Path | None) -> Change:
        """The same with more events."""
        return replace(self, events=(*self.events, *events), after=after, path=path)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Whom a changed document waits for, and what must happen when; asked of the rules once."""

    change: Change
    tasks: tuple[Task, ...]
    timers: tuple[Timer, ...]
    retimed: bool
    """Whether the timers are others than before."""

    @classmethod
    def of(cls, change: Change, context: Context) -> Outlook:
        """As things stand at this moment."""
        case = Case(change.after, change.path, context)
        ahead = timers(case)
        return cls(change, tasks(case), ahead, ahead != timers(Case(change.before, change.path_before, context)))

    @property
    def due(self) -> str | None:
        """The first day by which anything is to be done."""
        first = min((task.due for task in self.tasks if task.due), default=None)
        return first.isoformat() if first else None

    @property
    def lines(self) -> set[tuple[str, str, str, str]]:
        """Rows of the inbox, but for since when."""
        name = self.change.id
        return {(task.actor, name, task.name, task.due.isoformat() if task.due else NO_DUE) for task in self.tasks}


async def write_changes(
    tx: Tx, sealer: Sealer, keyed: KeyedHash, changes: Sequence[Change], context: Context, now: int
) -> None:
    """Store all that the changed documents need; those without events are left alone."""
    outlooks = [Outlook.of(change, context) for change in changes if change.events or change.ticked]
    await _write_timers(tx, [each for each in outlooks if each.retimed or not each.change.events])
    outlooks = [each for each in outlooks if each.change.events]
    changed = [each.change for each in outlooks]
    if not changed:
        return
    chains = {
        each.id: HISTORIES.rows(sealer, each.id, each.chain, each.before.length, each.events, now) for each in changed
    }
    heads = {name: head for name, (_, head) in chains.items()}
    await tx.insert(HISTORIES.table, HISTORIES.columns, [row for rows, _ in chains.values() for row in rows])
    await _write_documents(tx, sealer, outlooks, heads, now)
    await _write_inbox(tx, outlooks, now)
    await _write_people(tx, changed)
    await write_projections(tx, keyed, changed, context.directory)
    await write_words(tx, keyed, changed, context)
    await _write_dispatches(tx, changed)
    await write_leaves(
        tx,
        [make_leaf(CHANGED, each.id, now, version=each.after.length, chain=heads[each.id]) for each in changed],
    )


_COLUMNS = f"{IN_CLEAR}, due, chain_hash, state_sealed, changed_at, closed_at"


async def _write_documents(
    tx: Tx, sealer: Sealer, outlooks: Sequence[Outlook], heads: dict[str, str], now: int
) -> None:
    new: list[tuple[str, tuple[object, ...]]] = []
    old: list[tuple[str, tuple[object, ...]]] = []
    for each in outlooks:
        name = each.change.id
        (old if each.change.before.length else new).append((name, _row(sealer, each, heads[name], now)))
    await tx.insert("documents", f"id, created_at, {_COLUMNS}", [(name, now, *row) for name, row in new])
    places = ", ".join(f"{name.strip()} = ${i}" for i, name in enumerate(_COLUMNS.split(","), 2))
    await tx.many(f"UPDATE documents SET {places} WHERE id = $1", [(name, *row) for name, row in old])


def _row(sealer: Sealer, outlook: Outlook, head: str, now: int) -> tuple[object, ...]:
    after, name = outlook.change.after, outlook.change.id
    return (
        *in_clear(after),
        outlook.due,
        head,
        sealer.seal("documents.state", name, DOCUMENTS.dump_json(after), after.length),
        max(now, outlook.change.last),
        None if after.is_open else now,
    )


async def _write_inbox(tx: Tx, outlooks: Sequence[Outlook], now: int) -> None:
    """By difference from what stands there, so that `since` stays."""
    rows = await tx.fetch(
        "SELECT i.login, i.document_id, i.task, i.due FROM inbox i JOIN {rows} ON r.id = i.document_id",
        rows=ids([each.change.id for each in outlooks]),
    )
    stand = {(row["login"], row["document_id"], row["task"], row["due"]) for row in rows}
    wanted = {line for each in outlooks for line in each.lines}
    gone = stand - wanted
    if gone:
        await tx.execute(
            "DELETE FROM inbox WHERE (login, document_id, task) IN (SELECT r.login, r.document_id, r.task FROM {rows})",
            rows=Rows("login text, document_id uuid, task text", sorted(line[:3] for line in gone)),
        )
    await tx.insert("inbox", "login, document_id, task, due, since", [(*line, now) for line in sorted(wanted - stand)])


async def _write_timers(tx: Tx, outlooks: Sequence[Outlook]) -> None:
    """All of a document's anew: where they moved, or one that has struck must go."""
    if not outlooks:
        return
    names = ids([each.change.id for each in outlooks])
    await tx.execute("DELETE FROM document_timers WHERE document_id IN (SELECT r.id FROM {rows})", rows=names)
    fresh = [
        (each.change.id, timer.name, (timer.at - _EPOCH) // _MICROSECOND) for each in outlooks for timer in each.timers
    ]
    await tx.insert("document_timers", "document_id, timer, at", fresh)


async def _write_people(tx: Tx, changed: Sequence[Change]) -> None:
    rows = [
        (login, change.id)
        for change in changed
        for login in sorted(people_of(change.after) - (people_of(change.before) if change.before.length else set()))
    ]
    await tx.many(
        "INSERT INTO document_people (login, document_id) VALUES ($1, $2) ON CONFLICT (login, document_id) DO NOTHING",
        rows,
    )


async def _write_dispatches(tx: Tx, changed: Sequence[Change]) -> None:
    await tx.insert(
        "document_dispatches",
        "consignment, document_id, message_id",
        [
            (each.consignment, change.id, each.message)
            for change in changed
            for each in change.after.dispatches[len(change.before.dispatches) :]
        ],
    )
