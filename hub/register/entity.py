"""An entity of the register as it is known now, and the pure rules by which a fact changes it.

Two times are kept: since when a fact holds in the world (`valid_from`), and since when the register knows it
(`known_from`). Every attribute carries its provenance: the message, the party, and the civil act if one stands behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hub.register.weights import weight

Attributes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from."""

    message: str
    party: str
    act: str | None = None

    def to_json(self) -> dict[str, str]:
        """The short form that is stored beside each attribute."""
        stated = {"m": self.message, "p": self.party}
        return {**stated, "a": self.act} if self.act else stated


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, household, status, account or act. `id` is the hub's own; instants in microseconds.

    `key` seals the attributes of all its versions. Of an entity that was erased it is gone, and so are they.
    """

    id: str
    kind: str
    attributes: Attributes = field(default_factory=dict)
    provenance: Mapping[str, dict[str, str]] = field(default_factory=dict)
    version: str | None = None
    valid_from: int = 0
    known_from: int = 0
    source_message: str = ""
    key: bytes = field(default=b"", repr=False, compare=False)
    is_new: bool = False

    def changed_fields(self, before: Entity) -> tuple[str, ...]:
        """Names of attributes whose value differs, sorted."""
        names = {*self.attributes, *before.attributes}
        return tuple(sorted(n for n in names if self.attributes.get(n) != before.attributes.get(n)))


def learn(entity: Entity, facts: Attributes, source: Source, *, weak: Iterable[str] = ()) -> Entity:
    """The entity after these facts. A fact that is None says nothing.

    A `weak` attribute (letters lost, or transliterated) never replaces a value that is there, and a source that counts
    less never replaces what one that counts more has said.
    """
    attributes, provenance = dict(entity.attributes), dict(entity.provenance)
    weak, said = frozenset(weak), source.to_json()
    for name, value in facts.items():
        if value is None or attributes.get(name) == value:
            continue
        if name in attributes and (name in weak or _outweighed(name, provenance.get(name), source)):
            continue
        attributes[name] = value
        provenance[name] = said
    if attributes == entity.attributes:
        return entity
    return replace(entity, attributes=attributes, provenance=provenance, source_message=source.message)


def _outweighed(name: str, before: Mapping[str, str] | None, source: Source) -> bool:
    return before is not None and weight(before["p"], name) > weight(source.party, name)


def unlearn(entity: Entity, past: Iterable[Entity], act: str, source: Source) -> Entity:
    """The entity as if a cancelled act had never been: each attribute that rests on it goes back to what it rested on.

    `past` are the earlier versions, newest first.
    """
    earlier = list(past)
    attributes, provenance = dict(entity.attributes), dict(entity.provenance)
    for name in [name for name, origin in entity.provenance.items() if origin.get("a") == act]:
        before = next((e for e in earlier if e.provenance.get(name, {}).get("a") != act), None)
        if before is None or name not in before.attributes:
            attributes.pop(name, None)
            provenance.pop(name, None)
        else:
            attributes[name] = before.attributes[name]
            provenance[name] = before.provenance[name]
    if attributes == entity.attributes:
        return entity
    return replace(entity, attributes=attributes, provenance=provenance, source_message=source.message)
