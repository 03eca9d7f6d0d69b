"""Decides about documents: what a command comes to, given the document, its path, and the moment. Pure."""

from __future__ import annotations

from document_flow.documents import refusals
from document_flow.documents.acts.create import Create
from document_flow.documents.acts.tick import Tick, timers
from document_flow.documents.case import Case, Decision
from document_flow.documents.event import Command, hands_of
from document_flow.documents.registry import BY_COMMAND
from document_flow.outcome import Refusal

__all__ = ["Case", "Decision", "decide", "timers"]


def decide(case: Case, command: Command) -> Decision:
    """The events that the command makes, all of them or none; or why it is refused."""
    act = BY_COMMAND[type(command)]
    refused = None if isinstance(command, Create) else _standing(case, command)
    if refused is not None:
        return refused
    if act.who and not any(case.has_role(getattr(command, "by", ""), role) for role in act.who):
        return refusals.needs_role(act.who[0])
    if not case.document.is_open and isinstance(command, Tick):
        return ()
    decided: Decision = act.decide(case, command)
    return decided


def _standing(case: Case, command: Command) -> Refusal | None:
    """Why nothing is done with it at all, or not by this person."""
    if case.document.length == 0:
        return refusals.NOT_BEGUN
    if not case.document.barred.isdisjoint(hands_of(command)):
        return refusals.CONCERNED
    return None if case.document.is_open or BY_COMMAND[type(command)].late else refusals.CLOSED
