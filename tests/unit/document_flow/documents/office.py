"""A small office of made-up people, and the life of one document in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from document_flow.appeals import AppealKind
from document_flow.calendar import WorkingCalendar
from document_flow.context import BAKU, Context
from document_flow.documents.acts.approval_step import ApprovalStep
from document_flow.documents.acts.create import Create
from document_flow.documents.acts.register import Register
from document_flow.documents.acts.resolution_step import ResolutionStep
from document_flow.documents.acts.revise import Revise
from document_flow.documents.acts.send import Send
from document_flow.documents.acts.sign import Sign
from document_flow.documents.acts.tick import Tick, timers
from document_flow.documents.appeal import Applicant, Lodged
from document_flow.documents.case import Case
from document_flow.documents.event import Command, Event
from document_flow.documents.evolving import NOTHING, evolve
from document_flow.documents.facts import Dispatch, FileRef, Kind, Signature
from document_flow.documents.kernel import decide
from document_flow.documents.state import Document
from document_flow.orders.acts.give_resolution import GiveResolution
from document_flow.orders.acts.report import Report
from document_flow.outcome import Refusal
from document_flow.paths.acts.marks import Approve, Refuse
from document_flow.paths.acts.resubmit import Resubmit
from document_flow.paths.acts.return_for_revision import ReturnForRevision
from document_flow.paths.acts.submit import Submit
from document_flow.paths.path import Act, Path, Stage, Who
from document_flow.people import Directory, Official, StandIn
from document_flow.words import Words

FRIDAY = datetime(2026, 3, 13, 10, tzinfo=BAKU)
BODY, OTHER_BODY = "77", "97"


def _official(login: str, unit: str, *roles: str) -> Official:
    return Official(login, login.capitalize(), Words("vəzifə", "position"), unit, frozenset(roles))


PEOPLE = (
    _official("rehber", "rehberlik", "head"),
    _official("sevinc", "deftarxana", "clerk"),
    _official("kamal", "deftarxana", "clerk"),
    _official("elcin", "qayidis", "executor"),
    _official("rauf", "qayidis", "executor"),
    _official("leyla", "qayidis", "executor"),
    _official("nigar", "huquq", "lawyer"),
    _official("orxan", "huquq", "lawyer"),
)
HEADS = {"rehberlik": "rehber", "qayidis": "elcin", "huquq": "nigar"}
STAND_INS = (StandIn("nigar", "leyla", date(2026, 1, 1), date(2026, 12, 31), "əmr 1"),)


def directory(
    *gone: str, heads: dict[str, str] | None = None, people: Iterable[Official] = PEOPLE, stand_ins: bool = True
) -> Directory:
    """The office, without those who have left."""
    known = {each.login: replace(each, active=each.login not in gone) for each in people}
    return Directory(known, {"hamı": tuple(known)}, STAND_INS if stand_ins else (), HEADS if heads is None else heads)


def stage(name: str, act: Act, *logins: str, **more: Any) -> Stage:
    """A stage of persons."""
    who = tuple(Who("person", login) for login in logins)
    return Stage(id=name, title=Words(f"Mərhələ {name}", f"Stage {name}"), act=act, who=who, **more)


def path(*stages: Stage, version: int = 1, kinds: tuple[str, ...] = ("internal", "outgoing")) -> Path:
    """A path for what the body itself writes."""
    return Path(id="yol", version=version, title=Words("Yol", "Path"), kinds=kinds, stages=stages)


VISA = path(stage("viza", "visa", "nigar", due=3, reminders=(1,)))
SIGNED = path(stage("viza", "visa", "nigar"), stage("imza", "sign", "rehber"))


def file(name: str = "mektub.txt", text: str = "Salam", *, main: bool = True) -> FileRef:
    """A stored file."""
    return FileRef(name, "text/plain", len(text), hashlib.sha256(text.encode()).hexdigest(), main)


FILES, OTHER_FILES = (file(),), (file(text="Salamlar"),)


def created(kind: Kind = "outgoing", by: str = "rauf", **more: Any) -> Create:
    """A letter of the department that goes to BODY, or what else the kind is."""
    recipients = (BODY,) if kind == "outgoing" else ()
    more = {"title": "Məktub", "unit": "qayidis", "files": FILES, "recipients": recipients} | more
    return Create(by=by, document=kind, **more)


def lodged(*about: str, kind: AppealKind = "complaint", **more: Any) -> Lodged:
    """A citizen's written complaint, about these officials."""
    given: dict[str, Any] = {"applicant": Applicant("Müraciətçi"), "citizen": "k_1", "subject": "k_2", **more}
    return Lodged(kind=kind, complained_about=about, **given)


def signature(document: Document, session: str = "s1", manner: Any = "seal", by: str = "sevinc") -> Signature:
    """A finished signature over the present content."""
    return Signature(session, manner, by, by, file("mektub.pdf"), document.content_hash, FRIDAY, sample=True)


@dataclass
class Life:
    """A document in the hands of a test: what it is, its events, and the path that it goes by."""

    path: Path | None = None
    context: Context = field(default_factory=lambda: Context(FRIDAY, WorkingCalendar(), directory()))
    document: Document = NOTHING
    events: list[Event] = field(default_factory=list)

    @property
    def case(self) -> Case:
        return Case(self.document, self.path, self.context)

    def do(self, *commands: Command) -> tuple[Event, ...]:
        """Decide and take the events of each; a refusal fails the test."""
        made: tuple[Event, ...] = ()
        for command in commands:
            decided = decide(self.case, command)
            assert not isinstance(decided, Refusal), decided
            self.take(decided)
            made = decided
        return made

    def take(self, events: Iterable[Event]) -> None:
        for event in events:
            self.document = evolve(self.document, event)
            self.events.append(event)

    def code(self, command: Command) -> str:
        """Why it is refused; empty where it is not."""
        decided = decide(self.case, command)
        return decided.code.removeprefix("documents.") if isinstance(decided, Refusal) else ""

    def later(self, days: int = 0, hours: int = 0) -> None:
        self.context = replace(self.context, now=self.context.now + timedelta(days=days, hours=hours))

    def people(self, known: Directory) -> None:
        self.context = replace(self.context, directory=known)

    def timers(self) -> tuple[str, ...]:
        return tuple(timer.name for timer in timers(self.case))

    # What people do most ---------------------------------------------------------------------------------------------

    def submit(self, by: str = "rauf", **more: Any) -> ApprovalStep:
        return ApprovalStep(command=Submit(by=by, content_hash=self.document.content_hash, **more))

    def resubmit(self, by: str = "rauf", **more: Any) -> ApprovalStep:
        return ApprovalStep(command=Resubmit(by=by, content_hash=self.document.content_hash, **more))

    def approve(self, by: str = "nigar", **more: Any) -> ApprovalStep:
        return ApprovalStep(command=Approve(by=by, content_hash=self.document.content_hash, **more))

    def send_back(self, by: str = "nigar") -> ApprovalStep:
        return ApprovalStep(command=ReturnForRevision(by=by, content_hash=self.document.content_hash, note="düzəldin"))

    def refuse(self, by: str = "nigar") -> ApprovalStep:
        return ApprovalStep(command=Refuse(by=by, content_hash=self.document.content_hash, note="olmaz"))

    def sign(self, by: str = "sevinc", manner: str = "seal", session: str = "s1", **more: Any) -> Sign:
        return Sign(by=by, signature=signature(self.document, session, manner, by), **more)

    def dispatch(self, body: str = BODY, consignment: str = "c1", hours: int = 72) -> Dispatch:
        now = self.context.now
        return Dispatch(consignment, body, f"m-{consignment}", now, now + timedelta(hours=hours))

    def send(self, *dispatches: Dispatch, by: str = "sevinc") -> Send:
        return Send(by=by, dispatches=dispatches or (self.dispatch(),))

    def due_ticks(self) -> list[Tick]:
        return [Tick(timer=timer.name) for timer in timers(self.case) if timer.at <= self.context.now]


def register(by: str = "sevinc", number: int = 1) -> Register:
    """Into the journal of the year."""
    return Register(by=by, reg_no=f"99-{number}/26", series="s", number=number)


def instruct(by: str = "elcin", *executors: str, resolution: str = "1", **more: Any) -> ResolutionStep:
    """A resolution of five working days."""
    given: dict[str, Any] = {"text": "Baxıb cavab hazırlayın", "days": 5, **more}
    return ResolutionStep(
        command=GiveResolution(by=by, resolution=resolution, executors=executors or ("rauf", "leyla"), **given)
    )


def report(by: str = "rauf", resolution: str = "1") -> ResolutionStep:
    """The lead's report, with a note instead of an answer."""
    return ResolutionStep(command=Report(by=by, resolution=resolution, note="Görüldü"))


def revised(by: str = "rauf", text: str = "Salamlar", **more: Any) -> Revise:
    """Another text."""
    return Revise(by=by, files=(file(text=text),), **more)


def begun(kind: Kind = "outgoing", chosen: Path | None = VISA, **more: Any) -> Life:
    """A document that has only been created; by the registry where it came from outside."""
    life = Life(chosen)
    by = more.pop("by", "sevinc" if kind in ("incoming", "appeal") else "rauf")
    if kind == "appeal":
        more = {"appeal": lodged()} | more
    life.do(created(kind, by, **more))
    return life


def approved(kind: Kind = "outgoing", **more: Any) -> Life:
    """A document that has gone its path, of one visa."""
    life = begun(kind, **more)
    life.do(life.submit())
    life.do(life.approve())
    return life


def sealed(**more: Any) -> Life:
    """An outgoing letter that is registered, signed and sealed, ready to be sent."""
    life = approved(**more)
    life.do(register(), life.sign("rehber", "sign", "s0"))
    life.do(life.sign())
    return life


def sent(hours: int = 72) -> Life:
    """A letter on its way to BODY under the consignment c1."""
    life = sealed()
    life.do(life.send(life.dispatch(hours=hours)))
    return life
