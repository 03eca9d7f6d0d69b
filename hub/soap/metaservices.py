"""X-Road's services about services (PR-META): `listMethods`, `allowedMethods`, and `getWsdl` with its attachment.

Security servers answer them by themselves; here they are for whoever stands behind one, by what its party may.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from connectors.xroad import soap
from connectors.xroad.identifiers import Call, ServiceId, XroadRefused
from hub.access.parties import Party
from hub.access.security_servers import refused
from hub.app import Hub
from hub.soap.service import Operation, Service
from hub.soap.services import SERVICES
from hub.soap.wsdl import write_wsdl

_ADDRESS = "http://example.org/xroad-endpoint"
"""What a security server writes in the place of the address, which its clients do not call (PR-META 5)."""
_LIST, _ALLOWED, _WSDL = (f"{{{soap.XROAD}}}{name}" for name in ("listMethods", "allowedMethods", "getWsdl"))
METASERVICES = frozenset((_LIST, _ALLOWED, _WSDL))
_BOUNDARY = "qayidis-hub-parts"


def answer_metaservice(hub: Hub, call: Call, body: etree._Element, party: Party) -> tuple[etree._Element, bytes | None]:
    """The element that answers, and the description beside it."""
    name = etree.QName(body).localname
    if call.service.code != name:
        raise refused(XroadRefused("xroad.service", "service"))
    answer = etree.Element(f"{{{soap.XROAD}}}{name}Response", nsmap=soap.SPACES)
    if body.tag == _WSDL:
        code, version, found = _described(hub, body, party)
        for tag, text in (("serviceCode", code), ("serviceVersion", version)):
            if text:
                etree.SubElement(answer, f"{{{soap.XROAD}}}{tag}").text = text
        return answer, write_wsdl(found, _ADDRESS)
    if len(body):
        raise refused(XroadRefused("xroad.service", "Body"))
    for service, operation in _operations():
        if body.tag == _LIST or may(hub, party, operation):
            answer.append(soap.service(ServiceId(call.service.provider, operation.name, service.version)))
    return answer, None


def may(hub: Hub, party: Party, operation: Operation) -> bool:
    """Whether the party was granted the operation for any purpose, or any format of one that takes formats."""
    named, granted = operation.right, {right.service for right in party.rights}
    return named in granted or (named == "{format}" and not granted.isdisjoint(hub.formats))


def with_attachment(envelope: bytes, description: bytes) -> tuple[str, bytes]:
    """Media type and bytes of an answer in parts (SOAP with Attachments): the envelope, and the description beside."""
    head = "Content-Type: text/xml; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\nContent-ID: <envelope>\r\n\r\n"
    beside = "Content-Type: text/xml; charset=UTF-8\r\nContent-ID: <wsdl>\r\n\r\n"
    mark = f"--{_BOUNDARY}".encode()
    parts = [mark, b"\r\n", head.encode(), envelope, b"\r\n", mark, b"\r\n", beside.encode(), description, b"\r\n"]
    media_type = f'multipart/related; type="text/xml"; start="<envelope>"; boundary="{_BOUNDARY}"'
    return media_type, b"".join([*parts, mark, b"--\r\n"])


def _operations() -> Iterator[tuple[Service, Operation]]:
    return ((service, operation) for service in SERVICES.values() for operation in service.operations)


def _described(hub: Hub, body: etree._Element, party: Party) -> tuple[str, str, Service]:
    """The code and version that are asked for, and the service whose description has them."""
    names = [str(each.tag) for each in body]
    code, version = (f"{{{soap.XROAD}}}{name}" for name in ("serviceCode", "serviceVersion"))
    if names not in ([code], [code, version]):
        raise refused(XroadRefused("xroad.service", "Body"))
    wanted, of = ((body.findtext(name) or "").strip() for name in (code, version))
    for service, operation in _operations():
        if operation.name == wanted and of in ("", service.version) and may(hub, party, operation):
            return wanted, of, service
    raise refused(XroadRefused("xroad.no_such_service", "serviceCode"))
