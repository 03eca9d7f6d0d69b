"""Replays as the store keeps them: asked for by a person, moved on by the leading process, looked at by all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import structlog

from hub.access.second_person import Who
from hub.exchange.repair.commanding import command
from hub.exchange.repair.rules import MOST_ITEMS
from hub.exchange.replay.difference import Tally
from hub.exchange.replay.words import bad_window, ended_already, no_such_replay
from hub.store.ids import first_id_at, new_id
from hub.store.store import Store
from hub.store.tx import Row, Tx, first_or

log = structlog.get_logger("hub.exchange")

MOST_MESSAGES = 5_000
"""A shadow replay looks at so many messages at most."""
_COLUMNS = (
    "SELECT p.id, p.kind, p.format, p.candidate, p.candidate_hash, p.since, p.until, p.most, p.required, p.field,"
    " p.made_by, p.state, p.seen, p.below, p.result, p.trouble, p.repair, p.created_at, p.finished_at FROM replays p"
)
_LISTED = _COLUMNS.replace("p.candidate,", "NULL AS candidate,")


class ReplayKind(StrEnum):
    """What a replay is for."""

    SHADOW = "shadow"
    CORRECTION = "correction"


class ReplayState(StrEnum):
    """running -> done | failed | cancelled."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class WantedReplay:
    """What a person asks for. Instants in microseconds; `required` is a pass rate in hundredths of a per cent."""

    kind: ReplayKind
    format: str
    since: int
    until: int
    most: int
    required: int = 10_000
    field: str | None = None
    candidate: Mapping[str, str] | None = None
    candidate_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """A replay and how far it has come. `below` is the last message it has read, from the newest down."""

    id: str
    wanted: WantedReplay
    made_by: str
    state: ReplayState
    seen: int
    below: str
    tally: Tally
    trouble: str | None
    repair: str | None
    created_at: int
    finished_at: int | None

    @property
    def is_open(self) -> bool:
        """True while it runs."""
        return self.finished_at is None

    @property
    def rate(self) -> int | None:
        """The pass rate in hundredths of a per cent, rounded down; None where nothing was read."""
        read = sum(self.tally.counts[name] for name in ("mapped", "quarantined", "refused"))
        return self.tally.counts["mapped"] * 10_000 // read if read else None

    @property
    def passes(self) -> bool:
        """The verdict: done, and enough of what was read can be mapped by the candidate."""
        return self.state is ReplayState.DONE and self.rate is not None and self.rate >= self.wanted.required


async def ask(store: Store, wanted: WantedReplay, who: Who) -> str:
    """Store what is wanted; its id. Refused for a window that is none."""
    if wanted.since >= wanted.until:
        raise bad_window()
    made = new_id()
    async with command(store) as tx:
        now = await tx.now()
        candidate = None if wanted.candidate is None else json.dumps(dict(wanted.candidate), ensure_ascii=False)
        await tx.many(
            "INSERT INTO replays (id, kind, format, candidate, candidate_hash, since, until, most, required, field,"
            " made_by, state, below, result, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
            " $13, $14, $15)",
            [
                (
                    made,
                    wanted.kind.value,
                    wanted.format,
                    candidate,
                    wanted.candidate_hash,
                    wanted.since,
                    wanted.until,
                    wanted.most,
                    wanted.required,
                    wanted.field,
                    str(who),
                    ReplayState.RUNNING.value,
                    first_id_at(wanted.until),
                    Tally().to_json(),
                    now,
                )
            ],
        )
    log.info("replay_asked", format=wanted.format, kind=wanted.kind.value, subject=made)
    return made


async def cancel(store: Store, wanted: str) -> None:
    """End it; what was found so far stays."""
    async with command(store) as tx:
        ended = await tx.execute(
            "UPDATE replays SET state = 'cancelled', finished_at = hub_now() WHERE id = :id AND finished_at IS NULL",
            {"id": wanted},
        )
        if not ended:
            await replay(tx, wanted)
            raise ended_already()


async def replay(tx: Tx, wanted: str) -> Replay:
    """One replay; NotFound."""
    row = await first_or(no_such_replay(), tx, f"{_COLUMNS} WHERE p.id = :id", {"id": wanted})
    return _read(row)


async def replays(tx: Tx, kind: ReplayKind, limit: int) -> list[Replay]:
    """The latest first, without the text of candidates."""
    rows = await tx.fetch(
        f"{_LISTED} WHERE p.kind = :kind ORDER BY p.id DESC LIMIT :most", {"kind": kind.value, "most": limit}
    )
    return [_read(row) for row in rows]


async def oldest_open(tx: Tx) -> Replay | None:
    """The one to be moved on."""
    rows = await tx.fetch(f"{_COLUMNS} WHERE p.finished_at IS NULL ORDER BY p.id LIMIT 1")
    return _read(rows[0]) if rows else None


async def findings(tx: Tx, wanted: str) -> list[str]:
    """The deliveries that need a correction, oldest first, as many as one repair may take."""
    rows = await tx.fetch(
        "SELECT f.delivery_id FROM replay_findings f WHERE f.replay_id = :id ORDER BY f.delivery_id LIMIT :most",
        {"id": wanted, "most": MOST_ITEMS},
    )
    return [row["delivery_id"] for row in rows]


async def name_repair(store: Store, wanted: str, repair: str) -> None:
    """Remember which repair sends what was found."""
    async with command(store) as tx:
        await tx.execute("UPDATE replays SET repair = :repair WHERE id = :id", {"repair": repair, "id": wanted})


async def keep(tx: Tx, of: Replay, seen: int, below: str, found: Sequence[str]) -> bool:
    """Write how far it has come; False if it was ended meanwhile, and then nothing is written."""
    written = await tx.execute(
        "UPDATE replays SET seen = :seen, below = :below, result = :result WHERE id = :id AND finished_at IS NULL"
        " AND below = :before",
        {"seen": seen, "below": below, "result": of.tally.to_json(), "id": of.id, "before": of.below},
    )
    if not written:
        return False
    await tx.many(
        "INSERT INTO replay_findings (replay_id, delivery_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        [(of.id, each) for each in found],
    )
    return True


async def finish(tx: Tx, wanted: str, state: ReplayState, trouble: str | None = None) -> None:
    """The end, unless a person was quicker."""
    await tx.execute(
        "UPDATE replays SET state = :state, trouble = :trouble, finished_at = hub_now() WHERE id = :id"
        " AND finished_at IS NULL",
        {"state": state.value, "trouble": trouble, "id": wanted},
    )
    log.info("replay_finished", subject=wanted, state=state.value)


def _read(row: Row) -> Replay:
    candidate = None if row["candidate"] is None else json.loads(row["candidate"])
    wanted = WantedReplay(
        ReplayKind(row["kind"]),
        row["format"],
        row["since"],
        row["until"],
        row["most"],
        row["required"],
        row["field"],
        candidate,
        row["candidate_hash"],
    )
    return Replay(
        row["id"],
        wanted,
        row["made_by"],
        ReplayState(row["state"]),
        row["seen"],
        row["below"],
        Tally.from_json(row["result"]),
        row["trouble"],
        row["repair"],
        row["created_at"],
        row["finished_at"],
    )
