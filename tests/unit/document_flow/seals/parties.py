"""Who takes part in signing, in this process: the sandbox's authority without its HTTP, keys, a store of results."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from connectors.sandbox.authority.issuing import Hierarchy, KeyPair, Subscriber, issue, new_hierarchy, to_pkcs12
from connectors.sandbox.authority.revocation import Register, crl, ocsp_answer
from connectors.sandbox.authority.stamping import Wrong, stamp
from document_flow.seals.pkcs12 import Pkcs12Key
from document_flow.seals.provider import RevocationFacts, Signed
from document_flow.seals.trust import TrustStore

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSWORD = "sınaq"


@dataclass
class LocalAuthority:
    """Issues, stamps and answers at `now`; `wrong` and `refuses` make it misbehave, `asked` counts stamps."""

    hierarchy: Hierarchy
    now: datetime = NOW
    issued: dict[int, x509.Certificate] = field(default_factory=dict)
    revoked: dict[int, datetime] = field(default_factory=dict)
    asked: int = 0
    wrong: Wrong | None = None
    answer: bytes | None = None

    def pair(self, subscriber: Subscriber) -> KeyPair:
        pair = issue(self.hierarchy.issuing, subscriber, self.now)
        self.issued[pair.certificate.serial_number] = pair.certificate
        return pair

    def key(self, subscriber: Subscriber) -> Pkcs12Key:
        return Pkcs12Key.load(to_pkcs12(self.pair(subscriber), self.hierarchy, PASSWORD), PASSWORD)

    def revoke(self, key: Pkcs12Key, since: datetime) -> None:
        self.revoked[x509.load_der_x509_certificate(key.certificate).serial_number] = since

    @property
    def trust(self) -> TrustStore:
        return TrustStore.from_pem("2026-1", [self.hierarchy.pem])

    async def stamp(self, request_der: bytes) -> bytes:
        self.asked += 1
        if self.answer is not None:
            return self.answer
        return stamp(self.hierarchy, request_der, self.now, serial=self.asked, wrong=self.wrong)

    async def about(self, certificate: bytes, issuer: bytes) -> RevocationFacts:
        return RevocationFacts(ocsps=(self.ocsp(certificate, issuer),))

    def ocsp(self, certificate: bytes, issuer: bytes) -> bytes:
        pair = (x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(issuer))
        request = ocsp.OCSPRequestBuilder().add_certificate(*pair, SHA1()).build().public_bytes(Encoding.DER)  # noqa: S303
        return ocsp_answer(self.hierarchy, self._register(), request, self.now, wrong_nonce=False)

    def facts(self, *keys: Pkcs12Key) -> RevocationFacts:
        """What the authority says now about the keys and about itself."""
        own = (self.hierarchy.tsa.der, *(key.certificate for key in keys))
        facts = RevocationFacts(ocsps=(self.ocsp(self.hierarchy.issuing.der, self.hierarchy.root.der),))
        for certificate in own:
            facts += RevocationFacts(ocsps=(self.ocsp(certificate, self.hierarchy.issuing.der),))
        return facts

    def lists(self) -> RevocationFacts:
        """The same as CRLs."""
        both = (self.hierarchy.root, self.hierarchy.issuing)
        return RevocationFacts(crls=tuple(crl(issuer, self._register(), self.now) for issuer in both))

    def _register(self) -> Register:
        own = (self.hierarchy.issuing.certificate, self.hierarchy.tsa.certificate)
        return Register({**self.issued, **{each.serial_number: each for each in own}}, self.revoked)


class KeptSignatures:
    """A store of finished signatures; the first one of a request stays."""

    def __init__(self) -> None:
        self.signed: dict[str, Signed] = {}

    async def kept(self, request_id: str) -> Signed | None:
        return self.signed.get(request_id)

    async def keep(self, signed: Signed) -> Signed:
        return self.signed.setdefault(signed.request_id, signed)


@cache
def hierarchy() -> Hierarchy:
    return new_hierarchy(NOW)


@cache
def _pair(kind: str) -> KeyPair:
    key = "rsa" if kind == "seal" else "ec"
    subscriber = Subscriber("Dövlət Komitəsi" if kind == "seal" else "Gülnarə İsmayılova", "5ABC123", kind, key)  # type: ignore[arg-type]
    return issue(hierarchy().issuing, subscriber, NOW)


def authority_with(*kinds: str) -> tuple[LocalAuthority, list[Pkcs12Key]]:
    """An authority and one key of each kind ("seal": RSA 2048, "person": EC P-256); keys are made once a run."""
    authority = LocalAuthority(hierarchy())
    keys = []
    for kind in kinds:
        pair = _pair(kind)
        authority.issued[pair.certificate.serial_number] = pair.certificate
        chain = (authority.hierarchy.issuing.der, authority.hierarchy.root.der)
        keys.append(Pkcs12Key(pair.key, pair.certificate, chain))
    return authority, keys
