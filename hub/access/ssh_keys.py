"""Public keys by which parties come in over SSH: one line as `ssh-keygen` writes it (RFC 4253, 6.6).

The mark of such a key is its fingerprint, as `ssh-keygen -l` prints it: `SHA256:` and 43 signs.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_ssh_public_key

from hub.access.credentials import LONGEST, Credential, CredentialKind
from hub.errors import Refused, Words

_LEAST_RSA_BITS: Final = 3072
_CURVES: Final = ("secp256r1", "secp384r1", "secp521r1")


def fingerprint(blob: bytes) -> str:
    """The mark of a key, of its bytes as SSH sends them (RFC 4716, 4; SHA-256 as OpenSSH writes it)."""
    return f"SHA256:{base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip('=')}"


def mark_of(line: str) -> str:
    """The mark of a key of which there is the line."""
    return fingerprint(base64.b64decode(line.split()[1]))


def is_ssh_key(text: str) -> bool:
    """Whether it is meant as one, and not as PEM or JWK."""
    return text.lstrip().startswith(("ssh-", "ecdsa-", "sk-"))


def read_ssh_key(text: str, since: int, until: int) -> Credential:
    """An agency's public key for SFTP; Refused where it is a private one, weak, or of a kind that is not taken."""
    if "PRIVATE KEY" in text:
        raise Refused("access.key_private", _PRIVATE, status=422, place="key")
    try:
        key = load_ssh_public_key(text[:LONGEST].strip().encode())
    except (ValueError, UnsupportedAlgorithm) as wrong:
        raise Refused("access.key_form", _FORM, status=422, place="key") from wrong
    match key:
        case Ed25519PublicKey():
            fits = True
        case EllipticCurvePublicKey():
            fits = key.curve.name in _CURVES
        case RSAPublicKey():
            fits = key.key_size >= _LEAST_RSA_BITS
        case _:
            fits = False
    if not fits:
        raise Refused("access.key_weak", _WEAK, status=422, place="key")
    # Written anew: what stood behind it is a name of somebody's machine.
    line = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    return Credential(CredentialKind.SSH, mark_of(line), line, line.split()[0], since, until)


_FORM = Words(
    "Açıq açar bir sətirdir: “ssh-ed25519 AAAA…” (ssh-keygen-in .pub faylı).",
    "A public key is one line, “ssh-ed25519 AAAA…”: the .pub file of ssh-keygen.",
)
_PRIVATE = Words(
    "Bu, gizli açardır və artıq gizli sayılmır: yenisini yaradın və yalnız .pub faylını verin.",
    "This is a private key, and is a secret no more: make another one and give its .pub file alone.",
)
_WEAK = Words(
    f"Açar ssh-ed25519, ecdsa-sha2-nistp256/384/521 və ya ən azı {_LEAST_RSA_BITS} bitlik ssh-rsa olmalıdır.",
    f"A key is ssh-ed25519, ecdsa-sha2-nistp256/384/521, or ssh-rsa of at least {_LEAST_RSA_BITS} bits.",
)
