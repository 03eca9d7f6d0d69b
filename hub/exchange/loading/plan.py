"""A load and its chunks: what is to be done, claimed under a fence, done once, and resumed by whoever runs next.

Of several loads the latest counts: chunks of an earlier one are claimed no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hub.clock import SECOND
from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.ids import new_id
from hub.store.store import Store
from hub.store.tx import Tx, first
from mappings.records import Base

Stage = Literal["read", "link", "take_back", "tell", "families"]
STAGES: Final[tuple[Stage, ...]] = ("read", "link", "take_back", "tell", "families")
LEASE: Final = 60 * SECOND
"""A chunk takes a second or two; whoever has it for longer is thought dead."""
_CLAIM = (
    "UPDATE load_chunks SET fence = fence + 1, lease_until = hub_now() + :lease"
    " WHERE load_id = :load AND stage = :stage AND number = (SELECT c.number FROM load_chunks c"
    " WHERE c.load_id = :load AND c.stage = :stage AND c.done_at IS NULL AND c.lease_until < hub_now()"
    " AND NOT EXISTS (SELECT 1 FROM loads l WHERE l.id > c.load_id) ORDER BY c.number LIMIT 1 {share c})"
    " RETURNING number, base, begins, ends, first_row, row_count, fence"
)
_ONE_AT_A_TIME = (
    "INSERT INTO leaders (duty, holder, until) VALUES ('load', '', 0) ON CONFLICT (duty) DO UPDATE SET until = 0"
)
"""Who begins a load meanwhile waits for this transaction, and then finds its load."""
_PLAN = "load_id, stage, number, base, begins, ends, first_row, row_count, lease_until"


class LostChunk(Exception):
    """Somebody else has the chunk by now, or a later load has begun: nothing of this one is written."""


@dataclass(frozen=True, slots=True)
class LoadFile:
    """A file of a load: the message that it is."""

    base: Base
    message: str
    name: str


@dataclass(frozen=True, slots=True)
class BaseLoad:
    """A load under way. `district` narrows what is told to the register, never what is read and linked."""

    id: str
    files: tuple[LoadFile, ...]
    district: str | None

    def file(self, base: str) -> LoadFile:
        """That of a base; KeyError if the load has none."""
        return {each.base: each for each in self.files}[base]  # type: ignore[index]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a stage: rows by their bytes in a file, or persons by their marks; both ends belong to it."""

    begins: int = 0
    ends: int = 0
    first_row: int = 0
    row_count: int = 0
    base: Base | None = None


@dataclass(frozen=True, slots=True)
class LoadChunk:
    """A claimed piece."""

    load: str
    stage: Stage
    number: int
    fence: int
    piece: Piece


async def latest_load(tx: Tx) -> tuple[BaseLoad, bool] | None:
    """The last load that was begun, and whether it is finished."""
    rows = await tx.fetch("SELECT id, district, finished_at FROM loads ORDER BY id DESC LIMIT 1")
    if not rows:
        return None
    found = await tx.fetch(
        "SELECT base, message_id, name FROM load_files WHERE load_id = :id ORDER BY base", {"id": rows[0]["id"]}
    )
    files = tuple(LoadFile(row["base"], row["message_id"], row["name"]) for row in found)
    return BaseLoad(rows[0]["id"], files, rows[0]["district"]), rows[0]["finished_at"] is not None


async def begin_load(
    tx: Tx, files: Sequence[LoadFile], district: str | None, pieces: Mapping[Base, Iterable[Piece]]
) -> BaseLoad:
    """The load of these files: the latest where it is the same and unfinished, else a new one.

    A base of which no file is given keeps its last one. Of a file that was read whole no piece is read again.
    """
    await tx.execute(_ONE_AT_A_TIME)
    latest = await latest_load(tx)
    wanted = {each.base: each for each in files}
    whole: set[str] = set()
    if latest is not None:
        before = {each.base: each for each in latest[0].files}
        unread = await _unread(tx, latest[0].id)
        wanted = {**before, **wanted}
        if wanted == before and latest[0].district == district and not latest[1]:
            return latest[0]
        whole = {base for base, each in before.items() if wanted[base].message == each.message and base not in unread}
    load = BaseLoad(new_id(), tuple(wanted[base] for base in sorted(wanted)), district)
    now = await tx.now()
    await tx.many(
        "UPDATE files SET rows_total = 0, rows_done = 0, rows_bad = 0 WHERE message_id = $1",
        [(each.message,) for each in load.files if each.base not in whole],
    )
    plans = [each for base in wanted if base not in whole for each in pieces.get(base, ())]
    await tx.write_all(
        ("loads", "id, district, created_at", [(load.id, district, now)]),
        ("load_files", "load_id, base, message_id, name", [(load.id, f.base, f.message, f.name) for f in load.files]),
        _rows(load.id, "read", plans),
        _rows(load.id, "link", [Piece()]),
    )
    await write_leaves(tx, [make_leaf("load.begun", load.id, now, files=len(load.files))])
    return load


async def plan_stage(tx: Tx, load: str, stage: Stage, pieces: Sequence[Piece]) -> None:
    """Add the pieces of a stage, in the transaction that ends the stage before."""
    await tx.write_all(_rows(load, stage, pieces))


async def claim(store: Store, load: str, stage: Stage) -> LoadChunk | None:
    """The next piece that nobody has; None where there is none, though others may still be at theirs."""
    async with store.write() as tx:
        row = await first(tx, _CLAIM, {"load": load, "stage": stage, "lease": LEASE})
    if row is None:
        return None
    piece = Piece(row["begins"], row["ends"], row["first_row"], row["row_count"], row["base"])
    return LoadChunk(load, stage, row["number"], row["fence"], piece)


async def settle(tx: Tx, chunk: LoadChunk, now: int, **figures: int) -> None:
    """Close a piece in the transaction that does its work, with one leaf of evidence; LostChunk if it is not ours."""
    done = await tx.execute(
        "UPDATE load_chunks SET done_at = hub_now() WHERE load_id = :load AND stage = :stage AND number = :number"
        " AND fence = :fence AND done_at IS NULL AND NOT EXISTS (SELECT 1 FROM loads l WHERE l.id >"
        " load_chunks.load_id)",
        {"load": chunk.load, "stage": chunk.stage, "number": chunk.number, "fence": chunk.fence},
    )
    if not done:
        raise LostChunk
    await write_leaves(tx, [make_leaf(f"load.{chunk.stage}", chunk.load, now, chunk=chunk.number, **figures)])


async def progress(tx: Tx, load: str) -> dict[str, tuple[int, int]]:
    """By stage how many pieces are done, of how many."""
    rows = await tx.fetch(
        "SELECT stage, count(done_at) AS done, count(*) AS n FROM load_chunks WHERE load_id = :load GROUP BY stage",
        {"load": load},
    )
    return {row["stage"]: (row["done"], row["n"]) for row in rows}


async def finish(tx: Tx, load: str) -> None:
    """Everything is done."""
    now = await tx.now()
    if await tx.execute(
        "UPDATE loads SET finished_at = :now WHERE id = :id AND finished_at IS NULL", {"id": load, "now": now}
    ):
        await write_leaves(tx, [make_leaf("load.finished", load, now)])


async def _unread(tx: Tx, load: str) -> set[str]:
    rows = await tx.fetch(
        "SELECT DISTINCT base FROM load_chunks WHERE load_id = :load AND stage = 'read' AND done_at IS NULL",
        {"load": load},
    )
    return {row["base"] for row in rows}


def _rows(load: str, stage: Stage, pieces: Sequence[Piece]) -> tuple[str, str, list[tuple[object, ...]]]:
    rows: list[tuple[object, ...]] = [
        (load, stage, number, p.base, p.begins, p.ends, p.first_row, p.row_count, 0) for number, p in enumerate(pieces)
    ]
    return "load_chunks", _PLAN, rows
