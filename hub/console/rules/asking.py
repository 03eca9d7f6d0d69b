"""Try it: the facts of one case and a legal day → decided, not decided or in conflict, and why, in sentences.

Nothing is kept: a decision that counts is made in the file that it is about.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from document_flow.decisions.explain import Explanation, explain
from document_flow.decisions.outcome import Conflicted, Decided, NotDecided, Outcome
from document_flow.decisions.table import Table
from document_flow.decisions.texts import show_fact
from document_flow.decisions.versions import TableVersion
from hub.access.rights import Right
from hub.console.pages import page
from hub.console.posting import SentDep, gets, posts
from hub.console.rules.facts_form import day_typed, fields, read_facts
from hub.console.rules.finding import AskedNumber, FoundTable, TableName, find
from hub.console.viewer import Form, Viewer, ViewerDep
from hub.errors import Words
from hub.web.context import HubDep

router = APIRouter()
_NO_DAY = Words(
    "Belə gün yoxdur; gün.ay.il şəklində yazın, məsələn 25.11.2026.",
    "There is no such day; write it as day.month.year, such as 25.11.2026.",
)


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule that took part, with the row of the grid to see it in."""

    number: int
    decision: str
    name: str
    basis: str
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the law says about the case, as a page shows it."""

    kind: str
    rows: Sequence[Sequence[tuple[Words, Words]]]
    rules: Sequence[RuleShown]
    missing: Sequence[str]
    reasons: Sequence[Words]
    sentences: Sequence[Words]
    version: int | None
    as_of: date | None


@router.get("/rules/{table}/try")
@gets(Right.DOCUMENTS, "{table}")
async def asked(
    request: Request, hub: HubDep, who: ViewerDep, table: TableName, version: AskedNumber = None
) -> HTMLResponse:
    """The empty form."""
    return await _page(request, who, await find(hub, table, version), None)


@router.post("/rules/{table}/try")
@posts(Right.DOCUMENTS)
async def answered(sent: SentDep, table: TableName, version: AskedNumber = None) -> HTMLResponse:
    """The answer, with the form as it was filled in."""
    request, hub, who, form = sent.request, sent.hub, sent.who, sent.form
    found = await find(hub, table, version)
    typed_day = form.text("as_of")
    as_of = day_typed(typed_day) if typed_day else found.day
    by_version = form.text("law") == "version"
    law = found.version if by_version or as_of is None else found.kept.versions.on(as_of) or found.version
    facts = read_facts(form, fields(law.table))
    wrong = dict(facts.wrong) if as_of else {"as_of": _NO_DAY, **facts.wrong}
    if wrong or as_of is None:
        return await _page(request, who, found, form, wrong=wrong)
    assumed = hub.law.rulings.assumed
    if by_version:
        told = await asyncio.to_thread(explain, law.table, facts.given, allow_assumed=assumed)
    else:
        told = await asyncio.to_thread(found.kept.versions.explain, facts.given, as_of=as_of, allow_assumed=assumed)
    return await _page(request, who, found, form, answer=answer_of(law, told, as_of))


async def _page(
    request: Request,
    who: Viewer,
    found: FoundTable,
    form: Form | None,
    *,
    wrong: Mapping[str, Words] | None = None,
    answer: Answer | None = None,
) -> HTMLResponse:
    return await page(
        request,
        who,
        "rules/try.html",
        422 if wrong else 200,
        found=found,
        kept=found.kept,
        version=found.version,
        asked=fields(found.version.table),
        typed=form,
        wrong=wrong or {},
        answer=answer,
    )


def answer_of(law: TableVersion, told: Explanation, as_of: date) -> Answer:
    """What was explained, for a page; `law` is the version that decided, or would have."""
    table, outcome = law.table, told.outcome
    rows: list[list[tuple[Words, Words]]] = []
    missing: list[str] = []
    reasons: list[Words] = []
    if isinstance(outcome, Decided):
        rows = [[(table.label(name), show_fact(value)) for name, value in row.items()] for row in outcome.rows]
    elif isinstance(outcome, NotDecided):
        missing = list(outcome.missing)
        reasons = [each.words for each in outcome.reasons]
    version = told.version or (law.number if told.sha256 else None)
    return Answer(outcome.kind, rows, _rules(table, outcome), missing, reasons, told.sentences, version, as_of)


def _rules(table: Table, outcome: Outcome) -> list[RuleShown]:
    if not isinstance(outcome, Decided | Conflicted):
        return []
    return [
        RuleShown(each.number, each.decision, table.decision(each.decision).name, each.basis, each.is_assumed)
        for each in outcome.rules
    ]
