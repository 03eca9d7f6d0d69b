"""A new operator, who has read no documentation: from a red tile to a repaired group. The pictures of the how-to."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.people import Axe, Opener, Screenshot, follow
from tests.browser.sites import Site

RETRY = {"az": re.compile("^Təkrar göndər"), "en": re.compile("^Retry")}
REASON = {"az": "Qurum xidməti bərpa etdi", "en": "The agency has mended its service"}


async def _failures(page: Page, at_least: int) -> None:
    """Until the tile counts so many."""
    async with asyncio.timeout(90):
        while True:
            await page.goto("/console/overview")
            tile = await page.locator("a.tile.need strong").all_inner_texts()
            if tile and int(re.sub(r"\D", "", tile[0])) >= at_least:
                return
            await asyncio.sleep(0.5)


@pytest.mark.parametrize("lang", ["az", "en"])
async def test_from_a_red_tile_to_a_repaired_group(
    fresh_site: Site, person: Opener, axe: Axe, screenshot: Screenshot, lang: str
) -> None:
    fresh_site.sandbox.behave("azeriqaz", fault="Client")
    page = await person("ramil", lang, at=fresh_site)
    await _failures(page, 4)
    fresh_site.sandbox.behave("azeriqaz")
    await screenshot(page, "overview")

    await follow(page.locator("a.tile.need"))
    await axe(page)
    await screenshot(page, "failures")
    await follow(page.locator("main table a[href^='/console/failures/']").first)
    await axe(page)
    await screenshot(page, "failure")

    await follow(page.get_by_role("link", name=RETRY[lang]))
    await page.get_by_role("textbox", name=re.compile("Səbəb|Reason")).fill(REASON[lang])
    await axe(page)
    await screenshot(page, "repair-new")
    await follow(page.locator("button[name=make]"))

    await expect(page).to_have_url(re.compile("/console/repairs/[0-9a-f]{32}$"))
    await expect(page.locator("#progress[data-runs]")).to_have_count(0, timeout=60_000)
    await axe(page)
    await screenshot(page, "repair")
    async with asyncio.timeout(30):
        while await _bad(page):
            await asyncio.sleep(0.5)


async def _bad(page: Page) -> int:
    """What waits for a person, as the overview tells it."""
    await page.goto("/console/overview")
    text = await page.locator("[data-count=bad]").last.inner_text()
    return int(re.sub(r"\D", "", text) or 0)
