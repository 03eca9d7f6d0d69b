"""“Niyə kəsilib?” as its doors ask and show it: one reading for page, API and command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from document_flow.cases.why import STATES, WhyLine
from hub.access.people import Person
from hub.access.purposes import OF_REGISTER, why
from hub.app import Hub
from hub.bodies import Body
from hub.errors import Lang, Refused, Words
from hub.exchange.ask.problems import sure_fin
from hub.programmes.why import shown_why
from hub.web.views import Said, View, from_, named
from hub.why_sources import SOURCES
from mappings.identity import read_code
from mappings.money import text_from_qepik


class WhyBody(Body):
    """Of whom it is asked, and for what: the purpose stands in the person's access history, with the act if named."""

    fin: str = Field(min_length=1, max_length=20, repr=False)
    purpose: str = Field(min_length=1, max_length=30)
    basis: str = Field(default="", max_length=200)


class RemedyView(View):
    """Where and how to complain, under which act; `until` and how many days are left of it, none once it is over."""

    how: Said
    act: Said
    term: Said
    until: date | None
    days_left: int | None


def _money(qepik: int | None) -> str:
    return f"{text_from_qepik(qepik)} ₼" if qepik is not None else ""


class WhyLineView(View):
    """One right or refusal: its state as a code and in words, the sum in qəpik a month and as people write it, who
    decided by which act and article, on which day, and why, in a sentence.
    """

    title: Said
    state: str
    shown: Annotated[str, named(STATES.__getitem__)] = from_("state")
    reason: Said
    amount: int | None
    money: Annotated[str, BeforeValidator(_money)] = from_("amount")
    since: date | None
    until: date | None
    number: str
    case: str
    case_number: str
    basis: list[str]
    decided_on: date | None
    by: str
    remedy: RemedyView | None


class WhyView(BaseModel):
    """Every right of the person, what was cut first."""

    lines: list[WhyLineView]


async def answered(hub: Hub, person: Person, body: WhyBody) -> Sequence[WhyLine]:
    """The lines, once the look is written down. Refused where the FIN can be none, or the purpose is not known."""
    if body.purpose not in OF_REGISTER:
        known = ", ".join(OF_REGISTER)
        words = Words(f"Məqsəd bunlardan biri olmalıdır: {known}.", f"The purpose is one of: {known}.")
        raise Refused("why.purpose", words, status=422, place="purpose")
    fin = sure_fin(read_code(body.fin))
    return await shown_why(hub.programmes.cases, SOURCES, person, fin, why(body.purpose, body.basis))


def why_view(lines: Sequence[WhyLine], lang: Lang) -> WhyView:
    """As shown."""
    return WhyView(lines=WhyLineView.each(lines, lang))
