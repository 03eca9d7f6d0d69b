"""POST /soap/{service}: the door over HTTP, as a bare ASGI endpoint, so that each service has its own cap of bytes.

What can be known without the body is decided before it is read. Everything that is raised is a Fault (`guarded`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from starlette.types import ASGIApp, Receive, Scope, Send

from connectors.soap.mtom import Parts
from hub.access.presented import PRESENTED
from hub.access.quotas import OverQuota
from hub.app import Hub
from hub.errors import NotFound, Words, found_or
from hub.exchange.aside import aside
from hub.soap.attachments import read_request
from hub.soap.calling import Callers, Reply, Request, answer
from hub.soap.envelope import enveloped
from hub.soap.faults import ECHO, SIGNING, fault
from hub.soap.metaservices import with_attachment
from hub.soap.secured import SignedAnswers
from hub.soap.service import Service
from hub.soap.services import SERVICES
from hub.soap.versions import action_of, content_type, is_in_parts, refuse_content_type, version_of
from hub.telemetry import span
from hub.web.arriving import read_in_time, sent_trace
from hub.web.intake import Held, Intake, TooFast, TooMuchAtOnce
from hub.web.limits import Admission, BodyCap, Guard, header, turn_away_slowly


class ServiceEndpoint:
    """One service. The envelope that answers is sent once all of it is known."""

    def __init__(self, service: Service, hub: Hub, callers: Callers, admission: Admission, intake: Intake) -> None:
        self._service = service
        self._hub = hub
        self._callers = callers
        self._admission = admission
        self._intake = intake

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refuse_content_type(scope, in_parts=bool(self._service.attached))
        client = scope.get("client")
        address = client[0] if client else ""
        party = await self._callers.keyring.party(header(scope, b"authorization"), address, scope.get(PRESENTED))
        scope[SIGNING] = self._callers.security.signing(party.name)
        if self._service.stores:
            await self._admission.check()
            self._admission.check_share(party.name)
        version, trace = version_of(scope), sent_trace(dict(scope["headers"]))
        try:
            async with self._intake.request(party.name, int(header(scope, b"content-length") or 0)) as arrived:
                if not self._callers.security_servers.include(party):
                    await self._callers.quotas.take(party, self._service.quota)
                raw = await read_in_time(receive, arrived)
                with span("soap.answer", trace, service=self._service.name) as own:

                    def counts_for(name: str, arrived: Held = arrived) -> None:
                        scope[SIGNING] = self._callers.security.signing(name)
                        arrived.for_party(name)

                    parts = Parts(raw, {})
                    if is_in_parts(scope):
                        parts = await aside(len(raw), partial(read_request, content_type(scope), raw))
                    request = Request(
                        party,
                        version,
                        action_of(scope),
                        parts,
                        self._callers,
                        own or trace,
                        counts_for=counts_for,
                    )
                    scope[ECHO] = request.echo
                    reply = await answer(self._hub, self._service, request)
                    media_type, content = written(request, reply, scope[SIGNING])
        except (TooFast, TooMuchAtOnce, OverQuota) as turned_away:
            await turn_away_slowly(turned_away, scope, receive, send, fault)
            return
        await send({"type": "http.response.start", "status": 200, "headers": _headers(media_type, content)})
        await send({"type": "http.response.body", "body": content})


def _headers(media_type: str, content: bytes) -> list[tuple[bytes, bytes]]:
    return [
        (b"content-type", media_type.encode()),
        (b"content-length", str(len(content)).encode()),
    ]


class SoapEndpoint:
    """All services, by the name in the path."""

    def __init__(self, services: Mapping[str, ASGIApp]) -> None:
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = found_or(self._services.get(scope["path_params"]["service"]), NotFound("soap.unknown_service", UNKNOWN))
        await found(scope, receive, send)


def written(request: Request, reply: Reply, signing: SignedAnswers | None = None) -> tuple[str, bytes]:
    """The media type and the bytes of an answer."""
    content = enveloped(request.version, reply.element, *request.echo)
    if signing is not None:
        content = signing(content)
    if reply.description is not None:
        return with_attachment(content, reply.description)
    return f"{request.version.media_type}; charset=utf-8", content


def guarded(hub: Hub, callers: Callers, admission: Admission, intake: Intake) -> ASGIApp:
    """The door of all services, within the bounds that every door has; whatever they refuse is a Fault."""
    doors = {
        each.name: BodyCap(
            ServiceEndpoint(each, hub, callers, admission, intake),
            most=each.most_bytes,
            most_file=each.most_bytes,
            said=fault,
        )
        for each in SERVICES.values()
    }
    return Guard(SoapEndpoint(doors), fault)


UNKNOWN = Words(
    "Belə SOAP xidməti yoxdur; xidmətlər GET /soap ünvanındadır.",
    "There is no such SOAP service; GET /soap lists them.",
)
