"""The ledger's tables: obligations as they stand, their histories, and what a commit writes of many at once.

Every obligation has a hash chain of its own; one leaf of the evidence covers all events of a commit, by the digest of
their hashes, so that one which is changed or taken out is missed (`altered`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from document_flow.hands import Command, EventOf
from document_flow.money.acts.take_reply import ReplyTaken
from document_flow.money.kernel import OBLIGATIONS
from document_flow.money.obligation import NOTHING, Debt, Instruction, Obligation
from document_flow.outcome import Refusal
from document_flow.standing import Before
from hub.aggregates.aggregate_store import still
from hub.evidence.histories import Histories, HistoryLine
from hub.evidence.holding import found_by, rows_not_so
from hub.evidence.leaf import Leaf, make_leaf, write_leaves
from hub.store.sealing import Sealer
from hub.store.store import Store
from hub.store.tx import Row, Rows, Tx, ids

CHANGED = "money.changed"
"""The kind of the leaf that a commit writes of all obligations that it changed."""
HISTORIES = Histories("obligation", CHANGED, OBLIGATIONS.events)
OF_ROW = "o.id, o.length, o.chain_hash, o.state_sealed"
_STATE = "obligations.state"
_MARKS = "id, status, paid, returned, open, overpaid, length, chain_hash, state_sealed, changed_at, proposed_at"


@dataclass(frozen=True, slots=True)
class Bank:
    """By what its payer knows an instruction, also when it is sent again: a batch of 10 signs, a number in it.

    `list_id` is the list that had it made; empty where that is the one that owed first.
    """

    batch: str
    seq: int
    list_id: str = ""


@dataclass(slots=True)
class Move:
    """An obligation and what commands make of it, before anything is written. `sent`: by reference, to its payer."""

    id: str
    state: Obligation = NOTHING
    chain: str = ""
    events: list[EventOf[Any]] = field(default_factory=list)
    sent: dict[str, Bank] = field(default_factory=dict)
    silent_at: int | None = None
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def debt(self) -> Debt:
        """Of what it is; never asked for before that was decided."""
        if self.state.debt is None:
            raise ValueError("an obligation is of a debt")
        return self.state.debt

    @property
    def payee(self) -> str:
        """Who is paid: by what the list said, whatever a row says."""
        return self.debt.payee or self.debt.person

    @property
    def was(self) -> int:
        """Its length in the store."""
        return self.state.length - len(self.events)

    def take(self, before: Before[Any, Any], command: Command) -> Refusal | None:
        """Decide; why it is refused. `before` holds this very state."""
        decided = OBLIGATIONS.decide(before, command)
        if isinstance(decided, Refusal):
            return decided
        self.events.extend(decided)
        self.codes.update({each.reference: each.reply.code for each in decided if isinstance(each, ReplyTaken)})
        self.state = OBLIGATIONS.replay(decided, self.state)
        return None


def status_of(state: Obligation) -> str:
    """In one word, what it waits for: owed, sent, unknown, refused, outside; paid, overpaid, corrected to nothing."""
    if state.overpaid_qepik:
        return "overpaid"
    if (flight := state.in_flight) is not None:
        return "unknown" if flight.status == "unknown" else "sent"
    if state.waits_outside:
        return "outside"
    if state.due_qepik <= 0:
        return "paid" if state.paid_qepik else "corrected"
    return "refused" if state.instructions and not state.untried_qepik else "owed"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Reads and writes obligations inside the caller's transaction."""

    sealer: Sealer

    async def by_ids(self, tx: Tx, wanted: Iterable[str], *, lock: bool = True) -> dict[str, Move]:
        """Obligations by id, locked in order where they are to be changed."""
        rows = await tx.fetch(
            f"SELECT {OF_ROW} FROM {{rows}} JOIN obligations o ON o.id = r.id ORDER BY o.id"
            + (" {lock o}" if lock else ""),
            rows=ids(sorted(set(wanted))),
        )
        return {row["id"]: self.opened(row) for row in rows}

    def opened(self, row: Row) -> Move:
        """A row with its seal broken."""
        raw = self.sealer.unseal(_STATE, row["id"], row["state_sealed"], row["length"])
        state = OBLIGATIONS.states.validate_json(raw)
        return Move(row["id"], state, row["chain_hash"])

    async def proposals(self, tx: Tx, most: int) -> list[tuple[Move, int]]:
        """Those of which something waits for a second person, the longest first, with since when."""
        rows = await tx.fetch(
            f"SELECT {OF_ROW}, o.proposed_at FROM obligations o WHERE o.proposed_at IS NOT NULL"
            " ORDER BY o.proposed_at, o.id LIMIT :most",
            {"most": most},
        )
        return [(self.opened(row), row["proposed_at"]) for row in rows]

    async def lines(self, tx: Tx, name: str) -> Sequence[HistoryLine[EventOf[Obligation]]]:
        """All events of one, in their order."""
        return await HISTORIES.lines(tx, self.sealer, name)

    async def save(self, tx: Tx, moves: Iterable[Move]) -> None:
        """Write what was decided. Two open instructions of one obligation are a Collision."""
        changed = [each for each in moves if each.events]
        if not changed:
            return
        now = await tx.now()
        leaf, events = self._events(changed, now)
        await tx.insert(HISTORIES.table, f"{HISTORIES.columns}, leaf", events)
        await tx.insert(
            "obligations",
            f"{_MARKS}, list_id, payee, person, period, amount",
            [(*self._marks(each, now), *_fixed(each)) for each in changed if not each.was],
        )
        await tx.many(
            "UPDATE obligations SET status = $2, paid = $3, returned = $4, open = $5, overpaid = $6, length = $7,"
            f" chain_hash = $8, state_sealed = $9, changed_at = $10, proposed_at = {still('$11')} WHERE id = $1",
            [self._marks(each, now) for each in changed if each.was],
        )
        await tx.many(
            "INSERT INTO obligation_shares (list_id, obligation_id, amount, paid, returned, open)"
            " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (list_id, obligation_id)"
            " DO UPDATE SET paid = excluded.paid, returned = excluded.returned, open = excluded.open",
            [row for each in changed for row in _shares(each)],
        )
        await self._instructions(tx, changed, now)
        await write_leaves(tx, [leaf])

    def _events(self, moves: Sequence[Move], now: int) -> tuple[Leaf, list[tuple[Any, ...]]]:
        """The rows of all new events, and the leaf over them. Each move has the head of its chain after that."""
        rows: list[tuple[Any, ...]] = []
        for move in moves:
            new, move.chain = HISTORIES.rows(self.sealer, move.id, move.chain, move.was, move.events, now)
            rows += new
        digest = digest_of((row[0], row[1], row[5]) for row in rows)
        leaf = make_leaf(CHANGED, moves[0].debt.list_id, now, events=len(rows), digest=digest)
        return leaf, [(*row, leaf.id) for row in rows]

    def _marks(self, move: Move, now: int) -> tuple[Any, ...]:
        state = move.state
        sealed = self.sealer.seal(_STATE, move.id, OBLIGATIONS.states.dump_json(state), state.length)
        marks = (status_of(state), *state.came_to, state.overpaid_qepik, state.length, move.chain, sealed, now)
        return (move.id, *marks, now if state.waiting is not None else None)

    async def _instructions(self, tx: Tx, moves: Sequence[Move], now: int) -> None:
        """What was answered first: it makes room for the next one."""
        answered = [
            (each.reference, each.status, move.codes[each.reference])
            for move in moves
            for each in move.state.instructions
            if each.reference in move.codes and each.reference not in move.sent
        ]
        if answered:
            await tx.execute(
                "UPDATE instructions AS i SET status = r.status, code = r.code, silent_at = NULL FROM {rows}"
                " WHERE i.reference = r.reference",
                rows=Rows("reference text, status text, code text", answered),
            )
        await tx.insert(
            "instructions",
            "reference, obligation_id, list_id, payer, batch, seq, status, code, amount, made_at, silent_at",
            [
                _instruction(move, each, now)
                for move in moves
                for each in move.state.instructions
                if each.reference in move.sent
            ],
        )


async def lists_of(tx: Tx, obligations: Iterable[str]) -> list[str]:
    """The lists that owed these first, and those that have a share in one; some of them twice."""
    names, found = ids(sorted(obligations)), []
    for table, column in (("obligations", "id"), ("obligation_shares", "obligation_id")):
        sql = f"SELECT DISTINCT o.list_id FROM {{rows}} JOIN {table} o ON o.{column} = r.id"
        found += [row["list_id"] for row in await tx.fetch(sql, rows=names)]
    return found


def _shares(move: Move) -> list[tuple[Any, ...]]:
    """What lists beside the first one came to."""
    state, came_to = move.state, move.state.came_to_by
    later = [(each.list_id, each.amount_qepik, came_to[each.list_id]) for each in state.shares[1:] if each.list_id]
    return [(name, move.id, amount, each.paid, each.returned, each.open) for name, amount, each in later]


def _instruction(move: Move, each: Instruction, now: int) -> tuple[Any, ...]:
    bank, code = move.sent[each.reference], move.codes.get(each.reference, "")
    of = bank.list_id or move.debt.list_id
    row = (each.reference, move.id, of, each.payer, bank.batch, bank.seq, each.status, code, each.amount_qepik, now)
    return (*row, None if code else move.silent_at)


def _fixed(move: Move) -> tuple[Any, ...]:
    debt = move.debt
    return (debt.list_id, move.payee, debt.person, debt.period, debt.amount_qepik)


def digest_of(events: Iterable[tuple[str, int, str]]) -> str:
    """SHA-256 over obligation, number and hash of each event, ascending, each on a line."""
    whole = hashlib.sha256()
    for name, number, head in sorted(events):
        whole.update(f"{name}/{number}:{head}\n".encode())
    return whole.hexdigest()


async def altered(store: Store, sealer: Sealer) -> AsyncIterator[str]:
    """Ids of leaves whose events are not those that they were written of; of obligations whose row, history or rows of
    the bank do not hang together; and of those of which a part is left alone.
    """

    async def is_so(tx: Tx, name: str) -> bool:
        (row,) = await tx.fetch("SELECT content FROM evidence_leaves WHERE id = :id", {"id": name})
        sql = "SELECT obligation_id, number, hash FROM obligation_events WHERE leaf = :leaf"
        events = await tx.fetch(sql, {"leaf": name})
        digest = digest_of((each["obligation_id"], each["number"], each["hash"]) for each in events)
        return bool(json.loads(row["content"])["digest"] == digest)

    async def hangs_together(tx: Tx, name: str) -> bool:
        return await _hangs_together(tx, Ledger(sealer), name)

    async for each in rows_not_so(store, "evidence_leaves", is_so, f"t.kind = '{CHANGED}'"):
        yield each
    async for each in rows_not_so(store, "obligations", hangs_together):
        yield each
    for sql in (_EVENTS_ALONE, _ASKED_ALONE):
        async for each in found_by(store, sql):
            yield each


async def _hangs_together(tx: Tx, ledger: Ledger, name: str) -> bool:
    fixed_of = "o.list_id, o.payee, o.person, o.period, o.amount"
    marks_of = "o.status, o.paid, o.returned, o.open, o.overpaid, o.proposed_at"
    sql = f"SELECT {OF_ROW}, {fixed_of}, {marks_of} FROM obligations o WHERE o.id = :id"
    (row,) = await tx.fetch(sql, {"id": name})
    move, lines = ledger.opened(row), await ledger.lines(tx, name)
    state = OBLIGATIONS.replay(line.event for line in lines)
    marks = tuple(row[each] for each in ("status", "paid", "returned", "open", "overpaid"))
    fixed = tuple(row[each] for each in ("list_id", "payee", "person", "period", "amount"))
    shares = await tx.fetch(
        "SELECT list_id, obligation_id, amount, paid, returned, open FROM obligation_shares WHERE obligation_id = :id",
        {"id": name},
    )
    asked = await tx.fetch(
        "SELECT reference, payer, amount, status FROM instructions WHERE obligation_id = :id", {"id": name}
    )
    return (
        all(line.intact for line in lines)
        and (lines[-1].hash if lines else "") == move.chain
        and state == move.state
        and (status_of(state), *state.came_to, state.overpaid_qepik) == marks
        and _fixed(move) == fixed
        and (state.waiting is None) == (row["proposed_at"] is None)
        and sorted(_shares(move)) == sorted(tuple(each) for each in shares)
        and {(each.reference, each.payer, each.amount_qepik, each.status == "closed") for each in state.instructions}
        == {(each["reference"], each["payer"], each["amount"], each["status"] == "closed") for each in asked}
    )


# Whoever walks along the obligations never comes to what is left of one whose row was deleted.
_EVENTS_ALONE = (
    "SELECT DISTINCT e.obligation_id AS id FROM obligation_events e WHERE e.obligation_id > :above"
    " AND (NOT EXISTS (SELECT 1 FROM obligations o WHERE o.id = e.obligation_id)"
    " OR NOT EXISTS (SELECT 1 FROM evidence_leaves l WHERE l.id = e.leaf)) ORDER BY e.obligation_id LIMIT :most"
)
_ASKED_ALONE = (
    "SELECT DISTINCT i.obligation_id AS id FROM instructions i WHERE i.obligation_id > :above"
    " AND NOT EXISTS (SELECT 1 FROM obligations o WHERE o.id = i.obligation_id) ORDER BY i.obligation_id LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class OpenMoney:
    """What is not settled of some people: how many obligations, qəpik that are open and that were paid too much, and
    the lists that owe it, by id.
    """

    obligations: int = 0
    open_qepik: int = 0
    overpaid_qepik: int = 0
    lists: Sequence[str] = ()


async def open_money_of(tx: Tx, people: Sequence[str]) -> OpenMoney:
    """Of these records of the register, which one person may have several of."""
    rows = await tx.fetch(
        "SELECT o.list_id, o.open, o.overpaid FROM {rows} JOIN obligations o ON o.person = r.id"
        " WHERE o.open <> 0 OR o.overpaid <> 0",
        rows=ids(people),
    )
    lists = sorted({row["list_id"] for row in rows})
    return OpenMoney(len(rows), sum(int(r["open"]) for r in rows), sum(int(r["overpaid"]) for r in rows), lists)


@dataclass(frozen=True, slots=True)
class AtCounter:
    """What lies ready for a person's own hands: with which payer, of which period, in qəpik."""

    payer: str
    period: str
    qepik: int


async def at_counters(tx: Tx, ledger: Ledger, people: Sequence[str]) -> Sequence[AtCounter]:
    """What payers were told to hand out for these records of the register and have not, the newest period first."""
    rows = await tx.fetch(
        f"SELECT {OF_ROW}, o.period FROM {{rows}} JOIN obligations o ON o.person = r.id"
        " WHERE o.status IN ('sent', 'unknown') ORDER BY o.period DESC, o.id",
        rows=ids(people),
    )
    told = [(ledger.opened(row).state.in_flight, row["period"]) for row in rows]
    return [AtCounter(each.payer, period, each.open_qepik) for each, period in told if each and not each.account]
