"""Lists that say something of one obligation: each comes to its own sum, all together to what is owed."""

from __future__ import annotations

from typing import Any

from document_flow.money.acts.correct import Correct
from document_flow.money.acts.instruct import Instruct
from document_flow.money.acts.list_again import ListAgain
from document_flow.money.acts.owe import Owe
from document_flow.money.obligation import NOTHING, Obligation
from document_flow.people import HUB
from tests.unit.document_flow.money.office import DEBT, DESK, after, answered, code, instructed

OWED = after(NOTHING, Owe(by=HUB, debt=DEBT))
FIRST, LATER = DEBT.list_id, "l2"


def corrects(qepik: int, name: str = LATER) -> Correct:
    return Correct(by=HUB, delta_qepik=qepik, document=f"list:{name}", list_id=name)


def again(qepik: int = 6000, name: str = LATER) -> ListAgain:
    return ListAgain(by=HUB, list_id=name, amount_qepik=qepik)


def parts(state: Obligation, name: str = LATER) -> tuple[int, int, int]:
    """Paid, returned, open."""
    found = state.came_to_by[name]
    return found.paid, found.returned, found.open


def paid(state: Obligation) -> Obligation:
    return answered("00", state=after(state, Instruct(by=HUB, account="a1")))


def test_a_correction_upwards_is_open_until_it_is_asked_for_and_then_paid_by_its_own_list() -> None:
    more = after(answered("00"), corrects(500))

    assert (parts(more, FIRST), parts(more)) == ((6000, 0, 0), (0, 0, 500))
    assert (more.owed_qepik, more.sums) == (6500, (6000, 0, 500))
    assert (parts(paid(more), FIRST), parts(paid(more))) == ((6000, 0, 0), (500, 0, 0))
    refused = answered("05", state=after(more, Instruct(by=HUB, account="a1")))
    assert (parts(refused, FIRST), parts(refused)) == ((6000, 0, 0), (0, 500, 0))


def test_a_correction_beside_a_refusal_leaves_the_first_list_as_it_came_to() -> None:
    more = after(answered("05"), corrects(500))

    assert (parts(more, FIRST), parts(more)) == ((0, 6000, 0), (0, 0, 500))


def test_a_correction_downwards_is_returned_at_once_whether_it_was_paid_already_or_not() -> None:
    before, afterwards = after(OWED, corrects(-2700)), after(answered("00"), corrects(-2700))

    assert (parts(before, FIRST), parts(before)) == ((0, 2700, 3300), (0, -2700, 0))
    assert (parts(paid(before), FIRST), parts(paid(before))) == ((3300, 2700, 0), (0, -2700, 0))
    assert (parts(afterwards, FIRST), parts(afterwards), afterwards.overpaid_qepik) == (
        (6000, 0, 0), (0, -2700, 0), 2700
    )  # fmt: skip
    flying = after(instructed(), corrects(-2700))
    assert parts(flying, FIRST) == (0, 0, 6000), "it is not known whether it is paid"


def test_what_was_corrected_down_and_up_again_after_a_refusal_was_not_asked_for() -> None:
    state = after(answered("05"), corrects(-2700), corrects(500, "l3"))

    assert (parts(state, FIRST), parts(state, "l3")) == ((0, 6000, 0), (0, 0, 500))


def test_a_line_that_is_owed_already_is_owed_once_and_not_paid_by_the_second_list() -> None:
    for state in (OWED, instructed(), answered("00")):
        twice = after(state, again())

        assert (twice.owed_qepik, twice.came_to) == (6000, state.came_to)
        assert parts(twice) == (0, 6000, 0)


def test_what_had_come_back_is_paid_by_the_list_that_says_it_again() -> None:
    state = after(answered("05"), again(3300))

    assert (parts(state, FIRST), parts(state)) == ((0, 6000, 0), (0, 3300, 0))
    assert (parts(paid(state), FIRST), parts(paid(state))) == ((2700, 3300, 0), (3300, 0, 0))


def test_said_again_by_the_same_list_it_changes_nothing() -> None:
    state: Any = after(OWED, again())

    assert DESK.meets(state, again()) == ()
    assert code(state, again(3300)) == "money.other_sum"
    assert code(OWED, again(0)) == code(NOTHING, again()) == "money.no_amount"
    assert code(OWED, ListAgain(by="head", list_id=LATER, amount_qepik=1)) == "access.role_missing"
    assert DESK.meets(after(OWED, corrects(500)), corrects(500)) == ()
