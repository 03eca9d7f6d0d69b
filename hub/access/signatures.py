"""Detached signatures of messages (RFC 7515, appendix F), of agencies whose manifest says that they sign.

The header is a JWS in compact form without its payload, which is the body as it came, encoded or not (RFC 7797). The
key is one of those registered for the party, named by `kid`, its thumbprint; it decides the algorithm. Neither `jwk`
nor `jku`, `x5u` or `x5c` of the header is looked at. Other bytes under a signature that was seen before do not fit it.

In a sandbox whoever tries the hub by hand under a well-known key need not sign; what is signed must hold there too.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import structlog
from joserfc import jws
from joserfc.errors import JoseError

from connectors.agencies import AGENCIES
from hub.access.assertions import RegisteredKey, public_key
from hub.access.tokens import keys_of
from hub.clock import Clock
from hub.errors import Refused, Words
from hub.remembered import Remembered
from hub.store.store import Store

log = structlog.get_logger("hub.access")

SIGNERS: Final[Mapping[str, str]] = {agency.name: agency.signs.header for agency in AGENCIES if agency.signs}
"""The header of HTTP in which each party that signs sends its signature."""
HEADERS: Final[Mapping[str, bytes]] = {name: header.lower().encode() for name, header in SIGNERS.items()}
"""The same as ASGI has them."""
KNOWN_S: Final = 5.0
"""Seconds for which an ended key may still be good."""
_LONGEST: Final = 2048
"""Characters of a signature."""
_PARTS: Final = 3


@dataclass(frozen=True, slots=True)
class Signature:
    """One that holds: the key's thumbprint and algorithm."""

    kid: str
    alg: str


class Signatures:
    """Checks what parties that sign hand over. Keys are remembered for some seconds."""

    def __init__(self, store: Store, clock: Clock, *, must_sign: bool) -> None:
        self._store = store
        self._must_sign = must_sign
        self._keys: Remembered[Sequence[RegisteredKey]] = Remembered(clock, lambda _keys: KNOWN_S)

    async def check(self, party: str, raw: bytes, shown: str | None) -> Signature | None:
        """The signature of the bytes; None where the party does not sign. Refused where none holds."""
        header = SIGNERS.get(party)
        if header is None or (shown is None and not self._must_sign):
            return None
        if shown is None:
            raise _refused(party, "signature.missing", _missing(header), header)
        try:
            return verified(raw, shown, await self._keys.look(party, partial(self._read, party)))
        except SignatureRefused as wrong:
            raise _refused(party, wrong.code, WORDS[wrong.code], header) from wrong

    def forget(self) -> None:
        """Look keys up anew."""
        self._keys.forget()

    async def _read(self, party: str) -> Sequence[RegisteredKey]:
        async with self._store.read() as tx:
            return await keys_of(tx, party)


class SignatureRefused(Exception):
    """The signature proves nothing; `code` says why, and is one of WORDS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def verified(raw: bytes, shown: str, keys: Sequence[RegisteredKey]) -> Signature:
    """What holds of a detached signature over these bytes; SignatureRefused for what does not."""
    header = _header(shown)
    if header.get("crit", ["b64"]) != ["b64"] or ("b64" in header) != ("crit" in header):
        raise SignatureRefused("signature.form")
    key = next((each for each in keys if each.mark == header.get("kid")), None)
    if key is None:
        raise SignatureRefused("signature.key_unknown")
    if header.get("alg") != key.algorithm:
        raise SignatureRefused("signature.algorithm")
    registry = jws.JWSRegistry(algorithms=[key.algorithm])
    registry.max_payload_length = max(2 * len(raw), registry.max_payload_length)
    try:
        jws.deserialize_compact(shown, public_key(key), registry=registry, payload=raw)
    except (JoseError, ValueError, TypeError, KeyError) as wrong:
        raise SignatureRefused("signature.wrong") from wrong
    return Signature(key.mark, key.algorithm)


def _header(shown: str) -> Mapping[str, Any]:
    parts = shown.split(".") if len(shown) <= _LONGEST else []
    if len(parts) != _PARTS or parts[1]:
        raise SignatureRefused("signature.form")
    try:
        found = json.loads(base64.urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)))
    except (ValueError, RecursionError) as wrong:
        raise SignatureRefused("signature.form") from wrong
    if not isinstance(found, dict):
        raise SignatureRefused("signature.form")
    return found


def _refused(party: str, code: str, words: Words, header: str) -> Refused:
    """What is signed wrongly under a party's own key is an event of security."""
    log.warning("security_event", kind=code, party=party)
    return Refused(code, words, status=403, place=header)


def _missing(header: str) -> Words:
    return Words(
        f"Bu qurumun mesajları imzalanır: {header} başlığında gövdənin ayrılmış JWS imzasını göndərin.",
        f"Messages of this agency are signed: send a detached JWS over the body in the header {header}.",
    )


WORDS: Final[Mapping[str, Words]] = {
    "signature.form": Words(
        "İmza ayrılmış JWS deyil: başlıq..imza şəklində, gövdəsiz göndərilir; “crit” yalnız “b64” ola bilər.",
        "The signature is no detached JWS: it is header..signature without the body; “crit” can be “b64” alone.",
    ),
    "signature.key_unknown": Words(
        "“kid” bu tərəfin qüvvədə olan açarlarından birinin izi (RFC 7638) deyil.",
        "“kid” is the thumbprint (RFC 7638) of none of the party's keys in force.",
    ),
    "signature.algorithm": Words(
        "İmzanın alqoritmi açarın qeydiyyatdakı alqoritmi deyil.",
        "The signature's algorithm is not the one that the key is registered for.",
    ),
    "signature.wrong": Words(
        "İmza bu gövdənin imzası deyil: baytlar yolda dəyişib və ya imza başqa mesajındır.",
        "The signature is not of this body: its bytes were changed on the way, or it is another message's.",
    ),
}
"""Every other reason for which a signature proves nothing."""
