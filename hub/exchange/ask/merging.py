"""What several sources told of one person, field by field: who said it and when, and what others say instead.

Nothing is chosen away. The value in front is the one of the source whose word on it counts most; a value whose letters
were lost or transliterated agrees with one that reads the same, and never stands before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.exchange.ask.asks import Told
from hub.register.weights import weight
from mappings.records import Person
from mappings.text import match_key

_NO_FIELDS = frozenset(("kind", "fin", "lossy", "derived", "provenance"))


@dataclass(frozen=True, slots=True)
class Said:
    """Which source says it, by its format, and when it did; `at` in microseconds."""

    agency: str
    source: str
    at: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A value as JSON has it, and all who state it."""

    value: Any
    by: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """The value that counts most, and beside it every other one that is stated."""

    value: Any
    by: tuple[Said, ...]
    others: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    said: Said
    value: Any
    is_weak: bool


def merged(told: Sequence[Told]) -> dict[str, Field]:
    """Every field that anybody states, in the order in which it was first met."""
    words: dict[str, list[_Word]] = {}
    for each in told:
        for name, word in _words(each):
            words.setdefault(name, []).append(word)
    return {name: _field(name, found) for name, found in words.items()}


def _words(told: Told) -> list[tuple[str, _Word]]:
    record, said = told.record, Said(told.source.agency, told.source.format, told.at)
    values: Mapping[str, Any] = record.model_dump(mode="json", exclude_none=True)
    # A person's empty lists say nothing; in an answer to a question they say that there is none.
    stated = set(record.provenance) if isinstance(record, Person) else set(values)
    weak = {*getattr(record, "lossy", ()), *getattr(record, "derived", ())}
    return [
        (name, _Word(said, value, name in weak))
        for name, value in values.items()
        if name in stated and name not in _NO_FIELDS
    ]


def _field(name: str, words: list[_Word]) -> Field:
    groups: list[list[_Word]] = []
    for word in sorted(words, key=lambda each: (each.is_weak, -weight(each.said.agency, name))):
        same = next((group for group in groups if _agree(group[0], word)), None)
        if same is None:
            groups.append([word])
        else:
            same.append(word)
    first, *others = (Stated(group[0].value, tuple(word.said for word in group)) for group in groups)
    return Field(first.value, first.by, tuple(others))


def _agree(word: _Word, other: _Word) -> bool:
    if word.value == other.value:
        return True
    lost = word.is_weak or other.is_weak
    texts = isinstance(word.value, str) and isinstance(other.value, str)
    return lost and texts and match_key(word.value) == match_key(other.value)
