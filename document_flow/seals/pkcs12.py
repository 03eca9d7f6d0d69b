"""The body's seal from a PKCS#12 file (RFC 7292): loaded once, kept, and used for every document.

Loading an RSA key costs forty times what a signature does, so whoever seals many documents keeps one `Pkcs12Key`.
"""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from document_flow.seals.certificates import is_specimen, public_key_of
from document_flow.seals.provider import Prepared, RawSignature
from document_flow.seals.refusals import AnswerRefused, KeyRefused
from document_flow.words import Words


class Pkcs12Key:
    """A private key with its certificate and chain. It signs without asking anybody: guard who may call it."""

    def __init__(
        self,
        key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
        certificate: x509.Certificate,
        chain: tuple[bytes, ...],
    ) -> None:
        self._key = key
        self.certificate = certificate.public_bytes(Encoding.DER)
        self.chain = chain
        self.specimen = is_specimen(certificate)

    @classmethod
    def load(cls, raw: bytes, password: str) -> Pkcs12Key:
        """Open the file. Raises KeyRefused: a wrong password and a broken file cannot be told apart."""
        try:
            opened = load_pkcs12(raw, password.encode())
        except ValueError as error:
            raise KeyRefused(
                "seals.key.unreadable",
                Words(
                    "Möhür faylı açılmır: parol səhvdir və ya fayl PKCS#12 deyil.",
                    "The seal's file does not open: the password is wrong, or it is not PKCS#12.",
                ),
            ) from error
        key, own = opened.key, opened.cert
        if own is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise KeyRefused(
                "seals.key.absent",
                Words(
                    "Möhür faylında sertifikatı olan RSA və ya EC açarı yoxdur.",
                    "The seal's file has no RSA or EC key with a certificate.",
                ),
            )
        public_key_of(own.certificate)
        chain = tuple(each.certificate.public_bytes(Encoding.DER) for each in opened.additional_certs)
        return cls(key, own.certificate, chain)

    def answer(self, prepared: Prepared) -> RawSignature:
        """Sign what was prepared; the same bytes always get the same signature (ECDSA by RFC 6979)."""
        if prepared.certificate != self.certificate:
            raise AnswerRefused(
                "seals.answer.certificate",
                Words("Sənəd başqa sertifikat üçün hazırlanıb.", "The document was prepared for another certificate."),
            )
        if isinstance(self._key, rsa.RSAPrivateKey):
            value = self._key.sign(prepared.to_sign, padding.PKCS1v15(), hashes.SHA256())
        else:
            value = self._key.sign(prepared.to_sign, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        return RawSignature(value, self.certificate)
