"""Where a list stands: what `evolve` makes of its events. Its head only; entries and replies are rows beside it.

cut → compared → frozen → approved → issued → settled → closed; rejected, cancelled or superseded before it is issued

A chunk is a range of persons: worked on under a fence, done once with a hash. Once frozen, chunks, root and sums never
change; what must not go out is withheld beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import add
from typing import Literal

from pydantic import TypeAdapter

from document_flow.lists.comparing import Basis, Tally
from document_flow.lists.run import NO_CUT, Cut, ListRun
from document_flow.words import Words

Stop = Literal["rejected", "cancelled", "superseded"]
Phase = Literal["", "cut", "compared", "frozen", "approved", "issued", "settled", "closed", Stop]
PHASES: Mapping[Phase, Words] = {
    "": Words("tərtib olunmayıb", "not cut"),
    "cut": Words("tərtib olunur", "being cut"),
    "compared": Words("müqayisə olunub", "compared"),
    "frozen": Words("dondurulub", "frozen"),
    "approved": Words("təsdiq olunub", "approved"),
    "issued": Words("buraxılıb", "issued"),
    "settled": Words("hesablaşılıb", "settled"),
    "closed": Words("bağlanıb", "closed"),
    "rejected": Words("rədd edilib", "rejected"),
    "cancelled": Words("ləğv edilib", "cancelled"),
    "superseded": Words("yenisi ilə əvəz edilib", "superseded"),
}
BEFORE_ISSUE: tuple[Phase, ...] = ("cut", "compared", "frozen", "approved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """`fence` numbers its newest claim, which holds until `until`. Done, it has a hash and what was counted."""

    fence: int = 0
    worker: str = ""
    until: datetime | None = None
    hash: str = ""
    tally: Tally = field(default_factory=Tally)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One party's word over the root: the document that says it, and whose hand it was."""

    by: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withholding:
    """Entries of a frozen list that are not to go out: the qəpik of each by the hash of its leaf, and by which act."""

    basis: Basis
    entries: Mapping[str, int]
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHead:
    """A list. `approvals` are by party; `proposal` is to be withheld and waits for a second person.

    `paid_qepik` and `returned_qepik` are what its money came to, `ended` is why it was stopped, `successor` the list
    that took its place; `length` counts its events.
    """

    cut: Cut = NO_CUT
    phase: Phase = ""
    cut_by: str = ""
    chunks: tuple[Chunk, ...] = ()
    root: str = ""
    approvals: Mapping[str, Approval] = field(default_factory=dict)
    proposal: Withholding | None = None
    withheld: Mapping[str, int] = field(default_factory=dict)
    paid_qepik: int = 0
    returned_qepik: int = 0
    ended: str = ""
    successor: str = ""
    length: int = 0

    @property
    def run(self) -> ListRun:
        """By which it was cut."""
        return self.cut.run

    @property
    def tally(self) -> Tally:
        """What the chunks done so far come to."""
        return reduce(add, (each.tally for each in self.chunks), Tally())

    @property
    def issue_entries(self) -> int:
        """How many go out: those frozen without those withheld."""
        return self.tally.entries - len(self.withheld)

    @property
    def issue_qepik(self) -> int:
        """What they come to."""
        return self.tally.total_qepik - sum(self.withheld.values())

    @property
    def missing(self) -> tuple[str, ...]:
        """The parties that have not approved yet."""
        return tuple(each for each in self.run.parties if each not in self.approvals)

    @property
    def locks_accounts(self) -> bool:
        """Whether no account that it pays to may change now: between cut and issue."""
        return self.phase in BEFORE_ISSUE


LISTS: TypeAdapter[ListHead] = TypeAdapter(ListHead)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NOTHING = ListHead()
"""Before the cut."""
