"""Facts: typed values about one case, and the door through which JSON becomes them. Nothing is coerced or defaulted."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, get_args

from document_flow.days import day_of
from document_flow.words import Words

FactType = Literal["string", "number", "boolean", "date"]
Fact = str | Decimal | bool | date
FACT_TYPES: tuple[FactType, ...] = get_args(FactType)

MOST_DIGITS = 34
"""Digits of a number, before and after the point together: what a decimal of DMN 1.3 (IEEE 754, decimal128) keeps."""
MOST_TEXT = 2_000
"""Characters of a text."""

PYTHON_TYPES: dict[FactType, type[Fact]] = {"string": str, "number": Decimal, "boolean": bool, "date": date}
TYPE_NAMES: dict[FactType, Words] = {
    "string": Words("mətn", "text"),
    "number": Words("ədəd", "number"),
    "boolean": Words("bəli/xeyr", "true/false"),
    "date": Words("tarix", "date"),
}
_BAD_LETTERS = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


@dataclass(frozen=True, slots=True)
class FactRefused:
    """A value that is no fact of the type asked for: `fact.missing`, `fact.type`, `fact.text`, `fact.number`,
    `fact.date` or, where a column lists its values, `fact.not_allowed`. The words never repeat the value.
    """

    code: str
    words: Words


def typed(value: object, kind: FactType) -> Fact | FactRefused:
    """A fact of JSON, or why it is none. `"4"` is no number, `1` is no boolean, blank text is a missing fact.

    JSON has no dates: a date is a text such as `2024-02-29`. A float is taken by its shortest decimal form.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return FactRefused("fact.missing", Words("fakt verilməyib", "the fact is not given"))
    return _READERS[kind](value)


def bad_letter(text: str) -> int | None:
    """Index of the first character that a reader cannot see (control, direction, unassigned), None if all show."""
    if text.isascii() and text.isprintable():
        return None
    return next((i for i, letter in enumerate(text) if unicodedata.category(letter) in _BAD_LETTERS), None)


def too_long_number(number: Decimal) -> bool:
    """Whether it has more digits, written out, than MOST_DIGITS."""
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        return True
    return max(len(digits) + max(exponent, 0), -exponent) > MOST_DIGITS


def _text(value: object) -> Fact | FactRefused:
    if not isinstance(value, str):
        return _wrong_type("string")
    if len(value) > MOST_TEXT or bad_letter(value) is not None:
        words = Words(
            f"mətn {MOST_TEXT} işarədən uzundur və ya görünməyən işarə saxlayır",
            f"the text is longer than {MOST_TEXT} characters or holds one that cannot be seen",
        )
        return FactRefused("fact.text", words)
    return unicodedata.normalize("NFC", value)


def _truth(value: object) -> Fact | FactRefused:
    return value if isinstance(value, bool) else _wrong_type("boolean")


def _number(value: object) -> Fact | FactRefused:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return _wrong_type("number")
    if isinstance(value, float):
        number = Decimal(repr(value)) if math.isfinite(value) else Decimal("NaN")
    elif isinstance(value, int) and value.bit_length() > MOST_DIGITS * 4:
        number = Decimal("NaN")
    else:
        number = Decimal(value)
    if too_long_number(number):
        words = Words(
            f"ədəd sonlu olmalı və {MOST_DIGITS} rəqəmdən çox olmamalıdır",
            f"a number must be finite and have at most {MOST_DIGITS} digits",
        )
        return FactRefused("fact.number", words)
    return number


def _day(value: object) -> Fact | FactRefused:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        return _wrong_type("date")
    found = day_of(value)
    if found is None:
        words = Words(
            "təqvimdə belə tarix yoxdur; 2024-02-29 şəklində yazın",
            "there is no such day in the calendar; write it as 2024-02-29",
        )
        return FactRefused("fact.date", words)
    return found


def _wrong_type(kind: FactType) -> FactRefused:
    name = TYPE_NAMES[kind]
    return FactRefused("fact.type", Words(f"dəyər {name.az} olmalıdır", f"the value must be a {name.en}"))


_READERS: dict[FactType, Callable[[object], Fact | FactRefused]] = {
    "string": _text,
    "number": _number,
    "boolean": _truth,
    "date": _day,
}
