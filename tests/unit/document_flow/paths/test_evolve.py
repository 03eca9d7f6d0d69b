"""What has happened has happened: no event ever fails on any state, and hot copies forget no field."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from document_flow.act import adapter
from document_flow.paths.acts.assign import Assign
from document_flow.paths.acts.marks import CastVote, Refuse
from document_flow.paths.acts.meeting import InviteMembers, MarkAttendance, OpenMeeting, Recuse
from document_flow.paths.acts.meeting_vote import CastingVote, CloseMeeting, Dissent, OpenVoting, SignMinutes
from document_flow.paths.acts.move_path import MovePath
from document_flow.paths.acts.remarks import Comment
from document_flow.paths.acts.resubmit import ReplaceContent, Resubmit
from document_flow.paths.acts.return_for_revision import ReturnForRevision
from document_flow.paths.acts.submit import Submit
from document_flow.paths.acts.suspension import Resume, Suspend
from document_flow.paths.acts.tick import Tick
from document_flow.paths.event import Event, InStage, evolve, replay
from document_flow.paths.path import MeetingRules, Rule, Who
from document_flow.paths.registry import COMMAND_TYPES, EVENT_TYPES
from document_flow.paths.state import Change, Mark, Meeting, Return, StageState, State, Suspension
from tests.campaigns import examples
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    CHIEF,
    CLERK,
    FRIDAY,
    H1,
    H2,
    HEAD,
    LAWYER,
    NINE,
    Run,
    in_the_commission,
    path,
    person,
    stage,
    submitted,
    three,
)

COMMANDS, EVENTS, STATES = adapter(COMMAND_TYPES), adapter(EVENT_TYPES), TypeAdapter(State)
some_event: st.SearchStrategy[Event] = st.one_of([st.from_type(each) for each in EVENT_TYPES.types])


def lived() -> list[Event]:
    """Events of every kind about the same stages: a path with a return, a change, a move, a pause and a meeting."""
    rules = MeetingRules(Who("person", "m1"), Who("role", "commission_secretary"), casting_vote="Əsasnamə")
    vote = stage("b", "vote", rule=Rule("majority_of_present"), meeting=rules)
    run = submitted(path(stage("a", who=person(LAWYER, CHIEF), due=1, on_change="void_later"), vote))
    run.do(ReturnForRevision(by=LAWYER, content_hash=H1, note="x"))
    run.do(Assign(by=CLERK, add=("deputy",), reason="x"))
    run.do(Assign(by=CLERK, add=(AUTHOR,), reason="x"))
    run.do(Resubmit(by=AUTHOR, content_hash=H1))
    run.do(ReplaceContent(by=AUTHOR, previous_hash=H1, content_hash=H2))
    run.do(Suspend(by=AUTHOR, reason="x"))
    run.do(Resume(by=AUTHOR, reason="x"))
    run.later(days=30)
    run.tick("3/a/due~1")
    run.do(Assign(by=CLERK, add=("m9",), reason="x"))
    moved = path(*run.path.stages, stage("c", who=person(HEAD)), version=2)
    run.do(MovePath(by=CLERK, to=moved, reason="x"))
    run.path = moved
    run.approve(LAWYER, CHIEF, content=H2)
    met(run)
    run.do(Refuse(by=HEAD, content_hash=H2, note="x"))
    return run.events


def met(run: Run) -> None:
    """A whole meeting with a tie."""
    run.do(OpenMeeting(by="m1", agenda=("x",), held_at=run.context.now))
    run.do(InviteMembers(by="m1"))
    run.do(Recuse(by="m9", reason="x"))
    for member in NINE[:6]:
        run.do(MarkAttendance(by="m1", member=member))
    run.people(in_the_commission(run.context.directory, *NINE[:8], "lawyer2"))
    run.do(Assign(by=CLERK, add=("lawyer2",), remove=("m9",), reason="x"))
    run.do(InviteMembers(by="m1"))
    run.do(OpenVoting(by="m1"))
    for number, member in enumerate(NINE[:6]):
        run.do(CastVote(by=member, choice="for" if number % 2 else "against", content_hash=H2))
    run.do(CastingVote(by="m1", choice="for"))
    run.do(Dissent(by="m2", text="x"))
    run.do(CloseMeeting(by="m1"))
    run.do(SignMinutes(by="m1", minutes_hash=H2))
    run.do(SignMinutes(by="secretary", minutes_hash=H2))


LIVED = lived()
some_state = st.lists(st.sampled_from(LIVED) | some_event, max_size=40).map(replay)


@given(st.lists(st.sampled_from(LIVED), max_size=60))
@settings(max_examples=examples(150), deadline=None)
def test_events_in_any_order_give_a_state(events: list[Event]) -> None:
    assert replay(events, replay(LIVED)).length == len(LIVED) + len(events)


def test_an_event_of_a_stage_that_the_run_does_not_know_is_counted() -> None:
    events = [each for each in LIVED if isinstance(each, InStage)]

    assert replay(events) == State(length=len(events))


@given(some_state, st.lists(some_event, min_size=1, max_size=3))
@settings(max_examples=examples(150), deadline=None)
def test_any_event_on_any_state_gives_a_state(state: State, events: list[Event]) -> None:
    after = replay(events, state)

    assert after.length == state.length + len(events)
    assert STATES.validate_json(STATES.dump_json(after)) == after


@given(some_event)
@settings(max_examples=examples(300), deadline=None)
def test_any_event_survives_its_json(event: Event) -> None:
    assert EVENTS.validate_json(EVENTS.dump_json(event)) == event


def test_hot_copies_are_what_replace_would_make() -> None:
    mark = Mark("m", "m", "for", H1, FRIDAY)
    day = FRIDAY.date()
    full = StageState(
        id="a",
        act="visa",
        status="open",
        round=3,
        members=("m",),
        blocs=(),
        seats=4,
        marks={"x": mark},
        opened=day,
        due=day,
        pauses=((day, day),),
        fired=("due",),
        escalated_to=("h",),
        meeting=Meeting(number=1),
    )
    state = State(
        status="running",
        path_id="p",
        path_version=1,
        path_sha256="s",
        author="a",
        document_kind="k",
        content_hash=H1,
        round=3,
        current=0,
        stages=(full,),
        facts=(),
        hands=("a",),
        seen={"x": H1},
        suspension=Suspension(day, None, "a", "r"),
        change=Change(H2, "a", FRIDAY, minor=False, difference="d"),
        returned=Return("a", "b", "c"),
        length=9,
    )

    assert full.marked(mark) == replace(full, marks={"x": mark, "m": mark})
    assert state.one_on((), -1, {}) == replace(state, stages=(), current=-1, seen={}, length=10)
    blank, empty = StageState(id="", act="seal"), State()
    apart = {"stages", "hands", "facts", "current", "seen", "blocs", "marks"}
    assert [each.name for each in fields(full) if getattr(full, each.name) == getattr(blank, each.name)] == ["blocs"]
    assert {each.name for each in fields(state) if getattr(state, each.name) == getattr(empty, each.name)} <= apart


def test_a_whole_life_is_in_its_events() -> None:
    run = submitted(three(on_return="resume", on_change="void_later"))
    run.approve(LAWYER, "lawyer2")
    run.do(Comment(by=AUTHOR, text="bax"))
    run.do(ReturnForRevision(by="chief", content_hash=H1, note="x"))
    run.do(Resubmit(by=AUTHOR, content_hash=H2))
    run.approve("chief", content=H2)
    run.approve("head", content=H2, signature="s")

    stored = [EVENTS.dump_json(event) for event in run.events]

    assert replay(EVENTS.validate_json(raw) for raw in stored) == run.state
    assert run.state.change is not None
    assert run.state.change.previous_hash == H1


def test_commands_survive_their_json() -> None:
    for command in (
        Submit(by=AUTHOR, content_hash=H1, facts={"a": 1, "b": 1.5, "c": True, "d": "2026-01-01"}),
        MovePath(by=CLERK, to=path(stage(who=person(LAWYER))), reason="x"),
        OpenMeeting(by="m1", agenda=("x",), held_at=FRIDAY),
        Tick(timer="1/a/due"),
    ):
        back = COMMANDS.validate_json(COMMANDS.dump_json(command))
        assert back == command
        assert evolve(State(), submitted(three()).events[0]).status == "draft"
