"""What a person asks of a replay, as typed on a form; and how one that was made is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from document_flow.days import day_of
from hub.console.viewer import Form, refused_field
from hub.console.writing import BAKU, baku, day, instant_of
from hub.errors import Words, found_or
from hub.exchange.repair.words import outcome_words
from hub.exchange.replay.book import Replay, ReplayState
from hub.exchange.replay.candidate import FILES, MOST_BYTES, checked, from_zip
from hub.exchange.replay.words import STATES as WORDS
from hub.exchange.replay.words import no_folder

STATES: Mapping[ReplayState, tuple[str, str, Words]] = {
    ReplayState.RUNNING: ("wait", "▸", WORDS["running"]),
    ReplayState.DONE: ("ok", "✓", WORDS["done"]),
    ReplayState.FAILED: ("need", "✕", WORDS["failed"]),
    ReplayState.CANCELLED: ("gone", "✕", WORDS["cancelled"]),
}
_HINDERED, _TO = "hindered:", "to:"
_GONE = Words("Oxunacaq məlumat qalmayıb.", "Nothing is left to be read.")


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


@dataclass(frozen=True, slots=True)
class Window:
    """Two days of Baku, both included, and the instants that they stand for."""

    since: str
    until: str

    @classmethod
    def last_days(cls, now: int, days: int) -> Window:
        """The days up to today."""
        today = baku(now).date()
        return cls((today - timedelta(days=days - 1)).isoformat(), today.isoformat())

    @classmethod
    def of(cls, form: Form) -> Window:
        """As typed."""
        return cls(form.text("since"), form.text("until"))

    def instants(self) -> tuple[int, int]:
        """Microseconds, from the first midnight to the one after the last day; Refused for what is no date."""
        first, last = _day("since", self.since), _day("until", self.until)
        if last < first:
            raise refused_field("until", _ORDER)
        return _midnight(first), _midnight(last + timedelta(days=1))


def number(form: Form, name: str, most: int) -> int:
    """A whole number from 1 to `most`; Refused for anything else."""
    typed = form.text(name)
    if not typed.isascii() or not typed.isdigit() or not 1 <= int(typed[:9]) <= most:
        raise refused_field(
            name, Words(f"1 ilə {most} arasında tam ədəd yazın.", f"Write a whole number from 1 to {most}.")
        )
    return int(typed)


def per_cent(form: Form, name: str) -> int:
    """A pass rate in hundredths of a per cent, typed as `99,5` or `100`."""
    try:
        found = round(float(form.text(name).replace(",", ".")) * 100)
    except ValueError as error:
        raise refused_field(name, _RATE) from error
    if not 0 <= found <= 10_000:
        raise refused_field(name, _RATE)
    return found


async def candidate_files(form: Form) -> dict[str, str]:
    """The packed folder where one was chosen, else the files as they were edited on the page."""
    packed = form.file("packed")
    if packed is not None:
        await packed.seek(0)
        return from_zip(await packed.read(MOST_BYTES + 1))
    files = {name: form.text(_field(name)) for name in FILES if form.text(_field(name))}
    if not files:
        raise no_folder()
    return checked({name: text + "\n" for name, text in files.items()})


def _field(name: str) -> str:
    return name.replace(".", "_")


def _day(name: str, typed: str) -> date:
    return found_or(day_of(typed), refused_field(name, Words("Tarixi seçin.", "Choose a date.")))


def _midnight(day: date) -> int:
    return instant_of(datetime.combine(day, time(), BAKU))


_ORDER = Words("Son gün ilk gündən əvvəl ola bilməz.", "The last day cannot be before the first.")
_RATE = Words("0 ilə 100 arasında faiz yazın, məsələn 99,5.", "Write a percentage from 0 to 100, such as 99,5.")
