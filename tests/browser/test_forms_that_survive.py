"""A page that was open for long: its session is over, and what is typed in it is not lost."""

from __future__ import annotations

from playwright.async_api import expect

from hub.console.viewer import SESSION
from tests.browser.people import Axe, Opener

_LONG = 6 * 60 * 1000


async def test_the_login_opens_beside_the_page_and_the_form_is_sent_as_it_was_typed(person: Opener, axe: Axe) -> None:
    page = await person("samir", lang="en")
    await page.clock.install()
    await page.goto("/console/settings/accounts/new")
    await page.get_by_label("Login").fill("itmez")
    await page.get_by_label("Full name").fill("Yazılan İtmir")
    await page.get_by_label("E-mail").fill("itmez@committee.example")
    await page.get_by_label("viewer", exact=True).check()

    await page.context.clear_cookies(name=SESSION)
    await page.clock.fast_forward(_LONG)
    await page.get_by_role("button", name="Propose the account").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Your session is over")
    await axe(page)
    async with page.context.expect_page() as opening:
        await dialog.get_by_role("link", name="Log in beside this page").click()
    beside = await opening.value
    await beside.get_by_role("button", name="Samir").click()
    await expect(beside.get_by_role("heading", level=1)).to_have_text("You are logged in")
    await dialog.get_by_role("button", name="Send it again").click()

    await page.wait_for_url("**/console/settings/accounts")
    await expect(page.get_by_role("row", name="Yazılan İtmir")).to_be_visible()
