"""Change requests for a thing of a person that rests on an act: entered, on other terms, or ended. Pure.

The same act for the same people is one thing, which a later request changes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

from hub.bodies import Body
from hub.errors import Refused
from hub.register.entity import Entity
from hub.register.facts import Source
from hub.register.requests import NO_NEWS, AttributeLine, EntityId, Standing
from hub.register.store import Change
from hub.register.things import thing_change
from mappings.records import Record
from mappings.registered import Registered
from mappings.value import Value

T = TypeVar("T", bound=Value)


class ThingWish(Body, ABC, Generic[T]):
    """A thing of a person as it is to be."""

    kind: str
    entity: EntityId
    terms: T

    @abstractmethod
    def thing(self, person: Entity) -> Registered:
        """It for this person; Refused where it cannot be."""

    @property
    @abstractmethod
    def ground(self) -> str:
        """The act."""

    @abstractmethod
    def record(self, standing: Standing) -> Record:
        """What the message holds."""

    @property
    def entities(self) -> tuple[str, ...]:
        """Whose it is."""
        return (self.entity,)

    def mark(self, standing: Standing) -> str:
        """Another one whenever the thing changes."""
        before = _before(standing)
        return "new" if before.is_new else f"{before.id}:{before.known_from}"

    def changes(self, standing: Standing, source: Source) -> tuple[Change, ...]:
        """The thing on these terms; Refused where nothing would change."""
        kept = standing.kept
        before = _before(standing)
        after, _ = thing_change(before, self.thing(standing.people[self.entity]), source)
        if kept is None or after is None or after is before:
            raise Refused("register.no_news", NO_NEWS, status=422, place="terms")
        return (Change(before, after, (kept.row.key,) if before.is_new else (), kept.row.links),)

    def lines(self, standing: Standing, changes: Sequence[Change]) -> list[AttributeLine]:
        """Each of its terms."""
        before, after = _before(standing).attributes, changes[0].after.attributes
        wanted = self.terms.model_dump(mode="json", exclude_none=True)
        return [AttributeLine(name, before.get(name), value, after.get(name)) for name, value in wanted.items()]


def _before(standing: Standing) -> Entity:
    if standing.kept is None:
        message = "the thing was not looked up"
        raise LookupError(message)
    return standing.kept.before
