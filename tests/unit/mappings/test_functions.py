"""The list of functions is what the registries say, and its examples are true."""

from __future__ import annotations

from typing import Any

import pytest

from mappings.checks import CHECKS
from mappings.dates import PartialDate
from mappings.definition import Node, Report
from mappings.functions import Argument, Function, functions
from mappings.registry import CONVERTERS, EXAMPLE_TABLES

ALL = {(each.use, each.name): each for each in functions()}


@pytest.mark.parametrize("function", ALL.values(), ids=lambda each: f"{each.use} {each.name}")
def test_an_example_is_a_rule_that_is_right_and_gives_something(function: Function) -> None:
    report: Report = []
    rule = Node(function.rule, "", "", report)
    rule.text(function.use)
    if function.use == "as":
        CONVERTERS[function.name].make(rule, EXAMPLE_TABLES)
    else:
        CHECKS[function.name].make(rule)
    rule.done(meaning="parameter")

    assert report == []
    assert function.gives is not None
    assert function.does.endswith(".")
    assert {each.name for each in function.arguments if each.is_required and not each.only_with} <= function.rule.keys()


def test_its_words_are_those_that_it_asks_for_and_under_which_choice() -> None:
    forms = ("dd.MM.yyyy", "ddMMyyyy", "iso", "yyyyMMdd", "epoch_ms", "by_hand")

    assert ALL["as", "date"].arguments == (
        Argument("format", "text", is_required=True, choices=forms),
        Argument("pivot", "number", is_required=True, only_with="format: by_hand"),
    )
    assert [(each.name, each.only_with) for each in ALL["as", "month"].arguments] == [
        ("format", ""), ("pivot", "format: MM.yy"),
    ]  # fmt: skip
    assert [(each.name, each.kind, each.is_required, each.default) for each in ALL["as", "integer"].arguments] == [
        ("min", "number", False, None), ("max", "number", False, None), ("text", "flag", False, False),
    ]  # fmt: skip
    assert ALL["check", "counted"].arguments[1] == Argument("plus", "number", is_required=False, default=0)


@pytest.mark.parametrize(
    ("name", "gives", "fills", "is_written"),
    [
        ("fin", "94FMDDD", 1, True),
        ("date", PartialDate(year=1988, month=3, day=7), 1, True),
        ("place", "FUZ", 1, False),
        ("full_name", ("Əliyev", "Murad", "Əli", "oglu"), 4, False),
    ],
)
def test_what_an_example_gives_is_what_the_function_makes_of_it(
    name: str, gives: Any, fills: int, *, is_written: bool
) -> None:
    function = ALL["as", name]

    assert (function.gives, function.fills, function.is_written) == (gives, fills, is_written)
