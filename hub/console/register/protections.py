"""The form of a protected address: by which act, until when, from whom; another official applies it.

It opens in a look for that very purpose alone, so that everybody who has seen a protection stands in the history.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query, Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from hub.access.purposes import PROTECTED
from hub.access.rights import Right
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, Mistaken, Sent, SentDep, posts
from hub.console.register.gathering import reader_of
from hub.console.register.labels import ATTRIBUTES, VALUES, called, full_name
from hub.console.register.requests import looked_at, previewed
from hub.console.viewer import PATH, Form, Viewer, ViewerDep
from hub.errors import Words
from hub.programmes.relatives import may_see_address
from hub.register.entity import Entity
from hub.register.protecting import PROTECTION
from hub.register.protections import ProtectionWish
from hub.store.ids import parse_id
from hub.web.context import HubDep, id_or_404
from mappings.protected import ProtectionEnd, ProtectionReason, ProtectionTerms

router = APIRouter()
_FINS = frozenset(("against_fin", "with_fins"))
_BESIDE = {
    "register.no_news": "act_number",
    "register.no_fin": "act_number",
    "terms.against_fin": "against_fin",
    "terms": "act_number",
}


@router.get("/register/{entity}/protection")
async def form(
    request: Request,
    hub: HubDep,
    who: ViewerDep,
    entity: str,
    look: Annotated[str, Query(max_length=36)],
    of: Annotated[str, Query(max_length=36)] = "",
) -> Response:
    """The form; filled with a protection that is there already (`of`)."""
    return await _form(request, who, hub, (entity, look, of))


async def _form(
    request: Request, who: Viewer, hub: HubDep, asked: tuple[str, str, str], tried: Attempt = FRESH
) -> Response:
    entity, look, of = asked
    person = await _person(who, hub, entity, look)
    if person is None:
        return RedirectResponse(f"{PATH}/register/{id_or_404(entity)}", 303)
    return await page(
        request,
        who,
        "register/protection.html",
        tried=tried,
        entity=person,
        name=full_name(dict(person.attributes)),
        look=look,
        of=of,
        held=await _held(hub, person, of),
        labels={name: called(ATTRIBUTES, name) for name in ProtectionTerms.model_fields},
        reasons={each: called(VALUES, each) for each in get_args(ProtectionReason)},
        ends={each: called(VALUES, each) for each in get_args(ProtectionEnd)},
    )


async def _again(sent: Sent, tried: Attempt, entity: str) -> Response:
    return await _form(sent.request, sent.who, sent.hub, (entity, sent.form.text("look"), sent.form.text("of")), tried)


async def _person(who: Viewer, hub: HubDep, entity: str, look: str) -> Entity | None:
    who.need(Right.PROTECTED, entity)
    found = await looked_at(who, hub, entity, look, PROTECTED)
    async with hub.store.read() as tx:
        may_see = found is None or await may_see_address(tx, hub.programmes.cases.case_store, who.person, found)
    return found if may_see else None


async def _held(hub: HubDep, person: Entity, protection: str) -> Mapping[str, Any]:
    """The terms of a protection of this very person; nothing of any other."""
    wanted = parse_id(protection)
    if wanted is None:
        return {}
    async with hub.store.read() as tx:
        found = await reader_of(hub).whole.by_id(tx, wanted)
    is_theirs = (
        found is not None and found.kind == PROTECTION and found.attributes.get("fin") == person.attributes.get("fin")
    )
    return found.attributes if found is not None and is_theirs else {}


@router.post("/register/{entity}/protection")
@posts(None, _again, otherwise="act_number", beside=_BESIDE, status=422)
async def preview(sent: SentDep, entity: str) -> Response:
    """What would come of the protection that was typed."""
    person = await _person(sent.who, sent.hub, entity, sent.form.text("look"))
    if person is None:
        return RedirectResponse(f"{PATH}/register/{id_or_404(entity)}", 303)
    return await previewed(sent, _wish(sent.form, person.id))


def _wish(form: Form, entity: str) -> ProtectionWish:
    typed: dict[str, Any] = {name: form.text(name) for name in ProtectionTerms.model_fields}
    typed |= {name: typed[name].upper() for name in _FINS}
    typed["with_fins"] = [each for each in re.split(r"[\s,;]+", typed["with_fins"]) if each]
    try:
        return ProtectionWish.model_validate(
            {"entity": entity, "terms": {name: each for name, each in typed.items() if each}}
        )
    except ValidationError as wrong:
        raise Mistaken(dict(_mistake(each) for each in wrong.errors(include_url=False))) from None


def _mistake(error: Any) -> tuple[str, Words]:
    """The field beside which the words stand."""
    if error["type"] in _TOGETHER:
        return _TOGETHER[error["type"]]
    return str(error["loc"][1]), _WRONG


_WRONG = Words(
    "Bu sahə boşdur və ya belə yazıla bilməz: FİN 7 simvol, tarix 24.11.2026 kimi.",
    "This is empty or cannot be written so: a FIN has 7 characters, a date is 24.11.2026.",
)
_TOGETHER: Mapping[str, tuple[str, Words]] = {
    "end_and_reason": (
        "end_reason",
        Words("Bitmənin günü və səbəbi birlikdə yazılır.", "An end is written with its day and its reason."),
    ),
    "ends_before": ("ended_on", Words("Başladığı gündən əvvəl bitə bilməz.", "It cannot end before it begins.")),
    "until_or_review": (
        "review_on",
        Words(
            "Son günü, yoxdursa, yenidən baxılacağı günü yazın.",
            "Write its last day or, where it has none, a day to look at it again.",
        ),
    ),
    "against_covered": (
        "against_fin",
        Words(
            "Ünvan kimdən qorunursa, o, qorunanlar arasında ola bilməz.",
            "From whom the address is kept is not among those who are covered.",
        ),
    ),
}
