"""Handover by an act: every part of the leaver goes to another, as the act lists it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from document_flow.orders.acts.hand_over import HandOver
from document_flow.orders.acts.release_control import ReleaseControl
from document_flow.orders.acts.report import Report
from document_flow.orders.acts.set_control import SetControl
from document_flow.orders.acts.suspension import Suspend
from document_flow.orders.event import Command
from document_flow.orders.handover import HandoverLine, handover_lines
from document_flow.orders.state import State
from tests.unit.document_flow.orders.office import NOTHING, after, code, given, on, only, without


def _by_act(state: State, leaver: str, receiver: str, by: str = "clerk") -> HandOver:
    return HandOver(by=by, act="T-1/26", leaver=leaver, receiver=receiver, lines=handover_lines({"d1": state}, leaver))


@pytest.fixture
def state() -> State:
    return after(
        NOTHING,
        given("ali", "vali", by="chief", control=True),
        given("vali", "ali", resolution="2"),
        given("ali", resolution="3"),
        Report(by="ali", resolution="3", answer="99-1/26"),
        SetControl(by="deputy", resolution="2"),
    )


def test_the_act_lists_every_open_part_with_its_state(state: State) -> None:
    reported = after(state, Report(by="vali", resolution="2", answer="99-2/26"))

    lines = handover_lines({"d1": reported, "d2": after(NOTHING, given("ali"))}, "ali")

    due = date(2026, 4, 13)
    assert lines == (
        HandoverLine(document="d1", resolution="1", part="lead", status="open", due=due),
        HandoverLine(document="d1", resolution="2", part="co_executor", status="reported", due=due),
        HandoverLine(document="d2", resolution="1", part="lead", status="open", due=due),
    )


def test_a_suspended_part_says_so(state: State) -> None:
    suspended = after(state, Suspend(by="chief", resolution="1", reason="sorğu"))

    assert [line.suspended for line in handover_lines({"d1": suspended}, "ali")] == [True, False]


def test_all_parts_go_to_the_receiver_and_the_act_is_kept(state: State) -> None:
    handed = after(state, _by_act(state, "ali", "leyla"))

    assert only(handed, "1").executors == ("leyla", "vali")
    assert only(handed, "2").executors == ("vali", "leyla")
    assert only(handed, "3").lead == "ali"
    assert handed.acts == ("T-1/26",)


def test_a_receiver_who_is_in_it_already_stands_in_it_once(state: State) -> None:
    handed = after(state, _by_act(state, "ali", "vali"))

    assert only(handed, "1").executors == ("vali",)
    assert only(handed, "2").executors == ("vali",)


def test_control_passes_to_the_receiver_who_may_then_release_it(state: State) -> None:
    handed = after(state, _by_act(state, "deputy", "head"), context=on(directory=without("deputy")))

    assert only(handed, "2").owner == "head"
    assert only(handed, "1").owner == "chief"
    assert code(handed, ReleaseControl(by="head", resolution="2", reason="icra lazım deyil")) == ""


def test_control_of_what_the_receiver_executes_goes_to_the_head_above(state: State) -> None:
    to_an_executor = after(state, _by_act(state, "chief", "ali"))
    to_the_controller = after(state, _by_act(state, "ali", "chief"))

    assert (only(to_an_executor, "1").lead, only(to_an_executor, "1").owner) == ("ali", "head")
    assert (only(to_the_controller, "1").lead, only(to_the_controller, "1").owner) == ("chief", "head")


def test_nobody_receives_the_control_of_what_they_execute_where_no_head_is_above(state: State) -> None:
    alone = on(directory=without("head", "chief"))

    assert code(state, _by_act(state, "chief", "ali"), alone) == "orders.own_control"


def test_an_act_that_no_longer_says_how_things_stand_is_stale(state: State) -> None:
    act = _by_act(state, "ali", "leyla")
    reported = after(state, Report(by="ali", resolution="1", answer="99-1/26"))

    assert code(reported, act) == "orders.act_differs"
    assert code(state, replace(act, lines=act.lines[:1])) == "orders.act_differs"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"by": "ali"}, "orders.not_registrar"),
        ({"act": " "}, "orders.empty"),
        ({"receiver": "gone"}, "orders.unknown_person"),
        ({"receiver": "ali"}, "orders.same_person"),
        ({"leaver": "clerk"}, "orders.nothing_to_hand_over"),
        ({"by": "head"}, ""),
    ],
)
def test_an_act_that_is_not_in_order_moves_nothing(state: State, changes: dict[str, str], refused: str) -> None:
    act = _by_act(state, "ali", "leyla")
    command: Command = HandOver(
        by=changes.get("by", act.by),
        act=changes.get("act", act.act),
        leaver=changes.get("leaver", act.leaver),
        receiver=changes.get("receiver", act.receiver),
        lines=act.lines,
    )

    assert code(state, command) == refused
