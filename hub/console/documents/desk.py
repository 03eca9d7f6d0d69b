"""My desk (İş masam): what waits for the person, by term, and within a term by what is to be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from document_flow.context import Context
from document_flow.documents.case import Case
from document_flow.documents.state import DOCUMENTS, Document
from document_flow.documents.tasks import CLERK, HEAD, waiting
from document_flow.documents.words import KINDS
from document_flow.paths.path import Act
from document_flow.words import Words
from hub.access.rights import Right
from hub.app import Hub
from hub.console.documents.choices import sender_name
from hub.console.pages import page
from hub.console.posting import gets
from hub.console.viewer import ViewerDep
from hub.documents.acting.inbox import POOL, Task, counts_by_term, tasks_of
from hub.store.tx import Tx
from hub.web.context import HubDep
from hub.web.documents.inbox import actors_of, cursor_of, next_of

router = APIRouter()
ROWS = 50
Term = Literal["overdue", "today", "week", "later", "none"]
TERMS: dict[Term, Words] = {
    "overdue": Words("Müddəti keçib", "Overdue"),
    "today": Words("Bu gün", "Today"),
    "week": Words("Bu həftə", "This week"),
    "later": Words("Sonra", "Later"),
    "none": Words("Müddətsiz", "Without a term"),
}
_TODO: dict[str, Words] = {
    "visa": Words("Viza vermək", "Give a visa"),
    "agreement": Words("Qurumun rəyini yazmaq", "Record an agreement"),
    "approve": Words("Təsdiq etmək", "Approve"),
    "sign": Words("İmzalamaq", "Sign"),
    "seal": Words("Möhürləmək", "Seal"),
    "acquaint": Words("Tanış olmaq", "Read and note"),
    "vote": Words("İclas və səsvermə", "Meeting and vote"),
    "draft": Words("Layihəni göndərmək", "Submit the draft"),
    "resubmit": Words("Düzəldib təkrar göndərmək", "Mend and resubmit"),
    "walk": Words("Baxmaq", "Review"),
    "register": Words("Qeydə almaq", "Register"),
    "resolve": Words("Dərkənar qoymaq", "Give a resolution"),
    "execute": Words("İcra etmək", "Execute"),
    "decide": Words("İcra barədə qərar vermək", "Decide about the execution"),
    "send": Words("Göndərmək", "Send"),
    "notice": Words("Qurumun bildirişi ilə tanış olmaq", "Take note of a body's word"),
    "tell": Words("Vətəndaşa bildirmək", "Tell the citizen"),
    "file": Words("İşə tikmək", "Put in its file"),
}
_ORDER = tuple(_TODO)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do. `days` are working days left, below zero where it is overdue; `whose` where one stands in."""

    task: Task
    state: Document
    todo: str
    term: Term
    sentence: Words
    source: Words
    due: date | None
    days: int
    whose: str
    pool: Words | None

    @property
    def is_unsent(self) -> bool:
        """Sealed, and not sent: to its signers it is done, to its receiver it does not exist."""
        return self.task.task == "send"


@router.get("/desk")
@gets(Right.DOCUMENTS)
async def desk(
    request: Request, hub: HubDep, who: ViewerDep, cursor: Annotated[str | None, Query(max_length=200)] = None
) -> HTMLResponse:
    """What waits for the person who looks."""
    context = (await hub.office.documents.around()).context(hub.clock.now())
    actors, today = actors_of(who.actor, context), context.today
    async with hub.store.read() as tx:
        found = await tasks_of(tx, hub.sealer, actors, cursor_of(cursor), ROWS)
        counts = await counts_by_term(tx, actors, today.isoformat(), _end_of_week(today).isoformat())
        rows = [await _row(tx, hub, task, context, who.login) for task in found]
    following = next_of(found, ROWS)
    return await page(
        request,
        who,
        "documents/desk.html",
        groups=list(_groups(rows)),
        tally={term: counts[term] for term in TERMS},
        total=sum(counts.values()),
        terms=TERMS,
        kinds=KINDS,
        further=quote(following) if following else None,
        stands_in=[context.directory.name(each) for each in actors[1:] if not each.startswith(POOL)],
    )


def _groups(rows: Sequence[Row]) -> Iterator[tuple[Term, list[tuple[Words, list[Row]]]]]:
    """By term in order of urgency; within a term by what is to be done."""
    for term, of_term in groupby(rows, key=lambda row: row.term):
        ordered = sorted(of_term, key=lambda row: (_ORDER.index(row.todo), row.due or date.max))
        yield term, [(_TODO[todo], list(same)) for todo, same in groupby(ordered, key=lambda row: row.todo)]


async def _row(tx: Tx, hub: Hub, task: Task, context: Context, login: str) -> Row:
    state = DOCUMENTS.validate_json(task.state)
    path = await hub.office.documents.path_repository.path(tx, state.run.path_sha256) if state.run.path_sha256 else None
    case = Case(state, path, context)
    due = date.fromisoformat(task.due) if task.due else None
    is_pool = task.for_whom.startswith(POOL)
    return Row(
        task,
        state,
        _todo(task, state),
        _term(due, context.today),
        _sentence(case, task),
        _source(case, task),
        due,
        context.calendar.between(context.today, due) if due else 0,
        "" if is_pool or task.for_whom == login else context.directory.name(task.for_whom),
        _pool(task.for_whom) if is_pool else None,
    )


def _todo(task: Task, state: Document) -> str:
    stage = state.run.stage
    is_walk = task.task == "walk" and stage is not None and not state.lacks_number
    act: Act | None = stage.act if stage is not None and is_walk else None
    return act or task.task


def _term(due: date | None, today: date) -> Term:
    if due is None:
        return "none"
    if due <= today:
        return "overdue" if due < today else "today"
    return "week" if due <= _end_of_week(today) else "later"


def _end_of_week(today: date) -> date:
    return today + timedelta(days=6 - today.weekday())


def _sentence(case: Case, task: Task) -> Words:
    """What the document waits for from this actor, as the kernel says it."""
    return next(
        (each.need for each in waiting(case) if task.for_whom in each.actors), _TODO[_todo(task, case.document)]
    )


def _source(case: Case, task: Task) -> Words:
    """From whom it comes: the giver of the resolution, the sending body, or its author."""
    document, name = case.document, case.context.directory.name
    if task.task in ("execute", "decide"):
        given = next(document.orders.unfinished(), None)
        if given is not None:
            return Words(name(given.author), name(given.author))
    if document.origin is not None:
        return sender_name(case.context, document.origin)
    author = document.run.author or document.author
    return Words(name(author), name(author))


def _pool(actor: str) -> Words:
    if actor == CLERK:
        return Words("Dəftərxananın istənilən əməkdaşı", "Anybody of the registry")
    return Words("İstənilən rəhbər", "Any head") if actor == HEAD else Words("Bölmənin rəhbəri", "The head of the unit")
