"""A test authority that issues certificates, and servers' and clients' TLS by them."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

_HERE = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("localhost")])


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate with its private key, in files and as a value."""

    certificate: Path
    key: Path
    value: x509.Certificate

    @property
    def pem(self) -> str:
        """As an agency hands it over."""
        return self.certificate.read_text("ascii")


class Authority:
    """Issues into a folder."""

    def __init__(self, folder: Path, name: str = "Test authority") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(
            self._made(self._name, self._key, (-1, 3650), is_authority=True).public_bytes(Encoding.PEM)
        )

    def issue(self, name: str, days: tuple[int, int] = (-1, 365), *, signs_itself: bool = False) -> Issued:
        """For a name, from and until so many days from now; for this machine, so that servers may have it too."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = self._made(subject, key, days, signs_itself=signs_itself)
        made_in = Issued(self._folder / f"{made.serial_number}.pem", self._folder / f"{made.serial_number}.key", made)
        made_in.certificate.write_bytes(made.public_bytes(Encoding.PEM))
        made_in.key.write_bytes(private_pem(key))
        return made_in

    def revoked(
        self, *serials: int, days: tuple[float, float] = (-1, 7), more: x509.ExtensionType | None = None
    ) -> bytes:
        """A list of revoked certificates, from and until so many days from now, in DER."""
        now = datetime.now(UTC)
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self._name)
            .last_update(now + timedelta(days=days[0]))
            .next_update(now + timedelta(days=days[1]))
        )
        for serial in serials:
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now).build()
            made = made.add_revoked_certificate(entry)
        if more is not None:
            made = made.add_extension(more, critical=True)
        return made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.DER)

    def client(self, own: Issued | None = None) -> ssl.SSLContext:
        """Trusts this authority, and shows `own`."""
        context = ssl.create_default_context(cafile=str(self.file))
        if own is not None:
            context.load_cert_chain(own.certificate, own.key)
        return context

    def _made(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        days: tuple[int, int],
        *,
        is_authority: bool = False,
        signs_itself: bool = False,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        issuer, by = (subject, key) if signs_itself else (self._name, self._key)
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=is_authority, crl_sign=is_authority, encipher_only=False,
            decipher_only=False,
        )  # fmt: skip
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=days[0]))
            .not_valid_after(now + timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
            .add_extension(_HERE, critical=False)
            .sign(by, hashes.SHA256())
        )


def private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A private key as its holder keeps it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_pem(key: ec.EllipticCurvePrivateKey) -> str:
    """Its public half as it is registered."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
