"""What a forged, stale or borrowed identity token opens at the citizen's page: nothing."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from connectors.agencies.mygov.twin.login import CitizenLogin
from connectors.sandbox.http import Receive, Scope, Send, problem, read_request
from connectors.sandbox.wire import send_whole
from hub.commands.servers.serving import listen, serving, url_of
from tests.hubs import settings_for
from tests.integration.api.served import served
from tests.integration.citizen.conftest import WIFE, Browser
from tests.sandbox import free_port

Forge = Callable[[dict[str, Any], ECKey], str]


@dataclass(slots=True)
class Bent:
    """The simulated MyGov whose token is another one than it made."""

    login: CitizenLogin = field(default_factory=lambda: CitizenLogin(""))
    forge: Forge | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = await read_request(scope, receive)
        assert request is not None
        reply = self.login.answer(request) or problem(404, "none")
        if self.forge is not None and request.path.endswith("/oidc/token") and reply.status == 200:
            told = json.loads(reply.body)
            middle = told["id_token"].split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
            told["id_token"] = self.forge(claims, self.login.key)
            reply = replace(reply, body=json.dumps(told).encode())
        await send_whole(send, reply)


def signed(claims: dict[str, Any], key: ECKey, **changes: Any) -> str:
    return jwt.encode({"alg": "ES256", "kid": key.kid}, {**claims, **changes}, key)


def by_hand(header: dict[str, Any], claims: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in (header, claims)]
    whole = b".".join(parts)
    return f"{whole.decode()}.{base64.urlsafe_b64encode(sign(whole)).rstrip(b'=').decode()}"


def another_key(claims: dict[str, Any], key: ECKey) -> str:
    other = ECKey.generate_key("P-256", {"kid": key.kid or ""})
    return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, other)


def by_the_public_key(claims: dict[str, Any], key: ECKey) -> str:
    public = key.as_pem(private=False)
    return by_hand({"alg": "HS256", "kid": key.kid}, claims, lambda raw: hmac.digest(public, raw, "sha256"))


FORGED: dict[str, Forge] = {
    "another key": another_key,
    "no signature": lambda claims, key: by_hand({"alg": "none", "kid": key.kid}, claims, lambda _: b""),
    "the public key as a secret": by_the_public_key,
    "expired": lambda claims, key: signed(claims, key, iat=claims["iat"] - 900, exp=claims["iat"] - 600),
    "another nonce": lambda claims, key: signed(claims, key, nonce="of another login"),
    "another client": lambda claims, key: signed(claims, key, aud="another-client"),
    "another issuer": lambda claims, key: signed(claims, key, iss="https://evil.example"),
    "no subject": lambda claims, key: signed(claims, key, sub=""),
    "no FIN at all": lambda claims, key: signed(claims, key, fin="<script>"),
}


@pytest.fixture
async def bent(tmp_path: Path) -> AsyncIterator[tuple[Bent, Browser]]:
    provider = Bent()
    listener = listen(settings_for(tmp_path / "provider", port=0))
    async with serving(provider, listener):
        settings = settings_for(tmp_path / "data", port=free_port(), sandbox_url=url_of(listener))
        async with served(settings) as made, httpx.AsyncClient(base_url=made.url, trust_env=False) as client:
            yield provider, Browser(client)


async def test_no_forged_token_opens_anything(bent: tuple[Bent, Browser]) -> None:
    provider, browser = bent
    for what, forge in FORGED.items():
        provider.forge = forge
        answer = await browser.log_in(WIFE.fin)
        assert answer.status_code == 401, what
        assert "hub_me" not in browser.client.cookies, what

    provider.forge = signed
    assert (await browser.log_in(WIFE.fin)).status_code == 200


async def test_the_provider_takes_no_other_way_back_and_no_login_without_pkce(bent: tuple[Bent, Browser]) -> None:
    _, browser = bent
    address = await browser.begin()
    async with httpx.AsyncClient(trust_env=False) as elsewhere:
        for old, new in (
            ("%2Fme%2Flogin%2Fback", "%2Fme%2Flogin%2Fback%2Fx"),
            ("127.0.0.1", "evil.example"),
            ("code_challenge_method=S256", "code_challenge_method=plain"),
            ("nonce=", "other="),
        ):
            path, _, query = address.partition("?")
            assert (await elsewhere.get(f"{path}?{query.replace(old, new)}")).status_code == 400, new
