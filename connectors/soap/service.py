"""One SOAP call over the bounded client: what came back is an element that the schema allows, or an outcome."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from connectors.connector import Limits
from connectors.outcome import Breach, Exchanged, Outcome, Rejected, Unknown
from connectors.rest.client import AgencyClient, Answer
from connectors.rest.statuses import refusal
from connectors.soap.envelope import FAULT, EnvelopeRefused, body_of
from connectors.soap.faults import fault_outcome
from connectors.soap.wsdl import CannotWrite, PinnedWsdl

_XML = {"text/xml", "application/xml", "application/soap+xml"}
_MAY_HOLD_A_FAULT = {400, 500}


@dataclass(frozen=True, slots=True)
class SoapAnswer:
    """A Body's element, valid by the pinned schema and one of those that were allowed."""

    element: etree._Element
    exchanged: Exchanged

    @property
    def name(self) -> str:
        """The element's local name."""
        return etree.QName(self.element).localname

    def text(self, name: str) -> str:
        """The text of a child by local name, "" where it is absent or empty."""
        return str(self.element.findtext(f"{{*}}{name}") or "")


@dataclass(frozen=True, slots=True)
class SoapCall:
    """What to send: the WSDL's operation, its values, and the elements that may answer it."""

    operation: str
    body: Mapping[str, Any]
    answers: Collection[str]
    header: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SoapService:
    """An endpoint of an agency: address and credentials from our settings, never from the WSDL."""

    url: str
    wsdl: PinnedWsdl
    client: AgencyClient
    credentials: str = field(default="", repr=False)
    transient_faults: Mapping[str, str] = field(default_factory=dict)

    async def ask(self, call: SoapCall, limits: Limits) -> SoapAnswer | Outcome:
        """Send once. A document that the schema refuses is Rejected before anything is sent."""
        try:
            sent = self.wsdl.envelope(call.operation, call.body, call.header)
        except CannotWrite as error:
            return Rejected(Exchanged(), "connector.document", str(error))
        headers = {
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": self.wsdl.soap_action(call.operation),
            "Authorization": f"Bearer {self.credentials}",
        }
        answer = await self.client.exchange("POST", self.url, headers, sent, limits)
        return self._read(answer, call.answers) if isinstance(answer, Answer) else answer

    def _read(self, answer: Answer, allowed: Collection[str]) -> SoapAnswer | Outcome:
        refused = refusal(answer)
        if refused is not None:
            return self._fault(answer) or refused
        if not answer.body.strip():
            return Unknown(answer.exchanged, "agency.accepted" if answer.status == 202 else "agency.empty")
        if answer.content_type not in _XML:
            return Breach(answer.exchanged, "agency.content_type")
        try:
            element = body_of(answer.body)
        except EnvelopeRefused as error:
            return Breach(answer.exchanged, error.code, error.detail)
        if element.tag == FAULT:
            return fault_outcome(element, answer.exchanged, self.transient_faults)
        return self._checked(SoapAnswer(element, answer.exchanged), allowed)

    def _fault(self, answer: Answer) -> Outcome | None:
        """The Fault under an error status; None where the status alone speaks, as for a proxy's page or XML."""
        if answer.status not in _MAY_HOLD_A_FAULT or answer.content_type not in _XML:
            return None
        try:
            element = body_of(answer.body)
        except EnvelopeRefused:
            return None
        return fault_outcome(element, answer.exchanged, self.transient_faults) if element.tag == FAULT else None

    def _checked(self, answer: SoapAnswer, allowed: Collection[str]) -> SoapAnswer | Breach:
        broken = self.wsdl.breach(answer.element)
        if broken is not None:
            return Breach(answer.exchanged, "agency.contract_schema", broken)
        if answer.name not in allowed:
            return Breach(answer.exchanged, "agency.contract_element", answer.name)
        return answer
