"""Telling the applicant: what an answer proves and what not, in whatever order answers come, and when a letter goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from document_flow.cases.acts.complain import Complain, DecideComplaint
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.lapse import Lapse
from document_flow.cases.acts.prove_notice import ProveNotice
from document_flow.cases.acts.send_letter import SendLetter, letter_on
from document_flow.cases.acts.take_answer import TakeAnswer
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.kernel import decide
from document_flow.cases.state import NOTHING, Case, Representative, Sending
from document_flow.cases.waiting import waiting
from document_flow.context import BAKU
from document_flow.outcome import Refusal
from document_flow.people import HUB
from tests.unit.document_flow.cases.desk import (
    FACTS,
    MONDAY,
    OPEN,
    PROGRAMME,
    after,
    code,
    in_effect,
    kinds,
    known,
    later,
    on,
    paper,
    provisional,
    stands,
    told,
)

SENT = on().now
ALIVE = FACTS[2]
DEAD = replace(ALIVE, value="ölüb")
ENDING = IssuePaper(by=HUB, paper=paper(), facts=(replace(FACTS[3], value=True),))
"""A fact of the register that has changed before a provisional paper is confirmed."""


def said(answer: Any, no: str = "n-portal", **more: Any) -> TakeAnswer:
    return TakeAnswer(**{"by": HUB, "no": no, "answer": answer, "said_at": SENT, **more})


def letter_day(case: Case) -> Any:
    return letter_on(case, PROGRAMME)


def test_what_was_opened_on_the_portal_of_the_application_is_a_proven_notice_and_starts_the_term() -> None:
    opened_at = SENT + timedelta(hours=20)
    case = after(told("portal", "sms"), said("read", said_at=opened_at), context=later(2))

    assert case.notice is not None
    assert (case.notice.manner, case.notice.at, case.notice.by, case.notice.proof) == (
        "portal", opened_at, HUB, "n-portal",
    )  # fmt: skip
    assert case.notice.complain_until == opened_at.astimezone(BAKU).date() + timedelta(days=30)
    assert letter_day(case) is None
    assert after(case, Lapse(by=HUB), context=later(32)).ended == "lapsed"


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        (told("sms"), said("delivered", "n-sms")),
        (told("sms"), said("read", "n-sms")),
        (told("portal"), said("delivered")),
        (told("portal"), said("failed")),
        (told("portal", channel="desk"), said("read")),
    ],
)
def test_an_sms_or_a_notice_that_only_came_proves_nothing(case: Case, answer: TakeAnswer) -> None:
    answered = after(case, answer)

    assert answered.notice is None
    assert answered.sendings[0].answer == answer.answer
    assert code(answered, Lapse(by=HUB), later(400)) == "cases.not_over", "no term runs"


def test_answers_in_any_order_and_however_often_come_to_the_most_that_was_said() -> None:
    case = after(told(), said("read"))

    assert [code(case, said(each)) for each in ("read", "delivered", "failed")] == ["cases.answered"] * 3
    assert kinds(after(told(), said("failed"), said("delivered")), said("read")) == [
        "sending_answered",
        "notice_proven",
    ]
    assert case.sending("n-portal") == replace(told().sendings[0], answer="read", answered_at=SENT)


def test_what_an_official_has_proven_is_not_proven_again() -> None:
    proven = after(told(), ProveNotice(by="sevinc", manner="by_hand"))

    assert kinds(proven, said("read")) == ["sending_answered"]
    assert after(proven, said("read")).notice == proven.notice


@pytest.mark.parametrize("hours", [-1, 49])
def test_a_clock_that_cannot_be_right_starts_no_term_before_its_word_was_here(hours: int) -> None:
    case = after(told(), said("read", said_at=SENT + timedelta(hours=hours)), context=later(2))

    assert case.notice is not None
    assert case.notice.at == later(2).now


def test_an_answer_about_an_earlier_paper_proves_nothing_of_the_new_one() -> None:
    complained = after(told(), Complain(by="sevinc", document="d"))
    again = after(complained, DecideComplaint(by="elcin", verdict="upheld", reason="x"))

    assert again.sendings == ()
    assert code(again, said("read")) == "cases.answered"
    assert code(after(told(), said("read")), said("read", "n-unknown")) == "cases.answered"


def test_a_closed_case_takes_no_answer_and_no_letter() -> None:
    ended = after(after(told(), said("read")), Lapse(by=HUB), context=later(31))

    assert code(ended, said("read")) == "cases.closed"
    assert code(ended, SendLetter(by="sevinc", no="RR1")) == "cases.closed"
    assert letter_day(ended) is None


def test_a_paper_that_is_confirmed_is_not_told_again() -> None:
    sent = (Sending(no="n", way="portal", sent_at=SENT, by=HUB),)
    confirmed = after(provisional(), TakeFacts(by=HUB, facts=FACTS))
    once = after(confirmed, IssuePaper(by=HUB, paper=paper(), sendings=sent))

    assert once.sendings == sent
    told_before = after(replace(provisional(), sendings=sent), TakeFacts(by=HUB, facts=FACTS))
    again = replace(sent[0], no="m")
    assert kinds(told_before, IssuePaper(by=HUB, paper=paper(), sendings=(again,))) == ["paper_issued"]


def test_a_letter_is_a_clerks_task_at_once_where_nobody_can_be_told_and_later_where_nobody_answers() -> None:
    assert letter_day(in_effect()) == MONDAY
    assert letter_day(told()) == MONDAY + timedelta(days=4)
    assert letter_day(after(told(), said("failed"))) == MONDAY
    assert letter_day(after(told("portal", "sms"), said("failed"))) == MONDAY + timedelta(days=4)
    assert letter_day(after(told("sms"), said("delivered", "n-sms"))) == MONDAY + timedelta(days=4)
    assert letter_day(known()) is None
    silent = told()
    assert waiting(stands(silent, later(3))).need.en == "The applicant was told, an answer is awaited"
    assert waiting(stands(silent)).due == MONDAY + timedelta(days=3)
    assert waiting(stands(silent, later(4))).need.en.startswith("The notice has not reached the applicant: send")


def test_a_letter_goes_once_and_is_no_proof() -> None:
    case = after(told(), SendLetter(by="sevinc", no=" RR 1 AZ "), context=later(4))

    assert (case.notice, letter_day(case)) == (None, None)
    assert [(each.way, each.no, each.by) for each in case.sendings[1:]] == [("letter", "RR 1 AZ", "sevinc")]
    assert code(case, SendLetter(by="elcin", no="RR2")) == "cases.letter_sent"
    assert code(told(), SendLetter(by="sevinc", no=" ")) == "cases.empty"
    assert code(known(), SendLetter(by="sevinc", no="RR1")) == "cases.not_in_effect"
    proven = after(case, ProveNotice(by="sevinc", manner="by_post", on=later(6).today), context=later(8))
    assert proven.notice is not None
    assert code(proven, SendLetter(by="sevinc", no="RR2")) == "cases.noticed"
    assert after(case, said("read"), context=later(5)).notice is not None, "the portal may be opened after all"


def test_a_letter_to_a_protected_address_is_left_to_whoever_may_see_it() -> None:
    standing = replace(stands(told(), later(4)), is_protected=True)
    by_clerk, by_officer = (decide(standing, SendLetter(by=login, no="RR1")) for login in ("sevinc", "rena"))

    assert isinstance(by_clerk, Refusal)
    assert by_clerk.code == "cases.role"
    assert not isinstance(by_officer, Refusal)


def recalled(**application: Any) -> Case:
    case = provisional()
    assert case.application is not None
    asked = replace(case, application=replace(case.application, **application))
    return after(asked, TakeFacts(by=HUB, facts=(DEAD,)), context=later(1))


def test_a_recall_that_no_message_tells_is_a_clerks_task_also_though_the_case_is_closed() -> None:
    case = after(provisional(), ProveNotice(by="sevinc", manner="by_hand"))
    case = after(after(case, TakeFacts(by=HUB, facts=(ALIVE,))), ENDING, context=later(1))

    assert (case.ended, case.notice, letter_day(case)) == ("recalled", None, later(1).today), "it is another notice"
    assert waiting(stands(case, later(1))).need.en.startswith("Word of the recall has not reached the applicant")
    sent = after(case, SendLetter(by="sevinc", no="RR1"), context=later(2))
    assert (letter_day(sent), sent.sendings[0].way) == (None, "letter")
    assert waiting(stands(sent, later(2))).need.en == "It waits for proof that the letter was handed over"
    assert code(case, ProveNotice(by="sevinc", manner="by_hand", on=MONDAY), later(2)) == "cases.notice_early"
    told_at_home = after(case, ProveNotice(by="sevinc", manner="by_hand"), context=later(2))
    assert told_at_home.notice is not None
    assert told_at_home.notice.complain_until is None, "there is no decision to complain about within a term"
    assert (letter_day(told_at_home), told_at_home.phase) == (None, "closed")
    assert waiting(stands(told_at_home, later(2))).need.en == "The case is closed"


def test_a_recall_that_was_told_in_vain_goes_by_letter_in_the_end() -> None:
    sent = Sending(no="n-portal", way="portal", sent_at=later(1).now, by=HUB)
    applied = provisional().application
    assert applied is not None
    by_portal = replace(provisional(), application=replace(applied, channel="portal"))
    alive = after(by_portal, TakeFacts(by=HUB, facts=(ALIVE,)))
    case = after(alive, replace(ENDING, sendings=(sent,)), context=later(1))

    assert letter_day(case) == later(1).today + timedelta(days=4)
    assert letter_day(after(case, said("failed"), context=later(1))) == later(1).today
    read = after(case, said("read", said_at=later(1).now), context=later(1))
    assert letter_day(read) is None


def test_nobody_writes_to_the_dead_that_their_paper_was_recalled_but_to_who_asked_for_them() -> None:
    mother = Representative(who="5MTHRAA", capacity="parent")

    assert (recalled().ended, letter_day(recalled())) == ("recalled", None)
    assert waiting(stands(recalled(), later(1))).need.en == "The case is closed"
    assert letter_day(recalled(representative=mother)) == later(1).today


@pytest.mark.parametrize(
    ("written", "dialled"),
    [("+994 50 123 45 67", "+994501234567"), ("(050) 123-45-67", "+994501234567"), ("", ""), (None, "")],
)
def test_a_telephone_is_dialled_in_one_way(written: str | None, dialled: str) -> None:
    answers = {"kind": "bag", "tel": written}

    assert PROGRAMME.notice.telephone(answers) == dialled
    assert code(NOTHING, replace(OPEN, answers=answers)) == ""


@pytest.mark.parametrize("written", ["12345", "+7 912 123 45 67", "050 123 45 6x"])
def test_what_is_no_telephone_is_refused(written: str) -> None:
    assert code(NOTHING, replace(OPEN, answers={"kind": "bag", "tel": written})) == "cases.answer_wrong"
