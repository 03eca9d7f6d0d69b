"""“Niyə kəsilib?” as its doors ask and show it: one reading for page, API and command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, Field

from document_flow.cases.why import STATES, Remedy, WhyLine
from hub.access.people import Person
from hub.access.purposes import OF_REGISTER, why
from hub.app import Hub
from hub.bodies import Body
from hub.errors import Lang, Refused, Words
from hub.exchange.ask.problems import sure_fin
from hub.programmes.why import shown_why
from hub.why_sources import SOURCES
from mappings.identity import read_code
from mappings.money import text_from_qepik


class WhyBody(Body):
    """Of whom it is asked, and for what: the purpose stands in the person's access history, with the act if named."""

    fin: str = Field(min_length=1, max_length=20, repr=False)
    purpose: str = Field(min_length=1, max_length=30)
    basis: str = Field(default="", max_length=200)


class RemedyView(BaseModel):
    """Where and how to complain, under which act; `until` and how many days are left of it, none once it is over."""

    how: str
    act: str
    term: str
    until: date | None
    days_left: int | None


class WhyLineView(BaseModel):
    """One right or refusal: its state as a code and in words, the sum in qəpik a month and as people write it, who
    decided by which act and article, on which day, and why, in a sentence.
    """

    title: str
    state: str
    shown: str
    reason: str
    amount: int | None
    money: str
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
    return WhyView(lines=[_line(each, lang) for each in lines])


def _line(line: WhyLine, lang: Lang) -> WhyLineView:
    return WhyLineView(
        title=line.title.say(lang),
        state=line.state,
        shown=STATES[line.state].say(lang),
        reason=line.reason.say(lang),
        amount=line.amount,
        money=f"{text_from_qepik(line.amount)} ₼" if line.amount is not None else "",
        since=line.since,
        until=line.until,
        number=line.number,
        case=line.case,
        case_number=line.case_number,
        basis=list(line.basis),
        decided_on=line.decided_on,
        by=line.by,
        remedy=_remedy(line.remedy, lang),
    )


def _remedy(remedy: Remedy | None, lang: Lang) -> RemedyView | None:
    if remedy is None:
        return None
    return RemedyView(
        how=remedy.how.say(lang),
        act=remedy.act.say(lang),
        term=remedy.term.say(lang),
        until=remedy.until,
        days_left=remedy.days_left,
    )
