"""A hearing (dinlənilmə) before a refusal: the applicant is invited for a day, and what was said is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.cases.acting import (
    Act,
    ByHand,
    Case,
    Decision,
    Field,
    Form,
    Happened,
    Option,
    Standing,
    Words,
    refusal,
)
from document_flow.cases.state import Hearing
from document_flow.form import TEXT

_ATTENDANCE = (
    Option("attended", Words("gəldi və dinlənildi", "came and was heard")),
    Option("absent", Words("gəlmədi", "did not come")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteToHearing(ByHand):
    """For a day that is still to come, about what is about to be decided against the applicant."""

    kind: Literal["invite_to_hearing"] = "invite_to_hearing"
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingSet(Happened):
    """The applicant is invited."""

    kind: Literal["hearing_set"] = "hearing_set"
    on: date
    about: Mapping[str, str]

    def apply(self, case: Case) -> Case:
        """It waits for that day."""
        return replace(case, hearing=Hearing(on=self.on, about=self.about))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteHearing(ByHand):
    """What the applicant said, or that nobody came: the paper says which."""

    kind: Literal["note_hearing"] = "note_hearing"
    text: str
    attendance: Literal["attended", "absent"] = "attended"


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingHeld(Happened):
    """It was held, or nobody came to it."""

    kind: Literal["hearing_held"] = "hearing_held"
    text: str
    attended: bool = True

    def apply(self, case: Case) -> Case:
        """A refusal may follow."""
        hearing = case.hearing or Hearing(on=self.day, about={})
        return replace(case, hearing=replace(hearing, held_by=self.by, text=self.text, attended=self.attended))


def _invite(standing: Standing, command: InviteToHearing) -> Decision:
    if refused := standing.open():
        return refused
    about = standing.case.adverse
    if about is None or not standing.hears:
        return refusal("cases.no_hearing")
    if command.on <= standing.context.today:
        return refusal("cases.hearing_past", day=command.on)
    return (HearingSet(**standing.stamp(command.by), on=command.on, about=about),)


def _note(standing: Standing, command: NoteHearing) -> Decision:
    hearing = standing.case.hearing
    if refused := standing.open():
        return refused
    if standing.case.adverse is None or hearing is None or hearing.held_by:
        return refusal("cases.no_hearing")
    if not command.text.strip():
        return refusal("cases.empty", field="text")
    if standing.context.today < hearing.on:
        return refusal("cases.hearing_early", day=hearing.on)
    attended = command.attendance == "attended"
    return (HearingHeld(**standing.stamp(command.by), text=command.text, attended=attended),)


ACTS = (
    Act(
        command=InviteToHearing,
        decide=_invite,
        events={HearingSet: Words("dinlənilməyə dəvət olundu", "the applicant was invited to a hearing")},
        forms=(
            Form(
                title=Words("Dinlənilməyə dəvət et", "Invite to a hearing"),
                place="now",
                rank=15,
                fields=(Field("on", Words("Gün", "Day"), input="date", required=True),),
            ),
        ),
    ),
    Act(
        command=NoteHearing,
        decide=_note,
        events={HearingHeld: Words("dinlənilmə keçirildi", "the hearing was held")},
        forms=(
            Form(
                title=Words("Dinlənilməni yaz", "Write the hearing down"),
                place="now",
                rank=16,
                fields=(
                    Field(
                        "attendance",
                        Words("Ərizəçi gəldimi", "Did the applicant come"),
                        input="choice",
                        required=True,
                        options=_ATTENDANCE,
                    ),
                    TEXT,
                ),
            ),
        ),
    ),
)
