"""Random people give random commands to a document of any kind: what must always hold of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from document_flow.documents.acts.acquaint import Acquaint
from document_flow.documents.acts.approval_step import ApprovalStep, ApprovalStepTaken
from document_flow.documents.acts.destroy import Destroy, Destroyed
from document_flow.documents.acts.extend_for_study import ExtendForStudy
from document_flow.documents.acts.forward import Forward
from document_flow.documents.acts.hand_over import HandOver
from document_flow.documents.acts.hold import Hold, ReleaseHold
from document_flow.documents.acts.note_seen import DispatchSeen, NoteSeen
from document_flow.documents.acts.put_in_file import Filed, PutInFile
from document_flow.documents.acts.refuse_arrival import RefuseArrival
from document_flow.documents.acts.register import Registered
from document_flow.documents.acts.relate import Relate
from document_flow.documents.acts.resolution_step import ResolutionStep
from document_flow.documents.acts.revise import Revise
from document_flow.documents.acts.send import Send, Sent
from document_flow.documents.acts.take_answer import TakeAnswer
from document_flow.documents.acts.take_notice import TakeNotice
from document_flow.documents.acts.take_receipt import TakeReceipt
from document_flow.documents.acts.tell_citizen import TellCitizen
from document_flow.documents.acts.tick import Tick, timers
from document_flow.documents.event import Command, Event
from document_flow.documents.evolving import replay
from document_flow.documents.facts import Kind, Link, Status
from document_flow.documents.kernel import decide
from document_flow.documents.parts import parts_of
from document_flow.documents.registry import COMMANDS, EVENTS, name_of
from document_flow.documents.state import DOCUMENTS, status_of
from document_flow.documents.tasks import tasks, waiting
from document_flow.documents.visibility import may_see, people_of
from document_flow.orders.acts.accept_execution import AcceptExecution
from document_flow.orders.acts.co_executor_report import CoExecutorReport
from document_flow.orders.acts.dissent_note import DissentNote
from document_flow.orders.acts.extension import DecideExtension, RequestExtension
from document_flow.orders.acts.give_resolution import GiveResolution
from document_flow.orders.acts.release_control import ReleaseControl
from document_flow.orders.acts.report import Report
from document_flow.orders.acts.return_execution import ReturnExecution
from document_flow.orders.acts.set_control import SetControl
from document_flow.orders.acts.suspension import Resume, Suspend
from document_flow.outcome import Refusal
from document_flow.paths.acts.assign import Assign
from document_flow.paths.acts.marks import Abstain, Approve, CastVote, Marked, Refuse
from document_flow.paths.acts.marks import Acquaint as PathAcquaint
from document_flow.paths.acts.move_path import MovePath
from document_flow.paths.acts.recall import Recall
from document_flow.paths.acts.remarks import Comment, PrivateNote
from document_flow.paths.acts.resubmit import ReplaceContent, Resubmit
from document_flow.paths.acts.return_for_revision import ReturnForRevision
from document_flow.paths.acts.submit import Submit
from document_flow.paths.acts.suspension import Resume as PathResume
from document_flow.paths.acts.suspension import Suspend as PathSuspend
from document_flow.paths.chain import GENESIS, link
from document_flow.paths.path import Act, Path, Rule, Stage, Who
from document_flow.people import HUB
from document_flow.words import Words
from tests.campaigns import examples
from tests.document_answers import answers, hands
from tests.document_checker import is_orphan
from tests.unit.document_flow.documents.office import (
    BODY,
    FRIDAY,
    OTHER_BODY,
    PEOPLE,
    Life,
    created,
    directory,
    file,
    lodged,
    register,
)

LOGINS = tuple(each.login for each in PEOPLE)
CLERKS = {"sevinc", "kamal", HUB}
RECIPIENTS = (BODY, OTHER_BODY)
BODIES = st.sampled_from((BODY, OTHER_BODY, "305"))
TEXTS = st.sampled_from(("Salam", "Salamlar", "Hörmətlə"))
SOMEBODY = st.sampled_from(LOGINS)
CONSIGNMENTS = st.sampled_from(("c0", "c1", "c2", "c9"))
ACTS: tuple[Act, ...] = ("visa", "approve", "sign", "seal", "acquaint", "vote", "agreement")
KINDS: tuple[Kind, ...] = ("incoming", "outgoing", "internal", "appeal")
WHO = st.sampled_from((Who("person", "nigar"), Who("role", "lawyer"), Who("group", "hamı"), Who("head_of", "huquq"),
                       Who("author_head"), Who("person", "rehber"), Who("role", "clerk")))  # fmt: skip
RULES = st.sampled_from((Rule("all"), Rule("any"), Rule("any"), Rule("majority"), Rule("at_least", 1)))


@st.composite
def some_path(draw: st.DrawFn, version: int = 1) -> Path:
    stages = []
    for number in range(draw(st.integers(1, 3))):
        act = draw(st.sampled_from(ACTS))
        who, rule_ = tuple(draw(st.lists(WHO, min_size=1, max_size=2, unique=True))), draw(RULES)
        if act == "agreement":
            who, rule_ = (Who("body", "nazirlik", title=Words("Nazirlik", "Ministry")),), Rule("all")
        due = draw(st.sampled_from((None, 3)))
        stages.append(
            Stage(
                id=f"m{number}",
                title=Words("Mərhələ", "Stage"),
                act=act,
                who=who,
                rule=rule_,
                due=due,
                reminders=(1,) if due else (),
                on_return=draw(st.sampled_from(("restart", "resume"))),
                on_change=draw(st.sampled_from(("void_all", "void_later", "minor_keeps"))),
                abstain=True,
            )
        )
    return Path(
        id="yol", version=version, title=Words("Yol", "Path"), kinds=("internal", "outgoing"), stages=tuple(stages)
    )


class AnyDocument(RuleBasedStateMachine):
    """Whatever people, other bodies and the clock try, in whatever order."""

    @initialize(
        kind=st.sampled_from(KINDS),
        path=some_path(),
        by=SOMEBODY,
        empty=st.sampled_from((True, *[False] * 4)),
        about=st.sampled_from(((), ("elcin",), ("rauf", "kamal"), ("rehber",))),
    )
    def begin(self, kind: Kind, path: Path, by: str, about: tuple[str, ...], *, empty: bool) -> None:
        self.life = Life(path if kind in ("outgoing", "internal") else None)
        self.stored: list[tuple[bytes, str]] = []
        self.gone: tuple[str, ...] = ()
        self.sessions = 0
        comes = kind in ("incoming", "appeal")
        by = "sevinc" if comes else by
        self.attempt(
            created(
                kind,
                by,
                files=() if empty else (file(),),
                recipients=RECIPIENTS if kind == "outgoing" else (),
                appeal=lodged(*about) if kind == "appeal" else None,
            )
        )
        assert self.life.events

    def attempt(self, command: Command) -> bool:
        """Whether it was accepted; what happens is kept as the store keeps it, byte for byte."""
        life = self.life
        assert COMMANDS.validate_json(COMMANDS.dump_json(command)) == command
        decided = decide(life.case, command)
        if isinstance(decided, Refusal):
            assert decided.code.split(".")[0] in ("documents", "path", "orders", "appeals")
            assert "{" not in decided.words.az + decided.words.en
            return False
        for event in decided:
            self.look(event)
            body = EVENTS.dump_json(event)
            assert EVENTS.validate_json(body) == event
            self.stored.append((body, link(self.stored[-1][1] if self.stored else GENESIS, body)))
        if isinstance(command, ApprovalStep) and isinstance(command.command, MovePath):
            life.path = command.command.to
        life.take(decided)
        return True

    def look(self, event: Event) -> None:
        """Nobody does what is another's to do, and nobody whom the document is about does anything."""
        before, by = self.life.document, event.by
        assert by not in self.gone or by == ""
        assert by not in before.barred
        if isinstance(event, Registered | Sent | Filed | Destroyed | DispatchSeen):
            assert by in CLERKS
        if isinstance(event, Registered):
            assert before.registration is None
        if isinstance(event, ApprovalStepTaken) and isinstance(event.event, Marked):
            stage = before.run.stage
            assert stage is not None
            assert event.event.principal in stage.members
            assert event.event.principal not in stage.marks
            assert event.event.content_hash == before.content_hash
        assert name_of(event)

    # What anybody may try ------------------------------------------------------------------------------------------

    @rule(by=SOMEBODY, text=TEXTS, minor=st.booleans(), twice=st.booleans())
    def somebody_changes_the_text(self, by: str, text: str, *, minor: bool, twice: bool) -> None:
        files = (file(text=text),) * (1 + twice)
        self.attempt(Revise(by=by, files=files, minor=minor, difference="s. 1"))

    @rule(by=SOMEBODY, behalf=st.sampled_from((None, None, "nigar", "rauf")), old=st.booleans(), data=st.data())
    def somebody_takes_a_step(self, by: str, behalf: str | None, data: st.DataObject, *, old: bool) -> None:
        made = data.draw(st.sampled_from(tuple(STEPS)))
        more = {name: data.draw(values) for name, values in STEPS[made].items()}
        if "content_hash" in made.__dataclass_fields__:
            more["content_hash"] = "1" * 64 if old else self.life.document.content_hash
        self.attempt(ApprovalStep(command=made(by=by, on_behalf_of=behalf, **more)))

    @rule(by=SOMEBODY, resolution=st.sampled_from(("1", "2")), data=st.data())
    def somebody_instructs_or_executes(self, by: str, resolution: str, data: st.DataObject) -> None:
        made = data.draw(st.sampled_from(tuple(ORDERS)))
        more = {name: data.draw(values) for name, values in ORDERS[made].items()}
        self.attempt(ResolutionStep(command=made(by=by, resolution=resolution, **more)))

    @rule(by=st.sampled_from((*LOGINS, HUB, "naməlum")), what=st.integers(0, 13))
    def somebody_does_the_registry_s_work(self, by: str, what: int) -> None:
        life = self.life
        self.attempt(
            (
                register(by),
                life.sign(by, "seal", f"s{self.sessions}"),
                life.sign(by, "sign", f"s{self.sessions}"),
                Relate(by=by, link=Link("d2", "concerns")),
                PutInFile(by=by, case_file="01-05", reason="poçtla"),
                Destroy(by=by, act="Akt 1"),
                NoteSeen(by=by, consignment="c0", note="baxıldı"),
                RefuseArrival(by=by, reason="bizə aid deyil"),
                ExtendForStudy(by=by, reason="öyrənilir"),
                Forward(by=by, body=BODY),
                TellCitizen(by=by, note="məktub"),
                Acquaint(by=by),
                Hold(by=by, reason="məhkəmə"),
                ReleaseHold(by=by, reason="bitdi"),
            )[what]
        )
        self.sessions += 1

    @rule(by=SOMEBODY, leaver=SOMEBODY, receiver=SOMEBODY)
    def somebody_hands_over(self, by: str, leaver: str, receiver: str) -> None:
        parts = parts_of(self.life.case, leaver)
        self.attempt(HandOver(by=by, act="T-1", leaver=leaver, receiver=receiver, reason="məzuniyyət", parts=parts))
        if parts and by == "sevinc":
            assert parts_of(self.life.case, leaver) in (parts, ())

    @rule(by=SOMEBODY, bodies=st.lists(BODIES, max_size=2))
    def somebody_sends_it(self, by: str, bodies: list[str]) -> None:
        first = len(self.life.document.dispatches)
        sent = [self.life.dispatch(body, f"c{first + i}") for i, body in enumerate(bodies)]
        self.attempt(Send(by=by, dispatches=tuple(sent)))

    # What other bodies and the clock do ----------------------------------------------------------------------------

    @rule(name=CONSIGNMENTS, what=st.sampled_from(range(4)))
    def another_body_answers(self, name: str, what: int) -> None:
        before = self.life.document.dispatch(name)
        body = before.body if before else ""
        accepted = self.attempt(
            (
                TakeReceipt(consignment=name, receipt="N-1"),
                TakeNotice(consignment=name, body=body, refused=False, reg_no="5", reg_date=FRIDAY.date()),
                TakeNotice(consignment=name, body=body, refused=True, reason="başqa qurum"),
                TakeAnswer(consignment=name, body=body, answer="d3"),
            )[what]
        )
        assert accepted == (before is not None and self.life.document.destroyed_at is None) or not self.life.events

    @rule(days=st.integers(0, 6))
    def time_passes_and_the_clock_strikes(self, days: int) -> None:
        self.life.later(days=days, hours=3)
        for tick in self.life.due_ticks():
            before = self.life.document
            assert self.attempt(tick)
            # A timer that has struck is gone, else the clock would strike it for ever.
            assert tick.timer not in self.life.timers()
            assert self.life.document != before or not before.is_open or tick.timer not in self.life.timers()
            assert decide(self.life.case, tick) == ()

    @rule(timer=st.sampled_from(("silence:c0", "path:1/m0/due", "orders:1/2026-03-20/overdue", "x")))
    def a_bell_that_is_not_due_changes_nothing(self, timer: str) -> None:
        due = {tick.timer for tick in self.life.due_ticks()}
        before = self.life.document
        assert self.attempt(Tick(timer=timer))
        assert timer in due or self.life.document == before

    @precondition(lambda self: len(self.gone) < 3)
    @rule(login=st.sampled_from(("rauf", "elcin", "nigar", "leyla", "kamal")))
    def somebody_leaves(self, login: str) -> None:
        if self.life.document.run.status != "recalled":
            self.gone = (*self.gone, login)
            self.life.people(directory(*self.gone))

    @rule(to=some_path(version=2))
    def the_registry_moves_it(self, to: Path) -> None:
        if self.life.path is not None and self.life.path.version == 1:
            self.attempt(ApprovalStep(command=MovePath(by="sevinc", to=to, reason="yeni qayda")))

    # Those who are asked ---------------------------------------------------------------------------------------------

    @rule(data=st.data(), times=st.integers(1, 6))
    def those_who_have_a_task_do_it(self, data: st.DataObject, times: int) -> None:
        for _ in range(times):
            case = self.life.case
            found = [each for each in tasks(case) if not set(hands(case, each)) <= set(self.gone)]
            if not found:
                return
            task = data.draw(st.sampled_from(found))
            apt = [each for by in hands(case, task) for each in answers(case, task, by)]
            ways = [each for each in apt if not isinstance(decide(case, each), Refusal)]
            assert ways, task
            self.attempt(data.draw(st.sampled_from(ways[:6])))

    # What holds whatever was tried -----------------------------------------------------------------------------------

    @invariant()
    def the_events_tell_the_whole_document(self) -> None:
        document = self.life.document
        assert replay(self.life.events) == document
        assert document.length == len(self.life.events)
        assert DOCUMENTS.validate_json(DOCUMENTS.dump_json(document)) == document
        assert status_of(document) in Status

    @invariant()
    def no_open_document_is_an_orphan(self) -> None:
        case = self.life.case
        assert not is_orphan(case)
        found = tasks(case)
        assert {task.name for task in found} <= {"notice"} or case.document.is_open
        if case.document.is_open and not timers(case):
            assert any(hand not in self.gone for task in found for hand in hands(case, task))
        assert case.document.barred.isdisjoint(task.actor for task in found)

    @invariant()
    def what_it_waits_for_can_be_said(self) -> None:
        for waits in waiting(self.life.case):
            assert waits.need.az
            assert waits.need.en
            assert "None" not in waits.need.az + waits.need.en

    @invariant()
    def each_rung_is_there_once(self) -> None:
        names = self.life.timers()
        assert len(set(names)) == len(names)

    @invariant()
    def whoever_has_a_part_may_see_it_but_for_whom_it_is_about(self) -> None:
        document = self.life.document
        for official in PEOPLE:
            if official.login in document.barred:
                assert not may_see(document, official)
            elif official.login in people_of(document):
                assert may_see(document, official)

    @invariant()
    def what_is_being_approved_is_the_present_content(self) -> None:
        run = self.life.document.run
        if run.status in ("running", "approved"):
            assert run.content_hash == self.life.document.content_hash

    def teardown(self) -> None:
        previous = GENESIS
        for (body, hashed), event in zip(self.stored, self.life.events if self.stored else (), strict=True):
            assert EVENTS.validate_json(body) == event
            assert hashed == link(previous, body)
            previous = hashed


some_text = st.sampled_from(("", "mətn"))
days = st.integers(0, 20).map(lambda count: FRIDAY.date() + timedelta(days=count))
STEPS: dict[Any, dict[str, st.SearchStrategy[Any]]] = {
    Submit: {},
    Approve: {"signature": some_text},
    Refuse: {"note": some_text},
    Abstain: {},
    ReturnForRevision: {"note": some_text},
    Resubmit: {"minor": st.booleans(), "difference": some_text},
    Recall: {"reason": some_text},
    ReplaceContent: {"previous_hash": st.just("1" * 64)},
    Comment: {"text": some_text},
    PrivateNote: {"text": some_text},
    PathAcquaint: {},
    CastVote: {"choice": st.sampled_from(("for", "against"))},
    Assign: {"add": st.lists(SOMEBODY, max_size=2).map(tuple), "reason": some_text},
    PathSuspend: {"reason": some_text},
    PathResume: {"reason": some_text},
}
ORDERS: dict[Any, dict[str, st.SearchStrategy[Any]]] = {
    GiveResolution: {
        "text": some_text, "executors": st.lists(SOMEBODY, min_size=1, max_size=3, unique=True).map(tuple),
        "days": st.sampled_from((None, 5)), "control": st.booleans(), "parent": st.sampled_from(("", "1")),
    },
    Report: {"note": some_text},
    CoExecutorReport: {"text": some_text},
    DissentNote: {"text": some_text},
    SetControl: {},
    ReleaseControl: {"reason": some_text},
    RequestExtension: {"until": days, "reason": some_text},
    DecideExtension: {"granted": st.booleans(), "reason": some_text},
    ReturnExecution: {"reason": some_text},
    AcceptExecution: {},
    Suspend: {"reason": some_text},
    Resume: {},
}  # fmt: skip

TestAnyDocument = AnyDocument.TestCase
TestAnyDocument.settings = settings(
    max_examples=examples(40), stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
