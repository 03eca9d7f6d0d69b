"""The facts of a paper, signed, for readers without a network: CBOR → COSE_Sign1 → zlib → base45, in a QR code.

The stack is that of the EU's health certificates (CWT, RFC 8392, over COSE, RFC 9052; base45, RFC 9285) under a mark of
our own. Whoever checks needs a list of keys, and to know of a revocation a list of revoked numbers: how old that list
is, is a verdict of its own.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any, Final, Literal

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

MARK: Final = "QH1:"
_MARKED: Final = re.compile(r"[A-Z]{2}[0-9]:")
"""Ours, and those of others: HC1 is the EU's (eHealth Network, volume 3, 4.2)."""
MOST_CHARACTERS: Final = 816
"""What version 18 of a QR code holds in its alphanumeric mode with error correction M: 0.41 mm a module at 40 mm."""
MOST_TYPED: Final = 4_000
"""Characters that are read at all."""
MOST_BYTES: Final = 20_000
"""Bytes that a payload may unfold to."""
_ISSUER, _EXPIRES, _ISSUED, _ID, _FACTS = 1, 4, 6, 7, -65537
"""Claims of RFC 8392, and one of those that it leaves to private use (-65537)."""
Verdict = Literal["valid", "unreadable", "forged", "unknown_key", "expired", "revoked", "specimen", "old_list"]
"""`old_list`: genuine and not expired, but whether it was revoked, the list is too old to say, or there is none.
`unknown_key`: whoever signed it is not in the list, as of a foreign certificate; whether it is genuine is not known.
"""
SPECIMEN: Final = "nümunə"
"""A fact by which the code says of itself that it proves nothing."""
_SIGN1: Final = 18
"""The tag of a COSE_Sign1 (RFC 9052, section 2)."""
_SKEW: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SignedFacts:
    """What is signed: who issued it, the paper's number, from when until when, and the facts by name."""

    issuer: str
    number: str
    issued_at: datetime
    expires_at: datetime
    facts: Mapping[str, Any]


class OfflineKey:
    """A private key on P-256 (ES256). Its id is the beginning of the hash of its public half."""

    def __init__(self, secret: bytes) -> None:
        """Of 32 secret bytes: the same bytes are the same key."""
        curve = ec.SECP256R1()
        self._key = ec.derive_private_key(int.from_bytes(secret) % (_ORDER - 1) + 1, curve)

    @cached_property
    def public(self) -> str:
        """The public half as PEM."""
        return self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @cached_property
    def id(self) -> str:
        """16 hexadecimal digits."""
        return key_id(self.public)

    def sign(self, facts: SignedFacts) -> str:
        """The payload of a QR code. ValueError where it is longer than one holds."""
        import base45  # noqa: PLC0415  # only those who print or check pay for these
        import cbor2  # noqa: PLC0415

        claims: dict[int, Any] = {
            _ISSUER: facts.issuer,
            _EXPIRES: int(facts.expires_at.timestamp()),
            _ISSUED: int(facts.issued_at.timestamp()),
            _ID: facts.number.encode(),
            _FACTS: dict(facts.facts),
        }
        payload: str = MARK + base45.b45encode(zlib.compress(self.signing(cbor2.dumps(claims)), 9)).decode()
        if len(payload) > MOST_CHARACTERS:
            raise ValueError(f"{len(payload)} characters, and a QR code that prints well holds {MOST_CHARACTERS}")
        return payload

    def signing(self, content: bytes) -> bytes:
        """A COSE_Sign1 of the content (RFC 9052, section 4.2), which names the key."""
        import cwt  # noqa: PLC0415

        pem = self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        named = {4: bytes.fromhex(self.id)}
        key = cwt.COSEKey.from_pem(pem, alg="ES256")
        signed: bytes = cwt.COSE.new().encode(content, key, {1: -7}, named)
        return signed


@dataclass(frozen=True, slots=True)
class RevokedList:
    """Hashes of the numbers of revoked papers (`revoked_mark`), complete as of a moment."""

    marks: frozenset[str]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """What a payload is, and what it says where its signature holds."""

    verdict: Verdict
    facts: SignedFacts | None = None


def key_id(public: str) -> str:
    """How a key is named: the first 8 bytes of SHA-256 over its PEM, as hexadecimal digits."""
    return sha256(public.encode()).hexdigest()[:16]


def revoked_mark(number: str) -> str:
    """How a revoked paper stands in the list: SHA-256 over its number."""
    return sha256(number.encode()).hexdigest()


def judge(
    payload: str, keys: Mapping[str, str], now: datetime, revoked: RevokedList | None, oldest: timedelta
) -> Judged:
    """What a payload is worth at a moment. `keys` are public keys (PEM) by id; `oldest` is how old the list may be."""
    token = _unfolded(payload)
    named = _key_of(token) if token is not None else None
    if token is None or named is None:
        return Judged("unreadable")
    if named not in keys:
        return Judged("unknown_key")
    if not payload.strip().startswith(MARK):
        return Judged("unreadable")
    signed = _opened(token, named, keys[named])
    facts = _facts(signed) if signed is not None else None
    if facts is None:
        return Judged("forged" if signed is None else "unreadable")
    if revoked is not None and revoked_mark(facts.number) in revoked.marks:
        return Judged("revoked", facts)
    if now >= facts.expires_at:
        return Judged("expired", facts)
    if SPECIMEN in facts.facts:
        return Judged("specimen", facts)
    is_fresh = revoked is not None and -_SKEW <= now - revoked.as_of <= oldest
    return Judged("valid" if is_fresh else "old_list", facts)


def _unfolded(payload: str) -> bytes | None:
    """The token in a payload; None where there is none, or it unfolds to too much."""
    import base45  # noqa: PLC0415

    text = payload.strip()
    if not _MARKED.match(text) or len(text) > MOST_TYPED:
        return None
    try:
        packed = zlib.decompressobj()
        token = packed.decompress(base45.b45decode(text[len(MARK) :]), MOST_BYTES)
    except (ValueError, zlib.error):
        return None
    return token if packed.eof else None


def _key_of(token: bytes) -> str | None:
    """The id of the key that a COSE_Sign1 names, in either of its headers (RFC 9052, section 3.1); None for other CBOR,
    and for what is none.
    """
    import cbor2  # noqa: PLC0415

    try:
        read = cbor2.loads(token)
        protected, unprotected, *_ = read.value
        named = unprotected[4] if 4 in unprotected else cbor2.loads(protected)[4]
    except (cbor2.CBORError, AttributeError, LookupError, TypeError, ValueError):
        return None
    return named.hex() if read.tag == _SIGN1 and isinstance(named, bytes) else None


def _opened(token: bytes, key: str, public: str) -> bytes | None:
    """What is signed, if the signature holds."""
    import cwt  # noqa: PLC0415

    try:
        verifier = cwt.COSEKey.from_pem(public, kid=bytes.fromhex(key), alg="ES256")
        signed: bytes = cwt.COSE.new().decode(token, verifier)
    except (cwt.CWTError, LookupError, AttributeError, TypeError, ValueError):
        return None
    return signed


def _facts(signed: bytes) -> SignedFacts | None:
    """The claims, if they are ours; their times are judged by the caller."""
    import cbor2  # noqa: PLC0415

    try:
        said = cbor2.loads(signed)
        issued, expires = (datetime.fromtimestamp(said[each], UTC) for each in (_ISSUED, _EXPIRES))
        return SignedFacts(str(said[_ISSUER]), bytes(said[_ID]).decode(), issued, expires, dict(said[_FACTS]))
    except (cbor2.CBORError, LookupError, AttributeError, TypeError, ValueError, OverflowError, OSError):
        return None


_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of P-256 (SEC 2, section 2.4.2)."""
