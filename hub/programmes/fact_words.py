"""Facts as people read them, on pages and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from document_flow.dates_az import short_date
from hub.errors import Lang
from hub.exchange.ask.words import value_text

NOTHING: Final[Mapping[str, str]] = {}


def fact_text(value: Any, lang: Lang = "az", english: Mapping[str, str] = NOTHING) -> str:
    """Days as `07.03.1988`; a relative by relation, name and birth date; several with a semicolon between.

    `english` has the words of a programme's facts (`Programme.english`).
    """
    if isinstance(value, list):
        return "; ".join(fact_text(each, lang, english) for each in value) or "–"
    if lang == "en" and isinstance(value, str) and value in english:
        return english[value]
    if isinstance(value, Mapping):
        relation = value_text(value["relation"], lang) if value.get("relation") else ""
        born = day_text(str(value["birth_date"])) if value.get("birth_date") else ""
        return ", ".join(each for each in (relation, name_text(value), born) if each)
    return day_text(value) if isinstance(value, str) else value_text(value, lang)


def name_text(person: Mapping[str, Any]) -> str:
    """Surname and given name, as far as they are known."""
    return " ".join(str(person[part]) for part in ("surname", "given_name") if person.get(part))


def day_text(text: str) -> str:
    """A whole day as papers have it; any other text, a year alone too, as it stands."""
    try:
        return short_date(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text
