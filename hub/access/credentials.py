"""By what an agency proves who it is outside the sandbox: certificates (mutual TLS), public keys (private_key_jwt), and
keys of SSH (`hub.access.ssh_keys`).

A party may have several of each at once, so that one follows another without an outage. The mark of a certificate is
the SHA-256 of its bytes (RFC 8705, x5t#S256), that of a key its thumbprint (RFC 7638); each belongs to one party.
"""

from __future__ import annotations

import base64
import hashlib
import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, OKPKey, RSAKey

from document_flow.seals.certificates import is_issued_by
from hub.clock import SECOND
from hub.errors import NotFound, Refused, Words
from hub.store.tx import Row, Tx

IN_FORCE: Final = "c.ended_at IS NULL AND c.valid_from <= hub_now() AND c.valid_until > hub_now()"
"""SQL over `credentials c`."""
LONGEST: Final = 16 * 1024
"""Bytes of a certificate or key as text."""
PublicKey = ECKey | RSAKey | OKPKey
_LEAST_RSA_BITS = 2048
ALGORITHMS: Final = ("ES256", "ES384", "Ed25519", "EdDSA", "PS256", "RS256")
"""All that a key can be for."""
_PARTS = frozenset(("kty", "crv", "x", "y", "n", "e"))
_OF_KEYS = {("EC", "P-256"): ("ES256",), ("EC", "P-384"): ("ES384",), ("OKP", "Ed25519"): ("Ed25519", "EdDSA"),
               ("RSA", ""): ("PS256", "RS256")}  # fmt: skip


class CredentialKind(StrEnum):
    """What proves it."""

    CERTIFICATE = "certificate"
    KEY = "key"
    SSH = "ssh"
    """For the door of SFTP."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate (`public` is PEM), a public key (a JWK) or a key of SSH (its line); times in microseconds.

    A key is for one algorithm.
    """

    kind: CredentialKind
    mark: str
    public: str
    algorithm: str
    since: int
    until: int


def x5t(der: bytes) -> str:
    """The SHA-256 of a certificate as RFC 8705 writes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode()


def read_certificate(text: str, now: int, trusted: Sequence[x509.Certificate] | None) -> Credential:
    """An agency's certificate in PEM; Refused where it is none, signs itself, has expired or is of no known issuer.

    `trusted` are the authorities that handshakes are checked against; None where nothing is known of them.
    """
    try:
        (read,) = x509.load_pem_x509_certificates(text[:LONGEST].encode())
    except ValueError as wrong:
        raise Refused(
            "access.certificate_form",
            Words("Bir sertifikat PEM şəklində verilir.", "One certificate is given, as PEM."),
            status=422,
            place="certificate",
        ) from wrong
    if read.issuer == read.subject:
        raise Refused("access.certificate_self_signed", SELF_SIGNED, status=422, place="certificate")
    since, until = valid(read)
    if until <= now:
        raise Refused("access.certificate_expired", EXPIRED, status=422, place="certificate")
    if trusted is not None and not any(is_issued_by(read, by) for by in trusted):
        raise Refused("access.certificate_issuer", _ISSUER, status=422, place="certificate")
    return Credential(CredentialKind.CERTIFICATE, x5t(read.public_bytes(Encoding.DER)), text.strip(), "", since, until)


def valid(certificate: x509.Certificate) -> tuple[int, int]:
    """From and until when, in microseconds."""
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return int(first.timestamp()) * SECOND, int(last.timestamp()) * SECOND


def authorities(file: Path) -> Sequence[x509.Certificate]:
    """The certificates in a file of authorities; raises OSError or ValueError."""
    return x509.load_pem_x509_certificates(file.read_bytes())


def read_key(text: str, algorithm: str, since: int, until: int) -> Credential:
    """An agency's public key, PEM or JWK. Refused where it is a private one, a shared secret, weak, or of no use.

    The algorithm is fixed here, so that no assertion chooses its own: for RSA PS256 or RS256 is named, else the curve
    says it.
    """
    key = _public(text[:LONGEST])
    curve = str(getattr(key, "curve_name", ""))
    fitting = _OF_KEYS.get((key.key_type, curve), ())
    if isinstance(key, RSAKey) and key.raw_value.key_size < _LEAST_RSA_BITS:
        fitting = ()
    if not fitting:
        raise Refused("access.key_weak", _WEAK, status=422, place="key")
    chosen = algorithm or fitting[0]
    if chosen not in fitting:
        raise Refused("access.key_algorithm", _algorithm(fitting), status=422, place="algorithm")
    public = json.dumps({name: value for name, value in key.as_dict(private=False).items() if name in _PARTS})
    return Credential(CredentialKind.KEY, key.thumbprint(), public, chosen, since, until)


def _public(text: str) -> PublicKey:
    found = [key for kind in (ECKey, RSAKey, OKPKey) if (key := _as(kind, text)) is not None]
    if not found:
        raise Refused(
            "access.key_form",
            Words(
                "Açıq açar PEM və ya JWK şəklində verilir: EC, RSA və ya Ed25519.",
                "A public key is given, as PEM or JWK: EC, RSA or Ed25519.",
            ),
            status=422,
            place="key",
        )
    if found[0].is_private:
        raise Refused("access.key_private", _PRIVATE, status=422, place="key")
    return found[0]


def _as(kind: type[PublicKey], text: str) -> PublicKey | None:
    """None where it is no key of this kind. A weak one is refused by us, in words, rather than warned of."""
    try:
        with warnings.catch_warnings(action="ignore", category=SecurityWarning):
            return kind.import_key(json.loads(text) if text.lstrip().startswith("{") else text)
    except (JoseError, ValueError, TypeError, KeyError):
        return None


async def add_credential(tx: Tx, made: str, party: str, new: Credential, by: str, second: str) -> None:
    """Register it; Refused where it is somebody's already, or was: what was ended proves nothing again."""
    await refuse_known(tx, new.mark)
    await tx.insert(
        "credentials",
        "id, party, kind, mark, algorithm, public, valid_from, valid_until, made_by, second_by",
        [(made, party, new.kind.value, new.mark, new.algorithm, new.public, new.since, new.until, by, second)],
    )


async def refuse_known(tx: Tx, mark: str) -> None:
    """Refused for a mark that stands in the table."""
    if await tx.fetch("SELECT c.id FROM credentials c WHERE c.mark = :mark", {"mark": mark}):
        raise Refused("access.credential_known", _KNOWN, status=409, place="mark")


async def end_credential(tx: Tx, mark: str, at: int | None = None, of: str | None = None) -> str:
    """End it at once (tokens that were given on it end too), or let it end sooner, at a moment; the party it is of.

    NotFound where no party has it, or another one than `of`.
    """
    set_to = "ended_at = hub_now()" if at is None else "valid_until = :at"
    later = "" if at is None else " AND valid_until > :at"
    rows = await tx.fetch(
        f"UPDATE credentials SET {set_to} WHERE mark = :mark AND ended_at IS NULL{later} RETURNING party",
        {"mark": mark} | ({} if at is None else {"at": at}),
    )
    if not rows or of not in (None, rows[0]["party"]):
        raise NotFound(
            "access.credential_unknown",
            Words("Qüvvədə olan belə sertifikat və ya açar yoxdur.", "No certificate or key in force has this mark."),
        )
    return str(rows[0]["party"])


async def credentials_of(tx: Tx, party: str | None = None) -> Sequence[Row]:
    """Those in force or to come, the one that ends first before; of one party, or of all."""
    of = "" if party is None else "c.party = :party AND "
    return await tx.fetch(
        f"SELECT c.id, c.party, c.kind, c.mark, c.algorithm, c.valid_from, c.valid_until, c.made_by, c.second_by"
        f" FROM credentials c WHERE {of}c.ended_at IS NULL AND c.valid_until > hub_now() ORDER BY c.valid_until, c.id",
        {} if party is None else {"party": party},
    )


def _algorithm(fitting: Sequence[str]) -> Words:
    names = ", ".join(fitting)
    return Words(f"Bu açar üçün alqoritm: {names}.", f"The algorithm of this key is one of {names}.")


SELF_SIGNED = Words(
    "Bu sertifikatı heç bir mərkəz verməyib: özü özünü imzalayıb. Mərkəzin verdiyi sertifikat lazımdır.",
    "No authority issued this certificate: it signs itself. One from an authority is needed.",
)
EXPIRED = Words("Sertifikatın müddəti bitib.", "The certificate has expired.")
_ISSUER = Words(
    "Sertifikatı HUB_TLS_CLIENT_CA faylındakı mərkəzlərdən heç biri verməyib.",
    "None of the authorities in HUB_TLS_CLIENT_CA issued the certificate.",
)
_PRIVATE = Words(
    "Bu, gizli açardır və artıq gizli sayılmır: yenisini yaradın və yalnız açıq hissəsini verin.",
    "This is a private key, and is a secret no more: make another one and give its public half alone.",
)
_WEAK = Words(
    f"Açar P-256, P-384, Ed25519 və ya ən azı {_LEAST_RSA_BITS} bitlik RSA olmalıdır.",
    f"A key is of P-256, P-384, Ed25519, or RSA of at least {_LEAST_RSA_BITS} bits.",
)
_KNOWN = Words(
    "Bu sertifikat və ya açar artıq qeydiyyatdadır və ya olub; yenisini verin.",
    "This certificate or key is registered already, or was; give a new one.",
)
