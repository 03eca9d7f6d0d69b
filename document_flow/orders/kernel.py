"""Decides about orders on a document: what a command comes to, given the moment and the rules. Pure.

An open state always waits for somebody (`waiting`): no order is orphaned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from document_flow.context import Context
from document_flow.orders import controlling, executing
from document_flow.orders.case import Case, Decision
from document_flow.orders.commands import (
    AcceptExecution,
    CoExecutorReport,
    Command,
    DecideExtension,
    DissentNote,
    GiveResolution,
    HandOver,
    ReleaseControl,
    Report,
    RequestExtension,
    Resume,
    ReturnExecution,
    SetControl,
    Suspend,
    Tick,
)
from document_flow.orders.evolve import evolve, replay
from document_flow.orders.giving import give
from document_flow.orders.handing_over import hand_over
from document_flow.orders.refusals import refusal
from document_flow.orders.rules import RULES, OrderRules
from document_flow.orders.state import State
from document_flow.orders.watching import fire, order_timers, waiting_all, waiting_each
from document_flow.outcome import Timer, Waiting

__all__ = ["decide", "evolve", "replay", "tick", "timers", "waiting", "waiting_by_resolution"]


def decide(state: State, command: Command, context: Context, rules: OrderRules = RULES) -> Decision:
    """The events that the command makes, all of them or none; or why it is refused."""
    if isinstance(command, Tick):
        return fire(Case(state, context, rules), command)
    case = Case(state, context, rules, command.by, command.on_behalf_of)
    refused = case.hand()
    if refused is not None:
        return refused
    if isinstance(command, GiveResolution):
        return give(case, command)
    if isinstance(command, HandOver):
        return hand_over(case, command)
    resolution = state.resolutions.get(command.resolution)
    if resolution is None:
        return refusal("orders.no_resolution", resolution=command.resolution)
    if resolution.status == "executed":
        return refusal("orders.executed")
    return _DECIDE[type(command)](case, resolution, command)


def waiting(state: State, context: Context, rules: OrderRules = RULES) -> Waiting:
    """Everybody whom the orders wait for, with the most urgent in a sentence; `due` is the earliest."""
    return waiting_all(Case(state, context, rules))


def waiting_by_resolution(state: State, context: Context, rules: OrderRules = RULES) -> Mapping[str, Waiting]:
    """The same for each unfinished resolution, the most urgent first: what a person's list is made from."""
    return waiting_each(Case(state, context, rules))


def timers(state: State, context: Context, rules: OrderRules = RULES) -> tuple[Timer, ...]:
    """Reminders before each last day, at 9 in Baku, and the escalation on the working day after it."""
    return order_timers(Case(state, context, rules))


def tick(rung: str) -> Tick:
    """The command of a fired timer."""
    return Tick(rung=rung)


_DECIDE: Mapping[type, Callable[[Case, Any, Any], Decision]] = MappingProxyType(
    {
        Report: executing.report,
        CoExecutorReport: executing.co_executor_report,
        DissentNote: executing.dissent_note,
        AcceptExecution: executing.accept,
        ReturnExecution: executing.send_back,
        SetControl: controlling.set_control,
        ReleaseControl: controlling.release_control,
        RequestExtension: controlling.request_extension,
        DecideExtension: controlling.decide_extension,
        Suspend: controlling.suspend,
        Resume: controlling.resume,
    }
)
