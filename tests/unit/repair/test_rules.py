"""Who must agree, how a canary grows, and when a new key may be used."""

from __future__ import annotations

import pytest

from hub.access.second_person import Who
from hub.exchange.repair.rules import (
    known_not_applied,
    must_stop,
    needs_second_person,
    next_step,
    steps,
)
from hub.exchange.repair.states import Action


@pytest.mark.parametrize(
    ("total", "expected"),
    [(1, (1,)), (3, (1, 3)), (5, (1, 5)), (12, (1, 3, 5, 12)), (40, (1, 5, 10, 40)), (10_000, (1, 5, 2500, 10_000))],
)
def test_a_canary_lets_go_one_then_five_then_a_quarter_then_all(total: int, expected: tuple[int, ...]) -> None:
    assert steps(total, canary=True) == expected
    assert steps(total, canary=False) == (total,)


def test_after_the_last_step_there_is_none() -> None:
    assert next_step(40, 10, canary=True) == 40
    assert next_step(40, 40, canary=True) is None


@pytest.mark.parametrize("action", [Action.EDIT, Action.CONFIRM_DELIVERED])
def test_edit_and_confirm_delivered_always_need_a_second_person(action: Action) -> None:
    assert needs_second_person(action, 1, confirmed_not_applied=False)


@pytest.mark.parametrize("action", [Action.REPROCESS, Action.REDIRECT, Action.DISCARD])
def test_others_need_one_above_a_hundred_items(action: Action) -> None:
    assert not needs_second_person(action, 100, confirmed_not_applied=False)
    assert needs_second_person(action, 101, confirmed_not_applied=False)


def test_a_retry_of_any_size_needs_none_but_a_word_about_an_unknown_outcome_does() -> None:
    assert not needs_second_person(Action.RETRY, 10_000, confirmed_not_applied=False)
    assert needs_second_person(Action.REPROCESS, 1, confirmed_not_applied=True)


@pytest.mark.parametrize(
    ("maker", "other", "differs"),
    [
        (Who("committee"), Who("committee-2"), True),
        (Who("committee"), Who("committee"), False),
        (Who("committee"), Who("committee", "aysel"), False),
        (Who("committee", "aysel"), Who("committee", "rauf"), True),
        (Who("committee", "aysel"), Who("committee", "aysel"), False),
    ],
)
def test_a_key_without_a_person_stands_for_everybody_of_its_party(maker: Who, other: Who, differs: bool) -> None:
    assert other.is_another_than(maker) is differs
    assert Who.parse(str(maker)) == maker


def test_one_attempt_without_an_answer_is_enough_to_doubt() -> None:
    assert known_not_applied([])
    assert known_not_applied(["unavailable", "busy", "rejected"])
    assert not known_not_applied(["unknown", "rejected"])
    assert not known_not_applied([None])


def test_a_canary_stops_for_the_same_cause_or_when_nothing_went_well() -> None:
    assert must_stop([("a", "a")], good=4)
    assert must_stop([("a", "b")], good=0)
    assert not must_stop([("a", "b")], good=4)
    assert not must_stop([], good=0)
