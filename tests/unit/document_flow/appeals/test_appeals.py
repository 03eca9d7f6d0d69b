"""Citizens' appeals: their term, study, forwarding, repeats, and who may never handle them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.appeals import (
    Appeal,
    AppealRules,
    Channel,
    Forwarding,
    Study,
    answer_owed,
    appeal_term,
    extend_for_study,
    forward,
    forward_by,
    load_appeal_rules,
    may_handle,
)
from document_flow.calendar import Pause, WorkingCalendar
from document_flow.outcome import Refusal
from document_flow.sheet import SheetRefused

SHEETS = Path(__file__).parent / "sheets"
SAMPLE = Path(__file__).parents[4] / "document_flow" / "samples" / "appeal_rules.yaml"
RULES = load_appeal_rules(SAMPLE.read_text(encoding="utf-8"))
CALENDAR = WorkingCalendar()
REGISTERED = date(2026, 3, 13)
APPEAL = Appeal(id="M-1", kind="application", channel="written", registered=REGISTERED, subject="mənzil", citizen="c1")
STUDY = Study("rəhbər", date(2026, 4, 1), "yerində baxış lazımdır")


def _code(outcome: object) -> str:
    assert isinstance(outcome, Refusal)
    return outcome.code


def _answered(number: int, on: date | None) -> Appeal:
    registered = (on or REGISTERED) - timedelta(days=20)
    return replace(APPEAL, id=f"M-0{number}", registered=registered, answered=on)


def test_the_sample_has_the_terms_of_the_law() -> None:
    channels: tuple[Channel, ...] = ("written", "electronic", "reception", "hotline")

    assert AppealRules("Nümunə komitəsi", 15, 30, 3, 3, channels) == RULES


def test_an_appeal_has_fifteen_working_days_and_shows_each_of_them() -> None:
    term = appeal_term(RULES, CALENDAR, APPEAL)

    assert (term.days, term.due, term.lines[-1].count) == (15, date(2026, 4, 14), 15)
    assert term.words.az == "13.03.2026 tarixindən 15 iş günü: 14.04.2026"


def test_a_suspended_appeal_has_no_last_day() -> None:
    term = appeal_term(RULES, CALENDAR, replace(APPEAL, pauses=(Pause(date(2026, 4, 1), None, "sorğu"),)))

    assert term.due is None
    assert term.words.en == "15 working days from 13.03.2026; the term is suspended"


def test_study_makes_it_thirty_working_days_from_registration() -> None:
    extended = extend_for_study(RULES, CALENDAR, APPEAL, STUDY)

    assert isinstance(extended, Appeal)
    assert appeal_term(RULES, CALENDAR, extended).due == CALENDAR.add(REGISTERED, 30)


@pytest.mark.parametrize(
    ("appeal", "study", "code"),
    [
        (replace(APPEAL, study=STUDY), STUDY, "appeals.extended"),
        (APPEAL, replace(STUDY, reason=" "), "appeals.needs_reason"),
        (APPEAL, replace(STUDY, on=date(2026, 4, 15)), "appeals.term_passed"),
        (replace(APPEAL, complained_about=frozenset(["rəhbər"])), STUDY, "appeals.complained_about"),
        (replace(APPEAL, answered=date(2026, 3, 31)), STUDY, "appeals.answered"),
        (replace(APPEAL, forwarding=Forwarding("x", REGISTERED, False, True)), STUDY, "appeals.forwarded"),
    ],
)
def test_an_extension_that_is_not_in_order_changes_nothing(appeal: Appeal, study: Study, code: str) -> None:
    assert _code(extend_for_study(RULES, CALENDAR, appeal, study)) == code


@pytest.mark.parametrize("appeal", [APPEAL, replace(APPEAL, pauses=(Pause(date(2026, 4, 1), None, "sorğu"),))])
def test_an_extension_is_in_time_on_the_last_day_and_while_the_term_stands_still(appeal: Appeal) -> None:
    assert isinstance(extend_for_study(RULES, CALENDAR, appeal, replace(STUDY, on=date(2026, 4, 14))), Appeal)


@pytest.mark.parametrize(("on", "late"), [(REGISTERED, False), (date(2026, 3, 18), False), (date(2026, 3, 19), True)])
def test_forwarding_is_late_after_three_working_days_but_is_done(on: date, late: bool) -> None:
    forwarded = forward(RULES, CALENDAR, APPEAL, body="Başqa komitə", on=on)

    assert forward_by(RULES, CALENDAR, APPEAL) == date(2026, 3, 18)
    assert isinstance(forwarded, Appeal)
    assert forwarded.forwarding == Forwarding("Başqa komitə", on, late, notice_owed=True)


def test_nobody_is_owed_notice_of_an_anonymous_appeal() -> None:
    forwarded = forward(RULES, CALENDAR, replace(APPEAL, citizen=""), body="Başqa komitə", on=REGISTERED)

    assert isinstance(forwarded, Appeal)
    assert forwarded.forwarding is not None
    assert not forwarded.forwarding.notice_owed


def test_an_appeal_is_forwarded_once_and_not_after_its_answer() -> None:
    once = forward(RULES, CALENDAR, APPEAL, body="Başqa komitə", on=REGISTERED)
    assert isinstance(once, Appeal)

    assert _code(forward(RULES, CALENDAR, once, body="Üçüncü", on=REGISTERED)) == "appeals.forwarded"
    answered = replace(APPEAL, answered=REGISTERED)
    assert _code(forward(RULES, CALENDAR, answered, body="Üçüncü", on=REGISTERED)) == "appeals.answered"


def test_the_official_complained_about_may_not_handle_it_and_others_may() -> None:
    complaint = replace(APPEAL, kind="complaint", complained_about=frozenset(["ali"]))

    assert _code(may_handle(complaint, "ali")) == "appeals.complained_about"
    assert may_handle(complaint, "vali") is None


def test_an_anonymous_appeal_is_registered_without_an_answer() -> None:
    anonymous = replace(APPEAL, citizen="")

    owed = answer_owed(RULES, anonymous, [replace(anonymous, id="M-0")])

    assert anonymous.anonymous
    assert (owed.answer, owed.repeats) == (False, ())


def test_a_first_appeal_is_answered() -> None:
    others = [replace(APPEAL, id="M-2", subject="başqa"), replace(APPEAL, id="M-3", citizen="c2"), APPEAL]

    owed = answer_owed(RULES, APPEAL, [*others, replace(APPEAL, id="M-4", registered=REGISTERED + timedelta(days=1))])

    assert (owed.answer, owed.repeats) == (True, ())


def test_a_repeat_is_linked_to_the_earlier_ones_oldest_first() -> None:
    earlier = [_answered(2, date(2026, 2, 1)), _answered(1, date(2026, 1, 15))]

    owed = answer_owed(RULES, APPEAL, earlier)

    assert (owed.answer, owed.repeats) == (True, ("M-01", "M-02"))
    assert owed.words.en == "a repeat of M-01, M-02"


def test_after_three_answers_within_a_year_no_further_one_is_owed() -> None:
    earlier = [_answered(n, date(2026, n, 1)) for n in (1, 2, 3)]

    owed = answer_owed(RULES, APPEAL, earlier)

    assert not owed.answer
    assert owed.repeats == ("M-01", "M-02", "M-03")


@pytest.mark.parametrize("third", [date(2025, 3, 13), None])
def test_answers_of_a_year_ago_and_appeals_without_one_do_not_count(third: date | None) -> None:
    earlier = [_answered(1, date(2026, 1, 1)), _answered(2, date(2026, 2, 1)), _answered(3, third)]

    assert answer_owed(RULES, APPEAL, earlier).answer


def test_the_year_before_the_leap_day_ends_in_february() -> None:
    leap = replace(APPEAL, registered=date(2028, 2, 29))
    earlier = [_answered(1, date(2027, 2, 28)), _answered(2, date(2027, 2, 28)), _answered(3, date(2027, 3, 1))]

    assert answer_owed(RULES, leap, earlier).answer
    assert not answer_owed(replace(RULES, answers_a_year=1), leap, earlier).answer


def test_all_problems_of_the_rules_are_told_at_once() -> None:
    with pytest.raises(SheetRefused) as refused:
        load_appeal_rules((SHEETS / "wrong.yaml").read_text(encoding="utf-8"))

    assert refused.value.code == "appeals.refused"
    assert [(each.place, each.words.en) for each in refused.value.problems] == [
        ("answers_a_year", "this key is missing, add it"),
        ("study_days", "must not be shorter than the usual term"),
        ("forward_days", "0 is too small: at least 1"),
        ("channels", "'fax' is not one of written, electronic, reception, hotline"),
    ]


def test_a_body_takes_appeals_by_one_channel_at_least() -> None:
    with pytest.raises(SheetRefused) as refused:
        load_appeal_rules((SHEETS / "no_channel.yaml").read_text(encoding="utf-8"))

    assert [each.words.en for each in refused.value.problems] == [
        "name at least one of written, electronic, reception, hotline"
    ]


@given(st.dates(date(2025, 1, 1), date(2028, 12, 31)), st.integers(0, 60))
def test_study_never_makes_a_term_shorter_and_forwarding_comes_before_it(registered: date, after: int) -> None:
    appeal = replace(APPEAL, registered=registered)
    usual = appeal_term(RULES, CALENDAR, appeal).due
    assert usual is not None

    extended = extend_for_study(RULES, CALENDAR, appeal, replace(STUDY, on=registered + timedelta(days=after)))

    assert forward_by(RULES, CALENDAR, appeal) < usual
    if isinstance(extended, Appeal):
        longer = appeal_term(RULES, CALENDAR, extended).due
        assert longer is not None
        assert longer > usual
    else:
        assert registered + timedelta(days=after) > usual
