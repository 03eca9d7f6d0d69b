"""A cell is read once, exactly, or refused with its place; nothing in it is ever run."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.decisions.facts import MOST_DIGITS, FactRefused, FactType, typed
from document_flow.decisions.refusal import CellRefused
from document_flow.decisions.sfeel import (
    MOST_CHARACTERS,
    MOST_TESTS,
    Fact,
    compile_literal,
    compile_test,
    write_literal,
)

D = Decimal


@pytest.mark.parametrize(
    ("text", "kind", "holding", "failing"),
    [
        ("-", "string", ["a", "Ə"], []),
        (' "Ağdam" , "Füzuli" ', "string", ["Ağdam", "Füzuli"], ["Laçın", "ağdam"]),
        ('not("Ağdam")', "string", ["Laçın"], ["Ağdam"]),
        (r'"a\"b\\c"', "string", [r'a"b\c'], ["a"]),
        ('"I\u0307smay\u0131l"', "string", ["İsmayıl"], ["Ismayıl"]),
        ("5", "number", [D(5), D("5.0")], [D("5.1")]),
        ("-2.50", "number", [D("-2.5")], [D("2.5")]),
        ("< 5", "number", [D("4.99")], [D(5)]),
        ("<= 5", "number", [D(5)], [D("5.01")]),
        ("> 5", "number", [D("5.01")], [D(5)]),
        (">= 5", "number", [D(5)], [D("4.99")]),
        ("[1..3]", "number", [D(1), D(3)], [D("0.9"), D("3.1")]),
        ("(1..3)", "number", [D("1.1"), D("2.9")], [D(1), D(3)]),
        ("]1..3[", "number", [D("1.1"), D("2.9")], [D(1), D(3)]),
        ("[1..3), 7, > 100", "number", [D(1), D(7), D(101)], [D(3), D(6), D(100)]),
        ("not([1..3], 7)", "number", [D(0), D(4)], [D(2), D(7)]),
        ("true", "boolean", [True], [False]),
        ("not(true)", "boolean", [False], [True]),
        ('date("2024-02-29")', "date", [date(2024, 2, 29)], [date(2024, 3, 1)]),
        ('< date("2024-02-29")', "date", [date(2024, 2, 28)], [date(2024, 2, 29)]),
        ('[date("2024-01-01")..date("2024-02-29"))', "date", [date(2024, 2, 28)], [date(2024, 2, 29)]),
        ('not(> date("9999-12-30"))', "date", [date.min], [date.max]),
    ],
)
def test_a_test_holds_for_what_it_names(text: str, kind: FactType, holding: list[Fact], failing: list[Fact]) -> None:
    made = compile_test(text, kind)

    assert [made.holds(value) for value in holding] == [True] * len(holding)
    assert [made.holds(value) for value in failing] == [False] * len(failing)
    assert made.is_any is (text == "-")


@pytest.mark.parametrize(
    ("text", "kind", "code", "position"),
    [
        ("", "string", "ends", 1),
        ('"a",', "string", "ends", 5),
        ("not(", "number", "ends", 5),
        ("not()", "number", "unexpected", 5),
        ("not(1", "number", "ends", 6),
        ("not 1", "number", "unexpected", 5),
        ("not(not(1))", "number", "word", 5),
        ("Ağdam", "string", "word", 1),
        ('"Ağdam', "string", "quotes", 1),
        ("“Ağdam”", "string", "quotes", 1),
        ("= 3", "number", "equal", 1),
        ("!= 3", "number", "equal", 1),
        ("null", "string", "null", 1),
        ("3", "string", "type", 1),
        ('"3"', "number", "type", 1),
        ("1", "boolean", "type", 1),
        ('"2024-02-29"', "date", "type", 1),
        ('date("2024-02-30")', "date", "date", 1),
        ('date("29.02.2024")', "date", "date", 1),
        ("1,5", "number", "decimal_comma", 2),
        ("1 000", "number", "unexpected", 3),
        ("- -", "number", "ends", 4),
        ("1.2.3", "number", "unexpected", 4),
        ("[5..3]", "number", "empty_range", 1),
        ("[5..5)", "number", "empty_range", 1),
        ('> date("9999-12-31")', "date", "empty_range", 1),
        ('< date("0001-01-01")', "date", "empty_range", 1),
        ("[1..3", "number", "ends", 6),
        ("[1,3]", "number", "decimal_comma", 3),
        ("[1; 3]", "number", "unexpected", 3),
        ('< "a"', "string", "order", 1),
        ("[true..false]", "boolean", "order", 1),
        ("true, false", "boolean", "always", 1),
        ("not(true, false)", "boolean", "never", 1),
        ("< 1, >= 1", "number", "always", 1),
        (r'"a\n"', "string", "escape", 3),
        ('" "', "string", "blank", 1),
        ('"a "', "string", "blank", 1),
        ('"a\u202eb"', "string", "unseen", 3),
        ("1e999999", "number", "word", 2),
        ("9" * (MOST_DIGITS + 1), "number", "number", 1),
        ("0." + "1" * (MOST_DIGITS + 1), "number", "number", 1),
        ("1" * (MOST_CHARACTERS + 1), "number", "too_long", MOST_CHARACTERS + 1),
        (", ".join(["1"] * (MOST_TESTS + 1)), "number", "too_many", 3 * MOST_TESTS + 1),
    ],
)
def test_a_wrong_cell_is_refused_with_its_place(text: str, kind: FactType, code: str, position: int) -> None:
    with pytest.raises(CellRefused) as refused:
        compile_test(text, kind)

    assert (refused.value.code, refused.value.position) == (f"cell.{code}", position)
    assert refused.value.text == text
    assert refused.value.words.az != refused.value.words.en
    assert "{" not in refused.value.words.az + refused.value.words.en


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('id')",
        "().__class__.__base__.__subclasses__()",
        "lambda: 1",
        'if 1 = 1 then "a" else "b"',
        'string length("a")',
        'function(x) external {java: "x"}',
        "${7*7}",
        "{{7*7}}",
        '"a" or 1 = 1',
        "(" * 1_900,
        "not(" * 400,
        "[" * 1_900,
        '"' * 1_999,
        '"\\' * 900,
        "-" * 1_900,
        "1.." * 600,
    ],
)
@pytest.mark.parametrize("kind", ["string", "number", "boolean", "date"])
def test_hostile_text_is_refused_and_never_run(text: str, kind: FactType) -> None:
    with pytest.raises(CellRefused):
        compile_test(text, kind)


@given(st.text(max_size=200), st.sampled_from(["string", "number", "boolean", "date"]))
def test_any_text_is_a_test_or_a_refusal(text: str, kind: FactType) -> None:
    place = 1
    try:
        compile_test(text, kind)
    except CellRefused as refused:
        place = refused.position

    assert 1 <= place <= len(text) + 1


def test_a_fact_of_another_type_is_never_quietly_outside() -> None:
    made = compile_test("> 5", "number")

    with pytest.raises(TypeError, match="a number is tested here, not a str"):
        made.holds("6")
    with pytest.raises(TypeError):
        compile_test('> date("2024-01-01")', "date").holds(datetime(2024, 2, 2, 12, 0))  # noqa: DTZ001


def texts() -> st.SearchStrategy[str]:
    letters = st.characters(categories=("L", "N", "P", "S"))
    return st.text(letters, min_size=1, max_size=20).map(lambda text: str(typed(text, "string")))


@given(
    st.one_of(
        texts(),
        st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20),
        st.booleans(),
        st.dates(),
    )
)
def test_a_value_that_is_written_is_read_back(value: Fact) -> None:
    kinds: dict[type, FactType] = {str: "string", D: "number", bool: "boolean", date: "date"}
    kind = kinds[type(value)]

    assert compile_literal(write_literal(value), kind) == value
    assert compile_test(write_literal(value), kind).holds(value)


def test_one_value_is_all_that_an_output_holds() -> None:
    with pytest.raises(CellRefused) as refused:
        compile_literal('"a", "b"', "string")

    assert (refused.value.code, refused.value.position) == ("cell.unexpected", 4)


@pytest.mark.parametrize(
    ("value", "kind", "fact"),
    [
        ("Ağdam", "string", "Ağdam"),
        ("I\u0307smay\u0131l", "string", "İsmayıl"),
        (4, "number", D(4)),
        (4.5, "number", D("4.5")),
        (D("4.50"), "number", D("4.50")),
        (True, "boolean", True),
        ("2024-02-29", "date", date(2024, 2, 29)),
        (date(2024, 2, 29), "date", date(2024, 2, 29)),
    ],
)
def test_json_becomes_a_fact_of_the_type_asked_for(value: object, kind: FactType, fact: Fact) -> None:
    made = typed(value, kind)

    assert made == fact
    assert type(made) is type(fact)


@pytest.mark.parametrize(
    ("value", "kind", "code"),
    [
        (None, "string", "missing"),
        ("", "string", "missing"),
        ("  ", "number", "missing"),
        (4, "string", "type"),
        ("4", "number", "type"),
        (True, "number", "type"),
        (1, "boolean", "type"),
        ("true", "boolean", "type"),
        ([1], "number", "type"),
        (20240229, "date", "type"),
        (datetime(2024, 2, 29, 12, 0), "date", "type"),  # noqa: DTZ001 - no zone could make it a day
        ("2024-02-30", "date", "date"),
        ("2024-02-29T00:00:00", "date", "date"),
        ("٢٠٢٤-02-29", "date", "date"),
        (float("nan"), "number", "number"),
        (float("inf"), "number", "number"),
        (D("NaN"), "number", "number"),
        (D("1e999999"), "number", "number"),
        (D("1e-999999"), "number", "number"),
        pytest.param(1 << 4_000_000, "number", "number", id="a number of a million digits"),
        ("a" * 2_001, "string", "text"),
        ("a\x00", "string", "text"),
        ("a\u202eb", "string", "text"),
    ],
)
def test_what_is_no_fact_of_the_type_is_refused_by_name(value: Any, kind: FactType, code: str) -> None:
    refused = typed(value, kind)

    assert isinstance(refused, FactRefused)
    assert refused.code == f"fact.{code}"
    assert refused.words.az != refused.words.en
