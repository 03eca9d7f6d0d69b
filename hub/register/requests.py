"""Change requests (dəyişiklik sorğusu) for people in the register: what is wanted, and what would come of it. Pure.

A request states facts in the committee's name, resting on the act or document that it names. What counts more than our
word stays, and the preview says so; the word is kept beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal, Protocol

from pydantic import AfterValidator, Field, ValidationError, field_validator

from hub.bodies import Body
from hub.clock import SECOND
from hub.errors import NotFound, Refused, Words, found_or
from hub.register.acts import instant
from hub.register.bulk import BulkThing
from hub.register.entity import Entity, learn
from hub.register.facts import Fact, Source
from hub.register.merges import Joined
from hub.register.persons import person_facts
from hub.register.store import Change
from hub.register.weights import group_of
from hub.store.ids import parse_id
from mappings.dates import BAKU, PartialDate
from mappings.records import Person, Record

OURS: Final = "committee"
"""In whose name a request states its facts."""
Grounds = Literal["civil_act", "document", "court", "applicant", "correction"]
GROUNDS: Mapping[Grounds, Words] = {
    "civil_act": Words("vətəndaşlıq vəziyyəti aktı", "civil act"),
    "document": Words("təqdim olunmuş sənəd", "a document that was shown"),
    "court": Words("məhkəmənin qərarı", "decision of a court"),
    "applicant": Words("şəxsin öz bəyanatı", "the person's own word"),
    "correction": Words("yazı səhvinin düzəldilməsi", "correction of a slip"),
}
NEVER_ASKED: Final = frozenset(("fin", "fin_state", "person_id", "previous_names", "lossy", "derived", "provenance"))
"""What no request changes: keys, and what the hub itself keeps."""


def _entity_id(text: str) -> str:
    return found_or(parse_id(text), NotFound("register.not_there", NOT_THERE))


EntityId = Annotated[str, AfterValidator(_entity_id)]
NOT_THERE = Words("Reyestrdə belə yazı yoxdur.", "The register holds no such record.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A thing that a request is about, as it stands (new where there is none), and how it is found."""

    before: Entity
    row: BulkThing


@dataclass(frozen=True, slots=True)
class Standing:
    """Whom a request is about as they stand, with all their facts, by id."""

    people: Mapping[str, Entity]
    facts: Mapping[str, Sequence[Fact]]
    joined: Joined | None = None
    """Of two that are to be parted, how they are joined."""
    kept: Kept | None = None
    alike: tuple[str, ...] = ()
    """Records that look like somebody who is to be entered."""
    fin_key: str = ""
    """The keyed hash of a FIN that came to somebody, and whether another record is found by it."""
    is_fin_taken: bool = False

    def mark(self, entities: Sequence[str], group: str | None = None) -> str:
        """A mark that is another one whenever a fact of these people (of this group) came or was withdrawn."""
        seen = sorted(
            (fact.id, fact.known_to)
            for entity in entities
            for fact in self.facts[entity]
            if group is None or fact.group == group
        )
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class AttributeLine:
    """One attribute: what is held, what is wanted, and what will be held. `stays_by` is the origin of a value that
    outweighs the wish, None where the wish comes true.
    """

    name: str
    before: Any
    wanted: Any
    after: Any
    stays_by: Mapping[str, Any] | None = None


class Wish(Protocol):
    """What a request asks for. `subject` holds the ids of everybody whom it is about."""

    @property
    def kind(self) -> str: ...

    @property
    def ground(self) -> str: ...

    @property
    def entities(self) -> tuple[str, ...]: ...

    def mark(self, standing: Standing) -> str: ...

    def changes(self, standing: Standing, source: Source) -> tuple[Change, ...]: ...

    def lines(self, standing: Standing, changes: Sequence[Change]) -> list[AttributeLine]: ...

    def record(self, standing: Standing) -> Record: ...


class ValuesWish(Body):
    """New values of one group of attributes of a person, which hold from a day on."""

    kind: Literal["person_change"] = "person_change"
    entity: EntityId
    values: dict[str, Any] = Field(min_length=1)
    valid_from: date
    basis: Grounds
    ground: str = Field(min_length=3, max_length=200)

    @field_validator("values")
    @classmethod
    def _of_a_person(cls, values: dict[str, Any]) -> dict[str, Any]:
        return read_values(values)

    @property
    def entities(self) -> tuple[str, ...]:
        """The person."""
        return (self.entity,)

    @property
    def group(self) -> str:
        """The group that all values are of."""
        return group_of("person", next(iter(self.values)))

    def mark(self, standing: Standing) -> str:
        """Another one whenever a fact of the group changes."""
        return standing.mark(self.entities, self.group)

    def changes(self, standing: Standing, source: Source) -> tuple[Change, ...]:
        """The person with these facts; Refused for a day to come, and for what was said before on the same ground."""
        if self.valid_from > datetime.fromtimestamp(source.at / SECOND, BAKU).date():
            raise Refused("register.day_ahead", _AHEAD, status=422, place="valid_from")
        day = PartialDate(self.valid_from.year, self.valid_from.month, self.valid_from.day)
        before = standing.people[self.entity]
        after = learn(before, self.values, source, valid_from=instant(day), said=standing.facts[self.entity])
        if after is before:
            raise Refused("register.no_news", NO_NEWS, status=422, place="values")
        return (Change(before, after),)

    def lines(self, standing: Standing, changes: Sequence[Change]) -> list[AttributeLine]:
        """Each wanted value."""
        before, after = standing.people[self.entity].attributes, changes[0].after
        return [
            AttributeLine(
                name,
                before.get(name),
                wanted,
                after.attributes.get(name),
                None if after.attributes.get(name) == wanted else after.provenance.get(name),
            )
            for name, wanted in self.values.items()
        ]

    def record(self, standing: Standing) -> Record:
        """The values as the message holds them."""
        return Person.model_validate({"fin": standing.people[self.entity].attributes.get("fin"), **self.values})


def read_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a person as the register keeps them; Refused with the attribute that cannot be so, or of two groups."""
    for name in values:
        if name not in Person.model_fields or name in NEVER_ASKED:
            raise Refused("register.not_to_change", _not_to_change(name), status=422, place=name)
    try:
        read = person_facts(Person.model_validate(dict(values)))
    except ValidationError as wrong:
        place = str(wrong.errors(include_input=False)[0]["loc"][0])
        raise Refused("register.bad_value", _bad_value(place), status=422, place=place) from None
    empty = sorted(values.keys() - read.keys())
    if empty:
        raise Refused("register.bad_value", _bad_value(empty[0]), status=422, place=empty[0])
    if len({group_of("person", name) for name in read}) > 1:
        raise Refused("register.two_groups", _TWO_GROUPS, status=422, place="values")
    return read


def _not_to_change(name: str) -> Words:
    shown = name[:60]
    return Words(
        f"“{shown}” dəyişiklik sorğusu ilə dəyişdirilmir.",
        f"{shown} is not changed by a change request.",
    )


def _bad_value(name: str) -> Words:
    return Words(
        f"“{name}” sahəsinə bu dəyər yazıla bilməz. Tarix 2026-11-24 kimi yazılır, qalanı siyahıdan seçilir.",
        f"The field {name} cannot take this value. A date is written as 2026-11-24; codes are chosen from the list.",
    )


_AHEAD = Words(
    "Dəyər gələcək gündən qüvvəyə minə bilməz: bu günü və ya keçmiş günü seçin.",
    "A value cannot hold from a day to come: choose today or a day that is past.",
)
NO_NEWS = Words(
    "Komitə bunu eyni əsasla artıq bildirib; dəyişən heç nə yoxdur.",
    "The committee has said this on the same ground before; nothing would change.",
)
_TWO_GROUPS = Words(
    "Bir sorğuda yalnız bir qrupun məlumatı dəyişdirilir (məsələn, şəxsiyyət və ya yaşayış yeri).",
    "One request changes values of one group alone, such as identity or residence.",
)
