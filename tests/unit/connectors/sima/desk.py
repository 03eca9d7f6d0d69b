"""A desk where people sign by SİMA: an issuer, cards of persons, held operations, and a clock that a test moves."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from connectors.endpoint import AgencyEndpoint
from connectors.web2app import Client, Held, Refused, SigningOperation, Started, Web2App

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
FIN = "94FMDDD"
ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
CONTENT = "Möhürlənəcək baytlar: ə ğ ı İ ş".encode()
PDF = b"%PDF-1.7\n% layih\xc9\x99\n"
MASTER_KEY = "master-key-of-the-test"
BASE = "https://qayidis.example/sima"
CLIENT = Client(1082, "Dövlət Komitəsi Qayıdış", "https://qayidis.example/icon.svg", "", ("qayidis.example",))

NOTHING: Mapping[str, str] = MappingProxyType({})

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Issuer:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def named(cls, name: str) -> Issuer:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        return cls(key, _certificate(subject, subject, key, key, [x509.BasicConstraints(ca=True, path_length=0)]))

    def card(
        self,
        *serials: str,
        key: Key | None = None,
        extensions: list[x509.ExtensionType] | None = None,
        until: datetime = NOW + timedelta(days=900),
    ) -> Card:
        key = key or ec.generate_private_key(ec.SECP256R1())
        named = [x509.NameAttribute(NameOID.COMMON_NAME, "Sınaq Şəxs")]
        subject = x509.Name(named + [x509.NameAttribute(NameOID.SERIAL_NUMBER, each) for each in serials])
        certificate = _certificate(subject, self.certificate.subject, key, self.key, extensions or [], until)
        return Card(key, certificate)


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: Key,
    signed_by: ec.EllipticCurvePrivateKey,
    extensions: list[x509.ExtensionType],
    until: datetime = NOW + timedelta(days=3000),
) -> x509.Certificate:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(NOW - timedelta(days=30)).not_valid_after(until)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(signed_by, hashes.SHA256())


@dataclass(frozen=True)
class Card:
    key: Key
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def sign(self, content: bytes) -> bytes:
        assert isinstance(self.key, ec.EllipticCurvePrivateKey)
        return self.key.sign(content, ec.ECDSA(hashes.SHA256()))

    def headers(self, signed: bytes, other: Mapping[str, str] = NOTHING) -> dict[str, str]:
        made = {"ts-cert": text(self.der), "ts-sign": text(self.sign(signed)), "ts-sign-alg": "SHA256withECDSA"}
        return {**made, **other}

    def callback(self, content: bytes = CONTENT, **other: Any) -> bytes:
        made = {
            "Type": "Sign",
            "OperationId": ID,
            "DataSignature": text(self.sign(content)),
            "SignedDataHash": text(hashlib.sha256(content).digest()),
            "AlgName": "SHA256withECDSA",
        }
        return json.dumps({**made, **other}).encode()


def text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


@dataclass
class InMemory:
    held: dict[str, Held] = field(default_factory=dict)
    made: dict[tuple[str, bytes], bytes] = field(default_factory=dict)

    async def find(self, operation_id: str) -> Held | None:
        return self.held.get(operation_id)

    async def prepare(self, operation_id: str, certificate_der: bytes) -> bytes:
        made = f"prepared as {len(self.made)}: ".encode() + hashlib.sha256(certificate_der).digest()
        return self.made.setdefault((operation_id, certificate_der), made)

    async def prepared(self, operation_id: str, certificate_der: bytes) -> bytes | None:
        return self.made.get((operation_id, certificate_der))


ISSUER = Issuer.named("SİMA sınaq mərkəzi")
CARD = ISSUER.card(FIN)


class Desk:
    """One operation of one person, started and open."""

    def __init__(self, client: Client = CLIENT, master_key: str = MASTER_KEY, base: str = BASE, **changed: Any) -> None:
        self.now = NOW
        self.operations = InMemory()
        endpoint = AgencyEndpoint(base, credentials=master_key)
        pins = [Issuer.named("başqa").certificate, ISSUER.certificate]
        self.sima = Web2App(client, endpoint, pins, self.operations, lambda: self.now)
        self.operation = operation(**changed)
        self.become("open")

    def become(self, state: Any) -> None:
        self.operations.held[self.operation.operation_id] = Held(self.operation, state)

    def start(self) -> Started:
        started = self.sima.start(self.operation)
        assert isinstance(started, Started)
        return started

    @property
    def query(self) -> str:
        return self.start().link.partition("?data=")[2].partition("?")[2]

    async def ask(
        self, card: Card = CARD, query: str | None = None, other: Mapping[str, str] = NOTHING
    ) -> bytes | Refused:
        """Ask for the file as the phone does."""
        query = self.query if query is None else query
        return await self.sima.file_request(card.headers(f"/sima/getfile/?{query}".encode(), other), query)

    async def code_of_asking(
        self, card: Card = CARD, query: str | None = None, other: Mapping[str, str] = NOTHING
    ) -> str:
        return code(await self.ask(card, query, other))

    async def code_of_calling(self, body: bytes, card: Card = CARD, other: Mapping[str, str] = NOTHING) -> str:
        return code(await self.sima.callback(card.headers(body, other), body))


def operation(**changed: Any) -> SigningOperation:
    made = {
        "operation_id": ID,
        "kind": "Sign",
        "content": CONTENT,
        "not_before": NOW - timedelta(minutes=1),
        "expires": NOW + timedelta(minutes=5),
        "assignees": (FIN,),
    }
    return SigningOperation(**{**made, **changed})


def code(outcome: object) -> str:
    return outcome.code if isinstance(outcome, Refused) else f"no refusal: {type(outcome).__name__}"


def encoded(contract: bytes) -> str:
    return f"tsquery={quote(base64.b64encode(contract).decode(), safe='')}"
