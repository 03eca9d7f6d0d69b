"""What people and the clock may ask of a run: a closed union, told apart by `kind`.

`by` is whose hand it is; `on_behalf_of` the principal whose stand-in `by` is that day, else None. A command that acts
on the content names the hash it saw; another one is refused as stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from document_flow.paths.path import Path

ResubmitMode = Literal["restart", "resume"]
JsonFact = str | bool | int | float
"""A date is a text such as 2026-04-14."""

Choice = Literal["for", "against", "abstain"]
AgreementResult = Literal["agreed", "agreed_with_remarks", "disagreed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    by: str
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit(_Asked):
    """The author sends the draft, or a recalled document again, on its path with the facts that conditions test."""

    kind: Literal["submit"] = "submit"
    content_hash: str
    facts: Mapping[str, JsonFact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve(_Asked):
    """For it. In a stage that signs or seals, `signature` is the digest or number of the signature, and is required.

    `manifest` is the SHA-256 of the bulk manifest where many were approved by one act.
    """

    kind: Literal["approve"] = "approve"
    content_hash: str
    note: str = ""
    signature: str = ""
    manifest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse(_Asked):
    """Against it (imtina); the note says why and is required."""

    kind: Literal["refuse"] = "refuse"
    content_hash: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstain(_Asked):
    """Neither for nor against; only where the stage allows it."""

    kind: Literal["abstain"] = "abstain"
    content_hash: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnForRevision(_Asked):
    """Back to the author (geri qaytarma), who resubmits in a new round; the note says what to mend and is required."""

    kind: Literal["return"] = "return"
    content_hash: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resubmit(_Asked):
    """The author's answer to a return. `mode` may be None where the path settles it.

    `minor` with the `difference` shown keeps visas where the path says `minor_keeps`. `facts` None keeps the old ones.
    """

    kind: Literal["resubmit"] = "resubmit"
    content_hash: str
    mode: ResubmitMode | None = None
    minor: bool = False
    difference: str = ""
    facts: Mapping[str, JsonFact] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall(_Asked):
    """The author takes the document back before the final signature, with a reason."""

    kind: Literal["recall"] = "recall"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceContent(_Asked):
    """The author changes the content while it runs; never once somebody has signed. `difference` is for the readers."""

    kind: Literal["replace_content"] = "replace_content"
    previous_hash: str
    content_hash: str
    minor: bool = False
    difference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(_Asked):
    """A remark in the thread of the stage; `reply_to` is the number of an event."""

    kind: Literal["comment"] = "comment"
    text: str
    reply_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateNote(_Asked):
    """A note that only the writer and the head of the writer's unit (or of `unit`) may read."""

    kind: Literal["private_note"] = "private_note"
    text: str
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaint(_Asked):
    """Read and noted (tanışlıq); the proof for one person."""

    kind: Literal["acquaint"] = "acquaint"
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAgreement(_Asked):
    """The clerk records what another body answered (razılaşdırılma) with the number of its letter."""

    kind: Literal["record_agreement"] = "record_agreement"
    body: str
    result: AgreementResult
    reg_no: str
    content_hash: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(_Asked):
    """Others take over in the open stage: somebody left, or nobody was there; never fewer than before.

    By a clerk, a head, or one to whom the lateness was escalated; nobody assigns himself. While the document is with
    its author, the one added becomes the author.
    """

    kind: Literal["assign"] = "assign"
    add: tuple[str, ...]
    remove: tuple[str, ...] = ()
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(_Asked):
    """Stops the clock and the stage, with a reason; it resumes by itself at the start of `until`, if given."""

    kind: Literal["suspend"] = "suspend"
    reason: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(_Asked):
    """Lets the clock run on; the due day moves by the working days that stood still."""

    kind: Literal["resume"] = "resume"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePath(_Asked):
    """Goes on by another version of the path. Look at `preview_move` first."""

    kind: Literal["move_path"] = "move_path"
    to: Path
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What a fired timer asks for; a rung that has fired, or is not due yet, changes nothing."""

    kind: Literal["tick"] = "tick"
    rung: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMeeting(_Asked):
    """The chair or the secretary sets the meeting: when, where and with which agenda."""

    kind: Literal["open_meeting"] = "open_meeting"
    agenda: tuple[str, ...]
    held_at: datetime
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteMembers(_Asked):
    """The secretary or the chair invites all members; never a part of them."""

    kind: Literal["invite_members"] = "invite_members"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkAttendance(_Asked):
    """The secretary or the chair notes who came; `stand_in` is who came in the member's place."""

    kind: Literal["mark_attendance"] = "mark_attendance"
    member: str
    present: bool = True
    stand_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recuse(_Asked):
    """A member withdraws from this matter, with a reason, before voting opens; counts neither present nor voting."""

    kind: Literal["recuse"] = "recuse"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVoting(_Asked):
    """The chair puts it to the vote; refused without a quorum. Who is present is settled from here on."""

    kind: Literal["open_voting"] = "open_voting"


@dataclass(frozen=True, slots=True, kw_only=True)
class CastVote(_Asked):
    """A vote in a stage that votes, in a meeting or without one."""

    kind: Literal["cast_vote"] = "cast_vote"
    choice: Choice
    content_hash: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent(_Asked):
    """A member's own opinion (xüsusi rəy) for the minutes, after voting and before they are signed."""

    kind: Literal["dissent"] = "dissent"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CastingVote(_Asked):
    """The chair decides a tie; only where the path names the act that gives this vote."""

    kind: Literal["casting_vote"] = "casting_vote"
    choice: Literal["for", "against"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMeeting(_Asked):
    """The chair ends the meeting: decided, or adjourned for want of a quorum, and another one must be called."""

    kind: Literal["close_meeting"] = "close_meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignMinutes(_Asked):
    """The chair and the secretary each sign the same minutes (protokol), named by their hash."""

    kind: Literal["sign_minutes"] = "sign_minutes"
    minutes_hash: str
    signature: str = ""


MeetingCommand = (
    OpenMeeting
    | InviteMembers
    | MarkAttendance
    | Recuse
    | OpenVoting
    | CastingVote
    | Dissent
    | CloseMeeting
    | SignMinutes
)
Command = (
    Submit
    | Approve
    | Refuse
    | Abstain
    | ReturnForRevision
    | Resubmit
    | Recall
    | ReplaceContent
    | Comment
    | PrivateNote
    | Acquaint
    | RecordAgreement
    | Assign
    | Suspend
    | Resume
    | MovePath
    | Tick
    | CastVote
    | MeetingCommand
)
COMMANDS: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="kind")])
"""Reads and writes any command as JSON."""
