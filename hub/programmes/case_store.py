"""The tables of cases: a case as it stands, and what a commit writes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from document_flow.cases.acts.lapse import ends_on
from document_flow.cases.acts.send_letter import letter_on
from document_flow.cases.acts.warn_of_end import warn_on
from document_flow.cases.event import Event
from document_flow.cases.kernel import replay
from document_flow.cases.registry import EVENTS
from document_flow.cases.standing import Standing
from document_flow.cases.state import CASES, NOTHING, Case
from document_flow.cases.waiting import awaits, waiting
from document_flow.programmes.programme import Programme
from hub.evidence.histories import Histories, History, HistoryLine
from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.sealing import KeyedHash, Sealer
from hub.store.tx import Row, Tx

CHANGED = "case.changed"
"""The kind of the leaf that a commit writes of a case, with the head of its chain."""
HISTORIES = Histories("case", CHANGED, EVENTS)
_IN_CLEAR = (
    "programme, kind, subject_hash, number, came_from, phase, outcome, reason_hash, paper_no, revocation_no, pending,"
    " awaits, version, ends_on, paper_until"
)
"""What a case's row says in clear beside its sealed state, as far as that alone decides it."""
_ROW = f"{_IN_CLEAR}, letter_on, warn_on, due, work_at, chain_hash, state_sealed, changed_at, closed_at"
_COLUMNS = [each.strip() for each in _ROW.split(",")]
_CLOSED = f"CAST(${len(_COLUMNS) + 1} AS bigint)"
# That its holder was told of a recall comes after the end, and moves it no more.
_SETS = ", ".join(
    f"{name} = CASE WHEN {_CLOSED} IS NULL THEN NULL ELSE coalesce(closed_at, {_CLOSED}) END"
    if name == "closed_at"
    else f"{name} = ${i}"
    for i, name in enumerate(_COLUMNS, 2)
)


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A case with the head of its chain. `work_at` in microseconds is when the hub looks at it next."""

    id: str
    case: Case = NOTHING
    chain: str = ""
    work_at: int | None = None

    def after(self, events: Sequence[Event]) -> StoredCase:
        """The same after these events, not written yet."""
        return replace(self, case=replay(events, self.case))


@dataclass(frozen=True, slots=True)
class CaseStore:
    """Reads and writes cases inside the caller's transaction."""

    sealer: Sealer
    hash: KeyedHash

    async def get(self, tx: Tx, case: str, *, lock: bool = False) -> StoredCase | None:
        """The case of that id; locked until the transaction ends where it is to be changed."""
        rows = await tx.fetch(
            "SELECT c.id, c.version, c.chain_hash, c.work_at, c.state_sealed FROM cases c WHERE c.id = :id"
            + (" {lock c}" if lock else ""),
            {"id": case},
        )
        return self.opened(rows[0]) if rows else None

    def opened(self, row: Row) -> StoredCase:
        """A row with its seal broken."""
        raw = self.sealer.unseal("cases.state", row["id"], row["state_sealed"], row["version"])
        return StoredCase(row["id"], CASES.validate_json(raw), row["chain_hash"], row["work_at"])

    async def lines(self, tx: Tx, case: str) -> Sequence[HistoryLine[Event]]:
        """All events, each checked against the chain."""
        return await HISTORIES.lines(tx, self.sealer, case)

    async def history(self, tx: Tx, case: str) -> History[Event]:
        """The same beside what else keeps their end; within a snapshot."""
        return await HISTORIES.read(tx, self.sealer, case)

    async def hands(self, tx: Tx, case: str) -> list[tuple[str, int]]:
        """Who acted on it, and when, the first first."""
        sql = "SELECT actor, at FROM case_events WHERE case_id = :id ORDER BY number"
        return [(row["actor"], row["at"]) for row in await tx.fetch(sql, {"id": case})]

    async def is_so(self, tx: Tx, case: str, programmes: Mapping[str, Programme]) -> bool:
        """Whether history, row and evidence agree."""
        history = await self.history(tx, case)
        columns = f"id, chain_hash, work_at, state_sealed, {_IN_CLEAR}"
        (row,) = await tx.fetch(f"SELECT {columns} FROM cases WHERE id = :id", {"id": case})
        state = replay(line.event for line in history.lines)
        said = tuple(row[each.strip()] for each in _IN_CLEAR.split(","))
        return (
            history.intact
            and self.opened(row).case == state
            and self._in_clear(state, programmes[state.programme]) == said
        )

    async def write(
        self, tx: Tx, before: StoredCase, events: Sequence[Event], standing: Standing, work_at: int | None
    ) -> None:
        """Store the events and what they come to; `standing` is the case after them."""
        now, after = await tx.now(), standing.case
        rows, head = HISTORIES.rows(self.sealer, before.id, before.chain, before.case.length, events, now)
        await tx.insert(HISTORIES.table, HISTORIES.columns, rows)
        row = (before.id, *self._row(before.id, standing, work_at, head, now))
        if before.case.length:
            await tx.many(f"UPDATE cases SET {_SETS} WHERE id = $1", [row])
        else:
            await tx.insert("cases", f"id, {_ROW}, opened_at", [(*row, now)])
        told = {"programme": after.programme, "phase": after.phase, "outcome": after.outcome or None}
        await write_leaves(tx, [make_leaf(CHANGED, before.id, now, version=after.length, chain=head, **told)])

    def _row(self, name: str, standing: Standing, work_at: int | None, head: str, now: int) -> tuple[object, ...]:
        case = standing.case
        return (
            *self._in_clear(case, standing.programme),
            _iso(letter_on(case, standing.programme)),
            _iso(warn_on(case, standing.programme)),
            _iso(waiting(standing).due),
            work_at,
            head,
            self.sealer.seal("cases.state", name, CASES.dump_json(case), case.length),
            now,
            None if case.is_open else now,
        )

    def _in_clear(self, case: Case, programme: Programme) -> tuple[object, ...]:
        reason = reason_of(case, programme)
        return (
            case.programme,
            case.kind,
            self.hash("fin", case.subject),
            case.application.number if case.application else "",
            case.application.came_from if case.application else "",
            case.phase,
            case.outcome,
            self.hash("case-reason", f"{case.programme}\x00{reason}") if reason else None,
            case.decided.paper_no if case.decided else None,
            case.ruling.paper_no if case.ruling and case.set_aside else None,
            int(case.is_pending),
            awaits(case, programme),
            case.length,
            _iso(ends_on(case)),
            _iso(case.given.valid_until) if case.given else None,
        )


def reason_of(case: Case, programme: Programme) -> str:
    """Why it was refused, in the words of the table; empty where it was not, and of a decision by hand, which says what
    a person wrote.
    """
    if case.outcome != "refused" or case.ruling is None or case.ruling.drafted_by:
        return ""
    return "; ".join(value for column, value in sorted(case.ruling.row.items()) if column != programme.verdict)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
