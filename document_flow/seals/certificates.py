"""What a certificate says of its holder, and whether a signature is by its key."""

from __future__ import annotations

from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from document_flow.seals.refusals import KeyRefused
from document_flow.words import Words, az_lower

SPECIMEN = "NÜMUNƏ"
"""The organisation of a test authority: its signatures bind nobody and say so wherever they are shown."""

_UNMARKED = str.maketrans("çəğıöşü", "cegiosu")
_SHOWN = 2
"""Characters of an identifier that stay readable."""

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey


def read_certificate(der: bytes) -> x509.Certificate:
    """The certificate; KeyRefused where it is none."""
    try:
        return x509.load_der_x509_certificate(der)
    except ValueError as error:
        raise KeyRefused(
            "seals.certificate.unreadable",
            Words("Sertifikat oxunmur: DER deyil.", "The certificate cannot be read: it is not DER."),
        ) from error


def is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the issuer's key has signed it."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def public_key_of(certificate: x509.Certificate) -> PublicKey:
    """RSA of 2,048 bits at least, or EC P-256, P-384, P-521; KeyRefused for any other."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048:
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1 | ec.SECP384R1 | ec.SECP521R1):
        return key
    raise KeyRefused(
        "seals.key.kind",
        Words(
            "Açarın növü qəbul edilmir: RSA (ən azı 2048 bit) və ya EC P-256, P-384, P-521 olmalıdır.",
            "The kind of key is not accepted: RSA of at least 2,048 bits, or EC P-256, P-384 or P-521.",
        ),
    )


def is_signed_by(key: PublicKey, value: bytes, data: bytes, algorithm: hashes.HashAlgorithm) -> bool:
    """Whether `value` (PKCS #1 v1.5, or ECDSA in DER) is the key's signature over `data`."""
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, data, padding.PKCS1v15(), algorithm)
        else:
            key.verify(value, data, ec.ECDSA(algorithm))
    except InvalidSignature:
        return False
    return True


def common_name(certificate: x509.Certificate) -> str:
    """The holder's shown name; "" where the certificate has none."""
    return _attribute(certificate.subject, NameOID.COMMON_NAME)


def bears_name(certificate: x509.Certificate, name: str) -> bool:
    """Whether every part of the name stands in the holder's shown name, in any order and with or without a patronymic.

    Letters are compared without their marks and case: certificates are issued with `KERIMLI` too.
    """
    parts = _plain(name)
    return bool(parts) and parts <= _plain(common_name(certificate))


def masked_holder(certificate: x509.Certificate) -> str:
    """The holder's identifier with all but its prefix and its last two characters masked, "" where there is none.

    `PNOAZ-5ABC123` (ETSI EN 319 412-1) is shown as `PNOAZ-•••••23`.
    """
    prefix, dash, identifier = _attribute(certificate.subject, NameOID.SERIAL_NUMBER).rpartition("-")
    # By the same rule as `hub.access.masking`, which a pure package cannot ask; papers that were sealed show this form.
    return prefix + dash + "•" * len(identifier[:-_SHOWN]) + identifier[-_SHOWN:]


def serial_of(certificate: x509.Certificate) -> str:
    """The serial number as certificate viewers show it: hexadecimal in pairs, `4A 7F 19 02`."""
    text = f"{certificate.serial_number:X}"
    text = text.zfill(len(text) + len(text) % 2)
    return " ".join(text[at : at + 2] for at in range(0, len(text), 2))


def fingerprint(der: bytes) -> str:
    """SHA-256 of a certificate, in hexadecimal."""
    return sha256(der).hexdigest()


def is_specimen(certificate: x509.Certificate) -> bool:
    """Whether a test authority issued it."""
    return _attribute(certificate.issuer, NameOID.ORGANIZATION_NAME).startswith(SPECIMEN)


def _plain(name: str) -> frozenset[str]:
    return frozenset(az_lower(name).translate(_UNMARKED).split())


def _attribute(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
