"""People, paths and runs for the tests of approval paths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path as File
from typing import Any

from document_flow.calendar import WorkingCalendar
from document_flow.context import BAKU, Context
from document_flow.outcome import Refusal, Waiting
from document_flow.paths.acts.marks import Approve
from document_flow.paths.acts.submit import Submit, begin
from document_flow.paths.acts.tick import Tick, timers
from document_flow.paths.decide import decide
from document_flow.paths.event import Command, Event, evolve
from document_flow.paths.path import Act, FactDeclaration, Path, Rule, Stage, Who
from document_flow.paths.staffing import in_office
from document_flow.paths.state import NOTHING, OPEN, State
from document_flow.paths.waiting.waiting import waiting
from document_flow.people import Directory, Official, StandIn
from document_flow.words import Words

FILES = File(__file__).parent / "files"
H1, H2, H3 = "1" * 64, "2" * 64, "3" * 64
FRIDAY = datetime(2026, 3, 13, 10, tzinfo=BAKU)
CALENDAR = WorkingCalendar()
AUTHOR, CLERK, HEAD, LAWYER, CHIEF = "author", "clerk", "head", "lawyer", "chief"
NINE = tuple(f"m{number}" for number in range(1, 10))


def official(login: str, unit: str = "unit", *roles: str, active: bool = True) -> Official:
    return Official(login, login.capitalize(), Words("vəzifə", "position"), unit, frozenset(roles), active)


PEOPLE = (
    official(AUTHOR, "unit", "executor"),
    official(CLERK, "registry", "clerk"),
    official(HEAD, "top", "head"),
    official(CHIEF, "unit"),
    official(LAWYER, "legal", "lawyer"),
    official("lawyer2", "legal", "lawyer"),
    official("secretary", "registry", "commission_secretary"),
    official("deputy", "unit"),
    *(official(member, "board", "member") for member in NINE),
)


def directory(*stand_ins: StandIn, people: Iterable[Official] = PEOPLE) -> Directory:
    known = {each.login: each for each in people}
    heads = {"unit": CHIEF, "legal": LAWYER, "top": HEAD, "board": "m1"}
    return Directory(known, {"nine": NINE, "left": NINE[:4], "right": NINE[3:7]}, stand_ins, heads)


def in_the_commission(known: Directory, *members: str) -> Directory:
    """The same office with other members of the nine."""
    return replace(known, groups={**known.groups, "nine": members})


def stand_in(principal: str, acting: str) -> StandIn:
    return StandIn(principal, acting, date(2026, 1, 1), date(2026, 12, 31), "əmr 1")


def stage(name: str = "a", act: Act = "visa", who: tuple[Who, ...] = (Who("group", "nine"),), **more: Any) -> Stage:
    return Stage(id=name, title=Words(f"Mərhələ {name}", f"Stage {name}"), act=act, who=who, **more)


def person(*logins: str) -> tuple[Who, ...]:
    return tuple(Who("person", login) for login in logins)


def path(*stages: Stage, version: int = 1, facts: tuple[FactDeclaration, ...] = ()) -> Path:
    return Path(id="p", version=version, title=Words("Yol", "Path"), kinds=("internal",), stages=stages, facts=facts)


def three(**more: Any) -> Path:
    """A visa of two lawyers, the approval of the author's head, the signature of the head."""
    return path(
        stage("visa", "visa", person(LAWYER, "lawyer2"), **more),
        stage("chief", "approve", (Who("author_head"),), **more),
        stage("sign", "sign", (Who("head_of", "top"),), **more),
    )


def at_least(count: int) -> Rule:
    return Rule("at_least", count)


@dataclass
class Run:
    """A run in the hands of a test: the state, the events, and what a refused command was refused with."""

    path: Path
    context: Context = field(default_factory=lambda: Context(FRIDAY, CALENDAR, directory()))
    state: State = NOTHING
    events: list[Event] = field(default_factory=list)
    refused: Refusal | None = None

    def do(self, command: Command) -> tuple[Event, ...]:
        """Decide and take the events; a refusal fails the test."""
        decided = decide(self.path, self.state, command, self.context)
        assert not isinstance(decided, Refusal), decided
        self.take(decided)
        return decided

    def refusal(self, command: Command) -> Refusal:
        """Decide what must be refused."""
        decided = decide(self.path, self.state, command, self.context)
        assert isinstance(decided, Refusal), decided
        return decided

    def take(self, events: Iterable[Event]) -> None:
        for event in events:
            self.state = evolve(self.state, event)
            self.events.append(event)

    def approve(self, *logins: str, content: str = H1, **more: Any) -> None:
        for login in logins:
            self.do(Approve(by=login, content_hash=content, **more))

    def later(self, days: int = 0, hours: int = 0) -> None:
        self.context = replace(self.context, now=self.context.now + timedelta(days=days, hours=hours))

    def at(self, when: datetime) -> None:
        self.context = replace(self.context, now=when)

    def people(self, known: Directory) -> None:
        self.context = replace(self.context, directory=known)

    def timers(self) -> dict[str, datetime]:
        return {timer.name: timer.at for timer in timers(self.path, self.state, self.context)}

    def tick(self, timer: str) -> tuple[Event, ...]:
        return self.do(Tick(timer=timer))

    @property
    def waits(self) -> Waiting:
        return waiting(self.path, self.state, self.context)

    @property
    def is_orphan(self) -> bool:
        """Whether it is open and nobody in office, nor who stands in for one, can move it, and no timer will."""
        known, today = self.context.directory, self.context.today
        hands = [(actor, *known.stand_ins_of(actor, today, self.state.document_kind)) for actor in self.waits.actors]
        moved = any(in_office(each, known) for each in hands) or timers(self.path, self.state, self.context)
        return self.state.status in OPEN and not moved

    @property
    def open(self) -> str | None:
        return self.state.stage.id if self.state.stage else None


def drafted(chosen: Path, known: Directory | None = None) -> Run:
    """A draft on the path."""
    run = Run(chosen, Context(FRIDAY, CALENDAR, known or directory()))
    begun = begin(chosen, AUTHOR, "internal", H1, FRIDAY)
    assert not isinstance(begun, Refusal)
    run.take((begun,))
    return run


def submitted(chosen: Path, known: Directory | None = None, **facts: Any) -> Run:
    """A run whose first stage is open."""
    run = drafted(chosen, known)
    run.do(Submit(by=AUTHOR, content_hash=H1, facts=facts))
    return run
