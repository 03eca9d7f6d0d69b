"""A kernel: what is decided about one kind of aggregate, by the acts of a folder. Pure.

An aggregate is what its events come to, one history each: a list, an account, a draw. A command makes all of its
events or none. A room whose rules of who may are richer than roles (documents, cases, paths) has a kernel of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from typing import Annotated, Any, Generic, Protocol, TypeVar

from pydantic import ConfigDict, TypeAdapter

from document_flow.act import Act, commands_of, events_of, names_of
from document_flow.context import Context
from document_flow.hands import Command, EventOf, refuse_hand
from document_flow.outcome import Refusal
from document_flow.words import Words


class Counted(Protocol):
    """A state, a frozen dataclass: `length` counts its events and is its version."""

    @property
    def length(self) -> int: ...


class Before(Protocol):
    """An aggregate before a command, as its room reads it: the moment, and what else its rules look at."""

    @property
    def context(self) -> Context: ...

    def barred(self, by: str) -> Refusal | None:
        """Why this hand has no part in this very one, whatever its roles."""


S = TypeVar("S", bound=Counted)
Decided = tuple[EventOf[Any], ...] | Refusal


class Kernel(Generic[S]):
    """Decides, and says what events come to. `nothing` is the state before the first, `states` writes a snapshot."""

    def __init__(self, acts: Iterable[Act], nothing: S, states: TypeAdapter[S]) -> None:
        self.acts = tuple(acts)
        self.nothing, self.states = nothing, states
        self.by_command = {act.command: act for act in self.acts}
        self.by_kind = {act.kind: act for act in self.acts}
        self.names: dict[str, Words] = names_of(self.acts)
        """What each event is called, by kind."""
        self.commands: TypeAdapter[Command] = TypeAdapter(
            Annotated[Command, commands_of(self.acts)], config=ConfigDict(extra="forbid")
        )
        """Reads and writes any command as JSON."""
        self.events: TypeAdapter[EventOf[S]] = TypeAdapter(Annotated[EventOf[S], events_of(self.acts)])
        """Reads and writes any event as JSON; what is stored and hashed are the bytes of its first writing."""

    def decide(self, before: Before, command: Command) -> Decided:
        """The events that the command makes, all of them or none; or why it is refused.

        An act without roles asks for itself who this hand is.
        """
        act = self.by_command[type(command)]
        refused = refuse_hand(before.context.directory, command.by, act.who) if act.who else None
        decided: Decided = refused or before.barred(command.by) or act.decide(before, command)
        return decided

    def evolve(self, state: S, event: EventOf[S]) -> S:
        """The state after the event."""
        after: Any = event.apply(state)
        made: S = replace(after, length=state.length + 1)
        return made

    def replay(self, events: Iterable[EventOf[S]], state: S | None = None) -> S:
        """What all these events come to, from `nothing` on or from a state."""
        return reduce(self.evolve, events, self.nothing if state is None else state)
