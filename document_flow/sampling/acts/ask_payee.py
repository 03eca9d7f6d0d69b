"""A payee is asked by telephone or at home whether the money came; what did not is followed up and closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.act import Act
from document_flow.form import REASON, Field, Form, Option
from document_flow.hands import MACHINE, OFFICERS, ByHand, Happened
from document_flow.sampling.standing import Decision, Standing, refusal
from document_flow.sampling.state import CHECK_PHASES, Outcome, PaymentCheck, Way
from document_flow.second_person import refuse_same_person
from document_flow.words import Words

ASKERS = ("clerk", "district_representative", *OFFICERS)
"""Who telephones or visits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawCheck(ByHand):
    """A payment is in the sample."""

    kind: Literal["draw_check"] = "draw_check"
    of: PaymentCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePayee(ByHand):
    """What the payee says; `came_qepik` where it came in part."""

    kind: Literal["note_payee"] = "note_payee"
    outcome: Outcome
    way: Way
    came_qepik: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCheck(ByHand):
    """What became of the money that did not come."""

    kind: Literal["close_check"] = "close_check"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDrawn(Happened):
    """Somebody has to ask the payee."""

    kind: Literal["check_drawn"] = "check_drawn"
    of: PaymentCheck

    def apply(self, state: PaymentCheck) -> PaymentCheck:
        return replace(self.of, phase="asked", length=state.length)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeNoted(Happened):
    """What did not come, or not whole, waits for an officer; who was not reached is asked again."""

    kind: Literal["payee_noted"] = "payee_noted"
    outcome: Outcome
    way: Way
    came_qepik: int | None

    def apply(self, state: PaymentCheck) -> PaymentCheck:
        tries = state.tries + (self.outcome == "unreached")
        noted = replace(state, phase=self.outcome, way=self.way, came_qepik=self.came_qepik)
        return replace(noted, tries=tries, noted_by=self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckClosed(Happened):
    """It was followed up."""

    kind: Literal["check_closed"] = "check_closed"
    reason: str

    def apply(self, state: PaymentCheck) -> PaymentCheck:
        return replace(state, phase="closed", reason=self.reason)


def _draw(standing: Standing[PaymentCheck], command: DrawCheck) -> Decision:
    return () if standing.state.phase else (CheckDrawn(**standing.stamp(command.by), of=command.of),)


def _note(standing: Standing[PaymentCheck], command: NotePayee) -> Decision:
    """A part is a sum of its own; of the rest it follows."""
    if refused := standing.unless("asked", "unreached"):
        return refused
    paid, came = standing.state.qepik, command.came_qepik if command.outcome == "partly" else None
    if command.outcome == "partly" and not 0 < (came or 0) < paid:
        return refusal("sampling.part", said=command.came_qepik or 0, paid=paid)
    stamp = standing.stamp(command.by)
    return (PayeeNoted(**stamp, outcome=command.outcome, way=command.way, came_qepik=came),)


def _close(standing: Standing[PaymentCheck], command: CloseCheck) -> Decision:
    """Never by whoever has asked."""
    reason = command.reason.strip()
    refused = standing.unless("partly", "missing") or refuse_same_person(command.by, {standing.state.noted_by})
    refused = refused or (None if reason else refusal("sampling.no_reason"))
    return refused or (CheckClosed(**standing.stamp(command.by), reason=reason),)


ACTS = (
    Act(command=DrawCheck, decide=_draw, who=MACHINE, events={CheckDrawn: Words("seçməyə düşdü", "drawn")}),
    Act(
        command=NotePayee,
        decide=_note,
        who=ASKERS,
        events={PayeeNoted: Words("alandan soruşuldu", "the payee was asked")},
        forms=(
            Form(
                title=Words("Cavabı yaz", "Note the answer"),
                place="now",
                tone="primary",
                rank=10,
                fields=(
                    Field(
                        "outcome",
                        Words("Pul gəlibmi", "Did the money come"),
                        "choice",
                        required=True,
                        options=tuple(
                            Option(each, CHECK_PHASES[each]) for each in ("whole", "partly", "missing", "unreached")
                        ),
                    ),
                    Field(
                        "way",
                        Words("Necə soruşulub", "How it was asked"),
                        "choice",
                        required=True,
                        options=(
                            Option("phone", Words("telefonla", "by telephone")),
                            Option("visit", Words("evində", "at home")),
                        ),
                    ),
                    Field("came_qepik", Words("Gələn məbləğ (qismən olduqda)", "What came (of a part)"), "amount"),
                ),
            ),
        ),
    ),
    Act(
        command=CloseCheck,
        decide=_close,
        who=OFFICERS,
        events={CheckClosed: Words("araşdırma bağlandı", "followed up and closed")},
        forms=(
            Form(
                title=Words("Araşdırmanı bağla", "Close what was followed up"), place="now", rank=20, fields=(REASON,)
            ),
        ),
    ),
)
