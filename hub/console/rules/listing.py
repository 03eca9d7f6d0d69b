"""The tables with how each stands today, and one version of a table as a grid."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from document_flow.decisions.dmn_writing import write_dmn
from document_flow.decisions.versions import TableVersion
from hub.access.proposals import waiting
from hub.access.rights import Right
from hub.app import Hub
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, gets
from hub.console.rules import grids
from hub.console.rules.finding import AskedNumber, FoundTable, Number, TableName, find
from hub.console.viewer import Viewer, ViewerDep
from hub.documents.law.ending import told_ending
from hub.documents.law.impact import last_replay
from hub.documents.law.rulings import today
from hub.documents.law.table_repository import Kept, steps_of
from hub.errors import Words
from hub.evidence.leaf import leaves_of
from hub.store.ids import new_id
from hub.store.legal_time import legal_now
from hub.web.context import HubDep
from hub.web.office.proposals import shown as shown_proposal

router = APIRouter()


_NUMBERED = Words("{} nömrəli versiya", "Version {}")


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A table in the list: the law of today, and the versions on their way to becoming it."""

    kept: Kept
    law: TableVersion | None
    coming: Sequence[TableVersion]
    rules: int
    is_assumed: bool


@router.get("/rules")
@gets(Right.DOCUMENTS)
async def listed(request: Request, hub: HubDep, who: ViewerDep) -> HTMLResponse:
    """All decision tables."""
    async with hub.store.read() as tx:
        tables, day = await hub.law.book.tables(tx), today(await legal_now(tx))
    entries = [_entry(each, day) for each in tables]
    waiting = sum(1 for each in entries for version in each.coming if version.status == "draft")
    return await page(request, who, "rules/list.html", tables=entries, waiting=waiting, day=day)


@router.get("/rules/{table}")
@gets(Right.DOCUMENTS, "{table}")
async def shown(
    request: Request,
    hub: HubDep,
    who: ViewerDep,
    table: TableName,
    version: AskedNumber = None,
    first: Annotated[int, Query(ge=1, le=100_000, alias="from")] = 1,
) -> HTMLResponse:
    """One version of a table."""
    return await table_page(request, hub, who, await find(hub, table, version), first=first)


@router.get("/rules/{table}/{number}.dmn")
async def taken_out(hub: HubDep, who: ViewerDep, table: TableName, number: Number) -> Response:
    """A version as a DMN 1.3 file."""
    who.need(Right.DOCUMENTS, table)
    found = await find(hub, table, number)
    headers = {"content-disposition": f'attachment; filename="{table}-{number}.dmn"'}
    return Response(write_dmn(found.version.table), media_type="application/xml", headers=headers)


async def table_page(
    request: Request, hub: Hub, who: Viewer, found: FoundTable, tried: Attempt = FRESH, *, first: int = 1
) -> HTMLResponse:
    """The page of a version, with a step that was not taken."""
    table = found.version.table
    seen = await asyncio.to_thread(_looked_at, found, first)
    async with hub.store.read() as tx:
        leaves = (await leaves_of(tx, found.kept.stored[found.version.number].id))[::-1]
        before = found.kept.versions.before(found.version.number)
        replay = await last_replay(tx, who.login, found.kept.name, before, found.version)
        ending = await told_ending(tx, hub.sealer, found.kept, found.version.number)
        open_proposals = [
            each for each in await waiting(tx, hub.sealer, ("repeal",)) if each.subject == found.kept.name
        ]
        steps = await steps_of(tx, found.kept.stored[found.version.number].id)
    directory = (await hub.office.documents.around()).directory
    proposals = [(each, shown_proposal(each, who.actor, directory)) for each in open_proposals]
    return await page(
        request,
        who,
        "rules/table.html",
        tried=tried,
        found=found,
        kept=found.kept,
        version=found.version,
        table=table,
        sheets=seen[0],
        report=seen[1],
        cases=seen[2],
        leaves=leaves,
        replay=replay,
        before=before,
        name=directory.told_of(steps).name,
        ending=ending,
        proposals=proposals,
        adopted=[
            (str(each.number), _NUMBERED.say(who.lang).format(each.number))
            for each in found.kept.versions.versions
            if each.status == "adopted"
        ],
        key=new_id(),
        policies=grids.POLICIES,
        first=first,
        most=grids.MOST_LINES,
    )


def _looked_at(found: FoundTable, first: int) -> tuple[list[grids.DecisionSheet], grids.Report, list[grids.Tried]]:
    version = found.version
    cases = found.kept.with_cases(version.number).cases
    return grids.sheets(version.table, first), grids.report(version.table), grids.tried(version.table, cases)


def _entry(kept: Kept, day: date) -> TableEntry:
    law = kept.versions.on(day)
    coming = [each for each in kept.versions.versions if each.status in ("draft", "adopted")]
    shown = law or kept.versions.versions[-1]
    decisions = shown.table.decisions
    rules = sum(len(decision.rules) for decision in decisions)
    return TableEntry(kept, law, coming, rules, any(decision.assumes for decision in decisions))
