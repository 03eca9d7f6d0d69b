"""Logging in, and who acts: an official is a person with a place of work, whatever party's key opened the door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request, Response, Security
from fastapi.security import HTTPBearer
from pydantic import BaseModel, Field

from document_flow.documents.facts import Access
from hub.access.people import LONGEST_PASSWORD, Person
from hub.access.rights import Right, RoleMissing, rights_of
from hub.access.sessions import log_out, person_of
from hub.bodies import Body
from hub.clock import rfc3339
from hub.errors import Forbidden, Lang, Words
from hub.web.context import HubDep, StrictRoute, address_of, hub_of
from hub.web.problem import language

router = APIRouter(tags=["people"], route_class=StrictRoute)
_bearer = HTTPBearer(auto_error=False, description="A person's session token / İşçinin giriş açarı")


class Credentials(Body):
    """A login with its password."""

    login: str = Field(max_length=100)
    password: str = Field(max_length=LONGEST_PASSWORD + 1, repr=False)


class SessionView(BaseModel):
    """The token of a session, shown this once."""

    token: str
    login: str
    name: str
    roles: list[str]
    expires_at: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts on documents, and in which language to answer."""

    person: Person
    lang: Lang

    @property
    def login(self) -> str:
        """The name under which the directory knows the person."""
        return self.person.login

    def need(self, *roles: str) -> None:
        """Forbidden unless the person has one of the roles."""
        if not self.person.roles.intersection(roles):
            raise RoleMissing(roles)


async def actor(request: Request, _documented: Annotated[object, Security(_bearer)] = None) -> Actor:
    """The person by the session token; raises Unauthenticated."""
    known = cast("dict[str, Person]", request.app.state.well_known_people)
    person = await person_of(hub_of(request).store, request.headers.get("authorization"), known)
    return Actor(person, language(request.headers.get("accept-language")))


ActorDep = Annotated[Actor, Depends(actor)]


async def official(who: ActorDep) -> Actor:
    """The person, if a role lets them work with documents; Forbidden for those of the exchange and administrators."""
    if Right.DOCUMENTS not in rights_of(who.person.roles):
        raise Forbidden("access.role_missing", _NO_DOCUMENTS)
    return who


OfficialDep = Annotated[Actor, Depends(official)]


def sees_of_access(roles: frozenset[str]) -> tuple[Access, ...]:
    """Which documents these roles may see though their holders have no part in them."""
    if "clerk" in roles:
        return "open", "restricted"
    return ("open",) if roles & {"head", "deputy", "lawyer"} else ()


@router.post("/v1/sessions", status_code=201, responses={401: {"description": "The login or the password is wrong"}})
async def begin_session(hub: HubDep, request: Request, credentials: Credentials) -> SessionView:
    """Log in. The token is good for nine hours; send it as `Authorization: Bearer …`."""
    session = await hub.passwords.log_in(credentials.login, credentials.password, address_of(request))
    person = session.person
    return SessionView(
        token=session.token,
        login=person.login,
        name=person.name,
        roles=sorted(person.roles),
        expires_at=rfc3339(session.expires_at),
    )


@router.delete("/v1/sessions", status_code=204)
async def end_session(hub: HubDep, request: Request) -> Response:
    """Log out: the token is good for nothing from now on."""
    await log_out(hub.store, (request.headers.get("authorization") or "").partition(" ")[2].strip())
    return Response(status_code=204)


_NO_DOCUMENTS = Words(
    "Sənədlərlə yalnız sənəd dövriyyəsində rolu olanlar işləyir; inzibatçı və mübadilə rolları sənəd açmır.",
    "Only those with a role in document flow work with documents; administrators and roles of the exchange open none.",
)
