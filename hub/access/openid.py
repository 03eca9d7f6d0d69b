"""Logging in by OpenID Connect: the authorization code flow with PKCE (RFC 7636, S256), state and nonce.

One random secret a login stays in a short-lived cookie; state, nonce and code verifier are derived from it, so nothing
is kept here in between and another browser cannot finish the login. Accounts are made by the administrator: the
provider says who somebody is, never what somebody may do.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import structlog

from hub.access.identity_token import Expected, TokenRefused, claims_of, named
from hub.access.keyring import Unauthenticated
from hub.access.provider import NotConforming, Provider, ProviderSettings
from hub.clock import Clock
from hub.errors import HubError, Words

log = structlog.get_logger("hub.access")

LASTS_S = 600
"""How long somebody may take at the provider's pages."""
_LONGEST = 2048
_AWAY_ERRORS = (httpx.HTTPError, NotConforming)


class ProviderAway(HubError):
    """The provider does not answer, or not as OpenID Connect wants it (HTTP 503)."""

    def __init__(self) -> None:
        super().__init__("access.provider_away", _AWAY, status=503, retryable=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider sent the browser back with."""

    code: str
    state: str
    issuer: str = ""


def new_secret() -> str:
    """For one login, in one browser."""
    return secrets.token_urlsafe(32)


class OpenId:
    """The hub as a relying party of one provider. `redirect` is where the provider sends browsers back to."""

    def __init__(
        self, settings: ProviderSettings, redirect: str, clock: Clock, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._settings = settings
        self._redirect = redirect
        self._clock = clock
        self._provider = Provider(settings, clock, transport)

    async def begin(self, secret: str) -> str:
        """The provider's address at which the person logs in; ProviderAway."""
        endpoints = await self._reached()
        challenge = hashlib.sha256(_derived(secret, "verifier").encode()).digest()
        asked = urlencode(
            {
                "response_type": "code",
                "scope": "openid profile",
                "client_id": self._settings.client_id,
                "redirect_uri": self._redirect,
                "state": _derived(secret, "state"),
                "nonce": _derived(secret, "nonce"),
                "code_challenge": _written(challenge),
                "code_challenge_method": "S256",
            }
        )
        return f"{endpoints}{'&' if '?' in endpoints else '?'}{asked}"

    async def finish(self, answer: Answer, secret: str) -> str:
        """The login of whoever the provider names; Unauthenticated for anything forged, late or used; ProviderAway."""
        claims = await self.claims(answer, secret)
        try:
            return named(claims, self._settings.claim)
        except TokenRefused as refused:
            raise _refused(refused.reason) from refused

    async def claims(self, answer: Answer, secret: str) -> Mapping[str, Any]:
        """All that the provider says of whoever logged in, proved; the same errors."""
        expected_state = _derived(secret, "state")
        if not secret or not hmac.compare_digest(answer.state.encode(), expected_state.encode()):
            raise _refused("state")
        if answer.issuer and answer.issuer != self._settings.issuer:
            raise _refused("issuer")
        if not 0 < len(answer.code) <= _LONGEST:
            raise _refused("code")
        token = await self._redeemed(answer.code, secret)
        return await self._judged(token, _derived(secret, "nonce"))

    async def _reached(self) -> str:
        try:
            return (await self._provider.endpoints()).authorization
        except _AWAY_ERRORS as away:
            raise _away(away) from away

    async def _redeemed(self, code: str, secret: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect,
            "code_verifier": _derived(secret, "verifier"),
        }
        try:
            status, told = await self._provider.redeem(form)
        except _AWAY_ERRORS as away:
            raise _away(away) from away
        if status in (400, 401):
            raise _refused(_code(told))
        token = told.get("id_token")
        if status != 200 or not isinstance(token, str):
            raise _away(NotConforming(f"status {status}"))
        return token

    async def _judged(self, token: str, nonce: str) -> Mapping[str, Any]:
        expected = Expected(self._settings.issuer, self._settings.client_id, nonce)
        try:
            keys = await self._provider.keys(token)
            return claims_of(token, keys, expected, self._clock.now())
        except TokenRefused as refused:
            raise _refused(refused.reason) from refused
        except _AWAY_ERRORS as away:
            raise _away(away) from away


def _derived(secret: str, purpose: str) -> str:
    return _written(hmac.digest(secret.encode(), f"openid {purpose}".encode(), hashlib.sha256))


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _code(told: Mapping[str, Any]) -> str:
    """One of the codes of RFC 6749, 5.2; nothing else that the provider says goes into the log."""
    known = ("invalid_request", "invalid_client", "invalid_grant", "unauthorized_client")
    return next((each for each in known if told.get("error") == each), "token_endpoint")


def _refused(reason: str) -> Unauthenticated:
    log.warning("security_event", kind="openid_refused", reason=reason)
    return Unauthenticated("access.openid_refused", _NOT_ENTERED)


def _away(error: Exception) -> ProviderAway:
    log.warning("provider_away", error=type(error).__name__)
    return ProviderAway()


_AWAY = Words(
    "Giriş xidməti (OpenID Connect) hazırda cavab vermir. Bir azdan yenidən cəhd edin.",
    "The login service (OpenID Connect) does not answer at the moment. Try again shortly.",
)
_NOT_ENTERED = Words(
    "Giriş başa çatmadı: cavab köhnəlib, artıq istifadə olunub və ya bu brauzerdə başlanmayıb. Yenidən daxil olun.",
    "The login did not come to its end: the answer is old, used, or was not begun in this browser. Log in again.",
)
