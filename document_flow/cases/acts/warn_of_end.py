"""The clock: a paper is about to end, and its holder is told while there is time to ask for the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from document_flow.cases.acting import Act, ByHand, Case, Decision, Happened, Standing, Words, refusal
from document_flow.cases.state import Ending, Sending
from document_flow.cases.told import ApplicantTold
from document_flow.programmes.programme import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnOfEnd(ByHand):
    """By the clock; `sendings` are by which ways the holder can be told."""

    kind: Literal["warn_of_end"] = "warn_of_end"
    sendings: tuple[Sending, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EndNoted(Happened):
    """The last day comes near; who can be told is told in the same commit, the others stand in the clerks' list."""

    kind: Literal["end_noted"] = "end_noted"
    on: date

    def apply(self, case: Case) -> Case:
        """Once of a day."""
        return replace(case, ending=Ending(on=self.on))


def warn_on(case: Case, programme: Programme) -> date | None:
    """The day from which its holder is to be told; None where nobody is, or was of this very day already."""
    ends = case.paper.valid_until if case.holds and case.paper is not None else None
    if ends is None or not programme.notice.ending or (case.ending is not None and case.ending.on == ends):
        return None
    return ends - timedelta(days=programme.notice.ending)


def decide(standing: Standing, command: WarnOfEnd) -> Decision:
    """Once of a last day, from so many days before it to that day."""
    if refused := standing.open():
        return refused
    case, today, stamp = standing.case, standing.context.today, standing.stamp(command.by)
    since, ends = warn_on(case, standing.programme), case.paper.valid_until if case.paper is not None else None
    if since is None or ends is None or not since <= today <= ends:
        return refusal("cases.not_over", day=since or "–")
    noted = EndNoted(**stamp, on=ends)
    return (noted, ApplicantTold(**stamp, sendings=command.sendings, about="ending")) if command.sendings else (noted,)


ACTS = (
    Act(
        command=WarnOfEnd,
        decide=decide,
        events={EndNoted: Words("kağızın son günü yaxınlaşır", "the paper's last day comes near")},
    ),
)
