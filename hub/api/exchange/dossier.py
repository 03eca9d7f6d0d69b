"""POST /v1/ask/dossier: many questions about one person at once. GET /v1/ask: the questions, and who answers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field as Limit
from pydantic import JsonValue

from hub.access.grants import Action
from hub.access.history import Access, note_access
from hub.access.limits import DEFAULTS, LimitName
from hub.access.reasons import need_reason
from hub.api.exchange.ask import Question as AskedAbout
from hub.errors import Forbidden, HubError, NotFound, Refused, Words
from hub.exchange.ask.asks import Asking
from hub.exchange.ask.dossier import SERVICE, Wish
from hub.exchange.ask.problems import sure_fin
from hub.exchange.ask.questions import QUESTIONS, Question
from hub.exchange.ask.reasons import Reason
from hub.web.agency_book import title
from hub.web.context import Caller, CallerDep, HubDep, Id, StrictRoute, counted_ask
from hub.web.views import Instant, View
from mappings.identity import FinRefused, read_fin

router = APIRouter(tags=["ask"], route_class=StrictRoute)

_PDF = "application/pdf"

Text = Annotated[str, Limit(max_length=200)]


class AskedDossier(AskedAbout):
    """Whom it is about, by what right, and which parts; with no parts named, all. `person` is the official who will see
    the answer. Nobody is waited for longer than `deadline_s`; `fresh` uses no answer that came too late before.
    """

    parts: Annotated[list[Text], Limit(max_length=20)] | None = None
    deadline_s: Annotated[int, Limit(ge=1, le=30)] = 10
    fresh: bool = False


class SaidView(View):
    """Who says it, in which format, and when."""

    agency: str
    source: str
    at: Instant


class StatedView(View):
    """Another value of the same field, and who states it."""

    value: JsonValue
    by: list[SaidView]


class FieldView(View):
    """A value with who states it; `others` are the values that other sources state instead."""

    value: JsonValue
    by: list[SaidView]
    others: list[StatedView]


class PaperView(View):
    """A file that came with an answer: read it at /v1/ask/files/{id} until `kept_until`."""

    id: str
    sha256: str
    size: int
    kept_until: Instant


class HeardView(View):
    """A source that answered; `is_reused` where its answer came too late for an earlier ask."""

    part: str
    agency: str
    source: str
    at: Instant
    is_reused: bool
    paper: PaperView | None


class MissingView(View):
    """What is not here, and why."""

    part: str
    agency: str | None
    reason: Reason
    code: str


class DossierView(View):
    """What the sources say of the person, by field; who answered, who is missing and why."""

    fields: dict[str, FieldView]
    heard: list[HeardView]
    missing: list[MissingView]
    is_complete: bool
    asked_at: Instant


class AnsweringView(View):
    """Who answers a question."""

    agency: str
    title: str
    is_connected: bool


class QuestionView(View):
    """A question: what it may be asked for, and what of that the caller may; seconds for the deadline and validity."""

    name: str
    title: str
    purposes: list[str]
    permitted: list[str]
    deadline_s: float
    valid_s: int
    answered_by: list[AnsweringView]


@router.get("/v1/ask")
async def questions(hub: HubDep, who: CallerDep) -> list[QuestionView]:
    """The questions that can be asked about a person, who answers each, and for what the caller may ask it."""
    return [_told(each, who, hub.operations) for each in QUESTIONS.values()]


@router.post("/v1/ask/dossier", dependencies=[Depends(counted_ask)], response_model_exclude_none=True)
async def dossier(hub: HubDep, who: CallerDep, asked: AskedDossier) -> DossierView:
    """Ask all who know of a person at once, within one deadline. Who did not answer is named with a reason."""
    fin = read_fin(asked.fin)
    about = fin if isinstance(fin, str) else ""
    asking = Asking(who.party, asked.person or who.person, about, asked.purpose.strip(), asked.legal_basis.strip())
    try:
        parts = _parts(asked.parts)
        _check(asking, fin)
        await hub.dossiers.kept.refuse_without_room(who.party, {**DEFAULTS, **who.limits}[LimitName.KEPT_BYTES])
        permitted = [each for each in parts if _may(who, each, asking.purpose)]
        if not permitted:
            raise Forbidden("ask.not_permitted", _NOT_PERMITTED)
    except HubError as refused:
        await hub.asks.note(asking, refused.code, SERVICE, _named(asked.parts))
        raise
    denied = [each for each in parts if each not in permitted]
    return DossierView.of(await hub.dossiers.gather(asking, Wish(permitted, denied, asked.deadline_s, asked.fresh)))


@router.get("/v1/ask/files/{id}", response_class=Response)
async def paper(hub: HubDep, who: CallerDep, id: Id) -> Response:  # noqa: A002  # the path's name for it
    """A file that came with an answer, for the party that was given it, while it is kept. It is written down."""
    found = await hub.dossiers.kept.file(who.party, id)
    if found is None or not _may_still(who, found[2]):
        raise NotFound("ask.no_file", _NO_FILE)
    raw, fin, operation = found
    if await hub.asks.keeps_address(Asking(who.party, who.person, fin, "", "")):
        raise NotFound("ask.no_file", _NO_FILE)
    async with hub.store.write() as tx:
        look = Access(SERVICE, f"file {operation}", subject=hub.hash("fin", fin))
        await note_access(tx, hub.sealer, who.party, who.person, look)
    return Response(raw, media_type=_PDF, headers={"Content-Disposition": "attachment", "Cache-Control": "no-store"})


def _may(who: Caller, part: Question, purpose: str) -> bool:
    """Deny by default: the purpose must be one of the part's own, and the party have the right to it."""
    return purpose in part.purposes and who.may(part.service, Action.ASK, purpose)


def _may_still(who: Caller, operation: str) -> bool:
    """Whether the party may ask that source at all: a right that has ended opens no file that it once brought."""
    asked = [part for part in QUESTIONS.values() if any(each.operation == operation for each in part.sources)]
    return any(_may(who, part, purpose) for part in asked for purpose in part.purposes)


def _parts(wanted: Sequence[str] | None) -> list[Question]:
    if wanted is None:
        return list(QUESTIONS.values())
    if not wanted or not QUESTIONS.keys() >= set(wanted):
        raise Refused("ask.unknown_part", _UNKNOWN_PART, status=422, place="/parts")
    return [QUESTIONS[name] for name in dict.fromkeys(wanted)]


def _named(wanted: Sequence[str] | None) -> str:
    """The parts of a refused dossier for the access history: known names only, for it stands open."""
    return ", ".join(name for name in QUESTIONS if wanted is None or name in wanted) or "none"


def _check(asking: Asking, fin: str | FinRefused) -> None:
    need_reason(asking.purpose, asking.legal_basis)
    sure_fin(fin)


def _told(question: Question, who: Caller, connected: Mapping[str, object]) -> QuestionView:
    answered_by = [
        {"agency": each.agency, "title": title(each.agency).say(who.lang), "is_connected": each.is_within(connected)}
        for each in question.sources
    ]
    more = {
        "title": question.title.say(who.lang),
        "purposes": sorted(question.purposes),
        "permitted": [each for each in sorted(question.purposes) if _may(who, question, each)],
        "answered_by": answered_by,
    }
    return QuestionView.of(question, who.lang, **more)


_UNKNOWN_PART = Words(
    f"Belə hissə yoxdur və ya heç biri adlandırılmayıb; bunlar var: {', '.join(QUESTIONS)}.",
    f"There is no such part, or none is named; there are: {', '.join(QUESTIONS)}.",
)
_NOT_PERMITTED = Words(
    "Bu məqsədlə istənilən hissələrin heç birinə hüququnuz yoxdur.",
    "You have no right to any of these parts for this purpose.",
)
_NO_FILE = Words("Belə fayl yoxdur və ya saxlanma müddəti bitib.", "There is no such file, or it is kept no longer.")
