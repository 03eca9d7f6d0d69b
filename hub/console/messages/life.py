"""A message's life as a drawing: door, then each delivery's attempts as bars on one axis, with what lay between them.

The axis is logarithmic from a twentieth of a second on, so that seconds and days both read. Nothing here reads a clock.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hub.clock import SECOND
from hub.console.states import Tone, look
from hub.errors import Words
from hub.exchange.states import DeliveryState
from hub.store.tx import Row

LEFT, WIDE, RIGHT = 4, 720, 40
MOST_TRACKS = 14
MOST_BARS = 40
_TOP, _STEP = 52, 52
_SCALE = SECOND // 20
_THINNEST = 5.0
_LABEL = 92.0
_TICKS = (
    SECOND // 100,
    SECOND // 10,
    SECOND,
    5 * SECOND,
    30 * SECOND,
    300 * SECOND,
    1800 * SECOND,
    7200 * SECOND,
    43_200 * SECOND,
    86_400 * SECOND,
    604_800 * SECOND,
    2_592_000 * SECOND,
)
_OPEN = frozenset(state.value for state in DeliveryState if not state.is_final and not state.needs_person)
_WAITED = Words("növbəsini gözləyib", "waited its turn")
_PAUSE = Words("fasilə", "pause")
_BEHIND = Words("əvvəlkini gözləyir", "waits for an earlier one")
_NEXT = Words("növbəti cəhd gözlənilir", "next try to come")
_HELD_UP = Words("bu ünvana hazırda göndərilmir", "nothing is sent there now")


@dataclass(frozen=True, slots=True)
class Bar:
    """An attempt. `at` names it: `delivery.number`."""

    x: float
    width: float
    tone: Tone
    at: str
    outcome: str
    took: int | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Time in which nothing was sent, and why; `words` only where there is room for them."""

    x: float
    to: float
    span: int
    words: Words | None


@dataclass(frozen=True, slots=True)
class Track:
    """One delivery's line. `y` is its middle."""

    y: int
    delivery: str
    name: str
    state: str
    code: str | None
    tries: int
    replaces: str | None
    bars: Sequence[Bar] = ()
    gaps: Sequence[Gap] = ()


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the axis, so long after the beginning."""

    x: float
    span: int


@dataclass(frozen=True, slots=True)
class Life:
    """The whole drawing. `left_out` are deliveries that did not fit."""

    tracks: Sequence[Track]
    ticks: Sequence[Tick]
    start: int
    left_out: int = 0
    width: int = field(default=LEFT + WIDE + RIGHT)

    @property
    def height(self) -> int:
        """Of the drawing."""
        return _TOP + _STEP * len(self.tracks) + 28

    @property
    def door_y(self) -> int:
        """Where the door's line is."""
        return _TOP


@dataclass(frozen=True, slots=True)
class Axis:
    """From instants to places."""

    start: int
    length: int

    def x(self, instant: int) -> float:
        """The place of an instant."""
        after = max(0, min(instant - self.start, self.length))
        return round(LEFT + WIDE * math.log1p(after / _SCALE) / math.log1p(self.length / _SCALE), 1)


def draw(
    accepted_at: int, deliveries: Sequence[Row], attempts: Mapping[str, Sequence[Row]], paused: frozenset[str], now: int
) -> Life:
    """Lay out the deliveries in their order; `paused` are destinations whose sending is held up at the moment."""
    is_open = any(row["state"] in _OPEN for row in deliveries)
    ends = [row["ended_at"] or now for rows in attempts.values() for row in rows]
    settled = [row["settled_at"] for row in deliveries if row["settled_at"] is not None]
    last = max([accepted_at, *ends, *settled, *([now] if is_open else [])])
    axis = Axis(accepted_at, max(last - accepted_at, SECOND // 10))
    shown = deliveries[:MOST_TRACKS]
    tracks = [
        _track(axis, row, attempts.get(row["id"], ())[-MOST_BARS:], index, now, is_paused=row["destination"] in paused)
        for index, row in enumerate(shown)
    ]
    return Life(tracks, _ticks(axis), accepted_at, len(deliveries) - len(shown))


def _ticks(axis: Axis) -> list[Tick]:
    found: list[Tick] = []
    last = LEFT + _LABEL
    for span in _TICKS:
        x = axis.x(axis.start + span)
        if span <= axis.length and x - last >= _LABEL / 1.3:
            found.append(Tick(x, span))
            last = x
    return found


def _track(axis: Axis, row: Row, tries: Sequence[Row], index: int, now: int, *, is_paused: bool) -> Track:
    bars = [_bar(axis, row["id"], each, now) for each in tries]
    moments = [row["created_at"], *(each["ended_at"] or now for each in tries)]
    starts = [each["started_at"] for each in tries]
    reasons: list[Words | None] = [
        _WAITED,
        *(look(each["outcome"]).name if each["outcome"] else None for each in tries),
    ]
    gaps = [_gap(axis, begin, end, why) for begin, end, why in zip(moments, starts, reasons, strict=False)]
    if row["state"] in _OPEN and row["state"] != DeliveryState.DELIVERING:
        waits = _BEHIND if row["state"] == DeliveryState.BLOCKED else _HELD_UP if is_paused else _NEXT
        gaps.append(_gap(axis, moments[-1], now, waits))
    return Track(
        _TOP + _STEP * (index + 1),
        row["id"],
        row["destination"],
        row["state"],
        row["error_code"],
        row["tries"],
        row["replaces"],
        bars,
        [gap for gap in gaps if gap.to - gap.x > 1],
    )


def _bar(axis: Axis, delivery: str, row: Row, now: int) -> Bar:
    end, outcome = row["ended_at"], row["outcome"] or DeliveryState.DELIVERING.value
    x = axis.x(row["started_at"])
    width = max(_THINNEST, round(axis.x(end or now) - x, 1))
    took = end - row["started_at"] if end is not None else None
    return Bar(x, width, look(outcome).tone, f"{delivery}.{row['number']}", outcome, took)


def _gap(axis: Axis, begin: int, end: int, why: Words | None) -> Gap:
    x, to = axis.x(begin), axis.x(end)
    has_room = to - x > _LABEL and end - begin >= SECOND
    return Gap(x, to, max(0, end - begin), (why or _PAUSE) if has_room else None)
