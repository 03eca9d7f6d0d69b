"""A representative's tablet where a family lives: nothing is lost without a connection, nothing closes by itself."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.people import Axe, Opener, draw_signature
from tests.browser.sites import Site
from tests.browser.watching import Watch

_OFFLINE = "ERR_INTERNET_DISCONNECTED"


async def _opened(site: Site, page: Page, fin: str) -> None:
    """A draft for a person of the own district, once the register knows her."""
    person = {"kind": "person", "fin": fin, "surname": "Quliyeva", "given_name": "Aysel", "birth_date": "1990-05-01",
              "temporary_settlement": {"place": "Bərdə"}}  # fmt: skip
    async with httpx.AsyncClient(trust_env=False) as client:
        headers = {"authorization": "Bearer sandbox-committee"}
        told = {"id": f"browser-{fin}", "records": [person]}
        answer = await client.post(f"{site.url}/v1/messages/hub.records.v1", json=told, headers=headers)
    assert answer.status_code in (200, 202), answer.text
    for _ in range(60):
        await page.goto("/console/visits")
        await page.get_by_label("FIN of one of the family").fill(fin)
        await page.get_by_role("button", name="Open a visit").click()
        await page.wait_for_load_state()
        if await page.locator("form.tablet").count():
            return
        await asyncio.sleep(0.25)
    raise AssertionError("the register does not know her")


async def _filled_in(page: Page) -> None:
    await page.get_by_label("Day of the visit").fill("09.01.2026")
    await page.locator("#place").select_option(index=1)
    for name, text in (("met", "Aysel Quliyeva"), ("address", "Otaq 12"), ("rooms", "1")):
        await page.locator(f"#a-{name}").fill(text)
    await page.locator("input[name=a-lives][value=yes]").check()
    await page.locator("input[name=a-building][value=yataqxana]").check()
    await page.locator("#a-member-0").select_option("here")


async def _signed(page: Page) -> None:
    await draw_signature(page)
    await page.locator("#signed_by").fill("Aysel Quliyeva")
    await page.locator("#signed_as").select_option("head")


async def test_an_act_that_was_closed_without_a_connection_is_closed_once_there_is_one(
    site: Site, person: Opener, axe: Axe
) -> None:
    page = await person("vusal", lang="en", width=820)
    await _opened(site, page, "7VZTR12")
    await _filled_in(page)
    await _signed(page)
    await axe(page)

    await page.context.set_offline(True)
    await page.get_by_role("button", name="Close the act").click()
    await expect(page.locator(".kept")).to_contain_text("No connection")
    await expect(page.locator("#signed_by")).to_have_value("Aysel Quliyeva")
    await page.context.set_offline(False)

    await expect(page.get_by_role("link", name="Open the paper")).to_be_visible()


async def test_a_form_that_is_changed_after_all_is_not_closed_by_itself_and_is_signed_anew(
    site: Site, person: Opener
) -> None:
    page = await person("vusal", lang="en", width=820)
    await _opened(site, page, "7VZTR13")
    await _filled_in(page)
    await _signed(page)

    await page.context.set_offline(True)
    await page.get_by_role("button", name="Close the act").click()
    await expect(page.locator(".kept")).to_contain_text("No connection")
    await page.locator("#a-rooms").fill("2")
    await expect(page.locator(".kept")).to_contain_text("the family signs anew")
    assert await page.locator("input[name=signature]").input_value() == ""
    await page.context.set_offline(False)

    await expect(page.locator(".kept")).to_contain_text("The draft is kept")
    await page.get_by_role("button", name="Close the act").click()
    await expect(page.locator(".kept")).to_contain_text("Not kept")
    await expect(page.locator(".refused")).to_contain_text("Nothing was signed")
    await expect(page.locator("#a-rooms")).to_have_value("2")


@pytest.fixture(autouse=True)
def _offline_is_no_trouble(watch: Watch) -> None:
    watch.expect(_OFFLINE)
    watch.expect("422 POST")
