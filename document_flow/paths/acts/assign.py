"""Others take over in a stage, or as the author while the document is with its author."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from document_flow.paths.acting import (
    REASON,
    Act,
    ByStandIn,
    Case,
    Decided,
    Field,
    Form,
    HappenedFor,
    Refusal,
    StageState,
    State,
    Words,
    elsewhere,
    follow,
    is_involved,
    no_text,
    not_manager,
    not_now,
    refusal,
)
from document_flow.paths.path import Rule
from document_flow.paths.staffing import in_office, is_own, staff
from document_flow.paths.values import Bloc


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(ByStandIn):
    """Others take over in the open stage: somebody left, or nobody was there; never fewer than before.

    By a clerk, a head, or one to whom the lateness was escalated; nobody assigns himself. While the document is with
    its author, the one added becomes the author.
    """

    kind: Literal["assign"] = "assign"
    add: tuple[str, ...]
    remove: tuple[str, ...] = ()
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(HappenedFor):
    """Others took over in a stage, whose members are now these; `due` stays. Without a stage: another author."""

    kind: Literal["assigned"] = "assigned"
    stage: str | None
    round: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    members: tuple[str, ...] = ()
    blocs: tuple[Bloc, ...] = ()
    reason: str

    def apply(self, state: State) -> State:
        """In a stage its members change; in the author's hands the author does."""
        if self.stage is not None:
            index = state.index_of(self.stage)
            stages = tuple(self._taken_over(each) if i == index else each for i, each in enumerate(state.stages))
            return state.one_on(stages, state.current, state.seen)
        author = self.added[0] if self.added else state.author
        hands = state.hands if author in state.hands else (*state.hands, author)
        return replace(state, author=author, hands=hands, length=state.length + 1)

    def _taken_over(self, stage: StageState) -> StageState:
        meeting = stage.meeting
        if meeting is not None:  # who is new must be invited too
            present = {member: hand for member, hand in meeting.present.items() if member in self.members}
            recused = tuple(member for member in meeting.recused if member in self.members)
            phase = "called" if meeting.phase == "invited" else meeting.phase
            meeting = replace(meeting, present=present, recused=recused, phase=phase)
        seats = max(stage.seats, len(self.members))
        return replace(stage, members=self.members, blocs=self.blocs, seats=seats, meeting=meeting)


def decide(case: Case, command: Assign) -> Decided:
    """Others take over in the open stage, or as the author while the document is with its author."""
    stage = case.state.stage
    refused = no_text(command.reason) or _may_not_assign(case, stage, command)
    if refused is not None:
        return refused
    if stage is None:
        return _new_author(case, command)
    if stage.meeting is not None and stage.meeting.phase in ("voting", "closed"):
        return not_now("iclasda səsvermə başlanıb", "the meeting has begun to vote")
    if stage.act == "agreement" or not _is_assignable(case, stage, command):
        return refusal("path.assignment")
    exchanged = dict(zip(command.remove, command.add, strict=False))
    more = command.add[len(command.remove) :]
    assigned = Assigned(
        **case.stamp,
        stage=stage.id,
        round=stage.round,
        added=command.add,
        removed=command.remove,
        members=(*_exchanged(stage.members, exchanged), *more),
        blocs=_blocs(case.definition.rule, stage.blocs, exchanged, more),
        reason=command.reason,
    )
    return follow(case, assigned)


def _may_not_assign(case: Case, stage: StageState | None, command: Assign) -> Refusal | None:
    if case.by in command.add or case.principal in command.add:
        return refusal("path.self_assigned")
    if stage is not None and case.principal in stage.escalated_to:
        return None
    return not_manager(case)


def _new_author(case: Case, command: Assign) -> Decided:
    state = case.state
    if state.status not in ("draft", "returned"):
        return elsewhere(state)
    is_right = len(command.add) == 1 and command.add[0] != state.author and command.remove in ((), (state.author,))
    if not is_right or not _are_in_office(case, command.add) or is_involved(state, command.add[0]):
        return refusal("path.assignment")
    taken = Assigned(
        **case.stamp, stage=None, round=state.round, added=command.add, removed=(state.author,), reason=command.reason
    )
    return (taken,)


def _is_assignable(case: Case, stage: StageState, command: Assign) -> bool:
    """Those removed have not spoken, those added are new and may act, and there are not fewer than before."""
    add, remove = command.add, command.remove
    leaving = all(login in stage.members and login not in stage.marks for login in remove)
    coming = not any(login in stage.members or is_own(stage.act, login, case.state.hands) for login in add)
    is_once = len(set(add)) == len(add) and len(set(remove)) == len(remove)
    fits = leaving and coming and is_once and 0 < len(add) >= len(remove) and _are_in_office(case, add)
    return fits and _is_of_the_commission(case, stage, command)


def _is_of_the_commission(case: Case, stage: StageState, command: Assign) -> bool:
    """Where a commission votes, those added are members of it, and none of them is left out."""
    definition, state, directory = case.definition, case.state, case.context.directory
    if definition.act != "vote" or all(who.kind != "group" for who in definition.who):
        return True
    members = staff(definition, state.author, state.hands, directory).members
    there = (set(stage.members) - set(command.remove)) | set(command.add)
    return set(command.add) <= set(members) <= there


def _are_in_office(case: Case, logins: tuple[str, ...]) -> bool:
    return in_office(logins, case.context.directory) == logins


def _exchanged(members: tuple[str, ...], exchanged: Mapping[str, str]) -> tuple[str, ...]:
    """Each new one in the place of the one who goes: the turn stays."""
    return tuple(exchanged.get(member, member) for member in members)


def _blocs(
    rule: Rule, blocs: tuple[Bloc, ...], exchanged: Mapping[str, str], more: tuple[str, ...]
) -> tuple[Bloc, ...]:
    """Those who come on top go where people lack, else to the first."""
    made = [Bloc(bloc.name, _exchanged(bloc.members, exchanged)) for bloc in blocs]
    if not made:
        return ()
    for login in more:
        index = next((i for i, bloc in enumerate(made) if len(bloc.members) < rule.count), 0)
        made[index] = Bloc(made[index].name, (*made[index].members, login))
    return tuple(made)


ACTS = (
    Act(
        command=Assign,
        decide=decide,
        events={Assigned: Words("mərhələdə başqaları təyin edildi", "others took over")},
        forms=(
            Form(
                title=Words("Başqasına həvalə et", "Assign to another"),
                place="more",
                rank=12,
                fields=(
                    Field("add", Words("Kim", "Who"), "choice", required=True, source="newcomers"),
                    Field("remove", Words("Kimin yerinə", "In whose place"), "choice", source="silent"),
                    REASON,
                ),
                reads=lambda said: {
                    "add": tuple(filter(None, (said["add"],))),
                    "remove": tuple(filter(None, (said["remove"],))),
                },
            ),
        ),
    ),
)
