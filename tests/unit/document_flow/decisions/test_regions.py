"""What cells accept are sets, and what is said about them is exact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.decisions.facts import FACT_TYPES, FactType
from document_flow.decisions.regions import Choice, Region, Span, all_but, common, everything, span
from document_flow.decisions.sfeel import compile_test
from document_flow.decisions.texts import show_fact, show_test, tell_test, write_region
from document_flow.words import Words
from tests.unit.document_flow.decisions.building import VALUES, cells

KIND: st.SearchStrategy[FactType] = st.sampled_from(FACT_TYPES)


@st.composite
def two_regions(draw: st.DrawFn) -> tuple[FactType, Region, Region]:
    kind: FactType = draw(KIND)
    return kind, compile_test(draw(cells(kind)), kind).region, compile_test(draw(cells(kind)), kind).region


@given(two_regions())
def test_what_is_common_is_in_both_and_what_is_left_is_in_neither(given: tuple[FactType, Region, Region]) -> None:
    kind, one, other = given
    both, rest = common(one, other), all_but(one, kind)

    assert [both.holds(v) for v in VALUES[kind]] == [one.holds(v) and other.holds(v) for v in VALUES[kind]]
    assert [rest.holds(v) for v in VALUES[kind]] == [not one.holds(v) for v in VALUES[kind]]
    assert common(one, rest).empty
    assert all_but(rest, kind) == one
    assert common(one, everything(kind)) == one


@given(two_regions())
def test_a_region_that_is_written_is_read_back(given: tuple[FactType, Region, Region]) -> None:
    kind, one, other = given
    for region in (one, all_but(one, kind), common(one, other)):
        if not region.empty:
            assert compile_test(write_region(region, kind), kind).region == region


def test_ranges_that_touch_become_one() -> None:
    assert compile_test("[1..2), [2..3]", "number").region == compile_test("[1..3]", "number").region
    days = '[date("2024-02-28")..date("2024-02-29")], date("2024-03-01")'
    assert write_region(compile_test(days, "date").region, "date") == '[date("2024-02-28")..date("2024-03-01")]'
    assert compile_test("[1..2), (2..3]", "number").region != compile_test("[1..3]", "number").region
    assert span([]) == Span(())


def test_regions_of_two_types_are_never_compared_quietly() -> None:
    with pytest.raises(TypeError):
        common(everything("string"), everything("number"))


def test_values_and_cells_are_shown_as_people_write_them() -> None:
    assert show_fact(date(2024, 2, 29)).az == "29.02.2024"
    assert show_fact(Decimal("1E+2")).az == "100"
    assert (show_fact(value=True).az, show_fact(value=False).en) == ("bəli", "no")
    assert show_fact("Ağdam").en == "Ağdam"
    assert show_test(compile_test('< date("2024-02-29")', "date")).az == "< 29.02.2024"
    assert show_test(compile_test("not(true)", "boolean")).az == "not(bəli)"
    assert show_test(compile_test('"true"', "string")).az == '"true"'
    assert Choice(frozenset()).empty


@pytest.mark.parametrize(
    ("text", "kind", "az", "en"),
    [
        ("(3..5]", "number", "3-dən çox, 5-dən çox olmayan", "more than 3, at most 5"),
        ("[6..9)", "number", "6-dan az olmayan, 9-dan az", "at least 6, less than 9"),
        ("1, > 100", "number", "1 və ya 100-dən çox", "1 or more than 100"),
        ('> date("2023-06-30")', "date", "01.07.2023 tarixindən tez olmayan", "not before 01.07.2023"),
        ('<= date("2023-06-30")', "date", "30.06.2023 tarixindən gec olmayan", "not after 30.06.2023"),
        ('date("2023-06-30")', "date", "30.06.2023", "30.06.2023"),
        ('"Xocalı", "Füzuli"', "string", "Füzuli və ya Xocalı", "Füzuli or Xocalı"),
        ('not("Laçın")', "string", "Laçın olmayan", "not Laçın"),
        ("true", "boolean", "bəli", "yes"),
        ("-", "string", "istənilən", "any"),
        ("-", "number", "istənilən", "any"),
    ],
)
def test_a_cell_is_told_in_words(text: str, kind: FactType, az: str, en: str) -> None:
    assert tell_test(compile_test(text, kind)) == Words(az, en)
