"""Logging in at somebody else's identity provider: oidc-provider-mock, a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from hub.access.people import Person, create_person, set_password
from hub.console.openid_login import FLOW
from hub.console.viewer import SESSION
from tests.hubs import settings_for
from tests.integration.console.doors.conftest import BASE, Console, console_of
from tests.sandbox import free_port


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    port = free_port()
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--require-nonce",
        "true",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    issuer = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                httpx.get(f"{issuer}/.well-known/openid-configuration", trust_env=False).raise_for_status()
                break
            except httpx.HTTPError:
                assert time.monotonic() < deadline, "the provider did not start"
                time.sleep(0.1)
        yield issuer
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
async def console(tmp_path: Path, provider: str) -> AsyncIterator[Console]:
    settings = settings_for(
        tmp_path / "data", sandbox=False, public_url=BASE, oidc_issuer=provider, oidc_client_secret="any"
    )
    async with console_of(settings) as made:
        async with made.hub.store.write() as tx:
            person = Person("afet.s", "Afət Sultanova", "committee", frozenset(("operator",)))
            await create_person(tx, person)
            await set_password(tx, person.login, "a password she does not use")
        yield made


async def at_provider(address: str, sub: str) -> str:
    """The person logs in there; the address that the browser is sent back to."""
    async with httpx.AsyncClient(trust_env=False) as elsewhere:
        answer = await elsewhere.post(address, data={"sub": sub})
    assert answer.status_code == 302, answer.text[:300]
    return answer.headers["location"]


async def test_who_has_an_account_comes_in_and_goes_on(console: Console) -> None:
    async with console.browser() as browser:
        door = await browser.get("/console/overview")
        login = await browser.get(door.headers["location"])
        begun = await browser.get("/console/login/openid", params={"goes_on": "/console/overview"})
        back = await browser.get(await at_provider(begun.headers["location"], "afet.s"))
        page = await browser.get("/console/overview")

    assert "Log in by the login service" in login.text
    assert 'type="password"' not in login.text
    assert back.status_code == 200
    assert 'content="0;url=/console/overview"' in back.text
    kept = next(each for each in back.headers.get_list("set-cookie") if each.startswith(SESSION))
    assert "HttpOnly" in kept
    assert "SameSite=strict" in kept
    assert page.status_code == 200
    assert "Afət Sultanova" in page.text


async def test_a_session_by_password_opens_no_page_past_the_provider(console: Console) -> None:
    answer = await in_api(console, "afet.s", "a password she does not use")

    async with console.browser() as browser:
        browser.cookies.set(SESSION, answer.json()["token"])
        page = await browser.get("/console/overview")

    assert answer.status_code == 201
    assert page.headers["location"].startswith("/console/login")


async def in_api(console: Console, login: str, password: str) -> httpx.Response:
    async with console.browser() as browser:
        return await browser.post("/v1/sessions", json={"login": login, "password": password})


async def test_the_request_carries_pkce_state_and_nonce(console: Console) -> None:
    async with console.browser() as browser:
        begun = await browser.get("/console/login/openid")
        other = await browser.get("/console/login/openid")

    asked, again = (parse_qs(urlsplit(each.headers["location"]).query) for each in (begun, other))
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{BASE}/console/login/openid/back"]
    assert all(asked[name] != again[name] for name in ("code_challenge", "state", "nonce"))
    flow = next(each for each in begun.headers.get_list("set-cookie") if each.startswith(FLOW))
    assert "SameSite=lax" in flow
    assert "HttpOnly" in flow
    assert "Path=/console/login" in flow


async def test_who_has_no_account_is_told_kindly_and_stays_outside(console: Console) -> None:
    async with console.browser() as browser:
        begun = await browser.get("/console/login/openid")
        back = await browser.get(await at_provider(begun.headers["location"], "somebody"))

    assert back.status_code == 401
    assert "you have no account here" in back.text
    assert SESSION not in back.cookies


async def test_a_disabled_account_opens_nothing(console: Console) -> None:
    async with console.hub.store.write() as tx:
        await tx.execute("UPDATE people SET disabled_at = hub_now() WHERE login = 'afet.s'")

    async with console.browser() as browser:
        begun = await browser.get("/console/login/openid")
        back = await browser.get(await at_provider(begun.headers["location"], "afet.s"))

    assert back.status_code == 401


async def test_a_code_is_good_once(console: Console) -> None:
    async with console.browser() as browser:
        begun = await browser.get("/console/login/openid")
        flow = browser.cookies[FLOW]
        address = await at_provider(begun.headers["location"], "afet.s")
        first = await browser.get(address)
        browser.cookies.clear()
        without_flow = await browser.get(address)
        browser.cookies.set(FLOW, flow, path="/console/login")
        with_flow = await browser.get(address)

    assert (first.status_code, without_flow.status_code, with_flow.status_code) == (200, 401, 401)
    assert SESSION not in with_flow.cookies


async def test_a_login_that_another_browser_began_is_not_finished_here(console: Console) -> None:
    async with console.browser() as theirs, console.browser() as ours:
        begun = await theirs.get("/console/login/openid")
        await ours.get("/console/login/openid")
        back = await ours.get(await at_provider(begun.headers["location"], "afet.s"))

    assert back.status_code == 401
    assert SESSION not in back.cookies


async def test_the_way_on_is_never_another_site(console: Console) -> None:
    async with console.browser() as browser:
        begun = await browser.get("/console/login/openid", params={"goes_on": "https://elsewhere.example/"})
        back = await browser.get(await at_provider(begun.headers["location"], "afet.s"))

    assert 'content="0;url=/console/"' in back.text


async def test_a_password_opens_nothing_where_a_provider_is_the_door(console: Console) -> None:
    async with console.browser() as browser:
        answer = await browser.post(
            "/console/login", data={"login": "afet.s", "password": "a password she does not use"}
        )

    assert answer.status_code == 401
    assert SESSION not in answer.cookies


async def test_a_provider_that_is_away_is_said_in_words(tmp_path: Path) -> None:
    away = f"http://127.0.0.1:{free_port()}"
    settings = settings_for(tmp_path / "data", sandbox=False, public_url=BASE, oidc_issuer=away)

    async with console_of(settings) as console, console.browser() as browser:
        answer = await browser.get("/console/login/openid")

    assert answer.status_code == 503
    assert "does not answer" in answer.text
