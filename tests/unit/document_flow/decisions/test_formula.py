"""Arithmetic in a cell: 34 digits and no more, a number or none, and a refusal at the place where it breaks off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from document_flow.decisions.facts import Fact
from document_flow.decisions.formula import Formula
from document_flow.decisions.refusal import CellRefused
from document_flow.decisions.sfeel import compile_literal, compile_output
from document_flow.decisions.texts import show_fact


def formula(text: str) -> Formula:
    made = compile_output(text, "number", ("n", "m"))
    assert isinstance(made, Formula)
    return made


@pytest.mark.parametrize(
    ("text", "code", "position", "en"),
    [
        ("(1 + 2", "ends", 7, "the cell breaks off: a value or a mark is missing"),
        ("(1 + 2 3", "unexpected", 8, "3: this does not belong here"),
        ("2 * (n + (m - 1)", "ends", 17, "the cell breaks off: a value or a mark is missing"),
        ('2 * "n"', "type", 5, '"n": this column holds a number'),
        ("true", "type", 1, "true: this column holds a number"),
        ('n - date("2024-02-29")', "type", 5, 'date("2024-02-29"): this column holds a number'),
    ],
)
def test_arithmetic_that_is_wrong_is_refused_at_its_place(text: str, code: str, position: int, en: str) -> None:
    with pytest.raises(CellRefused) as refused:
        compile_output(text, "number", ("n", "m"))

    assert (refused.value.code, refused.value.position) == (f"cell.{code}", position)
    assert refused.value.words.en == en
    assert refused.value.words.az != en


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 / 3", "0." + "3" * 34),
        ("1 / 30", "0.0" + "3" * 33),
        ("20 / 300", "0.0" + "6" * 32 + "7"),
        ("1 / 8", "0.125"),
        ("300 / 3", "100"),
    ],
)
def test_a_number_has_34_digits_behind_its_point_at_most(text: str, number: str) -> None:
    assert str(compile_literal(text, "number")) == number


@pytest.mark.parametrize("value", ["2", True, date(2024, 2, 29), None], ids=["text", "truth", "day", "missing"])
def test_a_formula_over_what_is_no_number_comes_to_none(value: Fact | None) -> None:
    made = formula("60 * n + m")
    facts: dict[str, Fact] = {"m": Decimal(1)} if value is None else {"m": Decimal(1), "n": value}

    assert made.value(facts) is None
    assert made.value({**facts, "n": Decimal(2)}) == 121


def test_a_formula_is_shown_as_it_is_written() -> None:
    shown = show_fact(formula(" 60 * (n + m) "))

    assert shown.az == shown.en == "60 * (n + m)"
