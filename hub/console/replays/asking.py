"""What a person asks of a replay, as typed on a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hub.console.viewer import Form, refused_field
from hub.console.writing import BAKU, baku, instant_of
from hub.errors import Words
from hub.exchange.replay.candidate import FILES, MOST_BYTES, checked, from_zip
from hub.exchange.replay.words import no_folder

_MOST_FIELD = 200


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
        raise refused_field(name, Words(f"1-dən {most}-dək tam ədəd yazın.", f"Write a whole number from 1 to {most}."))
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


def field_path(form: Form) -> str | None:
    """A field to narrow by; None where none was typed."""
    return form.text("field")[:_MOST_FIELD] or None


async def candidate_files(form: Form) -> dict[str, str]:
    """The packed folder where one was chosen, else the files as they were edited on the page."""
    packed = form.file("packed")
    if packed is not None:
        return from_zip(await packed.read(MOST_BYTES + 1))
    files = {name: form.text(_field(name)) for name in FILES if form.text(_field(name))}
    if not files:
        raise no_folder()
    return checked({name: text + "\n" for name, text in files.items()})


def _field(name: str) -> str:
    return name.replace(".", "_")


def _day(name: str, typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise refused_field(name, _DATE) from error


def _midnight(day: date) -> int:
    return instant_of(datetime.combine(day, time(), BAKU))


_DATE = Words("Tarixi seçin.", "Choose a date.")
_ORDER = Words("Son gün ilk gündən əvvəl ola bilməz.", "The last day cannot be before the first.")
_RATE = Words("0-dan 100-dək faiz yazın, məsələn 99,5.", "Write a percentage from 0 to 100, such as 99,5.")
