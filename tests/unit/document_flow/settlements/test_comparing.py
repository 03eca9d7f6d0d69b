"""What an account comes to: what was billed beside what is entitled, and sums that add up in any order."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import add

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.settlements.comparing import DIFFERENCES, AccountSums, Billed, Entitled, Sums, Tally, compared, tally
from document_flow.settlements.tariffs import tariff_on

TARIFF = tariff_on("electricity", date(2026, 3, 1))
FOUR = Entitled(persons=4, limit=300)
RIGHT = Billed(marked=True, persons=4, units=1000, amount_qepik=10100, place="Abşeron")


def line(billed: Billed | None, *rights: Entitled) -> AccountSums:
    found = compared("0712345678901", billed, rights, TARIFF)
    assert found is not None
    return found


def test_what_agrees_has_no_difference_and_is_counted() -> None:
    found = line(RIGHT, FOUR)

    assert (found.differences, found.difference_qepik, found.persons, found.service) == ((), 0, 4, "electricity")


@pytest.mark.parametrize(
    ("billed", "rights", "differences", "qepik"),
    [
        # 1000 kWh by the bands are 1680 + 1000 + 10500 + 100.
        (RIGHT, (), ("not_entitled", "tariff"), 10100 - 13280),
        (None, (FOUR,), ("missing",), 0),
        (Billed(units=10, amount_qepik=200, persons=4), (FOUR,), ("unmarked",), 0),
        (RIGHT, (FOUR, Entitled(persons=1, limit=300)), ("shared", "persons"), 0),
        (RIGHT, (Entitled(persons=5, limit=300),), ("persons",), 0),
        (RIGHT, (Entitled(persons=2, limit=300),), ("persons", "above_limit", "tariff"), 10100 - 12100),
        (Billed(marked=True, persons=4, units=10, amount_qepik=201, debt_qepik=5), (FOUR,), ("tariff", "debt"), 1),
        (Billed(marked=True, persons=4, units=10, amount_qepik=200, debt_qepik=-5), (FOUR,), ("credit",), 0),
    ],
)
def test_what_does_not_agree(
    billed: Billed | None, rights: tuple[Entitled, ...], differences: tuple[str, ...], qepik: int
) -> None:
    found = line(billed, *rights)

    assert (found.differences, found.difference_qepik) == (differences, qepik)


def test_who_is_neither_marked_nor_entitled_is_no_matter_of_a_settlement() -> None:
    assert compared("0712345678901", Billed(units=10), (), TARIFF) is None


def test_where_no_tariff_is_known_the_billed_sum_is_taken_as_it_is() -> None:
    found = compared("0712345678901", RIGHT, (FOUR,), None)

    assert found is not None
    assert (found.service, found.difference_qepik) == ("", 0)


_LINES = st.builds(
    AccountSums,
    account=st.text(max_size=3),
    service=st.just("electricity"),
    entitled=st.booleans(),
    persons=st.integers(0, 9),
    place=st.sampled_from(["Abşeron", "Bərdə", ""]),
    units=st.integers(0, 5000),
    billed_qepik=st.integers(0, 90_000),
    expected_qepik=st.integers(0, 90_000),
    debt_qepik=st.integers(-9000, 9000),
    differences=st.lists(st.sampled_from(sorted(DIFFERENCES)), unique=True, max_size=3).map(tuple),
)


def test_sums_are_told_by_difference_and_by_place() -> None:
    owes, agrees = (
        line(Billed(marked=True, persons=4, units=10, amount_qepik=201, debt_qepik=5), FOUR),
        line(RIGHT, FOUR),
    )

    found = tally((owes, agrees)) + tally((agrees,))

    assert (found.whole.accounts, found.whole.debt_qepik, found.whole.difference_qepik) == (3, 5, 1)
    assert {name: each.accounts for name, each in found.by.items()} == {"tariff": 1, "debt": 1}
    assert {name: each.accounts for name, each in found.places.items()} == {"": 1, "Abşeron": 2}


@given(st.lists(_LINES, max_size=12), st.integers(1, 5), st.randoms(use_true_random=False))
def test_sums_are_equal_whatever_the_chunks_and_their_order(
    lines: list[AccountSums], size: int, chance: object
) -> None:
    chunks = [lines[at : at + size] for at in range(0, len(lines), size)]
    chance.shuffle(chunks)  # type: ignore[attr-defined]

    found = reduce(add, (tally(each) for each in chunks), Tally())

    assert found == tally(lines)
    assert sum((each for each in found.places.values()), Sums()) == found.whole
    assert found.whole.difference_qepik == sum(each.difference_qepik for each in lines)
    assert found.whole.debt_qepik - found.whole.credit_qepik == sum(each.debt_qepik for each in lines)
