"""An upheld complaint about a wrong grade corrects it within the case: two officials, a paper from the first day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from document_flow.cases.acts.complain import Complain, DecideComplaint
from document_flow.cases.acts.correction import Correct, Corrected, ProposeRaise
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.revocation import KeepPaper, Revoke
from document_flow.cases.event import Command
from document_flow.cases.kernel import decide, replay
from document_flow.cases.standing import Standing
from document_flow.cases.state import NOTHING, Case, Known
from document_flow.cases.waiting import waiting
from document_flow.cases.why import why_of
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.programmes.programme import EffectRule, Question
from document_flow.words import Words
from tests.unit.document_flow.cases.desk import AT, MONDAY, PROGRAMME, in_effect, later, opened, paper

GRADE = Question(
    name="dərəcə", title=Words("D", "D"), choices={each: Words(each.upper(), each.upper()) for each in "ab"}
)
GRADED = replace(PROGRAMME, grade=GRADE, effect=EffectRule(record="idp_status", fields={}, ends={}))
UPHELD = DecideComplaint(by="rena", verdict="upheld", reason="dərəcə səhvdir", grade="b", article="Qanun 2")
AGREED = Correct(by="elcin", paper_no="YK-2")


def granted() -> Case:
    case = in_effect()
    assert case.ruling is not None
    return replace(case, ruling=replace(case.ruling, row={**case.ruling.row, "dərəcə": "a"}))


def after(case: Case, *commands: Command, programme: Any = GRADED) -> Case:
    for command in commands:
        decided = decide(Standing(case, programme, later(5)), command)
        assert not isinstance(decided, Refusal), decided
        case = replay(decided, case)
    return case


def code(case: Case, command: Command, programme: Any = GRADED) -> str:
    decided = decide(Standing(case, programme, later(5)), command)
    return decided.code if isinstance(decided, Refusal) else ""


def complained() -> Case:
    return after(granted(), Complain(by="sevinc", document="d"))


def test_two_officials_correct_it_and_the_new_paper_holds_from_the_first_day() -> None:
    proposed = after(complained(), UPHELD)
    assert proposed.holds, "the first paper holds until the other one agrees"
    assert waiting(Standing(proposed, GRADED, later(5))).need.en.endswith("on its correction")
    assert why_of(Standing(proposed, GRADED, later(5)), "c", Words("", "")).state == "in_force"

    corrected = after(proposed, AGREED)
    gone = (Known(name="status", value="yoxdur", source="register", at=AT),)
    second = paper(no="YK-2", issued_on=MONDAY + timedelta(days=5))
    done = after(corrected, IssuePaper(by=HUB, paper=second, facts=gone))

    assert (corrected.phase, corrected.paper, done.holds, done.paper) == ("decided", None, True, second)
    assert done.ruling is not None
    assert (done.row("dərəcə"), done.row("səbəb"), done.ruling.drafted_by) == ("b", "dərəcə səhvdir", "rena")
    assert done.ruling.basis == ("Qanun 2",)
    assert (done.since, done.corrected, [each.no for each in done.fallen]) == (MONDAY, ("YK-1",), ["YK-1"])


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"grade": "a"}, "cases.answer_wrong"),
        ({"grade": "z"}, "cases.answer_wrong"),
        ({"article": " "}, "cases.empty"),
        ({}, ""),
    ],
)
def test_it_is_corrected_to_another_grade_of_the_programme_by_an_act_of_its_own(
    more: dict[str, Any], expected: str
) -> None:
    assert code(complained(), replace(UPHELD, **more)) == expected


def test_what_is_paid_by_its_grade_and_what_was_refused_is_not_corrected() -> None:
    paid = replace(GRADED, effect=PROGRAMME.effect)
    refused = after(in_effect("refused"), Complain(by="sevinc", document="d"))

    assert code(complained(), UPHELD, paid) == code(refused, UPHELD) == "cases.not_correctable"
    assert code(complained(), replace(UPHELD, verdict="rejected"), paid) == ""


def test_nobody_agrees_to_their_own_correction_or_after_registering_the_application() -> None:
    proposed = after(complained(), UPHELD)

    assert code(proposed, replace(AGREED, by="rena")) == "cases.own_proposal"
    assert code(proposed, replace(AGREED, by="sevinc")) == "cases.own_application"
    assert code(proposed, Revoke(by="elcin")) == "cases.not_proposed"
    assert code(complained(), AGREED) == "cases.not_proposed"
    kept = after(proposed, KeepPaper(by="elcin", reason="düzdür"))
    assert (kept.proposal, kept.holds, kept.row("dərəcə")) == (None, True, "a")


def test_a_programme_without_grades_has_nothing_to_correct() -> None:
    assert code(after(complained(), UPHELD), AGREED, PROGRAMME) == "cases.not_correctable"
    made = granted().ruling
    assert made is not None
    assert Corrected(by="elcin", at=AT, ruling=made).apply(opened()) == opened()
    assert code(NOTHING, AGREED) != ""


RAISING = replace(
    GRADED,
    grade=replace(GRADE, choices={each: Words(each, each) for each in ("3300", "6000")}),
    effect=EffectRule(record="right", fields={"amount_since": "raised_since"}, ends={}),
)
RAISE = ProposeRaise(by="rena", grade="6000", article="1206", reason="yığcam məskən deyil")


def paid(qepik: str) -> Case:
    case = in_effect()
    assert case.ruling is not None
    return replace(case, ruling=replace(case.ruling, row={**case.ruling.row, "dərəcə": qepik}))


def test_a_sum_that_was_too_little_is_raised_by_two_without_a_complaint_from_the_first_day() -> None:
    proposed = after(paid("3300"), RAISE, programme=RAISING)
    assert code(proposed, replace(AGREED, by="rena"), RAISING) == "cases.own_proposal"

    corrected = after(proposed, AGREED, programme=RAISING)
    second = paper(no="YK-2", issued_on=MONDAY + timedelta(days=5))
    done = after(corrected, IssuePaper(by=HUB, paper=second), programme=RAISING)

    assert (done.row("dərəcə"), done.since, done.corrected) == ("6000", MONDAY, ("YK-1",))


def test_a_sum_that_was_too_much_is_not_lowered_here_whoever_proposes_it() -> None:
    lower = replace(RAISE, grade="3300")

    assert code(paid("6000"), lower, RAISING) == code(paid("3300"), lower, RAISING) == "cases.not_raised"
    complained = after(paid("6000"), Complain(by="sevinc", document="d"), programme=RAISING)
    assert code(complained, replace(UPHELD, grade="3300"), RAISING) == "cases.not_raised"


@pytest.mark.parametrize(
    ("more", "expected"),
    [({"grade": "7000"}, "cases.answer_wrong"), ({"article": " "}, "cases.empty"), ({"reason": " "}, "cases.empty")],
)
def test_a_raise_is_to_a_sum_of_the_programme_by_an_act_with_a_reason(more: dict[str, Any], expected: str) -> None:
    assert code(paid("3300"), replace(RAISE, **more), RAISING) == expected


def test_what_is_not_paid_by_lists_is_not_raised() -> None:
    assert code(granted(), replace(RAISE, grade="b")) == "cases.not_correctable"
