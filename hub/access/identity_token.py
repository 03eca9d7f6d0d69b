"""Identity tokens (OpenID Connect Core 1.0, 3.1.3.7): who signed, for whom, when, and in answer to what.

The key is always one of the provider's own set, chosen by `kid`; `jku`, `x5u`, `jwk` and `x5c` of the token are never
looked at, and the algorithm must be one of ALGORITHMS whatever the token says.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key

from hub.clock import SECOND

ALGORITHMS = ("RS256", "ES256")
_LONGEST = 16 * 1024
_SKEW_S = 60
_OLDEST_S = 600
_LONGEST_LOGIN = 100
_TIMES = (("exp", None), ("iat", None), ("nbf", 0))


class TokenRefused(Exception):
    """The token proves nothing; `reason` is a word for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Expected:
    """What the token must say."""

    issuer: str
    client_id: str
    nonce: str


def key_id(token: str) -> str | None:
    """The `kid` that an unproved token names, to know which key to look for; None where it names none."""
    try:
        head = token[:_LONGEST].partition(".")[0]
        header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except ValueError:
        return None
    kid = header.get("kid") if isinstance(header, dict) else None
    return kid if isinstance(kid, str) else None


def claims_of(token: str, keys: Sequence[Key], expected: Expected, now: int) -> Mapping[str, Any]:
    """What the token says, once it is proved; raises TokenRefused. `now` in microseconds."""
    if len(token) > _LONGEST:
        raise TokenRefused("size")
    try:
        claims = jwt.decode(token, _key(token, keys), algorithms=list(ALGORITHMS)).claims
    except (JoseError, ValueError, TypeError) as wrong:
        raise TokenRefused("signature") from wrong
    for reason, holds in (
        ("iss", claims.get("iss") == expected.issuer),
        ("aud", _is_for(claims, expected.client_id)),
        ("nonce", hmac.compare_digest(str(claims.get("nonce")).encode(), expected.nonce.encode())),
        ("time", _is_of_now(claims, now // SECOND)),
    ):
        if not holds:
            raise TokenRefused(reason)
    return claims


def named(claims: Mapping[str, Any], claim: str) -> str:
    """The claim that names the person; raises TokenRefused."""
    found = claims.get(claim)
    if not isinstance(found, str) or not 0 < len(found) <= _LONGEST_LOGIN:
        raise TokenRefused("claim")
    return found


def _key(token: str, keys: Sequence[Key]) -> Key:
    """By `kid`; a token without one is only taken where there is no choice."""
    kid = key_id(token)
    fitting = [key for key in keys if kid is None or key.kid == kid]
    if len(fitting) != 1:
        raise TokenRefused("key")
    return fitting[0]


def _is_for(claims: Mapping[str, Any], client_id: str) -> bool:
    audience = claims.get("aud")
    if isinstance(audience, list):
        return client_id in audience and (len(audience) == 1 or claims.get("azp") == client_id)
    return audience == client_id and claims.get("azp", client_id) == client_id


def _is_of_now(claims: Mapping[str, Any], now_s: int) -> bool:
    ends, issued, begins = (_seconds(claims.get(name, other)) for name, other in _TIMES)
    if ends is None or issued is None or begins is None:
        return False
    return ends > now_s - _SKEW_S and now_s - _OLDEST_S <= issued <= now_s + _SKEW_S >= begins


def _seconds(claim: object) -> float | None:
    return claim if isinstance(claim, int | float) and not isinstance(claim, bool) else None
