"""What an event makes of the stage that it names, its meeting included."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from document_flow.paths import events as e
from document_flow.paths.commands import Choice
from document_flow.paths.path import BODY
from document_flow.paths.rungs import rung_name
from document_flow.paths.state import Mark, Meeting, MinutesSignature, StageState, StageStatus

Change = Callable[[StageState, Any], StageState]


def _opened(stage: StageState, event: e.StageOpened) -> StageState:
    return StageState(
        id=stage.id,
        act=stage.act,
        status="open",
        round=event.round,
        members=event.members,
        blocs=event.blocs,
        seats=event.seats,
        marks={principal: stage.marks[principal] for principal in event.kept if principal in stage.marks},
        opened=event.opened,
        due=event.due,
        meeting=Meeting() if event.meets else None,
    )


def _marked(stage: StageState, event: e.Marked) -> StageState:
    return stage.marked(Mark(event.principal, event.by, event.verdict, event.content_hash, event.at, event.note))


def _answered(stage: StageState, event: e.AgreementRecorded) -> StageState:
    principal = BODY + event.body
    verdict: Choice = "against" if event.result == "disagreed" else "for"
    return stage.marked(Mark(principal, event.by, verdict, event.content_hash, event.at, event.note))


def _status(status: StageStatus) -> Change:
    def change(stage: StageState, _event: Any) -> StageState:
        return replace(stage, status=status)

    return change


def _resumed(stage: StageState, event: e.Resumed) -> StageState:
    span: tuple[date, date] = (event.first, event.last)
    return replace(stage, pauses=(*stage.pauses, span), due=event.due)


def _fired(stage: StageState, event: e.Reminded | e.DuePassed) -> StageState:
    return replace(stage, fired=_with(stage.fired, rung_name(event.rung)))


def _escalated(stage: StageState, event: e.Escalated) -> StageState:
    told = tuple(dict.fromkeys((*stage.escalated_to, *event.to)))
    return replace(stage, fired=_with(stage.fired, rung_name(event.rung)), escalated_to=told)


def _with(fired: tuple[str, ...], name: str) -> tuple[str, ...]:
    return fired if name in fired else (*fired, name)


def _in_meeting(change: Callable[[Meeting, Any], Meeting]) -> Change:
    """A stage that has no meeting stays as it is."""

    def on_stage(stage: StageState, event: Any) -> StageState:
        return stage if stage.meeting is None else replace(stage, meeting=change(stage.meeting, event))

    return on_stage


def _meeting_opened(meeting: Meeting, event: e.MeetingOpened) -> Meeting:
    return Meeting(
        number=event.number,
        phase="called",
        agenda=event.agenda,
        held_at=event.held_at,
        place=event.place,
        recused=meeting.recused,
    )


def _invited(meeting: Meeting, _event: e.MembersInvited) -> Meeting:
    return replace(meeting, phase="invited")


def _attended(meeting: Meeting, event: e.AttendanceMarked) -> Meeting:
    present = _without(meeting.present, event.member)
    return replace(meeting, present={**present, event.member: event.hand} if event.present else present)


def _recused(meeting: Meeting, event: e.MemberRecused) -> Meeting:
    recused = _with(meeting.recused, event.member)
    return replace(meeting, recused=recused, present=_without(meeting.present, event.member))


def _voting(meeting: Meeting, event: e.VotingOpened) -> Meeting:
    present = {member: meeting.present.get(member, member) for member in event.present}
    return replace(meeting, phase="voting", present=present, quorum=event.quorum)


def _casting(meeting: Meeting, event: e.CastingVoteGiven) -> Meeting:
    return replace(meeting, casting=event.choice)


def _dissented(meeting: Meeting, event: e.DissentRecorded) -> Meeting:
    return replace(meeting, dissents={**meeting.dissents, event.member: event.text})


def _closed(meeting: Meeting, event: e.MeetingClosed) -> Meeting:
    if event.outcome == "no_quorum":
        return Meeting(number=meeting.number, recused=meeting.recused, outcome="no_quorum")
    return replace(meeting, phase="closed", outcome=event.outcome)


def _minutes(meeting: Meeting, event: e.MinutesSigned) -> Meeting:
    signature = MinutesSignature(event.on_behalf_of or event.by, event.by, event.minutes_hash)
    return replace(meeting, minutes={**meeting.minutes, event.role: signature})


def _without(present: Mapping[str, str], member: str) -> dict[str, str]:
    return {each: hand for each, hand in present.items() if each != member}


ON_STAGE: dict[type, Change] = {
    e.StageOpened: _opened,
    e.Marked: _marked,
    e.AgreementRecorded: _answered,
    e.StagePassed: _status("passed"),
    e.StageRefused: _status("refused"),
    e.Returned: _status("waiting"),
    e.Resumed: _resumed,
    e.Reminded: _fired,
    e.DuePassed: _fired,
    e.Escalated: _escalated,
    e.MeetingOpened: _in_meeting(_meeting_opened),
    e.MembersInvited: _in_meeting(_invited),
    e.AttendanceMarked: _in_meeting(_attended),
    e.MemberRecused: _in_meeting(_recused),
    e.VotingOpened: _in_meeting(_voting),
    e.CastingVoteGiven: _in_meeting(_casting),
    e.DissentRecorded: _in_meeting(_dissented),
    e.MeetingClosed: _in_meeting(_closed),
    e.MinutesSigned: _in_meeting(_minutes),
}
"""What each event about a stage makes of it."""
