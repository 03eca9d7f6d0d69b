"""What the clock brings: the end of a delivery limit, and what path and resolutions have set for a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.documents.acting import UNANSWERED, Act, Case, Decision, Document, Heard, Words
from document_flow.documents.acts.approval_step import steps_taken
from document_flow.documents.acts.resolution_step import resolved
from document_flow.documents.facts import DispatchState
from document_flow.orders import kernel as orders
from document_flow.outcome import Timer
from document_flow.paths import kernel as paths
from document_flow.paths.acts.tick import Tick as PathTick

SILENCE = "silence:"
"""Timers of the delivery limit; those of the path and of the resolutions have their own prefixes."""
PATH, ORDERS = "path:", "orders:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """What a fired timer asks for; one that does not apply any more changes nothing."""

    kind: Literal["tick"] = "tick"
    timer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceNoticed(Heard):
    """The other body said nothing within the delivery limit; the clerk is told."""

    kind: Literal["silence_noticed"] = "silence_noticed"

    def apply(self, document: Document) -> Document:
        """News to the clerk."""
        return document.dispatched(self.consignment, state=DispatchState.SILENT, seen=False)


def decide(case: Case, command: Tick) -> Decision:
    """Each timer by those who have set it."""
    document, name = case.document, command.timer
    if name.startswith(SILENCE):
        found = document.dispatch(name.removeprefix(SILENCE))
        if found is None or found.state not in UNANSWERED or case.context.now < found.until:
            return ()
        return (SilenceNoticed(at=case.context.now, consignment=found.consignment),)
    if name.startswith(PATH) and case.path is not None and document.run.status != "nothing":
        tick = PathTick(timer=name.removeprefix(PATH))
        return steps_taken(paths.decide(case.path, document.run, tick, case.context))
    if name.startswith(ORDERS):
        return resolved(case, orders.tick(name.removeprefix(ORDERS)))
    return ()


def timers(case: Case) -> tuple[Timer, ...]:
    """Everything that must happen at a time, as long as nothing else does."""
    document = case.document
    if not document.is_open:
        return ()
    found = [Timer(SILENCE + each.consignment, each.until) for each in document.dispatches if each.state in UNANSWERED]
    if case.path is not None:
        found += [Timer(PATH + t.name, t.at) for t in paths.timers(case.path, document.run, case.context)]
    found += [Timer(ORDERS + t.name, t.at) for t in orders.timers(document.orders, case.context, case.order_rules)]
    return tuple(found)


ACTS = (
    Act(
        command=Tick,
        decide=decide,
        late=True,
        events={SilenceNoticed: Words("qarşı qurum vaxtında cavab vermədi", "the other body is silent")},
    ),
)
