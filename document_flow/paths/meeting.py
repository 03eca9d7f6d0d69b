"""A stage that decides in a meeting: agenda, invitation of all, attendance, recusal, voting, own opinions, minutes.

Quorum, majority of those present and the minutes that chair and secretary sign follow the law on administrative
proceedings, art. 54-56. Who is present is settled when voting opens, so the quorum cannot be lost afterwards.
"""

from __future__ import annotations

from typing import Literal

from document_flow.outcome import Refusal
from document_flow.paths.case import Case, no_text, open_stage
from document_flow.paths.commands import (
    CastingVote,
    CloseMeeting,
    Dissent,
    InviteMembers,
    MarkAttendance,
    OpenMeeting,
    OpenVoting,
    Recuse,
    SignMinutes,
)
from document_flow.paths.events import (
    AttendanceMarked,
    CastingVoteGiven,
    DissentRecorded,
    Event,
    MeetingClosed,
    MeetingOpened,
    MeetingOutcome,
    MemberRecused,
    MembersInvited,
    MinutesSigned,
    VotingOpened,
)
from document_flow.paths.following import follow
from document_flow.paths.path import MeetingRules
from document_flow.paths.refusals import not_now, refusal
from document_flow.paths.staffing import expand, is_own
from document_flow.paths.state import Meeting, MeetingPhase, StageState
from document_flow.paths.tally import Tally, presence, tally
from document_flow.words import Words

Decided = tuple[Event, ...] | Refusal
_Office = Literal["chair", "secretary"]
_BEFORE_VOTING: frozenset[MeetingPhase] = frozenset(("called", "invited"))
PHASE_WORDS: dict[MeetingPhase, Words] = {
    "to_call": Words("iclas çağırılmayıb", "no meeting has been called"),
    "called": Words("üzvlər hələ dəvət olunmayıb", "the members have not been invited yet"),
    "invited": Words("üzvlər dəvət olunub, səsvermə açılmayıb", "the members are invited, voting is not open"),
    "voting": Words("səsvermə gedir", "the meeting is voting"),
    "closed": Words("iclas bağlanıb", "the meeting is closed"),
}


class Sitting:
    """The open stage, its meeting and its rules, once it is sure that there is one."""

    __slots__ = ("meeting", "rules", "stage")

    def __init__(self, stage: StageState, meeting: Meeting, rules: MeetingRules) -> None:
        self.stage = stage
        self.meeting = meeting
        self.rules = rules


def open_meeting(case: Case, command: OpenMeeting) -> Decided:
    """Set the meeting."""
    sitting = _sitting(case, frozenset(("to_call",)))
    if isinstance(sitting, Refusal):
        return sitting
    if not command.agenda or not all(item.strip() for item in command.agenda):
        return refusal("path.agenda")
    opened = MeetingOpened(
        **case.stamp,
        stage=sitting.stage.id,
        number=sitting.meeting.number + 1,
        agenda=command.agenda,
        held_at=command.held_at,
        place=command.place,
    )
    return _not_bureau(case, sitting) or (opened,)


def invite_members(case: Case, _command: InviteMembers) -> Decided:
    """Invite all of them."""
    sitting = _sitting(case, frozenset(("called",)))
    if isinstance(sitting, Refusal):
        return sitting
    invited = MembersInvited(**case.stamp, stage=sitting.stage.id, members=sitting.stage.members)
    return _not_bureau(case, sitting) or (invited,)


def mark_attendance(case: Case, command: MarkAttendance) -> Decided:
    """Note who came, or take back a note made by mistake."""
    sitting = _sitting(case, frozenset(("invited",)))
    if isinstance(sitting, Refusal):
        return sitting
    hand = command.stand_in or command.member
    refused = _not_bureau(case, sitting) or _no_member(sitting, command.member)
    if refused is None and command.present:
        refused = _no_seat(case, sitting, command.member, hand)
    attended = AttendanceMarked(
        **case.stamp, stage=sitting.stage.id, member=command.member, hand=hand, present=command.present
    )
    return refused or (attended,)


def recuse(case: Case, command: Recuse) -> Decided:
    """Withdraw from the matter before voting opens."""
    sitting = _sitting(case, _BEFORE_VOTING)
    if isinstance(sitting, Refusal):
        return sitting
    recused = MemberRecused(**case.stamp, stage=sitting.stage.id, member=case.principal, reason=command.reason)
    return _no_member(sitting, case.principal) or no_text(command.reason) or (recused,)


def open_voting(case: Case, _command: OpenVoting) -> Decided:
    """Put it to the vote of those present."""
    sitting = _sitting(case, frozenset(("invited",)))
    if isinstance(sitting, Refusal):
        return sitting
    present, quorum = tuple(sitting.meeting.present), presence(case.definition, sitting.stage)
    if refused := _not_office(case, sitting, "chair"):
        return refused
    if len(present) < quorum:
        return refusal("path.no_quorum", present=len(present), quorum=quorum)
    return (VotingOpened(**case.stamp, stage=sitting.stage.id, present=present, quorum=quorum),)


def casting_vote(case: Case, command: CastingVote) -> Decided:
    """Decide a tie by the right that the path's act gives; the author of the document never does."""
    sitting = _sitting(case, frozenset(("voting",)))
    if isinstance(sitting, Refusal):
        return sitting
    if refused := _not_office(case, sitting, "chair"):
        return refused
    if sitting.rules.casting_vote is None:
        return refusal("path.no_casting_vote")
    if is_own(sitting.stage.act, case.by, case.state.hands) or is_own(
        sitting.stage.act, case.principal, case.state.hands
    ):
        return refusal("path.own_document")
    if not is_tie(tally(case.definition.rule, sitting.stage)) or sitting.meeting.casting is not None:
        return refusal("path.no_tie")
    given = CastingVoteGiven(
        **case.stamp, stage=sitting.stage.id, choice=command.choice, act=sitting.rules.casting_vote
    )
    return (given,)


def dissent(case: Case, command: Dissent) -> Decided:
    """A member's own opinion, one each, of those who have voted."""
    sitting = _sitting(case, frozenset(("voting", "closed")))
    if isinstance(sitting, Refusal):
        return sitting
    if case.principal not in sitting.stage.marks or sitting.meeting.present.get(case.principal) != case.by:
        return refusal("path.absent", member=case.principal)
    if case.principal in sitting.meeting.dissents:
        return refusal("path.already", principal=case.principal)
    recorded = DissentRecorded(**case.stamp, stage=sitting.stage.id, member=case.principal, text=command.text)
    return no_text(command.text) or (recorded,)


def close_meeting(case: Case, _command: CloseMeeting) -> Decided:
    """End it: decided by votes, or adjourned for want of a quorum."""
    sitting = _sitting(case, _BEFORE_VOTING | {"voting"})
    if isinstance(sitting, Refusal):
        return sitting
    outcome = _outcome(case, sitting)
    if isinstance(outcome, Refusal):
        return outcome
    counted = tally(case.definition.rule, sitting.stage)
    closed = MeetingClosed(
        **case.stamp,
        stage=sitting.stage.id,
        number=sitting.meeting.number,
        outcome=outcome,
        votes_for=counted.votes_for,
        votes_against=counted.votes_against,
        abstained=counted.abstained,
    )
    return _not_office(case, sitting, "chair") or (closed,)


def sign_minutes(case: Case, command: SignMinutes) -> Decided:
    """One of two signatures under the same minutes; the second makes the decision count."""
    sitting = _sitting(case, frozenset(("closed",)))
    if isinstance(sitting, Refusal):
        return sitting
    office = _unsigned_office(case, sitting)
    if office is None:
        return refusal("path.not_bureau")
    others = sitting.meeting.minutes.values()
    if any(each.by == case.by or each.minutes_hash != command.minutes_hash for each in others):
        return refusal("path.minutes")
    signed = MinutesSigned(
        **case.stamp,
        stage=sitting.stage.id,
        role=office,
        minutes_hash=command.minutes_hash,
        signature=command.signature,
    )
    return no_text(command.minutes_hash) or follow(case, signed)


def is_tie(counted: Tally) -> bool:
    """All have voted, as many for it as against."""
    return not counted.silent and counted.votes_for == counted.votes_against


def _outcome(case: Case, sitting: Sitting) -> MeetingOutcome | Refusal:
    meeting = sitting.meeting
    if meeting.phase != "voting":
        present, quorum = len(meeting.present), presence(case.definition, sitting.stage)
        return "no_quorum" if present < quorum else not_now("kvorum var, səsverməni açın", "there is a quorum: vote")
    counted = tally(case.definition.rule, sitting.stage)
    if counted.outcome == "open":
        return refusal("path.undecided", open=len(counted.silent))
    return "for" if counted.outcome == "passed" or meeting.casting == "for" else "against"


def _sitting(case: Case, phases: frozenset[MeetingPhase]) -> Sitting | Refusal:
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


def _not_office(case: Case, sitting: Sitting, office: _Office) -> Refusal | None:
    return None if _holds(case, sitting, office) else refusal("path.not_chair")


def _not_bureau(case: Case, sitting: Sitting) -> Refusal | None:
    holds = _holds(case, sitting, "chair") or _holds(case, sitting, "secretary")
    return None if holds else refusal("path.not_bureau")


def _unsigned_office(case: Case, sitting: Sitting) -> _Office | None:
    offices: tuple[_Office, ...] = ("chair", "secretary")
    held = [office for office in offices if _holds(case, sitting, office)]
    return next((office for office in held if office not in sitting.meeting.minutes), None)


def _no_member(sitting: Sitting, member: str) -> Refusal | None:
    if member in sitting.stage.members and member not in sitting.meeting.recused:
        return None
    return refusal("path.not_asked", stage=sitting.stage.id, principal=member)


def _no_seat(case: Case, sitting: Sitting, member: str, hand: str) -> Refusal | None:
    """One person, one seat; a stand-in by today's list, never a hand of the document."""
    context, kind = case.context, case.state.document_kind
    is_taken = any(each != member and sits == hand for each, sits in sitting.meeting.present.items())
    may_sit = hand == member or member in context.directory.acting_for(hand, context.today, kind)
    if is_taken or not may_sit or is_own(sitting.stage.act, hand, case.state.hands):
        return refusal("path.seat", hand=hand)
    return None
