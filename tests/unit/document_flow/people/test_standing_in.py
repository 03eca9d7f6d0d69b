"""Who may stand in for whom: no chains, nobody for himself, a period that lies ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.people import Directory, Official, StandIn
from document_flow.standing_in import refuse_stand_in
from document_flow.words import Words

TODAY = date(2026, 4, 6)
LOGINS = ("a", "b", "c", "d")


def _official(login: str, *, active: bool = True) -> Official:
    return Official(login, login.upper(), Words("vəzifə", "position"), "law", frozenset(), active)


OFFICE = Directory({each: _official(each) for each in LOGINS} | {"gone": _official("gone", active=False)})
WANTED = StandIn("a", "b", TODAY, TODAY + timedelta(days=10), "Əmr 5")


def code(wanted: StandIn, *others: StandIn, most: int = 1) -> str:
    refused = refuse_stand_in(replace(OFFICE, stand_ins=others), wanted, TODAY, most)
    return refused.code.removeprefix("directory.") if refused else ""


def test_an_official_may_stand_in_for_another_from_today_on() -> None:
    assert code(WANTED) == ""


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"acting": "a"}, "own_stand_in"),
        ({"acting": "nobody"}, "not_in_office"),
        ({"principal": "gone"}, "not_in_office"),
        ({"basis": "  "}, "no_basis"),
        ({"last": TODAY - timedelta(days=1), "first": TODAY - timedelta(days=3)}, "period"),
        ({"first": TODAY + timedelta(days=11)}, "period"),
        ({"last": TODAY + timedelta(days=366)}, "period"),
    ],
)
def test_what_is_wrong_with_it_is_said(changed: dict[str, object], refused: str) -> None:
    assert code(replace(WANTED, **changed)) == refused  # type: ignore[arg-type]


def test_a_year_with_its_leap_day_is_not_too_long() -> None:
    assert code(replace(WANTED, last=TODAY + timedelta(days=365))) == ""


def test_nobody_has_more_stand_ins_at_once_than_the_body_allows() -> None:
    second, third = replace(WANTED, acting="c"), replace(WANTED, acting="d", first=TODAY + timedelta(days=3))
    letters = replace(second, kinds=frozenset(("outgoing",)))

    assert code(second, WANTED) == "stand_ins_enough"
    assert code(letters, replace(WANTED, kinds=frozenset(("appeal",)))) == ""
    assert code(replace(second, first=TODAY + timedelta(days=11), last=TODAY + timedelta(days=12)), WANTED) == ""
    assert code(second, WANTED, most=2) == ""
    assert code(third, WANTED, second, most=2) == "stand_ins_enough"


def test_whoever_is_away_stands_in_for_nobody() -> None:
    away = replace(WANTED, principal="b", acting="c", first=WANTED.last, last=WANTED.last + timedelta(days=5))

    assert code(WANTED, away) == "chain"
    assert code(WANTED, replace(away, first=WANTED.last + timedelta(days=1))) == ""


def test_whoever_stands_in_for_another_is_not_replaced_then() -> None:
    assert code(WANTED, replace(WANTED, principal="c", acting="a")) == "chain"


def test_other_kinds_of_document_make_no_chain() -> None:
    orders = replace(WANTED, principal="b", acting="c", kinds=frozenset(["internal"]))

    assert code(replace(WANTED, kinds=frozenset(["appeal"])), orders) == ""
    assert code(replace(WANTED, kinds=frozenset(["internal", "appeal"])), orders) == "chain"


def test_the_same_stand_in_is_not_written_down_twice() -> None:
    assert code(WANTED, replace(WANTED, basis="Əmr 6")) == "stand_in_twice"


def test_two_may_stand_in_for_one_and_one_for_two() -> None:
    assert code(WANTED, replace(WANTED, acting="c"), replace(WANTED, principal="d"), most=2) == ""


_STAND_INS = st.builds(
    StandIn,
    principal=st.sampled_from(LOGINS),
    acting=st.sampled_from(LOGINS),
    first=st.dates(TODAY, TODAY + timedelta(days=20)),
    last=st.dates(TODAY, TODAY + timedelta(days=20)),
    basis=st.just("Əmr"),
    kinds=st.frozensets(st.sampled_from(["incoming", "appeal"])),
)


@given(st.lists(_STAND_INS, max_size=8), st.dates(TODAY, TODAY + timedelta(days=20)))
def test_of_all_that_were_written_down_no_two_make_a_chain_on_any_day(wanted: list[StandIn], day: date) -> None:
    office = OFFICE
    for each in wanted:
        if refuse_stand_in(office, each, TODAY) is None:
            office = replace(office, stand_ins=(*office.stand_ins, each))

    for login in LOGINS:
        acts = office.acting_for(login, day, "appeal")
        assert login not in acts
        assert not acts or not office.stand_ins_of(login, day, "appeal")
