"""Whom a name may mean, as rows: enough to tell one from another, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.console.register.labels import full_name, written
from hub.errors import Words
from hub.register.entity import Entity
from hub.register.names import FoundByName

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One person: the whole name, date and place of birth, and where the page is."""

    entity: str
    name: Words
    birth_date: Words
    birth_place: Words


@dataclass(frozen=True, slots=True)
class NamesFound:
    """What a search by name came to, and the first rows of it."""

    by_name: FoundByName
    rows: Sequence[NamedRow]


def rows_of(people: Sequence[Entity]) -> list[NamedRow]:
    """The rows, in the same order; what is not known is said to be not known."""
    return [
        NamedRow(each.id, full_name(dict(each.attributes)), _value(each, "birth_date"), _value(each, "birth_place"))
        for each in people
    ]


def _value(entity: Entity, name: str) -> Words:
    return written(name, entity.attributes[name], shown=True) if entity.attributes.get(name) else _NOT_KNOWN


_NOT_KNOWN = Words("məlum deyil", "not known")
