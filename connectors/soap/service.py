"""One SOAP call over the bounded client: what came back is an element that the schema allows, or an outcome."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from connectors.connector import Limits
from connectors.operations import Attachment
from connectors.outcome import Breach, Exchanged, Outcome, Rejected, Unknown
from connectors.rest.client import AgencyClient, Answer
from connectors.rest.statuses import refusal
from connectors.soap.enclosing import Enclosing, NoFile, Parted
from connectors.soap.envelope import FAULT, EnvelopeRefused, blocks_of, body_of
from connectors.soap.faults import fault_outcome
from connectors.soap.mtom import MULTIPART, Parts, read_parts, take_file
from connectors.soap.security.agency import AgencySecurity
from connectors.soap.wsdl import CannotWrite, PinnedWsdl
from connectors.xroad.faults import xroad_outcome
from connectors.xroad.going import other_header
from connectors.xroad.identifiers import Call
from connectors.xroad.soap import write_call

_XML = {"text/xml", "application/xml", "application/soap+xml"}
_MAY_HOLD_A_FAULT = {400, 500}


@dataclass(frozen=True, slots=True)
class SoapAnswer:
    """A Body's element, valid by the pinned schema and one of those that were allowed, and the file taken out of it;
    the header blocks as they came.
    """

    element: etree._Element
    exchanged: Exchanged
    file: bytes | None = None
    blocks: tuple[etree._Element, ...] = ()

    @property
    def name(self) -> str:
        """The element's local name."""
        return etree.QName(self.element).localname

    def text(self, name: str) -> str:
        """The text of a child by local name, "" where it is absent or empty."""
        return str(self.element.findtext(f"{{*}}{name}") or "")


@dataclass(frozen=True, slots=True)
class SoapCall:
    """What to send: the WSDL's operation, its values, and the elements that may answer it; by X-Road, as which call;
    `enclosing` puts a file beside it.
    """

    operation: str
    body: Mapping[str, Any]
    answers: Collection[str]
    header: Mapping[str, str] | None = None
    xroad: Call | None = None
    enclosing: Enclosing | None = None


@dataclass(frozen=True, slots=True)
class SoapService:
    """An endpoint of an agency: address and credentials from our settings, never from the WSDL."""

    url: str
    wsdl: PinnedWsdl
    client: AgencyClient
    credentials: str = field(default="", repr=False)
    transient_faults: Mapping[str, str] = field(default_factory=dict)
    attachment: Attachment | None = None
    by_xroad: bool = False
    security: AgencySecurity | None = None

    async def ask(self, call: SoapCall, limits: Limits) -> SoapAnswer | Outcome:
        """Send once. A document that the schema refuses is Rejected before anything is sent, and so is one whose file
        is not held or beyond the cap.
        """
        try:
            body = call.body if call.enclosing is None else await call.enclosing.given(call.body)
            blocks = write_call(call.xroad) if call.xroad else ()
            sent = self.wsdl.envelope(call.operation, body, call.header, blocks)
            sent = sent if self.security is None else self.security.secured(sent)
            made = Parted(sent) if call.enclosing is None else await call.enclosing.parted(sent, body)
        except CannotWrite as error:
            return Rejected(Exchanged(), "connector.document", str(error))
        except NoFile as error:
            return Rejected(Exchanged(), error.code, error.detail)
        headers = {
            "Content-Type": made.content_type,
            "SOAPAction": self.wsdl.soap_action(call.operation),
            "Authorization": f"Bearer {self.credentials}",
        }
        answer = await self.client.exchange("POST", self.url, headers, made.head, limits, made.beside)
        return self._read(answer, call) if isinstance(answer, Answer) else answer

    def _read(self, answer: Answer, call: SoapCall) -> SoapAnswer | Outcome:
        refused = refusal(answer)
        if refused is not None:
            return self._fault(answer) or refused
        if not answer.body.strip():
            return Unknown(answer.exchanged, "agency.accepted" if answer.status == 202 else "agency.empty")
        if not self._reads(answer):
            return Breach(answer.exchanged, "agency.content_type")
        try:
            parts = _parts(answer)
            sent = body_of(parts.envelope)
            element = self._signed(sent)
            if element.tag == FAULT:
                return self._fault_outcome(element, answer)
            file = None if self.attachment is None else take_file(element, self.attachment, parts.beside)
        except EnvelopeRefused as error:
            return Breach(answer.exchanged, error.code, error.detail)
        return self._checked(SoapAnswer(element, answer.exchanged, file, tuple(blocks_of(sent))), call)

    def _signed(self, body: etree._Element) -> etree._Element:
        return body if self.security is None else self.security.read(body)

    def _reads(self, answer: Answer) -> bool:
        return answer.content_type in _XML or (self.attachment is not None and answer.content_type == MULTIPART)

    def _fault(self, answer: Answer) -> Outcome | None:
        """The Fault under an error status; None where the status alone speaks, as for a proxy's page or XML."""
        if answer.status not in _MAY_HOLD_A_FAULT or not self._reads(answer):
            return None
        try:
            element = self._signed(body_of(_parts(answer).envelope))
        except EnvelopeRefused:
            return None
        return self._fault_outcome(element, answer) if element.tag == FAULT else None

    def _fault_outcome(self, fault: etree._Element, answer: Answer) -> Outcome:
        by_server = xroad_outcome(fault.findtext("faultcode", "").strip(), answer.exchanged) if self.by_xroad else None
        return by_server or fault_outcome(fault, answer.exchanged, self.transient_faults)

    def _checked(self, answer: SoapAnswer, call: SoapCall) -> SoapAnswer | Breach:
        broken = self.wsdl.breach(answer.element)
        if broken is not None:
            return Breach(answer.exchanged, "agency.contract_schema", broken)
        if answer.name not in call.answers:
            return Breach(answer.exchanged, "agency.contract_element", answer.name)
        if call.xroad is not None:
            wrong = other_header(call.xroad, answer.blocks, answer.exchanged.sent)
            if wrong is not None:
                return Breach(answer.exchanged, *wrong)
        return answer


def _parts(answer: Answer) -> Parts:
    """The answer's envelope and what came beside it. Raises EnvelopeRefused."""
    if answer.content_type != MULTIPART:
        return Parts(answer.body, {})
    return read_parts(str(answer.headers.get("Content-Type", "")), answer.body)
