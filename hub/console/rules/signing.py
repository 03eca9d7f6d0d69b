"""The steps of a version: the second person's signature, entry into force, repeal. The rules are the law book's own."""

from __future__ import annotations

from datetime import date
from typing import Literal

from fastapi import APIRouter
from starlette.responses import Response

from document_flow.decisions.versions import Adoption
from hub.access.rights import Right
from hub.console.posting import Attempt, Mistaken, Sent, SentDep, made, posts
from hub.console.rules.act_form import NO_DAY, read_act
from hub.console.rules.facts_form import day_typed
from hub.console.rules.finding import Number, TableName, find
from hub.console.rules.listing import table_page
from hub.console.viewer import PATH, Form, refused_field
from hub.documents.acting.service import Given
from hub.errors import HubError, Words, found_or
from hub.web.context import id_or_404
from hub.web.office.law_bodies import ActIn, EndingIn
from hub.web.office.law_changes import propose_ending
from hub.web.office.proposals import decide
from hub.web.words import WordsBody

router = APIRouter()
_MOST = 300
_LONGEST_REASON = 1000


async def _again(sent: Sent, tried: Attempt, table: str, number: int) -> Response:
    return await table_page(sent.request, sent.hub, sent.who, await find(sent.hub, table, number), tried)


@router.post("/rules/{table}/{number}/sign")
@posts(Right.RULES, _again, otherwise="content", shows=HubError, status=422)
async def sign(sent: SentDep, table: TableName, number: Number) -> str:
    """The yes of a second person, to the table that was shown, after the impact that was shown."""
    login, form = sent.who.login, sent.form
    found = await find(sent.hub, table, number)
    adopted_by = form.needed("adopted_by", _NEEDED)[:_MOST]
    sha256, seen = form.text("sha256"), form.text("replay")
    yes = Adoption(login, adopted_by, found.day, seen)
    given = _given(form, "adopt", number, adopted_by, sha256, seen)
    await sent.hub.law.enacting.adopt(login, table, number, yes, sha256, given)
    return f"{PATH}/rules/{table}?version={number}"


@router.post("/rules/{table}/{number}/force")
@posts(Right.RULES, _again, otherwise="content", shows=HubError, status=422)
async def force(sent: SentDep, table: TableName, number: Number) -> str:
    """Make an adopted version the law from a day on."""
    await find(sent.hub, table, number)
    first = _day(sent.form, "first")
    last = _day(sent.form, "last") if sent.form.text("last") else None
    given = _given(sent.form, "force", number, str(first), str(last))
    await sent.hub.law.enacting.enter_into_force(sent.who.login, table, number, (first, last), given)
    return f"{PATH}/rules/{table}?version={number}"


@router.post("/rules/{table}/{number}/repeal")
@posts(Right.RULES, _again, otherwise="content", shows=HubError, status=422)
async def repeal(sent: SentDep, table: TableName, number: Number) -> str:
    """Propose to end a version by an act, and what follows it; a second person agrees."""
    form, (act, wrong) = sent.form, read_act(sent.form)
    last, reason, follows = day_typed(form.text("last")), form.text("reason"), form.text("successor")
    if last is None:
        wrong = {"last": NO_DAY, **wrong}
    if not reason:
        wrong = {**wrong, "reason": _NO_REASON}
    if act is None or last is None or wrong:
        raise Mistaken(wrong)
    title = WordsBody(az=act.title.az, en=act.title.en)
    said = {"last": last, "reason": reason[:_LONGEST_REASON], "act": ActIn(id=act.id, title=title, day=act.day)}
    wanted = made(EndingIn, {**said, "successor": {"version": follows} if follows else None})
    await propose_ending(sent.hub, sent.who.actor, table, number, wanted, form.whole("revision"))
    return f"{PATH}/rules/{table}?version={number}#proposals"


@router.post("/rules/{table}/{number}/ending/{proposal}/{outcome}")
@posts(Right.RULES, _again, otherwise="proposals", shows=HubError, status=422)
async def decide_ending(
    sent: SentDep, table: TableName, number: Number, proposal: str, outcome: Literal["agree", "refuse"]
) -> str:
    """Agree to the end of a version that a colleague proposes, or refuse it."""
    await decide(sent.hub, sent.who.actor, id_or_404(proposal), "agreed" if outcome == "agree" else "refused")
    return f"{PATH}/rules/{table}?version={number}"


def _day(form: Form, name: str) -> date:
    return found_or(day_typed(form.text(name)), refused_field(name, NO_DAY))


def _given(form: Form, step: str, number: int, *content: str) -> Given:
    return Given(form.text("key"), form.whole("revision"), request=f"{step} {number} {' '.join(content)}")


_NEEDED = Words("Orqanın qərarını yazın: əmrin nömrəsi və tarixi.", "Name the body's decision: its number and day.")
_NO_REASON = Words("Versiyanın niyə qüvvədən düşdüyünü yazın.", "Say why the version ends.")
