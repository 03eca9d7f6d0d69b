"""What the page of one entity shows: every value with its source and its earlier ones, as of any two days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from hub.access.masking import mask_field
from hub.clock import SECOND
from hub.console.register.labels import ATTRIBUTES, PARTIES, called, written
from hub.console.writing import BAKU, instant_of, read_day
from hub.errors import Words
from hub.register.disagreeing import Disagreement, Statement, disagreements
from hub.register.entity import Entity
from hub.register.facts import FOREVER, Fact
from hub.register.held import Held, as_of, held_values
from hub.register.reading import Told

_NOT_SHOWN = frozenset(("persons", "members", "kind"))
_LAST_MOMENT = time(23, 59, 59, 999999, tzinfo=BAKU)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The two days that were chosen, as typed; empty means now."""

    known: str = ""
    valid: str = ""

    @property
    def is_now(self) -> bool:
        """Whether no day was chosen."""
        return not (self.known or self.valid)


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value as it stands or stood: its source and its times in microseconds."""

    value: Words
    party: Words
    message: Told | None
    act: Words | None
    valid_from: int
    known_from: int
    known_to: int | None

    @property
    def valid_day(self) -> date | None:
        """The day since which it holds, where a source named a day (midnight UTC) and not a moment."""
        moment = datetime.fromtimestamp(self.valid_from / SECOND, UTC)
        return moment.date() if moment.time() == time() else None


@dataclass(frozen=True, slots=True)
class FieldView:
    """An attribute with its value and the earlier ones, newest first."""

    name: str
    label: Words
    now: ValueView
    earlier: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True)
class DisagreementView:
    """What another source says."""

    label: Words
    held: Words
    said: Words
    party: Words
    message: str
    accepted_at: int
    why: Words


@dataclass(frozen=True, slots=True)
class Lens:
    """How values are shown: masked unless a purpose was given, with the messages that they came by."""

    shown: bool
    told: Mapping[str, Told]

    def value(self, name: str, value: Any) -> Words:
        """The value as this viewer may see it."""
        return written(name, value if self.shown else mask_field(name, value), shown=self.shown)


def instant_at_end_of(day: str) -> int:
    """The last microsecond of a day in Baku; the end of time where no day is given. ValueError for what is no day."""
    if not day:
        return FOREVER - 1
    return instant_of(datetime.combine(date.fromisoformat(read_day(day)), _LAST_MOMENT))


def seen_at(entity: Entity, facts: Sequence[Fact], chosen: AsOf) -> Entity | None:
    """The entity as of the chosen days."""
    if chosen.is_now:
        return entity
    return as_of(entity, facts, instant_at_end_of(chosen.known), instant_at_end_of(chosen.valid))


def fields_of(seen: Entity, facts: Sequence[Fact], chosen: AsOf, lens: Lens) -> list[FieldView]:
    """The attributes in the order in which people read them."""
    known = instant_at_end_of(chosen.known)
    valid = instant_at_end_of(chosen.valid)
    histories = held_values(seen.kind, [fact for fact in facts if fact.known_from <= known])
    found = []
    for name in sorted(seen.attributes.keys() - _NOT_SHOWN, key=_order):
        values = histories.get(name) or [_stands(seen, name)]
        at = next((i for i, each in enumerate(values) if _is_it(each, seen, name, valid)), 0)
        views = [_value_view(name, each, lens) for each in values]
        others = (*views[:at], *views[at + 1 :])
        found.append(FieldView(name, called(ATTRIBUTES, name), views[at], others))
    return found


def disagreements_of(person: Entity, statements: Sequence[Statement], lens: Lens) -> list[DisagreementView]:
    """Where other sources say something else than the register holds."""
    return [_disagreement(each, person, lens) for each in disagreements(person, statements)]


def holders_word(accounts: Sequence[Entity], told: Mapping[str, Told]) -> list[Statement]:
    """What utilities call the person whom they have as their subscriber."""
    found = []
    for account in accounts:
        holder = account.attributes.get("holder")
        message = told.get(account.provenance.get("holder", {}).get("m", ""))
        if isinstance(holder, Mapping) and message:
            weak = frozenset((*holder.get("lossy", ()), *holder.get("derived", ())))
            facts = {name: value for name, value in holder.items() if name not in ("lossy", "derived", "until")}
            found.append(Statement(message.id, message.party, message.accepted_at, facts, weak))
    return sorted(found, key=lambda each: each.message, reverse=True)


def messages_of(entities: Sequence[Entity], facts: Sequence[Fact]) -> set[str]:
    """The messages that all these values came by."""
    return {origin["m"] for entity in entities for origin in entity.provenance.values()} | {
        fact.source.message for fact in facts
    }


def _stands(entity: Entity, name: str) -> Held:
    """A value of the present state, where the facts behind it were not read."""
    origin = entity.provenance[name]
    return Held(entity.attributes[name], origin["v"], origin["k"], None, origin)


def _is_it(held: Held, seen: Entity, name: str, valid: int) -> bool:
    return bool(held.value == seen.attributes[name]) and held.valid_from <= valid


def _value_view(name: str, held: Held, lens: Lens) -> ValueView:
    message = lens.told.get(held.source["m"])
    act = held.source.get("a")
    return ValueView(
        lens.value(name, held.value),
        called(PARTIES, held.source["p"]),
        message,
        lens.value("act_number", act) if act else None,
        held.valid_from,
        held.known_from,
        held.known_to,
    )


def _disagreement(found: Disagreement, person: Entity, lens: Lens) -> DisagreementView:
    name = found.attribute
    return DisagreementView(
        called(ATTRIBUTES, name),
        lens.value(name, person.attributes[name]),
        lens.value(name, found.value),
        called(PARTIES, found.statement.party),
        found.statement.message,
        found.statement.known_from,
        found.why,
    )


_ORDER = {name: number for number, name in enumerate(ATTRIBUTES)}


def _order(name: str) -> tuple[int, str]:
    return _ORDER.get(name, len(_ORDER)), name
