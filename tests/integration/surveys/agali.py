"""The survey of Ağalı as it was: 727 persons of 16–63, of whom 492 were able-bodied; all else is made up."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

ALL, ABLE = 727, 492
PLACE = "Zəngilan/Ağalı"
_LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_INTENTIONS = ("yes", "yes", "yes", "undecided", "no", "conditional")
_PROFESSIONS = ("agriculture", "building", "teaching", "trade", "other")
COLUMNS = ("fin", "consents", "intention", "condition", "able_bodied", "profession", "needs", "family_size",
           "school_places", "health_needs")  # fmt: skip


def fin(number: int) -> str:
    return f"7AG{_LETTERS[number // 34]}{_LETTERS[number % 34]}Z1"


def person(number: int, place: str = PLACE, born: str = "") -> dict[str, Any]:
    year = 1963 + number % 46  # 16 to 62 whole years old in 2026
    return {
        "kind": "person",
        "fin": fin(number),
        "surname": "Ağalılı",
        "given_name": "Nümunə",
        "birth_date": born or f"{year}-01-01",
        "sex": "female" if number % 2 else "male",
        "origin_residence": {"place": place},
    }


def answers(number: int) -> dict[str, str]:
    """Every answer follows from the number. Three persons of 727 are doctors: too few to be shown."""
    is_able, intention = number < ABLE, _INTENTIONS[number % 6]
    said = {
        "intention": intention,
        "able_bodied": "yes" if is_able else "no",
        "needs": "work|land" if number % 3 else "credit",
        "family_size": str(1 + number % 7),
        "school_places": str(number % 4),
    }
    if is_able:
        said["profession"] = "medicine" if number < 3 else _PROFESSIONS[number % 5]
    if intention == "conditional":
        said["condition"] = "=HYPERLINK(1) məktəb olsun; 7ABCD12"
    if number % 10 == 0:
        said["health_needs"] = "yes"
    return said


def as_file(numbers: Sequence[int], columns: Sequence[str] = COLUMNS) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(_rows(numbers, columns))
    return out.getvalue().encode("utf-8-sig")


def _rows(numbers: Sequence[int], columns: Sequence[str]) -> Iterator[Sequence[str]]:
    for number in numbers:
        said = answers(number)
        consents = "survey|health" if "health_needs" in said else "survey"
        row = {"fin": fin(number), "consents": consents, **said}
        yield [row.get(each, "") for each in columns]
