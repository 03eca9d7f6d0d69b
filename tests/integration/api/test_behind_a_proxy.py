"""Behind a real proxy each sender has buckets of his own; past it nobody gets fresh ones by a header."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.commands.servers.serving import listen, serving, url_of
from hub.settings import SettingsRefused, load_settings
from tests.hubs import settings_for
from tests.integration.api.served import Served, as_party, served

PROXY, STRANGER = "127.0.0.1", "127.0.0.2"
AT_ONCE = 30
"""Wrong keys that one address may try."""


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(settings_for(tmp_path / "data", port=0, trusted_proxies=(ip_network(PROXY),))) as made:
        yield made


@asynccontextmanager
async def proxy(to: str, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Hands on what it gets; a sender's address is what `x-test-sender` says, and is added on the right."""
    async with httpx.AsyncClient(base_url=to, trust_env=False) as onward:

        async def passing(request: Request) -> Response:
            sent = dict(request.headers)
            heard = [sent.get("x-forwarded-for"), sent.pop("x-test-sender")]
            sent["x-forwarded-for"] = ", ".join(each for each in heard if each)
            answer = await onward.request(request.method, request.url.path, headers=sent, content=await request.body())
            return Response(answer.content, answer.status_code, media_type=answer.headers["content-type"])

        listener = listen(settings_for(tmp_path, port=0))
        app = Starlette(routes=[Route("/{path:path}", passing, methods=["GET", "POST"])])
        async with serving(app, listener), httpx.AsyncClient(base_url=url_of(listener), trust_env=False) as client:
            yield client


async def tries(client: httpx.AsyncClient, **headers: str) -> set[int]:
    """What more wrong keys at once are answered with than one address may try; `{}` is another number each time."""

    async def trying(number: int) -> int:
        sent = {name.replace("_", "-"): value.format(number) for name, value in headers.items()}
        return (await client.get("/v1/messages", headers={**as_party("hub_wrong"), **sent})).status_code

    return set(await asyncio.gather(*(trying(number) for number in range(2 * AT_ONCE))))


async def test_who_tries_keys_behind_the_proxy_locks_himself_out_and_nobody_else(hub: Served, tmp_path: Path) -> None:
    async with proxy(hub.url, tmp_path) as client:
        assert await tries(client, x_test_sender="192.0.2.{}") == {401}, "many senders"
        assert await tries(client, x_test_sender="198.51.100.1") == {401, 429}
        assert await tries(client, x_test_sender="198.51.100.2", x_forwarded_for="192.0.2.{}") == {401, 429}
        assert await tries(client, x_test_sender="198.51.100.3", forwarded="for=192.0.2.{}") == {401, 429}
        assert await tries(client, x_test_sender="203.0.113.{}") == {401}, "and still the others"


async def test_who_comes_past_the_proxy_is_believed_nothing(hub: Served) -> None:
    past = httpx.AsyncHTTPTransport(local_address=STRANGER)
    async with httpx.AsyncClient(base_url=hub.url, transport=past) as client:
        assert await tries(client, x_forwarded_for="192.0.2.{}") == {401, 429}
        assert 429 in await tries(client, forwarded="for=192.0.2.{}"), "there may be none left to try"


async def test_passwords_are_counted_by_who_stands_behind_the_proxy(hub: Served, tmp_path: Path) -> None:
    async with proxy(hub.url, tmp_path) as client:

        async def guessed(login: str, sender: str) -> int:
            typed = {"login": login, "password": "a wrong battery"}
            return (await client.post("/v1/sessions", json=typed, headers={"x-test-sender": sender})).status_code

        assert {await guessed("sevinc", "192.0.2.1") for _ in range(6)} == {401, 429}
        assert await guessed("sevinc", "192.0.2.2") == 401


def test_proxies_are_named_by_addresses_and_networks() -> None:
    settings, _ = load_settings({"HUB_TRUSTED_PROXIES": "10.0.3.0/24, 2001:db8::7"})

    assert [str(each) for each in settings.trusted_proxies] == ["10.0.3.0/24", "2001:db8::7/128"]
    with pytest.raises(SettingsRefused) as refused:
        load_settings({"HUB_TRUSTED_PROXIES": "proxy.example"})
    assert refused.value.problems[0].startswith("HUB_TRUSTED_PROXIES")
