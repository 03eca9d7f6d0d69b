"""Dates as official papers write them: `14.04.2026`, `14 aprel 2026-cı il`, `14 April 2026`."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from document_flow.azerbaijani import ordinal
from document_flow.words import Lang, Words

MONTHS = (
    Words("yanvar", "January"),
    Words("fevral", "February"),
    Words("mart", "March"),
    Words("aprel", "April"),
    Words("may", "May"),
    Words("iyun", "June"),
    Words("iyul", "July"),
    Words("avqust", "August"),
    Words("sentyabr", "September"),
    Words("oktyabr", "October"),
    Words("noyabr", "November"),
    Words("dekabr", "December"),
)
_BAKU = timezone(timedelta(hours=4), "+04")


def year_az(year: int) -> str:
    """The year with its suffix: `2026-cı il`."""
    return f"{ordinal(year)} il"


def short_date(day: date) -> str:
    """`dd.MM.yyyy`, in both languages."""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def short_time(moment: datetime) -> str:
    """`dd.MM.yyyy HH:mm` in Baku. Takes aware times only: a naive one is a defect of the caller (ValueError)."""
    if moment.tzinfo is None:
        raise ValueError("a time without its zone cannot be shown; pass an aware one")
    here = moment.astimezone(_BAKU)
    return f"{short_date(here)} {here.hour:02d}:{here.minute:02d}"


def long_date(day: date, lang: Lang = "az") -> str:
    """`14 aprel 2026-cı il`, or `14 April 2026`; the day without a leading zero."""
    month = MONTHS[day.month - 1]
    if lang == "en":
        return f"{day.day} {month.en} {day.year}"
    return f"{day.day} {month.az} {year_az(day.year)}"
