"""A meeting is called: agenda, invitation of all, attendance, recusal."""

from __future__ import annotations

import operator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field as Unsaid

from document_flow.context import BAKU
from document_flow.form import Said
from document_flow.paths.acting import (
    REASON,
    Act,
    ByStandIn,
    Case,
    Decided,
    Field,
    Form,
    InStage,
    StageState,
    Words,
    no_text,
    not_now,
    refusal,
)
from document_flow.paths.meeting import (
    BEFORE_VOTING,
    Sitting,
    before_its_day,
    in_meeting,
    no_member,
    no_seat,
    not_bureau,
)
from document_flow.paths.state import Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMeeting(ByStandIn):
    """The chair or the secretary sets the meeting: when, where and with which agenda."""

    kind: Literal["open_meeting"] = "open_meeting"
    agenda: tuple[str, ...]
    held_at: datetime
    place: str = ""
    minutes_no: str = ""
    """Of its minutes, among those of the commission in that year: the hub fills it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingOpened(InStage):
    """A meeting was set; `number` counts the meetings of the stage, `minutes_no` the commission's of the year."""

    kind: Literal["meeting_opened"] = "meeting_opened"
    number: int
    agenda: tuple[str, ...]
    held_at: datetime
    place: str
    minutes_no: Annotated[str, Unsaid(exclude_if=operator.not_)] = ""

    def changed(self, stage: StageState) -> StageState:
        """Who has withdrawn from the matter stays away."""
        return stage.in_meeting(
            lambda meeting: Meeting(
                number=self.number,
                phase="called",
                agenda=self.agenda,
                held_at=self.held_at,
                place=self.place,
                minutes_no=self.minutes_no,
                recused=meeting.recused,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteMembers(ByStandIn):
    """The secretary or the chair invites all members; never a part of them."""

    kind: Literal["invite_members"] = "invite_members"


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersInvited(InStage):
    """All members were invited."""

    kind: Literal["members_invited"] = "members_invited"
    members: tuple[str, ...]

    def changed(self, stage: StageState) -> StageState:
        """Attendance may be noted."""
        return stage.in_meeting(lambda meeting: replace(meeting, phase="invited"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkAttendance(ByStandIn):
    """The secretary or the chair notes who came; `stand_in` is who came in the member's place.

    Nobody has come before the day of the meeting.
    While the meeting votes, only that a member left who has not voted.
    """

    kind: Literal["mark_attendance"] = "mark_attendance"
    member: str
    present: bool = True
    stand_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceMarked(InStage):
    """A member came, or was noted by mistake; `hand` is who sits there: the member or the stand-in."""

    kind: Literal["attendance_marked"] = "attendance_marked"
    member: str
    hand: str
    present: bool

    def changed(self, stage: StageState) -> StageState:
        """In the seat, or not."""

        def seated(meeting: Meeting) -> Meeting:
            present = meeting.without(self.member)
            return replace(meeting, present={**present, self.member: self.hand} if self.present else present)

        return stage.in_meeting(seated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recuse(ByStandIn):
    """A member withdraws from this matter, with a reason, before voting opens; counts neither present nor voting."""

    kind: Literal["recuse"] = "recuse"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRecused(InStage):
    """A member takes no part in this matter."""

    kind: Literal["member_recused"] = "member_recused"
    member: str
    reason: str

    def changed(self, stage: StageState) -> StageState:
        """Neither present nor voting."""
        return stage.in_meeting(
            lambda meeting: replace(
                meeting,
                recused=tuple(dict.fromkeys((*meeting.recused, self.member))),
                present=meeting.without(self.member),
            )
        )


def open_meeting(case: Case, sitting: Sitting, command: OpenMeeting) -> Decided:
    """Set the meeting."""
    if not command.agenda or not all(item.strip() for item in command.agenda):
        return refusal("path.agenda")
    if command.held_at.astimezone(BAKU).date() < case.context.today:
        return refusal("path.held_at")
    opened = MeetingOpened(
        **case.stamp,
        stage=sitting.stage.id,
        number=sitting.meeting.number + 1,
        agenda=command.agenda,
        held_at=command.held_at,
        place=command.place,
        minutes_no=command.minutes_no,
    )
    return not_bureau(case, sitting) or (opened,)


def invite_members(case: Case, sitting: Sitting, _command: InviteMembers) -> Decided:
    """Invite all of them."""
    invited = MembersInvited(**case.stamp, stage=sitting.stage.id, members=sitting.stage.members)
    return not_bureau(case, sitting) or (invited,)


def mark_attendance(case: Case, sitting: Sitting, command: MarkAttendance) -> Decided:
    """Note who came, or take back a note made by mistake."""
    hand = command.stand_in or command.member
    refused = not_bureau(case, sitting) or no_member(case, sitting, command.member)
    if refused is None and command.present:
        refused = no_seat(case, sitting, command.member, hand) or before_its_day(case, sitting)
    if refused is None and sitting.meeting.phase == "voting" and not _leaves(sitting, command):
        refused = not_now("səsvermə başlanıb", "the meeting has begun to vote")
    attended = AttendanceMarked(
        **case.stamp, stage=sitting.stage.id, member=command.member, hand=hand, present=command.present
    )
    return refused or (attended,)


def _leaves(sitting: Sitting, command: MarkAttendance) -> bool:
    """Whether a member who is there goes before having voted."""
    member = command.member
    return not command.present and member in sitting.meeting.present and member not in sitting.stage.marks


def recuse(case: Case, sitting: Sitting, command: Recuse) -> Decided:
    """Withdraw from the matter before voting opens."""
    recused = MemberRecused(**case.stamp, stage=sitting.stage.id, member=case.principal, reason=command.reason)
    return no_member(case, sitting, case.principal) or no_text(command.reason) or (recused,)


def _agenda(said: Said) -> dict[str, Any]:
    return {"agenda": tuple(line.strip() for line in said["agenda"].splitlines() if line.strip())}


def _hand(said: Said) -> dict[str, Any]:
    hand = said.get("hand", "")
    return {"stand_in": hand if hand not in ("", said["subject"]) else None}


ACTS = (
    Act(
        command=OpenMeeting,
        decide=in_meeting(open_meeting, "to_call"),
        events={MeetingOpened: Words("iclas təyin edildi", "a meeting was set")},
        forms=(
            Form(
                title=Words("İclas çağır", "Call a meeting"),
                place="meeting",
                rank=21,
                tone="primary",
                fields=(
                    Field(
                        "agenda",
                        Words("Gündəlik", "Agenda"),
                        required=True,
                        source="title",
                        hint=Words("Hər məsələ ayrı sətirdə.", "Each matter on a line of its own."),
                    ),
                    Field("held_at", Words("Vaxtı", "When"), "moment", required=True),
                    Field("place", Words("Yeri", "Where"), "line"),
                ),
                reads=_agenda,
            ),
        ),
    ),
    Act(
        command=InviteMembers,
        decide=in_meeting(invite_members, "called"),
        events={MembersInvited: Words("üzvlər dəvət edildi", "members were invited")},
        forms=(
            Form(
                name="invite",
                title=Words("Bütün üzvləri dəvət et", "Invite all members"),
                place="meeting",
                rank=22,
                tone="primary",
            ),
        ),
    ),
    Act(
        command=MarkAttendance,
        decide=in_meeting(mark_attendance, "invited", "voting"),
        events={AttendanceMarked: Words("iştirak yazıldı", "attendance was noted")},
        forms=(
            Form(
                name="attend",
                title=Words("İştirak edir", "Present"),
                place="meeting",
                rank=23,
                subject="absent",
                about="member",
                fields=(Field("hand", Words("Kim gəlib", "Who came"), "choice", required=True, source="stand_ins"),),
                reads=_hand,
            ),
            Form(
                name="leave",
                title=Words("İştirak etmir", "Not present"),
                place="meeting",
                rank=24,
                subject="present",
                about="member",
                reads=lambda _said: {"present": False},
            ),
        ),
    ),
    Act(
        command=Recuse,
        decide=in_meeting(recuse, *BEFORE_VOTING),
        events={MemberRecused: Words("üzv özünü kənarlaşdırdı", "a member withdrew")},
        forms=(
            Form(title=Words("Özümü kənarlaşdırıram", "Recuse myself"), place="meeting", rank=25, fields=(REASON,)),
        ),
    ),
)
