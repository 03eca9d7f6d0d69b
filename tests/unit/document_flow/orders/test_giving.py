"""Giving a resolution (dərkənar) and passing a task on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from document_flow.competence import Competence
from document_flow.orders import kernel
from document_flow.orders.acts.give_resolution import GiveResolution
from document_flow.orders.acts.report import Report
from document_flow.orders.rules import LegalTerm, OrderRules
from document_flow.orders.state import State
from document_flow.outcome import Refusal
from document_flow.words import Words
from tests.unit.document_flow.orders.office import DIRECTORY, MONDAY, NOTHING, after, code, given, on, only


def test_the_first_person_named_is_the_lead_and_the_others_are_co_executors() -> None:
    resolution = only(after(NOTHING, given("ali", "vali", "leyla")))

    assert (resolution.lead, resolution.co_executors) == ("ali", ("vali", "leyla"))
    assert (resolution.author, resolution.status, resolution.owner) == ("head", "open", None)


def test_the_last_day_is_counted_when_it_is_given() -> None:
    resolution = only(after(NOTHING, given("ali", days=15), context=on(date(2026, 3, 13))))

    assert (resolution.days, resolution.due) == (15, date(2026, 4, 14))


def test_a_term_may_be_a_day_even_today() -> None:
    resolution = only(after(NOTHING, replace(given("ali", days=None), until=MONDAY)))

    assert (resolution.days, resolution.due) == (None, MONDAY)


def test_without_a_term_the_general_term_of_the_body_holds() -> None:
    general = OrderRules(general_days=10)

    assert only(after(NOTHING, given("ali", days=None), rules=general)).due == date(2026, 4, 20)
    assert only(after(NOTHING, given("ali", days=None))).due is None


@pytest.mark.parametrize("by", ["head", "deputy", "chief"])
def test_heads_deputies_and_heads_of_units_give_resolutions(by: str) -> None:
    assert code(NOTHING, given("ali", by=by)) == ""


def test_the_head_of_a_unit_gives_none_to_people_of_another_unit() -> None:
    assert code(NOTHING, given("ali", "leyla", by="chief")) == "orders.other_unit"
    assert code(NOTHING, given("ali", "leyla", by="deputy")) == ""


def test_outside_the_leadership_a_head_is_over_the_own_unit_alone() -> None:
    led = replace(on(), competence=Competence(leadership="top"))
    chief = replace(DIRECTORY.officials["chief"], roles=frozenset(("head",)))
    led = replace(led, directory=replace(DIRECTORY, officials={**DIRECTORY.officials, "chief": chief}))

    assert code(NOTHING, given("leyla", by="chief"), led) == "orders.other_unit"
    assert code(NOTHING, given("leyla", by="head"), led) == ""


@pytest.mark.parametrize(
    ("rules", "due"),
    [(Competence(), date(2026, 4, 13)), (Competence(day_off="as_given"), date(2026, 4, 12))],
)
def test_a_last_day_on_a_day_of_rest_moves_to_the_next_working_day(rules: Competence, due: date) -> None:
    sunday = replace(given("ali", days=None), until=date(2026, 4, 12))

    assert only(after(NOTHING, sunday, context=replace(on(), competence=rules))).due == due


def test_no_term_goes_beyond_what_the_act_allows_and_the_refusal_names_it() -> None:
    law = OrderRules(law=LegalTerm(date(2026, 4, 27), Words("Qanun 1308-IVQ", "law 1308-IVQ")))
    far = kernel.decide(NOTHING, given("ali", days=60), on(), law)

    assert isinstance(far, Refusal)
    assert (far.code, "Qanun 1308-IVQ" in far.words.az, "27.04.2026" in far.words.en) == ("orders.over_law", True, True)
    assert code(NOTHING, given("ali", days=15), rules=law) == ""
    assert code(NOTHING, given("ali", days=1), on(date(2026, 6, 1)), law) == ""


def test_under_control_its_giver_owns_the_control() -> None:
    assert only(after(NOTHING, given("ali", by="deputy", control=True))).owner == "deputy"


def test_a_stand_in_gives_it_in_the_principals_place_and_is_recorded_beside() -> None:
    state = after(NOTHING, replace(given("vali", control=True), by="deputy", on_behalf_of="head"))

    assert (only(state).author, only(state).owner) == ("head", "head")


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (given("vali", by="ali"), "orders.not_a_giver"),
        (given("vali", by="nobody"), "orders.unknown_person"),
        (given("vali", by="gone"), "orders.unknown_person"),
        (replace(given("vali", by="vali"), on_behalf_of="head"), "orders.no_stand_in"),
        (replace(given("vali", by="ali"), on_behalf_of="chief"), "orders.no_stand_in"),
        (given("gone"), "orders.unknown_person"),
        (given("ali", "ali"), "orders.executor_twice"),
        (given("ali", "head"), "orders.executor_twice"),
        (replace(given("vali", "deputy"), by="deputy", on_behalf_of="head"), "orders.executor_twice"),
        (replace(given(), executors=()), "orders.empty"),
        (replace(given(), text=" "), "orders.empty"),
        (given(resolution=""), "orders.empty"),
        (replace(given(), for_information=("nobody",)), "orders.unknown_person"),
        (given(days=0), "orders.term_unclear"),
        (given(days=367), "orders.term_unclear"),
        (replace(given(), until=date(2026, 5, 1)), "orders.term_unclear"),
        (replace(given(days=None), until=date(2026, 4, 5)), "orders.term_unclear"),
        (given(days=None, control=True), "orders.control_needs_term"),
        (given(parent="0"), "orders.no_resolution"),
    ],
)
def test_an_unclear_order_is_refused(command: GiveResolution, refused: str) -> None:
    assert code(NOTHING, command) == refused


def test_an_id_is_given_once() -> None:
    assert code(after(NOTHING, given()), given()) == "orders.id_taken"


@pytest.mark.parametrize("named", ["by", "principal", "executor", "information"])
def test_the_official_a_complaint_is_about_has_no_part(named: str) -> None:
    barred = {"by": "chief", "principal": "head", "executor": "ali", "information": "leyla"}[named]
    command = {
        "by": given("ali", by="chief"),
        "principal": replace(given("ali"), by="deputy", on_behalf_of="head"),
        "executor": given("vali", "ali"),
        "information": replace(given("ali"), for_information=("leyla",)),
    }[named]

    assert code(NOTHING, command, rules=OrderRules(barred=frozenset([barred]))) == "orders.barred"
    assert code(NOTHING, command) == ""


def test_a_stand_in_for_some_kinds_of_document_acts_on_those_only() -> None:
    command = replace(given("vali", by="ali"), on_behalf_of="chief")

    assert code(NOTHING, command, rules=OrderRules(document_kind="appeal")) == ""


PASSED = given("ali", by="chief", resolution="1.1", parent="1", days=3)


@pytest.fixture
def to_chief() -> State:
    return after(NOTHING, given("chief", "leyla"))


def test_the_head_of_a_unit_passes_a_task_on_within_the_unit(to_chief: State) -> None:
    state = after(to_chief, PASSED, replace(PASSED, resolution="1.2", days=None))

    assert only(state, "1.1").due == date(2026, 4, 9)
    assert only(state, "1.2").due == only(state).due
    assert [each.id for each in state.under("1")] == ["1.1", "1.2"]


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        (replace(PASSED, days=6), "orders.after_parent"),
        (replace(PASSED, executors=("leyla",)), "orders.not_passed_on_by"),
        (replace(PASSED, by="leyla", executors=("ali",)), "orders.not_passed_on_by"),
        (replace(PASSED, by="head"), "orders.not_passed_on_by"),
    ],
)
def test_a_task_is_passed_on_only_within_unit_and_term(to_chief: State, command: GiveResolution, refused: str) -> None:
    assert code(to_chief, command) == refused


def test_a_task_passed_on_from_one_without_a_term_may_have_any(to_chief: State) -> None:
    state = after(NOTHING, given("chief", days=None), replace(PASSED, days=60))

    assert only(state, "1.1").days == 60


def test_what_is_reported_or_executed_is_not_passed_on() -> None:
    report = Report(by="chief", resolution="1", answer="99-1/26")

    assert code(after(NOTHING, given("chief", control=True), report), PASSED) == "orders.is_reported"
    assert code(after(NOTHING, given("chief"), report), PASSED) == "orders.executed"
