"""The tables of aggregates: one as it stands, its history, and what a commit writes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from document_flow.hands import EventOf
from document_flow.kernel import Counted
from hub.aggregates.kind import Kind, Step, Stored
from hub.clock import SECOND
from hub.evidence.histories import Histories, History, HistoryLine
from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.ids import NEWEST
from hub.store.legal_time import LEGAL_NOW
from hub.store.sealing import KeyedHash, Sealer
from hub.store.tx import Row, Rows, Tx
from hub.store.where import Where

S = TypeVar("S", bound=Counted)
CHANGED = "aggregate.changed"
"""The kind of the leaf that a commit writes of an aggregate, with the head of its chain."""
_COLUMNS = "a.id, a.room, a.version, a.chain_hash, a.work_at, a.state_sealed, a.opened_at, a.changed_at"


@dataclass(frozen=True, slots=True)
class WantedAggregates:
    """Which aggregates of a room: in a phase, within another one, older than `below`; the newest first. `letter_on` is
    the ISO day on which a letter of it has to be posted.
    """

    phase: str = ""
    within: str | None = None
    below: str = NEWEST
    most: int = 50
    letter_on: str = ""


@dataclass(frozen=True, slots=True)
class AggregateStore:
    """Reads and writes aggregates inside the caller's transaction."""

    sealer: Sealer
    hash: KeyedHash

    async def get(self, tx: Tx, kind: Kind[S], name: str, *, lock: bool = False) -> Stored[S] | None:
        """The aggregate of that id in the kind's room; locked until the transaction ends where it is to be changed."""
        rows = await tx.fetch(
            f"SELECT {_COLUMNS} FROM aggregates a WHERE a.id = :id AND a.room = :room" + (" {lock a}" if lock else ""),
            {"id": name, "room": kind.room},
        )
        return self.opened(kind, rows[0]) if rows else None

    def opened(self, kind: Kind[S], row: Row) -> Stored[S]:
        """A row with its seal broken."""
        raw = self.sealer.unseal("aggregates.state", row["id"], row["state_sealed"], row["version"])
        state = kind.kernel.states.validate_json(raw)
        return Stored(row["id"], row["room"], state, row["chain_hash"], row["work_at"], row["changed_at"])

    async def find(self, tx: Tx, kind: Kind[S], wanted: WantedAggregates) -> list[Stored[S]]:
        """Aggregates of a room, the newest first."""
        where = Where().given("a.room = :room", room=kind.room).given("a.id < :below", below=wanted.below)
        where.given("a.phase = :phase", phase=wanted.phase or None).given("a.within = :within", within=wanted.within)
        where.given("a.letter_on <= :letter_on", letter_on=wanted.letter_on or None)
        rows = await tx.fetch(
            f"SELECT {_COLUMNS} FROM aggregates a WHERE {where} ORDER BY a.id DESC LIMIT :most",
            {**where.values, "most": wanted.most},
        )
        return [self.opened(kind, row) for row in rows]

    async def proposals(self, tx: Tx, kinds: Mapping[str, Kind[Any]], most: int) -> list[tuple[Stored[Any], int]]:
        """What waits for a second person in these rooms, the longest first, with since when."""
        rows = await tx.fetch(
            f"SELECT {_COLUMNS}, a.proposed_at FROM {{rows}} JOIN aggregates a ON a.room = r.room"
            " WHERE a.proposed_at IS NOT NULL ORDER BY a.proposed_at, a.id LIMIT :most",
            {"most": most},
            rows=Rows("room text", [(each,) for each in kinds]),
        )
        return [(self.opened(kinds[row["room"]], row), row["proposed_at"]) for row in rows]

    async def lines(self, tx: Tx, kind: Kind[S], name: str) -> Sequence[HistoryLine[EventOf[S]]]:
        """All events, each checked against the chain."""
        return await _histories(kind).lines(tx, self.sealer, name)

    async def history(self, tx: Tx, kind: Kind[S], name: str) -> History[EventOf[S]]:
        """The same beside what else keeps their end; within a snapshot."""
        return await _histories(kind).read(tx, self.sealer, name)

    async def event(self, tx: Tx, kind: Kind[S], name: str, number: int) -> EventOf[S] | None:
        """The event of that number alone; None where the history has none."""
        return await _histories(kind).event(tx, self.sealer, name, number)

    async def is_so(self, tx: Tx, name: str, kinds: Mapping[str, Kind[Any]]) -> bool:
        """Whether history, row, what it holds alone, what it keeps beside that, and evidence agree."""
        columns = f"{_COLUMNS}, a.phase, a.within, a.proposed_at, a.letter_on"
        (row,) = await tx.fetch(f"SELECT {columns} FROM aggregates a WHERE a.id = :id", {"id": name})
        kind = kinds[row["room"]]
        stored, history = self.opened(kind, row), await self.history(tx, kind, name)
        state, keys = stored.state, "SELECT k.key_hash FROM aggregate_keys k WHERE k.aggregate_id = :id"
        held = {each["key_hash"] for each in await tx.fetch(keys, {"id": name})}
        return (
            history.intact
            and kind.kernel.replay(line.event for line in history.lines) == state
            and (kind.phase(state), kind.within(state), state.length) == (row["phase"], row["within"], row["version"])
            and (kind.kernel.proposed(state) is None) == (row["proposed_at"] is None)
            and (kind.letter_on(state) is None) == (row["letter_on"] is None)
            and {self._key(kind.room, each) for each in kind.holds(state)} == held
            and await kind.keeps(tx, self.sealer, stored)
        )

    async def holder(self, tx: Tx, kind: Kind[Any], held: Iterable[str], but: str) -> str | None:
        """Which of these another aggregate holds, in words of the room; None where all are free."""
        found = await self.keepers(tx, kind.room, held)
        return next((each for each, name in found.items() if name != but), None)

    async def keeper(self, tx: Tx, kind: Kind[Any], held: str) -> str:
        """The id of the aggregate that holds this; empty where nobody does."""
        return (await self.keepers(tx, kind.room, (held,))).get(held, "")

    async def keepers(self, tx: Tx, room: str, held: Iterable[str]) -> Mapping[str, str]:
        """Of these what aggregates of that room hold, each with the id of the one that does."""
        wanted = {self._key(room, each): each for each in held}
        rows = await tx.fetch(
            "SELECT k.key_hash, k.aggregate_id FROM {rows} JOIN aggregate_keys k ON k.key_hash = r.key_hash",
            rows=Rows("key_hash text", [(each,) for each in sorted(wanted)]),
        )
        return {wanted[row["key_hash"]]: row["aggregate_id"] for row in rows}

    async def write(self, tx: Tx, kind: Kind[S], chain: str, step: Step[S], work_at: int | None) -> None:
        """Store the events and what they come to. A key that another holds is a Collision."""
        now = max(await tx.now(), *(round(event.at.timestamp() * SECOND) for event in step.events))
        histories = _histories(kind)
        rows, head = histories.rows(self.sealer, step.id, chain, step.before.length, step.events, now)
        await tx.insert(histories.table, histories.columns, rows)
        after, phase = step.after, kind.phase(step.after)
        raw = kind.kernel.states.dump_json(after)
        sealed = self.sealer.seal("aggregates.state", step.id, raw, after.length)
        since = now if kind.kernel.proposed(after) is not None else None
        letter = kind.letter_on(after)
        row = (step.id, phase, after.length, work_at, head, sealed, now, since, letter and letter.isoformat())
        if step.before.length:
            await tx.many(
                "UPDATE aggregates SET phase = $2, version = $3, work_at = $4, chain_hash = $5, state_sealed = $6,"
                f" changed_at = $7, proposed_at = {still('$8')}, letter_on = $9 WHERE id = $1",
                [row],
            )
        else:
            names = "id, phase, version, work_at, chain_hash, state_sealed, changed_at, proposed_at, letter_on"
            fixed = (now, kind.room, kind.within(after))
            await tx.insert("aggregates", f"{names}, opened_at, room, within", [(*row, *fixed)])
        await self._hold(tx, kind, step)
        told = {"room": kind.room, "phase": phase}
        await write_leaves(tx, [make_leaf(CHANGED, step.id, now, version=after.length, chain=head, **told)])

    async def _hold(self, tx: Tx, kind: Kind[S], step: Step[S]) -> None:
        before, after = set(kind.holds(step.before)), set(kind.holds(step.after))
        for each in sorted(before - after):
            await tx.execute("DELETE FROM aggregate_keys WHERE key_hash = :key", {"key": self._key(kind.room, each)})
        rows = [(self._key(kind.room, each), step.id) for each in sorted(after - before)]
        await tx.insert("aggregate_keys", "key_hash, aggregate_id", rows)

    def _key(self, room: str, held: str) -> str:
        return self.hash("aggregate-key", f"{room}\x00{held}")


def still(since: str) -> str:
    """In SQL, what `proposed_at` becomes with that moment, or NULL: the moment that it waits since already is kept."""
    return (
        f"CASE WHEN CAST({since} AS bigint) IS NULL THEN NULL ELSE coalesce(proposed_at, CAST({since} AS bigint)) END"
    )


async def look_again(tx: Tx, name: str, after: int) -> None:
    """It is the hub's turn again after so many microseconds of legal time."""
    await tx.execute(
        f"UPDATE aggregates SET work_at = {LEGAL_NOW} + :after WHERE id = :id", {"id": name, "after": after}
    )


def _histories(kind: Kind[S]) -> Histories[EventOf[S]]:
    return Histories("aggregate", CHANGED, kind.kernel.events)
