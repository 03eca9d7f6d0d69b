"""What held of an entity, and when: each attribute's values over both times, and the whole as of any two days.

`valid_from` is since when a value holds in the world, `known_from` since when the register knows it. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hub.register.entity import Entity


@dataclass(frozen=True, slots=True)
class Held:
    """One value of an attribute. `known_to` is when another took its place, None while it stands."""

    value: Any
    valid_from: int
    known_from: int
    known_to: int | None
    source: Mapping[str, str]


def held_values(versions: Sequence[Entity]) -> dict[str, list[Held]]:
    """Every value that an attribute had, newest first. `versions` are in the order in which they became known."""
    found: dict[str, list[Held]] = {}
    before: Mapping[str, Any] = {}
    for version in versions:
        for name in sorted({*before, *version.attributes}):
            if name in before and name in version.attributes and before[name] == version.attributes[name]:
                continue
            told = found.setdefault(name, [])
            if name in before:
                told[0] = replace(told[0], known_to=version.known_from)
            if name in version.attributes:
                told.insert(0, _held(version, name))
        before = version.attributes
    return found


def as_of(versions: Sequence[Entity], known: int, valid: int) -> Entity | None:
    """What the register knew at `known` of how things were at `valid`; None where it knew nothing yet.

    Each attribute for itself: a death that was told late says nothing about the surname of an earlier day.
    """
    told = [version for version in versions if version.known_from <= known]
    if not told:
        return None
    attributes: dict[str, Any] = {}
    provenance: dict[str, dict[str, str]] = {}
    before: Mapping[str, Any] = {}
    for version in told:
        if version.valid_from <= valid:
            for name in {*before, *version.attributes}:
                _carry(name, before, version, attributes, provenance)
        before = version.attributes
    return replace(told[-1], attributes=attributes, provenance=provenance)


def _carry(
    name: str,
    before: Mapping[str, Any],
    version: Entity,
    attributes: dict[str, Any],
    provenance: dict[str, dict[str, str]],
) -> None:
    if name not in version.attributes:
        attributes.pop(name, None)
        provenance.pop(name, None)
    elif name not in before or before[name] != version.attributes[name]:
        attributes[name] = version.attributes[name]
        provenance[name] = dict(version.provenance.get(name, {}))


def _held(version: Entity, name: str) -> Held:
    source = version.provenance.get(name, {"m": version.source_message, "p": ""})
    return Held(version.attributes[name], version.valid_from, version.known_from, None, source)
