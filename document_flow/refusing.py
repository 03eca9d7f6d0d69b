"""Refusals by a room's table: a code with its kind and its sentence in both languages, whose places values fill."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from document_flow.dates_az import short_date, short_time
from document_flow.outcome import Refusal, Why
from document_flow.words import Lang, Words

Table = Mapping[str, tuple[Why, str, str]]
"""By code: the kind of refusal, the sentence in Azerbaijani and in English."""


class Refusals:
    """A room's refusals, called with a code and what fills its sentence.

    A value that is Words is said in each language, a day and a moment as papers do.
    """

    def __init__(self, room: str, table: Table) -> None:
        self.room, self.table = room, table

    def __call__(self, code: str, **values: object) -> Refusal:
        """The refusal of that code."""
        why, az, en = self.table[code]

        def filled(text: str, lang: Lang) -> str:
            return text.format(**{name: _shown(each, lang) for name, each in values.items()})

        return Refusal(code, Words(filled(az, "az"), filled(en, "en")), why)


def _shown(value: object, lang: Lang) -> object:
    if isinstance(value, Words):
        return value.say(lang)
    if isinstance(value, datetime):
        return short_time(value)
    return short_date(value) if isinstance(value, date) else value
