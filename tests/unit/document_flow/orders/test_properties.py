"""Properties of the orders' kernel, over whatever an office may do in whatever order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from document_flow.act import adapter
from document_flow.orders import kernel
from document_flow.orders.acts.accept_execution import AcceptExecution
from document_flow.orders.acts.co_executor_report import CoExecutorReport
from document_flow.orders.acts.dissent_note import DissentNote
from document_flow.orders.acts.extension import DecideExtension, ExtensionDecided, RequestExtension
from document_flow.orders.acts.give_resolution import GiveResolution
from document_flow.orders.acts.hand_over import HandOver
from document_flow.orders.acts.release_control import ControlReleased, ReleaseControl
from document_flow.orders.acts.report import Report, Reported
from document_flow.orders.acts.return_execution import ReturnExecution
from document_flow.orders.acts.set_control import SetControl
from document_flow.orders.acts.suspension import Resume, Resumed, Suspend
from document_flow.orders.acts.tick import Tick
from document_flow.orders.event import Command, Event
from document_flow.orders.handover import handover_lines
from document_flow.orders.registry import ACTS, BY_COMMAND, COMMAND_TYPES, EVENT_TYPES
from document_flow.orders.state import State
from document_flow.outcome import Refusal
from document_flow.people import Directory
from tests.campaigns import examples
from tests.unit.document_flow.orders.office import DIRECTORY, MONDAY, NOTHING, on, without

COMMANDS, EVENTS, STATES = adapter(COMMAND_TYPES), adapter(EVENT_TYPES), TypeAdapter(State)
WHO = st.sampled_from(["head", "deputy", "clerk", "chief", "ali", "vali", "leyla"])
FOR = st.sampled_from([None, None, None, "head"])
IDS = st.sampled_from(["1", "1.1", "2"])
TEXT = st.sampled_from(["səbəb", "səbəb", ""])
DAYS = st.integers(0, 40).map(lambda days: MONDAY + timedelta(days=days))
GIVEN = st.builds(
    GiveResolution,
    by=st.sampled_from(["head", "deputy", "chief"]),
    resolution=IDS,
    text=st.just("Baxın"),
    executors=st.one_of(st.just(("chief", "leyla")), st.lists(WHO, min_size=1, max_size=3, unique=True).map(tuple)),
    days=st.one_of(st.integers(1, 15), st.none()),
    control=st.booleans(),
    parent=st.sampled_from(["", "", "1"]),
)
ABOUT = st.one_of(
    st.builds(Report, by=WHO, on_behalf_of=FOR, resolution=IDS, answer=TEXT),
    st.builds(CoExecutorReport, by=WHO, resolution=IDS, text=TEXT),
    st.builds(DissentNote, by=WHO, resolution=IDS, text=TEXT),
    st.builds(SetControl, by=WHO, on_behalf_of=FOR, resolution=IDS),
    st.builds(ReleaseControl, by=WHO, on_behalf_of=FOR, resolution=IDS, reason=TEXT),
    st.builds(RequestExtension, by=WHO, resolution=IDS, until=DAYS, reason=TEXT),
    st.builds(DecideExtension, by=WHO, on_behalf_of=FOR, resolution=IDS, granted=st.booleans(), reason=TEXT),
    st.builds(ReturnExecution, by=WHO, on_behalf_of=FOR, resolution=IDS, reason=TEXT),
    st.builds(AcceptExecution, by=WHO, on_behalf_of=FOR, resolution=IDS),
    st.builds(Suspend, by=WHO, resolution=IDS, reason=TEXT),
    st.builds(Resume, by=WHO, resolution=IDS),
)
HANDED = st.builds(HandOver, by=st.just("clerk"), act=st.just("T-1"), leaver=WHO, receiver=WHO, lines=st.just(()))
TICKS = st.just(Tick(timer=""))
Step = tuple[int, bool, Command]
"""Days passed, whether the command is put in the hands of whom it belongs to, and the command."""
LATER = st.tuples(st.integers(0, 2), st.integers(0, 4).map(bool), st.one_of(GIVEN, ABOUT, ABOUT, ABOUT, HANDED, TICKS))
FIRST = st.tuples(st.just(0), st.just(value=False), GIVEN.map(lambda each: replace(each, by="head", parent="")))
STEPS = st.builds(lambda first, later: [first, *later], FIRST, st.lists(LATER, min_size=5, max_size=25))
OFFICES = st.sampled_from([DIRECTORY, without("ali"), without("chief", "ali"), without("head"), Directory()])


def _story(steps: Iterable[Step]) -> list[tuple[State, Command, tuple[Event, ...] | Refusal, date]]:
    """Each step with the state before it. A handover lists what there is; a tick is the first that is due."""
    state, day, story = NOTHING, MONDAY, []
    for passed, apt, asked in steps:
        day += timedelta(days=passed)
        command = _made_real(state, _in_right_hands(state, asked) if apt else asked, day)
        decided = kernel.decide(state, command, on(day))
        story.append((state, command, decided, day))
        if not isinstance(decided, Refusal):
            state = kernel.replay(decided, state)
    return story


def _in_right_hands(state: State, command: Command) -> Command:
    known = state.resolutions.get(getattr(command, "resolution", ""), next(iter(state.resolutions.values()), None))
    if known is None:
        return command
    match command:
        case Report() | RequestExtension():
            return replace(command, by=known.lead, on_behalf_of=None, resolution=known.id)
        case CoExecutorReport() | DissentNote():
            return replace(command, by=known.executors[-1], resolution=known.id)
        case AcceptExecution() | ReturnExecution() | ReleaseControl():
            return replace(command, by=known.owner or known.author, on_behalf_of=None, resolution=known.id)
        case DecideExtension():
            return replace(command, by="head", on_behalf_of=None, resolution=known.id)
        case Suspend() | Resume():
            return replace(command, by=known.author, resolution=known.id)
        case GiveResolution(parent="1"):
            return replace(command, by=known.lead, executors=("ali", "vali"), resolution="1.1")
        case _:
            return command


def _made_real(state: State, command: Command, day: date) -> Command:
    if isinstance(command, HandOver):
        lines = handover_lines({"": state}, command.leaver)
        return HandOver(by="clerk", act="T-1", leaver=command.leaver, receiver=command.receiver, lines=lines)
    if isinstance(command, Tick):
        return Tick(timer=next((timer.name for timer in kernel.timers(state, on(day))), ""))
    return command


def _events(story: list[tuple[State, Command, tuple[Event, ...] | Refusal, date]]) -> list[Event]:
    return [event for _, _, decided, _ in story if not isinstance(decided, Refusal) for event in decided]


@given(STEPS)
@settings(max_examples=examples(150))
def test_replay_of_all_events_after_a_round_trip_through_json_is_the_state(
    steps: list[Step],
) -> None:
    story = _story(steps)
    events = _events(story)
    state = kernel.replay(events)

    assert [EVENTS.validate_json(EVENTS.dump_json(event)) for event in events] == events
    assert STATES.validate_json(STATES.dump_json(state)) == state
    assert all(COMMANDS.validate_json(COMMANDS.dump_json(command)) == command for _, command, _, _ in story)


@given(STEPS, OFFICES)
@settings(max_examples=examples(150))
def test_an_open_state_always_waits_for_somebody(steps: list[Step], office: Directory) -> None:
    for state, _, _, day in _story(steps):
        context = on(day, directory=office)

        assert bool(kernel.waiting(state, context).actors) == state.is_open
        assert all(waits.actors for waits in kernel.waiting_by_resolution(state, context).values())


@given(STEPS)
@settings(max_examples=examples(150))
def test_only_the_owner_releases_control_and_nobody_controls_what_they_execute(
    steps: list[Step],
) -> None:
    for state, _, decided, _ in _story(steps):
        for event in () if isinstance(decided, Refusal) else decided:
            if isinstance(event, ControlReleased):
                assert event.principal == state.resolutions[event.resolution].owner
        assert not any(each.owner in each.executors for each in state.resolutions.values())


@given(STEPS)
@settings(max_examples=examples(150))
def test_a_last_day_moves_only_by_an_extension_or_a_resumption_and_never_back(
    steps: list[Step],
) -> None:
    state = NOTHING
    for event in _events(_story(steps)):
        following = kernel.evolve(state, event)
        for before in state.resolutions.values():
            due = following.resolutions[before.id].due
            if due != before.due:
                assert isinstance(event, ExtensionDecided | Resumed)
                assert before.due is not None
                assert due is not None
                assert due > before.due
        state = following


@given(STEPS)
@settings(max_examples=examples(150))
def test_what_was_passed_on_never_ends_after_the_task_it_came_from(steps: list[Step]) -> None:
    for state, _, _, _ in _story(steps):
        for each in state.resolutions.values():
            parent = state.resolutions.get(each.parent)
            if parent is not None and parent.due is not None and not each.suspended and not parent.suspended:
                assert each.due is not None
                assert each.due <= parent.due


@given(STEPS)
@settings(max_examples=examples(150))
def test_nothing_is_executed_without_an_answer_or_a_note(steps: list[Step]) -> None:
    for event in _events(_story(steps)):
        if isinstance(event, Reported):
            assert event.answer or event.note


@given(STEPS)
def test_rungs_are_unique_and_fire_once(steps: list[Step]) -> None:
    for state, _, _, day in _story(steps):
        names = [timer.name for timer in kernel.timers(state, on(day))]
        fired = [timer for each in state.resolutions.values() for timer in each.fired]

        assert len(set(names)) == len(names)
        assert len(set(fired)) == len(fired)
        assert set(names).isdisjoint(fired)


def test_every_command_has_its_decision_and_a_kind_of_its_own() -> None:
    kinds = [act.kind for act in ACTS]

    assert len(set(kinds)) == len(kinds) == len(BY_COMMAND)
    assert kernel.decide(NOTHING, AcceptExecution(by="head", resolution="1"), on()) != ()


def test_an_event_about_a_resolution_that_is_not_known_changes_nothing() -> None:
    event = ControlReleased(by="head", at=on().now, resolution="9", reason="səbəb")

    assert kernel.evolve(NOTHING, event) == NOTHING
