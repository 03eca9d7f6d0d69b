"""Acts of a stage that decides in a meeting: of chair, secretary and members."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.case import Case
from document_flow.paths import commands as steps
from document_flow.paths.state import Meeting, StageState
from document_flow.words import Words
from hub.console.documents.act import Act, Asked, asking, titled
from hub.console.documents.fields import Field
from hub.console.documents.path_acts import REASON, VOTES
from hub.console.documents.scene import Option, Scene
from hub.documents.printing.printing import BODY
from hub.documents.printing.prints import print_page


def sitting(case: Case) -> tuple[StageState, Meeting] | None:
    """The open stage with its meeting, where the path has come to one."""
    stage = case.document.run.stage
    return (stage, stage.meeting) if stage is not None and stage.meeting is not None else None


def _members(scene: Scene) -> tuple[str, ...]:
    here = sitting(scene.case)
    return tuple(each for each in here[0].members if each not in here[1].recused) if here else ()


def _absent(scene: Scene) -> tuple[str, ...]:
    here = sitting(scene.case)
    return tuple(each for each in _members(scene) if here and each not in here[1].present)


def _present(scene: Scene) -> tuple[str, ...]:
    here = sitting(scene.case)
    return tuple(here[1].present) if here else ()


def _seats(scene: Scene, subject: str) -> tuple[Field, ...]:
    """Who may sit there: the member, or a stand-in of that day."""
    context, kind = scene.case.context, scene.case.document.kind
    stand_ins = context.directory.stand_ins_of(subject, context.today, kind)
    if not stand_ins:
        return ()
    name = context.directory.name
    options = tuple(Option(login, Words(name(login), name(login))) for login in (subject, *stand_ins))
    return (Field("hand", Words("Kim gəlib", "Who came"), "choice", required=True, options=options, chosen=subject),)


def _attend(asked: Asked) -> ApprovalStep:
    hand = asked.typed.text("hand")
    return ApprovalStep(
        command=steps.MarkAttendance(
            by=asked.by,
            on_behalf_of=asked.on_behalf_of,
            member=asked.subject,
            stand_in=hand if hand not in ("", asked.subject) else None,
        )
    )


def _leave(asked: Asked) -> ApprovalStep:
    return ApprovalStep(
        command=steps.MarkAttendance(by=asked.by, on_behalf_of=asked.on_behalf_of, member=asked.subject, present=False)
    )


def _of_member(az: str, en: str) -> Callable[[Scene, str], Words]:
    def title(scene: Scene, subject: str) -> Words:
        name = scene.case.context.directory.name(subject)
        return Words(f"{az}: {name}", f"{en}: {name}")

    return title


def _open(asked: Asked) -> ApprovalStep:
    typed = asked.typed
    agenda = tuple(line.strip() for line in typed.text("agenda").splitlines() if line.strip())
    return ApprovalStep(
        command=steps.OpenMeeting(
            by=asked.by,
            on_behalf_of=asked.on_behalf_of,
            agenda=agenda,
            held_at=typed.moment("held_at"),
            place=typed.text("place"),
        )
    )


def _open_fields(scene: Scene, _subject: str) -> tuple[Field, ...]:
    return (
        Field(
            "agenda",
            Words("Gündəlik", "Agenda"),
            required=True,
            chosen=scene.case.document.title,
            hint=Words("Hər məsələ ayrı sətirdə.", "Each matter on a line of its own."),
        ),
        Field("held_at", Words("Vaxtı", "When"), "moment", required=True),
        Field("place", Words("Yeri", "Where"), "line"),
    )


def _invite(asked: Asked) -> ApprovalStep:
    return ApprovalStep(command=steps.InviteMembers(by=asked.by, on_behalf_of=asked.on_behalf_of))


def _recuse(asked: Asked) -> ApprovalStep:
    reason = asked.typed.text("reason")
    return ApprovalStep(command=steps.Recuse(by=asked.by, on_behalf_of=asked.on_behalf_of, reason=reason))


def _open_voting(asked: Asked) -> ApprovalStep:
    return ApprovalStep(command=steps.OpenVoting(by=asked.by, on_behalf_of=asked.on_behalf_of))


def _casting(asked: Asked) -> ApprovalStep:
    choice = asked.typed.text("choice")
    return ApprovalStep(
        command=steps.CastingVote(
            by=asked.by, on_behalf_of=asked.on_behalf_of, choice="against" if choice == "against" else "for"
        )
    )


def _dissent(asked: Asked) -> ApprovalStep:
    return ApprovalStep(
        command=steps.Dissent(by=asked.by, on_behalf_of=asked.on_behalf_of, text=asked.typed.text("text"))
    )


def _close(asked: Asked) -> ApprovalStep:
    return ApprovalStep(command=steps.CloseMeeting(by=asked.by, on_behalf_of=asked.on_behalf_of))


def _sign(asked: Asked) -> ApprovalStep:
    return ApprovalStep(
        command=steps.SignMinutes(
            by=asked.by, on_behalf_of=asked.on_behalf_of, minutes_hash=asked.typed.text("minutes") or "…"
        )
    )


def minutes_hash(case: Case) -> str:
    """The SHA-256 of the printed minutes (az), which chair and secretary sign; empty before there are any.

    The page does not show their signatures, so it stays the same for both.
    """
    here = sitting(case)
    if here is None or here[1].phase != "closed":
        return ""
    return hashlib.sha256(print_page("minutes", case, BODY, "az")).hexdigest()


def _minutes(scene: Scene, _subject: str) -> tuple[Field, ...]:
    sha256 = minutes_hash(scene.case)
    label = Words("Protokolun SHA-256-sı", "SHA-256 of the minutes")
    return (Field("minutes", label, "fixed", required=True, chosen=sha256),)


_TEXT = Field("text", Words("Xüsusi rəy", "Own opinion"), required=True)
_CHOICE = asking(Field("choice", Words("Səs", "Vote"), "choice", required=True, options=VOTES[:2]))
MEETING_ACTS: tuple[Act, ...] = (
    Act(name="open_meeting", place="meeting", title=titled("İclas çağır", "Call a meeting"), make=_open,
        fields=_open_fields, tone="primary"),
    Act(name="invite", place="meeting", title=titled("Bütün üzvləri dəvət et", "Invite all members"), make=_invite,
        tone="primary"),
    Act(name="attend", place="meeting", title=_of_member("İştirak edir", "Present"), make=_attend, fields=_seats,
        subjects=_absent),
    Act(name="leave", place="meeting", title=_of_member("İştirak etmir", "Not present"), make=_leave,
        subjects=_present),
    Act(name="recuse", place="meeting", title=titled("Özümü kənarlaşdırıram", "Recuse myself"), make=_recuse,
        fields=asking(REASON)),
    Act(name="open_voting", place="meeting", title=titled("Səsverməni aç", "Open the voting"), make=_open_voting,
        tone="primary"),
    Act(name="casting_vote", place="meeting", title=titled("Həlledici səs ver", "Give the casting vote"),
        make=_casting, fields=_CHOICE, tone="primary"),
    Act(name="dissent", place="meeting", title=titled("Xüsusi rəy yaz", "Record an own opinion"), make=_dissent,
        fields=asking(_TEXT)),
    Act(name="close_meeting", place="meeting", title=titled("İclası bağla", "Close the meeting"), make=_close,
        tone="primary"),
    Act(name="sign_minutes", place="meeting", title=titled("Protokolu imzala", "Sign the minutes"), make=_sign,
        fields=_minutes, tone="primary"),
)  # fmt: skip
