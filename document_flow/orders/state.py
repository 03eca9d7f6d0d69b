"""Where the orders on a document stand: what `evolve` makes of their events, and nothing that they do not say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from document_flow.calendar import Pause
from document_flow.orders.refusals import refusal
from document_flow.outcome import Refusal

Status = Literal["open", "reported", "executed"]
"""open → executed without control; open ⇄ reported → executed under control. Executed is final."""


@dataclass(frozen=True, slots=True)
class Control:
    """Who put it under control, when, and when it left control; `reason` where it left unexecuted."""

    owner: str
    since: datetime
    released_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """A request for a later last day; `granted` is None until the head has decided.

    `until` is what was asked, once granted what was given; `before` is the last day as it was then.
    """

    requested_by: str
    until: date
    reason: str
    granted: bool | None = None
    decided_by: str = ""
    requested_at: datetime | None = None
    decided_at: datetime | None = None
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote: a co-executor's report or dissent, or the lead's report with its answering document."""

    principal: str
    by: str
    at: datetime
    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """One order. `start` is the day before the first that counts; `due_set_on` the day its last day was last set.

    `pauses` are the days that did not count, the last one open while it is suspended; `fired` the timers that fired.
    """

    id: str
    parent: str
    author: str
    text: str
    lead: str
    co_executors: tuple[str, ...]
    for_information: tuple[str, ...]
    given_at: datetime
    start: date
    days: int | None
    due: date | None
    due_set_on: date
    status: Status = "open"
    control: Control | None = None
    report: Note | None = None
    co_reports: tuple[Note, ...] = ()
    dissents: tuple[Note, ...] = ()
    extensions: tuple[Extension, ...] = ()
    pauses: tuple[Pause, ...] = ()
    returns: tuple[str, ...] = ()
    fired: tuple[str, ...] = ()
    executed_at: datetime | None = None

    @property
    def executors(self) -> tuple[str, ...]:
        """The lead, then the co-executors."""
        return (self.lead, *self.co_executors)

    @property
    def owner(self) -> str | None:
        """Who owns the control that it is under; None where it is under none."""
        return self.control.owner if self.control is not None and self.control.released_at is None else None

    @property
    def suspended(self) -> Pause | None:
        """The pause that it stands in."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].last is None else None

    @property
    def pending(self) -> Extension | None:
        """The request that the head has not decided yet."""
        return self.extensions[-1] if self.extensions and self.extensions[-1].granted is None else None

    def stands(self) -> Refusal | None:
        """Why nobody may work on it now: reported, or suspended."""
        if self.status == "reported":
            return refusal("orders.is_reported")
        return refusal("orders.suspended") if self.suspended else None

    @property
    def busy(self) -> tuple[str, ...]:
        """Executors whose part is still to come: the lead, and the co-executors who have not reported."""
        done = {note.principal for note in self.co_reports}
        return (self.lead, *(login for login in self.co_executors if login not in done))


@dataclass(frozen=True, slots=True)
class State:
    """All resolutions on one document by id, in the order they were given; `acts` are the handover acts."""

    resolutions: Mapping[str, Resolution] = field(default_factory=dict)
    acts: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether any is not executed yet."""
        return any(True for _ in self.unfinished())

    @property
    def people(self) -> frozenset[str]:
        """Everybody who has a part in any: givers, executors, owners of control, those it is for the information of."""
        found = {"", *self._logins()}
        return frozenset(found - {""})

    def with_one(self, changed: Resolution) -> State:
        """The same with one resolution changed, or given."""
        return replace(self, resolutions={**self.resolutions, changed.id: changed})

    def unfinished(self) -> Iterator[Resolution]:
        """Those not executed yet."""
        return (each for each in self.resolutions.values() if each.status != "executed")

    def under(self, resolution: str) -> tuple[Resolution, ...]:
        """The unfinished ones passed on from it, at any depth; a parent before its children."""
        found: list[Resolution] = []
        above = {resolution}
        for each in self.resolutions.values():
            if each.parent in above:
                above.add(each.id)
                if each.status != "executed":
                    found.append(each)
        return tuple(found)

    def _logins(self) -> Iterator[str]:
        for each in self.resolutions.values():
            yield from (each.author, *each.executors, *each.for_information)
            yield each.control.owner if each.control is not None else ""


NOTHING = State()
"""Before the first resolution."""
