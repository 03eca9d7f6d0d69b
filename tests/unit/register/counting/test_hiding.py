"""What is hidden of a table of counts: nobody finds a small figure out from what is shown, by whatever reckoning."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.register.counting.hiding import hidden, with_totals
from tests.campaigns import examples

LEAST = 5


def shown(rows: list[list[int]]) -> list[list[int | None]]:
    table = with_totals(rows)
    gone = hidden(table, LEAST)
    return [[None if (r, c) in gone else value for c, value in enumerate(row)] for r, row in enumerate(table)]


def test_a_table_without_small_figures_is_shown_whole() -> None:
    assert shown([[10, 20], [30, 0]]) == [[10, 20, 30], [30, 0, 30], [40, 20, 60]]


def test_a_small_figure_of_one_column_takes_the_smallest_that_protects_it_along() -> None:
    assert shown([[2], [40], [9]]) == [[None], [40], [None], [51]]


def test_small_figures_that_protect_each_other_take_no_other_along() -> None:
    assert shown([[2], [40], [3]]) == [[None], [40], [None], [45]]


def test_a_single_row_hides_its_total_too() -> None:
    assert shown([[3]]) == [[None], [None]]


def test_what_cannot_be_protected_is_hidden_altogether() -> None:
    assert hidden([[2], [0]], LEAST) == {(0, 0), (1, 0)}


def test_a_thin_table_keeps_its_large_totals() -> None:
    table = shown([[1, 0, 9], [0, 2, 9], [40, 0, 0]])
    assert (table[2], table[-1][-1]) == ([40, 0, 0, 40], 61)


def test_a_small_figure_stands_in_a_rectangle_of_hidden_ones() -> None:
    table = shown([[2, 30, 50], [20, 25, 60], [70, 80, 90]])
    assert table[0][0] is None
    assert [row.count(None) for row in table] == [2, 2, 0, 0]


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2))
def test_everything_shown_agrees_with_the_small_one_being_one_fewer_and_being_enough(rows: list[list[int]]) -> None:
    table = shown(rows)
    small = [(r, c) for r in range(2) for c in range(2) if 0 < rows[r][c] < LEAST]
    agree = [each for each in product(range(15), repeat=4) if fits(table, *each)]

    for r, c in small:
        values = {each[r * 2 + c] for each in agree}
        assert rows[r][c] - 1 in values
        assert max(values) >= LEAST


def fits(table: list[list[int | None]], a: int, b: int, c: int, d: int) -> bool:
    """Whether these figures are possible beside all that is shown."""
    (a1, b1, r1), (c1, d1, r2), (s1, s2, s3) = table
    told = ((a1, a), (b1, b), (c1, c), (d1, d), (r1, a + b), (r2, c + d), (s1, a + c), (s2, b + d), (s3, a + b + c + d))
    return all(each is None or each == value for each, value in told)
