"""Finding a message and reading its life in a browser: by keyboard, under covers, whatever came in it."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.people import Axe, Opener, Screenshot
from tests.browser.sites import Site
from tests.integration.api.served import ACTS, act

EVIL = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "javascript:alert(1)",
    "{{7*7}}{% raw %}",
    "<svg/onload=alert(1)>",
    "</pre></textarea><script>alert(1)</script>",
    "\u202etxt.exe",
    "&lt;b&gt;",
    "--><!--#exec cmd=x-->",
)

SEVERAL_DONE = re.compile(r"\b([2-9])/\1\b")
"""What the list says of a message that every one of its destinations has got: "3/3"."""


def send(site: Site, **changes: Any) -> str:
    """A civil act that justice sends; its id. The event's and act's numbers are new each time."""
    mark = uuid.uuid4().hex[:12]
    body = act(f"e-{mark}", actNumber=f"BR-{int(mark, 16) % 10**7:07d}/2026", **changes)
    answer = handed(site, json.dumps(body).encode())
    assert answer.status_code == 202, answer.text
    return str(answer.json()["message_id"])


def handed(site: Site, raw: bytes) -> httpx.Response:
    """What justice is answered."""
    headers = {"Authorization": "Bearer sandbox-edliyye"}
    return httpx.post(f"{site.url}{ACTS}", content=raw, headers=headers, trust_env=False)


async def search(page: Page, typed: str) -> None:
    """By keyboard alone."""
    await page.keyboard.press("/")
    await page.keyboard.type(typed)
    await page.keyboard.press("Enter")


async def test_a_pasted_number_opens_its_message_by_keyboard(site: Site, person: Opener, axe: Axe) -> None:
    message = send(site)
    page = await person("ramil", lang="en")
    await page.goto("/console/messages")

    await search(page, message)

    await page.wait_for_url(f"**/console/messages/{message}")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Change of name")
    await axe(page)


@pytest.mark.parametrize("lang", ["az", "en"])
async def test_a_message_s_life_is_drawn_from_door_to_deliveries(
    site: Site, person: Opener, axe: Axe, screenshot: Screenshot, lang: str
) -> None:
    del site
    page = await person("ramil", lang=lang)
    row = page.locator("tr[data-row]", has_text=SEVERAL_DONE)
    for _ in range(60):
        await page.goto("/console/messages?format=register.person-change.v1")
        if await row.count():
            break
        await page.wait_for_timeout(500)  # the sample traffic has not come to one yet

    await page.goto("/console/messages")
    await screenshot(page, "messages")
    await page.go_back()
    delivered = SEVERAL_DONE.search(await row.first.inner_text())
    assert delivered
    await row.first.get_by_role("link").click()

    bars = page.locator("svg a[href*='#exchange'] rect")
    await expect(bars).to_have_count(int(delivered[1]))
    await axe(page)
    await screenshot(page, "message")
    await bars.first.click()
    await page.wait_for_url("**?at=*#exchange")


async def test_the_reference_of_a_refusal_leads_to_it_in_one_step(site: Site, person: Opener, axe: Axe) -> None:
    refused = handed(site, b"{").json()
    page = await person("ramil", lang="en")
    await page.goto("/console/overview")

    await search(page, refused["reference"])

    await expect(page.get_by_role("heading", level=1)).to_contain_text("Refused at the door")
    await expect(page.locator("main")).to_contain_text("door.json_syntax")
    await axe(page)


async def test_the_box_completes_qualifiers_and_values(site: Site, person: Opener, axe: Axe) -> None:
    del site
    page = await person("ramil", lang="en")
    await page.goto("/console/messages")

    await page.keyboard.press("/")
    await page.keyboard.type("age")
    await expect(page.locator("#search-words [role=option]")).to_contain_text(["agency:"])
    await axe(page)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.type("azeriq")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("combobox", name="Search")).to_have_value("agency:azeriqaz ")
    await page.keyboard.press("Enter")

    await page.wait_for_url("**/console/messages?agency=azeriqaz")


async def test_a_person_is_searched_without_their_number_in_the_address(site: Site, person: Opener) -> None:
    message = send(site)
    page = await person("ramil", lang="en")
    await page.goto("/console/messages")

    await search(page, "fin:7ABCD12")

    await page.wait_for_url("**/console/messages?token=*")
    assert "7ABCD12" not in page.url
    assert "7ABCD12" not in await page.content()
    await expect(page.locator(f'a[href$="{message}"]').first).to_be_visible()


async def test_values_are_shown_for_a_purpose_and_covered_again(site: Site, person: Opener, axe: Axe) -> None:
    message = send(site)
    page = await person("ramil", lang="en")
    await page.goto(f"/console/messages/{message}")
    assert "Quliyeva" not in await page.content()

    await page.get_by_label("Purpose", exact=True).select_option("appeal")
    await page.get_by_role("button", name="Show").click()

    await expect(page.get_by_role("status")).to_contain_text("A citizen's appeal")
    assert "Quliyeva" in await page.content()
    await axe(page)
    await page.get_by_role("link", name="Cover them again").click()
    await expect(page.get_by_role("status")).to_have_count(0)
    assert "Quliyeva" not in await page.content()


async def test_nothing_that_came_in_a_message_runs(site: Site, person: Opener) -> None:
    """The page's watch fails the test at any script, dialog or broken policy."""
    page = await person("ramil", lang="en")

    for evil in EVIL:
        subject = {
            "role": "PERSON",
            "pin": "7ABCD12",
            "firstName": evil,
            "lastName": evil,
            "gender": evil,
            "birthPlaceText": evil,
        }
        message = send(site, subjects=[subject])
        await page.goto(f"/console/messages/{message}")
        await page.get_by_label("Purpose", exact=True).select_option("failure")
        await page.get_by_role("button", name="Show").click()
        await expect(page.get_by_role("status")).to_be_visible()
        assert await page.locator("main script, main img, main iframe").count() == 0
        await search(page, evil.replace("\u202e", ""))
        await expect(page.get_by_role("heading", level=1)).to_have_text("Messages")
