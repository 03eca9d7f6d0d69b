"""An officer proposes, by a registered act that names settlement and day; a second one agrees or declines. So is it
ended: by a registered document that one officer names and another agrees to.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from document_flow.act import Act
from document_flow.clock_acts.standing import Decision, Standing, refusal
from document_flow.clock_acts.state import ClockAct
from document_flow.form import REASON, Field, Form
from document_flow.hands import OFFICERS, ByHand, Happened
from document_flow.outcome import Refusal
from document_flow.reintegrations.state import CLOCK_MONTHS, months_after
from document_flow.second_person import refuse_same_person
from document_flow.words import Words

_DOCUMENT = Field("document", Words("Aktın qeydiyyat nömrəsi", "Registration number of the act"), "line", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeClockAct(ByHand):
    """That a document of the number is registered, and where the settlement lies, the hub has looked up before it asks:
    `is_registered`, and the settlement by its key, empty where there is none.
    """

    kind: Literal["propose_clock_act"] = "propose_clock_act"
    document: str
    settlement: str
    day: date
    is_registered: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeClockAct(ByHand):
    """The second official has read the act, and agrees."""

    kind: Literal["agree_clock_act"] = "agree_clock_act"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineClockAct(ByHand):
    """It is not to be."""

    kind: Literal["decline_clock_act"] = "decline_clock_act"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndClockAct(ByHand):
    """By a registered document it starts nothing any more; the terms that it has started go on."""

    kind: Literal["end_clock_act"] = "end_clock_act"
    document: str
    is_registered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockActProposed(Happened):
    """It waits for a second official."""

    kind: Literal["clock_act_proposed"] = "clock_act_proposed"
    document: str
    settlement: str
    day: date = field()  # without, the day on which it happened would be its default, as the property that it is

    def apply(self, state: ClockAct) -> ClockAct:
        return replace(
            state, phase="proposed", document=self.document, settlement=self.settlement, day=self.day, by=self.by
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockActAgreed(Happened):
    """From its day on the hub starts the term of each household of the settlement."""

    kind: Literal["clock_act_agreed"] = "clock_act_agreed"

    def apply(self, state: ClockAct) -> ClockAct:
        return replace(state, phase="in_force", agreed_by=self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockActDeclined(Happened):
    """Nothing comes of it."""

    kind: Literal["clock_act_declined"] = "clock_act_declined"
    reason: str

    def apply(self, state: ClockAct) -> ClockAct:
        return replace(state, phase="declined", declined=self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockActEnded(Happened):
    """Whoever returns later gets no term by it."""

    kind: Literal["clock_act_ended"] = "clock_act_ended"
    document: str

    def apply(self, state: ClockAct) -> ClockAct:
        return replace(state, phase="ended", ended_by=self.document)


def _propose(standing: Standing, command: ProposeClockAct) -> Decision:
    if refused := standing.unless(""):
        return refused
    if not command.is_registered:
        return refusal("clock_acts.no_act", document=command.document)
    if not command.place:
        return refusal("clock_acts.no_place", place=command.settlement)
    if refused := _over(standing, command.day):
        return refused
    stamp, day = standing.stamp(command.by), command.day
    return (ClockActProposed(**stamp, document=command.document, settlement=command.place, day=day),)


def _agree(standing: Standing, command: AgreeClockAct) -> Decision:
    refused = standing.unless("proposed") or refuse_same_person(command.by, {standing.state.by})
    refused = refused or _over(standing, standing.state.day)
    return refused or (ClockActAgreed(**standing.stamp(command.by)),)


def _over(standing: Standing, day: date) -> Refusal | None:
    last = months_after(day, CLOCK_MONTHS)
    return refusal("clock_acts.over", day=last) if last < standing.context.today else None


def _decline(standing: Standing, command: DeclineClockAct) -> Decision:
    refused = standing.unless("proposed") or (None if command.reason.strip() else refusal("clock_acts.no_reason"))
    return refused or (ClockActDeclined(**standing.stamp(command.by), reason=command.reason),)


def _end(standing: Standing, command: EndClockAct) -> Decision:
    refused = standing.unless("in_force")
    if refused is None and not command.is_registered:
        refused = refusal("clock_acts.no_act", document=command.document)
    return refused or (ClockActEnded(**standing.stamp(command.by), document=command.document),)


_PROPOSE = Form(
    title=Words("Üçillik müddəti məntəqə üçün aktla başlat", "Start the three years of a settlement by an act"),
    place="now",
    rank=1,
    hint=Words(
        "Qayıtmış hər ailəyə aktın nömrəsi və günü ilə yazılır; sonra qayıdanlara açar veriləndə.",
        "Each household that has returned gets it with the act's number and day; later ones with their keys.",
    ),
    fields=(
        _DOCUMENT,
        Field(
            "settlement",
            Words("Aktdakı məntəqə", "Settlement in the act"),
            "line",
            required=True,
            hint=Words("Rayon/kənd, məsələn Zəngilan/Ağalı.", "District/village, such as Zəngilan/Ağalı."),
        ),
        Field("day", Words("Aktdakı gün", "Day in the act"), "date", required=True, tried="2100-01-01"),
    ),
)
ACTS = (
    Act(
        command=ProposeClockAct,
        decide=_propose,
        who=OFFICERS,
        events={ClockActProposed: Words("akt təklif olundu", "the act was proposed")},
        forms=(_PROPOSE,),
    ),
    Act(
        command=AgreeClockAct,
        decide=_agree,
        who=OFFICERS,
        events={ClockActAgreed: Words("ikinci şəxs razılaşdı", "a second official agreed")},
        forms=(Form(title=Words("Razıyam", "Agree"), place="now", rank=2, tone="primary"),),
        seen=True,
    ),
    Act(
        command=DeclineClockAct,
        decide=_decline,
        who=OFFICERS,
        events={ClockActDeclined: Words("qəbul edilmədi", "it was declined")},
        forms=(Form(title=Words("Razı deyiləm", "Decline"), place="now", rank=3, fields=(REASON,)),),
    ),
    Act(
        command=EndClockAct,
        decide=_end,
        who=OFFICERS,
        events={ClockActEnded: Words("aktın qüvvəsi bitdi", "the act is in force no more")},
        forms=(
            Form(
                title=Words("Aktın qüvvəsinin bitdiyini yaz", "Note that the act is in force no more"),
                place="more",
                rank=80,
                tone="danger",
                fields=(_DOCUMENT,),
            ),
        ),
        second=True,
    ),
)
