"""What a room says of its aggregates: one declaration, from which store, API, pages and command line are made.

A declaration is plain data and functions without state; what they need of the hub is handed to them (`Needs`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from document_flow.audits.state import Fresh
from document_flow.context import Context
from document_flow.form import Option
from document_flow.hands import Command, EventOf
from document_flow.kernel import Counted, Kernel, Room
from document_flow.outcome import Refusal
from document_flow.standing import Before
from document_flow.words import Words
from hub.access.history import Access
from hub.access.rights import Right
from hub.documents.acting.drafts import Drafts
from hub.documents.office.directory import Staff
from hub.documents.printing.sealed_papers import SealedPapers
from hub.exchange.planning import Planner
from hub.register.reading import Reader
from hub.store.ids import new_id
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store
from hub.store.tx import Tx

if TYPE_CHECKING:
    from hub.aggregates.aggregates import Aggregates

S = TypeVar("S", bound=Counted)
Cell = str | int | date | datetime | Words | None
"""A text, a number, a day, a moment, words in both languages, nothing."""
Part = Literal["cases", "payments", "return"]
"""Of the rooms of programmes: what people apply for, what is paid, who goes home."""
Form = Literal["", "money", "hash", "id"]
"""How a column's cells are written: qəpik as manat, a hash shortened, `ROOM/ID` of an aggregate as a link to it."""


@dataclass(frozen=True, slots=True)
class ColumnOf:
    """A column: `code` names it to programs, `title` to people. What it says gives an address away if it `hides`."""

    code: str
    title: Words
    form: Form = ""
    hides: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A table to be shown. `code` names it to programs; `note` is a sentence under its title.

    `bars` is the column of numbers that a page draws as bars beside the first column.
    With a `right`, whoever has it is shown the rows of `whole` in the stead of `rows`: what is hidden from others.
    Before that these `looks` at the people in it are written down.
    Of a `secret` one whoever may see none of its rows does not learn that it is there.
    """

    code: str
    title: Words
    columns: tuple[ColumnOf, ...]
    rows: Sequence[Sequence[Cell]]
    note: Words | None = None
    bars: str = ""
    right: Right | None = None
    whole: Sequence[Sequence[Cell]] = ()
    secret: bool = False
    looks: Sequence[Access] = ()

    def without(self, hidden: frozenset[str]) -> Block | None:
        """What is left of it where these name families whose address is hidden: their rows without what gives it away;
        of a secret one the other rows, or nothing.
        """
        if self.secret:
            rows = [row for row in self.rows if hidden.isdisjoint(row)]
            return replace(self, rows=rows) if rows else None
        veils = [each.hides for each in self.columns]
        if not hidden or not any(veils):
            return self
        return replace(self, rows=[row if hidden.isdisjoint(row) else _veiled(row, veils) for row in self.rows])


def _veiled(row: Sequence[Cell], veils: Iterable[bool]) -> Sequence[Cell]:
    """Empty where it gives away; as if nothing were known."""
    return [None if hides else cell for cell, hides in zip(row, veils, strict=True)]


@dataclass(frozen=True, slots=True)
class Lead:
    """A page or a file of one, at `path` behind its address."""

    path: str
    title: Words


@dataclass(frozen=True, slots=True)
class Needs:
    """What functions of a declaration may use. `assumed`: rules that no act stands behind decide, in a sandbox.
    `drafts` begins documents in somebody's name. `papers` and `redecides` (what a decided case comes to with facts of
    now; None while an agency does not answer) are there for the hub's own steps alone.
    """

    store: Store
    sealer: Sealer
    hash: KeyedHash
    staff: Staff
    planner: Planner
    reader: Reader
    drafts: Drafts
    assumed: bool = False
    papers: SealedPapers | None = None
    redecides: Callable[[str], Awaitable[Fresh | None]] | None = None

    async def context(self, tx: Tx) -> Context:
        """This moment, with the people and the calendar."""
        return (await self.staff.now(tx)).context(await tx.now())


@dataclass(frozen=True, slots=True)
class Stored(Generic[S]):
    """An aggregate as it is stored, with the head of its chain; `work_at` and `changed_at` in microseconds."""

    id: str
    room: str
    state: S
    chain: str = ""
    work_at: int | None = None
    changed_at: int = 0


Standing = Callable[[Needs, Tx, Stored[S], str], Awaitable[Before[S, Any]]]
"""An aggregate before a command of somebody."""


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """What a command came to: before, the events, after."""

    id: str
    before: S
    after: S
    events: Sequence[EventOf[S]]


def stands(before: Callable[[S, Context], Before[S, Any]]) -> Standing[S]:
    """Of a room whose rules look at nothing but the state and the moment."""

    async def standing(needs: Needs, tx: Tx, stored: Stored[S], _login: str) -> Before[S, Any]:
        return before(stored.state, await needs.context(tx))

    return standing


async def _nothing(_needs: Needs, _tx: Tx, _step: Step[Any]) -> None:
    return None


async def _as_said(_needs: Needs, _tx: Tx, _stored: Stored[Any], command: Command) -> Command | Refusal:
    return command


async def _no_options(_needs: Needs, _tx: Tx, _stored: Stored[Any]) -> Mapping[str, tuple[Option, ...]]:
    return {}


async def _keeps_nothing(_tx: Tx, _sealer: Sealer, _stored: Stored[Any]) -> bool:
    return True


async def _no_blocks(_needs: Needs, _tx: Tx, _stored: Stored[Any]) -> Sequence[Block]:
    return ()


async def _hides_nothing(_needs: Needs, _tx: Tx, _stored: Stored[Any], _login: str) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[S]):
    """The aggregates of a room.

    of         the room: its name, its kernel, what all is called
    part       where people look for it: beside which other rooms it stands
    rights     one of which it takes to see them; who may act, each act says
    phase      the one that a state is in; `closed` are those in which nothing follows
    name       what one is called in a list, without personal data
    standing   an aggregate before a command, with what its rules look at, read in the transaction that decides
    shown      what a page, the API and a print show of one, without looking further; `more` what is read for it
    hidden     cells that name families whose address somebody may not see (`Block.without`)
    id_of      the id of what a command opens, where it follows from what is said
    finds      the same where the hub has to look it up: HubError where there is nothing to open it for
    holds      what one holds alone, in words of the room: two that want the same never both have it
    within     the aggregate that it belongs to
    completes  the command with what the hub alone knows, or why it is refused
    follows    what else is written in the transaction of a step
    unguessed  acts of which no sample is ever right: offered unless refused for more than what was said
    fills      what there is to choose from in forms, by a field's name
    veiled     of these choices those that `hidden` names are offered to nobody whom they are hidden from
    leads      its further pages and files, whose doors the room has of its own
    keeps      whether rows that it keeps beside its state are what that says
    due        whether it is the hub's turn now, or from when on; then `works` does the hub's next step, one at a time
    letter_on  from which day on somebody has to send a letter of it by post; None while nobody has
    """

    of: Room[S]
    part: Part
    rights: tuple[Right, ...]
    name: Callable[[S], Words]
    standing: Standing[S]
    shown: Callable[[S, Context], Sequence[Block]]
    phase: Callable[[S], str] = attrgetter("phase")
    closed: frozenset[str] = frozenset()
    more: Callable[[Needs, Tx, Stored[S]], Awaitable[Sequence[Block]]] = _no_blocks
    hidden: Callable[[Needs, Tx, Stored[S], str], Awaitable[frozenset[str]]] = _hides_nothing
    id_of: Callable[[Command], str] = lambda _: new_id()
    finds: Callable[[Needs, Tx, Command], Awaitable[str]] | None = None
    holds: Callable[[S], Iterable[str]] = lambda _: ()
    within: Callable[[S], str | None] = lambda _: None
    completes: Callable[[Needs, Tx, Stored[S], Command], Awaitable[Command | Refusal]] = _as_said
    follows: Callable[[Needs, Tx, Step[S]], Awaitable[None]] = _nothing
    fills: Callable[[Needs, Tx, Stored[S]], Awaitable[Mapping[str, tuple[Option, ...]]]] = _no_options
    veiled: frozenset[str] = frozenset()
    leads: Callable[[S], Sequence[Lead]] = lambda _: ()
    unguessed: frozenset[str] = frozenset()
    keeps: Callable[[Tx, Sealer, Stored[S]], Awaitable[bool]] = _keeps_nothing
    due: Callable[[S], bool | datetime] = lambda _: False
    works: Callable[[Aggregates, Stored[S]], Awaitable[None]] | None = None
    letter_on: Callable[[S], date | None] = lambda _: None

    @property
    def room(self) -> str:
        """Its name in addresses and commands."""
        return self.of.name

    @property
    def kernel(self) -> Kernel[S]:
        """What decides about its aggregates."""
        return self.of.kernel
