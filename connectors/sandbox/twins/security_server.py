"""The security server before an agency that is reached by X-Road: in the sandbox one for each, under its address.

It does what a real one does to the message: knows the service by the header, hands the request on with nothing of HTTP
but its type and action, and puts the header and the request's hash on the answer. It has no certificates and no log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from connectors.manifest import Agency
from connectors.operations import CalledOperation, RestOperation, SftpOperation
from connectors.parsing import parse_xml
from connectors.sandbox import hub_credentials
from connectors.sandbox.behaviour import Behaviour
from connectors.sandbox.http import Reply, Request, json_reply
from connectors.sandbox.twins.soap import fault
from connectors.sandbox.twins.twin import Service, Twin
from connectors.soap.envelope import BODY, HEADER, NAMESPACE, EnvelopeRefused, blocks_of, body_of
from connectors.xroad.identifiers import Call, ServiceId, XroadRefused
from connectors.xroad.request_hash import request_hash
from connectors.xroad.rest import PREFIX, read_headers, read_path
from connectors.xroad.soap import echo_of, read_call


@dataclass(frozen=True, slots=True)
class _Taken:
    """A request as the agency gets it, and what the answer will have: header blocks, or headers of HTTP."""

    inner: Request
    echo: tuple[etree._Element, ...] = ()
    headers: Mapping[str, str] | None = None


class BehindXroad:
    """A twin that is reached by X-Road alone; how it misbehaves is its own."""

    def __init__(self, twin: Twin, agency: Agency) -> None:
        self.agency = agency.name
        self._twin, self._subsystem = twin, agency.xroad
        self._operations = {
            each.xroad.service: each for each in agency.operations if not isinstance(each, SftpOperation) and each.xroad
        }

    def service(self, request: Request) -> Service | Reply:
        """The agency's own, for a service that it has."""
        if request.method == "GET" and "wsdl" in request.query:
            return self._twin.service(request)
        if request.headers.get("authorization") != self._key()["authorization"]:
            return Reply(401)
        taken = self._take(request)
        if isinstance(taken, Reply):
            return taken
        found = self._twin.service(taken.inner)
        if isinstance(found, Reply):
            return _with_echo(taken, found)
        return Service(found.operation, lambda: _with_echo(taken, found.answer()))

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """As the agency does it, under the header."""
        taken = self._take(request)
        return taken if isinstance(taken, Reply) else _with_echo(taken, self._twin.disturbed(taken.inner, behaviour))

    def wrong_element(self) -> Reply:
        """The agency's."""
        return self._twin.wrong_element()

    def _take(self, request: Request) -> _Taken | Reply:
        below = request.path.removeprefix(f"/{self.agency}")
        try:
            return self._rest(request, below) if below.startswith(PREFIX) else self._soap(request)
        except EnvelopeRefused:
            return fault("Client.InvalidXml", "no envelope")
        except XroadRefused as refused:
            if below.startswith(PREFIX):
                return _rest_error("Client.BadRequest", str(refused))
            return fault("Client.MissingHeaderField", str(refused))

    def _soap(self, request: Request) -> _Taken | Reply:
        body = body_of(request.body)
        blocks = list(blocks_of(body))
        call = read_call(blocks)
        operation = self._operation(call.service)
        if operation is None:
            return _unknown_service(call)
        if not etree.QName(body).localname.startswith(call.service.code):
            return fault("Server.ClientProxy.InconsistentHeaders", "another wrapper than serviceCode")
        kept = {name: value for name, value in request.headers.items() if name in ("content-type", "soapaction")}
        inner = replace(request, path=f"/{self.agency}{operation.path}", headers=kept | self._key())
        return _Taken(inner, tuple(echo_of(blocks, NAMESPACE, request_hash(request.body))))

    def _rest(self, request: Request, below: str) -> _Taken | Reply:
        service, steps = read_path(below.encode())
        own = [(name.encode(), value.encode()) for name, value in request.headers.items()]
        call, back = read_headers(own, service)
        if self._operation(call.service) is None:
            return _rest_error("Server.ServerProxy.UnknownService", str(service))
        kept = {name: value for name, value in request.headers.items() if not name.startswith("x-road-")}
        inner = replace(request, path="/".join((f"/{self.agency}", *steps)), headers=kept | self._key())
        return _Taken(inner, headers=back | {"X-Road-Request-Hash": request_hash(request.body)})

    def _operation(self, service: ServiceId) -> CalledOperation | None:
        found = self._operations.get(service.code)
        is_ours = str(service.provider).partition("/")[2] == self._subsystem
        version = "" if found is None or isinstance(found, RestOperation) or not found.xroad else found.xroad.version
        return found if is_ours and service.version == version else None

    def _key(self) -> dict[str, str]:
        """By one key the server knows the hub, and the agency its server."""
        return {"authorization": f"Bearer {hub_credentials(self.agency)}"}


def _with_echo(taken: _Taken, reply: Reply) -> Reply:
    if taken.headers is not None:
        return replace(reply, headers={**reply.headers, **taken.headers})
    if not reply.content_type.startswith("text/xml"):
        return reply
    root = parse_xml(reply.body)
    header = root.find(HEADER)
    if header is None:
        header = etree.Element(HEADER)
        root.insert([child.tag for child in root].index(BODY), header)
    header.extend(taken.echo)
    return replace(reply, body=etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _unknown_service(call: Call) -> Reply:
    """Under HTTP 200 and without a namespace on its code, as security servers answer."""
    found = fault("x", f"Unknown service: {call.service}")
    return replace(found, status=200, body=found.body.replace(b"soap:x", b"Server.ServerProxy.UnknownService"))


def _rest_error(kind: str, message: str) -> Reply:
    made = json_reply(500 if kind.startswith("Server") else 400, {"type": kind, "message": message, "detail": ""})
    return replace(made, headers={"X-Road-Error": kind})
