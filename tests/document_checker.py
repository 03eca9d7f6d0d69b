"""What must hold of every stored document, whatever has happened; each breach in a sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from document_flow.documents.acts.approval_step import ApprovalStepTaken
from document_flow.documents.acts.tick import timers
from document_flow.documents.case import Case
from document_flow.documents.event import Event
from document_flow.documents.evolving import replay
from document_flow.documents.state import DOCUMENTS, Document, status_of
from document_flow.documents.tasks import tasks
from document_flow.documents.visibility import people_of
from document_flow.paths.acts.marks import Marked
from hub.documents.acting.path_repository import PathRepository
from hub.documents.acting.reading import history
from hub.documents.office.directory import Surroundings, load_calendar, load_directory
from hub.evidence.histories import History
from hub.store.legal_time import NO_DUE
from hub.store.sealing import Sealer
from hub.store.store import Store
from hub.store.tx import Row, Tx

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def is_orphan(case: Case) -> bool:
    """Whether an open document waits for nobody and nothing."""
    return case.document.is_open and not tasks(case) and not timers(case)


async def broken(store: Store, sealer: Sealer) -> list[str]:
    """Everything that is wrong with the documents of this database; empty if all is well."""
    found: list[str] = []
    async with store.read() as tx:
        rows = await tx.fetch("SELECT * FROM documents ORDER BY id")
        around = Surroundings(await load_directory(tx, sealer), await load_calendar(tx))
        context = around.context(await tx.now())
        path_repository = PathRepository()
        for row in rows:
            path = await path_repository.path(tx, row["path_hash"]) if row["path_hash"] else None
            plain = sealer.unseal("documents.state", row["id"], row["state_sealed"], row["version"])
            case = Case(DOCUMENTS.validate_json(plain), path, context)
            told = await history(tx, sealer, row["id"])
            said = [*_events(row, case, told), *await _beside(tx, row["id"], case), *await _evidence(tx, row)]
            found += [f"{row['id']}: {each}" for each in said]
        found += await _numbers(tx)
        found += await _keys(tx)
    return found


def _events(row: Row, case: Case, told: History[Event]) -> Iterator[str]:
    """The events are all there, chained, and tell the snapshot and the row."""
    document, lines = case.document, told.lines
    if [line.number for line in lines] != list(range(1, row["version"] + 1)) or document.length != row["version"]:
        yield f"version {row['version']} with {len(lines)} events"
    if not told.intact:
        yield "the chain does not hold"
    events = [line.event for line in lines]
    if replay(events) != document:
        yield "the snapshot is not what the events come to"
    registered = document.registration
    shown = (status_of(document).value, document.case_file or None, registered.reg_no if registered else None)
    if (row["status"], row["case_file"], row["reg_no"]) != shown or bool(row["closed_at"]) == document.is_open:
        yield f"the row says {row['status']}, the document {shown}"
    if is_orphan(case):
        yield "an orphan"
    yield from _voted_twice(events)


def _voted_twice(events: Sequence[Event]) -> Iterator[str]:
    steps = (each.event for each in events if isinstance(each, ApprovalStepTaken))
    counted = Counter((step.stage, step.round, step.principal) for step in steps if isinstance(step, Marked))
    yield from (f"{each} spoke {count} times" for each, count in counted.items() if count > 1)


async def _beside(tx: Tx, name: str, case: Case) -> list[str]:
    """Inbox, timers, people and dispatches say what the document says."""
    found = []
    rows = await tx.fetch("SELECT login, task, due FROM inbox WHERE document_id = :id", {"id": name})
    stand = {(row["login"], row["task"], row["due"]) for row in rows}
    wanted = {(task.actor, task.name, task.due.isoformat() if task.due else NO_DUE) for task in tasks(case)}
    if stand != wanted:
        found.append(f"the inbox has {sorted(stand)}, the tasks are {sorted(wanted)}")
    rows = await tx.fetch("SELECT timer, at FROM document_timers WHERE document_id = :id", {"id": name})
    ahead = {timer.name: (timer.at - _EPOCH) // timedelta(microseconds=1) for timer in timers(case)}
    if {row["timer"]: row["at"] for row in rows} != ahead:
        found.append(f"the timers are {[dict(row) for row in rows]}, not {ahead}")
    rows = await tx.fetch("SELECT login FROM document_people WHERE document_id = :id", {"id": name})
    if missing := people_of(case.document) - {row["login"] for row in rows}:
        found.append(f"nobody finds it of {sorted(missing)}")
    rows = await tx.fetch("SELECT consignment FROM document_dispatches WHERE document_id = :id", {"id": name})
    if sorted(row["consignment"] for row in rows) != sorted(each.consignment for each in case.document.dispatches):
        found.append("its dispatches are not those that are followed")
    return found


async def _evidence(tx: Tx, row: Row) -> list[str]:
    """One leaf a commit, the last with the head of the chain."""
    leaves = await tx.fetch(
        "SELECT content FROM evidence_leaves WHERE subject = :id AND kind = 'document.changed'", {"id": row["id"]}
    )
    if any(row["chain_hash"].encode() in leaf["content"] for leaf in leaves):
        return []
    return ["the evidence does not know the head of its chain"]


async def _numbers(tx: Tx) -> list[str]:
    """Each series runs from 1 to its last number without gap, and each number is one document's."""
    found = []
    taken: dict[str, list[Row]] = defaultdict(list)
    for row in await tx.fetch("SELECT series, number, document_id, reg_no FROM registrations ORDER BY series, number"):
        taken[row["series"]].append(row)
    last = {
        row["series"]: row["last_number"] for row in await tx.fetch("SELECT series, last_number FROM number_series")
    }
    for series, rows in taken.items():
        numbers = [row["number"] for row in rows]
        if numbers != list(range(1, last.get(series, 0) + 1)):
            found.append(f"series {series}: {numbers}, the last is {last.get(series)}")
    registered = {row["document_id"]: row["reg_no"] for rows in taken.values() for row in rows}
    if len(registered) != sum(map(len, taken.values())):
        found.append("a document has two numbers")
    shown = await tx.fetch("SELECT id, reg_no FROM documents WHERE reg_no IS NOT NULL")
    if registered != {row["id"]: row["reg_no"] for row in shown}:
        found.append("the journal and the documents have other numbers")
    return found


async def _keys(tx: Tx) -> list[str]:
    rows = await tx.fetch(
        "SELECT k.key_hash FROM commands k LEFT JOIN documents d ON d.id = k.subject"
        " WHERE d.id IS NULL OR k.version > d.version"
    )
    return [f"{len(rows)} keys of commands that had no effect"] if rows else []


def votes_of(document: Document) -> dict[str, str]:
    """Who said what in the stages of the present round."""
    return {login: mark.verdict for stage in document.run.stages for login, mark in stage.marks.items()}
