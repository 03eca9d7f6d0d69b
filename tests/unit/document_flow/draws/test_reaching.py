"""Who has a letter about a draw is told by the portal, then by SMS, and then a clerk is asked to post it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from document_flow.cases.state import Answer, Sending, Way
from document_flow.context import day_over
from document_flow.draws.acts.leave import WithdrawEntry
from document_flow.draws.acts.reach import PostLetter, TakeLetterAnswer, TellFamily
from document_flow.draws.acts.tell import ProveLetter
from document_flow.draws.kernel import KERNEL
from document_flow.draws.letters import wait_days
from document_flow.draws.reaching import looks_at, next_way, number_of, post_from, to_post
from document_flow.draws.state import Draw, Reach
from document_flow.hands import Command
from document_flow.people import HUB
from tests.unit.document_flow.draws.office import after, code, day, frozen, notified, stands
from tests.unit.document_flow.draws.test_letters import NUMBERED, WRITE

WAIT = wait_days()
WAYS: tuple[Way, ...] = ("portal", "sms", "letter")
PORTAL = Sending(no="n-portal", way="portal", sent_at=day(0), by=HUB)
SMS = replace(PORTAL, no="n-sms", way="sms", sent_at=day(6))
TOLD = after(NUMBERED, replace(WRITE, ways=WAYS, sendings=(PORTAL,)), moment=day(0))
NEXT = TellFamily(by=HUB, number="M-105", ways=WAYS, sendings=(SMS,))
POST = PostLetter(by="clerk", number="M-105", receipt="RR-1")


def said(answer: Answer, no: str = PORTAL.no, *, proves: bool = False) -> TakeLetterAnswer:
    return TakeLetterAnswer(by=HUB, no=no, answer=answer, said_at=day(1), proves=proves)


def due(draw: Draw, at: int) -> Way | None:
    return next_way(draw, "M-105", notified(at))


FAILED, READ = (after(TOLD, said(each), moment=day(2)) for each in ("failed", "read"))
BY_SMS = after(TOLD, NEXT, moment=day(WAIT + 1))


def test_each_way_is_waited_for_in_turn_and_the_post_is_the_last() -> None:
    assert [due(TOLD, at) for at in (0, WAIT, WAIT + 1)] == [None, None, "sms"]
    assert list(looks_at(TOLD)) == [day_over(notified(WAIT))]
    assert BY_SMS.reached["M-105"] == Reach(ways=WAYS, sendings=(PORTAL, SMS))
    assert [due(BY_SMS, at) for at in (6 + WAIT, 7 + WAIT)] == [None, "letter"]
    assert (to_post(BY_SMS, notified(7 + WAIT)), list(looks_at(BY_SMS))) == (["M-105"], [])
    assert [post_from(each) for each in (TOLD, BY_SMS, READ)] == [None, notified(7 + WAIT), notified(WAIT + 1)]


def test_what_failed_is_not_waited_for_and_what_was_opened_lacks_a_proof_alone() -> None:
    assert due(FAILED, 0) == "sms"
    assert list(looks_at(FAILED)) == [day_over(notified(0) - timedelta(days=1))]
    assert [due(READ, at) for at in (WAIT, WAIT + 1)] == [None, "letter"]


@pytest.mark.parametrize(
    "draw",
    [
        after(
            BY_SMS, ProveLetter(by="clerk", number="M-105", manner="by_hand", notified_on=notified(2)), moment=day(9)
        ),
        after(BY_SMS, POST, moment=day(9)),
        after(BY_SMS, WithdrawEntry(by=HUB, number="M-105", document="M-56"), moment=day(9)),
        after(NUMBERED, WRITE, moment=day(0)),
        NUMBERED,
    ],
    ids=["proven", "posted", "out", "nobody may be told", "no letter"],
)
def test_nobody_is_told_who_needs_it_no_more(draw: Draw) -> None:
    assert (due(draw, 99), post_from(draw)) == (None, None)


@pytest.mark.parametrize(
    ("command", "at"),
    [(NEXT, WAIT), (replace(NEXT, sendings=(replace(SMS, way="portal"),)), WAIT + 1)],
    ids=["too early", "another way"],
)
def test_no_family_is_told_twice_by_a_way(command: Command, at: int) -> None:
    assert KERNEL.decide(stands(TOLD, day(at)), command) == ()


def test_a_way_that_there_is_no_more_is_left_out() -> None:
    after_it = after(TOLD, replace(NEXT, ways=("portal", "letter"), sendings=()), moment=day(WAIT + 1))

    assert due(after_it, WAIT + 1) == "letter"


def test_an_answer_is_kept_once_and_proves_only_what_was_opened_where_they_had_applied() -> None:
    opened = after(TOLD, said("read", proves=True), moment=day(2))
    late = after(TOLD, replace(said("read", proves=True), said_at=day(9)), moment=day(2))

    assert (READ.letters["M-105"].notified_on, READ.reached["M-105"].sendings[0].answered_at) == (None, day(1))
    assert (opened.letters["M-105"].notified_on, late.letters["M-105"].notified_on) == (notified(1), notified(2))
    assert after(TOLD, said("delivered", proves=True), moment=day(2)).letters["M-105"].notified_on is None
    by_sms = after(BY_SMS, said("delivered", SMS.no), moment=day(9))
    assert [each.answer for each in by_sms.reached["M-105"].sendings] == [None, "delivered"]
    assert (number_of(TOLD, PORTAL.no), number_of(TOLD, "n-x")) == ("M-105", None)


@pytest.mark.parametrize(
    ("draw", "command", "why"),
    [
        (frozen(), NEXT, "draws.phase"),
        (READ, said("delivered"), "draws.answered"),
        (TOLD, said("read", "n-x"), "draws.answered"),
        (NUMBERED, POST, "draws.no_letter"),
        (after(TOLD, POST, moment=day(1)), POST, "draws.posted"),
        (TOLD, replace(POST, receipt=" "), "draws.posted"),
        (after(TOLD, said("read", proves=True), moment=day(2)), POST, "draws.letter_proven"),
        (TOLD, replace(POST, by=HUB), "access.role_missing"),
    ],
)
def test_what_is_not_so_is_refused(draw: Draw, command: Command, why: str) -> None:
    assert code(draw, command, day(9)) == why
