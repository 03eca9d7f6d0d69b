"""Both parents of a child are told of an application for it; a clerk tells one whom no notice has reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from document_flow.cases.acts.send_letter import letter_on
from document_flow.cases.acts.take_answer import TakeAnswer
from document_flow.cases.acts.tell_parent import TellParent
from document_flow.cases.acts.withdraw import Withdraw
from document_flow.cases.kernel import decide, replay
from document_flow.cases.speaking import Deprivation, Ties
from document_flow.cases.state import NOTHING, Case
from document_flow.outcome import Refusal
from document_flow.people import HUB
from tests.unit.document_flow.cases.desk import MONDAY, OPEN, PROGRAMME, after, code, kinds, later, on, stands

CHILD, MOTHER, FATHER = OPEN.subject, "5MTHRAA", "5FTHRAA"
TWELVE = MONDAY.replace(year=MONDAY.year - 12)
TIES = Ties(own=frozenset((CHILD,)), born=TWELVE, parents=frozenset((MOTHER, FATHER)))
COURT = Deprivation(who=frozenset((FATHER,)), since=date(2024, 2, 3))


def opened(applicant: str = MOTHER, ties: Ties | None = TIES, **more: Any) -> Case:
    decided = decide(stands(NOTHING), replace(OPEN, applicant=applicant, ties=ties, **more))
    assert not isinstance(decided, Refusal)
    return replay(decided, NOTHING)


def answered(case: Case, answer: Any) -> Case:
    return after(case, answer_of(case, answer))


def answer_of(case: Case, answer: Any) -> TakeAnswer:
    return TakeAnswer(by=HUB, no=case.parents[FATHER][0].no, answer=answer, said_at=on().now)


@pytest.mark.parametrize(
    ("applicant", "ties", "told"),
    [
        (MOTHER, TIES, [FATHER]),
        (CHILD, TIES, [FATHER, MOTHER]),
        ("", TIES, [FATHER, MOTHER]),
        (MOTHER, replace(TIES, deprivations=(COURT,)), []),
        (MOTHER, replace(TIES, dead=frozenset((FATHER,))), []),
        ("", replace(TIES, born=MONDAY.replace(year=MONDAY.year - 18)), []),
        ("", replace(TIES, born=None), []),
        ("", None, []),
    ],
)
def test_both_parents_of_a_minor_are_told_unless_an_act_deprives_one(
    applicant: str, ties: Ties | None, told: list[str]
) -> None:  # a table
    case = opened(applicant, ties)

    assert list(case.parents) == told
    sent = [each for parent in case.parents.values() for each in parent]
    assert [each.way for each in sent] == ["portal" for _ in told]
    assert len({each.no for each in sent}) == len(told)


@pytest.mark.parametrize(("answer", "days"), [(None, 4), ("failed", 0), ("delivered", None), ("read", None)])
def test_whom_no_notice_reaches_a_clerk_tells(answer: Any, days: int | None) -> None:  # a table
    case = opened() if answer is None else answered(opened(), answer)

    assert letter_on(case, PROGRAMME) == (None if days is None else MONDAY + timedelta(days=days))
    assert case.notice is None, "it is no notice of a paper"


def test_what_another_parent_opened_proves_no_notice_of_a_paper() -> None:
    applied = opened(channel="desk")
    assert applied.application is not None
    case = replace(applied, application=replace(applied.application, channel="portal"))

    assert kinds(case, answer_of(case, "read")) == ["sending_answered"]


def test_a_clerk_tells_once_and_by_word_of_which_parent() -> None:
    case = opened()

    told = after(case, TellParent(by="sevinc", no=" RR1 "), context=later(4))
    assert [(each.way, each.no, each.by) for each in told.parents[FATHER][1:]] == [("letter", "RR1", "sevinc")]
    assert letter_on(told, PROGRAMME) is None
    assert code(told, TellParent(by="sevinc", no="RR2")) == "cases.no_parent"
    assert code(case, TellParent(by="sevinc", no=" ")) == "cases.empty"
    assert code(case, TellParent(by="sevinc", who=MOTHER, no="RR1")) == "cases.no_parent"
    both = opened("")
    assert code(both, TellParent(by="sevinc", no="RR1")) == "cases.no_parent", "one of two has to be chosen"
    assert kinds(both, TellParent(by="sevinc", who=MOTHER, no="RR1")) == ["parent_told"]


def test_a_parent_deprived_meanwhile_is_told_no_more() -> None:
    case = after(opened(), TellParent(by="sevinc", no="RR1", deprived=frozenset((FATHER,))))

    assert (case.parents, letter_on(case, PROGRAMME)) == ({}, None)


def test_of_a_closed_case_nobody_is_told() -> None:
    case = after(opened(), Withdraw(by="sevinc", document="d", reason="x"))

    assert letter_on(case, PROGRAMME) is None
    assert code(case, TellParent(by="sevinc", no="RR1")) == "cases.closed"
