"""Nothing that comes in as data runs as a script, and nothing but our own pages can act for whoever is logged in."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.people import Opener
from tests.browser.sites import Site
from tests.browser.watching import Watch

ROOT = Path(__file__).resolve().parents[2]
OWN = (
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    '"><svg onload="window.hit = 1">',
    "javascript:window.hit=1//",
    "' autofocus onfocus='window.hit = 1",
    "{{ 7 * 7 }}{% raw %}",
    "</title></textarea></style></script><script>window.hit = 1</script>",
    "<a href='javascript:window.hit = 1'>Quliyeva</a>",
    "<iframe srcdoc='<script>parent.hit = 1</script>'></iframe>",
    "<meta http-equiv=refresh content='0;url=https://elsewhere.invalid/'>",
    "\u202egnp.exe\u2066",
)
"""Where no corpus is: one of each kind."""
_MOST_MESSAGES = 40
_OURS = "[...document.scripts].every((script) => script.src.startsWith(location.origin + '/console/static/'))"
_OURS_SHOWN = '.scan[src^="/console/documents/"]'
_STRANGE = (
    f"document.querySelectorAll('main iframe:not({_OURS_SHOWN}), main object, main embed,"
    " main [onerror], main [onload]').length"
)


def naughty() -> list[str]:
    """The Big List of Naughty Strings, cut to what a field of an act may hold, after our own."""
    material = Path(os.environ.get("HUB_TEST_MATERIAL", ROOT.parent / "shared" / "material"))
    corpus = material / "attack-corpora" / "blns" / "blns.json"
    if not corpus.is_file():
        pytest.skip("the attack corpora are not here; HUB_TEST_MATERIAL names the folder that holds attack-corpora")
    found = [text for text in json.loads(corpus.read_text(encoding="utf-8")) if "<" in text or "script" in text.lower()]
    return [*OWN, *(text[:200] for text in found)]


@pytest.fixture(scope="module")
def sent(site: Site) -> Iterator[list[str]]:
    """Acts whose every text field holds one of the strings, as the hub took them; and a document titled so."""
    texts = naughty()
    groups = [texts[start : start + 6] for start in range(0, len(texts), 6)][:_MOST_MESSAGES]
    with httpx.Client(base_url=site.url, trust_env=False, timeout=30) as client:
        taken = [_send(client, number, group) for number, group in enumerate(groups)]
        yield [message for message in taken if message]


def _send(client: httpx.Client, number: int, texts: list[str]) -> str:
    names = [texts[place % len(texts)] for place in range(6)]
    subject = {
        "role": "PERSON",
        "pin": "7ABCD12",
        "firstName": names[0],
        "lastName": names[1],
        "fatherName": names[2],
        "gender": "F",
        "birthDate": "1990-05-01T00:00:00+04:00",
    }
    act = {
        "eventId": f"naughty-{number}",
        "eventType": "NAME_CHANGE",
        "actNumber": names[3],
        "actDate": "2026-01-05T00:00:00+04:00",
        "subjects": [subject],
    }
    answer = client.post(
        "/v1/messages/justice.civil-act.v1",
        content=json.dumps(act, ensure_ascii=True).encode(),
        headers={"authorization": "Bearer sandbox-edliyye", "content-type": "application/json"},
    )
    assert answer.status_code < 500, answer.text
    told: dict[str, Any] = answer.json()
    return str(told.get("message_id") or told.get("id") or "")


async def is_inert(page: Page) -> bool:
    """No string of the page has become an element that acts, and no script of ours was tricked."""
    return bool(await page.evaluate(f"window.hit === undefined && {_OURS} && {_STRANGE} === 0"))


@pytest.mark.parametrize(
    "address", ["/console/messages", "/console/failures", "/console/refusals", "/console/overview"]
)
async def test_no_script_runs_from_what_lists_show(person: Opener, site: Site, sent: list[str], address: str) -> None:
    page = await person("lale", lang="en")

    await page.goto(address)

    assert await is_inert(page)


async def test_no_script_runs_from_a_message(person: Opener, sent: list[str]) -> None:
    page = await person("lale", lang="en")

    for message in sent[:12]:
        await page.goto(f"/console/messages/{message}")
        assert await is_inert(page), message


@pytest.fixture(scope="module")
def titled(site: Site) -> str:
    """Documents whose titles are strings of our own; the id of the last."""
    headers = {"authorization": "Bearer sandbox-rauf"}
    made: dict[str, Any] = {}
    with httpx.Client(base_url=site.url, trust_env=False, timeout=30, headers=headers) as client:
        stored = client.post("/v1/documents/files", content=b"x", headers={"idempotency-key": "naughty-file"}).json()
        for number, text in enumerate(OWN[:4]):
            body = {
                "kind": "outgoing",
                "title": text,
                "unit": "qayidis",
                "files": [{"name": "a.txt", "mime": "text/plain", "sha256": stored["sha256"], "main": True}],
            }
            answer = client.post("/v1/documents", json=body, headers={"idempotency-key": f"naughty-{number}"})
            assert answer.status_code == 201, answer.text
            made = answer.json()
    return str(made["id"])


async def test_no_script_runs_from_a_document(person: Opener, titled: str) -> None:
    page = await person("rauf", lang="en")

    for address in (f"/console/documents/{titled}", "/console/documents", "/console/desk"):
        await page.goto(address)
        assert await is_inert(page), address


async def test_no_script_runs_from_an_address(person: Opener, watch: Watch) -> None:
    page = await person("lale", lang="en")

    for text in OWN[:5]:
        for name in ("q", "state", "agency", "cursor", "goes_on"):
            for room in ("messages", "failures", "login"):
                await page.goto(f"/console/{room}?{httpx.QueryParams({name: text})}")
                assert await is_inert(page), page.url


async def test_a_form_of_another_site_does_nothing(person: Opener, site: Site) -> None:
    page = await person("samir", lang="en")
    await page.goto("/console/settings/accounts/zaur")
    proof = await page.locator("input[name=csrf]").first.input_value()

    foreign = await page.request.post(
        f"{site.url}/console/settings/accounts/zaur/state",
        form={"csrf": proof, "state": "disabled"},
        headers={"origin": "https://elsewhere.example"},
    )
    without_proof = await page.request.post(
        f"{site.url}/console/settings/accounts/zaur/state", form={"state": "disabled"}, headers={"origin": site.url}
    )
    await page.reload()

    assert (foreign.status, without_proof.status) == (403, 403)
    await expect(page.locator(".head")).to_contain_text("in force")


async def test_a_form_on_another_site_s_page_comes_without_a_session(person: Opener, site: Site, watch: Watch) -> None:
    """`localhost` and `127.0.0.1` are two sites to a browser, and both reach the hub."""
    page = await person("samir", lang="en")
    elsewhere = site.url.replace("127.0.0.1", "localhost")
    action = f"{site.url}/console/settings/accounts/zaur/state"
    watch.expect("console:")

    async def foreign_page(route: Any) -> None:
        form = f'<form method=post action="{action}"><input name=state value=disabled><button>go</button></form>'
        await route.fulfill(body=form, content_type="text/html")

    await page.route(f"{elsewhere}/**", foreign_page)
    await page.goto(f"{elsewhere}/trap")
    async with page.expect_navigation() as gone:
        await page.get_by_role("button").click()
    answer = await gone.value

    assert answer is not None
    assert answer.status in (200, 403)
    await page.goto(f"{site.url}/console/settings/accounts/zaur")
    await expect(page.locator(".head")).to_contain_text("in force")


async def test_an_operator_walks_by_keyboard_alone(person: Opener) -> None:
    page = await person("ramil", lang="en")
    await page.goto("/console/overview")

    await page.keyboard.press("Tab")
    await expect(page.locator(":focus")).to_have_text("To the content")
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "content"
    await page.keyboard.press("/")
    assert await page.evaluate("document.activeElement.id") == "search"
    await page.locator("body").press("Escape")
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("?")
    await expect(page.locator("#help")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#help")).to_be_hidden()
    await page.goto("/console/messages")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/console/messages/*")


async def test_focus_is_always_seen(person: Opener) -> None:
    page = await person("ramil", lang="en")
    await page.goto("/console/settings")

    for _ in range(15):
        await page.keyboard.press("Tab")
        shown = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert shown != "none", await page.evaluate("document.activeElement.outerHTML")
