"""The handover act (təhvil-təslim aktı) in one document: every part of the leaver goes to the receiver, or none does.

A leaving or transferred executor hands over cases by an act that lists every document and its state (Təlimat).
"""

from __future__ import annotations

from collections.abc import Iterator

from document_flow.documents import refusals
from document_flow.documents.case import Case, Decision
from document_flow.documents.commands import HandOver
from document_flow.documents.events import AuthorChanged, Event, Instructed, Walked
from document_flow.documents.parts import Part
from document_flow.orders import kernel as orders
from document_flow.orders.commands import HandOver as HandOverOrders
from document_flow.orders.handover import handover_lines
from document_flow.outcome import Refusal
from document_flow.paths import kernel as paths
from document_flow.paths.commands import Assign
from document_flow.paths.events import Assigned

_WITH_ITS_AUTHOR = ("nothing", "draft", "returned", "recalled", "refused")


def parts_of(case: Case, login: str) -> tuple[Part, ...]:
    """Everything unfinished that the official has in the document: orders, an open stage, a draft."""
    if not case.document.is_open:
        return ()
    return (*_in_orders(case, login), *_on_path(case, login))


def hand_over(case: Case, command: HandOver) -> Decision:
    """By a clerk or a head. What the orders or the path refuse, such as a receiver who may not, refuses the whole."""
    refused = _refused(case, command)
    if refused is not None:
        return refused
    events: list[Event] = []
    for decided in (_orders(case, command), _path(case, command)):
        if isinstance(decided, Refusal):
            return decided
        events += decided
    return tuple(events)


def _refused(case: Case, command: HandOver) -> Refusal | None:
    if not case.has_role(command.by, "clerk") and not case.has_role(command.by, "head"):
        return refusals.needs_role("clerk")
    if command.leaver == command.receiver or not command.act.strip() or not command.reason.strip():
        return refusals.SAME_PERSON
    official = case.context.directory.officials.get(command.receiver)
    if official is None or not official.active:
        return refusals.RECEIVER
    now = parts_of(case, command.leaver)
    if not now:
        return refusals.NOTHING_TO_HAND_OVER
    return None if set(now) == set(command.parts) else refusals.ACT_DIFFERS


def _in_orders(case: Case, login: str) -> Iterator[Part]:
    for line in handover_lines({"": case.document.orders}, login):
        yield Part(name=line.part, place=line.resolution, status=line.status, due=line.due, suspended=line.suspended)


def _on_path(case: Case, login: str) -> Iterator[Part]:
    document = case.document
    stage = document.run.stage
    if stage is not None and login in stage.members and login not in stage.marks:
        yield Part(name="member", place=stage.id, status=document.run.status, due=stage.due)
    if document.needs_approval and document.run.status in _WITH_ITS_AUTHOR and _author(case) == login:
        yield Part(name="author", status=document.run.status)


def _author(case: Case) -> str:
    return case.document.run.author or case.document.author


def _orders(case: Case, command: HandOver) -> Decision:
    lines = handover_lines({"": case.document.orders}, command.leaver)
    if not lines:
        return ()
    asked = HandOverOrders(
        by=command.by, act=command.act, leaver=command.leaver, receiver=command.receiver, lines=lines
    )
    decided = orders.decide(case.document.orders, asked, case.context, case.order_rules)
    return decided if isinstance(decided, Refusal) else tuple(Instructed(event=event) for event in decided)


def _path(case: Case, command: HandOver) -> Decision:
    """The open stage, or the draft: then with the author of the path's run, where it has begun, goes the document's."""
    names = {part.name for part in command.parts}
    walked = _assigned(case, command) if not names.isdisjoint(("member", "author")) else ()
    if isinstance(walked, Refusal) or "author" not in names:
        return walked
    return *walked, AuthorChanged(by=command.by, at=case.context.now, author=command.receiver, act=command.act)


def _assigned(case: Case, command: HandOver) -> Decision:
    """What was recalled or refused is with its author, and the path assigns nothing then: it is noted as it is."""
    run, reason = case.document.run, f"{command.act}: {command.reason}"
    if case.path is None or run.status == "nothing":
        return ()
    if run.status in ("recalled", "refused"):
        taken = Assigned(
            by=command.by,
            at=case.context.now,
            stage=None,
            round=run.round,
            added=(command.receiver,),
            removed=(command.leaver,),
            reason=reason,
        )
        return (Walked(event=taken),)
    assign = Assign(by=command.by, add=(command.receiver,), remove=(command.leaver,), reason=reason)
    decided = paths.decide(case.path, run, assign, case.context)
    return decided if isinstance(decided, Refusal) else tuple(Walked(event=event) for event in decided)
