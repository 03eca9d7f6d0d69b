"""Where a run stands: what `evolve` makes of its events.

asked → cut → compared → frozen → approved → issued → settled → closed, or cancelled

What is asked of all lists at once is an `Order`: the hub carries it out list by list in that person's name and says
when it is done. In between the run is where its lists were. It is as far as the last of its lists that were not
stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import TypeAdapter

from document_flow.lists.comparing import Basis
from document_flow.lists.run import NO_CUT, ListRun
from document_flow.lists.state import PHASES as LIST_PHASES
from document_flow.lists.state import Approval
from document_flow.second_person import Proposal
from document_flow.words import Words

Asked = Literal["freeze", "approve", "withhold", "issue", "cancel"]
Which = Literal["settlement", "origin", "account"]
Way = Literal["cut", "compared", "frozen", "approved", "issued", "settled", "closed"]
"""What a run has in common with its lists."""
Phase = Literal["", "asked", Way, "cancelled"]
_WAY: tuple[Way, ...] = ("cut", "compared", "frozen", "approved", "issued", "settled", "closed")
_OUT: tuple[Way, ...] = ("issued", "settled", "closed")
PHASES: Mapping[str, Words] = {
    "": Words("açılmayıb", "not opened"),
    "asked": Words("tərtib olunması gözlənilir", "waits to be drawn up"),
    **{each: LIST_PHASES[each] for each in _WAY},
    "cancelled": Words("ləğv edilib", "cancelled"),
    "freeze": Words("dondurulur", "being frozen"),
    "approve": Words("təsdiq yazılır", "the approval is being written"),
    "withhold": Words("bir qrup saxlanılır", "a group is being withheld"),
    "issue": Words("buraxılır", "being issued"),
    "cancel": Words("ləğv edilir", "being cancelled"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody asked of all lists of the run. `party` and `document` are of an approval."""

    act: Asked
    by: str
    party: str = ""
    document: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Who is withheld on all lists, and by which act: those of a place, or those whose account is questioned."""

    which: Which
    place: str
    basis: Basis
    proposed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunHead:
    """A run. `benefit` is which rights it lists, `lists` how many of its lists stand in which phase.

    `root` is the Merkle root over its lists' roots in the order of their ids, once they are frozen; `approvals` are by
    party. `unplaced` are rights of whom the register has no record of a person, so that no list has them. `groups` are
    withheld, the newest last; `waiting` waits for a second person.
    """

    run: ListRun = NO_CUT.run
    benefit: str = ""
    phase: Phase = ""
    asked_by: str = ""
    order: Order | None = None
    lists: Mapping[str, int] = field(default_factory=dict)
    root: str = ""
    approvals: Mapping[str, Approval] = field(default_factory=dict)
    unplaced: int = 0
    holds_slot: bool = False
    groups: tuple[Group, ...] = ()
    waiting: Proposal | None = None
    ended: str = ""
    length: int = 0

    @property
    def shown(self) -> str:
        """The phase to be told: what is being done, else where it stands."""
        return self.order.act if self.order else self.phase

    @property
    def missing(self) -> tuple[str, ...]:
        """The parties that have not approved yet."""
        return tuple(each for each in self.run.parties if each not in self.approvals)

    @property
    def has_issued(self) -> bool:
        """Whether any of its lists went out."""
        return any(self.lists.get(each) for each in _OUT)

    @property
    def is_ended(self) -> bool:
        """Whether nothing follows any more."""
        return self.phase in ("closed", "cancelled")


def phase_of(lists: Mapping[str, int]) -> Phase:
    """As far as the last list that goes on; of a run whose lists were all stopped, that it was cancelled."""
    if not any(lists.values()):
        return "closed"
    return next((each for each in _WAY if lists.get(each)), "cancelled")


RUNS: TypeAdapter[RunHead] = TypeAdapter(RunHead)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""
NOTHING = RunHead()
"""Before it is opened."""
