"""A returned household: needs, referrals with terms, follow-ups when they are due, and a clock that an act starts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.calendar import WorkingCalendar
from document_flow.context import BAKU, Context
from document_flow.hands import Command
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.reintegrations.acts.household import (
    CallFollowUp,
    CloseReintegration,
    NoteFollowUp,
    NoteNeed,
    OpenReintegration,
)
from document_flow.reintegrations.acts.refer import AnswerReferral, Refer, RevokeReferral
from document_flow.reintegrations.acts.start_clock import StartClock
from document_flow.reintegrations.kernel import KERNEL
from document_flow.reintegrations.standing import Standing, refusal
from document_flow.reintegrations.state import NOTHING, Reintegration, months_after
from tests.unit.document_flow.moves.office import DIRECTORY

MOVED = date(2026, 4, 8)
OPEN = OpenReintegration(
    by=HUB, number="QM-1", case="c", move="m", settlement="Zəngilan/Ağalı", home="EV-1", persons=4, moved_on=MOVED
)
REFER = Refer(by="clerk", body="DMA", text="iş", due=date(2026, 5, 1))
CLOCK = StartClock(by="aysel", document="A-1", settlement="Zəngilan/Ağalı", day=MOVED)
CLOSE = CloseReintegration(by="aysel")


def standing(state: Reintegration, day: date, related: frozenset[str] = frozenset()) -> Standing:
    now = datetime(day.year, day.month, day.day, 10, tzinfo=BAKU)
    return Standing(state, Context(now, WorkingCalendar(), DIRECTORY), related=related)


def after(state: Reintegration, *commands: Command, day: date = MOVED) -> Reintegration:
    for command in commands:
        decided = KERNEL.decide(standing(state, day), command)
        assert not isinstance(decided, Refusal), decided.words.en
        state = KERNEL.replay(decided, state)
    return state


def refused(state: Reintegration, command: Command, day: date = MOVED) -> str:
    decided = KERNEL.decide(standing(state, day), command)
    assert isinstance(decided, Refusal)
    return decided.code


OPENED = after(NOTHING, OPEN)
CALLS = [CallFollowUp(by=HUB, months=each) for each in (1, 6, 12)]


def test_a_household_is_followed_for_a_year() -> None:
    state = after(OPENED, NoteNeed(by="clerk", text="traktor"), REFER)
    assert [each.due for each in state.follow_ups] == [date(2026, 5, 8), date(2026, 10, 8), date(2027, 4, 8)]
    assert refused(state, CALLS[0], date(2026, 5, 7)) == "reintegrations.no_follow_up"
    assert refused(state, CALLS[1], date(2027, 5, 1)) == "reintegrations.no_follow_up", "one after the other"

    late = date(2027, 4, 8)
    state = after(state, *CALLS, day=late)
    assert state.next_call is None
    visits = [NoteFollowUp(by="clerk", months=str(each), text="yaxşıdır") for each in (1, 6, 12)]
    state = after(
        state, *visits, AnswerReferral(by="clerk", referral="1", text="işə düzəlib", document="D-1"), day=late
    )
    state = after(state, CLOSE, day=late)

    assert (state.phase, state.needs, state.referrals[0].answer) == ("closed", ("traktor",), "işə düzəlib")
    assert {each.found for each in state.follow_ups} == {"yaxşıdır"}
    for command in (NoteNeed(by="clerk", text="x"), REFER, visits[0], CLOSE):
        assert refused(state, command, late) == "reintegrations.not_open"
    assert refused(state, RevokeReferral(by="clerk", referral="1", reason="x"), late) == "reintegrations.not_open"
    assert after(state, CLOCK, day=late).clock is not None, "the term is the household's, followed up or not"
    assert refused(NOTHING, CLOCK) == "reintegrations.not_open"
    assert KERNEL.states.validate_json(KERNEL.states.dump_json(state)) == state


def test_a_referral_ends_once_by_an_answer_or_revoked() -> None:
    state = after(OPENED, REFER, replace(REFER, body="ETN"))
    revoke = RevokeReferral(by="clerk", referral="2", reason="ailə istəmir")

    state = after(state, revoke)

    assert [each.is_open for each in state.referrals] == [True, False]
    assert refused(state, revoke) == "reintegrations.no_referral"
    answer = AnswerReferral(by="clerk", referral="9", text="x", document="D")
    assert refused(state, answer) == "reintegrations.no_referral"
    assert refused(state, replace(REFER, due=MOVED)) == "reintegrations.past"
    assert refused(state, CLOSE) == "reintegrations.unfinished"


def test_the_three_years_run_only_once_an_act_of_this_settlement_started_them() -> None:
    assert OPENED.clock is None
    assert refused(OPENED, replace(CLOCK, settlement="Füzuli")) == "reintegrations.other_place"
    assert refused(OPENED, replace(CLOCK, day=date(2026, 4, 9))) == "reintegrations.act_later"

    state = after(OPENED, CLOCK)

    assert state.clock is not None
    assert (state.clock.started_on, state.clock.ends_on) == (MOVED, date(2029, 4, 8))
    assert refused(state, CLOCK) == "reintegrations.clock_runs"


def test_it_is_opened_once_and_by_the_hub_alone() -> None:
    assert refused(OPENED, OPEN) == "reintegrations.opened"
    assert refused(NOTHING, replace(OPEN, by="aysel")) == "access.role_missing"
    assert refused(OPENED, NoteFollowUp(by="clerk", months="1", text="x")) == "reintegrations.no_follow_up"
    assert refused(NOTHING, CALLS[0]) == "reintegrations.no_follow_up"


def test_an_official_has_no_part_in_the_own_household() -> None:
    barred = standing(OPENED, MOVED, frozenset(("aysel",)))

    decided = KERNEL.decide(barred, CLOCK)

    assert isinstance(decided, Refusal)
    assert decided.code == "reintegrations.related"
    assert refusal("reintegrations.no_act", document="A-9").why == "invalid"


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_month_without_such_a_day_ends_on_its_last(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_more_months_are_never_sooner(day: date, months: int) -> None:
    assert months_after(day, 0) == day
    assert months_after(day, months) < months_after(day, months + 1)
