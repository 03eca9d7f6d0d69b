"""The door of r1: whose call it is, which service, and the same request to the API under its own address.

Where a call cannot be read nothing goes back; from there on every answer has the call's headers, refusals too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from connectors.xroad.identifiers import Call, XroadRefused
from connectors.xroad.rest import read_headers, read_path
from hub.access.keyring import Keyring
from hub.access.parties import Party
from hub.access.presented import PRESENTED
from hub.access.security_servers import NO_SUCH_SERVICE, SecurityServers, refused
from hub.api.xroad.services import METASERVICES, SERVICES, RestService, method_list
from hub.app import Hub
from hub.errors import Forbidden, NotFound, Words, found_or
from hub.web.context import VOUCHED, Vouched
from hub.web.limits import Guard, header

_OWN = (b"authorization", b"x-road-")


@dataclass(frozen=True, slots=True)
class RestEndpoint:
    """`api` answers a request once its path and party are ours; `description` is the API's OpenAPI."""

    hub: Hub
    keyring: Keyring
    security_servers: SecurityServers
    api: ASGIApp
    description: Callable[[], Mapping[str, Any]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        address = client[0] if client else ""
        party = await self.keyring.party(header(scope, b"authorization"), address, scope.get(PRESENTED))
        if not self.security_servers.include(party):
            raise Forbidden("xroad.not_a_security_server", _NOT_BELIEVED)
        try:
            service, below = read_path(scope["raw_path"])
            call, back = read_headers(scope["headers"], service)
        except XroadRefused as error:
            raise refused(error) from error

        async def echoing(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name.lower().encode(), value.encode("latin-1")) for name, value in back.items()]
                message = {**message, "headers": [*message["headers"], *own]}
            await send(message)

        async def answer(inner: Scope, inner_receive: Receive, inner_send: Send) -> None:
            vouched = await self.security_servers.client(call)
            if service.code in METASERVICES:
                await self._told(inner, call, below, vouched)(inner, inner_receive, inner_send)
                return
            own = self._service(service.code)
            await self.api(_as_own(inner, own, below, Vouched(vouched, call.user_id)), inner_receive, inner_send)

        await Guard(answer)(scope, receive, echoing)

    def _service(self, code: str) -> RestService:
        return found_or(SERVICES.get(code), NotFound("xroad.no_such_service", NO_SUCH_SERVICE))

    def _told(self, scope: Scope, call: Call, below: tuple[str, ...], party: Party) -> Response:
        if below or scope["method"] != "GET":
            raise NotFound("xroad.no_such_service", NO_SUCH_SERVICE)
        allowed = [each for each in SERVICES.values() if each.may(self.hub, party)]
        match call.service.code:
            case "listMethods":
                found = method_list(call.service.provider, list(SERVICES.values()), self.description())
            case "allowedMethods":
                found = method_list(call.service.provider, allowed, self.description())
            case _:
                wanted = parse_qs(scope["query_string"].decode("latin-1")).get("serviceCode", [])
                service = self._service(wanted[0] if len(wanted) == 1 else "")
                if service not in allowed:
                    raise NotFound("xroad.no_such_service", NO_SUCH_SERVICE)
                found = service.described(self.description())
        content = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        return Response(content, HTTPStatus.OK, media_type="application/json")


def _as_own(scope: Scope, service: RestService, below: tuple[str, ...], vouched: Vouched) -> Scope:
    """The request under the API's address, without what was for us: its steps are plain signs, with one reading."""
    path = "/".join((service.base, *below))
    headers = [pair for pair in scope["headers"] if not pair[0].startswith(_OWN)]
    return {**scope, "path": path, "raw_path": path.encode(), "headers": headers, VOUCHED: vouched}


_NOT_BELIEVED = Words(
    "Bu ünvandan yalnız X-Road təhlükəsizlik serveri çağıra bilər; başqaları /v1 ünvanlarını öz açarı ilə çağırır.",
    "This address is for X-Road's security server; everybody else calls /v1 with a key of their own.",
)
