"""Random commands by random people over random paths: what must always hold of a run."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pydantic import TypeAdapter

from document_flow.act import adapter
from document_flow.outcome import Refusal
from document_flow.paths.acts.assign import Assign
from document_flow.paths.acts.marks import Abstain, Acquaint, Approve, CastVote, Marked, Refuse
from document_flow.paths.acts.meeting import InviteMembers, MarkAttendance, OpenMeeting, Recuse
from document_flow.paths.acts.meeting_vote import CastingVote, CloseMeeting, Dissent, OpenVoting, SignMinutes
from document_flow.paths.acts.move_path import MovePath, preview_move
from document_flow.paths.acts.recall import Recall
from document_flow.paths.acts.record_agreement import RecordAgreement
from document_flow.paths.acts.remarks import Comment, PrivateNote
from document_flow.paths.acts.resubmit import ReplaceContent, Resubmit
from document_flow.paths.acts.return_for_revision import ReturnForRevision
from document_flow.paths.acts.submit import Submit
from document_flow.paths.acts.suspension import Resume, Suspend
from document_flow.paths.acts.tick import Tick, timers
from document_flow.paths.decide import decide
from document_flow.paths.event import Command, Event, evolve, replay
from document_flow.paths.path import Act, Escalation, MeetingRules, Path, Rule, Stage, Who
from document_flow.paths.registry import COMMAND_TYPES, EVENT_TYPES
from document_flow.paths.staffing import is_own
from document_flow.paths.state import OPEN, State
from document_flow.paths.tally import tally
from document_flow.paths.values import Choice, ResubmitMode
from document_flow.paths.waiting.waiting import waiting
from document_flow.words import Words
from tests.campaigns import examples
from tests.unit.document_flow.paths.building import (
    AUTHOR,
    CLERK,
    FRIDAY,
    H1,
    H2,
    H3,
    NINE,
    PEOPLE,
    Run,
    directory,
    drafted,
    stand_in,
)

COMMANDS, EVENTS, STATES = adapter(COMMAND_TYPES), adapter(EVENT_TYPES), TypeAdapter(State)
LOGINS = tuple(each.login for each in PEOPLE)
STAND_INS = (stand_in("m1", "m2"), stand_in("m3", "deputy"), stand_in(AUTHOR, "deputy"), stand_in("head", "m4"))
HASHES = (H1, H2, H3)
ACTS: tuple[Act, ...] = get_args(Act)
CHOICES: tuple[Choice, ...] = ("for", "for", "for", "against", "abstain")
MODES: tuple[ResubmitMode | None, ...] = (None, "restart", "resume")

some_who = st.sampled_from(
    (Who("group", "nine"), Who("group", "left"), Who("group", "right"), Who("role", "lawyer"), Who("author_head"),
     Who("head_of", "top"), Who("person", "m5"), Who("role", "member", "board"))
)  # fmt: skip
some_rule = st.one_of(
    st.sampled_from((Rule("all"), Rule("any"), Rule("majority"))),
    st.builds(Rule, st.just("at_least"), st.integers(1, 4)),
    st.builds(Rule, st.just("per_group"), st.integers(1, 2)),
)
MEETING = MeetingRules(Who("person", "m1"), Who("role", "commission_secretary"), casting_vote="Əsasnamə, bənd 4")


@st.composite
def some_stage(draw: st.DrawFn, number: int) -> Stage:
    act = draw(st.sampled_from(ACTS))
    who = tuple(draw(st.lists(some_who, min_size=1, max_size=3, unique=True)))
    meeting, chosen = None, draw(some_rule)
    if act == "agreement":
        who, chosen = (Who("body", "ministry", title=Words("Nazirlik", "Ministry")),), Rule("all")
    elif act == "vote" and draw(st.booleans()):
        meeting, who = MEETING, (Who("group", "nine"),)
        chosen = draw(st.sampled_from((Rule("majority_of_present"), Rule("majority"), Rule("at_least", 6))))
    has_term = draw(st.booleans())
    return Stage(
        id=f"s{number}",
        title=Words(f"Mərhələ {number}", f"Stage {number}"),
        act=act,
        who=who,
        rule=chosen,
        order="parallel" if meeting else draw(st.sampled_from(("parallel", "sequential"))),
        due=3 if has_term else None,
        reminders=(1, 2) if has_term else (),
        escalation=(Escalation(1, Who("head_of")), Escalation(2, Who("role", "head"))) if has_term else (),
        on_return=draw(st.sampled_from(("restart", "resume", "author_chooses"))),
        on_change=draw(st.sampled_from(("void_all", "void_later", "minor_keeps"))),
        abstain=draw(st.booleans()),
        meeting=meeting,
    )


@st.composite
def some_path(draw: st.DrawFn, version: int = 1) -> Path:
    stages = tuple(draw(some_stage(number)) for number in range(draw(st.integers(1, 4))))
    return Path(id="p", version=version, title=Words("Yol", "Path"), kinds=("internal",), stages=stages)


class AnyRun(RuleBasedStateMachine):
    """Whatever people try, in whatever order."""

    run: Run

    @initialize(chosen=some_path())
    def begin(self, chosen: Path) -> None:
        self.run = drafted(chosen, directory(*STAND_INS))
        self.fired: set[str] = set()
        self.attempt(Submit(by=AUTHOR, content_hash=H1))

    def attempt(self, command: Command) -> None:
        run = self.run
        decided = decide(run.path, run.state, command, run.context)
        if isinstance(decided, Refusal):
            assert decided.code.startswith("path.")
            assert "{" not in decided.words.az + decided.words.en
            return
        assert COMMANDS.validate_json(COMMANDS.dump_json(command)) == command
        for event in decided:
            self.look_before(event)
            run.take((event,))
        if isinstance(command, MovePath):
            run.path = command.to

    def look_before(self, event: Event) -> None:
        """No second mark of a principal, none of one hand in another name; a count never goes back."""
        if not isinstance(event, Marked):
            return
        state = self.run.state
        assert state.stage is not None
        definition = self.run.path.stages[state.current]
        marks = state.stage.marks
        assert event.principal not in marks
        assert not is_own(event.act, event.by, state.hands)
        assert not is_own(event.act, event.principal, state.hands)
        if event.act not in ("acquaint", "agreement"):
            assert event.by not in {mark.by for mark in marks.values()}
        before, after = tally(definition.rule, state.stage), evolve(state, event).stages[state.current]
        counted = tally(definition.rule, after)
        assert counted.votes_for >= before.votes_for
        assert counted.missing <= before.missing
        assert not (before.outcome == "passed" and counted.outcome != "passed")

    @rule(
        by=st.sampled_from(LOGINS),
        principal=st.sampled_from((None, None, "m1", "m3", AUTHOR, "head")),
        content=st.sampled_from(HASHES),
        data=st.data(),
    )
    def anybody_tries_anything(self, by: str, principal: str | None, content: str, data: st.DataObject) -> None:
        made = data.draw(st.sampled_from(ANYTHING))
        more = {name: data.draw(values) for name, values in ARGUMENTS.get(made, {}).items()}
        if "content_hash" in made.__dataclass_fields__:
            more["content_hash"] = content
        self.attempt(made(by=by, on_behalf_of=principal, **more))

    @rule(data=st.data(), choices=st.lists(st.sampled_from(CHOICES), min_size=1, max_size=9))
    def those_who_are_waited_for_act(self, data: st.DataObject, choices: list[Choice]) -> None:
        for choice in choices:
            self.somebody_acts(data, choice)

    def somebody_acts(self, data: st.DataObject, choice: Choice) -> None:
        state, run = self.run.state, self.run
        actors = waiting(run.path, state, run.context).actors
        if not actors:
            return
        by, content = data.draw(st.sampled_from(actors)), state.content_hash
        if state.status == "draft":
            self.attempt(Submit(by=by, content_hash=content))
        elif state.status == "returned":
            mode = data.draw(st.sampled_from(MODES))
            changed = data.draw(st.sampled_from(HASHES))
            minor = data.draw(st.booleans())
            self.attempt(Resubmit(by=by, content_hash=changed, mode=mode, minor=minor, difference="s. 2"))
        elif state.suspension is not None:
            self.attempt(Resume(by=by, reason="gəldi"))
        else:
            self.act_in_stage(by, choice, content)

    def act_in_stage(self, by: str, choice: Choice, content: str) -> None:
        stage = self.run.state.stage
        assert stage is not None
        if stage.meeting is not None and stage.meeting.phase != "voting":
            self.move_meeting(by, stage.meeting.phase)
        elif stage.act == "vote" and by in stage.members and by not in stage.marks:
            self.attempt(CastVote(by=by, choice=choice, content_hash=content))
        elif stage.act == "vote":
            self.attempt(CastingVote(by=by, choice="for"))
            self.attempt(CloseMeeting(by=by))
        elif stage.act == "acquaint":
            self.attempt(Acquaint(by=by, content_hash=content))
        elif stage.act == "agreement":
            result: Any = "disagreed" if choice == "against" else "agreed"
            self.attempt(RecordAgreement(by=by, body="ministry", result=result, reg_no="1-1", content_hash=content))
        elif choice == "for":
            self.attempt(Approve(by=by, content_hash=content, signature="i"))
        elif choice == "against":
            self.attempt(ReturnForRevision(by=by, content_hash=content, note="düzəldin"))
        else:
            self.attempt(Abstain(by=by, content_hash=content))

    def move_meeting(self, by: str, phase: str) -> None:
        if phase == "to_call":
            self.attempt(OpenMeeting(by=by, agenda=("Məsələ",), held_at=self.run.context.now))
        elif phase == "called":
            self.attempt(InviteMembers(by=by))
        elif phase == "closed":
            self.attempt(SignMinutes(by=by, minutes_hash=H3))
        else:
            for member in ("m1", "m2", "m4", "m5", "m6", "m7"):
                self.attempt(MarkAttendance(by=by, member=member))
            self.attempt(OpenVoting(by=by))

    @rule(content=st.sampled_from(HASHES), minor=st.booleans())
    def the_author_changes_the_text(self, content: str, *, minor: bool) -> None:
        before = self.run.state.content_hash
        self.attempt(
            ReplaceContent(by=AUTHOR, previous_hash=before, content_hash=content, minor=minor, difference="s. 1")
        )

    @rule(again=st.booleans())
    def the_author_takes_it_back(self, *, again: bool) -> None:
        self.attempt(Recall(by=AUTHOR, reason="səhv"))
        if again:
            self.attempt(Submit(by=AUTHOR, content_hash=H2))

    @rule(add=st.sampled_from(LOGINS), data=st.data())
    def the_clerk_assigns(self, add: str, data: st.DataObject) -> None:
        stage = self.run.state.stage
        silent = [] if stage is None else [member for member in stage.members if member not in stage.marks]
        remove = data.draw(st.sampled_from([(), *((member,) for member in silent)]))
        self.attempt(Assign(by=CLERK, add=(add,), remove=remove, reason="gedib"))

    @rule(days=st.integers(1, 6), ends=st.booleans())
    def it_stands_still(self, days: int, *, ends: bool) -> None:
        until = self.run.context.today + timedelta(days=days) if ends else None
        self.attempt(Suspend(by=AUTHOR, reason="məlumat gözlənilir", until=until))
        self.run.later(days=days)

    @rule(members=st.lists(st.sampled_from(NINE), max_size=6, unique=True), does_dissent=st.booleans())
    def members_have_their_own_mind(self, members: list[str], *, does_dissent: bool) -> None:
        for member in members:
            own = Dissent(by=member, text="razı deyiləm") if does_dissent else Recuse(by=member, reason="qohum")
            self.attempt(own)

    @rule(days=st.integers(0, 9))
    def time_passes(self, days: int) -> None:
        self.run.later(days=days, hours=3)

    @rule(to=some_path(version=2))
    @precondition(lambda self: self.run.path.version == 1)
    def the_clerk_moves_it(self, to: Path) -> None:
        run = self.run
        shown = preview_move(run.path, run.state, to, run.context)
        before = len(run.events)
        self.attempt(MovePath(by=CLERK, to=to, reason="yeni qayda"))
        moved = len(run.events) > before
        assert moved == (not isinstance(shown, Refusal))
        if not isinstance(shown, Refusal) and run.state.stage is not None:
            assert set(shown.stays).isdisjoint(shown.void)
            given = {(stage.id, who) for stage in run.state.stages if stage.status == "passed" for who in stage.marks}
            assert set(shown.stays) >= {visa for visa in given if visa in shown.stays}

    @rule(left=st.sampled_from(("m5", "lawyer", "chief", "head", AUTHOR)))
    def somebody_leaves(self, left: str) -> None:
        """The next directory has nobody of that login in office."""
        known = self.run.context.directory.officials.values()
        people = [replace(each, active=each.active and each.login != left) for each in known]
        self.run.people(directory(*STAND_INS, people=people))

    @rule()
    def the_clock_ticks_twice(self) -> None:
        run = self.run
        for timer in timers(run.path, run.state, run.context):
            if timer.at <= run.context.now:
                assert timer.name not in self.fired
                self.fired.add(timer.name)
            before = run.state
            self.attempt(Tick(timer=timer.name))
            assert (run.state != before) == (timer.at <= run.context.now)
            assert decide(run.path, run.state, Tick(timer=timer.name), run.context) == ()
            if run.state != before:
                break

    @invariant()
    def the_events_tell_the_whole_state(self) -> None:
        assert replay(self.run.events) == self.run.state
        assert self.run.state.length == len(self.run.events)

    @invariant()
    def json_gives_everything_back(self) -> None:
        state = self.run.state
        assert STATES.validate_json(STATES.dump_json(state)) == state
        for event in self.run.events[-3:]:
            assert EVENTS.validate_json(EVENTS.dump_json(event)) == event

    @invariant()
    def no_open_run_is_an_orphan(self) -> None:
        run = self.run
        assert not run.is_orphan
        waits = waiting(run.path, run.state, run.context)
        assert bool(waits.actors) == (run.state.status in OPEN)
        assert waits.need.az.endswith(".") or run.state.status == "returned"
        assert waits.need.en.endswith(".") or run.state.status == "returned"

    @invariant()
    def at_most_one_stage_is_open(self) -> None:
        state = self.run.state
        opened = [index for index, stage in enumerate(state.stages) if stage.status == "open"]
        if state.status == "running":
            assert opened == [state.current]
        else:
            assert state.current == -1

    @invariant()
    def a_valid_vote_has_its_quorum(self) -> None:
        for stage in self.run.state.stages:
            if stage.meeting is not None and stage.meeting.phase in ("voting", "closed"):
                assert len(stage.meeting.present) >= stage.meeting.quorum >= max(3, stage.seats / 2)
                assert len(set(stage.meeting.present.values())) == len(stage.meeting.present)


ANYTHING: tuple[Any, ...] = (
    Submit, Approve, Refuse, Abstain, ReturnForRevision, Resubmit, Recall, ReplaceContent, Comment,
    PrivateNote, Acquaint, RecordAgreement, Assign, Suspend, Resume, CastVote, OpenMeeting,
    InviteMembers, MarkAttendance, Recuse, OpenVoting, CastingVote, Dissent, CloseMeeting, SignMinutes,
)  # fmt: skip
some_text = st.sampled_from(("", "mətn"))
some_people = st.lists(st.sampled_from(LOGINS), max_size=2).map(tuple)
ARGUMENTS: dict[Any, dict[str, st.SearchStrategy[Any]]] = {
    Approve: {"signature": some_text},
    Refuse: {"note": some_text},
    ReturnForRevision: {"note": some_text},
    Resubmit: {"mode": st.sampled_from(MODES), "minor": st.booleans(), "difference": some_text},
    Recall: {"reason": some_text},
    ReplaceContent: {
        "previous_hash": st.sampled_from(HASHES), "minor": st.booleans(), "difference": some_text,
    },
    Comment: {"text": some_text},
    PrivateNote: {"text": some_text},
    RecordAgreement: {
        "body": st.just("ministry"), "result": st.sampled_from(("agreed", "disagreed")), "reg_no": some_text,
    },
    Assign: {"add": some_people, "remove": some_people, "reason": some_text},
    Suspend: {"reason": some_text},
    Resume: {"reason": some_text},
    CastVote: {"choice": st.sampled_from(("for", "against", "abstain"))},
    OpenMeeting: {"agenda": st.just(("Məsələ",)), "held_at": st.just(FRIDAY)},
    MarkAttendance: {"member": st.sampled_from(LOGINS), "present": st.booleans()},
    Recuse: {"reason": some_text},
    CastingVote: {"choice": st.sampled_from(("for", "against"))},
    Dissent: {"text": some_text},
    SignMinutes: {"minutes_hash": st.just(H3)},
}  # fmt: skip

TestAnyRun = AnyRun.TestCase
TestAnyRun.settings = settings(
    max_examples=examples(40), stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
