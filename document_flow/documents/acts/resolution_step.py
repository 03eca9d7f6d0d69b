"""A resolution (dərkənar) or what follows from one; the rules of resolutions decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from document_flow.documents.acting import NOTHING, Act, Case, Decision, Document, Refusal
from document_flow.documents.refusals import NOT_BY_HAND, REGISTER_FIRST
from document_flow.orders import kernel as orders
from document_flow.orders.event import Command, Event
from document_flow.orders.registry import COMMAND_TYPES, EVENT_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionStep:
    """Give one, report, control, extend …"""

    kind: Literal["instruct"] = "instruct"
    command: Annotated[Command, COMMAND_TYPES]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionStepTaken:
    """Something happened to its resolutions."""

    kind: Literal["instructed"] = "instructed"
    event: Annotated[Event, EVENT_TYPES]

    @property
    def by(self) -> str:
        """Whose step it was."""
        return self.event.by

    def apply(self, document: Document) -> Document:
        """The resolutions after it."""
        return replace(document, orders=orders.evolve(document.orders, self.event))


def decide(case: Case, command: ResolutionStep) -> Decision:
    """Once it is registered."""
    if case.document.registration is None:
        return REGISTER_FIRST
    return NOT_BY_HAND if command.command.kind == "tick" else resolved(case, command.command)


def resolved(case: Case, step: Command) -> Decision:
    """What the resolutions' own rules make of the step, as events of the document."""
    decided = orders.decide(case.document.orders, step, case.context, case.order_rules)
    return decided if isinstance(decided, Refusal) else tuple(ResolutionStepTaken(event=event) for event in decided)


ACTS = (Act(command=ResolutionStep, decide=decide, needs="answer", events={ResolutionStepTaken: NOTHING}),)
