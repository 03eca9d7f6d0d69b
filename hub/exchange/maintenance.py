"""Maintenance windows: when an agency is not called, by agreement with it.

A window is written into the rows of the operations it concerns ahead of time, as the instants from and until which
nothing is called, so every worker keeps it to the moment. Deliveries wait without an attempt being spent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hub.clock import SECOND
from hub.errors import Refused, Words
from hub.exchange.changes import Kind
from hub.exchange.steering import note_change
from hub.store.ids import new_id
from hub.store.sealing import Sealer, seal_text, with_texts
from hub.store.store import Store
from hub.store.tx import Row, Tx

BAKU = ZoneInfo("Asia/Baku")
DAY_MINUTES = 24 * 60
LONGEST = 92 * 24 * 3600 * SECOND
"""A single window of more than a season is none: the agency is paused instead."""
_JOINED = 60 * SECOND
"""Windows less than a minute apart are one."""


@dataclass(frozen=True, slots=True)
class MaintenanceWindow:
    """One agreement: once from an instant until another, or every day between two minutes on Baku's clock."""

    agency: str
    reason: str = ""
    operation: str | None = None
    from_at: int | None = None
    until_at: int | None = None
    from_minute: int | None = None
    until_minute: int | None = None
    id: str | None = None

    @property
    def is_daily(self) -> bool:
        """Whether it comes back every day."""
        return self.from_minute is not None


@dataclass(frozen=True, slots=True)
class NextWindow:
    """From when until when an operation is not called, in microseconds; `window` is the id of the first agreement."""

    start: int
    end: int
    window: str | None


def next_window(agreed: Iterable[MaintenanceWindow], now: int) -> NextWindow | None:
    """The window that holds now or comes next, those that touch joined together; None where none is agreed."""
    found = sorted(
        (window for each in agreed for window in _occurrences(each, now)),
        key=lambda window: (window.start, -window.end),
    )
    if not found:
        return None
    first, *others = found
    for window in others:
        if window.start <= first.end + _JOINED:
            first = NextWindow(first.start, max(first.end, window.end), first.window)
    return first


def _occurrences(agreed: MaintenanceWindow, now: int) -> list[NextWindow]:
    if agreed.from_minute is None or agreed.until_minute is None:
        start, end = agreed.from_at or 0, agreed.until_at or 0
        return [NextWindow(start, end, agreed.id)] if end > now else []
    today = (
        datetime.fromtimestamp(now / SECOND, UTC).astimezone(BAKU).replace(hour=0, minute=0, second=0, microsecond=0)
    )
    length = (agreed.until_minute - agreed.from_minute) % DAY_MINUTES or DAY_MINUTES
    starts = [today + timedelta(days=day, minutes=agreed.from_minute) for day in (-1, 0, 1)]
    found = [NextWindow(_instant(at), _instant(at + timedelta(minutes=length)), agreed.id) for at in starts]
    return [window for window in found if window.end > now]


def _instant(moment: datetime) -> int:
    return int(moment.timestamp()) * SECOND


def check(agreed: MaintenanceWindow, now: int) -> None:
    """Refused where the window is none: it ends before it begins or has ended, lasts too long, or names no hours."""
    if agreed.is_daily:
        if agreed.from_minute == agreed.until_minute:
            raise Refused(
                "maintenance.hours",
                Words("Başlama və bitmə vaxtı fərqli olmalıdır.", "The hours from and until must differ."),
                status=422,
                place="until_time",
            )
    elif agreed.from_at is None or agreed.until_at is None or agreed.until_at <= agreed.from_at:
        raise Refused("maintenance.order", _ORDER, status=422, place="until_at")
    elif agreed.until_at <= now:
        raise Refused(
            "maintenance.over",
            Words("Bu vaxt artıq keçib. Gələcək vaxt göstərin.", "That time is over. Give a time to come."),
            status=422,
            place="until_at",
        )
    elif agreed.until_at - agreed.from_at > LONGEST:
        raise Refused("maintenance.long", _LONG, status=422, place="until_at")
    if not agreed.reason:
        raise Refused("maintenance.reason", _REASON, status=422, place="reason")


async def agree(tx: Tx, sealer: Sealer, agreed: MaintenanceWindow, by: str, operations: Mapping[str, str]) -> str:
    """Store a window and let it hold at once; its id. `operations` tells the agency of each. Refused as by `check`."""
    now = await tx.now()
    check(agreed, now)
    made = new_id()
    await tx.insert(
        "maintenance_windows",
        "id, agency, operation, from_at, until_at, from_minute, until_minute, reason_sealed, made_by, made_at",
        [
            (
                made,
                agreed.agency,
                agreed.operation,
                agreed.from_at,
                agreed.until_at,
                agreed.from_minute,
                agreed.until_minute,
                seal_text(sealer, "maintenance_windows.reason", made, agreed.reason),
                by,
                now,
            )
        ],
    )
    await note_change(tx, Kind.MAINTENANCE, agreed.operation or agreed.agency, by, now, (sealer, agreed.reason))
    await keep(tx, operations)
    return made


async def end(tx: Tx, made: str, agency: str, by: str, operations: Mapping[str, str]) -> bool:
    """Take a window back: what waited for its end is due at once. False if there is no such open window."""
    now = await tx.now()
    ended = await tx.execute(
        "UPDATE maintenance_windows SET ended_at = :now, ended_by = :by WHERE id = :id AND agency = :agency"
        " AND ended_at IS NULL",
        {"now": now, "by": by, "id": made, "agency": agency},
    )
    if ended:
        await note_change(tx, Kind.MAINTENANCE_ENDED, agency, by, now)
        await keep(tx, operations)
    return bool(ended)


async def windows_of(tx: Tx, sealer: Sealer, agency: str) -> Sequence[Row]:
    """An agency's windows that hold, come, or come back, the newest first, each with its reason."""
    rows = [row for row in await _open_windows(tx) if row["agency"] == agency]
    return with_texts(sealer, "maintenance_windows", rows, "reason")


async def _open_windows(tx: Tx) -> Sequence[Row]:
    return await tx.fetch(
        "SELECT w.* FROM maintenance_windows w WHERE ended_at IS NULL AND (until_at IS NULL OR until_at > hub_now())"
        " ORDER BY id DESC LIMIT 500"
    )


async def keep_windows(store: Store, operations: Mapping[str, str]) -> int:
    """The leader's duty: write the next window of every operation into its row; how many changed."""
    async with store.write() as tx:
        return await keep(tx, operations)


async def keep(tx: Tx, operations: Mapping[str, str]) -> int:
    """The same in the caller's transaction."""
    now = await tx.now()
    agreed = [_window(row) for row in await _open_windows(tx)]
    rows = await tx.fetch(
        "SELECT o.name, o.maintenance_from, o.maintenance_until, o.maintenance_window FROM operations o ORDER BY o.name"
    )
    changed = 0
    for row in rows:
        agency = operations.get(row["name"])
        window = next_window(
            [each for each in agreed if each.agency == agency and each.operation in (None, row["name"])], now
        )
        wanted = (window.start, window.end, window.window) if window else (None, None, None)
        if wanted != (row["maintenance_from"], row["maintenance_until"], row["maintenance_window"]):
            await _write(tx, row, wanted, now)
            changed += 1
    return changed


async def _write(tx: Tx, row: Row, wanted: tuple[int | None, int | None, str | None], now: int) -> None:
    await tx.execute(
        "UPDATE operations SET maintenance_from = :start, maintenance_until = :end, maintenance_window = :window"
        " WHERE name = :name",
        {"start": wanted[0], "end": wanted[1], "window": wanted[2], "name": row["name"]},
    )
    ends = wanted[1] if wanted[0] is not None and wanted[1] is not None and wanted[0] <= now else now
    if row["maintenance_until"] is not None and now < row["maintenance_until"] and ends < row["maintenance_until"]:
        await tx.execute(
            "UPDATE deliveries SET next_due = :at WHERE destination = :name AND state IN ('due', 'retrying')"
            " AND next_due > :at",
            {"at": ends, "name": row["name"]},
        )


def _window(row: Row) -> MaintenanceWindow:
    return MaintenanceWindow(
        row["agency"],
        operation=row["operation"],
        from_at=row["from_at"],
        until_at=row["until_at"],
        from_minute=row["from_minute"],
        until_minute=row["until_minute"],
        id=row["id"],
    )


_ORDER = Words(
    "Texniki fasilənin başlaması və ondan sonrakı bitməsi göstərilməlidir.",
    "Give when the maintenance window begins and when it ends, the end after the beginning.",
)
_LONG = Words(
    "Texniki fasilə üç aydan uzun ola bilməz; bunun əvəzinə qurumu dayandırın.",
    "A maintenance window cannot be longer than three months; pause the agency instead.",
)
_REASON = Words(
    "Səbəbi yazın: razılaşmanın nömrəsi, kimlə razılaşdırılıb.", "Give the reason: the agreement and with whom."
)
