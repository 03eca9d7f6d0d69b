"""Decision tables over HTTP: read, asked, explained on paper, compared, and changed by two people."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from document_flow.decisions.dmn_writing import write_dmn
from document_flow.decisions.refusal import TableRefused
from document_flow.decisions.replay import StoredCase
from document_flow.decisions.versions import Adoption
from hub.access.history import Access, note_access
from hub.api.law.decision_models import (
    AdoptBody,
    EnactedView,
    EvaluateBody,
    ExplainBody,
    ExplainedView,
    ForceBody,
    ProblemView,
    ProposeBody,
    ProposedEndingView,
    RecordView,
    RepealIn,
    ReplayBody,
    ReplayView,
    RulingView,
    ShownTable,
    Tables,
    TableView,
)
from hub.api.law.decision_views import answer_view, explained_view, replay_view, shown_table
from hub.app import Hub
from hub.documents.acting.service import Given
from hub.documents.law.enacting import Draft, Enacted
from hub.documents.law.impact import Looker
from hub.documents.law.ruling_print import print_record
from hub.documents.law.rulings import Question, Record, today
from hub.documents.law.table_repository import Kept
from hub.documents.law.words import NOTHING_TO_PRINT, WHICH_CASES
from hub.errors import Conflict, HubError, Lang, Refused, found_or
from hub.evidence.leaf import told_leaves
from hub.store.legal_time import legal_now
from hub.web.answers import PdfAnswer, XmlAnswer
from hub.web.context import ExactRoute, HubDep, KeyHeader, ManyRoute, id_or_404
from hub.web.office.law_changes import kept_table, propose_ending, version_of
from hub.web.office.proposals import CHANGES_LAW
from hub.web.officials import Actor, ActorDep

router = APIRouter(tags=["decisions"], route_class=ExactRoute)
many = APIRouter(route_class=ManyRoute)
"""What takes many cases at once; part of `router`."""
ASK = ("programme_officer", "executor", "clerk", "head", "lawyer")
"""Who may put a case to a table."""
TableName = Annotated[str, Path(pattern="^[a-z][a-z0-9-]{1,62}$")]
Number = Annotated[int, Path(ge=1, le=1_000_000)]


@router.get("/v1/decisions")
async def listed(hub: HubDep, who: ActorDep) -> Tables:
    """All decision tables, with their versions and how each stands."""
    async with hub.store.read() as tx:
        found = await hub.law.book.tables(tx)
    return Tables(tables=TableView.each(found, who.lang))


@router.get("/v1/decisions/records/{record_id}.pdf", response_class=PdfAnswer)
async def printed(hub: HubDep, who: ActorDep, record_id: str, lang: Annotated[Lang | None, Query()] = None) -> Response:
    """A recorded decision on paper (PDF/A-3b, the record inside); for whoever made it, and for heads."""
    record, kept = await _record(hub, who, record_id)
    version = found_or(
        kept.versions.version(record.stated["version"] or 0), Conflict("decisions.nothing_to_print", NOTHING_TO_PRINT)
    )
    pdf = await asyncio.to_thread(
        print_record,
        record,
        version,
        kept.versions.title,
        hub.office.rules.letterhead.body,
        lang=lang or who.lang,
        sample=hub.settings.sandbox,
    )
    headers = {"content-disposition": f'inline; filename="{record.table}.pdf"', "x-content-type-options": "nosniff"}
    return PdfAnswer(pdf, headers=headers)


@router.get("/v1/decisions/records/{record_id}")
async def recorded(hub: HubDep, who: ActorDep, record_id: str) -> RecordView:
    """A decision as it was made, whatever the law says since."""
    record, _ = await _record(hub, who, record_id)
    return RecordView.of(record, who.lang, sentences=record.sentences(who.lang))


@router.get("/v1/decisions/{table}")
async def show(
    hub: HubDep, who: ActorDep, table: TableName, version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None
) -> ShownTable:
    """One version in full: the one named, else the one in force today, else the newest."""
    async with hub.store.read() as tx:
        kept = await kept_table(tx, hub, table)
        day = today(await legal_now(tx))
        found = version_of(kept, version) if version else kept.versions.on(day) or kept.versions.versions[-1]
        leaves = await told_leaves(tx, kept.stored[found.number].id)
    return shown_table(kept, found, leaves, who.lang)


@router.get("/v1/decisions/{table}/versions/{number}.dmn", response_class=XmlAnswer)
async def dmn(hub: HubDep, who: ActorDep, table: TableName, number: Number) -> Response:
    """A version as a DMN 1.3 file, to be opened in dmn-js."""
    del who
    async with hub.store.read() as tx:
        found = version_of(await kept_table(tx, hub, table), number)
    headers = {
        "content-disposition": f'attachment; filename="{table}-{number}.dmn"',
        "x-content-type-options": "nosniff",
    }
    return XmlAnswer(write_dmn(found.table), headers=headers)


@router.post("/v1/decisions/{table}/evaluate")
async def evaluate(hub: HubDep, who: ActorDep, table: TableName, body: EvaluateBody) -> RulingView:
    """Decide a case by the law of a day; nothing is kept."""
    who.need(*ASK)
    asked = await hub.law.rulings.evaluate(Question(table, body.facts, body.as_of))
    return answer_view(table, asked, who.lang)


@router.post("/v1/decisions/{table}/explain", status_code=201)
async def explain(hub: HubDep, who: ActorDep, table: TableName, body: ExplainBody, key: KeyHeader) -> ExplainedView:
    """Decide a case, say why, and keep it with its facts, its rules and the hash of the table."""
    who.need(*ASK)
    question = Question(table, body.facts, body.as_of, body.subject)
    record, asked = await hub.law.rulings.explain(who.login, question, key)
    return explained_view(record, asked, who.lang)


@many.post("/v1/decisions/{table}/replay")
async def replay(hub: HubDep, who: ActorDep, table: TableName, body: ReplayBody) -> ReplayView:
    """Decide cases by two versions and show what changes. Over stored ones, it is remembered as shown to you.

    Facts of records that others have made are shown to heads only, and each such look is written down.
    """
    who.need(*CHANGES_LAW)
    if body.stored == bool(body.cases):
        raise Refused("decisions.which_cases", WHICH_CASES, status=422, place="/cases")
    async with hub.store.read() as tx:
        kept = await kept_table(tx, hub, table)
    numbers = body.before, body.after
    if body.stored:
        looker = Looker(who.login, who.person.party, _sees_all(who))
        impact = await hub.law.impacts.of_stored(kept, numbers, looker, body.most)
    else:
        cases = [StoredCase(each.id, each.facts) for each in body.cases]
        impact = await hub.law.impacts.of_cases(kept, numbers, cases, body.most)
    return replay_view(table, impact, who.lang, remembered=body.stored)


router.include_router(many)


@router.post("/v1/decisions/{table}/versions", status_code=201)
async def propose(hub: HubDep, who: ActorDep, table: TableName, body: ProposeBody, key: KeyHeader) -> EnactedView:
    """Begin a version as a draft; by lawyers. Everything that is wrong with it is told at once."""
    who.need("lawyer")
    labels = {name: each.words() for name, each in body.labels.items()} if body.labels is not None else None
    draft = Draft(body.act.act(), body.dmn, body.cases, body.title.words() if body.title else None, labels)
    try:
        enacted = await hub.law.enacting.propose(who.login, table, draft, _given("propose", 0, body, key))
    except TableRefused as refused:
        raise _refused(refused, who.lang) from refused
    return _enacted(enacted, who.lang)


@router.post("/v1/decisions/{table}/versions/{number}/adopt")
async def adopt(
    hub: HubDep, who: ActorDep, table: TableName, number: Number, body: AdoptBody, key: KeyHeader
) -> EnactedView:
    """The second person's yes; never of whoever wrote it, and only after looking at its impact."""
    who.need(*CHANGES_LAW)
    async with hub.store.read() as tx:
        day = today(await legal_now(tx))
    yes = Adoption(who.login, body.adopted_by, day, body.replay)
    given = _given("adopt", number, body, key)
    return _enacted(await hub.law.enacting.adopt(who.login, table, number, yes, body.sha256, given), who.lang)


@router.post("/v1/decisions/{table}/versions/{number}/enter-into-force")
async def enter_into_force(
    hub: HubDep, who: ActorDep, table: TableName, number: Number, body: ForceBody, key: KeyHeader
) -> EnactedView:
    """Make an adopted version the law from a day on."""
    who.need(*CHANGES_LAW)
    given, days = _given("force", number, body, key), (body.first, body.last)
    return _enacted(await hub.law.enacting.enter_into_force(who.login, table, number, days, given), who.lang)


@router.post("/v1/decisions/{table}/versions/{number}/repeal")
async def repeal(hub: HubDep, who: ActorDep, table: TableName, number: Number, body: RepealIn) -> ProposedEndingView:
    """Propose to end a version by an act, and what follows it the day after; law once a second person has agreed.

    It goes on deciding about the days when it was the law.
    """
    kept, proposal = await propose_ending(hub, who, table, number, body.ending_in(), body.expected_revision)
    return ProposedEndingView.of(kept, who.lang, version=number, proposal=proposal)


def _given(step: str, number: int, body: Any, key: str) -> Given:
    return Given(key, body.expected_revision, request=f"{step} {number} {body.model_dump_json()}")


def _enacted(enacted: Enacted, lang: Lang) -> EnactedView:
    return EnactedView.of(enacted.kept, lang, version=enacted.number, notes=enacted.notes)


def _sees_all(who: Actor) -> bool:
    """Whether the facts of records that others have made are open to this person."""
    return "head" in who.person.roles


async def _record(hub: Hub, who: Actor, record_id: str) -> tuple[Record, Kept]:
    """The record with its table; a head's look at what others have recorded is written down."""
    async with hub.store.read() as tx:
        record = await hub.law.rulings.record(tx, id_or_404(record_id), who.login, sees_all=_sees_all(who))
        kept = await kept_table(tx, hub, record.table)
    if record.made_by != who.login:
        async with hub.store.write() as tx:
            await note_access(tx, hub.sealer, who.person.party, who.login, Access("decisions.record", "decision_facts"))
    return record, kept


def _refused(refused: TableRefused, lang: Lang) -> HubError:
    problems = [each.model_dump() for each in ProblemView.each(refused.problems, lang)]
    first = refused.problems[0]
    return HubError(
        "decisions.refused", first.words, status=422, side="sender", place=first.place, extra={"problems": problems}
    )
