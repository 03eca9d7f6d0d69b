"""The handover act of a home on a tablet: signed where there is no connection, closed once there is one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, expect

from hub.app import Hub
from tests.browser.people import Axe, context_for, draw_signature, wider_than_the_screen
from tests.browser.watching import Watch
from tests.hubs import settings_for
from tests.integration.documents.conftest import an_office
from tests.integration.programmes.test_handover_on_a_screen import came, proxied
from tests.sandbox import RunningSandbox

WIDTHS = {390: "az", 1440: "az", 820: "en"}


async def _signed_anew_where_the_text_has_changed(page: Page, hub: Hub) -> None:
    await page.locator("#keys").fill("3")
    await page.locator("#signer").select_option("0")
    await draw_signature(page)
    await proxied(hub)
    await page.get_by_role("button", name="Sign and hand over the keys").click()

    await expect(page.locator(".kept")).to_contain_text("the text was changed")
    await expect(page.locator("#signer option")).to_have_count(4)
    assert await page.locator("#signer").input_value() == ""
    assert await page.locator("input[name=signature]").input_value() == ""
    assert await page.locator("#keys").input_value() == "3"


async def _closed_once_there_is_a_connection(page: Page) -> None:
    strokes = page.locator("input[name=signature]")
    await page.locator("#signer").select_option("0")
    await draw_signature(page)
    assert await strokes.input_value() != ""
    await page.locator("#signer").select_option("1")
    assert await strokes.input_value() == "", "another person signs anew"
    await draw_signature(page)

    await page.context.set_offline(True)
    await page.get_by_role("button", name="Sign and hand over the keys").click()
    await expect(page.locator(".kept")).to_contain_text("No connection")
    await page.context.set_offline(False)

    await expect(page.get_by_role("link", name="Open the document")).to_be_visible()


async def _told_of_its_act_where_the_answer_was_lost(page: Page) -> None:
    async def lost(route: Route) -> None:
        await route.fetch(max_redirects=0)
        await route.abort()

    sign = page.get_by_role("button", name="Sign and hand over the keys")
    await page.locator("#keys").fill("3")
    await page.locator("#signer").select_option("0")
    await draw_signature(page)
    await page.route("**/act", lost)
    await sign.click()
    await expect(page.locator(".kept")).to_contain_text("No connection")
    await page.unroute("**/act")
    await page.locator("#keys").fill("2")
    await draw_signature(page)
    await sign.click()

    await expect(page.get_by_text("The home was handed over by the act")).to_be_visible()
    await expect(page.get_by_role("link", name="Open the document")).to_be_visible()


@pytest.fixture
def agencies(tmp_path: Path) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path / "agencies") as running:
        yield running


async def test_a_home_is_handed_over_on_a_tablet(
    browser: Browser, watch: Watch, axe: Axe, tmp_path: Path, agencies: RunningSandbox
) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    watch.expect("409 POST")
    watch.expect("ERR_FAILED")
    async with an_office(settings_for(tmp_path / "data", port=0, sandbox_url=agencies.url)) as office:
        act, other, _ = await came(office)
        for width, lang in WIDTHS.items():
            context = await context_for(browser, office.served.url, "elcin", {"hub_lang": lang}, width)
            page = await context.new_page()
            watch.over(page)
            await page.goto(f"/console{act}")
            await axe(page)
            assert await wider_than_the_screen(page) <= 0
            if lang == "en":
                await _signed_anew_where_the_text_has_changed(page, office.served.hub)
                await _closed_once_there_is_a_connection(page)
                await axe(page)
                await page.goto(f"/console{other}")
                await _told_of_its_act_where_the_answer_was_lost(page)
            await context.close()
