"""Two versions of a table beside each other, and what the newer one would change in stored cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from document_flow.decisions.differing import RowPair, SheetPair, differences
from document_flow.decisions.outcome import Conflicted, Decided, NotDecided, Outcome
from document_flow.decisions.replay import Difference
from document_flow.decisions.table import Table
from document_flow.decisions.texts import show_fact
from document_flow.decisions.versions import TableVersion
from document_flow.programmes import programmes
from hub.access.rights import Right
from hub.console.pages import page
from hub.console.posting import SentDep, gets, posts
from hub.console.rules.finding import AskedNumber, FoundTable, TableName, find
from hub.console.rules.grids import shown_facts
from hub.console.viewer import Viewer, ViewerDep
from hub.documents.law.impact import Impact, Looker
from hub.errors import HubError, Words
from hub.store.ids import new_id
from hub.web.context import HubDep

router = APIRouter()
MOST = 50
"""Cases shown whose outcome changes; the others are counted."""
MOST_ROWS = 150
"""Rules of a decision beside each other; where there are more, those that are the same are only counted."""
OUTCOMES: Mapping[str, Words] = {
    "decided": Words("qərar verilir", "decided"),
    "not_decided": Words("qərar verilmir", "not decided"),
    "conflicted": Words("ziddiyyət", "conflict"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """What a case comes to under one version."""

    kind: str
    rows: Sequence[Sequence[tuple[Words, Words]]]
    missing: Sequence[Words]
    rules: Sequence[int]
    bases: Sequence[str]


@dataclass(frozen=True, slots=True)
class Changed:
    """A case that changes, old beside new; `facts` only where the viewer may see them."""

    case: str
    before: Side
    after: Side
    only_basis: bool
    facts: Sequence[tuple[Words, Words]] | None


@router.get("/rules/{table}/difference")
@gets(Right.DOCUMENTS, "{table}")
async def difference(
    request: Request,
    hub: HubDep,
    who: ViewerDep,
    table: TableName,
    version: AskedNumber = None,
    before: AskedNumber = None,
) -> HTMLResponse:
    """Version beside version."""
    found = await _newest(await find(hub, table, version), hub, named=version)
    old = _before(found, before)
    pairs = [_shortened(each) for each in differences(old.table, found.version.table)] if old else []
    return await page(
        request,
        who,
        "rules/difference.html",
        found=found,
        kept=found.kept,
        version=found.version,
        old=old,
        pairs=pairs,
    )


@router.get("/rules/{table}/impact")
@gets(Right.DOCUMENTS, "{table}")
async def impact(
    request: Request,
    hub: HubDep,
    who: ViewerDep,
    table: TableName,
    version: AskedNumber = None,
    before: AskedNumber = None,
) -> HTMLResponse:
    """Which versions to replay."""
    found = await _newest(await find(hub, table, version), hub, named=version)
    return await _impact_page(request, who, found, _before(found, before))


@router.post("/rules/{table}/impact")
@posts(Right.RULES)
async def replay(sent: SentDep, table: TableName, version: AskedNumber = None) -> HTMLResponse:
    """Decide all stored cases by both versions; remembered as shown to this person."""
    request, hub, who, before = sent.request, sent.hub, sent.who, sent.form.whole("before")
    found = await find(hub, table, version)
    versions = found.kept.versions
    old = versions.before(found.version.number) if before is None else versions.version(before)
    looker = Looker(who.login, who.person.party, "head" in who.person.roles)
    numbers = (old.number if old else None, found.version.number)
    try:
        made = await hub.law.impacts.of_stored(found.kept, numbers, looker, MOST)
    except HubError as refused:
        return await _impact_page(request, who, found, old, refused=refused.words)
    return await _impact_page(request, who, found, old, made=made)


async def _impact_page(
    request: Request,
    who: Viewer,
    found: FoundTable,
    old: TableVersion | None,
    *,
    made: Impact | None = None,
    refused: Words | None = None,
) -> HTMLResponse:
    return await page(
        request,
        who,
        "rules/impact.html",
        422 if refused else 200,
        found=found,
        kept=found.kept,
        version=found.version,
        old=old,
        made=made,
        changed=[_changed(each, made) for each in made.shown] if made else [],
        kinds=_kinds(made),
        refused=refused,
        programme=next((each for each in programmes().values() if each.table == found.kept.name), None),
        key=new_id(),
    )


def _shortened(pair: SheetPair) -> tuple[SheetPair, Sequence[RowPair], int]:
    """A decision, the rows that are shown of it, and how many are not."""
    rows: Sequence[RowPair] = pair.rows
    if len(rows) > MOST_ROWS:
        rows = [row for row in rows if row.how != "same"][:MOST_ROWS]
    return pair, rows, len(pair.rows) - len(rows)


async def _newest(found: FoundTable, hub: HubDep, *, named: int | None) -> FoundTable:
    """Without a number the newest version is meant: the one that may become law."""
    newest = found.kept.versions.versions[-1].number
    return found if named or found.version.number == newest else await find(hub, found.kept.name, newest)


def _before(found: FoundTable, number: int | None) -> TableVersion | None:
    versions = found.kept.versions
    if number:
        return versions.version(number)
    earlier = [each for each in versions.versions if each.number < found.version.number]
    return versions.before(found.version.number) or (earlier[-1] if earlier else None)


def _kinds(made: Impact | None) -> list[tuple[Words, Words, int]]:
    if made is None:
        return []
    return [(OUTCOMES[old], OUTCOMES[new], count) for (old, new), count in sorted(made.replay.kinds.items())]


def _changed(found: Difference, made: Impact) -> Changed:
    facts = made.facts.get(found.case)
    return Changed(
        found.case,
        _side(made.before.table, found.before),
        _side(made.after.table, found.after),
        found.only_basis,
        shown_facts(made.after.table, facts) if facts is not None else None,
    )


def _side(table: Table, outcome: Outcome) -> Side:
    match outcome:
        case Decided(rows, rules):
            shown = [[(table.label(name), show_fact(value)) for name, value in row.items()] for row in rows]
            own = [each for each in rules if each.decision == table.end.id]
            return Side("decided", shown, (), [each.number for each in own], [each.basis for each in own])
        case NotDecided():
            return Side("not_decided", (), [table.label(name) for name in outcome.missing], (), ())
        case Conflicted(rules):
            return Side("conflicted", (), (), [each.number for each in rules], ())
