"""The certificate that a caller presented: by our own TLS, or by the word of a proxy that we trust."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote_to_bytes

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hub.access.credentials import LONGEST, valid, x5t

PRESENTED: Final = "hub.presented"
"""Where it stands in a request's scope; no request can write it."""


@dataclass(frozen=True, slots=True)
class Presented:
    """Its `x5t#S256`, from and until when it is valid in microseconds, and whether no authority issued it."""

    x5t: str
    since: int
    until: int
    signs_itself: bool


def of_der(der: bytes) -> Presented:
    """Of the bytes that TLS checked; raises ValueError."""
    return _of(x509.load_der_x509_certificate(der), der)


@lru_cache(maxsize=1024)
def of_header(value: bytes) -> Presented:
    """Of the header `Client-Cert`: a byte sequence (RFC 9440, 2.1), or PEM in percent signs, as nginx writes it.

    Raises ValueError.
    """
    if len(value) > LONGEST:
        raise ValueError
    if value.startswith(b":") and value.endswith(b":") and len(value) > 1:
        try:
            return of_der(base64.b64decode(value[1:-1], validate=True))
        except binascii.Error as wrong:
            raise ValueError from wrong
    (read,) = x509.load_pem_x509_certificates(unquote_to_bytes(value))
    return _of(read, read.public_bytes(Encoding.DER))


def _of(certificate: x509.Certificate, der: bytes) -> Presented:
    return Presented(x5t(der), *valid(certificate), certificate.issuer == certificate.subject)
