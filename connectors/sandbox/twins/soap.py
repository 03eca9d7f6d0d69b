"""SOAP as the simulated agencies speak it: requests checked by the pinned schema, answers built by name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from connectors.operations import Attachment, SoapOperation
from connectors.sandbox import hub_credentials
from connectors.sandbox.behaviour import Behaviour
from connectors.sandbox.http import Reply, Request, problem
from connectors.sandbox.ledger import Application, Ledger
from connectors.sandbox.twins.twin import Service
from connectors.soap.envelope import BODY, ENVELOPE, FAULT, NAMESPACE, EnvelopeRefused, body_of, header_of
from connectors.soap.mtom import MULTIPART, Parts, read_parts, take_file
from connectors.soap.wsdl import PinnedWsdl, pinned_wsdl

_XML = "text/xml; charset=utf-8"

Content = str | Mapping[str, "Content | list[Content]"]
"""An element's text, or its children by name in order; a list is several of one name."""


@dataclass(frozen=True, slots=True)
class SoapRequest:
    """A valid request: its Body's element by local name, and the digest of that element, whatever the header says."""

    name: str
    element: etree._Element
    body_sha256: str
    header: Mapping[str, str]
    file: bytes | None = None

    def text(self, name: str) -> str:
        """The text of a child, "" where absent."""
        return str(self.element.findtext(f"{{*}}{name}") or "")

    def fields(self) -> dict[str, str]:
        """All children by local name."""
        return {etree.QName(child).localname: child.text or "" for child in self.element}


@dataclass(frozen=True, slots=True)
class SoapHandler:
    """What answers an element: the operation's name for the knobs, and the SOAPAction that must come with it.

    With `encloses` it comes with a file; what answers one that is not the file of its digest is `other_file`.
    """

    operation: str
    action: str
    answer: Callable[[SoapRequest], Reply]
    encloses: Attachment | None = None
    other_file: Reply | None = None


class SoapTwin:
    """An agency behind one address, by the contract in its folder. `texts` are its error texts by code."""

    def __init__(
        self, agency: str, path: str, handlers: Mapping[str, SoapHandler], texts: Mapping[str, str], wrong: Reply
    ) -> None:
        self.agency = agency
        self._path, self._handlers, self._texts, self._wrong = f"/{agency}{path}", handlers, texts, wrong

    def service(self, request: Request) -> Service | Reply:
        """Dispatch on the Body's element; a SOAPAction that says otherwise is a Client fault."""
        wsdl = pinned_wsdl(self.agency)
        if request.path == self._path and request.method == "GET" and "wsdl" in request.query:
            return Reply(200, wsdl.text, _XML)
        if request.path != self._path or request.method != "POST":
            return problem(404, f"{self.agency}.no_such_service")
        asked = _read(request, wsdl, self.agency, self._handlers)
        if isinstance(asked, Reply):
            return asked
        handler = self._handlers.get(asked.name)
        action = request.headers.get("soapaction", "").strip('"').rpartition(":")[2]
        if handler is None or action != handler.action:
            return fault("Client", "no such operation, or another SOAPAction")
        return Service(handler.operation, lambda: handler.answer(asked))

    def disturbed(self, request: Request, behaviour: Behaviour) -> Reply:
        """A Fault of the asked side, or a business error with the asked code."""
        if behaviour.code is not None:
            return business_error(self.agency, str(behaviour.code), self._texts)
        return fault(behaviour.fault or "Server", "told to fail")

    def wrong_element(self) -> Reply:
        """An element that the schema does not know."""
        return self._wrong


def applying(
    agency: str, operation: SoapOperation, ledger: Ledger, texts: Mapping[str, str], *, number: str, other_body: str
) -> dict[str, SoapHandler]:
    """The handlers of an operation that applies a document once per key and tells what became of one.

    `number` stands before the reference's number; `other_body` is the error for a key with other content.
    """
    status, key = operation.status, operation.key

    def apply(asked: SoapRequest) -> Reply:
        subject = {name: value for name, value in asked.fields().items() if name != key}
        if asked.file is not None:
            subject["file"] = f"{len(asked.file)} B {hashlib.sha256(asked.file).hexdigest()}"
        application = Application(agency, asked.text(key), operation.name, asked.body_sha256, subject)

        def applied(seq: int) -> Reply:
            content = {key: asked.text(key), operation.reference: f"{number}-{seq}"}
            return soap_reply(agency, operation.answer, content)

        reply = ledger.apply(application, applied)
        return business_error(agency, other_body, texts) if reply.status == 409 else reply

    handlers = {operation.request: SoapHandler(operation.name, operation.request, apply, operation.encloses)}
    if status is not None:

        def tell(asked: SoapRequest) -> Reply:
            known = ledger.applied(agency, asked.text(key)) is not None
            state = status.applied if known else "TAPILMADI"
            return soap_reply(agency, status.answer, {key: asked.text(key), status.field: state})

        handlers[status.request] = SoapHandler(f"{agency}.request.status", status.request, tell)
    return handlers


def asking(
    agency: str, operation: SoapOperation, ledger: Ledger, answer: Callable[[SoapRequest, int], Reply]
) -> dict[str, SoapHandler]:
    """The handler of a query under the header of the state's exchange; every answer is in the ledger by its `sorguId`.

    `answer` gets the request and the query's number.
    """

    def told(asked: SoapRequest) -> Reply:
        header = asked.header
        if not all(header.get(name) for name in ("musteri", "sorguId", "esas", "meqsed")):
            return fault("Client", "the header lacks musteri, sorguId, esas or meqsed")
        subject = {**asked.fields(), **{name: header.get(name, "") for name in ("esas", "meqsed")}}
        application = Application(agency, header["sorguId"], operation.name, asked.body_sha256, subject)
        reply = ledger.apply(application, lambda seq: answer(asked, seq))
        return fault("Client", "sorguId was used for another query") if reply.status == 409 else reply

    return {f"{operation.request}Sorgu": SoapHandler(operation.name, operation.request, told)}


def in_parts(agency: str, name: str, content: Content, field: str, file: tuple[str, bytes]) -> Reply:
    """A success whose last element `field` is a file of a media type beside the envelope (MTOM)."""
    element = _element(pinned_wsdl(agency).namespace, name, content)
    holder = etree.SubElement(element, f"{{{pinned_wsdl(agency).namespace}}}{field}")
    etree.SubElement(holder, "{http://www.w3.org/2004/08/xop/include}Include", href="cid:file@sandbox")
    head = 'Content-Type: application/xop+xml; charset=utf-8; type="text/xml"\r\nContent-ID: <root@sandbox>\r\n\r\n'
    beside = f"Content-Type: {file[0]}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <file@sandbox>\r\n\r\n"
    mark = b"--sandbox-parts"
    parts = [mark, b"\r\n", head.encode(), _envelope(element), b"\r\n", mark, b"\r\n", beside.encode(), file[1]]
    about = 'boundary="sandbox-parts"; start="<root@sandbox>"; start-info="text/xml"; type="application/xop+xml"'
    return Reply(200, b"".join([*parts, b"\r\n", mark, b"--\r\n"]), f"multipart/related; {about}")


def soap_reply(agency: str, name: str, content: Content, namespace: str = "") -> Reply:
    """A success with one element in its Body, in the contract's namespace unless it is to be another."""
    return Reply(200, _envelope(_element(namespace or pinned_wsdl(agency).namespace, name, content)), _XML)


def business_error(agency: str, code: str, texts: Mapping[str, str]) -> Reply:
    """`Xeta` with its code, under HTTP 200."""
    return soap_reply(agency, "Xeta", {"Kod": code, "Metn": texts.get(code, texts[""])})


def fault(side: str, text: str) -> Reply:
    """A Fault, under HTTP 500 as SOAP 1.1 wants it (6.2)."""
    element = etree.Element(FAULT)
    etree.SubElement(element, "faultcode").text = f"soap:{side}"
    etree.SubElement(element, "faultstring").text = text
    return Reply(500, _envelope(element), _XML)


def _read(request: Request, wsdl: PinnedWsdl, agency: str, handlers: Mapping[str, SoapHandler]) -> SoapRequest | Reply:
    """The request, or a Client fault: wrong key, no envelope, not valid, or a file that nothing refers to."""
    if request.headers.get("authorization") != f"Bearer {hub_credentials(agency)}":
        return Reply(401, b"", _XML)
    about = request.headers.get("content-type", "")
    handler, file = None, None
    try:
        parts = read_parts(about, request.body) if about.startswith(MULTIPART) else Parts(request.body, {})
        element = body_of(parts.envelope)
        handler = handlers.get(etree.QName(element).localname)
        if handler is not None and handler.encloses is not None:
            file = take_file(element, handler.encloses, parts.beside)
    except EnvelopeRefused as error:
        if handler is not None and handler.other_file is not None and error.code == "agency.file_digest":
            return handler.other_file
        return fault("Client", str(error))
    broken = wsdl.breach(element)
    if broken is not None:
        return fault("Client", broken)
    digest = hashlib.sha256(etree.tostring(element, method="c14n")).hexdigest()
    return SoapRequest(etree.QName(element).localname, element, digest, header_of(parts.envelope), file)


def _element(namespace: str, name: str, content: Content) -> etree._Element:
    default: dict[Any, str] = {None: namespace}
    element = etree.Element(f"{{{namespace}}}{name}", nsmap=default)
    if isinstance(content, str):
        element.text = content
    else:
        for child, value in content.items():
            each = value if isinstance(value, list) else [value]
            element.extend(_element(namespace, child, one) for one in each)
    return element


def xml_message(agency: str, name: str, content: Content) -> bytes:
    """A document of the agency outside an envelope, as it pushes one."""
    return etree.tostring(
        _element(pinned_wsdl(agency).namespace, name, content), encoding="utf-8", xml_declaration=True
    )


def _envelope(element: etree._Element) -> bytes:
    envelope = etree.Element(ENVELOPE, nsmap={"soap": NAMESPACE})
    etree.SubElement(envelope, BODY).append(element)
    return etree.tostring(envelope, encoding="utf-8", xml_declaration=True)
