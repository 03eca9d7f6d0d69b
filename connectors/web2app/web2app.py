"""Our side of web2app: starts an operation, hands out its file, takes its callback.

Every request is checked in the same order, and the first thing amiss is what is told: the contract (of a file request),
the headers over the exact bytes, and only then whether there is such an operation, its person, its state, its times.
So a stranger learns nothing about operations. What no public client documents, a person's refusal in the app, is seen
here as silence until the operation expires.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509

from connectors.endpoint import AgencyEndpoint
from connectors.parsing.json import parse_json
from connectors.parsing.refusal import JsonRefused
from connectors.web2app.contract import (
    SCHEME,
    Addresses,
    Client,
    build_contract,
    file_address,
    operation_id_of,
    qr_svg,
)
from connectors.web2app.operation import Held, Operations, SigningOperation
from connectors.web2app.refusal import Refused, refused
from connectors.web2app.sender import ALGORITHMS, Sender, read_sender

ACKNOWLEDGED: Final = b'{"status":"success"}'
"""The answer to a callback that was taken; the public clients give it with HTTP 200."""

MOST_QUERY = 16_384
MOST_BODY = 64 * 1024 * 1024

_CHALLENGE_NAME = "challange"
"""The file name of a challenge; the public clients spell it so and call it a constant."""

_MEMBERS = ("Type", "OperationId", "DataSignature", "SignedDataHash", "AlgName")


@dataclass(frozen=True, slots=True)
class Started:
    """What to show the person. `link` opens the app on the same phone, `qr_svg` is for another screen.

    Both name the signer's FIN and admit to the operation: show them to nobody else and keep them out of logs.
    """

    operation_id: str
    link: str = field(repr=False)
    qr_svg: str = field(repr=False)
    expires: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that stood every check; nothing is stored yet.

    `signature` (DER, ECDSA with SHA-256 over the content) verifies with the certificate, and is empty where a
    `signed_file` came back: what is inside that is for its reader to verify. `stamp` stays None: the public clients
    show no time stamp outside a signed PDF.
    """

    operation_id: str
    fin: str = field(repr=False)
    certificate_der: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    signed_file: bytes | None = field(default=None, repr=False)
    stamp: bytes | None = field(default=None, repr=False)


class Web2App:
    """The two addresses that SİMA's app calls are `getfile` and `callback` below the endpoint's base address.

    The endpoint's `base_url` is therefore ours as the phone sees it, and its `credentials` are the master key: never
    shown, never sent. `pins` are the issuers whose certificates count, `clock` gives an aware time.
    """

    def __init__(
        self,
        client: Client,
        endpoint: AgencyEndpoint,
        pins: Sequence[x509.Certificate],
        operations: Operations,
        clock: Callable[[], datetime],
    ) -> None:
        if not endpoint.credentials:
            raise ValueError("SİMA's master key is not set: put it into the agency's credentials")
        self._client = client
        self._addresses = Addresses(endpoint.address("/getfile"), endpoint.address("/callback"))
        self._master_key = endpoint.credentials.encode("utf-8")
        self._pins = tuple(pins)
        self._operations = operations
        self._clock = clock

    def start(self, operation: SigningOperation) -> Started | Refused:
        """The link and the QR code of an operation that `operations` will find from now on."""
        wrong = operation.refusal()
        if wrong is not None:
            return wrong
        contract = build_contract(operation, self._client, self._addresses, self._master_key)
        address = file_address(self._addresses, contract)
        code = qr_svg(address)
        if isinstance(code, Refused):
            return code
        return Started(operation.operation_id, SCHEME + address, code, operation.expires)

    async def file_request(self, headers: Mapping[str, str], query: str) -> bytes | Refused:
        """The JSON body that hands out what is to be signed.

        `query` is the query string as it came, not decoded; header names are in lower case. ts-sign is checked over the
        path of our own address, whatever a proxy has made of the request's.
        """
        if len(query) > MOST_QUERY:
            return refused("too_large", most=MOST_QUERY)
        operation_id = operation_id_of(query, self._master_key)
        if isinstance(operation_id, Refused):
            return operation_id
        target = f"{urlsplit(self._addresses.file).path}/?{query}"
        sender = read_sender(headers, target.encode("utf-8"), self._pins, self._clock())
        if isinstance(sender, Refused):
            return sender
        operation = self._open(await self._operations.find(operation_id), sender)
        if isinstance(operation, Refused):
            return operation
        if operation.content is not None:
            return _file_answer(operation, operation.content)
        return _file_answer(operation, await self._operations.prepare(operation_id, sender.certificate_der))

    async def callback(self, headers: Mapping[str, str], body: bytes) -> Answered | Refused:
        """What the person signed. Store it, let no second answer of the operation through, then say `ACKNOWLEDGED`."""
        if len(body) > MOST_BODY:
            return refused("too_large", most=MOST_BODY)
        sender = read_sender(headers, body, self._pins, self._clock())
        if isinstance(sender, Refused):
            return sender
        members = _members(body)
        if isinstance(members, Refused):
            return members
        operation = self._open(await self._operations.find(members["OperationId"]), sender)
        if isinstance(operation, Refused):
            return operation
        content = operation.content
        if content is None:
            content = await self._operations.prepared(operation.operation_id, sender.certificate_der)
        return refused("not_fetched") if content is None else _answered(operation, content, sender, members)

    def _open(self, held: Held | None, sender: Sender) -> SigningOperation | Refused:
        if held is None:
            return refused("operation")
        operation, now = held.operation, self._clock()
        if not _is_assignee(operation, sender):
            return refused("assignee")
        if held.state == "answered":
            return refused("answered")
        if held.state == "withdrawn":
            return refused("withdrawn")
        if now < operation.not_before:
            return refused("early")
        if now >= operation.expires:
            return refused("expired")
        return operation


def _is_assignee(operation: SigningOperation, sender: Sender) -> bool:
    """Whether the operation is for the sender; one of kind Auth without assignees is for anybody."""
    if not operation.assignees:
        return operation.kind == "Auth"
    fin = sender.fin.encode("utf-8")
    same = [hmac.compare_digest(fin, each.encode("utf-8")) for each in operation.assignees]
    return any(same)


def _file_answer(operation: SigningOperation, content: bytes) -> bytes:
    suffix = "pdf" if content.startswith(b"%PDF-") else "bin"
    name = _CHALLENGE_NAME if operation.kind == "Auth" else f"{operation.operation_id}.{suffix}"
    return json.dumps({"filename": name, "data": base64.b64encode(content).decode("ascii")}).encode("utf-8")


def _members(body: bytes) -> dict[str, str] | Refused:
    try:
        value = parse_json(body, max_bytes=MOST_BODY)
    except JsonRefused:
        value = None
    if not isinstance(value, dict) or not all(isinstance(value.get(name), str) for name in _MEMBERS):
        return refused("body", names=", ".join(_MEMBERS))
    return {name: value[name] for name in _MEMBERS}


def _answered(
    operation: SigningOperation, content: bytes, sender: Sender, members: Mapping[str, str]
) -> Answered | Refused:
    if members["Type"] != operation.kind:
        return refused("type", expected=operation.kind)
    if members["AlgName"] not in ALGORITHMS:
        return refused("algorithm", algorithm=members["AlgName"], allowed=ALGORITHMS[0])
    signature, digest = _decoded(members, "DataSignature"), _decoded(members, "SignedDataHash")
    if isinstance(signature, Refused):
        return signature
    if isinstance(digest, Refused):
        return digest
    if operation.comes_back_as_file:
        return _with_file(operation, content, sender, signature)
    if not hmac.compare_digest(digest, hashlib.sha256(content).digest()):
        return refused("data_hash")
    if not sender.signed(signature, content):
        return refused("data_signature")
    return Answered(operation.operation_id, sender.fin, sender.certificate_der, signature)


def _with_file(operation: SigningOperation, content: bytes, sender: Sender, signed_file: bytes) -> Answered | Refused:
    """A signature in a PDF is an incremental update (ISO 32000-1, 7.5.6): our bytes come back in front of it.

    Of what SignedDataHash is the digest here, the public clients do not say; it is not compared.
    """
    if len(signed_file) <= len(content) or not signed_file.startswith(content):
        return refused("other_file")
    return Answered(operation.operation_id, sender.fin, sender.certificate_der, b"", signed_file)


def _decoded(members: Mapping[str, str], name: str) -> bytes | Refused:
    try:
        return base64.b64decode(members[name], validate=True)
    except (binascii.Error, ValueError):
        return refused("data_encoding", name=name)
