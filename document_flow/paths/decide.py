"""The door to a run: what a command comes to, as events or as a refusal. Pure; neither clock nor store is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from document_flow.context import Context
from document_flow.outcome import Refusal
from document_flow.paths import clock, commands, managing, marking, meeting, moving, sending
from document_flow.paths.case import Case, standing
from document_flow.paths.commands import Command, Tick
from document_flow.paths.events import Event
from document_flow.paths.path import Path
from document_flow.paths.refusals import refusal
from document_flow.paths.state import State

Decided = tuple[Event, ...] | Refusal


def decide(path: Path, state: State, command: Command, context: Context) -> Decided:
    """The events that the command brings about, with all that follow by themselves; none for a rung that has fired.

    `path` is the version that the state names; after `MovePath` it is the new one.
    """
    if state.path_id != path.id or state.path_version != path.version:
        return refusal("path.wrong_version", path=state.path_id, version=state.path_version)
    if isinstance(command, Tick):
        return clock.tick(path, state, command, context)
    case = Case(path, state, context, command.by, command.on_behalf_of)
    return standing(case) or _DECIDE[type(command)](case, command)


_DECIDE: dict[type, Callable[[Case, Any], Decided]] = {
    commands.Submit: sending.submit,
    commands.Approve: marking.approve,
    commands.Refuse: marking.refuse,
    commands.Abstain: marking.abstain,
    commands.ReturnForRevision: marking.return_for_revision,
    commands.Resubmit: sending.resubmit,
    commands.Recall: sending.recall,
    commands.ReplaceContent: sending.replace_content,
    commands.Comment: managing.comment,
    commands.PrivateNote: managing.private_note,
    commands.Acquaint: marking.acquaint,
    commands.RecordAgreement: marking.record_agreement,
    commands.Assign: managing.assign,
    commands.Suspend: clock.suspend,
    commands.Resume: clock.resume,
    commands.MovePath: moving.move_path,
    commands.CastVote: marking.cast_vote,
    commands.OpenMeeting: meeting.open_meeting,
    commands.InviteMembers: meeting.invite_members,
    commands.MarkAttendance: meeting.mark_attendance,
    commands.Recuse: meeting.recuse,
    commands.OpenVoting: meeting.open_voting,
    commands.CastingVote: meeting.casting_vote,
    commands.Dissent: meeting.dissent,
    commands.CloseMeeting: meeting.close_meeting,
    commands.SignMinutes: meeting.sign_minutes,
}
