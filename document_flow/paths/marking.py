"""Marks of members: visa, approval, refusal, abstention, vote, acquaintance, another body's agreement, a return."""

from __future__ import annotations

from document_flow.outcome import Refusal
from document_flow.paths.case import Case, no_text, not_manager, open_stage, stale
from document_flow.paths.commands import (
    Abstain,
    Acquaint,
    Approve,
    CastVote,
    Choice,
    RecordAgreement,
    Refuse,
    ReturnForRevision,
)
from document_flow.paths.events import AgreementRecorded, Event, Marked, Returned
from document_flow.paths.following import follow
from document_flow.paths.path import BODY, Act, Stage
from document_flow.paths.refusals import refusal
from document_flow.paths.staffing import is_own
from document_flow.paths.state import StageState

Decided = tuple[Event, ...] | Refusal
_APPROVING: frozenset[Act] = frozenset(("visa", "approve", "sign", "seal"))
_SIGNING: frozenset[Act] = frozenset(("sign", "seal"))


def approve(case: Case, command: Approve) -> Decided:
    """For it."""
    stage = _stage_to_mark(case, _APPROVING, command.content_hash)
    if isinstance(stage, Refusal):
        return stage
    if stage.act in _SIGNING and not command.signature.strip():
        return refusal("path.signature", stage=stage.id)
    return follow(
        case,
        _marked(case, stage, "for", command.content_hash, command.note, command.signature, command.manifest),
    )


def refuse(case: Case, command: Refuse) -> Decided:
    """Against it; the reason is required."""
    stage = _stage_to_mark(case, _APPROVING, command.content_hash)
    if isinstance(stage, Refusal):
        return stage
    return no_text(command.note) or follow(case, _marked(case, stage, "against", command.content_hash, command.note))


def abstain(case: Case, command: Abstain) -> Decided:
    """Neither; where the stage allows it."""
    stage = _stage_to_mark(case, _APPROVING, command.content_hash)
    if isinstance(stage, Refusal):
        return stage
    if not case.definition.abstain:
        return refusal("path.no_abstaining", stage=stage.id)
    return follow(case, _marked(case, stage, "abstain", command.content_hash, command.note))


def acquaint(case: Case, command: Acquaint) -> Decided:
    """Read and noted."""
    stage = _stage_to_mark(case, frozenset(("acquaint",)), command.content_hash)
    if isinstance(stage, Refusal):
        return stage
    return follow(case, _marked(case, stage, "for", command.content_hash))


def cast_vote(case: Case, command: CastVote) -> Decided:
    """A vote; in a meeting only while voting is open, by those who sit there."""
    stage = _stage_to_mark(case, frozenset(("vote",)), command.content_hash)
    if isinstance(stage, Refusal):
        return stage
    if command.choice == "abstain" and not case.definition.abstain:
        return refusal("path.no_abstaining", stage=stage.id)
    meeting = stage.meeting
    if meeting is not None:
        if meeting.phase != "voting":
            return refusal("path.not_now", az="səsvermə açıq deyil", en="voting is not open")
        if meeting.present.get(case.principal) != case.by:
            return refusal("path.absent", member=case.principal)
    return follow(case, _marked(case, stage, command.choice, command.content_hash, command.note))


def return_for_revision(case: Case, command: ReturnForRevision) -> Decided:
    """Back to the author."""
    stage = _stage_to_mark(case, _APPROVING, command.content_hash)
    if isinstance(stage, Refusal):
        return stage
    returned = Returned(
        **case.stamp,
        stage=stage.id,
        round=stage.round,
        principal=case.principal,
        content_hash=command.content_hash,
        note=command.note,
    )
    return no_text(command.note) or (returned,)


def record_agreement(case: Case, command: RecordAgreement) -> Decided:
    """Another body's answer. One that does not agree sends the document back to its author."""
    stage = open_stage(case.state)
    if isinstance(stage, Refusal):
        return stage
    refused = _agreement_refused(case, command, stage)
    if refused is not None:
        return refused
    recorded = AgreementRecorded(
        **case.stamp,
        stage=stage.id,
        round=stage.round,
        body=command.body,
        result=command.result,
        reg_no=command.reg_no,
        content_hash=command.content_hash,
        note=command.note,
    )
    if command.result != "disagreed":
        return follow(case, recorded)
    back = Returned(
        **case.stamp,
        stage=stage.id,
        round=stage.round,
        principal=BODY + command.body,
        content_hash=command.content_hash,
        note=command.note or command.reg_no,
    )
    return recorded, back


def _agreement_refused(case: Case, command: RecordAgreement, stage: StageState) -> Refusal | None:
    principal = BODY + command.body
    if stage.act != "agreement":
        return refusal("path.other_act", stage=stage.id, act=stage.act)
    if principal not in stage.members:
        return refusal("path.not_asked", stage=stage.id, principal=command.body)
    if principal in stage.marks:
        return refusal("path.already", principal=command.body)
    if case.principal != case.state.author and (refused := not_manager(case)):
        return refused
    return no_text(command.reg_no) or stale(case.state, command.content_hash) or _turn(case, stage, principal)


def _stage_to_mark(case: Case, acts: frozenset[Act], content_hash: str) -> StageState | Refusal:
    """The open stage, if this principal may speak in it now by this hand, about this content."""
    stage = open_stage(case.state)
    if isinstance(stage, Refusal):
        return stage
    if stage.act not in acts:
        return refusal("path.other_act", stage=stage.id, act=stage.act)
    refused = _not_asked(case, stage) or stale(case.state, content_hash) or _turn(case, stage, case.principal)
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


def _turn(case: Case, stage: StageState, principal: str) -> Refusal | None:
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


def _marked(case: Case, stage: StageState, verdict: Choice, content_hash: str, note: str = "", *proof: str) -> Marked:
    signature, manifest = proof or ("", "")
    return Marked(
        **case.stamp,
        stage=stage.id,
        round=stage.round,
        act=stage.act,
        principal=case.principal,
        verdict=verdict,
        content_hash=content_hash,
        note=note,
        signature=signature,
        manifest=manifest,
    )
