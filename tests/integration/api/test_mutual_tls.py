"""Mutual TLS: the certificate of the connection says who calls; from a proxy it is believed over a guarded channel."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import uvloop
from cryptography.hazmat.primitives.serialization import Encoding
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from hub.access.credentials import end_credential, x5t
from hub.app import Hub
from hub.commands.servers import handshakes
from hub.commands.servers import serving as listening
from hub.commands.servers.tls import TlsRefused, server_tls
from hub.serving import make_api
from hub.settings import Settings, SettingsRefused, load_settings
from hub.web.certificates import ProxyCertificates
from hub.web.front import HubApi
from hub.web.proxies import Proxies
from tests.authority import Authority, Issued
from tests.hubs import running_hub, settings_for
from tests.integration.api.clients import ISSUER, Client, ask_token, browser, over_tls, register_certificate
from tests.integration.api.served import NOTE, NOTES, Served, served
from tests.parties import may_send

SECRET = "a-secret-of-the-proxy-and-the-hub"  # of a test
RIGHT = may_send("test.note.v1")


@pytest.fixture
def settings(tmp_path: Path, authority: Authority) -> Settings:
    """Outside the sandbox, with TLS of its own and a trusted proxy on this machine."""
    own = authority.issue("hub.test")
    return settings_for(
        tmp_path / "data", port=0, sandbox=False, public_url=ISSUER, tls_certificate=own.certificate, tls_key=own.key,
        tls_client_ca=authority.file, formats=(Path(__file__).parent / "formats",),
        routes=("routes", "tests.integration.api.note_routes"),
    )  # fmt: skip


@pytest.fixture
async def hub(settings: Settings) -> AsyncIterator[Hub]:
    async with running_hub(settings, works=False) as made:
        yield made


@pytest.fixture
async def fund(hub: Hub, authority: Authority) -> Issued:
    """A party with a certificate and the right to hand notes over."""
    await Client("fund").register(hub, to=[RIGHT])
    issued = authority.issue("fund.test")
    await register_certificate(hub, "fund", issued)
    return issued


async def post(url: str, tls: ssl.SSLContext, **headers: str) -> httpx.Response:
    async with browser(url, tls) as client:
        return await client.post(NOTES, json=NOTE, headers={"Idempotency-Key": "n-1", **headers})


async def test_a_registered_certificate_is_the_party(url: str, authority: Authority, fund: Issued) -> None:
    with_it = await post(url, authority.client(fund))
    without = await post(url, authority.client())

    assert (with_it.status_code, without.status_code) == (202, 401)


@pytest.mark.parametrize(
    ("days", "signs_itself", "word"),
    [((-60, -1), False, "certificate expired"), ((-1, 30), True, "unknown ca")],
    ids=["expired", "self-signed"],
)
async def test_a_handshake_ends_with_a_plain_word(
    url: str, authority: Authority, days: tuple[int, int], signs_itself: bool, word: str
) -> None:
    shown = authority.issue("fund.test", days, signs_itself=signs_itself)

    assert word in await asyncio.to_thread(alert, url, authority.client(shown))


def alert(url: str, tls: ssl.SSLContext) -> str:
    """What the server says as it ends a handshake."""
    host, port = url.removeprefix("https://").split(":")
    try:
        with (
            socket.create_connection((host, int(port)), 5) as plain,
            tls.wrap_socket(plain, server_hostname=host) as own,
        ):
            own.sendall(b"GET / HTTP/1.1\r\n\r\n")
            own.recv(1)
    except ssl.SSLError as ended:
        return str(ended)
    return "it went on"


async def test_a_certificate_of_another_authority_ends_the_handshake(
    url: str, authority: Authority, tmp_path: Path
) -> None:
    foreign = Authority(tmp_path, "Another").issue("fund.test")

    assert "unknown ca" in await asyncio.to_thread(alert, url, authority.client(foreign))


async def test_a_certificate_that_nobody_registered_or_that_was_ended_is_nobody(
    hub: Hub, url: str, authority: Authority, fund: Issued
) -> None:
    unknown = await post(url, authority.client(authority.issue("fund.test")))
    async with hub.store.write() as tx:
        await end_credential(tx, x5t(fund.value.public_bytes(Encoding.DER)))
    ended = await post(url, authority.client(fund))

    assert [(each.status_code, each.json()["code"]) for each in (unknown, ended)] == [
        (401, "access.certificate_unknown")
    ] * 2


async def test_a_registration_ends_on_its_day(hub: Hub, url: str, authority: Authority, fund: Issued) -> None:
    async with hub.store.write() as tx:
        await tx.execute("UPDATE credentials SET valid_until = hub_now() WHERE kind = 'certificate'")

    assert (await post(url, authority.client(fund))).json()["code"] == "access.certificate_unknown"


async def test_a_token_is_bound_to_the_certificate_that_it_was_asked_for_with(
    hub: Hub, url: str, authority: Authority, fund: Issued
) -> None:
    client, other = Client("fund"), authority.issue("fund.test, second")
    await client.register(hub, is_new=False)
    await register_certificate(hub, "fund", other)
    thief = authority.issue("thief.test")
    await Client("thief").register(hub)
    await register_certificate(hub, "thief", thief)
    async with browser(url, authority.client(fund)) as asking:
        answer = await ask_token(asking, client.assertion())
    bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    with_it = await post(url, authority.client(fund), **bearer)
    with_others = [await post(url, authority.client(each), **bearer) for each in (other, thief, None)]

    assert with_it.status_code == 202
    assert [(each.status_code, each.json()["code"]) for each in with_others] == [(401, "access.token_bound")] * 3


async def test_an_assertion_over_anothers_certificate_gives_no_token(
    hub: Hub, url: str, authority: Authority, fund: Issued
) -> None:
    thief = Client("thief")
    await thief.register(hub)

    async with browser(url, authority.client(fund)) as asking:
        refused = await ask_token(asking, thief.assertion())

    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")


async def test_an_unbound_token_of_one_party_beside_the_certificate_of_another_is_refused(
    hub: Hub, url: str, authority: Authority, fund: Issued
) -> None:
    thief = Client("thief")
    await thief.register(hub)
    async with browser(url, authority.client()) as asking:
        token = (await ask_token(asking, thief.assertion())).json()["access_token"]

    refused = await post(url, authority.client(fund), Authorization=f"Bearer {token}")

    assert (refused.status_code, refused.json()["code"]) == (401, "access.certificate_of_another")


@pytest.mark.parametrize(
    "name", ["Client-Cert", "X-Client-Cert", "X-SSL-Client-Cert", "X-Forwarded-Client-Cert", "Hub-Proxy-Secret"]
)
async def test_a_header_about_a_certificate_makes_nobody_anybody(
    url: str, authority: Authority, fund: Issued, name: str
) -> None:
    refused = await post(url, authority.client(), **{name: quote(fund.pem)})
    beside_own = await post(url, authority.client(fund), **{name: quote(fund.pem)})

    assert [(each.status_code, each.json()["code"]) for each in (refused, beside_own)] == [
        (400, "access.certificate_header")
    ] * 2


async def test_files_that_are_no_use_are_named_at_the_start(settings: Settings, authority: Authority) -> None:
    foreign = authority.issue("other.test").key

    with pytest.raises(TlsRefused):
        server_tls(settings.model_copy(update={"tls_key": foreign}))
    with pytest.raises(SettingsRefused, match="together"):
        load_settings({"HUB_TLS_KEY": "key.pem"})
    with pytest.raises(SettingsRefused, match="HUB_TRUSTED_PROXIES"):
        load_settings({"HUB_PROXY_SECRET": SECRET})


@pytest.fixture
async def behind(tmp_path: Path) -> AsyncIterator[Served]:
    """A hub behind a proxy that ends TLS, as every caller of this machine is taken for."""
    loaded, _ = load_settings({"HUB_TRUSTED_PROXIES": "127.0.0.1", "HUB_PROXY_SECRET": SECRET})
    proxied = settings_for(
        tmp_path / "behind", port=0, sandbox=False, public_url=ISSUER, trusted_proxies=loaded.trusted_proxies,
        proxy_secret=SECRET, formats=(Path(__file__).parent / "formats",),
        routes=("routes", "tests.integration.api.note_routes"),
    )  # fmt: skip
    async with served(proxied) as made:
        yield made


def told(issued: Issued, form: str) -> str:
    """The certificate as a proxy writes it."""
    der = issued.value.public_bytes(Encoding.DER)
    return f":{base64.b64encode(der).decode()}:" if form == "rfc9440" else quote(issued.pem)


@pytest.mark.parametrize("form", ["rfc9440", "nginx"])
async def test_the_proxys_word_is_taken_with_its_secret_alone(behind: Served, authority: Authority, form: str) -> None:
    await Client("fund").register(behind.hub, to=[RIGHT])
    issued = authority.issue("fund.test")
    await register_certificate(behind.hub, "fund", issued)
    sent = {"Idempotency-Key": "n-1", "Client-Cert": told(issued, form)}

    answers = [
        await behind.client.post(NOTES, json=NOTE, headers={**sent, **more})
        for more in ({"Hub-Proxy-Secret": SECRET}, {}, {"Hub-Proxy-Secret": SECRET[:-1]}, {"X-Client-Cert": "x"})
    ]

    assert [each.status_code for each in answers] == [202, 400, 400, 400]
    assert {each.json()["code"] for each in answers[1:]} == {"access.certificate_header"}


async def test_what_the_proxy_shows_is_valid_issued_and_readable(behind: Served, authority: Authority) -> None:
    old, own = authority.issue("old", (-60, -1)), authority.issue("own", signs_itself=True)
    shown = [told(old, "nginx"), told(own, "rfc9440"), "nonsense", "::", ":AAAA:", "%ff" * 9_000, ""]

    answers = [
        await behind.client.get(
            "/v1/messages", headers={"Client-Cert": each, "Hub-Proxy-Secret": SECRET, "Accept-Language": "en"}
        )
        for each in shown
    ]

    assert [each.json()["code"] for each in answers] == [
        "access.certificate_expired", "access.certificate_self_signed", *["access.certificate_header"] * 4,
        "access.key_missing",
    ]  # fmt: skip


async def test_a_proxy_that_is_not_ours_is_not_believed_though_it_knows_the_secret(
    settings: Settings, authority: Authority, fund: Issued, hub: Hub
) -> None:
    loaded, _ = load_settings({"HUB_TRUSTED_PROXIES": "192.0.2.1"})
    app = make_api(hub)
    assert isinstance(app, HubApi)
    app.certificates = ProxyCertificates(Proxies(loaded.trusted_proxies), SECRET)
    transport = httpx.ASGITransport(app, client=("198.51.100.7", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub.test") as client:
        headers = {"Client-Cert": told(fund, "nginx"), "Hub-Proxy-Secret": SECRET}
        refused = await client.get("/v1/messages", headers=headers)

    assert (refused.status_code, refused.json()["code"]) == (400, "access.certificate_header")


async def test_who_does_not_go_on_with_a_handshake_is_let_go(
    hub: Hub, settings: Settings, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "HANDSHAKE_S", 0.3)
    tls = server_tls(settings)
    assert tls is not None
    async with over_tls(hub, settings, tls) as url:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        async with asyncio.timeout(20):
            assert await reader.read() == b""
        writer.close()
        async with browser(url, authority.client()) as client:
            assert (await client.get("/health/live")).status_code == 200


async def test_one_address_does_not_hold_all_handshakes(
    hub: Hub, settings: Settings, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handshakes, "MOST_FROM_ONE", 3)
    tls = server_tls(settings)
    assert tls is not None
    async with over_tls(hub, settings, tls) as url:
        port = int(url.rpartition(":")[2])
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        await asyncio.sleep(0.1)
        beyond, beyond_writer = await asyncio.open_connection("127.0.0.1", port)
        async with asyncio.timeout(5):
            with suppress(ConnectionResetError):
                assert await beyond.read() == b""
        beyond_writer.close()

        assert (await ask_once(port, authority, "127.0.0.2")).startswith(b"HTTP/1.1 200")

        for _, each in silent:
            each.close()
        await asyncio.sleep(0.1)
        async with browser(url, authority.client()) as client:
            assert (await client.get("/health/live")).status_code == 200, "those that ended count no more"


@pytest.mark.parametrize("factory", [None, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def test_handshakes_are_shaken_by_the_loop_of_the_servers_too(
    settings: Settings, authority: Authority, factory: Callable[[], asyncio.AbstractEventLoop] | None
) -> None:
    tls = server_tls(settings)
    assert tls is not None

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("yes")(scope, receive, send)

    async def many() -> list[bytes]:
        listener = listening.listen(settings)
        async with listening.serving(served, listener, tls):
            return [await ask_once(listener.getsockname()[1], authority) for _ in range(20)]

    with asyncio.Runner(loop_factory=factory) as runner:
        answers = runner.run(many())

    assert [each.partition(b"\r\n")[0] for each in answers] == [b"HTTP/1.1 200 OK"] * 20


async def ask_once(port: int, authority: Authority, from_address: str = "127.0.0.1") -> bytes:
    """What is said with the last word of the handshake is heard."""
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port, local_addr=(from_address, 0), ssl=authority.client(), server_hostname="127.0.0.1"
    )
    writer.write(b"GET /health/live HTTP/1.1\r\nhost: hub.test\r\nconnection: close\r\n\r\n")
    try:
        return await reader.read()
    finally:
        writer.close()
