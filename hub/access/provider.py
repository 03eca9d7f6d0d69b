"""The identity provider as a server: its endpoints by discovery (OpenID Connect Discovery 1.0), its keys, its tokens.

Every answer is read with a time limit, to a size limit, from the very address that was named: redirects are not
followed. What was learnt is kept for an hour; an unknown key is asked for again, at most once a minute.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from connectors.parsing.json import parse_json
from connectors.parsing.refusal import ParsingRefused
from hub.access.identity_token import key_id
from hub.clock import Clock
from hub.remembered import Remembered

_TIMEOUT = httpx.Timeout(5.0)
_MOST_BYTES = 256 * 1024
_KEPT_S = 3600.0
_AGAIN_S = 60.0
_DISCOVERY = "/.well-known/openid-configuration"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """Which provider, and as whom. `claim` is the one that equals the login of an account."""

    issuer: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    claim: str = "sub"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the provider is asked."""

    authorization: str
    token: str
    keys: str
    takes_basic: bool


class NotConforming(Exception):
    """What came is not as OpenID Connect wants it."""


class Provider:
    """Speaks to one provider; raises httpx.HTTPError, or NotConforming."""

    def __init__(self, settings: ProviderSettings, clock: Clock, transport: httpx.AsyncBaseTransport | None) -> None:
        self._settings = settings
        self._clock = clock
        self._transport = transport
        self._endpoints: Remembered[Endpoints] = Remembered(clock, lambda _found: _KEPT_S)
        self._keys: tuple[float, list[Key]] | None = None

    async def endpoints(self) -> Endpoints:
        """By discovery. The document must be the issuer's own, and name addresses that nobody can listen to."""
        return await self._endpoints.look("", self._discover)

    async def _discover(self) -> Endpoints:
        status, told = await self._ask("GET", f"{self._safe(self._settings.issuer).rstrip('/')}{_DISCOVERY}")
        if status != 200 or told.get("issuer") != self._settings.issuer:
            raise NotConforming("this is not the issuer's discovery document")
        methods = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return Endpoints(
            self._safe(told.get("authorization_endpoint")),
            self._safe(told.get("token_endpoint")),
            self._safe(told.get("jwks_uri")),
            "client_secret_basic" in methods,
        )

    async def redeem(self, form: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
        """Exchange a code for tokens: the status, and what was told."""
        endpoints = await self.endpoints()
        secret, client = self._settings.client_secret, self._settings.client_id
        if secret is not None and endpoints.takes_basic:
            pair = f"{quote(client, safe='')}:{quote(secret, safe='')}".encode()  # RFC 6749, 2.3.1
            headers = {"authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}
            return await self._ask("POST", endpoints.token, form, headers)
        named = {**form, "client_id": client} | ({"client_secret": secret} if secret is not None else {})
        return await self._ask("POST", endpoints.token, named)

    async def keys(self, token: str) -> list[Key]:
        """The provider's public keys, asked for anew where none has the token's id."""
        now, wanted = self._clock.monotonic(), key_id(token)
        if self._keys is not None:
            age, kept = now - self._keys[0], self._keys[1]
            known = wanted is None or any(key.kid == wanted for key in kept)
            if age < (_KEPT_S if known else _AGAIN_S):
                return kept
        status, told = await self._ask("GET", (await self.endpoints()).keys)
        if status != 200:
            raise NotConforming(f"keys: status {status}")
        found = _public(told)
        self._keys = (now, found)
        return found

    async def _ask(
        self, method: str, url: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Mapping[str, Any]]:
        client = httpx.AsyncClient(
            timeout=_TIMEOUT,
            follow_redirects=False,
            trust_env=False,
            transport=self._transport,
            headers={"accept": "application/json", **(headers or {})},
        )
        async with client, client.stream(method, url, data=form) as response:
            raw = b""
            async for part in response.aiter_bytes():
                raw += part
                if len(raw) > _MOST_BYTES:
                    raise NotConforming("an answer of more bytes than any provider needs")
        try:
            told = parse_json(raw) if raw else {}
        except ParsingRefused as wrong:
            raise NotConforming("an answer that is no JSON") from wrong
        if not isinstance(told, dict):
            raise NotConforming("an answer that is no JSON object")
        return response.status_code, told

    def _safe(self, address: object) -> str:
        """https, or http where the issuer itself is on this machine, as in tests."""
        try:
            url = httpx.URL(address if isinstance(address, str) else "")
        except httpx.InvalidURL as wrong:
            raise NotConforming("an endpoint without an address") from wrong
        if not url.host or url.userinfo:
            raise NotConforming("an endpoint without an address")
        is_here = url.host in _LOOPBACK and httpx.URL(self._settings.issuer).host in _LOOPBACK
        if url.scheme != "https" and not (url.scheme == "http" and is_here):
            raise NotConforming("an endpoint that is not https")
        return str(url)


def _public(told: Mapping[str, Any]) -> list[Key]:
    """Signing keys of a JWKS (RFC 7517); a set that holds none, or what is no key, is refused."""
    entries = told.get("keys")
    if not isinstance(entries, list):
        raise NotConforming("no set of keys")
    try:
        usable = [each for each in entries if each.get("kty") in ("RSA", "EC") and each.get("use", "sig") == "sig"]
        return list(KeySet.import_key_set({"keys": usable}).keys)
    except (JoseError, AttributeError) as wrong:
        raise NotConforming("keys that cannot be read") from wrong
