"""One registered act for a settlement: proposed, agreed to by another, in force from its day until it is ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from document_flow.calendar import WorkingCalendar
from document_flow.clock_acts.acts.propose import AgreeClockAct, DeclineClockAct, EndClockAct, ProposeClockAct
from document_flow.clock_acts.acts.start_range import StartLater, StartRange
from document_flow.clock_acts.kernel import KERNEL
from document_flow.clock_acts.standing import Standing
from document_flow.clock_acts.state import NOTHING, ClockAct
from document_flow.context import BAKU, Context
from document_flow.hands import Command
from document_flow.outcome import Refusal
from document_flow.people import HUB, Directory, Official
from document_flow.second_person import NOT_PROPOSED, Agree, Refute
from document_flow.words import Words

DAY = date(2026, 4, 8)
DIRECTORY = Directory(
    {
        login: Official(login, login.title(), Words("vəzifə", "position"), "top", frozenset((role,)))
        for login, role in (("aysel", "programme_officer"), ("tural", "head"), ("clerk", "clerk"))
    }
)
PROPOSE = ProposeClockAct(
    by="aysel", document="A-1", settlement="Ağalı", day=DAY, is_registered=True, place="Zəngilan/Ağalı"
)
AGREE, END = AgreeClockAct(by="tural"), EndClockAct(by="aysel", document="A-9", is_registered=True)
FIRST = StartRange(by=HUB, after="", cursor="c2", started=2, left={"reintegrations.clock_runs": 1})
LAST = StartRange(by=HUB, after="c2", cursor="c1", started=1, left={"reintegrations.clock_runs": 2}, is_last=True)


def _stands(state: ClockAct) -> Standing:
    return Standing(state, Context(datetime(2026, 4, 8, 10, tzinfo=BAKU), WorkingCalendar(), DIRECTORY))


def after(state: ClockAct, *commands: Command) -> ClockAct:
    for command in commands:
        decided = KERNEL.decide(_stands(state), command)
        assert not isinstance(decided, Refusal), decided.words.en
        state = KERNEL.replay(decided, state)
    return state


def refused(state: ClockAct, command: Command) -> str:
    decided = KERNEL.decide(_stands(state), command)
    assert isinstance(decided, Refusal), decided
    return decided.code


PROPOSED = after(NOTHING, PROPOSE)
IN_FORCE = after(PROPOSED, AGREE)


def test_it_rests_on_a_registered_act_of_a_settlement_that_there_is() -> None:
    assert refused(NOTHING, replace(PROPOSE, is_registered=False)) == "clock_acts.no_act"
    assert refused(NOTHING, replace(PROPOSE, place="")) == "clock_acts.no_place"
    assert refused(NOTHING, replace(PROPOSE, by="clerk")) == "access.role_missing"
    assert refused(PROPOSED, PROPOSE) == "clock_acts.phase"
    assert list(PROPOSED.holds) == list(IN_FORCE.holds) == ["Zəngilan/Ağalı"]


def test_nobody_agrees_to_an_act_of_their_own() -> None:
    assert refused(PROPOSED, replace(AGREE, by="aysel")) == "access.second_person"
    assert refused(PROPOSED, DeclineClockAct(by="tural", reason=" ")) == "clock_acts.no_reason"
    declined = after(PROPOSED, DeclineClockAct(by="tural", reason="akt başqa kənd üçündür"))

    assert (declined.phase, list(declined.holds)) == ("declined", [])
    assert refused(declined, AGREE) == refused(PROPOSED, END) == "clock_acts.phase"
    assert (IN_FORCE.agreed_by, IN_FORCE.ends_on) == ("tural", date(2029, 4, 8))


def test_three_years_that_are_over_start_for_nobody() -> None:
    assert refused(NOTHING, replace(PROPOSE, day=date(2023, 4, 7))) == "clock_acts.over"
    assert after(NOTHING, replace(PROPOSE, day=date(2023, 4, 8))).phase == "proposed", "its last day is today"
    late = replace(PROPOSED, day=date(2023, 4, 7))
    assert refused(late, AGREE) == "clock_acts.over"


def test_the_hub_works_it_off_in_its_order_once_and_counts_those_who_come_later() -> None:
    done = after(IN_FORCE, FIRST, LAST)

    assert (done.started, done.left, done.is_through) == (3, {"reintegrations.clock_runs": 3}, True)
    assert refused(done, LAST) == refused(after(IN_FORCE, FIRST), FIRST) == "clock_acts.stale"
    assert refused(PROPOSED, FIRST) == refused(PROPOSED, StartLater(by=HUB)) == "clock_acts.phase"
    assert refused(IN_FORCE, replace(FIRST, by="aysel")) == "access.role_missing"
    assert after(done, StartLater(by=HUB)).started == 4
    assert KERNEL.states.validate_json(KERNEL.states.dump_json(done)) == done


def test_it_starts_terms_from_its_day_to_the_last_of_the_three_years_and_not_once_it_is_ended() -> None:
    ended = after(IN_FORCE, END, Agree(by="tural"))

    assert [IN_FORCE.starts_on(each) for each in (date(2026, 4, 7), DAY, date(2029, 4, 8), date(2029, 4, 9))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert (ended.phase, ended.ended_by, ended.starts_on(DAY), list(ended.holds)) == ("ended", "A-9", False, [])
    assert refused(IN_FORCE, replace(END, is_registered=False)) == "clock_acts.no_act"
    assert not PROPOSED.starts_on(DAY)


def test_one_officer_alone_ends_nothing() -> None:
    waits = after(IN_FORCE, END)

    assert (waits.phase, waits.starts_on(DAY), list(waits.holds)) == ("in_force", True, list(IN_FORCE.holds))
    assert KERNEL.may_agree(_stands(waits), "tural")
    assert not KERNEL.may_agree(_stands(waits), "aysel")
    assert refused(waits, Agree(by="aysel")) == "access.second_person"
    assert after(waits, FIRST).started == 2, "until somebody agrees it starts terms as before"
    assert after(waits, Refute(by="tural", reason="sənəd başqa kənd üçündür")).waiting is None
    assert (
        refused(PROPOSED, Agree(by="tural")) == refused(PROPOSED, Refute(by="tural", reason="x")) == NOT_PROPOSED.code
    )
    assert KERNEL.may_agree(_stands(PROPOSED), "tural")


def test_each_form_makes_a_whole_command() -> None:
    for act in KERNEL.acts:
        for form in act.forms:
            said = {each.name: DAY if each.input == "date" else "x" for each in form.fields}
            command = act.asked(form, {"by": "aysel", "subject": "", **said})
            assert KERNEL.commands.validate_json(KERNEL.commands.dump_json(command)) == command
