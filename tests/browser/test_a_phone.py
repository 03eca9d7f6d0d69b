"""The console in the hand: rows are cards, the menu is closed at first, a visa takes two taps, an outage is on top."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.people import Axe, Opener, wider_than_the_screen
from tests.browser.test_documents import write

PHONE, TABLET = 390, 820
PAGES = {
    "ramil": ("overview", "agencies", "messages", "failures", "repairs", "refusals", "settings"),
    "sevinc": ("desk", "documents", "documents/registers", "documents/appeals", "rules", "paths"),
    "sebine": ("hotline", "hotline/callbacks"),
    "gulnar": ("reception",),
    "fuad": ("reception", "counts"),
    "vusal": ("visits",),
    "samir": ("settings/accounts", "settings/alerts"),
}


@pytest.mark.parametrize("width", [PHONE, TABLET])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_no_page_iswider_than_the_screen_and_rows_are_cards(
    person: Opener, axe: Axe, width: int, theme: str
) -> None:
    for login, rooms in PAGES.items():
        page = await person(login, theme=theme, width=width)
        for room in rooms:
            await page.goto(f"/console/{room}")
            assert await wider_than_the_screen(page) <= 0, room
            cells = page.locator("[data-cards] > tbody > tr > td[data-label]")
            if await cells.count():
                # A live page may replace the row just now.
                await expect(cells.first, room).to_have_css("display", "flow-root")
            await axe(page)


@pytest.mark.parametrize("width", [PHONE, TABLET])
async def test_the_menu_is_closed_at_first_and_opens_by_a_tap_and_by_keys(person: Opener, axe: Axe, width: int) -> None:
    page = await person("ramil", lang="en", width=width)
    await page.goto("/console/overview")
    entry = page.get_by_role("link", name="Agencies", exact=True)

    await expect(entry).to_be_hidden()
    await page.get_by_role("button", name="Menu").click()
    await expect(entry).to_be_visible()
    await axe(page)
    await page.keyboard.press("Escape")
    await expect(entry).to_be_hidden()
    await page.get_by_role("button", name="Menu").press("Enter")
    await entry.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Agencies")


async def test_a_visa_takes_two_taps_from_the_desk(person: Opener) -> None:
    title = "İki toxunuş barədə"
    await write(await person("rauf", lang="en"), title)
    lawyer = await person("nigar", lang="en", width=PHONE)
    await lawyer.goto("/console/desk")

    await lawyer.get_by_role("link", name=title).click()
    await lawyer.get_by_role("button", name="Give the visa").click()

    await expect(lawyer.get_by_role("status")).to_contain_text("a mark was given")
