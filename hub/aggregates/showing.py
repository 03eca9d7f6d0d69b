"""How aggregates are written for people, whatever shows them: a page, a terminal, a paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final, TypeVar

from document_flow.context import BAKU
from document_flow.form import Field
from document_flow.kernel import Counted, Kernel
from document_flow.people import Directory
from document_flow.second_person import Proposal
from document_flow.words import Lang, Words
from hub.aggregates.kind import Block, Cell, ColumnOf, Kind
from hub.store.ids import parse_id
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
    return kind.of.phases.get(phase, Words(phase, phase)).say(lang)


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


def proposal_blocks(kernel: Kernel[S], waiting: Proposal | None, directory: Directory) -> tuple[Block, ...]:
    """What waits for a second person: whose hand, which act, and what it says; none where nothing does,
    or where the room shows it by itself.
    """
    if waiting is None or not waiting.says:
        return ()
    form, name = kernel.form(waiting.act), directory.name(waiting.by)
    title = Words(f"İkinci şəxsi gözləyir: {form.title.az}", f"Waits for a second person: {form.title.en}")
    rows = [_proposed(each, waiting.says[each.name]) for each in form.fields if each.name in waiting.says]
    note = Words(f"Təklif edən: {name}.", f"Proposed by {name}.")
    return (Block("waiting", title, (_WHAT, _VALUE, _DOCUMENT), rows, note),)


def _proposed(field: Field, said: Any) -> tuple[Cell, Cell, Cell]:
    if field.name == "document" and parse_id(said):
        return (field.label, None, f"documents/{said}")
    if field.input == "amount":
        return (field.label, text_from_qepik(said), None)
    if field.input == "date":
        return (field.label, date.fromisoformat(said), None)
    names = {option.value: option.name for option in field.options}
    return (field.label, names.get(said, said), None)


_WHAT = ColumnOf("what", Words("Nə", "What"))
_VALUE = ColumnOf("value", Words("Deyilir", "It says"))
_DOCUMENT = ColumnOf("document", Words("Sənəd", "Document"), "id")
