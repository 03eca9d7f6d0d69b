"""The room of counted questions: what was asked, a question, its figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from hub.access.rights import Right
from hub.console.drawings import count_bars
from hub.console.pages import page
from hub.console.posting import FRESH, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, Viewer, ViewerDep, house_only
from hub.errors import HubError, Refused, Words
from hub.register.counting.dimensions import count_sheet
from hub.register.counting.tally import ALL, CountQuestion
from hub.store.ids import NEWEST, new_id
from hub.web.context import HubDep
from hub.web.counts import (
    ALONE,
    COUNTED,
    LEFT_OUT,
    NOT_SHOWN,
    about,
    ask_count,
    count_csv,
    count_named,
    counts,
    draft_letter,
    left_out,
    records_read,
    shown_table,
    title_of,
)

router = APIRouter()
_LISTED = 20


@router.get("/counts")
@gets(Right.COUNT, ask=Viewer.need_in_house)
async def listing(request: Request, hub: HubDep, who: ViewerDep, tried: TriedDep = FRESH) -> HTMLResponse:
    """The form, and what was asked before."""
    today: date = (await hub.office.documents.around()).context(hub.clock.now()).today
    async with hub.store.read() as tx:
        found = await counts(hub).newest(tx, NEWEST, _LISTED)
    return await page(
        request,
        who,
        "counts/listing.html",
        tried=tried,
        found=found,
        dimensions=count_sheet().dimensions,
        counted=COUNTED,
        today=today,
        title=lambda question: title_of(question, who.lang),
        fresh=new_id,
    )


@router.post("/counts")
@posts(Right.COUNT, listing, otherwise="by", shows=HubError)
async def ask(sent: SentDep) -> str:
    """Have it counted; the same form sent twice is one question."""
    house_only(sent.who)
    form = sent.form
    only = {name: form.all(f"only-{name}") for name in count_sheet().dimensions}
    typed: dict[str, Any] = {
        "counted": form.text("counted"),
        "by": tuple(each for each in (form.text("by"), form.text("across")) if each),
        "only": {name: chosen for name, codes in only.items() if (chosen := tuple(each for each in codes if each))},
        "day": form.text("day"),
    }
    try:
        question = CountQuestion.model_validate(typed)
    except ValidationError as wrong:
        place = str(wrong.errors()[0]["loc"][0])
        raise Refused("counts.form", _DAY if place == "day" else _FORM, status=422, place=place) from wrong
    return f"{PATH}/counts/{await ask_count(sent.hub, sent.who.person, question, form.key)}"


@router.get("/counts/{count}")
@gets(Right.COUNT, "{count}", ask=Viewer.need_in_house)
async def one(request: Request, hub: HubDep, who: ViewerDep, count: str, tried: TriedDep = FRESH) -> HTMLResponse:
    """The figures, or how far it is."""
    found = await count_named(hub, count)
    shown = shown_table(found)
    totals = [row[-1] for row in shown.figures[:-1]] if shown else []
    return await page(
        request,
        who,
        "counts/one.html",
        tried=tried,
        it=found,
        table=shown,
        bars=count_bars([(name, total) for (_, name), total in zip(shown.rows, totals, strict=True)]) if shown else (),
        ends=[*shown.rows, ("", ALL)] if shown else (),
        across=[*shown.columns, ("", ALL)]
        if shown and len(shown.columns) > 1
        else [("", COUNTED[found.question.counted])],
        dimensions=count_sheet().dimensions,
        left=left_out(found),
        read=records_read(found),
        of_all=about(found.of_all),
        reasons=LEFT_OUT,
        not_shown=NOT_SHOWN,
        alone=ALONE,
        title=title_of(found.question, who.lang),
        fresh=new_id,
    )


@router.get("/counts/{count}/table.csv")
@gets(Right.COUNT, "{count}", ask=Viewer.need_in_house)
async def table(hub: HubDep, who: ViewerDep, count: str) -> Response:
    """The figures as a file."""
    found = await count_named(hub, count)
    headers = {"content-disposition": f'attachment; filename="say-{found.question.day}.csv"'}
    return Response(count_csv(found, who.lang), media_type="text/csv", headers=headers)


@router.post("/counts/{count}/letter")
@posts(Right.COUNT, one, otherwise="letter", shows=HubError)
async def letter(sent: SentDep, count: str) -> str:
    """Begin a letter with the figures, and go to it."""
    house_only(sent.who)
    found = await count_named(sent.hub, count)
    return f"{PATH}/documents/{await draft_letter(sent.hub, sent.who.login, found, sent.form.key)}"


_DAY = Words("Günü 24.11.2026 kimi yazın.", "Write the day as 24.11.2026.")
_FORM = Words("Nəyin sayıldığını və nə üzrə sayıldığını seçin.", "Choose what is counted, and by what.")
