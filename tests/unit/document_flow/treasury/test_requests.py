"""A request to the treasury: counted by rate, signed by a second officer, answered whole, in part, not, or late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from document_flow.calendar import WorkingCalendar
from document_flow.context import Context
from document_flow.hands import Command
from document_flow.lists.entry import ListEntry
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.second_person import Agree
from document_flow.treasury.acts.note_answer import ChaseTreasury, NoteTreasuryAnswer
from document_flow.treasury.acts.open_request import CountRequest, OpenRequest
from document_flow.treasury.acts.send_request import SendRequest
from document_flow.treasury.acts.withdraw import WithdrawRequest
from document_flow.treasury.counting import District, Rate, Spent, odds_of, rates_of
from document_flow.treasury.kernel import KERNEL
from document_flow.treasury.standing import Standing
from document_flow.treasury.state import NOTHING, REQUESTS, TreasuryRequest
from tests.unit.document_flow.lists.office import DIRECTORY, RUN, issued

APRIL = datetime(2026, 4, 1, 6, tzinfo=UTC)
LOW = Rate(part="regular", qepik=3300, persons=2, lines=2)
HIGH = Rate(part="regular", qepik=6000, persons=1, lines=1)
BERDE = District(list_id="b", origin="Zəngilan", settlement="Bərdə", persons=3, rates=(LOW, HIGH))
BAKI = District(list_id="k", origin="Zəngilan", settlement="Bakı", persons=1, rates=(HIGH,))
OPEN = OpenRequest(by="aysel", run=RUN.id, of=RUN, root="r")
COUNT = CountRequest(by=HUB, districts=(BERDE, BAKI))
SEND = SendRequest(by="tural", document="M-7")
ANSWER = NoteTreasuryAnswer(by="aysel", outcome="granted", answer="X-1", answered_on=date(2026, 4, 3))
WITHDRAW = WithdrawRequest(by="tural", document="M-9", reason="say səhvdir")
PART = replace(ANSWER, outcome="partly", qepik=15600, sums="1 96,00")
THIRD = datetime(2026, 4, 3, 6, tzinfo=UTC)


def april(day: int) -> datetime:
    return datetime(2026, 4, day, 6, tzinfo=UTC)


def standing(state: TreasuryRequest, at: datetime = APRIL, *, adds_up: bool = True) -> Standing:
    return Standing(state, Context(at, WorkingCalendar(), DIRECTORY), adds_up)


def after(state: TreasuryRequest, *commands: Command, at: datetime = APRIL) -> TreasuryRequest:
    for command in commands:
        decided = KERNEL.decide(standing(state, at), command)
        assert not isinstance(decided, Refusal), decided.code
        state = KERNEL.replay(decided, state)
    return state


def code(state: TreasuryRequest, command: Command, at: datetime = THIRD, *, adds_up: bool = True) -> str:
    decided = KERNEL.decide(standing(state, at, adds_up=adds_up), command)
    return decided.code if isinstance(decided, Refusal) else ""


def sent() -> TreasuryRequest:
    return after(NOTHING, OPEN, COUNT, SEND)


def entry(person: str, qepik: int = 6000, of_period: str = "") -> ListEntry:
    return ListEntry(person=person, right=f"r-{person}", amount_qepik=qepik, of_period=of_period)


def test_lines_are_counted_by_rate_with_arrears_and_corrections_apart() -> None:
    lines = [entry("a"), entry("b"), entry("c", 3300), entry("a", 6000, "2026-01"), entry("a", 6000, "2026-02")]

    assert rates_of(RUN, lines) == (
        Rate(part="regular", qepik=3300, persons=1, lines=1),
        Rate(part="regular", qepik=6000, persons=2, lines=2),
        Rate(part="arrears", qepik=6000, persons=1, lines=2),
    )
    (less,) = rates_of(replace(RUN, kind="correction"), [entry("a", -2700)])
    assert (less.part, less.sum_qepik) == ("correction", -2700)
    assert (BERDE.lines, BERDE.qepik) == (3, 12600)


def test_a_district_adds_up_to_its_list_to_the_line_and_the_qepik() -> None:
    head = issued()
    rates = rates_of(RUN, [entry("a"), entry("b"), entry("c", 3300)])
    district = replace(BERDE, rates=rates)

    assert (head.issue_entries, head.issue_qepik) == (3, 15300)
    assert district.adds_up(head)
    assert not replace(district, intact=False).adds_up(head)
    assert not replace(district, rates=rates[:1]).adds_up(head)
    assert not district.adds_up(None)


def test_it_is_opened_counted_signed_by_a_second_officer_and_granted() -> None:
    state = after(NOTHING, OPEN, COUNT)
    assert (state.phase, state.qepik, state.run, state.root) == ("counted", 18600, RUN, "r")
    assert code(state, replace(SEND, by="aysel")) == "access.second_person"

    state = after(state, SEND)
    assert (state.phase, state.signed_by, state.day, state.due) == (
        "sent", "tural", date(2026, 4, 1), date(2026, 4, 15)
    )  # fmt: skip
    granted = after(state, ANSWER, at=april(3))

    assert (granted.phase, granted.granted, granted.due) == ("granted", {"b": 12600, "k": 6000}, None)
    assert REQUESTS.validate_json(REQUESTS.dump_json(granted)) == granted


def test_a_part_names_districts_that_are_given_less_and_may_be_added_to() -> None:
    state = after(sent(), PART, at=april(3))
    assert (state.phase, state.granted) == ("partly", {"b": 9600, "k": 6000})

    state = after(state, replace(PART, qepik=9600, sums="1 90,00\n\n2;6"), at=april(4))
    assert state.granted == {"b": 9000, "k": 600}
    assert after(state, ANSWER, at=april(6)).phase == "granted"


def test_what_was_refused_or_not_sent_is_opened_anew_and_counted_again() -> None:
    state = after(sent(), replace(ANSWER, outcome="refused", reason="vəsait yoxdur"), at=april(3))
    assert (state.phase, state.granted, state.reason) == ("refused", {"b": 0, "k": 0}, "vəsait yoxdur")

    again = after(state, OPEN)
    assert (again.phase, again.granted, again.districts, again.length) == ("counting", None, (), 5)
    assert after(after(again, COUNT), OPEN).phase == "counting"


def test_a_month_that_ends_in_holidays_gives_the_treasury_its_days_behind_them() -> None:
    state = after(NOTHING, OPEN, COUNT, SEND, at=datetime(2026, 12, 29, 6, tzinfo=UTC))
    last = datetime(2027, 1, 15, 6, tzinfo=UTC)

    assert state.due == last.date(), "31 December to 4 January are days off"
    assert after(state, ChaseTreasury(by=HUB), at=last).phase == "sent"
    assert after(state, ChaseTreasury(by=HUB), at=last + timedelta(days=1)).phase == "unanswered"


def test_what_was_sent_is_withdrawn_by_a_letter_and_a_second_officer_and_opened_anew() -> None:
    proposed = after(sent(), WITHDRAW)
    assert (proposed.phase, code(proposed, Agree(by="tural"))) == ("sent", "access.second_person")

    state = after(proposed, Agree(by="aysel"))
    assert (state.phase, state.withdrawn_by, state.reason, state.due) == ("withdrawn", "M-9", "say səhvdir", None)
    assert code(state, ANSWER) == code(state, WITHDRAW) == "treasury.phase"
    assert after(state, OPEN).phase == "counting"


def test_what_the_treasury_answers_meanwhile_is_not_withdrawn() -> None:
    answered = after(after(sent(), WITHDRAW), ANSWER, at=april(3))

    assert (answered.phase, code(answered, Agree(by="aysel"))) == ("granted", "treasury.phase")


def test_a_late_answer_is_a_task_with_a_clock_and_may_come_still() -> None:
    state = sent()
    assert after(state, ChaseTreasury(by=HUB), at=april(15)) == state

    late = after(state, ChaseTreasury(by=HUB), at=april(16))

    assert (late.phase, late.due) == ("unanswered", date(2026, 4, 15))
    assert code(late, ChaseTreasury(by=HUB)) == "treasury.phase"
    assert after(late, ANSWER, at=april(17)).phase == "granted"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (replace(ANSWER, answer=" "), "treasury.no_basis"),
        (replace(ANSWER, outcome="refused"), "treasury.no_basis"),
        (replace(ANSWER, answered_on=date(2026, 3, 31)), "treasury.day"),
        (replace(ANSWER, answered_on=date(2026, 4, 4)), "treasury.day"),
        (replace(PART, sums="Bərdə 90"), "treasury.line"),
        (replace(PART, sums="3 90"), "treasury.line"),
        (replace(PART, sums="0 90"), "treasury.line"),
        (replace(PART, sums="1 90\n1 91"), "treasury.line"),
        (replace(PART, sums="1 126,01"), "treasury.line"),
        (replace(PART, qepik=15601), "treasury.total"),
        (replace(PART, qepik=None), "treasury.total"),
        (replace(PART, qepik=18600, sums=""), "treasury.total"),
        (replace(PART, qepik=0, sums="1 0\n2 0"), "treasury.total"),
        (replace(ANSWER, by="clerk"), "access.role_missing"),
        (replace(WITHDRAW, document=" "), "treasury.no_basis"),
        (replace(WITHDRAW, reason=" "), "treasury.no_basis"),
        (OPEN, "treasury.phase"),
        (COUNT, "treasury.phase"),
        (SEND, "treasury.phase"),
    ],
)
def test_what_is_refused_once_it_is_sent(command: Command, expected: str) -> None:
    assert code(sent(), command) == expected


def test_nothing_is_signed_that_does_not_add_up_or_has_no_letter() -> None:
    state = after(NOTHING, OPEN, COUNT)

    assert code(state, SEND, adds_up=False) == "treasury.differs"
    assert code(state, replace(SEND, document=" ")) == "treasury.no_basis"
    assert code(state, ANSWER) == "treasury.phase"


def test_what_does_not_add_up_is_told_by_how_much() -> None:
    head = issued()
    district = replace(BERDE, rates=rates_of(RUN, [entry("a"), entry("b"), entry("c", 3300)]))
    paid = Spent(issued=15300, paid=9300, open=6000)

    assert odds_of(district, head, None, Spent()) == {}
    assert odds_of(district, head, 15300, paid) == {}
    assert odds_of(district, head, 9600, paid) == {"paid": 5700, "granted": -5700}
    assert odds_of(BERDE, head, None, Spent()) == {"rows": 2700}
    assert odds_of(BERDE, head, None, paid) == {"issued": 2700}
    assert odds_of(BERDE, None, None, Spent()) == {"rows": -12600}
    assert odds_of(replace(district, intact=False), head, None, paid) == {"rows": 0}
