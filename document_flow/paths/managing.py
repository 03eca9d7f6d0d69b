"""Others take over in a stage or as the author; remarks, and notes that only a head may read."""

from __future__ import annotations

from collections.abc import Mapping

from document_flow.outcome import Refusal
from document_flow.paths.case import Case, elsewhere, is_involved, no_text, not_manager
from document_flow.paths.commands import Assign, Comment, PrivateNote
from document_flow.paths.events import Assigned, Bloc, Commented, Event, PrivatelyNoted
from document_flow.paths.following import follow
from document_flow.paths.path import Rule
from document_flow.paths.refusals import not_now, refusal
from document_flow.paths.staffing import in_office, is_own
from document_flow.paths.state import StageState

Decided = tuple[Event, ...] | Refusal


def comment(case: Case, command: Comment) -> Decided:
    """A remark in the thread of the open stage."""
    stage = case.state.stage
    made = Commented(
        **case.stamp, stage=None if stage is None else stage.id, text=command.text, reply_to=command.reply_to
    )
    return no_text(command.text) or (made,)


def private_note(case: Case, command: PrivateNote) -> Decided:
    """A note for the head of the unit alone."""
    directory = case.context.directory
    unit = command.unit if command.unit is not None else directory.officials[case.by].unit
    head = directory.head_of(unit)
    if head is None:
        return refusal("path.no_head", unit=unit)
    stage = case.state.stage
    made = PrivatelyNoted(**case.stamp, stage=None if stage is None else stage.id, to=head, text=command.text)
    return no_text(command.text) or (made,)


def assign(case: Case, command: Assign) -> Decided:
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
    return leaving and coming and is_once and 0 < len(add) >= len(remove) and _are_in_office(case, add)


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
