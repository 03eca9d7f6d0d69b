"""How instants, numbers and names are written on pages: one way for both languages, in Baku's time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import TypeVar
from zoneinfo import ZoneInfo

from markupsafe import Markup

from document_flow.words import az_sort_key
from hub.clock import SECOND
from hub.errors import Lang, Words
from hub.web.numbers import number

T = TypeVar("T")
BAKU = ZoneInfo("Asia/Baku")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?(?:T(?P<time>[0-9]{2}:[0-9]{2}).*)?")
_PLACE = re.compile(r"\b(line|column)(?= [0-9])")
_PLACES = {"line": "sətir", "column": "sütun"}
_TYPED = re.compile(
    r"(?:(?P<day>[0-9]{1,2})\.)?(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})(?:\s+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2}))?"
)


def baku(instant: int) -> datetime:
    """The instant (microseconds UTC) on a clock in Baku."""
    return datetime.fromtimestamp(instant / SECOND, UTC).astimezone(BAKU)


def instant_of(moment: datetime) -> int:
    """Microseconds UTC of an aware moment."""
    return int(moment.timestamp() * SECOND)


def manat(qepik: int) -> str:
    """Qəpik as manat: 1 232,53."""
    return f"{number(qepik // 100)},{qepik % 100:02}"


def rate(value: float) -> str:
    """How many a minute: whole from ten on, else `0,4`."""
    return number(round(value)) if value >= 10 else f"{value:.1f}".replace(".", ",").removesuffix(",0")


def month(value: str) -> str:
    """`11.2026`, of `2026-11`."""
    year, number = value.split("-")
    return f"{number}.{year}"


def typed_day(value: object) -> str:
    """A day, a moment or a month as it is typed and shown: `24.11.2026`, `24.11.2026 14:05`, `11.2026`; others as they
    stand.
    """
    found = _ISO.fullmatch(str(value))
    if found is None:
        return str(value)
    day = ".".join(filter(None, (found["day"], found["month"], found["year"])))
    return f"{day} {found['time']}" if found["time"] else day


def read_day(text: str) -> str:
    """What was typed as `24.11.2026`, `24.11.2026 14:05` or `11.2026`, in ISO 8601; anything else as it stands."""
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        return text
    day = "-".join(part.zfill(2) for part in (found["year"], found["month"], found["day"]) if part)
    return f"{day}T{found['hour']:0>2}:{found['minute']}" if found["hour"] else day


def day(value: date | str) -> str:
    """`24.11.2026`, of a date or of `2026-11-24`."""
    value = date.fromisoformat(value) if isinstance(value, str) else value
    return value.strftime("%d.%m.%Y")


def exactly(instant: int) -> str:
    """`24.11.2026 14:05:09`."""
    return baku(instant).strftime("%d.%m.%Y %H:%M:%S")


def size(count: int) -> str:
    """Bytes as `1,2 kB`."""
    value, unit = float(count), "B"
    for larger in ("kB", "MB", "GB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}".replace(".", ",")


def span(microseconds: int, lang: Lang) -> str:
    """How long something took or waits: the two largest units at most."""
    if microseconds < SECOND:
        return f"{microseconds // 1000} ms"
    seconds = microseconds // SECOND
    units = _UNITS[lang]
    if seconds < _MINUTE:
        return f"{seconds} {units[0]}"
    if seconds < _HOUR:
        return _two(seconds // _MINUTE, units[1], seconds % _MINUTE, units[0])
    if seconds < _DAY:
        return _two(seconds // _HOUR, units[2], seconds % _HOUR // _MINUTE, units[1])
    return _two(seconds // _DAY, units[3], seconds % _DAY // _HOUR, units[2])


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large} {large_unit}" + (f" {small} {small_unit}" if small else "")


_UNITS: dict[Lang, tuple[str, str, str, str]] = {
    "az": ("san", "dəq", "saat", "gün"),
    "en": ("s", "min", "h", "d"),
}


def ago(instant: int, now: int, lang: Lang) -> str:
    """`5 min ago`, `in 3 min`; a day or more away it is the date."""
    gap = now - instant
    if abs(gap) >= _DAY * SECOND:
        return baku(instant).strftime("%d.%m.%Y %H:%M")
    if abs(gap) < 2 * SECOND:
        return "indicə" if lang == "az" else "now"
    seconds = abs(gap) // SECOND
    units = _UNITS[lang]
    rough = (
        f"{seconds} {units[0]}"
        if seconds < _MINUTE
        else f"{seconds // _MINUTE} {units[1]}"
        if seconds < _HOUR
        else f"{seconds // _HOUR} {units[2]}"
    )
    if lang == "az":
        return f"{rough} əvvəl" if gap > 0 else f"{rough} sonra"
    return f"{rough} ago" if gap > 0 else f"in {rough}"


def moment(instant: int | None, now: int, lang: Lang) -> Markup:
    """A `<time>` that reads relative and tells the exact time on hover and to machines; a dash where there is none."""
    if instant is None:
        return Markup("—")
    when = baku(instant)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        when.isoformat(timespec="seconds"), exactly(instant), ago(instant, now, lang)
    )


def place(text: str, lang: Lang) -> str:
    """Where in what came something is wrong, as `line 1, column 2` or `line 4/MK`, in the language of who reads it."""
    return _PLACE.sub(lambda found: _PLACES[found[1]], text) if lang == "az" else text


def in_order(values: Iterable[T], by: str | Callable[[T], Words | str] = "", lang: Lang = "az") -> list[T]:
    """Sorted as Azerbaijani readers expect, by the shown words of an attribute (`agency.title`) or of a function."""
    shown = by if callable(by) else attrgetter(by) if by else str
    return sorted(values, key=lambda value: az_sort_key(said(shown(value), lang)))


def said(words: Words | str, lang: Lang) -> str:
    """Words in the language; what is text already stays."""
    return words if isinstance(words, str) else words.say(lang)
