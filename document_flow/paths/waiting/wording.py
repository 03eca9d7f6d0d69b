"""Pieces of sentences: names, how many of how many, how long until the last day."""

from __future__ import annotations

from datetime import date

from document_flow.calendar import working_days
from document_flow.context import Context
from document_flow.dates_az import short_date
from document_flow.people import Directory
from document_flow.words import Words, az_sentence

MOST_NAMES = 12


def names(logins: tuple[str, ...], directory: Directory) -> Words:
    """The names, at most twelve of them, then how many more."""
    shown = ", ".join(directory.name(login) for login in logins[:MOST_NAMES])
    more = len(logins) - MOST_NAMES
    return Words(f"{shown} və daha {more} nəfər", f"{shown} and {more} more") if more > 0 else Words(shown, shown)


def awaited(act: Words, missing: int, silent: int, who: Words, *, is_turn: bool) -> Words:
    """`Viza gözlənilir: adlar`, and how many of those who are silent suffice where not all of them have to speak."""
    az, en = f"{az_sentence(act.az)} gözlənilir", f"Waits for the {act.en} of"
    if is_turn:
        more = missing - 1
        return Words(
            f"{az}: {who.az}" + (f", ondan sonra daha {more} nəfər" if more else ""),
            f"{en} {who.en}" + (f", then of {more} more" if more else ""),
        )
    if missing < silent:
        return Words(f"{az}, bunlardan {missing} nəfər kifayətdir: {who.az}", f"{en} any {missing} of these: {who.en}")
    return Words(f"{az}: {who.az}", f"{en} {who.en}")


def left(context: Context, due: date) -> Words:
    """`son tarix 14.04.2026, 3 iş günü qalıb`, or since when it is late."""
    day, today = short_date(due), context.today
    days = working_days(abs(context.calendar.between(today, due)))
    if due == today:
        return Words(f"son tarix bu gündür ({day})", f"due today ({day})")
    if due > today:
        return Words(f"son tarix {day}, {days.az} qalıb", f"due {day}, {days.en} left")
    return Words(f"son tarix {day} idi, {days.az} gecikir", f"was due {day}, {days.en} late")
