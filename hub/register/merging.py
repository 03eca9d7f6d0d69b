"""Joining two records of one person, and parting them again: change requests of their own kinds. Pure.

The survivor learns what the other record has, but its FİN; the other stays as it was. Parted, what was taken over is
withdrawn, so that both are what they were; what came in between goes to whom its message's key names, and of what no
key tells an official says whose it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from pydantic import Field

from hub.bodies import Body
from hub.errors import Conflict, Refused, Words
from hub.register.entity import Entity, adopted, learn_facts, withdraw
from hub.register.facts import FOREVER, Fact, Source
from hub.register.merges import Joined, Side
from hub.register.persons import NUMBERS
from hub.register.requests import AttributeLine, EntityId, Standing
from hub.register.store import Change
from mappings.records import Person, Record

_OWN: Final = "fin"
_ONE_TYPO = 1


class _Pair(Body):
    """A request about two records, of which the first survives."""

    survivor: EntityId
    other: EntityId
    ground: str = Field(min_length=3, max_length=200)

    @property
    def entities(self) -> tuple[str, ...]:
        """Both."""
        return self.survivor, self.other

    def mark(self, standing: Standing) -> str:
        """Another one whenever a fact of either changes."""
        return standing.mark(self.entities)

    def record(self, standing: Standing) -> Record:
        """Whom the message is about."""
        return Person.model_validate({"fin": standing.people[self.survivor].attributes.get("fin")})


class MergeWish(_Pair):
    """Two records are one person. Each keeps its FIN, or the numbers that it has instead."""

    kind: Literal["person_merge"] = "person_merge"

    def changes(self, standing: Standing, source: Source) -> tuple[Change, ...]:
        """The survivor with what the other has; Refused where that cannot be."""
        survivor, other = standing.people[self.survivor], standing.people[self.other]
        if self.survivor == self.other:
            raise Refused(
                "register.same_record",
                Words("Bu, eyni yazıdır: iki fərqli yazı seçin.", "That is one record: choose two."),
                status=422,
                place="other",
            )
        if _OWN in other.attributes and _OWN not in survivor.attributes:
            raise Refused("register.survivor_without_fin", _NO_FIN, status=422, place="survivor")
        taken = [_without_fin(adopted(fact, source.at)) for fact in standing.facts[self.other] if _stands(fact)]
        said = standing.facts[self.survivor]
        return (Change(survivor, learn_facts(survivor, [fact for fact in taken if fact.values], said)),)

    def lines(self, standing: Standing, changes: Sequence[Change]) -> list[AttributeLine]:
        """Every attribute of both."""
        before, other = standing.people[self.survivor].attributes, standing.people[self.other].attributes
        after = changes[0].after
        return [
            AttributeLine(
                name, before.get(name), other.get(name), after.attributes.get(name), _outweighs(name, other, after)
            )
            for name in sorted({*before, *other})
        ]

    def warnings(self, standing: Standing) -> list[Words]:
        """What speaks for two people."""
        one, other = (standing.people[each].attributes for each in self.entities)
        found = [words for name, words in _DIFFER.items() if name in one and name in other and one[name] != other[name]]
        fins = [str(each[_OWN]) for each in (one, other) if _OWN in each]
        if len(set(fins)) > 1:
            near = sum(a != b for a, b in zip(*fins, strict=True)) == _ONE_TYPO
            found.insert(0, _TWINS if near else _TWO_FINS)
        return found


class SplitWish(_Pair):
    """Two records that were joined are two people. `sides` says whose the facts are of which no key tells."""

    kind: Literal["person_split"] = "person_split"
    sides: dict[str, Side] = Field(default={}, max_length=500)

    def asked(self, standing: Standing) -> list[Fact]:
        """The facts of which an official must say whose they are, and which this wish does not tell."""
        sides = _joined(standing).sides
        return [
            fact
            for fact in standing.facts[self.survivor]
            if fact.id in sides and sides[fact.id] is None and fact.id not in self.sides
        ]

    def changes(self, standing: Standing, source: Source) -> tuple[Change, ...]:
        """Both, as they stand apart. What is not told whose it is stays with the survivor until it is said."""
        joined, facts = _joined(standing), standing.facts[self.survivor]
        survivor, other = standing.people[self.survivor], standing.people[self.other]
        told = {**{id_: side for id_, side in joined.sides.items() if side is not None}, **self._known(joined)}
        leaving = [fact for fact in facts if told.get(fact.id) == "other"]
        gone = [fact for fact in facts if fact.id in joined.merge.facts]
        moved = [adopted(fact, source.at) for fact in leaving]
        return (
            Change(survivor, withdraw(survivor, facts, [*gone, *leaving], source)),
            Change(other, learn_facts(other, moved, standing.facts[self.other])),
        )

    def lines(self, standing: Standing, changes: Sequence[Change]) -> list[AttributeLine]:
        """Every attribute: as it is joined, and whose it will be."""
        one, other = (each.after.attributes for each in changes)
        before = standing.people[self.survivor].attributes
        return [
            AttributeLine(name, before.get(name), other.get(name), one.get(name))
            for name in sorted({*before, *one, *other})
        ]

    def _known(self, joined: Joined) -> Mapping[str, Side]:
        """What the wish says of facts that nothing else tells of: no key is overruled."""
        return {id_: side for id_, side in self.sides.items() if id_ in joined.sides and joined.sides[id_] is None}


def _joined(standing: Standing) -> Joined:
    if standing.joined is None:
        raise Conflict(
            "register.not_joined",
            Words(
                "Bu iki yazı birləşdirilməyib və ya artıq ayrılıb.",
                "These two records are not joined, or are apart already.",
            ),
        )
    return standing.joined


def _without_fin(fact: Fact) -> Fact:
    return replace(fact, values={name: value for name, value in fact.values.items() if name not in (_OWN, NUMBERS)})


def _stands(fact: Fact) -> bool:
    return fact.known_to == FOREVER


def _outweighs(name: str, other: Mapping[str, object], after: Entity) -> Mapping[str, object] | None:
    """The origin of what stays against the other record's value; each record has a FIN of its own, so none of that."""
    stays = name != _OWN and name in other and after.attributes.get(name) != other[name]
    return after.provenance.get(name) if stays else None


_NO_FIN = Words(
    "Qalan yazıda FİN yoxdur, o birində var: FİN-i olan yazı qalmalıdır.",
    "The record that would stay has no FIN and the other has: the one with the FIN stays.",
)
_TWO_FINS = Words(
    "Yazıların FİN-ləri fərqlidir: bir şəxsin bir FİN-i olur. Hansının səhv olduğunu DİN təsdiq etməlidir.",
    "The records have two FINs and a person has one: the Ministry of Internal Affairs must have said which is wrong.",
)
_TWINS = Words(
    "FİN-lər yalnız bir simvolla fərqlənir: yazı səhvi də, əkizlər də ola bilər. Əsas kimi DİN-in cavabını göstərin.",
    "The FINs differ by one character: a slip, or twins. Name the answer of the Ministry of Internal Affairs.",
)
_DIFFER: Mapping[str, Words] = {
    "sex": Words("Cinsi fərqlidir.", "The sex differs."),
    "birth_date": Words("Doğum tarixi fərqlidir.", "The date of birth differs."),
    "given_name": Words("Adı fərqlidir.", "The given name differs."),
    "vital_status": Words("Biri vəfat edib, o biri sağdır.", "One is deceased, the other alive."),
}
