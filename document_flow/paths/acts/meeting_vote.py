"""A meeting decides: voting is opened, a tie broken, own opinions written, the meeting closed, its minutes signed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.paths.acting import (
    Act,
    ByStandIn,
    Case,
    Decided,
    Field,
    Form,
    InStage,
    Option,
    Refusal,
    StageState,
    Words,
    follow,
    no_text,
    not_now,
    refusal,
)
from document_flow.paths.meeting import (
    BEFORE_VOTING,
    Sitting,
    in_meeting,
    is_tie,
    not_bureau,
    not_presiding,
    too_early,
    unsigned_office,
)
from document_flow.paths.staffing import is_own
from document_flow.paths.state import Meeting, MinutesSignature
from document_flow.paths.tally import presence, tally
from document_flow.paths.values import MeetingOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVoting(ByStandIn):
    """Whoever presides puts it to the vote, not before the set time; refused without a quorum. Nobody joins then."""

    kind: Literal["open_voting"] = "open_voting"


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingOpened(InStage):
    """A quorum was there; `present` is the base of the majority."""

    kind: Literal["voting_opened"] = "voting_opened"
    present: tuple[str, ...]
    quorum: int

    def changed(self, stage: StageState) -> StageState:
        """Who is present is settled."""

        def opened(meeting: Meeting) -> Meeting:
            present = {member: meeting.present.get(member, member) for member in self.present}
            return replace(meeting, phase="voting", present=present, quorum=self.quorum)

        return stage.in_meeting(opened)


@dataclass(frozen=True, slots=True, kw_only=True)
class CastingVote(ByStandIn):
    """Whoever presides decides a tie; only where the path names the act that gives this vote."""

    kind: Literal["casting_vote"] = "casting_vote"
    choice: Literal["for", "against"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CastingVoteGiven(InStage):
    """The chair decided the tie by the right that the act gives."""

    kind: Literal["casting_vote_given"] = "casting_vote_given"
    choice: Literal["for", "against"]
    act: str

    def changed(self, stage: StageState) -> StageState:
        """No tie any more."""
        return stage.in_meeting(lambda meeting: replace(meeting, casting=self.choice))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent(ByStandIn):
    """A member's own opinion (xüsusi rəy) for the minutes, after voting and before they are signed."""

    kind: Literal["dissent"] = "dissent"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DissentRecorded(InStage):
    """A member's own opinion (xüsusi rəy) for the minutes."""

    kind: Literal["dissent_recorded"] = "dissent_recorded"
    member: str
    text: str

    def changed(self, stage: StageState) -> StageState:
        """For the minutes."""
        return stage.in_meeting(lambda meeting: replace(meeting, dissents={**meeting.dissents, self.member: self.text}))


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMeeting(ByStandIn):
    """Whoever presides ends the meeting: decided, or adjourned for want of a quorum, and another one must be called.

    Before its time the meeting is called off.
    """

    kind: Literal["close_meeting"] = "close_meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingClosed(InStage):
    """What the meeting came to; after `no_quorum` and `called_off` another one must be called."""

    kind: Literal["meeting_closed"] = "meeting_closed"
    number: int
    outcome: MeetingOutcome
    votes_for: int
    votes_against: int
    abstained: int

    def changed(self, stage: StageState) -> StageState:
        """Decided, or to be called anew."""

        def closed(meeting: Meeting) -> Meeting:
            if not self.decided:
                return Meeting(number=meeting.number, recused=meeting.recused, outcome=self.outcome)
            return replace(meeting, phase="closed", outcome=self.outcome)

        return replace(stage.in_meeting(closed), marks=stage.marks if self.decided else {})

    @property
    def decided(self) -> bool:
        """Whether there was a vote."""
        return self.outcome in ("for", "against")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignMinutes(ByStandIn):
    """The chair and the secretary each sign the same minutes (protokol), named by their hash."""

    kind: Literal["sign_minutes"] = "sign_minutes"
    minutes_hash: str
    signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesSigned(InStage):
    """One of the two signatures under the minutes."""

    kind: Literal["minutes_signed"] = "minutes_signed"
    role: Literal["chair", "secretary"]
    minutes_hash: str
    signature: str = ""

    def changed(self, stage: StageState) -> StageState:
        """One of two."""
        signature = MinutesSignature(self.on_behalf_of or self.by, self.by, self.minutes_hash)
        return stage.in_meeting(lambda meeting: replace(meeting, minutes={**meeting.minutes, self.role: signature}))


def open_voting(case: Case, sitting: Sitting, _command: OpenVoting) -> Decided:
    """Put it to the vote of those present."""
    present, quorum = tuple(sitting.meeting.present), presence(case.definition, sitting.stage)
    if refused := not_presiding(case, sitting):
        return refused
    if refused := too_early(case, sitting):
        return refused
    if len(present) < quorum:
        return refusal("path.no_quorum", present=len(present), quorum=quorum)
    return (VotingOpened(**case.stamp, stage=sitting.stage.id, present=present, quorum=quorum),)


def casting_vote(case: Case, sitting: Sitting, command: CastingVote) -> Decided:
    """Decide a tie by the right that the path's act gives; the author of the document never does."""
    if refused := not_presiding(case, sitting):
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


def dissent(case: Case, sitting: Sitting, command: Dissent) -> Decided:
    """A member's own opinion, one each, of those who have voted."""
    if case.principal not in sitting.stage.marks or sitting.meeting.present.get(case.principal) != case.by:
        return refusal("path.absent", member=case.name(case.principal))
    if sitting.meeting.minutes:
        return not_now("protokol artıq imzalanır", "the minutes are being signed")
    if case.principal in sitting.meeting.dissents:
        return refusal("path.already", principal=case.name(case.principal))
    recorded = DissentRecorded(**case.stamp, stage=sitting.stage.id, member=case.principal, text=command.text)
    return no_text(command.text) or (recorded,)


def close_meeting(case: Case, sitting: Sitting, _command: CloseMeeting) -> Decided:
    """End it: decided by votes, or adjourned for want of a quorum."""
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
    entitled = not_presiding if sitting.meeting.phase == "voting" else not_bureau
    return entitled(case, sitting) or (closed,)


def sign_minutes(case: Case, sitting: Sitting, command: SignMinutes) -> Decided:
    """One of two signatures under the same minutes; the second makes the decision count."""
    office = unsigned_office(case, sitting)
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


def _outcome(case: Case, sitting: Sitting) -> MeetingOutcome | Refusal:
    meeting = sitting.meeting
    if meeting.phase != "voting" and too_early(case, sitting):
        return "called_off"
    if len(meeting.present) < presence(case.definition, sitting.stage):
        return "no_quorum"
    if meeting.phase != "voting":
        return not_now("kvorum var, səsverməni açın", "there is a quorum: vote")
    counted = tally(case.definition.rule, sitting.stage)
    if counted.outcome == "open":
        return refusal("path.undecided", open=len(counted.silent))
    return "for" if counted.outcome == "passed" or meeting.casting == "for" else "against"


ACTS = (
    Act(
        command=OpenVoting,
        decide=in_meeting(open_voting, "invited"),
        events={VotingOpened: Words("səsvermə başlandı", "voting began")},
        forms=(Form(title=Words("Səsverməni aç", "Open the voting"), place="meeting", rank=26, tone="primary"),),
    ),
    Act(
        command=CastingVote,
        decide=in_meeting(casting_vote, "voting"),
        events={CastingVoteGiven: Words("sədrin həlledici səsi", "the chair's casting vote")},
        forms=(
            Form(
                title=Words("Həlledici səs ver", "Give the casting vote"),
                place="meeting",
                rank=27,
                tone="primary",
                fields=(
                    Field(
                        "choice",
                        Words("Səs", "Vote"),
                        "choice",
                        required=True,
                        options=(
                            Option("for", Words("lehinə", "for")),
                            Option("against", Words("əleyhinə", "against")),
                        ),
                    ),
                ),
            ),
        ),
    ),
    Act(
        command=Dissent,
        decide=in_meeting(dissent, "voting", "closed"),
        events={DissentRecorded: Words("xüsusi rəy", "a member's own opinion")},
        forms=(
            Form(
                title=Words("Xüsusi rəy yaz", "Record an own opinion"),
                place="meeting",
                rank=28,
                fields=(Field("text", Words("Xüsusi rəy", "Own opinion"), required=True),),
            ),
        ),
    ),
    Act(
        command=CloseMeeting,
        decide=in_meeting(close_meeting, *BEFORE_VOTING, "voting"),
        events={MeetingClosed: Words("iclas bitdi", "the meeting ended")},
        forms=(Form(title=Words("İclası bağla", "Close the meeting"), place="meeting", rank=29, tone="primary"),),
    ),
    Act(
        command=SignMinutes,
        decide=in_meeting(sign_minutes, "closed"),
        events={MinutesSigned: Words("protokol imzalandı", "the minutes were signed")},
        forms=(
            Form(
                title=Words("Protokolu imzala", "Sign the minutes"),
                place="meeting",
                rank=30,
                tone="primary",
                fields=(
                    Field(
                        "minutes",
                        Words("Oxuduğunuz protokol imzalanır.", "The minutes that you have read are signed."),
                        "fixed",
                        required=True,
                        source="minutes",
                    ),
                ),
                reads=lambda said: {"minutes_hash": said["minutes"]},
            ),
        ),
    ),
)
