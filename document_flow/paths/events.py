"""What happened in a run: a closed union, told apart by `kind`; append-only, hash-chained, the truth about the run.

Every event says whose hand it was (`by`, empty for the clock), in whose place (`on_behalf_of`) and when (`at`, aware),
and carries all that `evolve` needs: nobody is looked up again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from document_flow.decisions.sfeel import FactType
from document_flow.paths.commands import AgreementResult, Choice, ResubmitMode
from document_flow.paths.path import Act

MeetingOutcome = Literal["for", "against", "no_quorum"]


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact as it was stated; the text is the value's JSON form (a date as yyyy-MM-dd, a number without exponent)."""

    name: str
    type: FactType
    text: str


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """A stage of the round; `applies` is False where its conditions do not hold."""

    id: str
    act: Act
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Bloc:
    """Those of a stage who came from one entry of `who`; `per_group` counts in each. A person stands in one only."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happened:
    by: str
    on_behalf_of: str | None = None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun(_Happened):
    """A draft of `by` was put on a version of a path (its SHA-256)."""

    kind: Literal["begun"] = "begun"
    path_id: str
    path_version: int
    path_sha256: str
    document_kind: str
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(_Happened):
    """A round began with these stages; all earlier visas are history."""

    kind: Literal["submitted"] = "submitted"
    round: int
    content_hash: str
    facts: tuple[StatedFact, ...]
    plan: tuple[PlannedStage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageOpened(_Happened):
    """A stage waits for its members from now on; `kept` are the principals whose earlier marks still hold in it.

    `seats` counts the members with those who may not act in their own document: the base of a quorum.
    `meets`: it decides in a meeting.
    """

    kind: Literal["stage_opened"] = "stage_opened"
    stage: str
    round: int
    members: tuple[str, ...]
    blocs: tuple[Bloc, ...] = ()
    seats: int
    opened: date
    due: date | None = None
    kept: tuple[str, ...] = ()
    meets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked(_Happened):
    """One principal's mark in a stage, bound to the content's hash: visa, approval, signature, vote or acquaintance."""

    kind: Literal["marked"] = "marked"
    stage: str
    round: int
    act: Act
    principal: str
    verdict: Choice
    content_hash: str
    note: str = ""
    signature: str = ""
    manifest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRecorded(_Happened):
    """Another body's answer, with its registration number."""

    kind: Literal["agreement_recorded"] = "agreement_recorded"
    stage: str
    round: int
    body: str
    result: AgreementResult
    reg_no: str
    content_hash: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePassed(_Happened):
    """The rule of the stage is satisfied, whoever has not spoken yet."""

    kind: Literal["stage_passed"] = "stage_passed"
    stage: str
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRefused(_Happened):
    """The rule of the stage cannot be satisfied any more, whatever the others would say."""

    kind: Literal["stage_refused"] = "stage_refused"
    stage: str
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunApproved(_Happened):
    """The last stage passed; the run is over."""

    kind: Literal["run_approved"] = "run_approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRefused(_Happened):
    """A stage refused; the run is over."""

    kind: Literal["run_refused"] = "run_refused"
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(_Happened):
    """A stage sent it back to the author."""

    kind: Literal["returned"] = "returned"
    stage: str
    round: int
    principal: str
    content_hash: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resubmitted(_Happened):
    """A new round: stages in `kept` stay passed with their marks, the others begin anew."""

    kind: Literal["resubmitted"] = "resubmitted"
    round: int
    mode: ResubmitMode
    previous_hash: str
    content_hash: str
    minor: bool
    difference: str
    facts: tuple[StatedFact, ...]
    plan: tuple[PlannedStage, ...]
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentReplaced(_Happened):
    """Other content. Where it voids visas it opens a round in which only `kept` stages stay passed."""

    kind: Literal["content_replaced"] = "content_replaced"
    round: int
    previous_hash: str
    content_hash: str
    minor: bool
    difference: str
    plan: tuple[PlannedStage, ...]
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled(_Happened):
    """The author took it back."""

    kind: Literal["recalled"] = "recalled"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commented(_Happened):
    """A remark in the thread of a stage (None before the first)."""

    kind: Literal["commented"] = "commented"
    stage: str | None
    text: str
    reply_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivatelyNoted(_Happened):
    """A note for `to` alone; show it to nobody but `by` and `to`."""

    kind: Literal["privately_noted"] = "privately_noted"
    stage: str | None
    to: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(_Happened):
    """Others took over in a stage, whose members are now these; `due` stays. Without a stage: another author."""

    kind: Literal["assigned"] = "assigned"
    stage: str | None
    round: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    members: tuple[str, ...] = ()
    blocs: tuple[Bloc, ...] = ()
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended(_Happened):
    """The clock stands since `since`, until somebody resumes or the day `until` begins."""

    kind: Literal["suspended"] = "suspended"
    since: date
    until: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(_Happened):
    """A stage's clock runs again and due is new: the days from `first` to `last` (none if before) stood still."""

    kind: Literal["resumed"] = "resumed"
    stage: str
    first: date
    last: date
    due: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded(_Happened):
    """A reminder went to those still waited for."""

    kind: Literal["reminded"] = "reminded"
    stage: str
    rung: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePassed(_Happened):
    """The due day ended without them."""

    kind: Literal["due_passed"] = "due_passed"
    stage: str
    rung: str
    late: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated(_Happened):
    """The lateness was taken to these, who may assign others."""

    kind: Literal["escalated"] = "escalated"
    stage: str
    rung: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathMoved(_Happened):
    """The run goes on by another version: stages in `kept` stay passed, the others begin anew."""

    kind: Literal["path_moved"] = "path_moved"
    round: int
    path_id: str
    path_version: int
    path_sha256: str
    plan: tuple[PlannedStage, ...]
    kept: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingOpened(_Happened):
    """A meeting was set; `number` counts the meetings of the stage."""

    kind: Literal["meeting_opened"] = "meeting_opened"
    stage: str
    number: int
    agenda: tuple[str, ...]
    held_at: datetime
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersInvited(_Happened):
    """All members were invited."""

    kind: Literal["members_invited"] = "members_invited"
    stage: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceMarked(_Happened):
    """A member came, or was noted by mistake; `hand` is who sits there: the member or the stand-in."""

    kind: Literal["attendance_marked"] = "attendance_marked"
    stage: str
    member: str
    hand: str
    present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRecused(_Happened):
    """A member takes no part in this matter."""

    kind: Literal["member_recused"] = "member_recused"
    stage: str
    member: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingOpened(_Happened):
    """A quorum was there; `present` is the base of the majority."""

    kind: Literal["voting_opened"] = "voting_opened"
    stage: str
    present: tuple[str, ...]
    quorum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CastingVoteGiven(_Happened):
    """The chair decided the tie by the right that the act gives."""

    kind: Literal["casting_vote_given"] = "casting_vote_given"
    stage: str
    choice: Literal["for", "against"]
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DissentRecorded(_Happened):
    """A member's own opinion (xüsusi rəy) for the minutes."""

    kind: Literal["dissent_recorded"] = "dissent_recorded"
    stage: str
    member: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingClosed(_Happened):
    """What the meeting came to; after `no_quorum` another one must be called."""

    kind: Literal["meeting_closed"] = "meeting_closed"
    stage: str
    number: int
    outcome: MeetingOutcome
    votes_for: int
    votes_against: int
    abstained: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesSigned(_Happened):
    """One of the two signatures under the minutes."""

    kind: Literal["minutes_signed"] = "minutes_signed"
    stage: str
    role: Literal["chair", "secretary"]
    minutes_hash: str
    signature: str = ""


Event = (
    Begun
    | Submitted
    | StageOpened
    | Marked
    | AgreementRecorded
    | StagePassed
    | StageRefused
    | RunApproved
    | RunRefused
    | Returned
    | Resubmitted
    | ContentReplaced
    | Recalled
    | Commented
    | PrivatelyNoted
    | Assigned
    | Suspended
    | Resumed
    | Reminded
    | DuePassed
    | Escalated
    | PathMoved
    | MeetingOpened
    | MembersInvited
    | AttendanceMarked
    | MemberRecused
    | VotingOpened
    | CastingVoteGiven
    | DissentRecorded
    | MeetingClosed
    | MinutesSigned
)
EVENTS: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])
"""Reads and writes any event as JSON; `chain.canonical_event` gives the bytes that are hashed."""
