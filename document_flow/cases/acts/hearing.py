"""A hearing (dinlənilmə) before a refusal: the applicant is invited for a day, and what was said is written down.

The invitation goes out in the commit that sets the day, as word of a paper does. Nobody counts as heard who was not
reached (law 1036-IIQ): that somebody did not come is taken only where it is proven that the invitation had, in time.
"""

from __future__ import annotations

import re
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
    Refusal,
    Standing,
    Words,
    refusal,
)
from document_flow.cases.state import Hearing, Sending
from document_flow.cases.told import ApplicantTold
from document_flow.context import BAKU
from document_flow.form import TEXT

HOUR = Field(
    "hour",
    Words("Dinlənilmənin saatı", "Hour of the hearing"),
    input="line",
    hint=Words("Məsələn, 10:00", "For example 10:00"),
    tried="10:00",
)
PLACE = Field(
    "place",
    Words("Dinlənilmənin yeri", "Place of the hearing"),
    input="line",
    hint=Words("Boşdursa, dəftərxana", "The registry if empty"),
)
_HOUR = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
_PLACE = re.compile(r"[\w ,.№/()-]{0,80}")
_NUMBER = re.compile("[0-9]{5}")
"""Of a telephone or an account: an address has none so long. The place goes out by SMS in the committee's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteToHearing(ByHand):
    """For a day that is still to come, about what is about to be decided against the applicant. `hour` is `HH:MM`, an
    empty place the registry; `sendings` are by which ways the applicant can be told.
    """

    kind: Literal["invite_to_hearing"] = "invite_to_hearing"
    on: date
    hour: str = ""
    place: str = ""
    sendings: tuple[Sending, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingSet(Happened):
    """The applicant is invited."""

    kind: Literal["hearing_set"] = "hearing_set"
    on: date
    about: Mapping[str, str]
    hour: str = ""
    place: str = ""

    def apply(self, case: Case) -> Case:
        """It waits for that day. Word of an earlier one is none of this."""
        hearing = Hearing(on=self.on, about=self.about, hour=self.hour, place=self.place, set_on=self.day)
        return replace(case, hearing=hearing)


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
    hour, stamp = command.hour.strip(), standing.stamp(command.by)
    if not is_hour(hour):
        return refusal("cases.hearing_hour")
    place = command.place.strip()
    if not is_place(place):
        return refusal("cases.hearing_place")
    before = standing.case.hearing
    said = (command.on, hour, place, about)
    if before is not None and not before.held_by and (before.on, before.hour, before.place, before.about) == said:
        return refusal("cases.hearing_same")
    invited = HearingSet(**stamp, on=command.on, about=about, hour=hour, place=place)
    if not command.sendings:
        return (invited,)
    return (invited, ApplicantTold(**stamp, sendings=command.sendings, about="hearing"))


def is_hour(said: str) -> bool:
    """Whether it is `HH:MM`, or left open."""
    return not said or _HOUR.fullmatch(said) is not None


def is_place(said: str) -> bool:
    """Whether it can be an address, or is left open: no sentence, and no number to call or to pay to."""
    return _PLACE.fullmatch(said) is not None and _NUMBER.search(said) is None


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
    if not attended and (refused := _unreached(standing, hearing)):
        return refused
    return (HearingHeld(**standing.stamp(command.by), text=command.text, attended=attended),)


def _unreached(standing: Standing, hearing: Hearing) -> Refusal | None:
    """Why who did not come had no chance: the invitation is not proven to have come, or came too late."""
    lead = standing.programme.notice.hearing
    if hearing.notice is None:
        return refusal("cases.not_reached", days=lead.days)
    came = hearing.notice.at.astimezone(BAKU).date()
    if hearing.on < lead.end(came, standing.context.calendar):
        return refusal("cases.reached_late", day=came, days=lead.days)
    return None


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
                fields=(
                    Field("on", Words("Gün", "Day"), input="date", required=True),
                    HOUR,
                    PLACE,
                ),
                hint=Words(
                    "Ərizəçiyə portalda və SMS ilə özü xəbər verilir. Dəvətin çatması sübut olunmalıdır.",
                    "The applicant is told on the portal and by SMS. It has to be proven that the invitation came.",
                ),
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
                        options=(
                            Option("attended", Words("gəldi və dinlənildi", "came and was heard")),
                            Option("absent", Words("gəlmədi", "did not come")),
                        ),
                    ),
                    TEXT,
                ),
            ),
        ),
    ),
)
