"""What is owed is paid once, whatever the bank says and however often it says it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from document_flow.money.acts.answer_for_bank import AnswerForBank
from document_flow.money.acts.complain_overpayment import ComplainOverpayment, DecideOverpaymentComplaint
from document_flow.money.acts.correct import Correct
from document_flow.money.acts.decide_overpayment import DecideOverpayment
from document_flow.money.acts.instruct import Instruct
from document_flow.money.acts.owe import Owe
from document_flow.money.acts.take_reply import TakeReply
from document_flow.money.kernel import ACCOUNTS, OBLIGATIONS
from document_flow.money.obligation import NOTHING, Reply
from document_flow.money.obligation import OBLIGATIONS as STATES
from document_flow.money.reconciling import Odd, reconcile
from document_flow.money.rules import COOLING, Payer, payment_reference
from document_flow.people import HUB
from document_flow.second_person import Agree, Refute
from tests.unit.document_flow.money.office import (
    DEBT,
    DESK,
    RULES,
    Desk,
    after,
    answered,
    code,
    corrected,
    debt,
    instructed,
    last,
    listed,
    says,
)

OWED = after(NOTHING, Owe(by=HUB, debt=DEBT))


def test_one_obligation_a_person_right_and_period() -> None:
    assert OWED.id == RULES.obligation_id("p1", "r1", "2026-03") != RULES.obligation_id("p1", "r2", "2026-03")
    assert DESK.meets(OWED, Owe(by=HUB, debt=DEBT)) == ()
    assert code(OWED, Owe(by=HUB, debt=debt(amount_qepik=3300))) == "money.owed_already"
    assert code(NOTHING, Owe(by=HUB, debt=debt(amount_qepik=0))) == "money.no_amount"
    assert code(NOTHING, Owe(by="head", debt=DEBT)) == "access.role_missing"


def test_nothing_is_owed_or_paid_before_a_list_says_so() -> None:
    assert (NOTHING.owed_qepik, NOTHING.came_to) == (0, (0, 0, 0))
    assert code(NOTHING, Instruct(by=HUB, account="a1")) == "money.nothing_due"
    assert code(NOTHING, Correct(by="head", delta_qepik=1, document="Q-1")) == "money.no_amount"


def test_an_instruction_has_a_reference_that_follows_from_obligation_and_number() -> None:
    state = instructed()

    assert last(state).reference == payment_reference(state.id, 1) != payment_reference(state.id, 2)
    assert len(last(state).reference) <= 35
    assert (last(state).status, state.open_qepik, OWED.open_qepik) == ("open", 6000, 6000)
    assert code(OWED, Instruct(by=HUB, account="")) == "money.no_account"


POST = Payer(claims=frozenset(("no_account",)), codes={"00": "refused", "P0": "paid"})
BOTH = Desk(rules=replace(RULES, payers={**RULES.payers, "post": POST}))


def test_who_pays_is_chosen_once_by_what_each_claims_and_stays_with_the_instruction() -> None:
    to_bank, to_post = (BOTH.after(OWED, Instruct(by=HUB, account=each)) for each in ("a1", ""))

    assert (last(to_bank).payer, last(to_post).payer) == ("bank", "post")
    assert BOTH.code(to_post, Instruct(by=HUB, account="a1")) == "money.open", "an account that came meanwhile waits"
    nobody = Desk(rules=replace(RULES, payers={"post": POST}))
    assert nobody.code(OWED, Instruct(by=HUB, account="a1")) == "money.no_payer"
    # What a code means is its own payer's to say.
    meant = [last(BOTH.after(each, says(each, "00"))).replies[0].meaning for each in (to_bank, to_post)]
    assert meant == ["paid", "refused"]
    assert BOTH.code(to_bank, says(to_bank, "P0")) == "money.unknown_code"
    assert DESK.code(to_post, says(to_post, "P0")) == "money.unknown_code", "it is no payer any more"
    assert DESK.code(to_post, says(to_post, "silence")) == "", "our own codes are said of every payer"


def test_while_one_is_open_or_unknown_no_second_is_made() -> None:
    unknown = answered("silence")

    assert code(instructed(), Instruct(by=HUB, account="a1")) == "money.open"
    assert (last(unknown).status, code(unknown, Instruct(by=HUB, account="a1"))) == ("unknown", "money.unknown")
    assert last(answered("silence", "96")).status == "open"


def test_thirty_one_after_a_silence_means_that_it_was_paid() -> None:
    state = answered("silence", "31")

    assert (last(state).status, state.paid_qepik, state.came_to) == ("closed", 6000, (6000, 0, 0))
    assert code(state, Instruct(by=HUB, account="a1")) == "money.nothing_due"


def test_a_closed_account_lets_another_instruction_go_to_another_account() -> None:
    refused = answered("05")
    again = answered("00", state=instructed(refused, "a2"))

    assert (refused.came_to, again.came_to) == ((0, 6000, 0), (6000, 0, 0))
    assert [each.account for each in again.instructions] == ["a1", "a2"]
    assert last(again).reference != again.instructions[0].reference


def test_a_partial_reply_leaves_the_rest_open_until_the_bank_refuses_it() -> None:
    state = instructed()
    partly = after(state, says(state, "00", amount_qepik=2000, bank_reference="B1"))

    assert (last(partly).status, partly.came_to) == ("open", (2000, 0, 4000))
    assert answered("05", state=partly).came_to == (2000, 4000, 0)
    assert last(instructed(answered("05", state=partly))).amount_qepik == 4000


def test_a_repeated_reply_changes_nothing_and_one_with_another_sum_is_looked_at() -> None:
    state = instructed()
    part = {"amount_qepik": 2000, "bank_reference": "B1"}
    partly = after(state, says(state, "00", **part))

    assert DESK.meets(partly, says(state, "00", **part)) == ()
    assert DESK.meets(answered("00"), says(state, "31")) == ()
    assert code(partly, says(state, "00", amount_qepik=2001, bank_reference="B1")) == "money.reply_differs"


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ({"code": "77"}, "money.unknown_code"),
        ({"code": "00", "amount_qepik": 5}, "money.no_bank_reference"),
        ({"code": "00", "amount_qepik": 0, "bank_reference": "B"}, "money.no_bank_reference"),
        ({"code": "00", "value_day": date(2026, 4, 6)}, ""),
    ],
)
def test_a_reply_that_cannot_be_understood_is_refused_and_never_guessed(reply: dict[str, Any], expected: str) -> None:
    state = instructed()
    taking = TakeReply(by=HUB, reference=last(state).reference, reply=Reply(**reply))

    assert code(state, taking) == expected
    assert code(OWED, taking) == "money.no_instruction"
    assert code(state, replace(taking, by="aysel")) == "access.role_missing", "an officer says nothing for the bank"


def test_returned_money_is_due_again_and_a_late_yes_after_a_refusal_is_an_overpayment() -> None:
    returned = answered("00", "R1")
    second = instructed(answered("05"))
    twice = after(
        second,
        says(second, "00"),
        TakeReply(by=HUB, reference=second.instructions[0].reference, reply=Reply(code="31")),
    )

    assert (returned.came_to, returned.due_qepik) == ((0, 6000, 0), 6000)
    assert answered("R1", "05").due_qepik == 6000, "more came back than went"
    assert (twice.overpaid_qepik, twice.came_to, twice.in_flight) == (6000, (6000, 0, 0), None)


def test_a_correction_is_a_signed_difference_by_a_document_once() -> None:
    less = corrected(OWED, -2700)

    assert (less.owed_qepik, last(instructed(less)).amount_qepik) == (3300, 3300)
    assert DESK.meets(less, Correct(by="head", delta_qepik=-2700, document="Q-1")) == ()
    assert code(less, Correct(by="head", delta_qepik=100, document="Q-1")) == "money.other_sum"
    assert code(less, Correct(by="head", delta_qepik=-3301, document="Q-2")) == "money.no_amount"
    assert code(less, Correct(by="head", delta_qepik=0, document="Q-2")) == "money.no_amount"
    assert code(less, Correct(by="head", delta_qepik=1, document=" ")) == "money.no_document"


def test_a_correction_is_in_force_once_a_second_officer_has_agreed() -> None:
    more = Correct(by="head", delta_qepik=700, document="Q-1")
    proposed = after(OWED, more)

    assert (proposed.owed_qepik, proposed.due_qepik) == (6000, 6000)
    assert code(proposed, more) == "access.proposed"
    assert code(proposed, Agree(by="head")) == "access.second_person"
    assert after(proposed, Agree(by="leyla")).owed_qepik == 6700
    assert code(proposed, Refute(by="head", reason=" ")) == "access.no_reason"
    refuted = after(proposed, Refute(by="head", reason="başqa qərardır"))
    assert (refuted.owed_qepik, refuted.waiting) == (6000, None)
    for late in (Agree(by="leyla"), Refute(by="leyla", reason="gec")):
        assert code(refuted, late) == "access.not_proposed"


def test_a_list_corrects_at_once_what_an_officer_proposes_beside_it_waits_on() -> None:
    proposed = after(OWED, Correct(by="head", delta_qepik=-6000, document="Q-1"))
    less = listed(proposed, -2700)

    assert (less.owed_qepik, less.corrected_by) == (3300, frozenset({HUB}))
    assert code(less, Agree(by="leyla")) == "money.no_amount", "not below nothing"


def test_an_overpayment_is_a_decision_of_its_own_by_somebody_else_and_never_asked_of_a_relative() -> None:
    state = corrected(answered("00"), -6000, "AB-1")
    asking: dict[str, Any] = {
        "by": "aysel",
        "debtor": "p1",
        "outcome": "recover",
        "amount_qepik": 6000,
        "document": "Q-9",
    }

    def decided(**more: Any) -> str:
        return code(state, DecideOverpayment(**{**asking, **more}))

    assert state.overpaid_qepik == 6000
    assert decided() == ""
    assert decided(by="head") == decided(by="leyla") == "access.second_person"
    assert decided(debtor="p2") == "money.other_debtor"
    assert decided(amount_qepik=6001) == decided(amount_qepik=0) == "money.not_overpaid"
    assert decided(document="") == "money.no_document"
    assert code(NOTHING, DecideOverpayment(**asking)) == "money.other_debtor"


def test_a_decided_overpayment_changes_no_sum_of_the_obligation_and_repeats_nothing() -> None:
    state = corrected(answered("00"), -2700, "AB-1")
    deciding = DecideOverpayment(by="aysel", debtor="p1", outcome="waive", amount_qepik=2700, document="Q-9")
    waived = after(state, deciding)

    assert (waived.overpaid_qepik, waived.due_qepik, waived.came_to) == (0, -2700, (6000, 0, 0))
    assert DESK.meets(waived, deciding) == ()


def recovered(by: str = "aysel", document: str = "Q-9") -> DecideOverpayment:
    return DecideOverpayment(by=by, debtor="p1", outcome="recover", amount_qepik=2700, document=document)


COMPLAINT = ComplainOverpayment(by="head", document="Ş-1", against="Q-9", decided_by="aysel")
UPHELD = DecideOverpaymentComplaint(by="leyla", verdict="upheld", reason="hesab səhvdir")


def test_a_decision_about_an_overpayment_falls_by_a_complaint_and_another_decides_anew() -> None:
    over = corrected(answered("00"), -2700, "AB-1")
    waits = after(over, recovered("tural"), replace(COMPLAINT, decided_by="tural"))
    upheld = after(waits, replace(UPHELD, by="aysel"))

    assert (waits.overpaid_qepik, waits.complaint) == (0, "Ş-1")
    assert (upheld.overpaid_qepik, upheld.overpayments, upheld.complaint) == (2700, {}, None)
    assert code(upheld, recovered()) == "money.fallen"
    assert code(upheld, recovered("tural", "Q-10")) == "access.second_person"
    assert after(upheld, recovered("aysel", "Q-10")).overpaid_qepik == 0
    assert STATES.validate_json(STATES.dump_json(upheld)) == upheld


def test_while_a_complaint_about_an_overpayment_waits_nothing_more_is_asked_back() -> None:
    over = corrected(answered("00"), -2700, "AB-1")
    part = replace(recovered(), amount_qepik=1000)
    waits = after(over, part, COMPLAINT)
    rest = replace(recovered(document="Q-10"), amount_qepik=1700)

    assert code(waits, rest) == "money.complaint_waits"
    assert after(waits, replace(rest, outcome="waive")).overpaid_qepik == 0, "what is waived is asked of nobody"
    assert DESK.meets(waits, part) == (), "what was decided before is no news"
    decided = after(waits, replace(UPHELD, verdict="rejected"))
    assert after(decided, rest).overpaid_qepik == 0


def test_a_complaint_that_is_rejected_leaves_the_decision_and_nobody_decides_about_their_own() -> None:
    decided = after(corrected(answered("00"), -2700, "AB-1"), recovered())
    waits = after(decided, COMPLAINT)

    assert after(waits, COMPLAINT) == waits
    assert code(waits, replace(COMPLAINT, document="Ş-2")) == "money.complained"
    assert code(waits, replace(UPHELD, by="aysel")) == code(waits, replace(UPHELD, by="head")) == "access.second_person"
    assert code(waits, replace(UPHELD, reason=" ")) == "money.no_reason"
    rejected = after(waits, replace(UPHELD, verdict="rejected"))
    assert (rejected.overpayments, rejected.complaint) == (decided.overpayments, None)
    assert code(rejected, UPHELD) == "money.no_complaint"
    assert code(decided, replace(COMPLAINT, document=" ")) == "money.no_document"
    assert code(instructed(), COMPLAINT) == "money.no_decision"


def test_nobody_has_a_part_in_their_own_or_a_relatives_money() -> None:
    assert (
        Desk(related=frozenset(("head",))).code(OWED, Correct(by="head", delta_qepik=1, document="Q"))
        == "money.related"
    )


def test_reconciliation_names_first_what_does_not_add_up() -> None:
    paid, unknown, refused = answered("00"), answered("silence"), answered("05")
    state = instructed()
    double = after(state, *(says(state, "00", amount_qepik=6000, bank_reference=each) for each in "AB"))
    back = after(state, says(state, "R1"))
    found = reconcile(30_000, [last(each) for each in (paid, back, unknown, refused, double)])

    assert (found.paid, found.returned, found.open) == (12_000, 12_000, 12_000)
    assert found.odd[0] == Odd("difference", -6000)
    assert [(each.code, each.qepik) for each in found.odd[1:]] == [("overreturned", 6000), ("overpaid", 6000)]
    assert reconcile(12_000, [last(paid), last(unknown)]).odd == ()


def test_the_cooling_period_rests_on_an_act_that_is_assumed_and_says_so() -> None:
    assert COOLING.act.assumed
    assert COOLING.act.named.az.endswith("†")
    assert all(each.az and each.en for each in (*ACCOUNTS.names.values(), *OBLIGATIONS.names.values()))
    acts = (*ACCOUNTS.acts, *OBLIGATIONS.acts)
    assert len({each.kind for each in acts}) == len(acts)


def test_of_what_the_bank_is_silent_about_its_letter_says_what_came_of_it_by_two_officers() -> None:
    silent = answered("silence")
    letter = AnswerForBank(by="aysel", reference=last(silent).reference, answer="paid", document="M-1")
    paid, refused = letter, replace(letter, answer="refused")

    proposed = after(silent, refused)
    assert code(proposed, Instruct(by=HUB, account="a2")) == "money.unknown", "one officer's word is no answer"
    assert code(proposed, Agree(by="aysel")) == "access.second_person"
    due = after(proposed, Agree(by="head"))
    assert (due.due_qepik, due.in_flight, last(due).replies[-1].meaning) == (6000, None, "refused")
    assert after(silent, paid, Agree(by="head")).came_to == (6000, 0, 0)
    again = after(due, Instruct(by=HUB, account="a2"))
    assert (
        after(
            again, says(again, "00"), TakeReply(by=HUB, reference=last(due).reference, reply=Reply(code="00"))
        ).overpaid_qepik
        == 6000
    ), "what the bank says after all is not lost"


def test_the_banks_letter_is_a_document_about_what_is_at_the_bank() -> None:
    silent = answered("silence")
    letter = AnswerForBank(by="aysel", reference=last(silent).reference, answer="paid", document="M-1")

    assert code(silent, replace(letter, document=" ")) == "money.no_document"
    assert code(answered("00"), letter) == code(OWED, letter) == "money.nothing_at_bank"
    assert code(silent, replace(letter, by="clerk")) == "access.role_missing"


def test_a_letter_about_one_instruction_is_no_answer_about_the_next() -> None:
    silent = answered("silence")
    letter = AnswerForBank(by="aysel", reference=last(silent).reference, answer="refused", document="M-1")
    next_one = after(silent, letter, says(silent, "05"), Instruct(by=HUB, account="a2"))

    assert code(next_one, Agree(by="head")) == "money.nothing_at_bank"
    assert after(next_one, Refute(by="head", reason="başqa tapşırıqdır")).waiting is None
