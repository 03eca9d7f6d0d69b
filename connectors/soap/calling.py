"""Calls a SOAP operation by its value: fills the pinned WSDL's request, reads the answer by its table."""

from __future__ import annotations

from collections import defaultdict
from typing import BinaryIO

from connectors.connector import HEADER
from connectors.endpoint import AgencyEndpoint
from connectors.operations import SoapOperation
from connectors.outcome import Breach, Busy, Delivered, Document, Outcome, Rejected
from connectors.parsing import to_document
from connectors.rest.client import AgencyClient
from connectors.rest.reading import NOT_APPLIED, not_asked
from connectors.soap.enclosing import Enclosing
from connectors.soap.service import SoapAnswer, SoapCall, SoapService
from connectors.soap.wsdl import pinned_wsdl
from connectors.xroad.going import XroadWay


class SoapCaller:
    """The Operation of a SoapOperation; the client's owner closes it."""

    def __init__(
        self,
        agency: str,
        operation: SoapOperation,
        endpoint: AgencyEndpoint,
        client: AgencyClient,
        way: XroadWay | None = None,
    ) -> None:
        self.agency, self.name, self.idempotent = agency, operation.name, operation.idempotent
        self.has_status = operation.status is not None
        self.limits = endpoint.limits_of(operation.name, operation.limits)
        self._operation, self._way, self._enclosing = operation, way, _enclosing(operation, endpoint)
        url = endpoint.address(operation.path if way is None else "/")
        self._service = SoapService(
            url,
            pinned_wsdl(agency),
            client,
            endpoint.credentials,
            operation.faults,
            operation.attachment,
            by_xroad=way is not None,
            security=endpoint.security,
        )

    async def call(self, document: Document, key: str) -> Outcome:
        """Send the document; fields that are None are left out. Delivered carries the answer as a document."""
        operation = self._operation
        body = {name: value for name, value in document.items() if name != HEADER and value is not None}
        if operation.key:
            body[operation.key] = key
        given = defaultdict(str, {**document.get(HEADER, {}), "key": key})
        header = {name: template.format_map(given) for name, template in operation.header.items()}
        xroad = self._way.call(given) if self._way else None
        answers = (operation.answer, operation.error[0])
        call = SoapCall(operation.request, body, answers, header or None, xroad, self._enclosing)
        answer = await self._service.ask(call, self.limits)
        return self._read(answer, body) if isinstance(answer, SoapAnswer) else answer

    async def status(self, key: str) -> Outcome:
        """What became of a key, by the agency's own word."""
        status = self._operation.status
        if status is None:
            return not_asked(key)
        body = {self._operation.key: key}
        xroad = self._way.status(key) if self._way else None
        call = SoapCall(status.request, body, (status.answer, self._operation.error[0]), xroad=xroad)
        answer = await self._service.ask(call, self.limits)
        if not isinstance(answer, SoapAnswer):
            return answer
        outcome = self._read(answer, body)
        if isinstance(outcome, Delivered) and answer.text(status.field) != status.applied:
            return Rejected(answer.exchanged, NOT_APPLIED)
        return outcome

    def _read(self, answer: SoapAnswer, sent: Document) -> Outcome:
        operation, (error, code) = self._operation, self._operation.error
        if answer.name == error:
            row = operation.says.get(answer.text(code))
            if row is not None and row.means == "busy":
                return Busy(answer.exchanged, row.cause.code)
            told = f"{error} {answer.text(code)}"
            return Rejected(answer.exchanged, row.cause.code if row else operation.other, told)
        echo = operation.echo
        if echo is not None and answer.text(echo.field) != str(sent.get(echo.field)):
            return Breach(answer.exchanged, echo.otherwise)
        reference = answer.text(operation.reference) if operation.reference else ""
        return Delivered(answer.exchanged, reference or None, to_document(answer.element), file=answer.file)


def _enclosing(operation: SoapOperation, endpoint: AgencyEndpoint) -> Enclosing | None:
    """What puts the operation's file into its requests. A message that is signed as a whole has its file inline."""
    if operation.encloses is None:
        return None
    return Enclosing(operation.encloses, endpoint.contents or _nothing, inline=endpoint.security is not None)


def _nothing(digest: str) -> BinaryIO:
    raise FileNotFoundError(digest)
