"""Where sources disagree about a person: each party's last word beside what the register holds, and why it holds that.

The present state has one value of an attribute (`hub.register.entity.learn`); the facts keep what everybody said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.errors import Words
from hub.register.entity import Entity
from hub.register.facts import FOREVER, Fact
from hub.register.weights import weight
from mappings.lineage import relation
from mappings.places import PLACES


@dataclass(frozen=True, slots=True)
class Statement:
    """What one message says of a person. `weak` names attributes whose letters were lost or transliterated."""

    message: str
    party: str
    known_from: int
    facts: Mapping[str, Any]
    weak: frozenset[str]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A value that a party still states and the register does not hold."""

    attribute: str
    value: Any
    statement: Statement
    why: Words


def statements(facts: Sequence[Fact]) -> list[Statement]:
    """What stands of all that was stated of a person, newest first. `facts` in the order of their becoming known."""
    return [
        Statement(fact.source.message, fact.source.party, fact.known_from, fact.values, fact.weak)
        for fact in reversed(facts)
        if fact.known_to == FOREVER
    ]


def disagreements(entity: Entity, statements: Sequence[Statement]) -> list[Disagreement]:
    """By attribute, the last word of every party that differs from what is held. `statements` are newest first."""
    found: dict[tuple[str, str], Disagreement] = {}
    heard: set[tuple[str, str]] = set()
    for statement in statements:
        for name, value in statement.facts.items():
            if (name, statement.party) in heard or name not in entity.attributes:
                continue
            heard.add((name, statement.party))
            held = entity.attributes[name]
            if value != held and not _says_less(value, held):
                why = _why(name, statement, entity.provenance.get(name, {}))
                found[name, statement.party] = Disagreement(name, value, statement, why)
    return [found[key] for key in sorted(found)]


def _says_less(value: Any, held: Any) -> bool:
    """Whether a residence is only a place around the one that is held."""
    if not isinstance(value, Mapping) or not isinstance(held, Mapping) or value.keys() != {"place"}:
        return False
    around, place = PLACES.at(str(value["place"])), PLACES.at(str(held.get("place")))
    return around is not None and place is not None and relation(PLACES, place, around) == "within"


def _why(name: str, statement: Statement, held: Mapping[str, Any]) -> Words:
    if name in statement.weak:
        return _WEAK
    if weight(statement.party, name) < weight(held.get("p", ""), name):
        return _OUTWEIGHED
    return _ACT if "a" in held else _LATER


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
