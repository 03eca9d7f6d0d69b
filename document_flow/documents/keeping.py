"""The end of a document: its file, the legal hold, and destruction by an expert commission's act."""

from __future__ import annotations

from document_flow.documents import refusals
from document_flow.documents.case import Case, Decision
from document_flow.documents.commands import Destroy, Hold, PutInFile, ReleaseHold
from document_flow.documents.events import Destroyed, Filed, Held, HoldReleased
from document_flow.documents.state import TROUBLED, UNANSWERED
from document_flow.documents.term import tell_by
from document_flow.outcome import Refusal


def put_in_file(case: Case, command: PutInFile) -> Decision:
    """By the registry, once nothing is awaited: no approval, execution, answer, and no citizen to be told."""
    document = case.document
    if not case.has_role(command.by, "clerk"):
        return refusals.needs_role("clerk")
    if document.registration is None and document.run.status != "refused":
        return refusals.REGISTER_FIRST
    if document.run.status in ("running", "returned") or document.orders.is_open:
        return refusals.STILL_OPEN
    if any(each.state in UNANSWERED or (each.state in TROUBLED and not each.seen) for each in document.dispatches):
        return refusals.STILL_OPEN
    if tell_by(document, case.context) is not None:
        return refusals.STILL_OPEN
    return (Filed(by=command.by, at=case.context.now, case_file=command.case_file),)


def hold(case: Case, command: Hold) -> Decision:
    """By a lawyer, in any state but destroyed; another reason takes the place of the one before."""
    refused = _lawyer(case, command) or _destroyed(case)
    return refused or (Held(by=command.by, at=case.context.now, reason=command.reason.strip()),)


def release_hold(case: Case, command: ReleaseHold) -> Decision:
    """By a lawyer, with a reason of its own."""
    refused = _lawyer(case, command) or _destroyed(case)
    if refused is None and not case.document.hold:
        return refusals.NOT_ON_HOLD
    return refused or (HoldReleased(by=command.by, at=case.context.now, reason=command.reason.strip()),)


def destroy(case: Case, command: Destroy) -> Decision:
    """What is in its file, by the registry that carries out the act; never under a legal hold."""
    if not case.has_role(command.by, "clerk"):
        return refusals.needs_role("clerk")
    if case.document.filed_at is None:
        return refusals.FILE_FIRST
    if case.document.hold:
        return refusals.ON_HOLD
    refused = _destroyed(case)
    return refused or (Destroyed(by=command.by, at=case.context.now, act=command.act),)


def _lawyer(case: Case, command: Hold | ReleaseHold) -> Refusal | None:
    if not case.has_role(command.by, "lawyer"):
        return refusals.needs_role("lawyer")
    return None if command.reason.strip() else refusals.NEEDS_REASON


def _destroyed(case: Case) -> Refusal | None:
    return refusals.CLOSED if case.document.destroyed_at is not None else None
