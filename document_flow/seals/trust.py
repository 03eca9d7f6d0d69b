"""Whom we believe: a pinned set of certification authorities with a version; never the machine's own store.

Azerbaijan publishes no trusted list, so authorities are pinned by hand and every verification says by which version of
the set it was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from document_flow.seals.refusals import SealRefused
from document_flow.words import Words


class TrustRefused(SealRefused):
    """A set of authorities that cannot be pinned."""


@dataclass(frozen=True, slots=True)
class TrustStore:
    """`anchors` are believed, `others` only help to build a chain to one; all in DER."""

    version: str
    anchors: tuple[bytes, ...]
    others: tuple[bytes, ...] = ()

    @property
    def sha256(self) -> str:
        """The digest of version and certificates, whatever order they were given in."""
        digest = sha256(self.version.encode())
        for group in (self.anchors, self.others):
            digest.update(b"|")
            for der in sorted(group):
                digest.update(sha256(der).digest())
        return digest.hexdigest()

    @classmethod
    def from_pem(cls, version: str, pems: Iterable[bytes]) -> TrustStore:
        """Pin what PEM files hold: self-issued certificates become anchors, the rest helps to build chains."""
        anchors: list[bytes] = []
        others: list[bytes] = []
        for pem in pems:
            for certificate in _read(pem):
                if not _may_issue(certificate):
                    raise TrustRefused("seals.trust.no_authority", _no_authority())
                der = certificate.public_bytes(Encoding.DER)
                (anchors if certificate.issuer == certificate.subject else others).append(der)
        if not anchors:
            raise TrustRefused(
                "seals.trust.empty",
                Words(
                    "Etibar dəstində kök sertifikat yoxdur; ən azı birini əlavə edin.",
                    "The set of trusted authorities has no root certificate; add at least one.",
                ),
            )
        return cls(version, tuple(dict.fromkeys(anchors)), tuple(dict.fromkeys(others)))


def _read(pem: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise TrustRefused(
            "seals.trust.unreadable",
            Words("Etibar dəstinin faylı PEM deyil.", "A file of the set of trusted authorities is not PEM."),
        ) from error


def _may_issue(certificate: x509.Certificate) -> bool:
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except x509.ExtensionNotFound:
        return False


def _no_authority() -> Words:
    return Words(
        "Etibar dəstində sertifikat mərkəzi olmayan sertifikat var; onu çıxarın.",
        "The set of trusted authorities holds a certificate that is not an authority's; remove it.",
    )
