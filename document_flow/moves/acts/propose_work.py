"""A vacancy of the settlement fits what somebody has declared: an official proposes it to them, or passes it over.

The hub finds them by the code that vacancy and person both name, of those alone who consented to that (998-IIIQ); an
official decides each, once. Whoever is told may refuse, and loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from document_flow.form import REASON, Field, Form, Said
from document_flow.hands import OFFICERS, ByHand, Happened
from document_flow.moves.declaring import act
from document_flow.moves.refusals import refusal
from document_flow.moves.standing import Decision, Standing
from document_flow.moves.state import Move, Work
from document_flow.outcome import Refusal
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeWork(ByHand):
    """`fits` is the position by which the hub has found it; empty where it has found nothing of the kind."""

    kind: Literal["propose_work"] = "propose_work"
    number: str
    person: int
    vacancy: str
    fits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOverWork(ByHand):
    """It is not proposed, for a reason that the official gives."""

    kind: Literal["pass_over_work"] = "pass_over_work"
    number: str
    person: int
    vacancy: str
    reason: str
    fits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided(Happened):
    """One vacancy for one person, decided."""

    work: Work

    def apply(self, move: Move) -> Move:
        return replace(move, work={**move.work, self.work.key: self.work})


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkProposed(_Decided):
    """The register knows of it, and the person is told, in the same commit."""

    kind: Literal["work_proposed"] = "work_proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPassedOver(_Decided):
    """It is not found again for that person."""

    kind: Literal["work_passed_over"] = "work_passed_over"


def _found(standing: Standing, command: ProposeWork | PassOverWork, reason: str = "") -> Work | Refusal:
    household = standing.household(command.number)
    if isinstance(household, Refusal):
        return household
    work = Work(
        number=command.number, person=command.person, vacancy=command.vacancy, position=command.fits, reason=reason
    )
    if work.key in standing.state.work:
        return refusal("moves.work_decided", vacancy=command.vacancy, number=command.number)
    return work if command.fits else refusal("moves.no_work", vacancy=command.vacancy, number=command.number)


def _propose(standing: Standing, command: ProposeWork) -> Decision:
    work = _found(standing, command)
    return work if isinstance(work, Refusal) else (WorkProposed(**standing.stamp(command.by), work=work),)


def _pass_over(standing: Standing, command: PassOverWork) -> Decision:
    if not command.reason.strip():
        return refusal("moves.no_reason")
    work = _found(standing, command, command.reason)
    return work if isinstance(work, Refusal) else (WorkPassedOver(**standing.stamp(command.by), work=work),)


def _read(said: Said) -> dict[str, Any]:
    number, person, vacancy, fits = (*said["work"].split("|"), "", "", "", "")[:4]
    return {"number": number, "person": int(person or 0), "vacancy": vacancy, "fits": fits}


_WORK = Field("work", Words("Müraciət, nəfər və vakansiya", "Application, person and vacancy"), "choice", required=True)
ACTS = (
    act(ProposeWork, _propose, OFFICERS, {WorkProposed: Words("vakansiya təklif olundu", "a vacancy was proposed")},
        Form(
    title=Words("Vakansiyanı təklif et", "Propose a vacancy"),
    place="now",
    rank=40,
    fields=(_WORK,),
    reads=_read,
    hint=Words(
        "Vəzifənin kodunu həm şəxs, həm vakansiya göstərib. Ona bu barədə bildiriş gedir.",
        "Both person and vacancy name the code of the position. The person is told.",
    ),
)),
    act(PassOverWork, _pass_over, OFFICERS,
        {WorkPassedOver: Words("vakansiya təklif edilmədi", "a vacancy was not proposed")}, Form(
    title=Words("Vakansiyanı təklif etmə", "Do not propose a vacancy"),
    place="more",
    rank=70,
    fields=(_WORK, REASON),
    reads=lambda said: {**_read(said), "reason": said["reason"]},
)),
)  # fmt: skip
