"""Who may speak in the open stage now, by which hand, about which content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from document_flow.outcome import Refusal
from document_flow.paths.case import Case, open_stage, stale
from document_flow.paths.event import Event
from document_flow.paths.path import Act
from document_flow.paths.refusals import refusal
from document_flow.paths.staffing import is_own
from document_flow.paths.state import StageState

Decided = tuple[Event, ...] | Refusal
APPROVING: tuple[Act, ...] = ("visa", "approve", "sign", "seal")
_NO_WORD: frozenset[Act] = frozenset(("acquaint", "agreement"))


def marking(decide: Callable[[Case, StageState, Any], Decided], *acts: Act) -> Callable[[Case, Any], Decided]:
    """A decision in an open stage that asks for one of these, if this person may speak in it now."""

    def decided(case: Case, command: Any) -> Decided:
        stage = stage_to_mark(case, acts, command.content_hash)
        return stage if isinstance(stage, Refusal) else decide(case, stage, command)

    return decided


def stage_to_mark(case: Case, acts: tuple[Act, ...], content_hash: str) -> StageState | Refusal:
    """The open stage, if this principal may speak in it now by this hand, about this content."""
    stage = open_stage(case.state)
    if isinstance(stage, Refusal):
        return stage
    if stage.act not in acts:
        return refusal("path.other_act", stage=case.title(stage.id))
    refused = _not_asked(case, stage) or stale(case.state, content_hash) or turn(case, stage, case.principal)
    if refused is not None:
        return refused
    return refusal("path.one_hand") if _speaks_for_another(case, stage) else stage


def _not_asked(case: Case, stage: StageState) -> Refusal | None:
    hands = case.state.hands
    if is_own(stage.act, case.by, hands) or is_own(stage.act, case.principal, hands):
        return refusal("path.own_document")
    if case.principal not in stage.members:
        return refusal("path.not_asked", stage=case.title(stage.id), principal=case.name(case.principal))
    if case.principal in stage.marks:
        return refusal("path.already", principal=case.name(case.principal))
    return None


def turn(case: Case, stage: StageState, principal: str) -> Refusal | None:
    """In a sequential stage members speak one after the other."""
    if case.definition.order == "parallel":
        return None
    first = next(member for member in stage.members if member not in stage.marks)
    return None if first == principal else refusal("path.turn", first=first)


def _speaks_for_another(case: Case, stage: StageState) -> bool:
    """Whether this hand has spoken in this run in another name: what two people are asked, no one person answers.

    Reading is no word of approval, and an agreement that was recorded is the other body's.
    """
    if stage.act in _NO_WORD:
        return False
    spoken = (each for each in case.state.stages if each.status in ("open", "passed") and each.act not in _NO_WORD)
    marks = (mark for each in spoken for mark in each.marks.values())
    return any(mark.by == case.by and mark.principal != case.principal for mark in marks)
