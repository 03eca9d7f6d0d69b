"""Whatever the bank says in whatever order and however often, the money adds up to the qəpik."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from document_flow.hands import Command
from document_flow.money.acts.answer_for_bank import AnswerForBank
from document_flow.money.acts.correct import Correct
from document_flow.money.acts.decide_overpayment import DecideOverpayment
from document_flow.money.acts.instruct import Instruct, Instructed
from document_flow.money.acts.list_again import ListAgain
from document_flow.money.acts.owe import Owe
from document_flow.money.acts.pay_outside import PaidOutside
from document_flow.money.acts.return_outside import ReturnOutside
from document_flow.money.acts.take_reply import TakeReply
from document_flow.money.kernel import OBLIGATIONS as KERNEL
from document_flow.money.obligation import NOTHING, OBLIGATIONS, Obligation, Reply
from document_flow.money.reconciling import reconcile
from document_flow.money.rules import payment_reference
from document_flow.money.standing import Event
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.second_person import Agree, Refute
from tests.campaigns import examples
from tests.unit.document_flow.money.office import DEBT, DESK, RULES, debt, instructed, last, outside

NAME = RULES.obligation_id(DEBT.person, DEBT.right, DEBT.period)
REFERENCES = tuple(payment_reference(NAME, number) for number in (1, 2, 3))
SUMS = (None, 1000, 2000, 6000)
REPLIES = st.builds(
    lambda code, sum_no: Reply(code=code, amount_qepik=SUMS[sum_no], bank_reference=f"B{sum_no}" if sum_no else ""),
    st.sampled_from(tuple(RULES.codes_of("bank"))),
    st.integers(0, 3),
)
"""A number of the bank's stands for one sum, as it does with a bank that does not contradict itself."""
OFFICERS = st.sampled_from(("aysel", "head"))
COMMANDS_OF_ALL = st.one_of(
    st.builds(Owe, by=st.just(HUB), debt=st.sampled_from((DEBT, DEBT, debt(amount_qepik=3300)))),
    st.builds(Instruct, by=st.just(HUB), account=st.sampled_from(("a1", "a2"))),
    st.builds(Instruct, by=st.just(HUB), account=st.just("a1")),
    st.builds(TakeReply, by=st.just(HUB), reference=st.sampled_from(REFERENCES), reply=REPLIES),
    *[st.builds(TakeReply, by=st.just(HUB), reference=st.just(each), reply=REPLIES) for each in REFERENCES[:2]],
    st.builds(TakeReply, by=st.just(HUB), reference=st.just(REFERENCES[0]), reply=st.just(Reply(code="silence"))),
    st.builds(
        Correct, by=OFFICERS, delta_qepik=st.sampled_from((-6000, -2700, 500)), document=st.sampled_from(("Q1", "Q2"))
    ),
    st.builds(
        DecideOverpayment,
        by=OFFICERS,
        debtor=st.sampled_from(("p1", "p2")),
        outcome=st.sampled_from(("recover", "waive")),
        amount_qepik=st.sampled_from((500, 2700, 6000)),
        document=st.sampled_from(("D1", "D2")),
    ),
    *[
        st.builds(
            Correct,
            by=st.just(HUB),
            delta_qepik=st.sampled_from((-2700, 500, 6000)),
            document=st.just(f"list:{name}"),
            list_id=st.just(name),
        )
        for name in ("l2", "l3")
    ],
    st.builds(ListAgain, by=st.just(HUB), list_id=st.just("l4"), amount_qepik=st.sampled_from((3300, 6000))),
    st.builds(outside, by=OFFICERS, amount_qepik=st.sampled_from((500, 3300, 6000, 6000, 6500))),
    st.builds(ReturnOutside, by=OFFICERS, paper=st.just("P-1"), document=st.just("M2")),
    st.builds(
        AnswerForBank,
        by=OFFICERS,
        reference=st.sampled_from(REFERENCES),
        answer=st.sampled_from(("paid", "refused")),
        document=st.just("M1"),
    ),
    st.builds(Agree, by=OFFICERS),
    st.builds(Agree, by=OFFICERS),
    st.builds(Refute, by=OFFICERS, reason=st.just("yox")),
)
FIRST: list[Command] = [Owe(by=HUB, debt=DEBT), Instruct(by=HUB, account="a1")]
STORY = st.lists(COMMANDS_OF_ALL, min_size=10, max_size=20).map(lambda after: [*FIRST, *after])


@dataclass(slots=True)
class Ledger:
    """One obligation with all that happened to it."""

    state: Obligation = NOTHING
    events: tuple[Event, ...] = ()

    def does(self, command: Command) -> None:
        """Refused, it changes nothing."""
        decided = DESK.meets(self.state, command)
        if not isinstance(decided, Refusal):
            self.events += decided
            self.state = KERNEL.replay(decided, self.state)


def told(story: list[Command]) -> Ledger:
    ledger = Ledger()
    for command in story:
        ledger.does(command)
    return ledger


@given(STORY)
@settings(max_examples=examples(50))
def test_never_two_instructions_wait_and_none_is_opened_again(story: list[Command]) -> None:
    ledger, state = told(story), NOTHING
    closed: set[str] = set()
    for event in ledger.events:
        state = KERNEL.evolve(state, event)
        waiting = {each.reference for each in state.instructions if each.open_qepik}

        assert len(waiting) <= 1
        assert bool(waiting) == (DESK.code(state, Instruct(by=HUB, account="a1")) in ("money.open", "money.unknown"))
        assert not isinstance(event, Instructed) or 0 < event.amount_qepik <= state.owed_qepik
        flying = sum(each.open_qepik for each in state.instructions)
        assert not isinstance(event, PaidOutside) or state.paid_qepik + flying <= state.owed_qepik, "never paid twice"
        assert state.rest_qepik == 0 or (not waiting and state.rest_qepik == state.due_qepik)
        assert closed.isdisjoint(waiting)
        closed |= {each.reference for each in state.instructions} - waiting
    assert [each.reference for each in state.instructions] == [
        payment_reference(NAME, number + 1) for number in range(len(state.instructions))
    ]


@given(STORY)
@settings(max_examples=examples(50))
def test_money_in_is_paid_returned_and_open_or_the_difference_is_named(story: list[Command]) -> None:
    state = told(story).state
    money_in = sum(each.amount_qepik for each in state.instructions)
    found = reconcile(money_in, state.instructions)

    beyond = sum(max(each.credited_qepik - each.amount_qepik, 0) for each in state.instructions)
    assert found.money_in - found.paid - found.returned - found.open == -beyond
    assert [each.qepik for each in found.odd[:1] if each.code == "difference"] == ([-beyond] if beyond else [])
    assert state.paid_qepik == sum(max(each.paid_qepik, 0) for each in state.instructions) + state.outside_qepik
    assert sum(state.came_to) == DEBT.amount_qepik
    assert min(state.came_to) >= 0
    came_to = state.came_to_by
    for share in state.shares:
        part, said = came_to[share.list_id], share.amount_qepik
        if share.list_id:
            assert part.paid + part.returned + part.open == said
            assert min(part.paid, part.open, part.returned - min(said, 0)) >= 0
    most = sum(max(each.amount_qepik, 0) for each in state.shares)
    if all(each.list_id for each in state.shares):
        assert sum(each.paid for each in came_to.values()) == min(state.paid_qepik, most), "by all lists together"
    assert state.owed_qepik >= 0


@given(STORY)
@settings(max_examples=examples(50))
def test_events_and_commands_read_back_from_json_come_to_the_same_obligation(story: list[Command]) -> None:
    ledger = told(story)
    stored = [KERNEL.events.validate_json(KERNEL.events.dump_json(each)) for each in ledger.events]

    assert (
        KERNEL.replay(stored, NOTHING) == ledger.state == OBLIGATIONS.validate_json(OBLIGATIONS.dump_json(ledger.state))
    )
    assert [KERNEL.commands.validate_json(KERNEL.commands.dump_json(each)) for each in story] == story
    assert (ledger.state.id, ledger.state.debt) == (NAME, DEBT)


@given(st.lists(COMMANDS_OF_ALL, min_size=5, max_size=20))
@settings(max_examples=examples(50))
def test_whatever_one_officer_does_alone_nothing_is_paid_nor_owed_otherwise(story: list[Command]) -> None:
    by_hand = [each for each in story if not getattr(each, "list_id", "")]
    alone = [replace(each, by="aysel") for each in by_hand]  # type: ignore[type-var]  # each is a dataclass
    state = told([*FIRST[:1], *alone]).state

    assert (state.paid_qepik, state.owed_qepik, state.came_to[0], state.outside) == (0, 6000, 0, ())


def sums(replies: list[Reply]) -> tuple[Any, ...]:
    ledger = Ledger(instructed())
    for reply in replies:
        ledger.does(TakeReply(by=HUB, reference=REFERENCES[0], reply=reply))
    state = ledger.state
    return state.came_to, state.due_qepik, last(state).status, last(state).returned_qepik


@given(
    st.lists(REPLIES, max_size=6).flatmap(lambda said: st.tuples(st.just(said), st.permutations([*said, *said[:2]])))
)
@settings(max_examples=examples(50))
def test_sums_are_equal_whatever_the_order_of_replies_and_however_often_they_come(
    both: tuple[list[Reply], list[Reply]],
) -> None:
    assert sums(both[0]) == sums(both[1])
