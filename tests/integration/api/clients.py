"""Agencies as they call outside the sandbox: with a registered key and certificate, over real TLS."""

from __future__ import annotations

import ssl
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwt
from joserfc.jwk import ECKey

from hub.access.credentials import Credential, add_credential, read_certificate, read_key
from hub.access.grants import PartyRight
from hub.app import Hub
from hub.clock import SECOND
from hub.commands.servers.serving import listen, serving, url_of
from hub.serving import make_api
from hub.settings import Settings
from hub.store.ids import new_id
from tests.authority import Issued, private_pem, public_pem
from tests.integration.api.served import Served
from tests.parties import make_party

ISSUER = "https://hub.test"
AUDIENCE = f"{ISSUER}/v1/token"
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
YEAR = 365 * 24 * 3600 * SECOND


class Client:
    """One agency with its private key."""

    def __init__(self, party: str) -> None:
        self.party = party
        private = ec.generate_private_key(ec.SECP256R1())
        self.public = public_pem(private)
        self.key = ECKey.import_key(private_pem(private))

    def assertion(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """One that holds, unless something else is said of it; a claim of None is left out."""
        now = int(time.time())
        said = {
            "iss": self.party, "sub": self.party, "aud": AUDIENCE, "iat": now, "exp": now + 60, "jti": uuid4().hex,
            **claims,
        }  # fmt: skip
        kept = {name: value for name, value in said.items() if value is not None}
        head = {"alg": "ES256", "kid": self.key.thumbprint(), **(header or {})}
        return jwt.encode({name: value for name, value in head.items() if value is not None}, kept, self.key)

    async def register(self, hub: Hub, *, to: Iterable[PartyRight] = (), is_new: bool = True) -> None:
        """As two administrators would."""
        async with hub.store.write() as tx:
            now = await tx.now()
            if is_new:
                await make_party(tx, self.party, to=to)
            await _add(tx, self.party, read_key(self.public, "", now - SECOND, now + YEAR))


async def register_certificate(hub: Hub, party: str, issued: Issued) -> None:
    """As two administrators would."""
    async with hub.store.write() as tx:
        await _add(tx, party, read_certificate(issued.pem, await tx.now(), None))


async def _add(tx: Any, party: str, credential: Credential) -> None:
    await add_credential(tx, new_id(), party, credential, "samir", "nermin")


async def ask_token(client: httpx.AsyncClient, assertion: str, **more: str) -> httpx.Response:
    """POST /v1/token as RFC 7523 has it."""
    form = {"grant_type": "client_credentials", "client_assertion_type": JWT_BEARER, "client_assertion": assertion}
    return await client.post("/v1/token", data={**form, **more})


async def token_of(api: Served, client: Client) -> str:
    """A token, unbound."""
    answer = await ask_token(api.client, client.assertion())
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


@asynccontextmanager
async def over_tls(hub: Hub, settings: Settings, tls: ssl.SSLContext) -> AsyncIterator[str]:
    """The hub's API behind TLS of its own; the address."""
    listener = listen(settings)
    async with serving(make_api(hub), listener, tls):
        yield url_of(listener, "https")


def browser(url: str, tls: ssl.SSLContext) -> httpx.AsyncClient:
    """A client with its certificate, as the context has it."""
    return httpx.AsyncClient(base_url=url, verify=tls, trust_env=False, timeout=10)
