"""Client assertions (RFC 7523, 3): a party proves by its registered key who it is, once, to us, now.

Pure. The key decides the algorithm, never the assertion; `jku`, `x5u`, `jwk` and `x5c` are not looked at. Whoever
checks one also uses its `jti` up (`hub.access.tokens`).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from hub.clock import SECOND

LONGEST: Final = 4 * 1024
"""Characters of an assertion."""
LASTS_S: Final = 300
"""The longest that an assertion may be good for."""
_SKEW_S: Final = 30
_LONGEST_JTI: Final = 200
_TYPES: Final = frozenset((None, "JWT", "client-authentication+jwt"))
_KINDS: Final[Mapping[str, type[ECKey | RSAKey | OKPKey]]] = {"EC": ECKey, "RSA": RSAKey, "OKP": OKPKey}


class AssertionRefused(Exception):
    """The assertion proves nothing; `reason` is a word for the log and for whoever sent it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class RegisteredKey:
    """A public key of a party in force: its thumbprint, JWK, the one algorithm it is for, and its row."""

    mark: str
    public: str
    algorithm: str
    id: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """One that holds: the key that it was signed with, its `jti`, and its end in microseconds."""

    key: RegisteredKey
    jti: str
    until: int


def public_key(key: RegisteredKey) -> ECKey | RSAKey | OKPKey:
    """What signatures are checked with; raises ValueError, TypeError or KeyError for a row that is no key."""
    public = json.loads(key.public)
    return _KINDS[public["kty"]].import_key(public)


def party_of(assertion: str) -> str:
    """Whom an unproved assertion speaks for, to know whose keys to look for; AssertionRefused where it names nobody."""
    named = _part(assertion, 1).get("iss")
    if not isinstance(named, str) or not named:
        raise AssertionRefused("iss")
    return named


def check(assertion: str, party: str, keys: Sequence[RegisteredKey], audiences: Collection[str], now: int) -> Assertion:
    """What holds of it; AssertionRefused names what does not. `now` in microseconds."""
    key = _chosen(_part(assertion, 0), keys)
    try:
        claims = jwt.decode(assertion, public_key(key), algorithms=[key.algorithm]).claims
    except (JoseError, ValueError, TypeError, KeyError) as wrong:
        raise AssertionRefused("signature") from wrong
    until = _until(claims, now // SECOND)
    for reason, holds in (
        ("iss", claims.get("iss") == party),
        ("sub", claims.get("sub") == party),
        ("aud", _is_for_us(claims.get("aud"), audiences)),
        ("jti", isinstance(claims.get("jti"), str) and 0 < len(claims["jti"]) <= _LONGEST_JTI),
    ):
        if not holds:
            raise AssertionRefused(reason)
    return Assertion(key, claims["jti"], int((until + _SKEW_S) * SECOND))


def _chosen(header: Mapping[str, Any], keys: Sequence[RegisteredKey]) -> RegisteredKey:
    """By `kid`, the key's thumbprint; without one only where there is no choice. Its algorithm must be the key's."""
    if header.get("typ") not in _TYPES or "crit" in header:
        raise AssertionRefused("typ")
    kid = header.get("kid")
    fitting = [key for key in keys if kid in (None, key.mark)]
    if len(fitting) != 1:
        raise AssertionRefused("kid")
    if header.get("alg") != fitting[0].algorithm:
        raise AssertionRefused("alg")
    return fitting[0]


def _until(claims: Mapping[str, Any], now_s: int) -> float:
    ends, issued, begins = (_seconds(claims, name) for name in ("exp", "iat", "nbf"))
    if ends is None or issued is None:
        raise AssertionRefused("exp" if ends is None else "iat")
    if not now_s - _SKEW_S < ends <= now_s + LASTS_S + _SKEW_S:
        raise AssertionRefused("exp")
    if not now_s - LASTS_S - _SKEW_S <= issued <= now_s + _SKEW_S or ends - issued > LASTS_S:
        raise AssertionRefused("iat")
    if begins is not None and begins > now_s + _SKEW_S:
        raise AssertionRefused("nbf")
    return ends


def _seconds(claims: Mapping[str, Any], name: Literal["exp", "iat", "nbf"]) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not -(2**53) < value < 2**53:
        raise AssertionRefused(name)
    return value


def _is_for_us(audience: object, ours: Collection[str]) -> bool:
    """One audience, which is us: an assertion for several could be played on by each of them."""
    if isinstance(audience, list):
        return len(audience) == 1 and audience[0] in ours
    return audience in ours


def _part(assertion: str, number: Literal[0, 1]) -> Mapping[str, Any]:
    parts = assertion.split(".") if len(assertion) <= LONGEST else []
    if len(parts) != 3:
        raise AssertionRefused("form")
    try:
        found = json.loads(base64.urlsafe_b64decode(parts[number] + "=" * (-len(parts[number]) % 4)))
    except (ValueError, RecursionError) as wrong:
        raise AssertionRefused("form") from wrong
    if not isinstance(found, dict):
        raise AssertionRefused("form")
    return found
