"""Where a draw stands: what `evolve` makes of its events.

announced → frozen → drawn; cancelled before it is frozen, void after it where nothing can be drawn

Once frozen, plan, commitments, entries and root never change; once drawn, the order never does. What happens to homes
afterwards (`homes`, `struck`, `offers`) stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from pydantic import TypeAdapter

from document_flow.cases.state import Sending, Way
from document_flow.draws.drafted import Drafted
from document_flow.draws.families import LeftOut
from document_flow.draws.order import Allotted, Entry, Revealed, next_in_line
from document_flow.draws.plan import NO_PLAN, TERMS, DrawTerms, Plan
from document_flow.second_person import Proposal
from document_flow.words import Words

Phase = Literal["", "announced", "frozen", "drawn", "cancelled", "void"]
PHASES: Mapping[str, Words] = {
    "": Words("elan edilməyib", "not announced"),
    "announced": Words("elan edilib", "announced"),
    "frozen": Words("siyahısı dondurulub", "frozen"),
    "drawn": Words("keçirilib", "drawn"),
    "cancelled": Words("ləğv edilib", "cancelled"),
    "void": Words("etibarsız sayılıb", "void"),
}
OfferStatus = Literal["offered", "accepted", "moved_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A party's commitment in hexadecimal, and whose hand brought it."""

    hash: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One slip pulled for an entry: the class and the number that stand on it, before two witnesses (logins)."""

    entry: str
    rooms: int
    slip: int
    witnesses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """An entry that is out after the draw: the home that it held passes on, to nobody where nobody waits.

    A family of the reserve holds no home, and none passes on.
    """

    number: str
    home: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What was offered. `answer_until` and `move_in_until` are last days; the second is counted once it is accepted."""

    home: str
    document: str
    notified_on: date
    answer_until: date
    status: OfferStatus = "offered"
    accepted_on: date | None = None
    move_in_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """A home placed beforehand with a family, by the commission's decision; `moved_in`: the keys are with it."""

    home: str
    document: str
    moved_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unhoused:
    """How a family without a home stands: its place among the `families` of its class, how many `homes` the draw gives
    those, and the place of the `last` of them that has one.
    """

    place: int
    families: int
    homes: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a family without a home was told on that day; `sha256` is the file's. The term for a complaint begins with
    the day on which it is proven that the family has it, and not before.
    """

    no: str
    sha256: str
    on: date
    stood: Unhoused
    notified_on: date | None = None
    complain_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How a family is told of its letter: the `ways` that there are, in turn, and what went out by now."""

    ways: tuple[Way, ...] = ()
    sendings: tuple[Sending, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One draw. `drafted` is its list as a document, `earlier` those before it.

    `people` are keyed hashes of who returns, by entry; `confirmed` are entries whose slips a witness saw,
    `disputed` the witnesses who saw others; `values` are by party; `stated_by` typed the public value, `vouched`
    the same after it, `overruled` another one before it; `order` is what was drawn, `homes` who is to have which
    home today, by entry. `withdrawn` went before the draw. `placings` are by number of a family that is no entry.
    `heard` are documents by which families answered or left. `letters` are those to families without a home,
    `letter_nos` their numbers in the journal of outgoing documents; one whose letter was not needed any more stays
    given. `reached` is how families are told. `reason` is why it was stopped, `waiting` waits for a second person.
    """

    phase: Phase = ""
    plan: Plan = NO_PLAN
    terms: DrawTerms = TERMS
    announced_by: str = ""
    announced_at: datetime = NO_PLAN.draw_at
    commitments: Mapping[str, Commitment] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    drafted: Drafted | None = None
    earlier: tuple[Drafted, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    list_document: str = ""
    root: str = ""
    frozen_by: str = ""
    frozen_at: datetime = NO_PLAN.draw_at
    values: Mapping[str, Revealed] = field(default_factory=dict)
    public_value: str = ""
    stated_by: str = ""
    vouched: tuple[str, ...] = ()
    overruled: tuple[str, ...] = ()
    pulls: tuple[Pull, ...] = ()
    confirmed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disputed: tuple[str, ...] = ()
    waiting: Proposal | None = None
    reason: str = ""
    seed: str = ""
    order: tuple[Allotted, ...] = ()
    homes: Mapping[str, str] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    struck: tuple[Struck, ...] = ()
    offers: Mapping[str, Offer] = field(default_factory=dict)
    placings: Mapping[str, Placing] = field(default_factory=dict)
    heard: tuple[str, ...] = ()
    letters: Mapping[str, Letter] = field(default_factory=dict)
    letter_nos: Mapping[str, str] = field(default_factory=dict)
    reached: Mapping[str, Reach] = field(default_factory=dict)
    length: int = 0

    @property
    def drafts(self) -> tuple[Drafted, ...]:
        """All of them, the last one last."""
        return (*self.earlier, self.drafted) if self.drafted is not None else ()

    @property
    def out(self) -> frozenset[str]:
        """The entries that have no part in it any more."""
        return frozenset((*self.withdrawn, *(each.number for each in self.struck)))

    @property
    def has_value(self) -> bool:
        """Whether anything came that the order follows from."""
        return bool(self.public_value if self.plan.source else self.values or self.pulls)

    def unconfirmed(self, witness: str) -> tuple[str, ...]:
        """The entries whose slips this witness saw and has not confirmed."""
        done = self.confirmed.get(witness, ())
        return tuple(each.entry for each in self.pulls if witness in each.witnesses and each.entry not in done)

    @property
    def awaited(self) -> frozenset[str]:
        """The witnesses who have not confirmed all that they saw."""
        return frozenset(each for pull in self.pulls for each in pull.witnesses if self.unconfirmed(each))

    @property
    def housed(self) -> Mapping[str, str]:
        """Who may move into which home, or has: the draw was held, and the family accepted or was placed."""
        if self.phase != "drawn":
            return {}
        accepted = {number: offer.home for number, offer in self.offers.items() if offer.status != "offered"}
        return {**accepted, **{number: placing.home for number, placing in self.placings.items()}}

    def entry(self, number: str) -> Entry | None:
        """The frozen entry of that number."""
        return next((each for each in self.entries if each.number == number), None)

    def next_after(self, rooms: int) -> str:
        """Who is to have a home of that class that becomes free; empty where nobody of the class waits."""
        return next_in_line(self.order, rooms, {*self.homes, *self.out})


DRAWS: TypeAdapter[Draw] = TypeAdapter(Draw)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NOTHING = Draw()
"""Before it is announced."""
