"""A new version: cells edited in a grid, or a DMN file; read and checked whole, what is wrong told beside its cell."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from document_flow.decisions.case_file import write_cases
from document_flow.decisions.dmn_writing import write_dmn
from document_flow.decisions.facts import TYPE_NAMES
from document_flow.decisions.grid import GridRefused, GridSheet, grid, read_grid
from document_flow.decisions.proposal import read_proposal
from document_flow.decisions.refusal import TableRefused
from hub.access.rights import Right
from hub.app import Hub
from hub.console.pages import page
from hub.console.posting import SentDep, gets, posts
from hub.console.rules import case_form, grid_form, grids
from hub.console.rules.act_form import ACT_FIELDS, read_act
from hub.console.rules.facts_form import listed_texts
from hub.console.rules.finding import AskedNumber, FoundTable, TableName, find
from hub.console.viewer import PATH, Form, Viewer, ViewerDep
from hub.documents.acting.service import Given
from hub.documents.law.enacting import Draft
from hub.errors import HubError, Words
from hub.store.ids import new_id
from hub.web.context import HubDep

router = APIRouter()
MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it stands: the sheets and cases, the act, and where the command would go."""

    sheets: Sequence[GridSheet]
    cases: Sequence[case_form.CaseRow]
    act: Mapping[str, str]
    key: str
    wrong: Mapping[str, Words] = field(default_factory=dict)
    others: Sequence[Words] = ()
    checked: bool = False
    notes: Sequence[Words] = ()
    """What a lawyer should still look at in a table that was checked and has no errors."""


@router.get("/rules/{table}/propose")
@gets(Right.DOCUMENTS, "{table}")
async def begin(
    request: Request, hub: HubDep, who: ViewerDep, table: TableName, version: AskedNumber = None
) -> HTMLResponse:
    """The grid of a version, to be changed."""
    found = await find(hub, table, version)
    act = found.version.act
    stated = {
        "act_id": act.id,
        "act_az": act.title.az,
        "act_en": act.title.en,
        "act_day": act.day.isoformat() if act.day else "",
    }
    cases = found.kept.with_cases(found.version.number).cases
    typed = Typed(grid(found.version.table), case_form.rows_of(cases), stated, new_id())
    return await _page(request, who, found, typed)


@router.post("/rules/{table}/propose")
@posts(Right.RULES)
async def propose(sent: SentDep, table: TableName, version: AskedNumber = None) -> str | Response:
    """A button of the form: change its rows, check, or propose what is typed."""
    request, hub, who, form = sent.request, sent.hub, sent.who, sent.form
    found = await find(hub, table, version)
    begun, do = found.version.table, form.text("do")
    typed = Typed(
        grid_form.ordered(grid_form.read_sheets(form, begun), do, begun),
        case_form.ordered(case_form.read_rows(form, begun), do),
        {name: form.text(name) for name in ACT_FIELDS},
        form.text("key") or new_id(),
    )
    if do not in ("propose", "check"):
        return await _page(request, who, found, typed)
    drafted, typed = _drafted(found, typed, form)
    if drafted is None:
        return await _page(request, who, found, typed)
    try:
        if do == "check":
            notes = await asyncio.to_thread(_checked, found, drafted)
            return await _page(request, who, found, replace(typed, checked=True, notes=notes))
        number = await _proposed(hub, who, table, drafted, form)
    except TableRefused as refused:
        wrong = grid_form.sorted_out(begun, refused.problems)
        return await _page(request, who, found, replace(typed, wrong=wrong.fields, others=wrong.others))
    except HubError as refused:
        return await _page(request, who, found, replace(typed, others=(refused.words,), key=new_id()))
    return f"{PATH}/rules/{table}?version={number}"


@router.post("/rules/{table}/upload")
@posts(Right.RULES)
async def upload(sent: SentDep, table: TableName, version: AskedNumber = None) -> str | Response:
    """A version as a DMN file; test cases are those of the version shown, unless a file brings others."""
    request, hub, who, form = sent.request, sent.hub, sent.who, sent.form
    found = await find(hub, table, version)
    act, wrong = read_act(form)
    dmn, cases = await file_text(form, "dmn"), await file_text(form, "cases")
    if not dmn:
        wrong["dmn"] = NO_FILE
    if act is None or wrong:
        return await _upload_refused(request, who, found, form, wrong, ())
    drafted = Draft(act, dmn, cases or found.kept.stored[found.version.number].cases)
    try:
        number = await _proposed(hub, who, table, drafted, form)
    except TableRefused as refused:
        return await _upload_refused(request, who, found, form, {}, grid_form.told(refused.problems))
    except HubError as refused:
        return await _upload_refused(request, who, found, form, {}, (refused.words,))
    return f"{PATH}/rules/{table}?version={number}"


async def _upload_refused(
    request: Request, who: Viewer, found: FoundTable, form: Form, wrong: Mapping[str, Words], others: Sequence[Words]
) -> HTMLResponse:
    cases = found.kept.with_cases(found.version.number).cases
    act = {name: form.text(name) for name in ACT_FIELDS}
    typed = Typed(grid(found.version.table), case_form.rows_of(cases), act, new_id(), wrong, others)
    return await _page(request, who, found, typed)


def _drafted(found: FoundTable, typed: Typed, form: Form) -> tuple[Draft | None, Typed]:
    """The version that is typed, or the form with the words beside what keeps it from being one."""
    begun = found.version.table
    act, wrong = read_act(form)
    cases, wrong_cases = case_form.read_cases(typed.cases, begun)
    wrong |= wrong_cases
    text = write_cases(cases)
    if not case_form.are_plain(begun, found.kept.with_cases(found.version.number).cases):
        text = found.kept.stored[found.version.number].cases
    try:
        made = read_grid(begun, typed.sheets)
    except GridRefused as refused:
        wrong |= grid_form.cell_fields(begun, refused.cells)
        return None, replace(typed, wrong=wrong)
    if act is None or wrong:
        return None, replace(typed, wrong=wrong)
    return Draft(act, write_dmn(made).decode(), text), typed


def _checked(found: FoundTable, drafted: Draft) -> list[Words]:
    """What the door would say. Raises TableRefused."""
    version = found.version
    read = read_proposal(drafted.dmn.encode(), drafted.cases, version.table.labels, version.number + 1)
    return grid_form.told(read.notes)


async def file_text(form: Form, name: str) -> str:
    """An uploaded file as text; empty where none was chosen or it is no UTF-8."""
    file = form.file(name)
    if file is None:
        return ""
    raw = await file.read(MOST_BYTES + 1)
    try:
        return raw.decode("utf-8-sig") if len(raw) <= MOST_BYTES else ""
    except UnicodeDecodeError:
        return ""


async def _proposed(hub: Hub, who: Viewer, table: str, draft: Draft, form: Form) -> int:
    given = Given(form.text("key"), form.whole("revision"), request=f"propose {draft.act} {draft.dmn} {draft.cases}")
    return (await hub.law.enacting.propose(who.login, table, draft, given)).number


async def _page(request: Request, who: Viewer, found: FoundTable, typed: Typed) -> HTMLResponse:
    table = found.version.table
    facts, outputs = case_form.columns(table)
    plain = case_form.are_plain(table, found.kept.with_cases(found.version.number).cases)
    return await page(
        request,
        who,
        "rules/propose.html",
        422 if typed.wrong or typed.others else 200,
        found=found,
        kept=found.kept,
        version=found.version,
        table=table,
        typed=typed,
        wrong=typed.wrong,
        fits=grid_form.fits(table),
        plain=plain,
        facts=facts,
        outputs=outputs,
        listed={each.fact: listed_texts(each) for each in table.facts()}
        | {each.name: listed_texts(each) for each in table.end.outputs},
        policies=grids.POLICIES,
        kinds=TYPE_NAMES,
    )


NO_FILE = Words(
    "UTF-8 kodlaşdırmasında DMN faylı seçin (1.1–1.6, ən çoxu 8 MB).",
    "Choose a DMN file in UTF-8 (1.1 to 1.6, at most 8 MB).",
)
