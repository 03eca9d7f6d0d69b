"""A kernel: what is decided about one kind of aggregate, by the acts of a folder. Pure.

An aggregate is what its events come to, one history each: a list, an account, a draw. A command makes all of its
events or none. A room whose rules of who may are richer than roles (documents, cases, paths) has a kernel of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from document_flow.act import Act, adapter, commands_of, events_of, names_of
from document_flow.form import Form
from document_flow.hands import OFFICERS, Command, EventOf, refuse_hand
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.second_person import (
    AGREE,
    AGREED,
    NO_REASON,
    NOT_PROPOSED,
    PROPOSED,
    REFUTE,
    REFUTED,
    UNREADABLE,
    Agree,
    Agreed,
    Proposal,
    Proposed,
    Refute,
    Refuted,
    proposed_already,
    refuse_same_person,
)
from document_flow.standing import Before
from document_flow.words import Words


class Counted(Protocol):
    """A state, a frozen dataclass: `length` counts its events and is its version."""

    @property
    def length(self) -> int: ...


S = TypeVar("S", bound=Counted)
Decided = tuple[EventOf[Any], ...] | Refusal


class Kernel(Generic[S]):
    """Decides, and says what events come to. `nothing` is the state before the first, `states` writes a snapshot.

    `proposed` is what waits for a second person in a state: its `waiting` where acts say `second`, or what a room says
    that has acts of its own for that.
    """

    def __init__(
        self,
        acts: Iterable[Act],
        nothing: S,
        states: TypeAdapter[S],
        proposed: Callable[[S], Proposal | None] = lambda _: None,
    ) -> None:
        own = tuple(acts)
        seconds = any(act.second for act in own)
        self._waiting: Callable[[S], Proposal | None] = attrgetter("waiting") if seconds else lambda _: None
        self.proposed: Callable[[S], Proposal | None] = lambda state: self._waiting(state) or proposed(state)
        self.acts = (*own, *(self._answers() if seconds else ()))
        self.nothing, self.states = nothing, states
        self.by_command = {act.command: act for act in self.acts}
        self.by_kind = {act.kind: act for act in self.acts}
        self.names: dict[str, Words] = names_of(self.acts)
        """What each event is called, by kind."""
        self.commands: TypeAdapter[Command] = adapter(commands_of(self.acts), extra="forbid")
        """Reads and writes any command as JSON."""
        self.events: TypeAdapter[EventOf[S]] = adapter(events_of(self.acts))
        """Reads and writes any event as JSON; what is stored and hashed are the bytes of its first writing."""

    def decide(self, before: Before[S, Any], command: Command) -> Decided:
        """The events that the command makes, all of them or none; or why it is refused.

        An act without roles asks for itself who this hand is.
        """
        act = self.by_command[type(command)]
        refused = refuse_hand(before.context.directory, command.by, act.who) if act.who else None
        decided: Decided = refused or before.barred(command.by) or act.decide(before, command)
        if act.second and command.by != HUB and decided and not isinstance(decided, Refusal):
            return self._propose(before, act, command)
        return decided

    def _answers(self) -> tuple[Act, ...]:
        return (
            Act(command=Agree, decide=self._agree, events=PROPOSED | AGREED, forms=(AGREE,), seen=True),
            Act(command=Refute, decide=self._refute, events=REFUTED, forms=(REFUTE,), seen=True),
        )

    def _propose(self, before: Before[S, Any], act: Act, command: Command) -> Decided:
        if (waiting := self._waiting(before.state)) is not None:
            return proposed_already(self.form(waiting.act).title)
        says = self.commands.dump_python(command, mode="json", exclude={"kind", "by"})
        return (Proposed(**before.stamp(command.by), act=act.kind, says=says),)

    def _agree(self, before: Before[S, Any], command: Agree) -> Decided:
        """As the rules are now, by this hand; what was done already is just agreed to."""
        waiting = self._waiting(before.state)
        if waiting is None:
            return NOT_PROPOSED
        act = self.by_kind.get(waiting.act)
        try:
            proposed = self.commands.validate_python({**waiting.says, "kind": waiting.act, "by": command.by})
        except ValidationError:
            act = None
        if act is None:
            return UNREADABLE
        decided: Decided = (
            refuse_hand(before.context.directory, command.by, act.who)
            or refuse_same_person(command.by, {waiting.by})
            or act.decide(before, proposed)
        )
        return decided if isinstance(decided, Refusal) else (*decided, Agreed(**before.stamp(command.by)))

    def _refute(self, before: Before[S, Any], command: Refute) -> Decided:
        waiting = self._waiting(before.state)
        if waiting is None:
            return NOT_PROPOSED
        act = self.by_kind.get(waiting.act)
        refused = refuse_hand(before.context.directory, command.by, act.who if act is not None else OFFICERS)
        if refused is None and not command.reason.strip():
            refused = NO_REASON
        return refused or (Refuted(**before.stamp(command.by), reason=command.reason.strip()),)

    def may_agree(self, before: Before[S, Any], by: str) -> bool:
        """Whether what is proposed is for this hand to answer: of its roles, not too near to it, and not its own."""
        waiting = self.proposed(before.state)
        act = self.by_kind.get(waiting.act) if waiting is not None else None
        if waiting is None or act is None:
            return False
        refused = refuse_hand(before.context.directory, by, act.who) or before.barred(by)
        return not (refused or refuse_same_person(by, {waiting.by}))

    def form(self, kind: str) -> Form:
        """The form of the act of that kind; one without fields of an act that there is no more."""
        act = self.by_kind.get(kind)
        return act.forms[0] if act is not None else Form(title=Words(kind, kind), place="more")

    def evolve(self, state: S, event: EventOf[S]) -> S:
        """The state after the event."""
        after: Any = event.apply(state)
        made: S = replace(after, length=state.length + 1)
        return made

    def replay(self, events: Iterable[EventOf[S]], state: S | None = None) -> S:
        """What all these events come to, from `nothing` on or from a state."""
        return reduce(self.evolve, events, self.nothing if state is None else state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Generic[S]):
    """What the aggregates of a kernel are called: all that is known of them without the hub.

    name    of the room in addresses and commands: /v1/ROOM, `hub ROOM`, /console/ROOM
    title   what they are called together, `one` what one is called
    phases  what each phase is called
    begins  the acts that open one; each has one form
    """

    name: str
    kernel: Kernel[S]
    title: Words
    one: Words
    phases: Mapping[str, Words]
    begins: tuple[str, ...] = ()
