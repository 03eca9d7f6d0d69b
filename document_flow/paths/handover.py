"""What a leaving official has on a path, handed over: the place in the open stage, or the draft."""

from __future__ import annotations

from dataclasses import dataclass

from document_flow.context import Context
from document_flow.outcome import Refusal
from document_flow.paths.acting import Decided
from document_flow.paths.acts.assign import Assign, Assigned
from document_flow.paths.case import Case
from document_flow.paths.decide import decide
from document_flow.paths.following import follow
from document_flow.paths.path import Path
from document_flow.paths.refusals import not_now, refusal
from document_flow.paths.state import StageState, State
from document_flow.paths.tally import capacity_short
from document_flow.paths.values import Bloc


@dataclass(frozen=True, slots=True)
class Taking:
    """Whose place goes to the first of the `receivers` who may have it, by whose hand and why."""

    by: str
    leaver: str
    receivers: tuple[str, ...]
    reason: str


def taken_over(path: Path, state: State, context: Context, taking: Taking) -> Decided:
    """The place goes over; what stands against the first receiver is the refusal where none may have it.

    Who is asked in that stage already speaks there once: then the leaver's place falls away, if the others suffice.
    """
    if taking.by == taking.receivers[0]:
        return refusal("path.self_assigned")
    refused: Decided = refusal("path.assignment")
    for number, receiver in enumerate(taking.receivers):
        stage = state.stage
        if stage is not None and receiver in stage.members:
            decided = _fallen_away(Case(path, state, context, taking.by, None), stage, taking)
        else:
            step = Assign(by=taking.by, add=(receiver,), remove=(taking.leaver,), reason=taking.reason)
            decided = decide(path, state, step, context)
        if not isinstance(decided, Refusal):
            return decided
        refused = refused if number else decided
    return refused


def _fallen_away(case: Case, stage: StageState, taking: Taking) -> Decided:
    if stage.meeting is not None and stage.meeting.phase in ("voting", "closed"):
        return not_now("iclasda səsvermə başlanıb", "the meeting has begun to vote")
    members = tuple(login for login in stage.members if login != taking.leaver)
    blocs = tuple(
        Bloc(bloc.name, tuple(login for login in bloc.members if login != taking.leaver)) for bloc in stage.blocs
    )
    if capacity_short(case.definition.rule, members, blocs, stage.seats if stage.act == "vote" else 0):
        return refusal("path.assignment")
    fallen = Assigned(
        **case.stamp,
        stage=stage.id,
        round=stage.round,
        added=(),
        removed=(taking.leaver,),
        members=members,
        blocs=blocs,
        reason=taking.reason,
    )
    return follow(case, fallen)
