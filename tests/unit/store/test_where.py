"""Conditions that grow with what is asked."""

from __future__ import annotations

from hub.store.where import Where


def test_what_is_not_asked_for_is_no_condition() -> None:
    where = Where("d.id < :below").given("d.route = :route", route=None).given("d.state = :state", state="due")

    assert str(where) == "d.id < :below AND d.state = :state"
    assert where.values == {"state": "due"}


def test_nothing_asked_is_true() -> None:
    assert str(Where()) == "true"


def test_a_list_names_each_of_its_values_without_a_digit() -> None:
    where = Where()

    assert where.these(["a", "b"]) == "(:these_a, :these_b)"
    assert where.values == {"these_a": "a", "these_b": "b"}


def test_nothing_is_in_an_empty_list() -> None:
    assert Where().these([]) == "(NULL)"
