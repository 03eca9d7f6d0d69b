"""The days on which whatever counts days has to work: each weekday, the year's last, 29 February, and over Novruz."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from document_flow.context import BAKU
from hub.clock import SECOND, SystemClock

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OF_A_YEAR: Final[Mapping[str, tuple[int, int]]] = {
    "31-december": (12, 31),
    "29-february": (2, 29),
    **{f"{day}-march": (3, day) for day in range(20, 25)},
}
NAMES: Final = (*_WEEKDAYS, *_OF_A_YEAR)


def today() -> date:
    """The day it is in Baku."""
    return datetime.fromtimestamp(SystemClock().now() / SECOND, BAKU).date()


def day_called(name: str) -> date:
    """The next one after today."""
    day = today() + timedelta(days=1)
    while name not in (
        _WEEKDAYS[day.weekday()],
        *(each for each, at in _OF_A_YEAR.items() if at == (day.month, day.day)),
    ):
        day += timedelta(days=1)
    return day
