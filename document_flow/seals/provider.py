"""The port of signing, in two phases, and the values that pass it.

Keys live elsewhere: on a SIM card, in a telephone, in a token, at best in a file of ours. So `prepare` gives the exact
bytes to sign and everything needed to go on, `finish` takes the signature that came back, maybe days and a restart
later. `Prepared` is plain JSON for that reason.

One request has one signature. `finish` first looks whether the request is finished already: the same signature gets
the same document, another signature is refused (AnswerRefused), and of two racing ones the first kept wins for both.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Literal, Protocol

Form = Literal["pades", "xades", "asice"]
"""ETSI EN 319 142 (inside a PDF), EN 319 132 (inside an XML document), EN 319 162 (a container beside files)."""

Level = Literal["B-B", "B-T", "B-LTA"]
"""Bare; with a time stamp; with everything needed to verify it for ever (an archive, to be renewed)."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of a container. `name` has no folders."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class VisibleSeal:
    """Where the seal is shown: the page from 0 (negative from the end) and its box in points from the lower left."""

    page: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class SigningRequest:
    """What is to be signed by whom.

    `document` is the PDF, the XML, or a container that gets one more signature; `files` make a new container.
    `chain` are the issuing certificates from the signer's own issuer upwards, all in DER. `at` is the time the signer
    claims; only a stamp proves one.
    """

    request_id: str
    form: Form
    level: Level
    certificate: bytes
    at: datetime
    document: bytes = b""
    files: tuple[DataFile, ...] = ()
    chain: tuple[bytes, ...] = ()
    reason: str = ""
    visible: VisibleSeal | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A signature that lacks its value. `to_sign` is hashed by SHA-256 and signed, by RSA (PKCS #1 v1.5) or ECDSA.

    `draft` is the document with a gap; `notes` are what the form needs to fill it.
    """

    request_id: str
    form: Form
    level: Level
    certificate: bytes
    to_sign: bytes
    draft: bytes
    chain: tuple[bytes, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> bytes:
        """SHA-256 of what is to be signed, for devices that take a digest alone."""
        return sha256(self.to_sign).digest()

    def to_json(self) -> bytes:
        """Everything, as JSON in UTF-8; bytes as base64."""
        return json.dumps(
            {
                "request_id": self.request_id,
                "form": self.form,
                "level": self.level,
                "certificate": b64encode(self.certificate).decode(),
                "to_sign": b64encode(self.to_sign).decode(),
                "draft": b64encode(self.draft).decode(),
                "chain": [b64encode(each).decode() for each in self.chain],
                "notes": dict(self.notes),
            }
        ).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> Prepared:
        """What `to_json` wrote; our own bytes, so anything else is a defect and raises as it comes."""
        read = json.loads(raw)
        return cls(
            request_id=read["request_id"],
            form=read["form"],
            level=read["level"],
            certificate=b64decode(read["certificate"]),
            to_sign=b64decode(read["to_sign"]),
            draft=b64decode(read["draft"]),
            chain=tuple(b64decode(each) for each in read["chain"]),
            notes=read["notes"],
        )


@dataclass(frozen=True, slots=True)
class RawSignature:
    """What came back from the key: PKCS #1 v1.5 octets, or ECDSA in DER (`SEQUENCE { r, s }`), and whose it is."""

    value: bytes
    certificate: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed document. `signature_sha256` names the signature; `stamped_at` is proved, None without a stamp."""

    request_id: str
    form: Form
    level: Level
    document: bytes
    signature_sha256: str
    stamped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RevocationFacts:
    """OCSP answers and CRLs in DER, as their authorities signed them."""

    ocsps: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()

    def __add__(self, other: RevocationFacts) -> RevocationFacts:
        return RevocationFacts(
            tuple(dict.fromkeys(self.ocsps + other.ocsps)), tuple(dict.fromkeys(self.crls + other.crls))
        )


NO_FACTS = RevocationFacts()
"""Nobody was asked."""


class StampAuthority(Protocol):
    """A time stamping authority (RFC 3161). What it raises passes through: nothing was kept, so finish again."""

    async def stamp(self, request_der: bytes) -> bytes:
        """The DER of a TimeStampResp to a TimeStampReq."""
        ...


class Revocations(Protocol):
    """Whoever knows whether a certificate is revoked."""

    async def about(self, certificate: bytes, issuer: bytes) -> RevocationFacts:
        """What the issuer says about the certificate now; both in DER."""
        ...


class Finished(Protocol):
    """What is signed already, by request; the first one kept for a request stays."""

    async def kept(self, request_id: str) -> Signed | None:
        """The signed document of a request."""
        ...

    async def keep(self, signed: Signed) -> Signed:
        """Keep it unless the request has one; returns the one that is kept."""
        ...
