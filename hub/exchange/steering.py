"""Pausing and resuming by a person: an operation, all of an agency, or a route. Nothing is lost and no try is spent.

An operation's pause stands in its row, which every call asks (`hub.exchange.breaker.admit`); a route's is asked where
its deliveries are claimed or applied.
"""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from hub.clock import SECOND
from hub.errors import Refused, Words
from hub.exchange.changes import Kind
from hub.store.ids import new_id
from hub.store.tx import Row, Rows, Tx, columns, ids

log = structlog.get_logger("hub.exchange")

PARKED = 3600 * SECOND
"""Deliveries of a paused route look again after that; resuming makes them due at once."""
LONGEST_REASON = 500
_NAMES = columns("name text")


async def pause_operations(tx: Tx, names: Sequence[str], by: str, reason: str) -> int:
    """Pause what is not paused yet; how many. Refused without a reason."""
    _check(reason)
    return await _each(
        tx,
        Kind.PAUSE,
        names,
        reason,
        "UPDATE operations SET paused_by = :by, pause_reason = :reason, paused_at = hub_now()"
        " WHERE name IN (SELECT r.name FROM {rows}) AND paused_by IS NULL RETURNING name",
        {"by": by, "reason": reason},
    )


async def resume_operations(tx: Tx, names: Sequence[str], by: str) -> int:
    """Let paused ones go on; how many."""
    return await _each(
        tx,
        Kind.RESUME,
        names,
        by,
        "UPDATE operations SET paused_by = NULL, pause_reason = NULL, paused_at = NULL"
        " WHERE name IN (SELECT r.name FROM {rows}) AND paused_by IS NOT NULL RETURNING name",
        {},
    )


async def pause_route(tx: Tx, name: str, by: str, reason: str) -> bool:
    """Pause a route: what is accepted is kept and waits. False if it was paused already. Refused without a reason."""
    _check(reason)
    now = await tx.now()
    made = await tx.execute(
        "INSERT INTO paused_routes (name, paused_by, pause_reason, paused_at) VALUES (:name, :by, :reason, :now)"
        " ON CONFLICT (name) DO NOTHING",
        {"name": name, "by": by, "reason": reason, "now": now},
    )
    if made:
        await _noted(tx, Kind.PAUSE, [name], reason, now)
    return bool(made)


async def resume_route(tx: Tx, name: str, by: str) -> bool:
    """Let a route go on: what waited is due at once. False if it was not paused."""
    now = await tx.now()
    gone = await tx.execute("DELETE FROM paused_routes WHERE name = :name", {"name": name})
    if gone:
        await tx.execute(
            "UPDATE deliveries SET next_due = :now WHERE route = :name AND state IN ('due', 'retrying')"
            " AND next_due > :now",
            {"now": now, "name": name},
        )
        await _noted(tx, Kind.RESUME, [name], by, now)
    return bool(gone)


async def operations_by_name(tx: Tx) -> dict[str, Row]:
    """Every operation's row: its breaker, pause and maintenance window."""
    return {row["name"]: row for row in await tx.fetch("SELECT o.* FROM operations o ORDER BY o.name")}


async def paused_routes(tx: Tx) -> dict[str, Row]:
    """The routes that a person has paused: who, when and why."""
    return {row["name"]: row for row in await tx.fetch("SELECT p.* FROM paused_routes p ORDER BY p.name")}


async def park_paused(tx: Tx, rows: Sequence[Row], now: int) -> list[Row]:
    """Of due deliveries those whose route goes on; the others are put off."""
    parked = [row["id"] for row in rows if row["parked"] is not None]
    if not parked:
        return list(rows)
    await tx.execute(
        "UPDATE deliveries AS d SET next_due = :due FROM {rows} WHERE d.id = r.id", {"due": now + PARKED}, ids(parked)
    )
    return [row for row in rows if row["parked"] is None]


async def note_change(tx: Tx, kind: Kind, subject: str, after: str, now: int) -> None:
    """Write down what was steered, for the overview and for explaining failures."""
    await tx.execute(
        "INSERT INTO changes (id, kind, subject, after, at) VALUES (:id, :kind, :subject, :after, :now)",
        {"id": new_id(), "kind": kind.value, "subject": subject, "after": after, "now": now},
    )


async def _each(tx: Tx, action: Kind, names: Sequence[str], words: str, sql: str, values: dict[str, str]) -> int:
    found = await tx.fetch(sql, values, Rows(_NAMES, [(name,) for name in sorted(names)]))
    await _noted(tx, action, sorted(row["name"] for row in found), words, await tx.now())
    return len(found)


async def _noted(tx: Tx, action: Kind, names: Sequence[str], words: str, now: int) -> None:
    for name in names:
        log.info("steered", action=action.value, subject=name)
        await note_change(tx, action, name, words, now)


def _check(reason: str) -> None:
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused("steering.reason", _REASON, status=422, place="reason")


_REASON = Words(
    f"Səbəbi yazın (ən çoxu {LONGEST_REASON} simvol): növbəni təhvil alan nə üçün dayandırıldığını bilməlidir.",
    f"Give the reason, at most {LONGEST_REASON} characters: whoever takes over must know why.",
)
