"""What executors do with a task, and what the owner of its control does with their report."""

from __future__ import annotations

from document_flow.orders.case import Case, Decision, blank
from document_flow.orders.commands import AcceptExecution, CoExecutorReport, DissentNote, Report, ReturnExecution
from document_flow.orders.events import CoReported, Dissented, Event, Executed, ExecutionReturned, Reported
from document_flow.orders.refusals import refusal
from document_flow.orders.state import Resolution
from document_flow.outcome import Refusal


def report(case: Case, resolution: Resolution, command: Report) -> Decision:
    """Executed only when a substantive answer was sent, else with a note (art. 128); under control it then waits."""
    refused = runs(resolution) or _lead(case, resolution)
    if refused is not None:
        return refused
    if not command.answer.strip() and not command.note.strip():
        return refusal("orders.no_answer")
    done: Event = Reported(
        by=case.by,
        on_behalf_of=case.on_behalf_of,
        at=case.context.now,
        resolution=resolution.id,
        answer=command.answer.strip(),
        note=command.note.strip(),
    )
    return (done,) if resolution.owner is not None else (done, executed(case, resolution))


def co_executor_report(case: Case, resolution: Resolution, command: CoExecutorReport) -> Decision:
    """The co-executor's part; the lead still answers for the whole."""
    refused = runs(resolution) or _co_executor(case, resolution) or blank(text=command.text)
    return refused or (
        CoReported(
            by=case.by,
            on_behalf_of=case.on_behalf_of,
            at=case.context.now,
            resolution=resolution.id,
            text=command.text,
        ),
    )


def dissent_note(case: Case, resolution: Resolution, command: DissentNote) -> Decision:
    """May be written until it is executed, after the lead's report too."""
    refused = _co_executor(case, resolution) or blank(text=command.text)
    return refused or (
        Dissented(
            by=case.by,
            on_behalf_of=case.on_behalf_of,
            at=case.context.now,
            resolution=resolution.id,
            text=command.text,
        ),
    )


def accept(case: Case, resolution: Resolution, _: AcceptExecution) -> Decision:
    """Executed, and out of control by that (art. 129)."""
    return owned_report(case, resolution) or (executed(case, resolution),)


def send_back(case: Case, resolution: Resolution, command: ReturnExecution) -> Decision:
    """Back to the lead; the term is not moved by it."""
    refused = owned_report(case, resolution) or blank(reason=command.reason)
    return refused or (
        ExecutionReturned(
            by=case.by,
            on_behalf_of=case.on_behalf_of,
            at=case.context.now,
            resolution=resolution.id,
            reason=command.reason,
        ),
    )


def executed(case: Case, resolution: Resolution) -> Executed:
    """The end of a resolution and of all that was passed on from it."""
    closes = tuple(each.id for each in case.state.under(resolution.id))
    return Executed(
        by=case.by, on_behalf_of=case.on_behalf_of, at=case.context.now, resolution=resolution.id, closes=closes
    )


def runs(resolution: Resolution) -> Refusal | None:
    """Why nobody may work on it now: reported, or suspended."""
    if resolution.status == "reported":
        return refusal("orders.is_reported")
    return refusal("orders.suspended") if resolution.suspended else None


def owner_only(case: Case, resolution: Resolution) -> Refusal | None:
    """Control is in the hands of the official who set it, and of no other (art. 129); an executor is no stand-in."""
    if resolution.owner is None:
        return refusal("orders.not_controlled")
    if resolution.owner != case.who:
        return refusal("orders.not_owner", owner=case.context.directory.name(resolution.owner))
    return refusal("orders.own_control", login=case.by) if case.by in resolution.executors else None


def owned_report(case: Case, resolution: Resolution) -> Refusal | None:
    """Why this official may not decide about a report."""
    refused = owner_only(case, resolution)
    if refused is None and resolution.status != "reported":
        return refusal("orders.not_reported")
    return refused


def _lead(case: Case, resolution: Resolution) -> Refusal | None:
    return None if case.who == resolution.lead else refusal("orders.not_lead")


def _co_executor(case: Case, resolution: Resolution) -> Refusal | None:
    return None if case.who in resolution.co_executors else refusal("orders.not_co_executor")
