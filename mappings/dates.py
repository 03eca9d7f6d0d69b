"""Dates as registries hold them: often only a year, never completed by us (Value Object).

Every parser returns a `PartialDate`, `None` where the text says that no date is known, or raises
`DateRefused` with a stable code. None of them invents a day or a month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

_TEXT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DOTTED = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
_BY_HAND = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{2}|[0-9]{4})")
_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_MONTH = re.compile(r"([0-9]{2})\.([0-9]{2})")

BAKU = timezone(timedelta(hours=4))
# Baku kept summer time (+05:00) until 2015: a midnight with that offset is the local day too.
_BAKU_OFFSETS = {"+04:00", "+05:00"}


class DateRefused(ValueError):
    """A text that is no date of the expected shape. `code` is stable; the text itself is not in the message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A calendar day known as far as year, month or day. Written as `1968`, `1968-03` or `1968-03-14`."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no calendar has; the lowest year is 1, a day needs its month."""
        if not 1 <= self.year <= 9999 or (self.month is None and self.day is not None):
            raise DateRefused("map.impossible_date")
        try:
            date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        except ValueError as error:
            raise DateRefused("map.impossible_date") from error

    def age_on(self, day: date) -> int | None:
        """Completed years on `day` of who was born on this one; None where it lies later or is not known to the day."""
        if self.month is None or self.day is None:
            return None
        years = day.year - self.year - ((day.month, day.day) < (self.month, self.day))
        return years if years >= 0 else None

    def __str__(self) -> str:
        """Give the reduced ISO 8601 form."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        return text if self.day is None else f"{text}-{self.day:02d}"

    @classmethod
    def from_text(cls, text: str) -> PartialDate:
        """Read what `str()` writes, and nothing else."""
        found = _TEXT.fullmatch(text)
        if found is None:
            raise DateRefused("map.date_shape")
        year, month, day = found.groups()
        return cls(int(year), None if month is None else int(month), None if day is None else int(day))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Let models hold the value and JSON hold its text."""
        return core_schema.no_info_plain_validator_function(
            _validated, serialization=core_schema.to_string_ser_schema(when_used="json")
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the text for OpenAPI."""
        return {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}


def _validated(value: Any) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, str):
        return PartialDate.from_text(value)
    raise DateRefused("map.date_shape")


def from_dotted(text: str) -> PartialDate | None:
    """Read `dd.MM.yyyy`; `00` parts are unknown, `00.00.0000` is no date. A day without a month is refused."""
    found = _DOTTED.fullmatch(text)
    if found is None:
        raise DateRefused("map.date_shape")
    day, month, year = (int(part) for part in found.groups())
    return _from_parts(year, month, day)


def by_hand(text: str, pivot: int) -> PartialDate | None:
    """Read a day as people write it: `07.03.1988`, `07.03.88`, `7/3/1988`, `1988-03-07`, or a year alone.

    Two-digit years from `pivot` on belong to the 1900s.
    """
    found = _BY_HAND.fullmatch(text)
    if found is None:
        return PartialDate.from_text(text)
    day, month, year = (int(part) for part in found.groups())
    if len(found[3]) == 2:
        year += 1900 if year >= pivot else 2000
    return _from_parts(year, month, day)


def from_number(value: int) -> PartialDate | None:
    """Read the integer yyyyMMdd; `0` is no date, `00` parts are unknown."""
    if value == 0:
        return None
    if not 1000_00_00 <= value <= 9999_12_31:
        raise DateRefused("map.date_shape")
    return _from_parts(value // 10_000, value // 100 % 100, value % 100)


def _from_parts(year: int, month: int, day: int) -> PartialDate | None:
    if year == month == day == 0:
        return None
    return PartialDate(year, month or None, day or None)


def from_digits(text: str) -> PartialDate | None:
    """Read `ddMMyyyy`; `00` parts are unknown, zeros throughout are no date."""
    if re.fullmatch(r"[0-9]{8}", text) is None:
        raise DateRefused("map.date_shape")
    return _from_parts(int(text[4:]), int(text[2:4]), int(text[:2]))


def to_digits(value: PartialDate) -> str:
    """Write `ddMMyyyy`, with `00` for what is not known."""
    return to_dotted(value).replace(".", "")


def from_iso(text: str) -> PartialDate:
    """Read an ISO 8601 date or date-time as the day that was meant; `1968` and `1968-03` stay as partial as they are.

    A day written with Baku's own offset, or without any, is taken as written: midnight +04:00 stays its day.
    With another offset the day is taken only if the clock in Baku showed the same day, else it is ambiguous.
    """
    if len(text) <= 10:
        return PartialDate.from_text(text)
    found = _ISO.fullmatch(text)
    if found is None:
        raise DateRefused("map.date_shape")
    year, month, day = (int(part) for part in found.group(1, 2, 3))
    written = PartialDate(year, month, day)
    offset = found[4]
    moment = _moment(text)
    if offset is not None and offset not in _BAKU_OFFSETS and _day_in_baku(moment) != written:
        raise DateRefused("map.ambiguous_day")
    return written


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise DateRefused("map.impossible_date") from error


def _day_in_baku(moment: datetime) -> PartialDate | None:
    try:
        local = moment.astimezone(BAKU)
    except OverflowError:
        return None
    return PartialDate(local.year, local.month, local.day)


def day_from_iso(text: str) -> date:
    """Read `yyyy-MM-dd` and nothing less: for what is dated by its nature, such as a registered document."""
    found = PartialDate.from_text(text)
    if found.month is None or found.day is None:
        raise DateRefused("map.date_shape")
    return date(found.year, found.month, found.day)


def instant_from_iso(text: str) -> datetime:
    """Read an RFC 3339 date-time: to the second or finer, and with its offset."""
    if _INSTANT.fullmatch(text) is None:
        raise DateRefused("map.date_shape")
    return _moment(text)


def iso_offset(text: str) -> str | None:
    """Give the UTC offset written in an ISO date-time (`+04:00`, `Z`), or None where it has none."""
    found = _ISO.fullmatch(text)
    return None if found is None else found[4]


def from_epoch_ms(value: int) -> PartialDate | None:
    """Read milliseconds since 1970 as the day in Baku; `0` is no date (MEİS)."""
    if value == 0:
        return None
    try:
        moment = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=value)
    except OverflowError as error:
        raise DateRefused("map.impossible_date") from error
    found = _day_in_baku(moment)
    if found is None:
        raise DateRefused("map.impossible_date")
    return found


def month_from_short(text: str, pivot: int) -> str:
    """Read `MM.yy` as `yyyy-MM`; two-digit years from `pivot` on belong to the 1900s."""
    found = _MONTH.fullmatch(text)
    if found is None:
        raise DateRefused("map.date_shape")
    month, short = int(found[1]), int(found[2])
    if not 1 <= month <= 12:
        raise DateRefused("map.impossible_date")
    return f"{(1900 if short >= pivot else 2000) + short}-{month:02d}"


def whole_month(text: str) -> str:
    """Take `yyyy-MM` as it is, if there is such a month."""
    found = PartialDate.from_text(text)
    if found.month is None or found.day is not None:
        raise DateRefused("map.date_shape")
    return text


def to_dotted(value: PartialDate) -> str:
    """Write `dd.MM.yyyy`, with `00` for what is not known."""
    return f"{value.day or 0:02d}.{value.month or 0:02d}.{value.year:04d}"


def to_number(value: PartialDate) -> int:
    """Write the integer yyyyMMdd, with `00` for what is not known."""
    return value.year * 10_000 + (value.month or 0) * 100 + (value.day or 0)


def month_to_short(period: str) -> str:
    """Write `yyyy-MM` as `MM.yy`; the century is lost, so the reader's pivot must know it."""
    return f"{period[5:7]}.{period[2:4]}"
