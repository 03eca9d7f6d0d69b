"""Where sources disagree about a person: each party's last word beside what the register holds, and why it holds that.

The register keeps one value of an attribute (`hub.register.entity.learn`); the messages keep what everybody said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.errors import Words
from hub.register.entity import Entity
from hub.register.persons import person_facts
from hub.register.weights import weight
from mappings.records import CivilAct, Person, Record


@dataclass(frozen=True, slots=True)
class Statement:
    """What one message says of a person. `weak` names attributes whose letters were lost or transliterated."""

    message: str
    party: str
    accepted_at: int
    facts: Mapping[str, Any]
    weak: frozenset[str]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A value that a party still states and the register does not hold."""

    attribute: str
    value: Any
    statement: Statement
    why: Words


def said_of(fin: str, records: Iterable[Record]) -> tuple[Mapping[str, Any], frozenset[str]]:
    """The facts that the records of a message state of the person, and which of them are weak."""
    facts: dict[str, Any] = {}
    weak: set[str] = set()
    for person in _people(records):
        if person.fin == fin:
            facts.update(person_facts(person))
            weak.update(person.lossy, person.derived)
    return facts, frozenset(weak)


def disagreements(entity: Entity, statements: Sequence[Statement]) -> list[Disagreement]:
    """By attribute, the last word of every party that differs from what is held. `statements` are newest first."""
    found: dict[tuple[str, str], Disagreement] = {}
    heard: set[tuple[str, str]] = set()
    for statement in statements:
        for name, value in statement.facts.items():
            if (name, statement.party) in heard or name not in entity.attributes:
                continue
            heard.add((name, statement.party))
            if value != entity.attributes[name]:
                why = _why(name, statement, entity.provenance.get(name, {}))
                found[name, statement.party] = Disagreement(name, value, statement, why)
    return [found[key] for key in sorted(found)]


def _why(name: str, statement: Statement, held: Mapping[str, str]) -> Words:
    if name in statement.weak:
        return _WEAK
    if weight(statement.party, name) < weight(held.get("p", ""), name):
        return _OUTWEIGHED
    return _ACT if "a" in held else _LATER


def _people(records: Iterable[Record]) -> Iterable[Person]:
    for record in records:
        if isinstance(record, Person):
            yield record
        elif isinstance(record, CivilAct):
            yield from (subject.person for subject in record.subjects)


_WEAK = Words(
    "Bu yazılışda hərflər itib və ya çevrilib; tam yazılışı əvəz etmir.",
    "Letters were lost or transliterated in this spelling; it does not replace a full one.",
)
_OUTWEIGHED = Words(
    "Reyestrdəki dəyəri dövlət reyestri bildirib; onun məlumatı üstün tutulur.",
    "The value held comes from a state register, whose word counts more.",
)
_ACT = Words("Reyestrdəki dəyər vətəndaşlıq vəziyyəti aktına əsaslanır.", "The value held rests on a civil act.")
_LATER = Words("Reyestrdəki dəyər başqa mənbədən sonradan gəlib.", "The value held came later, from another source.")
