"""Everything is known and no rule decides: an official has to look (undecided is never a default)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.cases.acting import Act, ByHand, Case, Decision, Form, Happened, Standing, Words, refusal
from document_flow.cases.state import Unruled


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveToPeople(ByHand):
    """The table came to nothing, or contradicts itself. `trouble`: it came to what cannot be printed, and why."""

    kind: Literal["leave_to_people"] = "leave_to_people"
    unruled: Unruled | None = None
    trouble: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftToPeople(Happened):
    """It waits for an official."""

    kind: Literal["left_to_people"] = "left_to_people"
    unruled: Unruled | None = None
    trouble: Words | None = None

    def apply(self, case: Case) -> Case:
        """Undecided, with everything known."""
        return replace(case, phase="undecided", unruled=self.unruled, trouble=self.trouble)


@dataclass(frozen=True, slots=True, kw_only=True)
class TryAgain(ByHand):
    """An official has seen to it: a table was mended, a fact corrected."""

    kind: Literal["try_again"] = "try_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedAgain(Happened):
    """Its facts are gathered anew."""

    kind: Literal["tried_again"] = "tried_again"

    def apply(self, case: Case) -> Case:
        """From the beginning, with the application that it has."""
        return replace(case, phase="opened", facts={}, lacking=(), asked=0, draft=None, trouble=None)


def _leave(standing: Standing, command: LeaveToPeople) -> Decision:
    if standing.case.phase != "decidable" and not (command.trouble is not None and standing.case.is_undecided):
        return refusal("cases.decided")
    stamp = standing.stamp(command.by)
    return (LeftToPeople(**stamp, unruled=command.unruled, trouble=command.trouble),)


def _again(standing: Standing, command: TryAgain) -> Decision:
    if not standing.case.is_undecided or standing.case.phase == "opened":
        return refusal("cases.decided")
    return (TriedAgain(**standing.stamp(command.by)),)


ACTS = (
    Act(
        command=LeaveToPeople,
        decide=_leave,
        events={
            LeftToPeople: Words("qayda qərar vermədi, insan baxmalıdır", "no rule decided, an official has to look")
        },
    ),
    Act(
        command=TryAgain,
        decide=_again,
        events={TriedAgain: Words("məlumat yenidən toplanır", "its facts are gathered anew")},
        forms=(Form(title=Words("Məlumatı yenidən topla", "Gather the facts anew"), place="now", rank=20),),
    ),
)
