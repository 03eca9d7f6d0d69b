"""X-Road's dialect of a call (message protocol 4.0): whose it is, and that header and Body name the same service."""

from __future__ import annotations

from lxml import etree

from connectors.xroad.identifiers import Call, XroadRefused
from connectors.xroad.request_hash import request_hash
from connectors.xroad.soap import echo_of, read_call
from hub.access.parties import Party
from hub.access.security_servers import SecurityServers, refused
from hub.soap.envelope import Envelope
from hub.soap.service import Operation, Service
from hub.soap.versions import SOAP_11


async def whose_call(
    envelope: Envelope, behind: SecurityServers, raw: bytes, echo: list[etree._Element]
) -> tuple[Call, Party]:
    """The call, and the party for which it comes; `echo` gets what goes back in the header, also where it is refused.

    The hash of the request is over the bytes as the security server handed them.
    """
    try:
        call = read_call(envelope.headers)
    except XroadRefused as error:
        raise refused(error) from error
    echo.extend(echo_of(envelope.headers, envelope.version.namespace, request_hash(raw)))
    if envelope.version is not SOAP_11:
        raise refused(XroadRefused("xroad.soap_version", "Content-Type"))
    return call, await behind.client(call)


def refuse_other_service(call: Call, service: Service, operation: Operation) -> None:
    """Refused where the header names another service than the Body's element, or a version that there is not."""
    if call.service.code != operation.name or call.service.version not in ("", service.version):
        raise refused(XroadRefused("xroad.service", "service"))
