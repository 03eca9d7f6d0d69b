"""Who has no account is paid outside the bank's file, by two officers; the bank is never told to pay it too."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from document_flow.money.acts.instruct import Instruct
from document_flow.money.acts.owe import Owe
from document_flow.money.acts.return_outside import ReturnOutside
from document_flow.money.acts.take_reply import TakeReply
from document_flow.money.kernel import OBLIGATIONS
from document_flow.money.obligation import NOTHING, Obligation, Reply
from document_flow.people import HUB
from document_flow.second_person import Agree, Proposal, Refute
from tests.unit.document_flow.money.office import (
    DEBT,
    DESK,
    MONDAY,
    OFFICIALS,
    Desk,
    after,
    answered,
    code,
    instructed,
    listed,
    outside,
)

OWED = after(NOTHING, Owe(by=HUB, debt=DEBT))
PROPOSED = after(OWED, outside())
PAID = after(PROPOSED, Agree(by="head"))
REFUTE = Refute(by="aysel", reason="poçt qaytarıb")
TO_BANK = Instruct(by=HUB, account="a1")


def test_two_officers_pay_what_is_due_and_the_list_has_it_as_paid() -> None:
    assert (PROPOSED.came_to, PROPOSED.paid_qepik) == ((0, 0, 6000), 0)
    assert (PAID.came_to, PAID.due_qepik, PAID.outside_qepik) == ((6000, 0, 0), 0, 6000)
    assert [(each.way, each.paper, each.paid_on) for each in PAID.outside] == [("post", "P-1", MONDAY)]


def test_nobody_agrees_to_their_own_and_nobody_else_than_an_officer_has_a_part() -> None:
    assert code(PROPOSED, Agree(by="aysel")) == "access.second_person"
    for nobody in ("clerk", "lawyer", HUB):
        assert code(OWED, outside(nobody)) == "access.role_missing"
        assert code(PROPOSED, Agree(by=nobody)) == "access.role_missing"
        assert code(PROPOSED, replace(REFUTE, by=nobody)) == "access.role_missing"
    near = Desk(related=frozenset(("head", "aysel")))
    assert near.code(PROPOSED, Agree(by="head")) == near.code(OWED, outside()) == "money.related"


def test_a_later_instruction_is_refused_and_none_is_made_before_it_is_agreed_to() -> None:
    assert code(PROPOSED, TO_BANK) == "money.outside_proposed"
    assert code(PROPOSED, outside("head")) == "access.proposed"
    assert code(PAID, TO_BANK) == "money.paid_outside"
    assert code(PAID, outside()) == "money.nothing_due"


def test_it_is_refuted_before_it_is_agreed_to_by_whoever_proposed_it_too_and_is_due_as_before() -> None:
    refuted = after(PROPOSED, REFUTE)

    assert replace(refuted, length=OWED.length) == OWED
    assert code(refuted, TO_BANK) == ""
    assert code(PROPOSED, replace(REFUTE, reason=" ")) == "access.no_reason"
    assert code(PAID, REFUTE) == code(refuted, Agree(by="head")) == "access.not_proposed"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"paper": " "}, "money.no_paper"),
        ({"amount_qepik": 3300}, "money.outside_sum"),
        ({"paid_on": MONDAY + timedelta(days=1)}, "money.outside_day"),
        ({"paid_on": MONDAY.replace(year=2025)}, "money.outside_day"),
        ({}, ""),
    ],
)
def test_it_rests_on_a_paper_of_a_day_that_can_be(said: dict[str, Any], expected: str) -> None:
    assert code(OWED, outside(**said)) == expected


def test_of_what_is_at_the_bank_or_not_owed_nothing_is_paid_outside() -> None:
    assert code(instructed(), outside()) == "money.open"
    assert code(answered("silence"), outside()) == "money.unknown"
    assert code(NOTHING, outside()) == "money.nothing_due"


def test_what_came_to_be_owed_while_the_bank_has_the_rest_is_paid_outside_and_once() -> None:
    more = listed(instructed(), 500)
    paid = after(more, outside(amount_qepik=500), Agree(by="head"))
    came, refused = answered("00", state=paid), answered("05", state=paid)

    assert code(more, outside()) == "money.outside_sum"
    assert (paid.paid_qepik, paid.untried_qepik, code(paid, outside(amount_qepik=500))) == (500, 0, "money.open")
    assert (came.sums, came.due_qepik, came.rest_qepik) == ((6500, 0, 0), 0, 0)
    assert (refused.sums, refused.due_qepik, refused.rest_qepik) == ((500, 6000, 0), 6000, 0)


def test_what_came_to_be_owed_meanwhile_is_the_rest_once_all_before_it_is_paid() -> None:
    more = listed(instructed(), 500)

    assert (more.rest_qepik, code(more, TO_BANK)) == (0, "money.open")
    assert answered("00", state=more).rest_qepik == 500
    assert answered("05", state=more).rest_qepik == 0, "what was refused waits for people, and the rest with it"
    assert answered("00", state=after(more, outside(amount_qepik=500))).rest_qepik == 0, "until that is answered"


def test_what_was_refused_by_the_bank_is_paid_outside_and_a_late_yes_is_an_overpayment() -> None:
    refused = answered("05")
    paid = after(refused, outside(), Agree(by="head"))
    late = TakeReply(by=HUB, reference=refused.instructions[0].reference, reply=Reply(code="31"))

    assert (paid.came_to, paid.overpaid_qepik) == ((6000, 0, 0), 0)
    assert after(paid, late).overpaid_qepik == 6000


def test_where_the_sum_was_corrected_in_between_it_is_said_anew() -> None:
    less = listed(PROPOSED, -2700)

    assert code(less, Agree(by="head")) == "money.outside_sum"
    again = after(less, REFUTE, outside(amount_qepik=3300), Agree(by="head"))
    assert (again.outside_qepik, again.came_to) == (3300, (3300, 2700, 0))
    assert DESK.code(again, TO_BANK) == "money.paid_outside"


def test_what_came_back_is_due_again_by_a_document_and_two_officers() -> None:
    back = ReturnOutside(by="aysel", paper="P-1", document="M-1")

    returned = after(PAID, back, Agree(by="head"))
    assert (returned.outside, returned.due_qepik, returned.came_to) == ((), 6000, (0, 0, 6000))
    assert code(returned, TO_BANK) == ""
    assert code(PAID, replace(back, paper="P-2")) == code(OWED, back) == "money.not_paid_so"
    assert code(PAID, replace(back, document=" ")) == "money.no_document"


def test_another_payment_has_a_paper_of_its_own() -> None:
    more = listed(PAID, 2000)

    assert code(more, outside(amount_qepik=2000)) == "money.paper_known"
    both = after(more, outside(amount_qepik=2000, paper="P-2"), Agree(by="head"))
    back = after(both, ReturnOutside(by="aysel", paper="P-2", document="M-1"), Agree(by="head"))
    assert (both.due_qepik, back.due_qepik) == (0, 2000)


def test_what_was_proposed_in_a_form_of_before_is_refuted_and_proposed_anew() -> None:
    for waiting in (
        Proposal(act="pay_outside", says={"way": "post"}, by="aysel"),
        Proposal(act="gone", says={}, by="aysel"),
    ):
        state = replace(OWED, waiting=waiting)
        assert code(state, Agree(by="head")) == "access.proposed_before"
        assert after(state, REFUTE).waiting is None
    assert code(replace(OWED, waiting=Proposal(act="gone", says={}, by="aysel")), outside()) == "access.proposed"


def test_what_is_proposed_waits_for_those_who_may_agree_to_it() -> None:
    def waits_for(state: Obligation, desk: Desk = DESK) -> set[str]:
        return {each.login for each in OFFICIALS if OBLIGATIONS.may_agree(desk.stands(state), each.login)}

    assert waits_for(PROPOSED) == {"tural", "head", "leyla"}
    assert waits_for(PROPOSED, Desk(related=frozenset(("head",)))) == {"tural", "leyla"}
    assert waits_for(OWED) == set()
    assert waits_for(replace(OWED, waiting=Proposal(act="gone", says={}, by="aysel"))) == set()
