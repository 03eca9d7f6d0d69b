"""POST /v1/ask/{question}: a question that is answered at once, or refused with a reason; either is written down."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from hub.clock import rfc3339
from hub.errors import HubError, NotFound, Refused, Words
from hub.exchange.ask import Asking
from hub.web.bodies import Body
from hub.web.context import Caller, CallerDep, HubDep, StrictRoute, require_service
from hub.web.views import Instant, View, as_
from mappings.identity import FinRefused, read_fin
from mappings.records import Person, Provenance

router = APIRouter(tags=["ask"], route_class=StrictRoute)

SERVICE = "ask.identity"
_ASKERS = frozenset(("operate", "committee"))
_QUESTIONS = ("identity",)
_UNKNOWN = Words(
    f"Belə sual yoxdur; bunlar var: {', '.join(_QUESTIONS)}.",
    f"There is no such question; there are: {', '.join(_QUESTIONS)}.",
)

Text = Annotated[str, Field(max_length=200)]


class Question(Body):
    """Whom it is about, and by what right. `person` is the official who will see the answer."""

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


@router.post("/v1/ask/{question}", response_model_exclude_none=True)
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
    for name, value in (("purpose", asking.purpose), ("legal_basis", asking.legal_basis)):
        if not value:
            words = Words(
                f"“{name}” məcburidir: hər sorğunun məqsədi və hüquqi əsası olmalıdır.",
                f"{name} is required: every question has a purpose and a legal basis.",
            )
            raise Refused("ask.basis_missing", words, status=422, place=f"/{name}")
    if who.roles.isdisjoint(_ASKERS):
        require_service(who, SERVICE, asking.purpose)
    if isinstance(fin, FinRefused):
        raise _fin_refused(fin)


def _fin_refused(refused: FinRefused) -> Refused:
    words = Words(
        "FİN 7 simvoldan ibarət olmalıdır: rəqəmlər və I, O istisna olmaqla ingilis hərfləri.",
        "A FIN has 7 characters: digits and English letters except I and O.",
    )
    found = Refused("ask.fin_shape", words, status=422, place="/fin")
    if refused.suggestion is not None:
        found.extra = {"suggestion": refused.suggestion}
    return found
