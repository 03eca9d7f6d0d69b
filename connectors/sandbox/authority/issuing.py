"""Keys and certificates of the test authority: one root, one issuing authority, one stamping unit, and subscribers.

RFC 5280 profiles in their smallest form. Subscribers' identifiers follow ETSI EN 319 412-1: `PNOAZ-` before a person's,
`NTRAZ-` before a body's. The authorities' keys are EC P-256, subscribers' RSA 2048 or EC P-256.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from connectors.sandbox.authority import SPECIMEN

Kind = Literal["person", "seal", "tsa"]
KeyKind = Literal["rsa", "ec"]
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

AUTHORITY_DAYS = 20 * 365
SUBSCRIBER_DAYS = 3 * 365
"""Three years, as certificates in use have."""

ADDRESS = "http://127.0.0.1:8090/authority"
"""Where a sandbox is by default."""

_PREFIX: dict[Kind, str] = {"person": "PNOAZ-", "seal": "NTRAZ-", "tsa": "NTRAZ-"}
_NO_USAGE = dict.fromkeys(
    (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ),
    False,
)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key with its certificate."""

    key: PrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        """The certificate in DER."""
        return self.certificate.public_bytes(serialization.Encoding.DER)


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The authority itself: the root signs `issuing`, which signs everything else; `tsa` stamps.

    Either has a responder that signs its OCSP answers. `address` is where those and the CRLs are, and stands in what
    it issues.
    """

    root: KeyPair
    issuing: KeyPair
    tsa: KeyPair
    root_ocsp: KeyPair
    issuing_ocsp: KeyPair
    address: str = ADDRESS

    @property
    def pem(self) -> bytes:
        """The root and the issuing certificate, for whoever pins them."""
        both = (self.root.certificate, self.issuing.certificate)
        return b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in both)


@dataclass(frozen=True, slots=True)
class _Issuer:
    """Who signs a certificate; of a root it is the subject itself."""

    name: x509.Name
    key: PrivateKey


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who a certificate is for: a shown name and an invented identifier."""

    name: str
    identifier: str
    kind: Kind
    key: KeyKind = "rsa"
    days: int = SUBSCRIBER_DAYS


def new_hierarchy(now: datetime, address: str = ADDRESS) -> Hierarchy:
    """A fresh authority whose certificates hold from the day before `now`."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    root_name = _name("NÜMUNƏ kök mərkəzi")
    root = KeyPair(root_key, _authority(root_name, root_key, _Issuer(root_name, root_key), now, None))
    issuing_key = ec.generate_private_key(ec.SECP256R1())
    name = _name("NÜMUNƏ sertifikat mərkəzi")
    issuing = KeyPair(issuing_key, _authority(name, issuing_key, _Issuer(root_name, root_key), now, address))
    stamping = Subscriber("NÜMUNƏ vaxt möhürü", "0000000001", "tsa", "ec", AUTHORITY_DAYS - 1)
    return Hierarchy(
        root=root,
        issuing=issuing,
        tsa=issue(issuing, stamping, now, address),
        root_ocsp=_responder(root, now),
        issuing_ocsp=_responder(issuing, now),
        address=address,
    )


def issue(issuing: KeyPair, subscriber: Subscriber, now: datetime, address: str = ADDRESS) -> KeyPair:
    """A new key and its certificate for a subscriber."""
    key: PrivateKey
    if subscriber.key == "rsa":
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    else:
        key = ec.generate_private_key(ec.SECP256R1())
    builder = _subscriber_certificate(issuing, subscriber, key, now)
    return KeyPair(key, _with_addresses(builder, address, "crl").sign(issuing.key, hashes.SHA256()))


def to_pkcs12(pair: KeyPair, hierarchy: Hierarchy, password: str) -> bytes:
    """The key, its certificate and the chain up to the root in one file (RFC 7292)."""
    return pkcs12.serialize_key_and_certificates(
        b"seal",
        pair.key,
        pair.certificate,
        [hierarchy.issuing.certificate, hierarchy.root.certificate],
        serialization.BestAvailableEncryption(password.encode()),
    )


def _name(common_name: str, identifier: str | None = None) -> x509.Name:
    attributes = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "AZ"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, SPECIMEN),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name),
    ]
    if identifier is not None:
        attributes.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, identifier))
    return x509.Name(attributes)


def _builder(name: x509.Name, key: PrivateKey, issuer: _Issuer, now: datetime, days: int) -> x509.CertificateBuilder:
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )


def _authority(
    name: x509.Name, key: PrivateKey, issuer: _Issuer, now: datetime, address: str | None
) -> x509.Certificate:
    usage = x509.KeyUsage(**_NO_USAGE | {"key_cert_sign": True, "crl_sign": True, "digital_signature": True})
    builder = _builder(name, key, issuer, now, AUTHORITY_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    builder = builder.add_extension(usage, critical=True)
    if address is not None:
        builder = _with_addresses(builder, address, "root.crl")
    return builder.sign(issuer.key, hashes.SHA256())


def _responder(issuer: KeyPair, now: datetime) -> KeyPair:
    """A delegated OCSP responder, exempt from revocation itself (RFC 6960, 4.2.2.2.1)."""
    key = ec.generate_private_key(ec.SECP256R1())
    signs = _Issuer(issuer.certificate.subject, issuer.key)
    builder = _builder(_name("NÜMUNƏ OCSP"), key, signs, now, AUTHORITY_DAYS - 1)
    builder = builder.add_extension(x509.KeyUsage(**_NO_USAGE | {"digital_signature": True}), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
    return KeyPair(key, builder.add_extension(x509.OCSPNoCheck(), critical=False).sign(issuer.key, hashes.SHA256()))


def _with_addresses(builder: x509.CertificateBuilder, address: str, crl: str) -> x509.CertificateBuilder:
    """Where to ask about the certificate: some verifiers look at no OCSP answer unless it says that there are any."""
    ocsp = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(f"{address}/ocsp"))
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{address}/{crl}")], None, None, None)
    builder = builder.add_extension(x509.AuthorityInformationAccess([ocsp]), critical=False)
    return builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)


def _subscriber_certificate(
    issuing: KeyPair, subscriber: Subscriber, key: PrivateKey, now: datetime
) -> x509.CertificateBuilder:
    name = _name(subscriber.name, _PREFIX[subscriber.kind] + subscriber.identifier)
    usage = _NO_USAGE | {"content_commitment": True, "digital_signature": True}
    issuer = _Issuer(issuing.certificate.subject, issuing.key)
    builder = _builder(name, key, issuer, now, subscriber.days)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(x509.KeyUsage(**usage), critical=True)
    if subscriber.kind == "tsa":
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder
