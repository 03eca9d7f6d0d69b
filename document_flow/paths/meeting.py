"""A stage that decides in a meeting: agenda, invitation of all, attendance, recusal, voting, own opinions, minutes.

Quorum, majority of those present and the minutes that chair and secretary sign follow the law on administrative
proceedings, art. 54-56. Nobody comes once voting is open; who leaves without a vote is not counted any more, and where
that costs the quorum another meeting is called.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from document_flow.context import BAKU
from document_flow.dates_az import short_time
from document_flow.outcome import Refusal
from document_flow.paths.case import Case, open_stage
from document_flow.paths.event import Event
from document_flow.paths.path import MeetingRules
from document_flow.paths.refusals import not_now, refusal
from document_flow.paths.staffing import expand, in_office, is_own
from document_flow.paths.state import Meeting, MeetingPhase, StageState
from document_flow.paths.tally import Tally
from document_flow.people import Directory
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


def too_early(case: Case, sitting: Sitting) -> Refusal | None:
    """Before the time that was set."""
    held_at = sitting.meeting.held_at
    return refusal("path.early", at=short_time(held_at)) if held_at is not None and case.context.now < held_at else None


def before_its_day(case: Case, sitting: Sitting) -> Refusal | None:
    """Before the day, in Baku, that was set: those who come early come on the day."""
    held_at = sitting.meeting.held_at
    comes = held_at is None or held_at.astimezone(BAKU).date() <= case.context.today
    return None if comes else too_early(case, sitting)


def is_tie(counted: Tally) -> bool:
    """All have voted, as many for it as against."""
    return not counted.silent and counted.votes_for == counted.votes_against


def _sitting(case: Case, phases: tuple[MeetingPhase, ...]) -> Sitting | Refusal:
    stage = open_stage(case.state)
    if isinstance(stage, Refusal):
        return stage
    rules, meeting = case.definition.meeting, stage.meeting
    if rules is None or meeting is None:
        return refusal("path.no_meeting", stage=case.title(stage.id))
    if meeting.phase not in phases:
        words = PHASE_WORDS[meeting.phase]
        return not_now(words.az, words.en)
    return Sitting(stage, meeting, rules)


def presiding(rules: MeetingRules, stage: StageState, author: str, directory: Directory) -> tuple[str, ...]:
    """Who presides: the chair; where he is away or has withdrawn, the deputy, else the first of those who came.

    Who chairs and is no member of the commission need not be noted as present.
    """
    meeting = stage.meeting or Meeting()
    for who in (rules.chair, rules.deputy):
        found = () if who is None else expand(who, author, directory)
        able = tuple(login for login in found if login in meeting.present or login not in stage.members)
        if able := tuple(login for login in able if login not in meeting.recused):
            return able
    return in_office((member for member in stage.members if member in meeting.present), directory)[:1]


def not_presiding(case: Case, sitting: Sitting) -> Refusal | None:
    """Why it is not the word of the one who presides, by the hand that sits there."""
    if case.principal not in _presiding(case, sitting):
        return refusal("path.not_chair")
    sits = sitting.meeting.present.get(case.principal, case.by)
    return None if sits == case.by else refusal("path.absent", member=case.name(case.principal))


def not_bureau(case: Case, sitting: Sitting) -> Refusal | None:
    """Why it is neither the chair's word nor the secretary's, nor of one who presides."""
    chairs = expand(sitting.rules.chair, case.state.author, case.context.directory)
    found = (*chairs, *_presiding(case, sitting), *_secretaries(case, sitting))
    is_out = case.principal in sitting.meeting.recused
    return None if case.principal in found and not is_out else refusal("path.not_bureau")


def unsigned_office(case: Case, sitting: Sitting) -> _Office | None:
    """The office that this person holds and has not signed for yet."""
    held: list[_Office] = ["chair"] if not_presiding(case, sitting) is None else []
    held += ["secretary"] if case.principal in _secretaries(case, sitting) else []
    return next((office for office in held if office not in sitting.meeting.minutes), None)


def _presiding(case: Case, sitting: Sitting) -> tuple[str, ...]:
    return presiding(sitting.rules, sitting.stage, case.state.author, case.context.directory)


def _secretaries(case: Case, sitting: Sitting) -> tuple[str, ...]:
    return expand(sitting.rules.secretary, case.state.author, case.context.directory)


def no_member(case: Case, sitting: Sitting, member: str) -> Refusal | None:
    """Why this is no member who takes part."""
    if member in sitting.stage.members and member not in sitting.meeting.recused:
        return None
    return refusal("path.not_asked", stage=case.title(sitting.stage.id), principal=case.name(member))


def no_seat(case: Case, sitting: Sitting, member: str, hand: str) -> Refusal | None:
    """One person, one seat; a stand-in by today's list, never a hand of the document."""
    context, kind = case.context, case.state.document_kind
    is_taken = any(each != member and sits == hand for each, sits in sitting.meeting.present.items())
    may_sit = hand == member or member in context.directory.acting_for(hand, context.today, kind)
    if is_taken or not may_sit or is_own(sitting.stage.act, hand, case.state.hands):
        return refusal("path.seat", hand=case.name(hand))
    return None
