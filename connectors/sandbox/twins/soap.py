"""SOAP as the simulated agencies speak it: requests checked by the pinned schema, answers built by name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from connectors.sandbox import hub_credentials
from connectors.sandbox.http import Reply, Request
from connectors.soap.envelope import BODY, ENVELOPE, FAULT, NAMESPACE, EnvelopeRefused, body_of
from connectors.soap.wsdl import PinnedWsdl

_XML = "text/xml; charset=utf-8"

Content = str | Mapping[str, "Content"]
"""An element's text, or its children by name in order."""


@dataclass(frozen=True, slots=True)
class SoapRequest:
    """A valid request: its Body's element by local name, and the digest of that element, whatever the header says."""

    name: str
    element: etree._Element
    body_sha256: str

    def text(self, name: str) -> str:
        """The text of a child, "" where absent."""
        return str(self.element.findtext(f"{{*}}{name}") or "")

    def fields(self) -> dict[str, str]:
        """All children by local name."""
        return {etree.QName(child).localname: child.text or "" for child in self.element}


def read_soap(request: Request, wsdl: PinnedWsdl, agency: str) -> SoapRequest | Reply:
    """The request, or a Client fault: wrong key, no envelope, not valid, or a SOAPAction of another operation."""
    if request.headers.get("authorization") != f"Bearer {hub_credentials(agency)}":
        return Reply(401, b"", _XML)
    try:
        element = body_of(request.body)
    except EnvelopeRefused as error:
        return fault("Client", str(error))
    broken = wsdl.breach(element)
    if broken is not None:
        return fault("Client", broken)
    digest = hashlib.sha256(etree.tostring(element, method="c14n")).hexdigest()
    return SoapRequest(etree.QName(element).localname, element, digest)


def action_of(request: Request) -> str:
    """The operation that the SOAPAction header ends with."""
    return request.headers.get("soapaction", "").strip('"').rpartition(":")[2]


def soap_reply(namespace: str, name: str, content: Content) -> Reply:
    """A success with one element in its Body."""
    return Reply(200, _envelope(_element(namespace, name, content)), _XML)


def fault(side: str, text: str) -> Reply:
    """A Fault, under HTTP 500 as SOAP 1.1 wants it (6.2)."""
    element = etree.Element(FAULT)
    etree.SubElement(element, "faultcode").text = f"soap:{side}"
    etree.SubElement(element, "faultstring").text = text
    return Reply(500, _envelope(element), _XML)


def _element(namespace: str, name: str, content: Content) -> etree._Element:
    default: dict[Any, str] = {None: namespace}
    element = etree.Element(f"{{{namespace}}}{name}", nsmap=default)
    if isinstance(content, str):
        element.text = content
    else:
        element.extend(_element(namespace, child, value) for child, value in content.items())
    return element


def _envelope(element: etree._Element) -> bytes:
    envelope = etree.Element(ENVELOPE, nsmap={"soap": NAMESPACE})
    etree.SubElement(envelope, BODY).append(element)
    return etree.tostring(envelope, encoding="utf-8", xml_declaration=True)


def pinned_file(request: Request, path: str, wsdl_file: bytes) -> Reply | None:
    """The answer to `GET {path}?wsdl`."""
    if request.method == "GET" and request.path == path and "wsdl" in request.query:
        return Reply(200, wsdl_file, _XML)
    return None
