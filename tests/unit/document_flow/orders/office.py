"""A small office of made-up people, and steps through the orders on one document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from document_flow.calendar import WorkingCalendar
from document_flow.context import BAKU, Context
from document_flow.orders import kernel
from document_flow.orders.acts.give_resolution import GiveResolution
from document_flow.orders.event import Command
from document_flow.orders.rules import RULES, OrderRules
from document_flow.orders.state import Resolution, State
from document_flow.outcome import Refusal
from document_flow.people import Directory, Official, StandIn
from document_flow.words import Words

MONDAY = date(2026, 4, 6)
NOTHING = State()


def _official(login: str, unit: str, *roles: str) -> Official:
    return Official(login, login.title(), Words("vəzifə", "position"), unit, frozenset(roles))


PEOPLE = (
    _official("head", "top", "head"),
    _official("deputy", "top", "deputy"),
    _official("clerk", "top", "clerk"),
    _official("chief", "law", "executor"),
    _official("ali", "law", "executor"),
    _official("vali", "law", "executor"),
    _official("leyla", "it", "executor"),
    _official("sami", "lab", "executor"),
    replace(_official("gone", "law", "executor"), active=False),
)
DIRECTORY = Directory(
    officials={each.login: each for each in PEOPLE},
    heads={"law": "chief", "lab": "vali", "top": "head"},
    stand_ins=(
        StandIn("head", "deputy", MONDAY, MONDAY + timedelta(days=30), "Əmr 1"),
        StandIn("chief", "ali", MONDAY, MONDAY, "Əmr 2", kinds=frozenset(["appeal"])),
        StandIn("head", "ali", MONDAY, MONDAY + timedelta(days=300), "Əmr 3"),
        StandIn("gone", "leyla", MONDAY, MONDAY, "Əmr 4"),
    ),
)


def on(day: date = MONDAY, hour: int = 10, directory: Directory = DIRECTORY) -> Context:
    """That day in the office."""
    return Context(datetime(day.year, day.month, day.day, hour, tzinfo=BAKU), WorkingCalendar(), directory)


def given(
    *executors: str,
    by: str = "head",
    resolution: str = "1",
    days: int | None = 5,
    control: bool = False,
    parent: str = "",
) -> GiveResolution:
    """An order with a term of five working days, until 13.04.2026 where it is given on MONDAY."""
    return GiveResolution(
        by=by,
        resolution=resolution,
        text="Baxıb cavab hazırlayın",
        executors=executors or ("ali", "vali"),
        days=days,
        control=control,
        parent=parent,
    )


def after(state: State, *commands: Command, context: Context | None = None, rules: OrderRules = RULES) -> State:
    """The state after commands that none refuses."""
    for command in commands:
        decided = kernel.decide(state, command, context or on(), rules)
        assert not isinstance(decided, Refusal), decided
        state = kernel.replay(decided, state)
    return state


def code(state: State, command: Command, context: Context | None = None, rules: OrderRules = RULES) -> str:
    """The code by which a command is refused; empty where it is not."""
    decided = kernel.decide(state, command, context or on(), rules)
    return decided.code if isinstance(decided, Refusal) else ""


def only(state: State, resolution: str = "1") -> Resolution:
    """The resolution with this id."""
    return state.resolutions[resolution]


def without(*logins: str) -> Directory:
    """The office after these officials have left."""
    return replace(DIRECTORY, officials=_left(logins))


def _left(logins: Iterable[str]) -> dict[str, Official]:
    return {each.login: replace(each, active=each.active and each.login not in logins) for each in PEOPLE}
