"""A sheet of tables: how a list, an account or a draw stands at a moment, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from document_flow.rendering.models.parts import Body
from document_flow.rendering.text import Line, Note


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table: as many cells in each row as there are columns; `note` is a sentence under its title."""

    title: Line
    note: Note
    columns: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class TableSheet:
    """`id` and `version` say which state of it is shown; `digest` is the head of its chain of events, in hex."""

    body: Body
    title: Line
    state: Line
    day: date
    at: datetime
    id: Line
    version: Line
    digest: Line
    tables: tuple[SheetTable, ...]
