"""Facts: what sources state of an entity, in groups of attributes. They are the truth; its present state follows.

Each fact has both times: since when it holds in the world (`valid_from`) and since when the register knows it
(`known_from`). A fact is never changed: what was withdrawn is no longer known from then on (`known_to`). Of several
facts about an attribute the one that counts most holds (`rank`), in whatever order they came. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from hub.register.weights import group_of, weight
from hub.store.ids import new_id

FOREVER: Final = 9_000_000_000_000_000
"""The end of time, in microseconds."""

Attributes = Mapping[str, Any]
Rank = tuple[bool, int, bool, int, int]
_BY_ACT: Final = frozenset(("vital_status", "death_date"))
"""What an act says of these no mere word of equal weight undoes, of whatever day: only the act's cancellation does."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: a message of a party, told to the register `at` (microseconds); a civil act, if any."""

    message: str
    party: str
    at: int
    act: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What one source states of one group of attributes. Instants in microseconds, ends exclusive.

    `weak` names values whose letters were lost or transliterated.
    """

    group: str
    values: Attributes
    source: Source
    valid_from: int
    valid_to: int = FOREVER
    known_to: int = FOREVER
    weak: frozenset[str] = frozenset()
    id: str = field(default_factory=new_id)

    @property
    def known_from(self) -> int:
        """Since when the register knows it."""
        return self.source.at

    @property
    def is_undated(self) -> bool:
        """Whether its source told no day, so that it holds from when it was told."""
        return self.valid_from == self.source.at

    def was_known(self, at: int) -> bool:
        """Whether the register knew it at a moment."""
        return self.known_from <= at < self.known_to

    def held(self, at: int) -> bool:
        """Whether it holds of a moment in the world."""
        return self.valid_from <= at < self.valid_to

    def origin(self, name: str) -> dict[str, Any]:
        """Where a value comes from, in the short form that is kept beside it; `origin_rank` reads it."""
        stated = {"m": self.source.message, "p": self.source.party, "v": self.valid_from, "k": self.known_from}
        if self.source.act is not None:
            stated["a"] = self.source.act
        return {**stated, "w": 1} if name in self.weak else stated


def facts_of(
    kind: str, values: Attributes, source: Source, *, weak: Iterable[str] = (), valid_from: int | None = None
) -> list[Fact]:
    """What a source states of an entity, by group. A value that is None says nothing; undated it holds from now on."""
    groups: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        if value is not None:
            groups.setdefault(group_of(kind, name), {})[name] = value
    since = source.at if valid_from is None else valid_from
    weak = frozenset(weak)
    return [Fact(group, each, source, since, weak=weak & each.keys()) for group, each in groups.items()]


def rank(kind: str, name: str, origin: Mapping[str, Any]) -> Rank:
    """How much a value counts: whole letters before lost ones, the weightier party, of a death the act, the later day,
    the later word.
    """
    rests = name in _BY_ACT and "a" in origin
    return ("w" not in origin, weight(origin["p"], name, kind), rests, origin["v"], origin["k"])


def project(
    kind: str, facts: Iterable[Fact], *, valid: int = FOREVER - 1, known: int = FOREVER - 1
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Attributes and their origins: what the register knew at `known` of how things were at `valid`."""
    attributes: dict[str, Any] = {}
    origins: dict[str, dict[str, Any]] = {}
    for fact in facts:
        if fact.was_known(known) and fact.held(valid):
            take(kind, fact, attributes, origins)
    return attributes, origins


def take(kind: str, fact: Fact, attributes: dict[str, Any], origins: dict[str, dict[str, Any]]) -> None:
    """Let a fact's values stand where they count at least as much as what is there."""
    origin = fact.origin("")
    weak = {**origin, "w": 1}
    for name, value in fact.values.items():
        of = weak if name in fact.weak else origin
        if name not in origins or rank(kind, name, of) >= rank(kind, name, origins[name]):
            attributes[name], origins[name] = value, of


def news_of(fact: Fact, attributes: Attributes, origins: Mapping[str, Mapping[str, Any]], said: Sequence[Fact]) -> Fact:
    """The fact without what its party has said before, resting on the same; `said` are earlier facts, oldest first."""
    if not said and origins.keys().isdisjoint(fact.values):
        return fact
    told = {n: v for n, v in fact.values.items() if not _said_before(fact, n, v, attributes, origins, said)}
    if len(told) == len(fact.values):
        return fact
    return replace(fact, values=told, weak=fact.weak & told.keys())


def _said_before(
    fact: Fact,
    name: str,
    value: Any,
    attributes: Attributes,
    origins: Mapping[str, Mapping[str, Any]],
    said: Sequence[Fact],
) -> bool:
    by = (fact.source.party, fact.source.act)
    origin = origins.get(name)
    if (
        origin is not None
        and (origin["p"], origin.get("a")) == by
        and (fact.is_undated or origin["v"] == fact.valid_from)
    ):
        return bool(attributes[name] == value) and ("w" in origin) == (name in fact.weak)
    words = [each for each in said if (each.source.party, each.source.act) == by and name in each.values]
    if not fact.is_undated:  # of another day the same word is news: there may have been another value in between
        words = [each for each in words if each.valid_from == fact.valid_from]
    return bool(words) and bool(words[-1].values[name] == value) and words[-1].known_to == FOREVER
