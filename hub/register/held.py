"""What held of an entity, and when: each attribute's values over both times, and the whole as of any two days. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hub.register.entity import Entity
from hub.register.facts import FOREVER, Fact, project, rank


@dataclass(frozen=True, slots=True)
class Held:
    """One value of an attribute. `known_to` is when another took its place, None while it stands."""

    value: Any
    valid_from: int
    known_from: int
    known_to: int | None
    source: Mapping[str, Any]


def held_values(kind: str, facts: Sequence[Fact]) -> dict[str, list[Held]]:
    """Every value that the register held of an attribute, newest first. `facts` are in the order in which they came."""
    by_name: dict[str, list[Fact]] = {}
    for fact in facts:
        for name in fact.values:
            by_name.setdefault(name, []).append(fact)
    return {name: _over_time(kind, name, stated) for name, stated in sorted(by_name.items())}


def as_of(entity: Entity, facts: Sequence[Fact], known: int, valid: int) -> Entity | None:
    """What the register knew at `known` of how things were at `valid`; None where it knew nothing yet.

    Each attribute for itself: a death that was told late says nothing about the surname of an earlier day.
    """
    if not any(fact.known_from <= known for fact in facts):
        return None
    attributes, provenance = project(entity.kind, facts, valid=valid, known=known)
    return replace(entity, attributes=attributes, provenance=provenance)


def moments(facts: Sequence[Fact]) -> list[int]:
    """When what is known of an entity changed, in order."""
    return sorted({fact.known_from for fact in facts} | {fact.known_to for fact in facts if fact.known_to < FOREVER})


def _over_time(kind: str, name: str, facts: Sequence[Fact]) -> list[Held]:
    """What counted most from one moment to the next; another source for the same value is no change."""
    found: list[Held] = []
    for at in moments(facts):
        known = [fact for fact in facts if fact.was_known(at) and fact.valid_to == FOREVER]
        best = max(known, key=lambda fact: rank(kind, name, fact.origin(name)), default=None)
        stands = found[0] if found and found[0].known_to is None else None
        if stands is not None and best is not None and stands.value == best.values[name]:
            continue
        if stands is not None:
            found[0] = replace(stands, known_to=at)
        if best is not None:
            found.insert(0, Held(best.values[name], best.valid_from, at, None, best.origin(name)))
    return found
