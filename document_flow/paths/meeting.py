"""A stage that decides in a meeting: agenda, invitation of all, attendance, recusal, voting, own opinions, minutes.

Quorum, majority of those present and the minutes that chair and secretary sign follow the law on administrative
proceedings, art. 54-56. Who is present is settled when voting opens, so the quorum cannot be lost afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from document_flow.outcome import Refusal
from document_flow.paths.case import Case, open_stage
from document_flow.paths.event import Event
from document_flow.paths.path import MeetingRules
from document_flow.paths.refusals import not_now, refusal
from document_flow.paths.staffing import expand, is_own
from document_flow.paths.state import Meeting, MeetingPhase, StageState
from document_flow.paths.tally import Tally
from document_flow.words import Words

Decided = tuple[Event, ...] | Refusal
_Office = Literal["chair", "secretary"]
BEFORE_VOTING: tuple[MeetingPhase, ...] = ("called", "invited")
PHASE_WORDS: dict[MeetingPhase, Words] = {
    "to_call": Words("iclas çağırılmayıb", "no meeting has been called"),
    "called": Words("üzvlər hələ dəvət olunmayıb", "the members have not been invited yet"),
    "invited": Words("üzvlər dəvət olunub, səsvermə açılmayıb", "the members are invited, voting is not open"),
    "voting": Words("səsvermə gedir", "the meeting is voting"),
    "closed": Words("iclas bağlanıb", "the meeting is closed"),
}


@dataclass(frozen=True, slots=True)
class Sitting:
    """The open stage, its meeting and its rules, once it is sure that there is one."""

    stage: StageState
    meeting: Meeting
    rules: MeetingRules


def in_meeting(
    decide: Callable[[Case, Sitting, Any], Decided], *phases: MeetingPhase
) -> Callable[[Case, Any], Decided]:
    """A decision in the meeting of the open stage, while it is in one of these phases."""

    def decided(case: Case, command: Any) -> Decided:
        sitting = _sitting(case, phases)
        return sitting if isinstance(sitting, Refusal) else decide(case, sitting, command)

    return decided


def is_tie(counted: Tally) -> bool:
    """All have voted, as many for it as against."""
    return not counted.silent and counted.votes_for == counted.votes_against


def _sitting(case: Case, phases: tuple[MeetingPhase, ...]) -> Sitting | Refusal:
    stage = open_stage(case.state)
    if isinstance(stage, Refusal):
        return stage
    rules, meeting = case.definition.meeting, stage.meeting
    if rules is None or meeting is None:
        return refusal("path.no_meeting", stage=stage.id)
    if meeting.phase not in phases:
        words = PHASE_WORDS[meeting.phase]
        return not_now(words.az, words.en)
    return Sitting(stage, meeting, rules)


def _holds(case: Case, sitting: Sitting, office: _Office) -> bool:
    who = sitting.rules.chair if office == "chair" else sitting.rules.secretary
    return case.principal in expand(who, case.state.author, case.context.directory)


def not_office(case: Case, sitting: Sitting, office: _Office) -> Refusal | None:
    """Why it is not this officer's word."""
    return None if _holds(case, sitting, office) else refusal("path.not_chair")


def not_bureau(case: Case, sitting: Sitting) -> Refusal | None:
    """Why it is neither the chair's word nor the secretary's."""
    holds = _holds(case, sitting, "chair") or _holds(case, sitting, "secretary")
    return None if holds else refusal("path.not_bureau")


def unsigned_office(case: Case, sitting: Sitting) -> _Office | None:
    """The office that this person holds and has not signed for yet."""
    offices: tuple[_Office, ...] = ("chair", "secretary")
    held = [office for office in offices if _holds(case, sitting, office)]
    return next((office for office in held if office not in sitting.meeting.minutes), None)


def no_member(sitting: Sitting, member: str) -> Refusal | None:
    """Why this is no member who takes part."""
    if member in sitting.stage.members and member not in sitting.meeting.recused:
        return None
    return refusal("path.not_asked", stage=sitting.stage.id, principal=member)


def no_seat(case: Case, sitting: Sitting, member: str, hand: str) -> Refusal | None:
    """One person, one seat; a stand-in by today's list, never a hand of the document."""
    context, kind = case.context, case.state.document_kind
    is_taken = any(each != member and sits == hand for each, sits in sitting.meeting.present.items())
    may_sit = hand == member or member in context.directory.acting_for(hand, context.today, kind)
    if is_taken or not may_sit or is_own(sitting.stage.act, hand, case.state.hands):
        return refusal("path.seat", hand=hand)
    return None
