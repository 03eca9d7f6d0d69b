"""Where a run stands: what `evolve` makes of its events, and nothing that they do not say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from document_flow.paths.path import Act
from document_flow.paths.values import Bloc, Choice, MeetingOutcome, StatedFact

Status = Literal["nothing", "draft", "running", "returned", "recalled", "refused", "approved"]
"""nothing → draft → running ⇄ returned; running or returned → recalled → running; running → refused | approved.

Open are draft, running and returned. Refused and approved are final.
A recalled document may be submitted again; a refused one may begin a new run.
"""
StageStatus = Literal["waiting", "open", "passed", "refused", "skipped"]
MeetingPhase = Literal["to_call", "called", "invited", "voting", "closed"]
"""to_call → called → invited → voting → closed; without a quorum back to to_call. Minutes are signed when closed."""

OPEN: frozenset[Status] = frozenset(("draft", "running", "returned"))


@dataclass(frozen=True, slots=True)
class Mark:
    """What a principal said, by whose hand, about which content."""

    principal: str
    by: str
    verdict: Choice
    content_hash: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class MinutesSignature:
    """Who signed the minutes, by whose hand, and which minutes."""

    principal: str
    by: str
    minutes_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """The meeting of a stage. `present` maps a member to the hand that sits there."""

    number: int = 0
    phase: MeetingPhase = "to_call"
    agenda: tuple[str, ...] = ()
    held_at: datetime | None = None
    place: str = ""
    minutes_no: str = ""
    present: Mapping[str, str] = field(default_factory=dict)
    recused: tuple[str, ...] = ()
    quorum: int = 0
    casting: Literal["for", "against"] | None = None
    dissents: Mapping[str, str] = field(default_factory=dict)
    outcome: MeetingOutcome | None = None
    minutes: Mapping[str, MinutesSignature] = field(default_factory=dict)

    def without(self, member: str) -> dict[str, str]:
        """Who is present but for this member."""
        return {each: hand for each, hand in self.present.items() if each != member}


@dataclass(frozen=True, slots=True, kw_only=True)
class StageState:
    """A stage in this round: its members (principals) as they were when it opened, and their marks by principal.

    `seats` is the base of a quorum, `pauses` are the first and last days that do not count (last before first: none),
    `fired` the timers that have fired, without round, stage and suffix. Marks of a waiting stage are history: void,
    unless the stage opens with them in `kept`.
    """

    id: str
    act: Act
    status: StageStatus = "waiting"
    round: int = 0
    members: tuple[str, ...] = ()
    blocs: tuple[Bloc, ...] = ()
    seats: int = 0
    marks: Mapping[str, Mark] = field(default_factory=dict)
    opened: date | None = None
    due: date | None = None
    pauses: tuple[tuple[date, date], ...] = ()
    fired: tuple[str, ...] = ()
    escalated_to: tuple[str, ...] = ()
    meeting: Meeting | None = None

    def fire(self, name: str) -> StageState:
        """With one more timer that has fired, once."""
        return replace(self, fired=tuple(dict.fromkeys((*self.fired, name))))

    def in_meeting(self, change: Callable[[Meeting], Meeting]) -> StageState:
        """With its meeting changed; a stage that has no meeting stays as it is."""
        return self if self.meeting is None else replace(self, meeting=change(self.meeting))

    def marked(self, mark: Mark) -> StageState:
        """With one more mark. Written out, since `dataclasses.replace` takes five times as long."""
        return StageState(
            id=self.id,
            act=self.act,
            status=self.status,
            round=self.round,
            members=self.members,
            blocs=self.blocs,
            seats=self.seats,
            marks={**self.marks, mark.principal: mark},
            opened=self.opened,
            due=self.due,
            pauses=self.pauses,
            fired=self.fired,
            escalated_to=self.escalated_to,
            meeting=self.meeting,
        )


@dataclass(frozen=True, slots=True)
class Suspension:
    """Since when the clock stands, by whom and why."""

    since: date
    until: date | None
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """The last change of content, for those who come with an older hash."""

    previous_hash: str
    by: str
    at: datetime
    minor: bool
    difference: str


@dataclass(frozen=True, slots=True)
class Return:
    """Which stage sent it back, by whose word, and what to mend."""

    stage: str
    principal: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A run. `stages` are those of the round in the path's order; at most one is open, at index `current` (else -1).

    `hands` are the author and whoever sent it on in the author's place: none of them approves it. `seen` maps a
    principal to the content hash of their last mark. `length` counts the events: the version to expect.
    """

    status: Status = "nothing"
    path_id: str = ""
    path_version: int = 0
    path_sha256: str = ""
    author: str = ""
    document_kind: str = ""
    content_hash: str = ""
    round: int = 0
    current: int = -1
    stages: tuple[StageState, ...] = ()
    facts: tuple[StatedFact, ...] = ()
    hands: tuple[str, ...] = ()
    seen: Mapping[str, str] = field(default_factory=dict)
    suspension: Suspension | None = None
    change: Change | None = None
    returned: Return | None = None
    length: int = 0

    @property
    def stage(self) -> StageState | None:
        """The open stage."""
        return self.stages[self.current] if 0 <= self.current < len(self.stages) else None

    def index_of(self, stage: str) -> int:
        """Where the stage is, below zero where it is not; the current one is looked at first."""
        if 0 <= self.current < len(self.stages) and self.stages[self.current].id == stage:
            return self.current
        return next((i for i, each in enumerate(self.stages) if each.id == stage), -1)

    def counted(self) -> State:
        """One event further, and nothing else."""
        return replace(self, length=self.length + 1)

    def ended(self, status: Status) -> State:
        """One event further, at no stage any more: the one that was open waits again."""
        stages = tuple(replace(each, status="waiting") if each.status == "open" else each for each in self.stages)
        return replace(self, status=status, current=-1, stages=stages, suspension=None, length=self.length + 1)

    def one_on(self, stages: tuple[StageState, ...], current: int, seen: Mapping[str, str]) -> State:
        """One event further in its stages. Written out, as `StageState.marked`."""
        return State(
            status=self.status,
            path_id=self.path_id,
            path_version=self.path_version,
            path_sha256=self.path_sha256,
            author=self.author,
            document_kind=self.document_kind,
            content_hash=self.content_hash,
            round=self.round,
            current=current,
            stages=stages,
            facts=self.facts,
            hands=self.hands,
            seen=seen,
            suspension=self.suspension,
            change=self.change,
            returned=self.returned,
            length=self.length + 1,
        )


NOTHING = State()
"""Before the first event."""
