"""A browser, hubs to visit, and people who are logged in. All tests here share one event loop, as the browser does.

async def test_a_tile_leads_to_its_rows(person: Opener, axe: Axe, screenshot: Screenshot) -> None:
    page = await person("ramil", lang="en")
    await page.goto("/console/overview")
    ...
    await axe(page)
    await screenshot(page, "overview")

A page that complains on its console, breaks its policy or misses a part fails the test (`watch.expect` allows one).
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.browser import accessibility
from tests.browser.chromium import FLAGS, chromium
from tests.browser.people import Axe, Opener, Screenshot, context_for
from tests.browser.sites import Site, clustered, embedded
from tests.browser.watching import Watch
from tests.servers import ServerMissing
from tests.servers.wanting import skip_or_fail

HERE = Path(__file__).parent
IMAGES = HERE.parent.parent / "docs" / "images"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One loop for all: a browser cannot be shared between loops."""
    shared = pytest.mark.asyncio(loop_scope="session")
    for item in items:
        if item.path.is_relative_to(HERE) and pytest_asyncio.is_async_test(item):
            item.add_marker(shared, append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(say: Callable[[str], None]) -> AsyncIterator[Browser]:
    """Debian's Chromium, with nothing remembered."""
    try:
        program = chromium(say)
    except ServerMissing as missing:
        skip_or_fail(missing)
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        await started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A hub on SQLite with its agencies and sample traffic, shared by all tests: look for what your test has sent."""
    with embedded(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def fresh_site(tmp_path: Path) -> Iterator[Site]:
    """The same for one test alone, which may break what it likes."""
    with embedded(tmp_path / "site") as running:
        yield running


@pytest.fixture
def cluster(tmp_path: Path, postgres_url: str, broker_url: str, broker_prefix: str) -> Iterator[Site]:
    """A hub of processes on PostgreSQL and RabbitMQ, for one test."""
    with clustered(tmp_path / "cluster", postgres_url, broker_url, broker_prefix) as running:
        yield running


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the test's pages complained of; anything unexpected fails the test."""
    watching = Watch()
    yield watching
    assert watching.trouble == []


@pytest_asyncio.fixture(loop_scope="session")
async def person(browser: Browser, watch: Watch, request: pytest.FixtureRequest) -> AsyncIterator[Opener]:
    """Opens a page for a sandbox person: `await person("ramil", lang="en", theme="dark", at=cluster)`; "" is nobody."""
    opened: list[BrowserContext] = []
    for own in {"fresh_site", "cluster"} & set(request.fixturenames):
        request.getfixturevalue(own)  # made before the pages, so that it stands until they are closed

    async def open_page(
        login: str, lang: str = "az", theme: str = "light", *, at: Site | None = None, width: int = 1440
    ) -> Page:
        where = at or request.getfixturevalue("site")
        context = await context_for(browser, where.url, login, {"hub_lang": lang, "hub_theme": theme}, width)
        opened.append(context)
        page = await context.new_page()
        watch.over(page)
        return page

    yield open_page
    for context in opened:
        await context.close()


@pytest.fixture
def axe() -> Axe:
    """Fails where the page breaks a rule of WCAG 2.2 AA: `await axe(page)`."""

    async def judge(page: Page) -> None:
        found = await accessibility.violations(page)
        assert not found, f"{page.url}\n" + "\n".join(found)

    return judge


@pytest.fixture
def screenshot(tmp_path: Path) -> Screenshot:
    """`await screenshot(page, "overview")`: to docs/images/overview.az.png with HUB_TEST_IMAGES=1, else to the test's
    folder. Always 1440 × 900, whatever the page holds.
    """

    async def take(page: Page, name: str) -> Path:
        folder = IMAGES if os.environ.get("HUB_TEST_IMAGES") == "1" else tmp_path
        folder.mkdir(parents=True, exist_ok=True)
        lang = await page.locator("html").get_attribute("lang")
        target = folder / f"{name}.{lang}.png"
        await page.screenshot(path=target, animations="disabled", caret="hide")
        return target

    return take
