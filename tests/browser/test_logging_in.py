"""The door: who are you, and what the browser keeps of it."""

from __future__ import annotations

from playwright.async_api import expect

from hub.console.viewer import SESSION
from tests.browser.people import Axe, Opener, Screenshot, follow


async def test_a_sandbox_person_is_a_click_away(person: Opener, axe: Axe, screenshot: Screenshot) -> None:
    page = await person("", lang="en")

    await page.goto("/console/overview")
    await axe(page)
    await screenshot(page, "login")
    await page.get_by_role("button", name="Ramil Ağayev").click()

    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.endswith("/console/overview")


async def test_the_session_s_cookie_is_out_of_reach_of_scripts_and_of_other_sites(person: Opener) -> None:
    page = await person("", lang="en")

    await page.goto("/console/login")
    await page.get_by_role("button", name="Ramil Ağayev").click()
    await page.wait_for_url("**/console/overview")

    cookies = {cookie["name"]: cookie for cookie in await page.context.cookies()}
    kept = cookies[SESSION]
    assert (kept["httpOnly"], kept["sameSite"], kept["path"]) == (True, "Strict", "/console")
    assert SESSION not in await page.evaluate("document.cookie")


async def test_a_wrong_password_is_refused_in_words(person: Opener) -> None:
    page = await person("", lang="en")

    await page.goto("/console/login")
    await page.get_by_label("Login").fill("ramil")
    await page.get_by_label("Password").fill("not the password")
    await page.get_by_role("button", name="Log in", exact=True).click()

    await expect(page.get_by_role("alert")).to_contain_text("wrong")


async def test_logging_out_ends_at_the_door(person: Opener) -> None:
    page = await person("ramil", lang="en")

    await page.goto("/console/overview")
    await follow(page.get_by_role("button", name="Log out"))
    await page.goto("/console/overview")

    await expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
