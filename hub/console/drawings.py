"""Small drawings as numbers: where lines and boxes of an SVG stand. Templates draw them; nothing here knows colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from hub.errors import Words

_ROW = 34
_LEFT, _DOOR_IN, _DOOR_OUT, _RIGHT = 190, 300, 410, 520
_HALF = 16
_SPAN_TOP, _SPAN_ROW = 24, 22
_SPAN_LEFT, _SPAN_RIGHT = 220, 700
_BACK = 90 * 24 * 3600 * 1_000_000
"""A quarter of a year, in microseconds."""


def polyline(values: Sequence[int], width: int = 200, height: int = 28) -> str:
    """The points of a line over these values, the highest at the top; flat at the bottom where nothing moved."""
    most = max(values, default=0) or 1
    step = width / max(1, len(values) - 1)
    return " ".join(
        f"{index * step:.1f},{height - 2 - value / most * (height - 4):.1f}" for index, value in enumerate(values)
    )


@dataclass(frozen=True, slots=True)
class End:
    """One end of a flow: who, how many a minute, and the code of the state in which it stands."""

    name: str
    title: Words
    rate: float
    state: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class FlowLine:
    """An end with its place: the text's baseline, the curve to the hub and its weight."""

    end: End
    y: int
    path: str
    weight: float


@dataclass(frozen=True, slots=True)
class Flow:
    """Who hands over at the left, the hub in the middle, where it goes at the right."""

    height: int
    middle: int
    left: Sequence[FlowLine]
    right: Sequence[FlowLine]


def flow(sources: Sequence[End], destinations: Sequence[End]) -> Flow:
    """Where everything stands."""
    rows = max(len(sources), len(destinations), 1)
    height = rows * _ROW + 16
    middle = height // 2
    left = [_line(end, y, (_LEFT, y), (_DOOR_IN, _spread(y, middle, height))) for end, y in _placed(sources, height)]
    right = [
        _line(end, y, (_DOOR_OUT, _spread(y, middle, height)), (_RIGHT, y)) for end, y in _placed(destinations, height)
    ]
    return Flow(height, middle, left, right)


def _placed(ends: Sequence[End], height: int) -> list[tuple[End, int]]:
    top = (height - len(ends) * _ROW) // 2 + _ROW // 2
    return [(end, top + index * _ROW) for index, end in enumerate(ends)]


def _spread(y: int, middle: int, height: int) -> int:
    """Where on the hub's side a curve ends: in the order of the rows, within its box."""
    return middle + round((y - middle) / height * 2 * _HALF)


def _line(end: End, y: int, start: tuple[int, int], stop: tuple[int, int]) -> FlowLine:
    bend = (start[0] + stop[0]) // 2
    path = f"M{start[0]},{start[1]} C{bend},{start[1]} {bend},{stop[1]} {stop[0]},{stop[1]}"
    return FlowLine(end, y, path, weight(end.rate))


def weight(rate: float) -> float:
    """How thick a line is for so many a minute: one more for each doubling, 10 at most."""
    return round(min(10.0, 1.0 + log2(1.0 + rate)), 1)


@dataclass(frozen=True, slots=True)
class Span:
    """Something that holds from and until, in microseconds, and how it stands."""

    title: str
    since: int
    until: int
    tone: str


@dataclass(frozen=True, slots=True)
class SpanBar:
    """A span with its place: the top of its row, where it begins, how wide it is."""

    span: Span
    y: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Spans:
    """Rows on one axis of time, from `since` at the left of the axis until `until`; `now` is a line across them."""

    height: int
    left: int
    right: int
    now: int
    since: int
    until: int
    bars: Sequence[SpanBar]


def spans(found: Sequence[Span], now: int) -> Spans:
    """Where everything stands, of at least one span: a quarter of a year back, and on until the last has ended.

    What began before that begins at the edge; one of any length can be seen.
    """
    since, until = now - _BACK, max(now + _BACK, *(each.until for each in found))
    width = _SPAN_RIGHT - _SPAN_LEFT

    def place(at: int) -> int:
        return _SPAN_LEFT + round((max(at, since) - since) / (until - since) * width)

    bars = [
        SpanBar(each, _SPAN_TOP + row * _SPAN_ROW, place(each.since), max(2, place(each.until) - place(each.since)))
        for row, each in enumerate(found)
    ]
    height = _SPAN_TOP + len(found) * _SPAN_ROW
    return Spans(height, _SPAN_LEFT, _SPAN_RIGHT, place(now), since, until, bars)


@dataclass(frozen=True, slots=True)
class CountBar:
    """A figure as a bar with its place; None is not shown and has none."""

    name: Words
    figure: int | None
    y: int
    width: int


_BAR_ROW, _BAR_WIDTH = 28, 360


def count_bars(figures: Sequence[tuple[Words, int | None]]) -> Sequence[CountBar]:
    """Bars below each other, the longest over the whole width; one of any length can be seen."""
    most = max((figure or 0 for _, figure in figures), default=0) or 1
    return [
        CountBar(name, figure, row * _BAR_ROW, max(1, round(figure / most * _BAR_WIDTH)) if figure else 0)
        for row, (name, figure) in enumerate(figures)
    ]
