"""An entity of the register as it is known now: the projection of its facts, and the pure rules by which it changes.

Every attribute carries its origin: the message, the party, both times, and the civil act if one stands behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hub.register.facts import Attributes, Fact, Source, facts_of, news_of, project, take
from hub.store.ids import new_id


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, household, status, account or act. `id` is the hub's own; `known_from` in microseconds is since when
    it stands as it does.

    `key` seals the attributes and all facts. Of an entity that was erased it is gone, and so are they. `told` and
    `withdrawn` are facts that are not stored yet, or not yet stored as withdrawn.
    """

    id: str
    kind: str
    attributes: Attributes = field(default_factory=dict)
    provenance: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    version: str | None = None
    known_from: int = 0
    source_message: str = ""
    key: bytes = field(default=b"", repr=False, compare=False)
    is_new: bool = False
    told: tuple[Fact, ...] = ()
    withdrawn: tuple[Fact, ...] = ()

    def changed_fields(self, before: Entity) -> tuple[str, ...]:
        """Names of attributes whose value differs, sorted."""
        names = {*self.attributes, *before.attributes}
        return tuple(sorted(n for n in names if self.attributes.get(n) != before.attributes.get(n)))


def learn(
    entity: Entity,
    values: Attributes,
    source: Source,
    *,
    weak: Iterable[str] = (),
    valid_from: int | None = None,
    said: Sequence[Fact] = (),
) -> Entity:
    """The entity after a source has stated these values; the same entity where that is no news.

    What a party has said before is no news: of the values that hold the entity knows who said them, of others `said`
    (earlier facts, oldest first) does.
    """
    return learn_facts(entity, facts_of(entity.kind, values, source, weak=weak, valid_from=valid_from), said)


def learn_facts(entity: Entity, facts: Iterable[Fact], said: Sequence[Fact] = ()) -> Entity:
    """The entity after these facts, each of which may say nothing new."""
    attributes: dict[str, Any] = dict(entity.attributes)
    provenance: dict[str, Any] = dict(entity.provenance)
    told = []
    for fact in facts:
        news = news_of(fact, attributes, provenance, said)
        if news.values:
            told.append(news)
            take(entity.kind, news, attributes, provenance)
    return _after(entity, attributes, provenance, told=told) if told else entity


def unlearn(entity: Entity, facts: Sequence[Fact], act: str, source: Source) -> Entity:
    """The entity as if a cancelled act had never been: what rests on it is withdrawn. `facts` are all that it has."""
    return withdraw(entity, facts, [fact for fact in facts if fact.source.act == act], source)


def withdraw(entity: Entity, facts: Sequence[Fact], which: Iterable[Fact], source: Source) -> Entity:
    """The entity as if these of its facts had never been told. `facts` are all that it has."""
    gone = [replace(fact, known_to=source.at) for fact in which if fact.was_known(source.at)]
    if not gone:
        return entity
    without = {fact.id for fact in gone}
    attributes, provenance = project(entity.kind, (fact for fact in facts if fact.id not in without))
    return _after(entity, attributes, provenance, source.message, withdrawn=gone)


def adopted(fact: Fact, at: int) -> Fact:
    """What was stated of one record of a person, stated of another one from then on."""
    return replace(fact, id=new_id(), source=replace(fact.source, at=at))


def _after(
    entity: Entity,
    attributes: dict[str, Any],
    provenance: dict[str, dict[str, Any]],
    message: str = "",
    *,
    told: Sequence[Fact] = (),
    withdrawn: Sequence[Fact] = (),
) -> Entity:
    """Its state moves on only where a value or its origin has changed."""
    moves = (attributes, provenance) != (entity.attributes, entity.provenance)
    return replace(
        entity,
        told=(*entity.told, *told),
        withdrawn=(*entity.withdrawn, *withdrawn),
        attributes=attributes if moves else entity.attributes,
        provenance=provenance if moves else entity.provenance,
        source_message=(message or told[-1].source.message) if moves else entity.source_message,
    )
