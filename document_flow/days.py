"""A day as it is written in forms, messages and rows."""

from __future__ import annotations

import re
from datetime import date

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of(text: object) -> date | None:
    """The day of `yyyy-mm-dd`; None where there is no such day in the calendar, of a month alone, and of nothing."""
    written = str(text)
    if not _ISO_DAY.fullmatch(written):
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
