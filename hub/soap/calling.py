"""One call of a service: from the bytes of a request to the element that answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lxml import etree

from connectors.parsing import to_document
from connectors.soap.mtom import Parts
from connectors.soap.security.header import SECURITY
from connectors.xroad.identifiers import Call, XroadRefused
from connectors.xroad.request_hash import request_hash
from connectors.xroad.soap import BLOCKS, echo_of, read_call
from hub.access.grants import Action, RightMissing, need_right
from hub.access.keyring import Keyring
from hub.access.parties import Party
from hub.access.quotas import Quotas
from hub.access.security_servers import SecurityServers, refused
from hub.app import Hub
from hub.errors import HubError, Refused, Words, found_or
from hub.exchange.aside import aside
from hub.soap.about import ASKING, answer_about, reason_of
from hub.soap.attachments import put_inside
from hub.soap.envelope import Envelope, read_envelope, refuse_not_understood
from hub.soap.metaservices import METASERVICES, answer_metaservice
from hub.soap.secured import SoapSecurity
from hub.soap.service import Document, Operation, Service, SoapCall
from hub.soap.versions import SOAP_11, Version
from hub.web.submitting import note_refused

UNDERSTOOD = frozenset((ASKING,))


@dataclass(frozen=True, slots=True)
class Callers:
    """How who calls is known: by what it shows, or by the word of a security server that has shown its own; what a
    party's messages must bear beside that, and how many they may be.
    """

    keyring: Keyring
    security_servers: SecurityServers
    security: SoapSecurity
    quotas: Quotas


@dataclass(frozen=True, slots=True)
class Request:
    """What came over HTTP: who called, in which version, with which action, the envelope and what came beside it.

    What stands in `echo` goes back in the header of whatever answers, a Fault too. `counts_for` is told for whom a
    security server brought it, so that it takes that party's room.
    """

    party: Party
    version: Version
    action: str
    parts: Parts
    callers: Callers
    trace: str | None = None
    echo: list[etree._Element] = field(default_factory=list)
    counts_for: Callable[[str], None] = lambda _party: None

    @property
    def size(self) -> int:
        """Bytes of the envelope and of what came beside it."""
        return len(self.parts.envelope) + sum(len(each.body) for each in self.parts.beside.values())


@dataclass(frozen=True, slots=True)
class Reply:
    """The element that answers, and the description of a service that goes beside it."""

    element: etree._Element
    description: bytes | None = None


async def answer(hub: Hub, service: Service, request: Request) -> Reply:
    """HubErrors say why there is none."""
    raw = request.parts.envelope
    envelope = await aside(request.size, lambda: read_envelope(raw, request.version, service.most_bytes))
    callers = request.callers
    if not callers.security_servers.include(request.party):
        envelope = await _checked(service, request, envelope, (request.party, UNDERSTOOD))
        return Reply(await _answer(service, request, envelope, SoapCall(hub, request.party, {}, trace=request.trace)))
    call, party = await whose_call(envelope, callers.security_servers, raw, request.echo)
    request.counts_for(party.name)
    await callers.quotas.take(party, service.quota)
    envelope = await _checked(service, request, envelope, (party, UNDERSTOOD | BLOCKS))
    if envelope.body.tag in METASERVICES:
        return Reply(*answer_metaservice(hub, call, envelope.body, party))
    asked = SoapCall(hub, party, {}, trace=request.trace, person=call.user_id)
    return Reply(await _answer(service, request, envelope, asked, call))


async def _checked(
    service: Service, request: Request, envelope: Envelope, by: tuple[Party, frozenset[str]]
) -> Envelope:
    """The envelope with what may be read of it; of a party whose messages are signed, what the signature covers.

    A signature is over the message as it is meant, so what came beside it is put inside first (XOP 1.0, 1).
    """
    party, understood = by
    demand = request.callers.security.of(party)
    refuse_not_understood(envelope, understood if demand is None else understood | {SECURITY})
    if request.parts.beside:
        await aside(request.size, lambda: put_inside(envelope.body, service.attached, request.parts.beside))
    return envelope if demand is None else await demand.checked(envelope)


async def _answer(
    service: Service, request: Request, envelope: Envelope, asked: SoapCall, call: Call | None = None
) -> etree._Element:
    operation = _operation(service, envelope, request.action)
    if call is not None and (call.service.code != operation.name or call.service.version not in ("", service.version)):
        raise refused(XroadRefused("xroad.service", "service"))
    asked = replace(asked, document=await aside(request.size, lambda: _document(service, envelope)))
    return _written(service, operation, await _answered(operation, asked, envelope))


def _document(service: Service, envelope: Envelope) -> Document:
    refusal = service.contract.refuse(envelope.body)
    if refusal is not None:
        raise Refused(refusal.code, Words(*refusal.text), status=422, place=refusal.place)
    return to_document(envelope.body)


def _operation(service: Service, envelope: Envelope, action: str) -> Operation:
    """By the Body's element alone; what else the caller says that it wants must agree."""
    name = etree.QName(envelope.body)
    operation = found_or(
        service.operation(name.localname) if name.namespace == service.contract.namespace else None,
        Refused("soap.unknown_operation", _unknown(service), place="/Envelope/Body"),
    )
    if action and action != service.action(operation):
        raise Refused("soap.action", _wrong_action(service.action(operation)), place="SOAPAction")
    return operation


async def _answered(operation: Operation, asked: SoapCall, envelope: Envelope) -> Document:
    if operation.about is not None:
        return await answer_about(operation, operation.about, asked, reason_of(envelope))
    service = operation.right.format_map(asked.document)
    try:
        need_right(asked.party.rights, service, Action.SEND)
    except RightMissing as denied:
        await note_refused(asked.hub, asked.party, service, denied, None)
        raise
    return await operation.answers(asked)


def _written(service: Service, operation: Operation, document: Document) -> etree._Element:
    """An answer that the contract does not promise is a defect of ours, and is not given."""
    made = service.contract.element(operation.response, document)
    broken = service.contract.refuse(made)
    if broken is not None:
        raise HubError("soap.answer_breach", _BREACH, place=broken.place)
    return made


def _unknown(service: Service) -> Words:
    names = ", ".join(each.name for each in service.operations)
    space = service.contract.namespace
    return Words(
        f"Body içində bu xidmətin əməliyyatı yoxdur; bunlar var: {names} (ad fəzası {space}).",
        f"The Body has no operation of this service; there are: {names} (namespace {space}).",
    )


def _wrong_action(right: str) -> Words:
    return Words(
        f"SOAPAction Body elementinə uyğun deyil: {right} olmalı və ya boş qalmalıdır.",
        f"SOAPAction does not agree with the Body's element: it is {right}, or empty.",
    )


_BREACH = Words(
    "Cavab öz sxeminə uyğun gəlmədi və verilmədi; istinad nömrəsini operatora deyin.",
    "The answer did not fit its own schema and was not given; tell the operator the reference.",
)


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
