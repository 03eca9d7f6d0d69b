"""The form of a mandate: who acts for a person, by which act, and until when; another official applies it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query, Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from document_flow.programmes import programmes
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, Mistaken, Sent, SentDep, posts
from hub.console.register.finding import must_open
from hub.console.register.gathering import reader_of
from hub.console.register.labels import ATTRIBUTES, VALUES, called, full_name
from hub.console.register.requests import looked_at, previewed
from hub.console.viewer import PATH, Form, Viewer, ViewerDep
from hub.errors import Words
from hub.register.entity import Entity
from hub.register.mandates import MandateWish
from hub.store.ids import parse_id
from hub.web.context import HubDep, id_or_404
from mappings.registered import Capacity, MandateEnd, MandateTerms

router = APIRouter()
_LISTS = frozenset(("programmes",))
_BESIDE = {"register.no_news": "act_number", "register.no_fin": "act_number", "terms": "representative_fin"}


@router.get("/register/{entity}/mandate")
async def form(
    request: Request,
    hub: HubDep,
    who: ViewerDep,
    entity: str,
    look: Annotated[str, Query(max_length=36)],
    of: Annotated[str, Query(max_length=36)] = "",
) -> Response:
    """The form; filled with a mandate that is there already (`of`)."""
    return await _form(request, who, hub, (entity, look, of))


async def _form(
    request: Request, who: Viewer, hub: HubDep, asked: tuple[str, str, str], tried: Attempt = FRESH
) -> Response:
    entity, look, of = asked
    person = await looked_at(who, hub, entity, look)
    if person is None:
        return RedirectResponse(f"{PATH}/register/{id_or_404(entity)}", 303)
    held = await _held(hub, person, of)
    return await page(
        request,
        who,
        "register/mandate.html",
        tried=tried,
        entity=person,
        name=full_name(dict(person.attributes)),
        look=look,
        of=of,
        held=held,
        labels={name: called(ATTRIBUTES, name) for name in MandateTerms.model_fields},
        capacities={each: called(VALUES, each) for each in get_args(Capacity)},
        ends={each: called(VALUES, each) for each in get_args(MandateEnd)},
        known={each.id: each.title for each in programmes().values()},
    )


async def _again(sent: Sent, tried: Attempt, entity: str) -> Response:
    return await _form(sent.request, sent.who, sent.hub, (entity, sent.form.text("look"), sent.form.text("of")), tried)


async def _held(hub: HubDep, person: Entity, mandate: str) -> Mapping[str, Any]:
    """The terms of a mandate of this very person; nothing of any other."""
    wanted = parse_id(mandate)
    if wanted is None:
        return {}
    async with hub.store.read() as tx:
        found = await reader_of(hub).by_id(tx, wanted)
    is_theirs = (
        found is not None and found.kind == "mandate" and found.attributes.get("fin") == person.attributes.get("fin")
    )
    return found.attributes if found is not None and is_theirs else {}


@router.post("/register/{entity}/mandate")
@posts(None, _again, otherwise="act_number", beside=_BESIDE, status=422)
async def preview(sent: SentDep, entity: str) -> Response:
    """What would come of the mandate that was typed."""
    must_open(sent.who, entity)
    person = await looked_at(sent.who, sent.hub, entity, sent.form.text("look"))
    if person is None:
        return RedirectResponse(f"{PATH}/register/{id_or_404(entity)}", 303)
    return await previewed(sent, _wish(sent.form, person.id))


def _wish(form: Form, entity: str) -> MandateWish:
    typed = {name: form.all(name) if name in _LISTS else form.text(name) for name in MandateTerms.model_fields}
    if typed["representative_fin"]:
        typed["representative_fin"] = str(typed["representative_fin"]).upper()
    try:
        return MandateWish.model_validate(
            {"entity": entity, "terms": {name: each for name, each in typed.items() if each}}
        )
    except ValidationError as wrong:
        raise Mistaken(dict(_mistake(each) for each in wrong.errors(include_url=False))) from None


def _mistake(error: Any) -> tuple[str, Words]:
    """The field beside which the words stand."""
    if error["type"] in _TOGETHER:
        return _TOGETHER[error["type"]]
    return str(error["loc"][1] if len(error["loc"]) > 1 else "programmes"), _WRONG


_WRONG = Words(
    "Bu sahə boşdur və ya belə yazıla bilməz: FİN 7 simvol, VÖEN 10 rəqəm, tarix 24.11.2026 kimi.",
    "This is empty or cannot be written so: a FIN has 7 characters, a VÖEN 10 digits, a date is 24.11.2026.",
)
_TOGETHER: Mapping[str, tuple[str, Words]] = {
    "who_acts": (
        "representative_fin",
        Words(
            "Müəssisənin adını və VÖEN-ini, qalan hallarda nümayəndənin FİN-ini yazın.",
            "Of an institution write its name and VÖEN, of everybody else the representative's FIN.",
        ),
    ),
    "end_and_reason": (
        "end_reason",
        Words("Bitmənin günü və səbəbi birlikdə yazılır.", "An end is written with its day and its reason."),
    ),
    "deprived_of_all": (
        "programmes",
        Words(
            "Valideynlik hüququndan məhrumetmə bütün proqramlara aiddir: proqram seçməyin.",
            "Whoever is deprived of parental rights is so in all programmes: choose none.",
        ),
    ),
    "ends_before": ("ended_on", Words("Başladığı gündən əvvəl bitə bilməz.", "It cannot end before it begins.")),
}
