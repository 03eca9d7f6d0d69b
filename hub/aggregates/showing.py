"""How aggregates are written for people, whatever shows them: a page, a terminal, a paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, TypeVar

from document_flow.context import BAKU
from document_flow.kernel import Counted
from document_flow.words import Lang, Words
from hub.aggregates.kind import Block, Cell, ColumnOf, Kind
from mappings.money import text_from_qepik

S = TypeVar("S", bound=Counted)
_HASH: Final = 16
"""Signs of a hash that a person is shown."""


def name_of(kind: Kind[S], state: S, lang: Lang) -> str:
    """What one is called."""
    return kind.name(state).say(lang)


def phase_of(kind: Kind[S], state: S, lang: Lang) -> str:
    """Where one stands, in words."""
    phase = kind.phase(state)
    return kind.phases.get(phase, Words(phase, phase)).say(lang)


def shown_rows(block: Block, lang: Lang) -> list[list[str]]:
    """The rows of a table as people read them."""
    return [
        [cell_text(column, cell, lang) for column, cell in zip(block.columns, row, strict=True)] for row in block.rows
    ]


def cell_text(column: ColumnOf, cell: Cell, lang: Lang) -> str:
    """A cell as people read it; a dash where there is nothing."""
    match cell:
        case None | "":
            return "–"
        case Words():
            return cell.say(lang)
        case int() if column.form == "money":
            return text_from_qepik(cell)
        case datetime():
            return f"{cell.astimezone(BAKU):%d.%m.%Y %H:%M}"
        case date():
            return f"{cell:%d.%m.%Y}"
        case str() if column.form == "hash" and len(cell) > _HASH:
            return f"{cell[:_HASH]}…"
        case _:
            return str(cell)
