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
from hub.store.sealing import Sealer, seal_text, with_texts
from hub.store.tx import Row, Rows, Tx, ids

log = structlog.get_logger("hub.exchange")

PARKED = 3600 * SECOND
"""Deliveries of a paused route look again after that; resuming makes them due at once."""
LONGEST_REASON = 500


async def pause_operations(tx: Tx, sealer: Sealer, names: Sequence[str], by: str, reason: str) -> int:
    """Pause what is not paused yet; how many. Refused without a reason."""
    _check(reason)
    rows = await tx.fetch(
        "SELECT o.name FROM operations o JOIN {rows} ON r.name = o.name WHERE o.paused_by IS NULL ORDER BY o.name"
        " {lock o}",
        rows=Rows("name text", [(name,) for name in sorted(names)]),
    )
    now, found = await tx.now(), [row["name"] for row in rows]
    await tx.many(
        "UPDATE operations SET paused_by = $2, pause_reason_sealed = $3, paused_at = $4 WHERE name = $1",
        [(name, by, seal_text(sealer, "operations.pause_reason", name, reason, now), now) for name in found],
    )
    await _noted(tx, Kind.PAUSE, found, by, now, (sealer, reason))
    return len(found)


async def resume_operations(tx: Tx, names: Sequence[str], by: str) -> int:
    """Let paused ones go on; how many."""
    rows = await tx.fetch(
        "UPDATE operations SET paused_by = NULL, pause_reason_sealed = NULL, paused_at = NULL"
        " WHERE name IN (SELECT r.name FROM {rows}) AND paused_by IS NOT NULL RETURNING name",
        rows=Rows("name text", [(name,) for name in sorted(names)]),
    )
    await _noted(tx, Kind.RESUME, sorted(row["name"] for row in rows), by, await tx.now())
    return len(rows)


async def pause_route(tx: Tx, sealer: Sealer, name: str, by: str, reason: str) -> bool:
    """Pause a route: what is accepted is kept and waits. False if it was paused already. Refused without a reason."""
    _check(reason)
    now = await tx.now()
    if await tx.fetch("SELECT p.name FROM paused_routes p WHERE p.name = :name", {"name": name}):
        return False
    sealed = seal_text(sealer, "paused_routes.pause_reason", name, reason, now)
    await tx.insert("paused_routes", "name, paused_by, pause_reason_sealed, paused_at", [(name, by, sealed, now)])
    await _noted(tx, Kind.PAUSE, [name], by, now, (sealer, reason))
    return True


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


async def operations_by_name(tx: Tx, sealer: Sealer) -> dict[str, Row]:
    """Every operation's row: its breaker, `pause_reason`, and `maintenance_reason` of the window that is next."""
    rows = await tx.fetch(
        "SELECT o.*, w.id AS window_id, w.reason_sealed, hub_now() AS now FROM operations o"
        " LEFT JOIN maintenance_windows w ON w.id = o.maintenance_window ORDER BY o.name"
    )
    paused = with_texts(sealer, "operations", rows, "pause_reason", row_id="name", version="paused_at")
    windows = with_texts(sealer, "maintenance_windows", rows, "reason", row_id="window_id")
    return {
        row["name"]: {**row, "maintenance_reason": window["reason"]}
        for row, window in zip(paused, windows, strict=True)
    }


async def paused_routes(tx: Tx, sealer: Sealer) -> dict[str, Row]:
    """The routes that a person has paused: who, when and why."""
    rows = await tx.fetch("SELECT p.* FROM paused_routes p ORDER BY p.name")
    opened = with_texts(sealer, "paused_routes", rows, "pause_reason", row_id="name", version="paused_at")
    return {row["name"]: row for row in opened}


async def park_paused(tx: Tx, rows: Sequence[Row], now: int) -> list[Row]:
    """Of due deliveries those whose route goes on; the others are put off."""
    parked = [row["id"] for row in rows if row["parked"] is not None]
    if not parked:
        return list(rows)
    await tx.execute(
        "UPDATE deliveries AS d SET next_due = :due FROM {rows} WHERE d.id = r.id", {"due": now + PARKED}, ids(parked)
    )
    return [row for row in rows if row["parked"] is None]


async def note_change(
    tx: Tx, kind: Kind, subject: str, by: str, now: int, why: tuple[Sealer, str] | None = None
) -> None:
    """Write down what was steered by whom, for the overview and for explaining failures; `why` lies sealed."""
    made = new_id()
    sealed = None if why is None else seal_text(why[0], "changes.reason", made, why[1])
    await tx.insert("changes", "id, kind, subject, after, reason_sealed, at", [(made, kind, subject, by, sealed, now)])


async def _noted(
    tx: Tx, action: Kind, names: Sequence[str], by: str, now: int, why: tuple[Sealer, str] | None = None
) -> None:
    for name in names:
        log.info("steered", action=action.value, subject=name)
        await note_change(tx, action, name, by, now, why)


def _check(reason: str) -> None:
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused("steering.reason", _REASON, status=422, place="reason")


_REASON = Words(
    f"Səbəbi yazın (ən çoxu {LONGEST_REASON} simvol): növbəni təhvil alan nə üçün dayandırıldığını bilməlidir.",
    f"Give the reason, at most {LONGEST_REASON} characters: whoever takes over must know why.",
)
