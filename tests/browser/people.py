"""Somebody at a browser: a context with the person's cookies, and the types of what the fixtures give."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Locator, Page

from hub.console.viewer import PATH, SESSION
from tests.browser.sites import Site

HEIGHT = 900


class Opener(Protocol):
    def __call__(
        self, login: str, lang: str = "az", theme: str = "light", *, at: Site | None = None, width: int = 1440
    ) -> Awaitable[Page]: ...


class Axe(Protocol):
    def __call__(self, page: Page) -> Awaitable[None]: ...


class Screenshot(Protocol):
    def __call__(self, page: Page, name: str) -> Awaitable[Path]: ...


async def follow(link: Locator) -> None:
    """Click what leads to another page and wait for that page: a click may return while the old one still shows."""
    async with link.page.expect_navigation():
        await link.click()


async def draw_signature(page: Page) -> None:
    """A stroke as a finger would draw it."""
    await page.locator("canvas").scroll_into_view_if_needed()
    box = await page.locator("canvas").bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 20, box["y"] + 20)
    await page.mouse.down()
    for step in range(1, 12):
        await page.mouse.move(box["x"] + 20 + 12 * step, box["y"] + 20 + (step % 3) * 10)
    await page.mouse.up()


async def wider_than_the_screen(page: Page) -> int:
    """By how many pixels a page has to be moved sideways to be read; 0 or less where it has not."""
    return int(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


async def context_for(
    browser: Browser, url: str, login: str, taste: Mapping[str, str], width: int = 1440
) -> BrowserContext:
    """A context whose relative addresses are the hub's. `taste` are the cookies of language and theme."""
    context = await browser.new_context(
        base_url=url,
        viewport={"width": width, "height": HEIGHT},
        locale="az-AZ",
        timezone_id="Asia/Baku",
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    cookies = {**taste, SESSION: f"sandbox-{login}"} if login else taste
    host = urlsplit(url).hostname or ""
    await context.add_cookies(
        [{"name": name, "value": value, "domain": host, "path": PATH} for name, value in cookies.items()]
    )
    return context
