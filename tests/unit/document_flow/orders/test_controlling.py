"""Control and term: released only by the owner, extended only by the head, suspended without losing a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from document_flow.calendar import Pause, WorkingCalendar, due_with
from document_flow.competence import Competence
from document_flow.context import Context
from document_flow.orders.acts.extension import DecideExtension, RequestExtension
from document_flow.orders.acts.release_control import ReleaseControl
from document_flow.orders.acts.report import Report
from document_flow.orders.acts.set_control import SetControl
from document_flow.orders.acts.suspension import Resume, Suspend
from document_flow.orders.event import Command
from document_flow.orders.rules import LegalTerm, OrderRules
from document_flow.orders.state import State
from document_flow.words import Words
from tests.unit.document_flow.orders.office import DIRECTORY, NOTHING, after, code, given, on, only

LATER = date(2026, 4, 20)
ASK = RequestExtension(by="ali", resolution="1", until=LATER, reason="arxivdən cavab gözlənilir")
GRANT = DecideExtension(by="head", resolution="1", granted=True)
SUSPEND = Suspend(by="deputy", resolution="1", reason="əlavə sənəd gözlənilir")
RESUME = Resume(by="deputy", resolution="1")
RELEASE = ReleaseControl(by="deputy", resolution="1", reason="məsələ aktuallığını itirib")


@pytest.fixture
def controlled() -> State:
    return after(NOTHING, given("ali", "vali", by="deputy", control=True))


def test_control_may_be_set_later_by_who_may_give_resolutions() -> None:
    state = after(NOTHING, given("ali"), SetControl(by="deputy", resolution="1"))

    assert only(state).owner == "deputy"


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (SetControl(by="leyla", resolution="1"), "orders.not_a_giver"),
        (SetControl(by="ali", resolution="1"), "orders.own_control"),
        (SetControl(by="ali", on_behalf_of="head", resolution="1"), "orders.own_control"),
    ],
)
def test_control_is_set_by_a_giver_who_does_not_execute_it(command: Command, refused: str) -> None:
    assert code(after(NOTHING, given("ali")), command) == refused


def test_control_needs_a_term_and_is_set_once(controlled: State) -> None:
    without_term = after(NOTHING, given("ali", days=None))

    assert code(without_term, SetControl(by="head", resolution="1")) == "orders.control_needs_term"
    assert code(controlled, SetControl(by="head", resolution="1")) == "orders.is_controlled"


def test_the_owner_releases_and_the_task_goes_on_without_control(controlled: State) -> None:
    resolution = only(after(controlled, RELEASE))

    assert (resolution.status, resolution.owner) == ("open", None)
    assert resolution.control is not None
    assert resolution.control.reason == "məsələ aktuallığını itirib"


def test_a_report_that_waited_stands_when_control_is_released(controlled: State) -> None:
    state = after(controlled, Report(by="ali", resolution="1", answer="99-1/26"), RELEASE)

    assert only(state).status == "executed"


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (replace(RELEASE, by="head"), "orders.not_owner"),
        (replace(RELEASE, by="ali"), "orders.not_owner"),
        (replace(RELEASE, reason=""), "orders.empty"),
    ],
)
def test_nobody_else_releases_control(controlled: State, command: Command, refused: str) -> None:
    assert code(controlled, command) == refused


def test_the_head_extends_a_term_on_a_reasoned_request(controlled: State) -> None:
    asked = after(controlled, ASK)
    extended = after(asked, GRANT)

    assert only(asked).due == only(controlled).due
    assert only(extended).due == LATER
    assert (only(extended).extensions[0].granted, only(extended).extensions[0].decided_by) == (True, "head")


def test_the_head_may_grant_another_day_or_refuse_with_a_reason(controlled: State) -> None:
    asked = after(controlled, ASK)

    other = after(asked, replace(GRANT, until=date(2026, 4, 15)))
    refused = after(asked, replace(GRANT, granted=False, reason="vaxt kifayətdir"), context=on(date(2026, 4, 8)))

    assert only(other).due == date(2026, 4, 15)
    assert (only(refused).due, only(refused).due_set_on) == (only(controlled).due, only(controlled).due_set_on)
    assert only(refused).extensions[0].granted is False


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (replace(ASK, by="vali"), "orders.not_lead"),
        (replace(ASK, reason=""), "orders.empty"),
        (replace(ASK, until=date(2026, 4, 13)), "orders.not_later"),
        (GRANT, "orders.no_request"),
    ],
)
def test_a_request_is_the_leads_reasoned_and_for_a_later_day(controlled: State, command: Command, refused: str) -> None:
    assert code(controlled, command) == refused


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (ASK, "orders.request_pending"),
        (replace(GRANT, by="deputy"), "orders.not_head"),
        (replace(GRANT, by="clerk"), "orders.not_head"),
        (replace(GRANT, by="ali", on_behalf_of="head"), "orders.own_request"),
        (replace(GRANT, until=date(2026, 4, 10)), "orders.not_later"),
        (replace(GRANT, granted=False), "orders.empty"),
        (replace(GRANT, by="deputy", on_behalf_of="head"), ""),
    ],
)
def test_only_the_head_decides_about_a_request(controlled: State, command: Command, refused: str) -> None:
    assert code(after(controlled, ASK), command) == refused


def test_a_task_without_a_term_is_not_extended() -> None:
    assert code(after(NOTHING, given("ali", days=None)), ASK) == "orders.no_term"


def test_a_task_passed_on_is_not_extended_beyond_the_one_it_came_from() -> None:
    passed = given("ali", by="chief", resolution="1.1", parent="1", days=2)
    state = after(NOTHING, given("chief"), passed)
    endless = after(NOTHING, given("chief", days=None), passed)
    ask = replace(ASK, resolution="1.1", until=date(2026, 4, 13))

    assert code(state, ask) == ""
    assert code(state, replace(ask, until=date(2026, 4, 14))) == "orders.after_parent"
    assert code(endless, replace(ask, until=date(2026, 4, 14))) == ""


def test_a_suspended_term_moves_on_by_the_working_days_that_were_lost(controlled: State) -> None:
    suspended = after(controlled, SUSPEND, context=on(date(2026, 4, 8)))
    resumed = after(suspended, RESUME, context=on(date(2026, 4, 15)))

    assert only(suspended).suspended == Pause(date(2026, 4, 8), None, "əlavə sənəd gözlənilir")
    assert only(resumed).pauses == (Pause(date(2026, 4, 8), date(2026, 4, 14), "əlavə sənəd gözlənilir"),)
    assert only(resumed).due == date(2026, 4, 20)


def test_a_last_day_off_work_stays_where_no_day_was_lost() -> None:
    sunday = replace(given("ali", by="deputy", days=None), until=date(2026, 4, 12))

    as_given = replace(on(), competence=Competence(day_off="as_given"))

    assert only(after(NOTHING, sunday, SUSPEND, RESUME, context=as_given)).due == date(2026, 4, 12)


def _with_a_second_head() -> Context:
    second = replace(DIRECTORY.officials["chief"], roles=frozenset(("head",)))
    return replace(on(), directory=replace(DIRECTORY, officials={**DIRECTORY.officials, "chief": second}))


def test_no_other_head_extends_suspends_or_resumes_a_term_than_the_one_who_set_it() -> None:
    context = _with_a_second_head()
    state = after(NOTHING, given("ali", control=True), ASK, context=context)
    by_another = DecideExtension(by="chief", resolution="1", granted=True)

    assert code(state, by_another, context) == "orders.not_head"
    assert code(state, replace(SUSPEND, by="chief"), context) == "orders.not_suspender"
    assert code(state, GRANT, context) == ""


def test_a_body_may_let_any_head_extend() -> None:
    context = replace(_with_a_second_head(), competence=Competence(terms="any_head"))
    state = after(NOTHING, given("ali", control=True), ASK, context=context)

    assert code(state, DecideExtension(by="chief", resolution="1", granted=True), context) == ""


def test_no_extension_goes_beyond_what_the_act_allows(controlled: State) -> None:
    law = OrderRules(law=LegalTerm(date(2026, 4, 15), Words("Qanun", "the law")))

    assert code(controlled, ASK, rules=law) == "orders.over_law"
    assert code(after(controlled, ASK), GRANT, rules=law) == "orders.over_law"


def test_an_extension_to_a_day_of_rest_moves_to_the_next_working_day(controlled: State) -> None:
    asked = after(controlled, replace(ASK, until=date(2026, 4, 19)))

    assert only(after(asked, GRANT)).due == LATER


@pytest.mark.parametrize("first", [date(2026, 4, 14), date(2026, 4, 16)])
def test_a_term_that_had_passed_stays_passed(controlled: State, first: date) -> None:
    suspended = after(controlled, SUSPEND, context=on(first))

    assert only(after(suspended, RESUME, context=on(date(2026, 5, 4)))).due == date(2026, 4, 13)


def test_without_a_term_a_pause_sets_none() -> None:
    state = after(NOTHING, given("ali", by="deputy", days=None), SUSPEND, RESUME)

    assert only(state).due is None


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (replace(SUSPEND, by="ali"), "orders.not_suspender"),
        (replace(SUSPEND, reason=""), "orders.empty"),
        (RESUME, "orders.not_suspended"),
        (replace(SUSPEND, by="head"), ""),
    ],
)
def test_giver_owner_and_head_suspend_with_a_reason(controlled: State, command: Command, refused: str) -> None:
    assert code(controlled, command) == refused


@pytest.mark.parametrize(
    ("command", "refused"),
    [(SUSPEND, "orders.suspended"), (ASK, "orders.suspended"), (replace(RESUME, by="ali"), "orders.not_suspender")],
)
def test_a_suspended_task_is_resumed_first(controlled: State, command: Command, refused: str) -> None:
    assert code(after(controlled, SUSPEND), command) == refused


def test_a_task_passed_on_stands_still_together_with_the_one_it_came_from() -> None:
    passed = given("ali", by="chief", resolution="1.1", parent="1", days=2)
    state = after(NOTHING, given("chief"), passed)
    suspend = Suspend(by="head", resolution="1", reason="sorğu")

    suspended = after(state, suspend, context=on(date(2026, 4, 7)))
    resumed = after(suspended, Resume(by="head", resolution="1"), context=on(date(2026, 4, 9)))

    assert code(state, replace(suspend, resolution="1.1", by="chief")) == "orders.suspend_parent"
    assert code(suspended, replace(passed, resolution="1.2")) == "orders.suspended"
    assert only(suspended, "1.1").suspended is not None
    assert (only(resumed).due, only(resumed, "1.1").due) == (date(2026, 4, 15), date(2026, 4, 10))


def test_a_reported_task_passed_on_is_not_suspended() -> None:
    passed = given("ali", by="chief", resolution="1.1", parent="1", days=2, control=True)
    state = after(NOTHING, given("chief"), passed, Report(by="ali", resolution="1.1", answer="99-1/26"))

    suspended = after(state, Suspend(by="head", resolution="1", reason="sorğu"))

    assert only(suspended, "1.1").suspended is None
    assert only(after(suspended, Resume(by="head", resolution="1")), "1.1").pauses == ()


@examples(
    st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    st.integers(1, 25),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20)), min_size=1, max_size=4),
)
def test_the_due_day_after_pauses_is_that_of_the_calendar(start: date, days: int, spans: list[tuple[int, int]]) -> None:
    state = after(NOTHING, given("ali", by="head", days=days), context=on(start))
    day, pauses = start, []
    for running, standing in spans:
        first = day + timedelta(days=running)
        day = first + timedelta(days=standing)
        due = only(state).due
        assert due is not None
        if first > due:
            break
        state = after(state, Suspend(by="head", resolution="1", reason="sorğu"), context=on(first))
        state = after(state, Resume(by="head", resolution="1"), context=on(day))
        pauses.append(Pause(first, day - timedelta(days=1), "sorğu"))

    assert only(state).due == due_with(WorkingCalendar(), start, days, pauses)
