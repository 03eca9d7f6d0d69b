"""Aggregates as doors show them and take what is asked of them: one reading for pages, API and command line."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field

from document_flow.kernel import Counted
from document_flow.words import Words
from hub.access.people import Person
from hub.access.rights import RoleMissing, rights_of, roles_with
from hub.aggregates.aggregates import Done, Sheet
from hub.aggregates.kind import Block, Cell, Kind, Stored
from hub.aggregates.showing import name_of, phase_of, shown_rows
from hub.app import Hub
from hub.bodies import Body
from hub.errors import Lang
from hub.register.looking import note_looks
from hub.web.officials import Actor

S = TypeVar("S", bound=Counted)
FieldName = Annotated[str, Field(max_length=60)]
Text = Annotated[str, Field(max_length=100_000)]
SaidOfForm = Annotated[dict[FieldName, Text | Annotated[list[Text], Field(max_length=2000)]], Field(max_length=40)]
"""What a form's fields say, each as a text, or as several where several may be chosen."""


class AggregateBeginBody(Body):
    """The act that opens one, by its kind, with what it says."""

    act: str = Field(min_length=1, max_length=60)
    says: SaidOfForm = Field(default_factory=dict)


class AggregateActBody(AggregateBeginBody):
    """One act, on the version that was seen."""

    expected_version: int = Field(ge=1)


class AggregateLineView(BaseModel):
    """One as it stands in a list: what it is called, its phase as a code and in words."""

    id: str
    name: str
    phase: str
    shown: str
    version: int


class AggregateListingView(BaseModel):
    """Part of a list, the newest first; `next` is the cursor of the next part."""

    items: list[AggregateLineView]
    next: str | None


class ColumnView(BaseModel):
    """A column: its name for programs, its title for people."""

    code: str
    title: str


class BlockView(BaseModel):
    """A table: values by the columns' names (money in qəpik), and the same as people read them."""

    code: str
    title: str
    note: str
    columns: list[ColumnView]
    rows: list[dict[str, Any]]
    shown: list[list[str]]


class AggregateHappenedView(BaseModel):
    """One line of the history."""

    number: int
    kind: str
    words: str
    by: str
    at: datetime


class AggregateSheetView(AggregateLineView):
    """Everything about one. `offered` are the acts that this official may do now; `intact`: its history is as it was
    written, by row and evidence.
    """

    blocks: list[BlockView]
    offered: list[str]
    history: list[AggregateHappenedView]
    intact: bool


class AggregateDoneView(BaseModel):
    """What was done: the version that it has now, and the names of what happened."""

    id: str
    version: int
    phase: str
    events: list[str]


def need_room(kind: Kind[Any], official: Actor) -> None:
    """Forbidden unless a role lets this person see the room."""
    if not rights_of(official.person.roles).intersection(kind.rights):
        raise RoleMissing(role.value for right in kind.rights for role in roles_with(right))


def line_view(kind: Kind[S], stored: Stored[S], lang: Lang) -> AggregateLineView:
    """One of a list."""
    return AggregateLineView(**_line(kind, stored, lang))


async def sheet_for(hub: Hub, kind: Kind[S], name: str, person: Person, code: str | None = None) -> Sheet[S]:
    """One as this person may see it, of which all is shown or the block of that code; whose own words stand in that was
    looked at, which is written down first.
    """
    found = await hub.aggregates.sheet(kind, name, person.login)
    looks = [look for each in found.blocks if code in (None, each.code) for look in each.looks]
    await note_looks(hub.store, hub.sealer, person, looks)
    return found


def sheet_view(sheet: Sheet[Any], lang: Lang) -> AggregateSheetView:
    """One as shown."""
    kind, name = sheet.kind, sheet.standing.context.directory.name
    names = kind.kernel.names
    return AggregateSheetView(
        **_line(kind, sheet.stored, lang),
        blocks=[block_view(each, lang) for each in sheet.blocks],
        offered=[each.name for each in sheet.offers],
        history=[
            AggregateHappenedView(
                number=line.number,
                kind=line.kind,
                words=names[line.kind].say(lang) if line.kind in names else line.kind,
                by=name(line.actor, line.at),
                at=line.event.at,
            )
            for line in sheet.lines
        ],
        intact=sheet.intact,
    )


def block_view(block: Block, lang: Lang) -> BlockView:
    """A table as shown."""
    return BlockView(
        code=block.code,
        title=block.title.say(lang),
        note=block.note.say(lang) if block.note else "",
        columns=[ColumnView(code=each.code, title=each.title.say(lang)) for each in block.columns],
        rows=[
            {column.code: _plain(cell, lang) for column, cell in zip(block.columns, row, strict=True)}
            for row in block.rows
        ],
        shown=shown_rows(block, lang),
    )


def done_view(kind: Kind[S], done: Done[S]) -> AggregateDoneView:
    """What was done, as shown."""
    return AggregateDoneView(
        id=done.id, version=done.state.length, phase=kind.phase(done.state), events=list(done.events)
    )


def _line(kind: Kind[S], stored: Stored[S], lang: Lang) -> dict[str, Any]:
    state = stored.state
    return {
        "id": stored.id,
        "name": name_of(kind, state, lang),
        "phase": kind.phase(state),
        "shown": phase_of(kind, state, lang),
        "version": state.length,
    }


def _plain(cell: Cell, lang: Lang) -> Any:
    return cell.say(lang) if isinstance(cell, Words) else cell
