"""An aggregate on paper: its tables at a moment, with the head of its history, so that a print can be held to it.

One of its tables can be taken as a file.
"""

from __future__ import annotations

import asyncio
import csv
import io
from typing import Any

from document_flow.letterhead import Letterhead
from document_flow.rendering import models
from document_flow.rendering.forms import PrintKind
from document_flow.rendering.render import render
from document_flow.words import Lang
from hub.aggregates.aggregates import Sheet
from hub.aggregates.kind import Cell, ColumnOf
from hub.aggregates.showing import cell_text, name_of, phase_of, shown_rows
from hub.documents.printing.refusing import refusing_unprintable
from hub.errors import Conflict, NotFound, Words

_TAMPERED = Words(
    "Tarixçə sübutla uyğun gəlmir, ona görə çap olunmur. Auditora bildirin.",
    "The history does not agree with the evidence, so nothing is printed. Tell the auditor.",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table_csv(sheet: Sheet[Any], code: str, lang: Lang) -> bytes:
    """One table as spreadsheets here open it: semicolons, UTF-8 with a mark, no formula; hashes whole. NotFound."""
    block = next((each for each in sheet.blocks if each.code == code), None)
    if block is None:
        known = ", ".join(each.code for each in sheet.blocks)
        raise NotFound("aggregates.no_table", Words(f"Belə cədvəl yoxdur; var: {known}.", f"No such table; {known}."))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([each.title.say(lang) for each in block.columns])
    for row in block.rows:
        writer.writerow([_cell(column, cell, lang) for column, cell in zip(block.columns, row, strict=True)])
    return out.getvalue().encode("utf-8-sig")


def _cell(column: ColumnOf, cell: Cell, lang: Lang) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return cell_text(column, cell, lang)


async def sheet_pdf(sheet: Sheet[Any], letterhead: Letterhead, lang: Lang, *, sample: bool) -> bytes:
    """The PDF. Conflict where its history was changed by hand: nothing is printed of that."""
    if not sheet.intact:
        raise Conflict("aggregates.tampered", _TAMPERED)
    paper = _paper(sheet, letterhead.body, lang)
    with refusing_unprintable():
        return await asyncio.to_thread(
            render,
            PrintKind.TABLE_SHEET,
            paper,
            lang=lang,
            sample=sample or sheet.standing.context.played,
            emblem=letterhead.emblem,
        )


def _paper(sheet: Sheet[Any], house: models.Body, lang: Lang) -> models.TableSheet:
    stored, context = sheet.stored, sheet.standing.context
    return models.TableSheet(
        body=house,
        title=name_of(sheet.kind, stored.state, lang),
        state=phase_of(sheet.kind, stored.state, lang),
        day=context.today,
        at=context.now,
        id=stored.id,
        version=str(stored.state.length),
        digest=stored.chain,
        tables=tuple(
            models.SheetTable(
                each.title.say(lang),
                each.note.say(lang) if each.note else "",
                tuple(column.title.say(lang) for column in each.columns),
                tuple(tuple(row) for row in shown_rows(each, lang)),
            )
            for each in sheet.blocks
        ),
    )
