"""Mass reassignment by a handover act: a leaving or transferred official's parts go to another (Təlimat)."""

from __future__ import annotations

from dataclasses import replace

from document_flow.orders.case import Case, Decision, blank
from document_flow.orders.commands import HandOver
from document_flow.orders.events import HandedOver
from document_flow.orders.evolve import evolve
from document_flow.orders.handover import HandoverLine, handover_lines
from document_flow.orders.refusals import refusal
from document_flow.orders.state import State
from document_flow.outcome import Refusal


def hand_over(case: Case, command: HandOver) -> Decision:
    """All of the leaver's parts in this document, as the act lists them; never some of them."""
    if not case.has_role(case.who, case.rules.handover):
        return refusal("orders.not_registrar")
    refused = blank(act=command.act) or case.takes_part(command.receiver) or _lines(case, command)
    if refused is not None:
        return refused
    event = HandedOver(
        by=case.by,
        on_behalf_of=case.on_behalf_of,
        at=case.context.now,
        act=command.act,
        leaver=command.leaver,
        receiver=command.receiver,
        lines=command.lines,
    )
    return _own_control(evolve(case.state, event), command.receiver) or (event,)


def _lines(case: Case, command: HandOver) -> Refusal | None:
    if command.leaver == command.receiver:
        return refusal("orders.same_person")
    now = handover_lines({"": case.state}, command.leaver)
    if not now:
        return refusal("orders.nothing_to_hand_over", leaver=command.leaver)
    if _bare(now) != _bare(command.lines):
        return refusal("orders.act_differs", now=len(now), listed=len(command.lines))
    return None


def _bare(lines: tuple[HandoverLine, ...]) -> set[HandoverLine]:
    return {replace(line, document="") for line in lines}


def _own_control(after: State, receiver: str) -> Refusal | None:
    """Nobody comes to control what he executes."""
    both = any(receiver == each.owner and receiver in each.executors for each in after.unfinished())
    return refusal("orders.own_control", login=receiver) if both else None
