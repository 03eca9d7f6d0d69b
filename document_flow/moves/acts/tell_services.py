"""The services are told who moved in, each answers in its term, and then the move is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from document_flow.act import Act
from document_flow.context import BAKU
from document_flow.form import Field, Form, Option
from document_flow.hands import MACHINE, OFFICERS, ByHand, Happened
from document_flow.moves.declaring import DESK, DOCUMENT, act
from document_flow.moves.refusals import refusal
from document_flow.moves.rules import SERVICES, ServiceName
from document_flow.moves.standing import Decision, Standing
from document_flow.moves.state import Move, Told
from document_flow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class TellServices(ByHand):
    """All of them, once; where a route leads to the body the hub tells it, the others are the officer's task."""

    kind: Literal["tell_services"] = "tell_services"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAnswer(ByHand):
    """What a service answered, by which document: lines connected, places in the school, identifiers. Only where no
    message of its agency is waited for: it sends none, was not reached, is late, or has refused.
    """

    kind: Literal["note_answer"] = "note_answer"
    service: ServiceName
    answer: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAcknowledgements(ByHand):
    """How many notices about the families of this move the service's agency is given, what it made of them, and how
    many have not reached it.
    """

    kind: Literal["take_acknowledgements"] = "take_acknowledgements"
    service: ServiceName
    notices: int
    arranged: int
    refused: int
    untold: int = 0

    def is_news(self, told: Told) -> bool:
        """Whether the service stands otherwise than the move has it."""
        before = (told.notices, told.arranged, told.refused, told.untold)
        return before != (self.notices, self.arranged, self.refused, self.untold)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMove(ByHand):
    """Every family has its keys or has left, and every service has answered."""

    kind: Literal["close_move"] = "close_move"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesTold(Happened):
    """They have up to and including these days."""

    kind: Literal["services_told"] = "services_told"
    due: Mapping[ServiceName, date]

    def apply(self, move: Move) -> Move:
        return replace(move, services={name: Told(due=day) for name, day in self.due.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAnswered(Happened):
    """It is not waited for any more."""

    kind: Literal["service_answered"] = "service_answered"
    service: ServiceName
    answer: str
    document: str

    def apply(self, move: Move) -> Move:
        on = self.at.astimezone(BAKU).date()
        answered = replace(move.services[self.service], answer=self.answer, document=self.document, answered_on=on)
        return replace(move, services={**move.services, self.service: answered})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAcknowledged(Happened):
    """So many of its notices are acknowledged by now."""

    kind: Literal["service_acknowledged"] = "service_acknowledged"
    service: ServiceName
    notices: int
    arranged: int
    refused: int
    untold: int

    def apply(self, move: Move) -> Move:
        on = self.at.astimezone(BAKU).date() if 0 < self.notices == self.arranged + self.refused else None
        told = move.services[self.service]
        told = replace(
            told, notices=self.notices, arranged=self.arranged, refused=self.refused, untold=self.untold, answered_on=on
        )
        return replace(move, services={**move.services, self.service: told})


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveClosed(Happened):
    """Nothing follows."""

    kind: Literal["move_closed"] = "move_closed"

    def apply(self, move: Move) -> Move:
        return replace(move, phase="closed")


def _tell(standing: Standing, command: TellServices) -> Decision:
    move, context = standing.state, standing.context
    if move.phase != "planned":
        return refusal("moves.not_open")
    if move.services:
        return refusal("moves.told_already")
    if not any(each.moved for each in move.staying):
        return refusal("moves.nobody_moved")
    until = context.last_day(standing.rules.answer.end(context.today, context.calendar))
    return (ServicesTold(**standing.stamp(command.by), due=dict.fromkeys(SERVICES, until)),)


def _answer(standing: Standing, command: NoteAnswer) -> Decision:
    told = standing.state.services.get(command.service)
    if told is None or told.is_answered:
        return refusal("moves.not_told", service=SERVICES[command.service])
    if told.notices and not (told.refused or told.untold) and standing.context.today <= told.due:
        return refusal("moves.answers_itself", service=SERVICES[command.service], day=told.due)
    stamp, document = standing.stamp(command.by), command.document
    return (ServiceAnswered(**stamp, service=command.service, answer=command.answer, document=document),)


def _take(standing: Standing, command: TakeAcknowledgements) -> Decision:
    told = standing.state.services.get(command.service)
    if told is None or told.answer or standing.state.phase != "planned":
        return refusal("moves.not_told", service=SERVICES[command.service])
    if not command.is_news(told):
        return ()
    return (
        ServiceAcknowledged(
            **standing.stamp(command.by),
            service=command.service,
            notices=command.notices,
            arranged=command.arranged,
            refused=command.refused,
            untold=command.untold,
        ),
    )


def _close(standing: Standing, command: CloseMove) -> Decision:
    move = standing.state
    if move.phase != "planned":
        return refusal("moves.not_open")
    families = sum(not each.moved for each in move.staying)
    moved = any(each.moved for each in move.staying)
    services = sum(not each.is_answered for each in move.services.values()) if move.services else len(SERVICES) * moved
    if families or services:
        return refusal("moves.unfinished", families=families, services=services)
    return (MoveClosed(**standing.stamp(command.by)),)


ACTS = (
    act(
        TellServices,
        _tell,
        OFFICERS,
        {ServicesTold: Words("xidmətlərə bildirildi", "the services were told")},
        Form(title=Words("Xidmətlərə bildir", "Tell the services"), place="now", rank=40),
    ),
    act(
        NoteAnswer,
        _answer,
        DESK,
        {ServiceAnswered: Words("xidmət cavab verdi", "a service answered")},
        Form(
            title=Words("Xidmətin cavabını yaz", "Note a service's answer"),
            place="now",
            rank=45,
            fields=(
                Field(
                    "service",
                    Words("Xidmət", "Service"),
                    "choice",
                    required=True,
                    options=tuple(Option(name, each) for name, each in SERVICES.items()),
                ),
                Field("answer", Words("Cavab", "Answer"), "line", required=True),
                DOCUMENT,
            ),
        ),
    ),
    Act(
        command=TakeAcknowledgements,
        decide=_take,
        who=MACHINE,
        events={ServiceAcknowledged: Words("xidmət bildirişləri təsdiqlədi", "a service acknowledged notices")},
    ),
    act(
        CloseMove,
        _close,
        OFFICERS,
        {MoveClosed: Words("köç bağlandı", "the move was closed")},
        Form(title=Words("Köçü bağla", "Close the move"), place="more", rank=70),
    ),
)
