"""One move day, from the convoy to the last answer of a service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from document_flow.context import BAKU
from document_flow.hands import Command
from document_flow.moves.acts.add_household import PassHomeOn, WithdrawHousehold
from document_flow.moves.acts.gather import AddTruck, MarkPresence
from document_flow.moves.acts.hand_over import NoteArrival, NoteMeter
from document_flow.moves.acts.open_move import CancelMove, OpenMove
from document_flow.moves.acts.tell_services import CloseMove, NoteAnswer, TakeAcknowledgements, TellServices
from document_flow.moves.kernel import KERNEL
from document_flow.moves.rules import SERVICES
from document_flow.moves.state import NOTHING, Meter, Move
from document_flow.outcome import Refusal
from document_flow.people import HUB
from tests.unit.document_flow.moves.office import (
    AFTER,
    DAY,
    GATHERS,
    LAST,
    ON_THE_DAY,
    Day,
    added,
    came,
    keys,
    opened,
    with_families,
)

WITHDRAWS = WithdrawHousehold(by="clerk", number="QM-1", document="V-7")
PASSES = PassHomeOn(by="aysel", number="QM-1", document="Q-9")
METER = NoteMeter(by="clerk", number="QM-1", service="gas", meter="G-1", reading=12)
ARRIVAL = NoteArrival(by="clerk", number="QM-1", pupils=2, school="Ağalı", clinic="Ağalı", address="Ağalı, ev 1")
TELL, CLOSE = TellServices(by="aysel"), CloseMove(by="aysel")
TRUCK = AddTruck(by="aysel", plate="99-AA-001", position=1, numbers=("QM-1",))


def moved() -> Move:
    return ON_THE_DAY.after(with_families(), came("QM-1", "QM-2"), keys("QM-1"))


def answers() -> list[NoteAnswer]:
    return [NoteAnswer(by="clerk", service=each, answer="qoşulub", document=f"C-{each}") for each in SERVICES]


def test_a_move_from_its_convoy_to_the_last_answer() -> None:
    move = Day().after(with_families(), TRUCK)
    move = ON_THE_DAY.after(move, came("QM-1", "QM-2"), keys("QM-1"), keys("QM-2"), METER, ARRIVAL, TELL)
    move = ON_THE_DAY.after(move, *answers(), CLOSE)

    first = move.households["QM-1"]
    assert (move.phase, move.trucks, first.truck) == ("closed", {"99-AA-001": 1}, "99-AA-001")
    assert (first.handover, first.handed_on, first.meters) == ("TT-QM-1", DAY, {"gas": Meter(number="G-1", reading=12)})
    assert (first.pupils, first.school, first.clinic, first.address) == (2, "Ağalı", "Ağalı", "Ağalı, ev 1")
    assert {each.due for each in move.services.values()} == {date(2026, 4, 13)}
    assert list(move.holds) == ["Zəngilan/Ağalı 2026-04-08", "QM-1", "⌂ EV-QM-1", "QM-2", "⌂ EV-QM-2"]


def test_nobody_is_moved_who_withdrew() -> None:
    move = Day().after(with_families(), WITHDRAWS)

    assert ON_THE_DAY.refused(move, came("QM-1")) == "moves.left"
    assert ON_THE_DAY.refused(move, keys("QM-1")) == "moves.left"
    assert Day().refused(move, replace(TRUCK)) == "moves.left"
    assert Day().refused(move, added("QM-1", "EV-9")) == "moves.left"
    assert "QM-1" not in list(move.holds)
    assert Day().after(move, added("QM-3", "EV-QM-1")).households["QM-3"].home == "EV-QM-1"
    assert move.households["QM-1"].left_by == "V-7"


def test_a_home_not_moved_into_in_five_days_goes_to_the_next_family_by_a_decision() -> None:
    move = ON_THE_DAY.after(
        with_families(), came("QM-2"), MarkPresence(by="clerk", numbers=("QM-1",), presence="missing")
    )

    assert LAST.refused(move, PASSES) == "moves.term_runs"
    assert LAST.after(move, came("QM-1"), keys("QM-1")).households["QM-1"].moved, "until the last day it may come"
    passed = AFTER.after(move, PASSES)
    assert (passed.households["QM-1"].left, passed.households["QM-1"].left_by) == ("not_moved_in", "Q-9")
    assert "⌂ EV-QM-1" not in list(passed.holds)
    assert AFTER.refused(moved(), PASSES) == "moves.moved_already"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (keys("QM-1"), "moves.moved_already"),
        (WITHDRAWS, "moves.moved_already"),
        (came("QM-1"), "moves.moved_already"),
        (TRUCK, "moves.moved_already"),
        (added("QM-1", "EV-9"), "moves.added_already"),
        (added("QM-2", "EV-9"), "moves.added_already"),
        (added("QM-3", "EV-QM-1"), "moves.home_taken"),
        (keys("QM-2", "TT-QM-1"), "moves.document_used"),
        (keys("QM-2", family_signed=False), "moves.unsigned"),
        (keys("QM-2", committee_signed=False), "moves.unsigned"),
        (keys("QM-9"), "moves.no_household"),
        (replace(METER, number="QM-2"), "moves.no_keys"),
        (replace(METER, reading=-1), "moves.reading"),
        (replace(METER, number="QM-9"), "moves.no_household"),
        (replace(ARRIVAL, number="QM-2"), "moves.no_keys"),
        (replace(ARRIVAL, pupils=5), "moves.pupils"),
        (replace(ARRIVAL, pupils=-1), "moves.pupils"),
        (CLOSE, "moves.unfinished"),
        (CancelMove(by="aysel", reason="qar"), "moves.moved_already"),
        (OpenMove(by="aysel", settlement="Füzuli", gathers_at=GATHERS, point="x"), "moves.opened_already"),
        (answers()[0], "moves.not_told"),
        (replace(TRUCK, position=0, numbers=()), "moves.truck"),
    ],
)
def test_what_cannot_be_is_refused(command: Command, code: str) -> None:
    assert ON_THE_DAY.refused(moved(), command) == code


def test_nothing_happens_before_its_time() -> None:
    move = with_families()

    assert Day().refused(move, came("QM-1")) == "moves.too_early"
    assert Day().refused(move, keys("QM-1")) == "moves.too_early"
    assert ON_THE_DAY.refused(move, keys("QM-1")) == "moves.not_there"
    assert Day().refused(move, TELL) == "moves.nobody_moved"
    late = OpenMove(by="aysel", settlement="Füzuli", gathers_at=datetime(2026, 4, 1, 6, tzinfo=BAKU), point="x")
    assert Day().refused(NOTHING, late) == "moves.in_the_past"


def test_a_cancelled_move_lets_everybody_go_and_a_closed_one_takes_nothing() -> None:
    cancelled = Day().after(with_families(), CancelMove(by="aysel", reason="qar"))
    empty = Day().after(opened(), CLOSE)

    assert (cancelled.reason, list(cancelled.holds), list(NOTHING.holds)) == ("qar", [], [])
    for move in (cancelled, empty):
        for command in (added("QM-3", "EV-3"), TRUCK, TELL, CLOSE, keys("QM-1"), CancelMove(by="aysel", reason="x")):
            assert Day().refused(move, command) == "moves.not_open"


def test_services_are_told_once_and_each_answers_once() -> None:
    move = ON_THE_DAY.after(moved(), TELL)

    assert ON_THE_DAY.refused(move, TELL) == "moves.told_already"
    move = ON_THE_DAY.after(move, *answers())
    assert ON_THE_DAY.refused(move, answers()[0]) == "moves.not_told"
    assert ON_THE_DAY.refused(move, CLOSE) == "moves.unfinished", "a family has no keys yet"


def acknowledges(arranged: int, refused: int = 0) -> TakeAcknowledgements:
    return TakeAcknowledgements(by=HUB, service="school", notices=3, arranged=arranged, refused=refused)


SCHOOL = NoteAnswer(by="clerk", service="school", answer="yer var", document="C-9")


def test_a_service_answers_by_its_own_messages_and_nobody_types_what_is_still_to_come() -> None:
    told = ON_THE_DAY.after(moved(), TELL, acknowledges(0))
    done = ON_THE_DAY.after(told, acknowledges(2), acknowledges(3))

    assert ON_THE_DAY.refused(told, SCHOOL) == "moves.answers_itself"
    assert not ON_THE_DAY.after(told, acknowledges(2)).services["school"].is_answered
    assert (done.services["school"].is_answered, done.services["school"].is_late) == (True, False)
    assert done.services["school"].answered_on == DAY
    assert ON_THE_DAY.refused(done, SCHOOL) == "moves.not_told"
    assert ON_THE_DAY.meets(done, acknowledges(3)) == (), "nothing new"
    assert ON_THE_DAY.refused(moved(), acknowledges(3)) == "moves.not_told"


def test_a_late_or_refusing_service_is_waited_for_until_a_paper_says_what_became_of_it() -> None:
    told = ON_THE_DAY.after(moved(), TELL, acknowledges(0))
    refusing = ON_THE_DAY.after(told, acknowledges(2, refused=1))
    late = Day(told.services["school"].due + timedelta(days=1))
    typed = late.after(told, SCHOOL)

    assert (refusing.services["school"].is_answered, refusing.services["school"].refused) == (False, 1)
    assert ON_THE_DAY.after(refusing, SCHOOL).services["school"].is_answered
    assert (typed.services["school"].is_answered, typed.services["school"].is_late) == (True, True)
    assert late.refused(typed, acknowledges(3)) == "moves.not_told", "the paper has answered"
    assert late.after(told, acknowledges(3)).services["school"].is_late
    unreached = ON_THE_DAY.after(told, replace(acknowledges(2), untold=1))
    assert not unreached.services["school"].is_answered
    assert ON_THE_DAY.after(unreached, SCHOOL).services["school"].is_answered


def test_a_refusal_names_the_service_in_the_language_of_its_reader() -> None:
    refused = ON_THE_DAY.meets(moved(), replace(answers()[0], service="school"))

    assert isinstance(refused, Refusal)
    assert (
        "School (Education Ministry)" in refused.words.en,
        "Məktəb (Təhsil Nazirliyi)" in refused.words.az,
    ) == (True, True)


def test_trucks_have_their_place_in_the_convoy() -> None:
    move = Day().after(with_families(), TRUCK)

    assert Day().refused(move, TRUCK) == "moves.truck"
    assert Day().refused(move, replace(TRUCK, plate="99-AA-002")) == "moves.truck"
    again = Day().after(move, replace(TRUCK, plate="99-AA-002", position=2))
    assert again.households["QM-1"].truck == "99-AA-002"


def test_who_may() -> None:
    barred = Day(related=frozenset(("aysel",)))

    assert barred.refused(opened(), added("QM-1", "EV-1")) == "moves.related"
    assert Day().refused(opened(), added("QM-1", "EV-1", by="clerk")) == "access.role_missing"
    assert Day().refused(with_families(), replace(WITHDRAWS, by="lawyer")) == "access.role_missing"


def test_whom_a_role_does_not_help_without_a_place_of_work_is_told_so() -> None:
    clerk, stranger = (Day().meets(opened(), added("QM-1", "EV-1", by=by)) for by in ("clerk", "officer-without-post"))

    assert isinstance(clerk, Refusal)
    assert isinstance(stranger, Refusal)
    assert ("place of work" in clerk.words.en, "place of work" in stranger.words.en) == (False, True)
    assert "iş yeriniz" in stranger.words.az


def test_a_history_says_what_it_comes_to() -> None:
    decided = ON_THE_DAY.meets(with_families(), came("QM-1"))
    assert isinstance(decided, tuple)
    raw = [KERNEL.events.dump_json(each) for each in decided]
    assert KERNEL.replay([KERNEL.events.validate_json(each) for each in raw], with_families()) == ON_THE_DAY.after(
        with_families(), came("QM-1")
    )
    whole = ON_THE_DAY.after(moved(), METER, ARRIVAL, TELL)
    assert KERNEL.states.validate_json(KERNEL.states.dump_json(whole)) == whole
