"""Forms of things that are entered about a person by an act, each a declaration; another official applies what is sent.

The form opens while the viewer's own look at the person lasts, for the purpose that the thing demands.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ValidationError
from starlette.responses import RedirectResponse, Response

from hub.access.rights import Right
from hub.app import Hub
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, Mistaken, Sent, SentDep, posts
from hub.console.register.labels import ATTRIBUTES, called, full_name
from hub.console.register.requests import LookOver, looked_at, previewed
from hub.console.viewer import PATH, Form, Viewer, ViewerDep
from hub.errors import Words, found_or
from hub.register.entity import Entity
from hub.register.mandates import MandateWish
from hub.register.persons import codes_of
from hub.register.protections import ProtectionWish
from hub.register.reading import Reader
from hub.store.ids import parse_id
from hub.store.tx import Tx
from hub.web.context import HubDep, id_or_404
from hub.web.register_scope import reader_of

_SENT = "act_number"
"""The field beside which stands what concerns all of them."""
BOTH_OF_AN_END: Mapping[str, tuple[str, Words]] = {
    "end_and_reason": (
        "end_reason",
        Words("Bitmənin günü və səbəbi birlikdə yazılır.", "An end is written with its day and its reason."),
    ),
    "ends_before": ("ended_on", Words("Başladığı gündən əvvəl bitə bilməz.", "It cannot end before it begins.")),
}
"""What is wrong with the days of any thing."""


async def _nothing_more(_tx: Tx, _hub: Hub, _person: Entity, _held: Mapping[str, Any]) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingForm:
    """A kind of thing, which names its address and its template too. `value_of` is how a field is read that is not one
    text; `choices` are the template's own, `more` what it is told of the person; `wrong` stands beside a field that
    cannot be read, `together` beside the field named for a mistake of several. With `right`, `purpose` and `may` nobody
    sees it but who has the right, looks for that, and may at all.
    """

    kind: str
    terms: type[BaseModel]
    wish: type[MandateWish | ProtectionWish]
    wrong: Words
    choices: Callable[[], Mapping[str, Any]]
    value_of: Mapping[str, Callable[[Form, str], Any]] = field(default_factory=dict)
    together: Mapping[str, tuple[str, Words]] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    whole: str = _SENT
    right: Right | None = None
    purpose: str = ""
    may: Callable[[Tx, Hub, Viewer, Entity], Awaitable[bool]] | None = None
    reader: Callable[[Reader], Reader] = lambda reader: reader
    more: Callable[[Tx, Hub, Entity, Mapping[str, Any]], Awaitable[Mapping[str, Any]]] = _nothing_more


def upper(form: Form, name: str) -> str:
    """A FIN as it is written."""
    return form.text(name).upper()


def form_of(kind: ThingForm) -> APIRouter:
    """The two routes of a form: it, and what would come of what was typed."""
    router = APIRouter()
    beside = {"register.no_news": _SENT, **kind.beside}

    @router.get(f"/register/{{entity}}/{kind.kind}")
    async def form(
        request: Request,
        hub: HubDep,
        who: ViewerDep,
        entity: str,
        look: Annotated[str, Query(max_length=36)],
        of: Annotated[str, Query(max_length=36)] = "",
    ) -> Response:
        return await _form(kind, request, who, hub, (entity, look, of))

    async def again(sent: Sent, tried: Attempt, entity: str) -> Response:
        asked = entity, sent.form.text("look"), sent.form.text("of")
        return await _form(kind, sent.request, sent.who, sent.hub, asked, tried)

    @router.post(f"/register/{{entity}}/{kind.kind}")
    @posts(None, again, otherwise=_SENT, beside=beside, status=422)
    async def preview(sent: SentDep, entity: str) -> Response:
        person = found_or(await _person(kind, sent.who, sent.hub, entity, sent.form.text("look")), LookOver)
        return await previewed(sent, _wish(kind, sent.form, person.id))

    return router


async def _form(
    kind: ThingForm, request: Request, who: Viewer, hub: HubDep, asked: tuple[str, str, str], tried: Attempt = FRESH
) -> Response:
    """It, filled with a thing that is there already (`of`)."""
    entity, look, of = asked
    person = await _person(kind, who, hub, entity, look)
    if person is None:
        return RedirectResponse(f"{PATH}/register/{id_or_404(entity)}", 303)
    held = await _held(kind, hub, person, of)
    async with hub.store.read() as tx:
        more = await kind.more(tx, hub, person, held)
    return await page(
        request,
        who,
        f"register/{kind.kind}.html",
        tried=tried,
        entity=person,
        name=full_name(dict(person.attributes)),
        look=look,
        of=of,
        held=held,
        labels={name: called(ATTRIBUTES, name) for name in kind.terms.model_fields},
        **kind.choices(),
        **more,
    )


async def _person(kind: ThingForm, who: Viewer, hub: HubDep, entity: str, look: str) -> Entity | None:
    if kind.right is not None:
        who.need(kind.right, entity)
    found = await looked_at(who, hub, entity, look, kind.purpose)
    if found is None or kind.may is None:
        return found
    async with hub.store.read() as tx:
        return found if await kind.may(tx, hub, who, found) else None


async def _held(kind: ThingForm, hub: HubDep, person: Entity, thing: str) -> Mapping[str, Any]:
    """The terms of a thing of this very person; nothing of any other."""
    wanted = parse_id(thing)
    if wanted is None:
        return {}
    async with hub.store.read() as tx:
        found = await kind.reader(reader_of(hub)).by_id(tx, wanted)
    if found is None or found.kind != kind.kind or found.attributes.get("fin") not in codes_of(person.attributes):
        return {}
    return found.attributes


def _wish(kind: ThingForm, form: Form, entity: str) -> MandateWish | ProtectionWish:
    typed = {name: kind.value_of.get(name, Form.text)(form, name) for name in kind.terms.model_fields}
    try:
        return kind.wish.model_validate(
            {"entity": entity, "terms": {name: each for name, each in typed.items() if each}}
        )
    except ValidationError as wrong:
        raise Mistaken(dict(_mistake(kind, each) for each in wrong.errors(include_url=False))) from None


def _mistake(kind: ThingForm, error: Any) -> tuple[str, Words]:
    """The field beside which the words stand."""
    together = {**BOTH_OF_AN_END, **kind.together}
    if error["type"] in together:
        return together[error["type"]]
    return str(error["loc"][1]) if len(error["loc"]) > 1 else kind.whole, kind.wrong
