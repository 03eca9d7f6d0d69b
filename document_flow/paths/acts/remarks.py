"""Remarks in the thread of a stage, and notes that only a head may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.paths.acting import (
    TEXT,
    Act,
    ByStandIn,
    Case,
    Decided,
    Form,
    HappenedFor,
    State,
    Words,
    no_text,
    refusal,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(ByStandIn):
    """A remark in the thread of the stage; `reply_to` is the number of an event."""

    kind: Literal["comment"] = "comment"
    text: str
    reply_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commented(HappenedFor):
    """A remark in the thread of a stage (None before the first)."""

    kind: Literal["commented"] = "commented"
    stage: str | None
    text: str
    reply_to: int | None = None

    def apply(self, state: State) -> State:
        """Only counted."""
        return state.counted()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateNote(ByStandIn):
    """A note that only the writer and the head of the writer's unit (or of `unit`) may read."""

    kind: Literal["private_note"] = "private_note"
    text: str
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivatelyNoted(HappenedFor):
    """A note for `to` alone; show it to nobody but `by` and `to`."""

    kind: Literal["privately_noted"] = "privately_noted"
    stage: str | None
    to: str
    text: str

    def apply(self, state: State) -> State:
        """Only counted."""
        return state.counted()


def comment(case: Case, command: Comment) -> Decided:
    """A remark in the thread of the open stage."""
    stage = case.state.stage
    made = Commented(
        **case.stamp, stage=None if stage is None else stage.id, text=command.text, reply_to=command.reply_to
    )
    return no_text(command.text) or (made,)


def private_note(case: Case, command: PrivateNote) -> Decided:
    """A note for the head of the unit alone."""
    directory = case.context.directory
    unit = command.unit if command.unit is not None else directory.officials[case.by].unit
    head = directory.head_of(unit)
    if head is None:
        return refusal("path.no_head", unit=unit)
    stage = case.state.stage
    made = PrivatelyNoted(**case.stamp, stage=None if stage is None else stage.id, to=head, text=command.text)
    return no_text(command.text) or (made,)


ACTS = (
    Act(
        command=Comment,
        decide=comment,
        events={Commented: Words("şərh yazıldı", "a remark")},
        forms=(Form(title=Words("Qeyd yaz", "Comment"), place="more", rank=15, fields=(TEXT,)),),
    ),
    Act(
        command=PrivateNote,
        decide=private_note,
        events={PrivatelyNoted: Words("şəxsi qeyd yazıldı", "a private note")},
        forms=(
            Form(
                title=Words("Rəhbərə məxfi qeyd", "Private note to the head"),
                place="more",
                rank=16,
                fields=(TEXT,),
                hint=Words(
                    "Bunu yalnız siz və bölmənizin rəhbəri görür.", "Only you and the head of your unit see it."
                ),
            ),
        ),
    ),
)
