"""Who may speak in the open stage now, by which hand, about which content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from document_flow.outcome import Refusal
from document_flow.paths.case import Case, open_stage, stale
from document_flow.paths.event import Event
from document_flow.paths.path import Act, Stage
from document_flow.paths.refusals import refusal
from document_flow.paths.staffing import is_own
from document_flow.paths.state import StageState

Decided = tuple[Event, ...] | Refusal
APPROVING: tuple[Act, ...] = ("visa", "approve", "sign", "seal")


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
        return refusal("path.other_act", stage=stage.id, act=stage.act)
    refused = _not_asked(case, stage) or stale(case.state, content_hash) or turn(case, stage, case.principal)
    if refused is not None:
        return refused
    return refusal("path.one_hand") if _is_second_hand(case, stage) else stage


def _not_asked(case: Case, stage: StageState) -> Refusal | None:
    hands = case.state.hands
    if is_own(stage.act, case.by, hands) or is_own(stage.act, case.principal, hands):
        return refusal("path.own_document")
    if case.principal not in stage.members:
        return refusal("path.not_asked", stage=stage.id, principal=case.principal)
    if case.principal in stage.marks:
        return refusal("path.already", principal=case.principal)
    return None


def turn(case: Case, stage: StageState, principal: str) -> Refusal | None:
    """In a sequential stage members speak one after the other."""
    if case.definition.order == "parallel":
        return None
    first = next(member for member in stage.members if member not in stage.marks)
    return None if first == principal else refusal("path.turn", first=first)


def _is_second_hand(case: Case, stage: StageState) -> bool:
    """Where heads are counted, one hand gives one mark: nobody makes a quorum of his own with those he stands for."""
    return counts_heads(case.definition) and any(mark.by == case.by for mark in stage.marks.values())


def counts_heads(definition: Stage) -> bool:
    """Whether the number of people matters, not only who they are."""
    return definition.act == "vote" or definition.rule.kind not in ("all", "any")
