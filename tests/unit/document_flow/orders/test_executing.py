"""Execution: a substantive answer, co-executors, dissent, and the owner of the control."""

from __future__ import annotations

from dataclasses import replace

import pytest

from document_flow.orders.acts.accept_execution import AcceptExecution
from document_flow.orders.acts.co_executor_report import CoExecutorReport
from document_flow.orders.acts.dissent_note import DissentNote
from document_flow.orders.acts.report import Report
from document_flow.orders.acts.return_execution import ReturnExecution
from document_flow.orders.acts.suspension import Suspend
from document_flow.orders.event import Command
from document_flow.orders.state import State
from tests.unit.document_flow.orders.office import NOTHING, after, code, given, only

REPORT = Report(by="ali", resolution="1", answer="99-1/26")
ACCEPT = AcceptExecution(by="head", resolution="1")
RETURN = ReturnExecution(by="head", resolution="1", reason="ikinci suala cavab yoxdur")
CO_REPORT = CoExecutorReport(by="vali", resolution="1", text="hissəm hazırdır")
DISSENT = DissentNote(by="vali", resolution="1", text="razı deyiləm")


@pytest.fixture
def free() -> State:
    return after(NOTHING, given("ali", "vali"))


@pytest.fixture
def controlled() -> State:
    return after(NOTHING, given("ali", "vali", control=True))


@pytest.mark.parametrize("report", [REPORT, replace(REPORT, answer="", note="məlumat üçün idi")])
def test_without_control_a_substantive_report_is_execution(free: State, report: Report) -> None:
    state = after(free, report)

    assert only(state).status == "executed"
    assert only(state).report is not None
    assert not state.is_open


def test_a_report_without_an_answer_or_a_note_is_refused(free: State) -> None:
    assert code(free, replace(REPORT, answer=" ")) == "orders.no_answer"


def test_under_control_a_report_waits_for_the_owner(controlled: State) -> None:
    state = after(controlled, REPORT)

    assert only(state).status == "reported"
    assert code(state, REPORT) == "orders.is_reported"


def test_an_accepted_report_is_executed_and_out_of_control(controlled: State) -> None:
    resolution = only(after(controlled, REPORT, ACCEPT))

    assert (resolution.status, resolution.owner) == ("executed", None)
    assert resolution.control is not None
    assert resolution.control.owner == "head"
    assert resolution.control.released_at == resolution.executed_at


def test_a_returned_report_is_open_again_with_the_same_term(controlled: State) -> None:
    resolution = only(after(controlled, REPORT, RETURN))

    assert (resolution.status, resolution.returns) == ("open", ("ikinci suala cavab yoxdur",))
    assert resolution.due == only(controlled).due
    assert resolution.owner == "head"


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (replace(REPORT, by="vali"), "orders.not_lead"),
        (replace(CO_REPORT, by="ali"), "orders.not_co_executor"),
        (replace(CO_REPORT, text=""), "orders.empty"),
        (replace(DISSENT, by="leyla"), "orders.not_co_executor"),
        (replace(DISSENT, text=""), "orders.empty"),
        (ACCEPT, "orders.not_reported"),
        (RETURN, "orders.not_reported"),
        (replace(REPORT, resolution="2"), "orders.no_resolution"),
    ],
)
def test_what_is_not_theirs_or_not_now_is_refused(controlled: State, command: Command, refused: str) -> None:
    assert code(controlled, command) == refused


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (replace(ACCEPT, by="deputy"), "orders.not_owner"),
        (replace(ACCEPT, by="ali"), "orders.not_owner"),
        (replace(ACCEPT, by="ali", on_behalf_of="head"), "orders.own_control"),
        (replace(RETURN, reason=""), "orders.empty"),
        (replace(ACCEPT, by="deputy", on_behalf_of="head"), ""),
    ],
)
def test_only_the_owner_or_a_stand_in_who_does_not_execute_it_decides_about_a_report(
    controlled: State, command: Command, refused: str
) -> None:
    assert code(after(controlled, REPORT), command) == refused


def test_there_is_nothing_to_accept_without_control(free: State) -> None:
    assert code(free, ACCEPT) == "orders.not_controlled"


def test_a_co_executors_report_and_dissent_stay_with_the_resolution(free: State) -> None:
    resolution = only(after(free, CO_REPORT, DISSENT))

    assert [(note.principal, note.text) for note in resolution.co_reports] == [("vali", "hissəm hazırdır")]
    assert [(note.principal, note.text) for note in resolution.dissents] == [("vali", "razı deyiləm")]
    assert resolution.busy == ("ali",)


def test_dissent_may_still_be_written_after_the_leads_report(controlled: State) -> None:
    assert len(only(after(controlled, REPORT, DISSENT)).dissents) == 1


def test_what_is_executed_changes_no_more(free: State) -> None:
    assert code(after(free, REPORT), DISSENT) == "orders.executed"


def test_a_suspended_task_is_not_reported(free: State) -> None:
    state = after(free, Suspend(by="head", resolution="1", reason="sorğu"))

    assert code(state, REPORT) == "orders.suspended"


def test_what_was_passed_on_ends_with_the_task_it_came_from() -> None:
    state = after(
        NOTHING,
        given("chief"),
        given("ali", by="chief", resolution="1.1", parent="1", control=True),
        given("vali", by="chief", resolution="1.2", parent="1"),
        given("sami", by="vali", resolution="1.2.1", parent="1.2"),
        given("ali", by="chief", resolution="1.3", parent="1"),
        Report(by="ali", resolution="1.3", note="hazırdır"),
        Report(by="chief", resolution="1", answer="99-1/26"),
    )

    assert [each.status for each in state.resolutions.values()] == ["executed"] * 5
    assert only(state, "1.1").owner is None
