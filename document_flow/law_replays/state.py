"""Where a replay of a law stands: how far it has read, and what it has found; of single persons ids of cases alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

from pydantic import TypeAdapter

from document_flow.law_replays.weighing import Weighed
from document_flow.words import Words

Phase = Literal["", "reading", "read"]
PHASES: Mapping[str, Words] = {"reading": Words("oxunur", "being read"), "read": Words("hazırdır", "done")}
FIRST: Final = "0" * 32
"""Before the first case."""
Weight = tuple[int, int]
"""Persons, and qəpik a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laws:
    """Which law in whose stead: a table, the numbers of its versions and their SHA-256, the programme that it decides.

    Without an old version `before` is 0.
    """

    table: str = ""
    programme: str = ""
    before: int = 0
    after: int = 0
    before_sha256: str = ""
    after_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a range of cases came to: weights by `group/value/effect`, cases that lack a fact by its name, the ids of
    those who lose, also of a right that is suspended, and a digest of everything that is another. `too_little` has the
    grade that was due by the id of each case whose sum was too little, `lacking` the ids of those of which a fact is
    lacking to tell.
    """

    read: int = 0
    weights: Mapping[str, Weight] = field(default_factory=dict)
    missing: Mapping[str, int] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    too_little: Mapping[str, str] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    changed: int = 0
    digest: str = ""

    @property
    def raises(self) -> tuple[str, ...]:
        """What a digest holds fast of those whose sum was too little: each case with the grade that was due."""
        return tuple(f"{case} {due}" for case, due in self.too_little.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class LawReplay:
    """A replay over all cases that are granted or refused when it begins to read them, by their ids.

    `of_all` is how many there were, `waiting` how many were still undecided: those go by the law of their own day.
    `lost` counts those who would lose a right, be it a suspended one, and `pin` is the SHA-256 over their ids, each
    folded into the one before; `too_little` and `raise_pin` are the same of sums that were too little, `lacking` counts
    those of which a fact is lacking to tell, until an officer says that they were found out (`is_concluded`).
    """

    laws: Laws = field(default_factory=Laws)
    by: str = ""
    day: date = date.min
    phase: Phase = ""
    of_all: int = 0
    waiting: int = 0
    read: int = 0
    last: str = FIRST
    weights: Mapping[str, Weight] = field(default_factory=dict)
    missing: Mapping[str, int] = field(default_factory=dict)
    changed: int = 0
    lost: int = 0
    pin: str = ""
    too_little: int = 0
    raise_pin: str = ""
    lacking: int = 0
    is_concluded: bool = False
    digest: str = ""
    length: int = 0

    def with_range(self, found: Found, last: str, *, is_last: bool) -> LawReplay:
        """The same with one more range."""
        return replace(
            self,
            phase="read" if is_last else "reading",
            read=self.read + found.read,
            last=last,
            weights=_summed(self.weights, found.weights),
            missing={
                name: self.missing.get(name, 0) + found.missing.get(name, 0)
                for name in {**self.missing, **found.missing}
            },
            changed=self.changed + found.changed,
            lost=self.lost + len(found.lost),
            pin=folded(self.pin, found.lost),
            too_little=self.too_little + len(found.too_little),
            raise_pin=folded(self.raise_pin, found.raises),
            lacking=self.lacking + len(found.lacking),
            digest=folded(self.digest, (found.digest,)),
        )

    def weight(self, group: str, value: str, effect: str) -> Weight:
        """Of a group's value and an effect."""
        return self.weights.get(f"{group}/{value}/{effect}", (0, 0))

    def values(self, group: str) -> Sequence[str]:
        """The values of a group that somebody has."""
        return list(dict.fromkeys(key.split("/")[1] for key in self.weights if key.split("/")[0] == group))


def found_in(weighed: Iterable[tuple[str, Weighed]]) -> Found:
    """What a range comes to, by the ids of its cases in their order."""
    weights: dict[str, Weight] = {}
    missing: dict[str, int] = {}
    lost: list[str] = []
    too_little: dict[str, str] = {}
    lacking: list[str] = []
    read, changed, digest = 0, 0, ""
    for name, each in weighed:
        read += 1
        for group, value in (("all", "all"), *each.groups.items()):
            key = f"{group}/{value}/{each.effect}"
            persons, money = weights.get(key, (0, 0))
            weights[key] = (persons + 1, money + each.money)
        for fact in each.missing:
            missing[fact] = missing.get(fact, 0) + 1
        if each.effect not in ("same", "rests", "already"):
            changed += 1
            digest = folded(digest, (f"{name} {each.effect} {each.money}",))
        if each.ends:
            lost.append(name)
        if each.due:
            too_little[name] = each.due
        if each.is_open:
            lacking.append(name)
    return Found(
        read=read,
        weights=weights,
        missing=missing,
        lost=tuple(lost),
        too_little=too_little,
        lacking=tuple(lacking),
        changed=changed,
        digest=digest,
    )


def folded(pin: str, parts: Iterable[str]) -> str:
    """SHA-256 over each part after the digest of those before it."""
    for each in parts:
        pin = hashlib.sha256(f"{pin}{each}".encode()).hexdigest()
    return pin


def _summed(one: Mapping[str, Weight], other: Mapping[str, Weight]) -> Mapping[str, Weight]:
    keys = {**one, **other}
    pairs = ((key, one.get(key, (0, 0)), other.get(key, (0, 0))) for key in keys)
    return {key: (mine[0] + theirs[0], mine[1] + theirs[1]) for key, mine, theirs in pairs}


REPLAYS: TypeAdapter[LawReplay] = TypeAdapter(LawReplay)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NOTHING = LawReplay()
