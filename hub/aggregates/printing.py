"""An aggregate on paper: its tables at a moment, with the head of its history, so that a print can be held to it."""

from __future__ import annotations

import asyncio
from typing import Any

from document_flow.letterhead import Letterhead
from document_flow.rendering import models
from document_flow.rendering.forms import PrintKind
from document_flow.rendering.refusals import RenderRefused
from document_flow.rendering.render import render
from document_flow.words import Lang
from hub.aggregates.aggregates import Sheet
from hub.aggregates.showing import name_of, phase_of, shown_rows
from hub.errors import Conflict, Refused, Words

_TAMPERED = Words(
    "Tarixçə sübutla uyğun gəlmir, ona görə çap olunmur. Auditora bildirin.",
    "The history does not agree with the evidence, so nothing is printed. Tell the auditor.",
)


async def sheet_pdf(sheet: Sheet[Any], letterhead: Letterhead, lang: Lang, *, sample: bool) -> bytes:
    """The PDF. Conflict where its history was changed by hand: nothing is printed of that."""
    if not sheet.intact:
        raise Conflict("aggregates.tampered", _TAMPERED)
    paper = _paper(sheet, letterhead.body, lang)
    try:
        return await asyncio.to_thread(
            render,
            PrintKind.TABLE_SHEET,
            paper,
            lang=lang,
            sample=sample or sheet.standing.context.played,
            emblem=letterhead.emblem,
        )
    except RenderRefused as refused:
        words = Words(refused.words.az, refused.words.en)
        raise Refused(refused.code, words, status=422, place=refused.place) from refused


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
