"""How replays look: states, verdicts, progress and what was found, ordered for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.console.writing import baku, day
from hub.errors import Words
from hub.exchange.repair.words import outcome_words
from hub.exchange.replay.book import Replay, ReplayState

STATES: Mapping[ReplayState, tuple[str, str, Words]] = {
    ReplayState.RUNNING: ("wait", "▸", Words("oxunur", "reading")),
    ReplayState.DONE: ("ok", "✓", Words("bitib", "done")),
    ReplayState.FAILED: ("need", "✕", Words("alınmadı", "failed")),
    ReplayState.CANCELLED: ("gone", "✕", Words("dayandırılıb", "cancelled")),
}
_HINDERED, _TO = "hindered:", "to:"
_GONE = Words("Oxunacaq məlumat qalmayıb.", "Nothing is left to be read.")
_HUNDRED = 10_000


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field that differs: in how many, and a few samples as (message, before, after) shapes."""

    name: str
    count: int
    samples: Sequence[Sequence[str | None]]


def field_lines(of: Replay) -> list[FieldLine]:
    """The fields that differ in most first."""
    return [FieldLine(name, count, of.tally.samples.get(name, ())) for name, count in of.tally.fields.most_common()]


def hindrances(of: Replay) -> list[tuple[Words, int]]:
    """Why deliveries could not be compared, the most frequent first."""
    return [
        (outcome_words(name.removeprefix(_HINDERED)) or _GONE, count)
        for name, count in of.tally.counts.most_common()
        if name.startswith(_HINDERED)
    ]


def destinations(of: Replay) -> list[tuple[str, int]]:
    """How many corrections would go to each destination."""
    return [(name.removeprefix(_TO), count) for name, count in of.tally.counts.most_common() if name.startswith(_TO)]


def days(of: Replay) -> str:
    """`01.11.2026 – 25.11.2026`, both included."""
    first, last = baku(of.wanted.since), baku(of.wanted.until - 1)
    return f"{day(first.date())} – {day(last.date())}"


def percent(hundredths: int | None) -> str:
    """`99,52 %`; a dash where nothing was read."""
    if hundredths is None:
        return "—"
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02d} %" if rest else f"{whole} %"


def progress(of: Replay) -> int:
    """How far it has come, in per cent: by the messages it may read or by the time that it went through."""
    if not of.is_open:
        return 100
    by_count = of.seen * 100 // of.wanted.most if of.wanted.most else 0
    at = int(of.below[:12], 16) * 1000
    span = of.wanted.until - of.wanted.since
    by_time = (of.wanted.until - at) * 100 // span if span > 0 and of.seen else 0
    return max(0, min(99, max(by_count, by_time)))
