"""What every endpoint knows of its request: the hub, the caller, the caller's language and rights."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Annotated, Any, cast

from fastapi import Depends, Header, Request, Security
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from pydantic import AfterValidator
from starlette.responses import Response

from connectors.parsing.json import MAX_VALUES, parse_json
from connectors.parsing.refusal import ParsingRefused
from document_flow.controls import CONTROLS
from hub.access.grants import NO_PURPOSE, Action, PartyRight, need_right
from hub.access.keyring import Keyring
from hub.access.limits import LimitName
from hub.access.parties import Party
from hub.access.presented import PRESENTED
from hub.access.quotas import ASKS, MESSAGES, Quotas
from hub.access.rights import RoleMissing
from hub.app import Hub
from hub.errors import HubError, Lang, NotFound, Refused, Words, found_or
from hub.store.ids import parse_id
from hub.web.problem import language

_bearer = HTTPBearer(auto_error=False, description="The party's key / Tərəfin açarı")


VOUCHED = "hub.vouched"
"""The scope's Vouched, where a door before us has made sure whose the request is; no request can write it."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """A party for which a security server calls, and who asks there; "" where it does not say."""

    party: Party
    person: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a party, and the person where one has logged in. `roles` are rights over the exchange itself."""

    party: str
    person: str | None
    roles: frozenset[str]
    lang: Lang
    rights: frozenset[PartyRight] = field(default=frozenset())
    limits: Mapping[LimitName, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """For the audit: the person at the party, or the party."""
        return f"{self.person}@{self.party}" if self.person else self.party

    def may(self, service: str, action: Action, purpose: str = NO_PURPOSE) -> bool:
        """Whether a right in force covers it, for a list of what is open; doors ask `need_right`."""
        return (service, action.value, purpose) in self.rights


def hub_of(request: Request) -> Hub:
    """The hub that this application serves."""
    return cast("Hub", request.app.state.hub)


def keyring_of(request: Request) -> Keyring:
    """The application's keys."""
    return cast("Keyring", request.app.state.keyring)


def quotas_of(request: Request) -> Quotas:
    """The application's counts."""
    return cast("Quotas", request.app.state.quotas)


async def caller(request: Request, _documented: Annotated[object, Security(_bearer)] = None) -> Caller:
    """The caller by its key; raises Unauthenticated."""
    headers = request.headers
    vouched: Vouched | None = request.scope.get(VOUCHED)
    lang = language(headers.get("accept-language"))
    if vouched is not None:
        request.state.party = vouched.party.name
        return replace(as_caller(vouched.party, lang), person=vouched.person or None)
    presented = request.scope.get(PRESENTED)
    party = await keyring_of(request).party(headers.get("authorization"), address_of(request), presented)
    request.state.party = party.name
    return as_caller(party, lang)


def as_caller(party: Party, lang: Lang) -> Caller:
    """A party that calls by its key, without a person."""
    return Caller(party.name, None, party.roles, lang, party.rights, party.limits)


def address_of(request: Request) -> str:
    """Where the request comes from, as limits count (hub.web.proxies)."""
    return request.client.host if request.client else ""


KeyHeader = Annotated[
    str, Header(alias="Idempotency-Key", min_length=1, max_length=200, description="The same key, the same answer")
]
CallerDep = Annotated[Caller, Depends(caller)]


async def counted_ask(request: Request, who: CallerDep) -> None:
    """One more question of the caller; OverQuota before the body is looked at."""
    await quotas_of(request).take(Party(who.party, who.rights, who.limits), ASKS)


async def counted_message(request: Request, who: CallerDep) -> None:
    """One more message of the caller, a file too; OverQuota before it is read."""
    await quotas_of(request).take(Party(who.party, who.rights, who.limits), MESSAGES)


HubDep = Annotated[Hub, Depends(hub_of)]


def require(who: Caller, *roles: str) -> None:
    """Forbidden unless the caller has one of the roles."""
    if not who.roles.intersection(roles):
        raise RoleMissing(roles)


def require_service(who: Caller, service: str, action: Action, purpose: str = NO_PURPOSE) -> None:
    """RightMissing unless a right of the caller covers it."""
    need_right(who.rights, service, action, purpose)


def sees_all(who: Caller) -> bool:
    """True for those who operate, approve or are the committee; others see what is their own."""
    return not who.roles.isdisjoint(("operate", "approve", "committee"))


def agency_of(hub: Hub, destination: str) -> str:
    """The party that a destination belongs to."""
    return hub.routes.party_of(destination)


NOTHING_THERE = Words("Bu nömrə ilə heç nə tapılmadı.", "There is nothing under this id.")


def id_or(text: str, unknown: HubError) -> str:
    """The id in the path, with or without dashes; the error for what can be none, as for what is not there."""
    return found_or(parse_id(text), unknown)


def id_or_404(text: str) -> str:
    """The same with the NotFound of most doors."""
    return id_or(text, NotFound("api.not_found", NOTHING_THERE))


Id = Annotated[str, AfterValidator(id_or_404)]
"""A parameter that is an id; NotFound once the caller is known, before anything else is read."""


class _StrictRequest(Request):
    """Its JSON is read by the one strict loader: no duplicate keys, NaN, lone surrogates or other charsets.

    What people write has no control signs in it, and not many values: every fault of each costs its time.
    """

    most_values = 20_000

    async def json(self) -> Any:
        raw = await self.body()
        try:
            value = parse_json(raw, max_values=self.most_values)
        except ParsingRefused as refused:
            raise Refused(refused.code, Words(*refused.text), place=refused.place) from refused
        if any(CONTROLS.search(text) for text in _texts(value)):
            raise Refused("door.control_sign", _CONTROL_SIGN, status=422, place="body")
        return value


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for name, each in value.items():
                yield name
                yield from _texts(each)
        case list():
            for each in value:
                yield from _texts(each)
        case _:
            return


_CONTROL_SIGN = Words(
    "Mətndə idarəedici və ya yazının istiqamətini çevirən işarə var; onsuz göndərin.",
    "A text has a control sign in it, or one that turns the direction of writing; send it without.",
)


class _ExactRequest(_StrictRequest):
    """As strict, and its numbers keep every digit: a fraction is a Decimal, not the nearest double."""

    async def json(self) -> Any:
        await super().json()
        return json.loads(await self.body(), parse_float=Decimal)


class _ManyRequest(_ExactRequest):
    """The same of many cases at once."""

    most_values = MAX_VALUES


class StrictRoute(APIRoute):
    """`APIRouter(route_class=StrictRoute)`: bodies as strict as those of messages."""

    request: type[Request] = _StrictRequest

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handle(self.request(request.scope, request.receive))

        return strict


class ExactRoute(StrictRoute):
    """The same where numbers are facts of law."""

    request = _ExactRequest


class ManyRoute(ExactRoute):
    """The same where a table is tried on many cases."""

    request = _ManyRequest
