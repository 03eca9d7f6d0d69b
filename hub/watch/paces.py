"""How much moved in each minute and hour: the differences of the evidence log's running totals, noted by the leader.

Nothing is counted where messages are accepted and settled, so the figures cost the exchange nothing. Minutes are kept
for three hours, hours for eight days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hub.clock import SECOND
from hub.evidence.receipt import CAME
from hub.exchange.ask.asks import ANSWERED, UNANSWERED
from hub.store.store import Store
from hub.store.tx import Tx

Span = Literal["minute", "hour"]
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
ACCEPTED = "message.accepted"
DELIVERED = "delivery.delivered"
FAILED = "delivery.failed"
UNKNOWN = "delivery.unknown"
RETRIED = "delivery.retrying"
SILENT = "operation.silent"
"""One a look for each operation whose agency does not answer."""
LOOK_S = 10.0
"""How often the paces are noted, in seconds."""
_LENGTHS: dict[Span, int] = {"minute": MINUTE, "hour": HOUR}
_KEPT: dict[Span, int] = {"minute": 3 * HOUR, "hour": 8 * 24 * HOUR}
_WATCHED = (
    "('message.accepted', 'delivery.delivered', 'delivery.failed', 'delivery.unknown', 'delivery.retrying',"
    f" '{CAME}', '{ANSWERED}', '{UNANSWERED}')"
)


@dataclass(frozen=True, slots=True)
class Pace:
    """So many of a kind, for a format or destination, in the span that begins at `at`."""

    at: int
    kind: str
    label: str
    count: int


async def note_paces(store: Store) -> int:
    """Write down what the totals have grown by since the last time, and forget what is old; how many grew."""
    async with store.write() as tx:
        began = await _lock(tx)
        now = await tx.now()
        grown = await tx.fetch(
            "SELECT t.kind, t.label, t.count, t.count - coalesce(m.count, 0) AS more FROM totals t"
            " LEFT JOIN pace_marks m ON m.kind = t.kind AND m.label = t.label"
            f" WHERE t.kind IN {_WATCHED} AND t.count > coalesce(m.count, 0) ORDER BY t.kind, t.label"
        )
        if began:
            await _add(tx, [(row["kind"], row["label"], row["more"]) for row in grown], now)
            await _add(tx, [(SILENT, name, 1) for name in await silent_operations(tx)], now)
        await tx.many(
            "INSERT INTO pace_marks (kind, label, count, grew_at) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (kind, label) DO UPDATE SET count = excluded.count, grew_at = excluded.grew_at",
            [(row["kind"], row["label"], row["count"], now if began else None) for row in grown],
        )
        for span, kept in _KEPT.items():
            await tx.execute(
                "DELETE FROM paces WHERE span = :span AND at < :before", {"span": span, "before": now - kept}
            )
        return len(grown)


async def paces(tx: Tx, span: Span, since: int) -> list[Pace]:
    """What moved in the spans that ended after `since` (microseconds), oldest first."""
    rows = await tx.fetch(
        "SELECT at, kind, label, count FROM paces WHERE span = :span AND at > :since ORDER BY at, kind, label",
        {"span": span, "since": since - _LENGTHS[span]},
    )
    return [Pace(row["at"], row["kind"], row["label"], row["count"]) for row in rows]


async def last_grown(tx: Tx) -> dict[tuple[str, str], int]:
    """When something of a kind and label last happened, to some ten seconds."""
    rows = await tx.fetch("SELECT kind, label, grew_at FROM pace_marks WHERE grew_at IS NOT NULL")
    return {(row["kind"], row["label"]): row["grew_at"] for row in rows}


async def labels_counted(tx: Tx) -> frozenset[str]:
    """The formats and operations of which anything was ever counted, were it a call without an answer."""
    rows = await tx.fetch(f"SELECT DISTINCT label FROM totals WHERE kind IN {_WATCHED} AND count > 0")
    return frozenset(row["label"] for row in rows)


async def silent_operations(tx: Tx) -> list[str]:
    """The operations whose agency does not answer, by their breakers; what a person has paused is not called."""
    rows = await tx.fetch("SELECT name FROM operations WHERE breaker <> 'closed' AND paused_by IS NULL ORDER BY name")
    return [row["name"] for row in rows]


async def _lock(tx: Tx) -> bool:
    """One writes at a time. False the first time: what was there before cannot be told by minutes."""
    mark = "SELECT m.count FROM pace_marks m WHERE m.kind = '' AND m.label = '' {lock m}"
    if await tx.fetch(mark):
        return True
    await tx.execute("INSERT INTO pace_marks (kind, label, count) VALUES ('', '', 0) ON CONFLICT DO NOTHING")
    return False


async def _add(tx: Tx, grown: Sequence[tuple[str, str, int]], now: int) -> None:
    await tx.many(
        "INSERT INTO paces (span, at, kind, label, count) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (span, at, kind, label) DO UPDATE SET count = paces.count + excluded.count",
        [
            (span, now - now % length, kind, label, more)
            for span, length in _LENGTHS.items()
            for kind, label, more in grown
        ],
    )
