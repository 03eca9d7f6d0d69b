"""POST /v1/ask/{question}: a question that is answered at once, or refused with a reason; either is written down."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from hub.access.grants import Action
from hub.access.reasons import need_reason
from hub.bodies import Body
from hub.clock import rfc3339
from hub.errors import HubError, NotFound, Words
from hub.exchange.ask.asks import Asking
from hub.exchange.ask.problems import sure_fin
from hub.exchange.ask.questions import IDENTITY
from hub.web.context import Caller, CallerDep, HubDep, StrictRoute, counted_ask, require_service
from hub.web.views import Instant, View, as_
from mappings.identity import FinRefused, read_fin
from mappings.records import Person, Provenance

router = APIRouter(tags=["ask"], route_class=StrictRoute)

_QUESTIONS = ("identity",)
_UNKNOWN = Words(
    f"Belə sual yoxdur; bunlar var: {', '.join(_QUESTIONS)}.",
    f"There is no such question; there are: {', '.join(_QUESTIONS)}.",
)

Text = Annotated[str, Field(max_length=200)]


class Question(Body):
    """Whom it is about, and by what right: a purpose and an act of the catalogue. `person` is the official who will
    see the answer.
    """

    fin: Text = ""
    purpose: Text = ""
    legal_basis: Text = ""
    person: Text | None = None


class GapView(View):
    """A source that gave nothing, and why."""

    agency: str
    code: str


def _told(provenance: Provenance) -> dict[str, str]:
    at = {} if provenance.at is None else {"at": rfc3339(provenance.at)}
    return {"source": provenance.source, **at}


class AnswerView(View):
    """The person as far as the sources know; `provenance` says of every field who said it and when."""

    person: Person
    provenance: dict[str, Annotated[dict[str, str], as_(_told)]]
    asked_at: Instant
    gaps: list[GapView]


@router.post("/v1/ask/{question}", dependencies=[Depends(counted_ask)], response_model_exclude_none=True)
async def ask(hub: HubDep, who: CallerDep, question: str, asked: Question) -> AnswerView:
    """Ask the agencies who a person is, for a named purpose and on a named legal basis."""
    if question not in _QUESTIONS:
        raise NotFound("ask.unknown_question", _UNKNOWN)
    fin = read_fin(asked.fin)
    about = fin if isinstance(fin, str) else ""
    asking = Asking(who.party, asked.person or who.person, about, asked.purpose.strip(), asked.legal_basis.strip())
    try:
        _check(who, asking, fin)
    except HubError as refused:
        await hub.asks.note(asking, refused.code)
        raise
    return AnswerView.of(await hub.asks.identity(asking))


def _check(who: Caller, asking: Asking, fin: str | FinRefused) -> None:
    """Forbidden or Refused for anything that is not as it must be."""
    need_reason(asking.purpose, asking.legal_basis)
    require_service(who, IDENTITY.service, Action.ASK, asking.purpose)
    sure_fin(fin)
