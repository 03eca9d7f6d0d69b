"""A citizen at a telephone: login, an application, what it waits for, who looked, figures for everybody."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.people import Axe, Opener, Screenshot, follow

PHONE = 390


async def fits(page: Page, axe: Axe) -> None:
    """No wider than the screen, every target large enough, and nothing that axe finds."""
    assert await page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, page.url
    await axe(page)


async def test_a_citizen_applies_and_sees_who_looked(person: Opener, axe: Axe, screenshot: Screenshot) -> None:
    page = await person("", width=PHONE)
    await page.goto("/me/")
    await fits(page, axe)
    await screenshot(page, "me-login")
    await follow(page.get_by_role("link", name="MyGov ilə daxil ol"))
    await expect(page.get_by_role("heading", level=1)).to_contain_text("real MyGov deyil")
    await page.locator('button[name="fin"]').first.click()
    await page.wait_for_url("**/me/")
    await fits(page, axe)

    await follow(page.get_by_role("link", name="Ərizə ver"))
    await page.get_by_label("Arayış hara lazımdır").select_option("BANK")
    await fits(page, axe)
    await screenshot(page, "me-apply")
    await page.get_by_role("button", name="Ərizəni ver").click()
    await page.wait_for_url("**/me/cases/*")
    await fits(page, axe)
    await screenshot(page, "me-case")

    await follow(page.get_by_role("link", name="İşlərim"))
    await expect(page.locator("h3", has_text="Status haqqında arayış").first).to_be_visible()
    await fits(page, axe)
    await screenshot(page, "me")
    for name, image in (("Kağızlarım", "me-papers"), ("Məlumatıma kim baxıb", "me-seen")):
        await follow(page.get_by_role("link", name=name))
        await fits(page, axe)
        await screenshot(page, image)
    await page.get_by_role("button", name="Bunu tanımıram").first.click()
    await expect(page.get_by_text("Müraciətiniz qeydə alınıb").first).to_be_visible()


async def test_figures_ask_for_no_login(person: Opener, axe: Axe, screenshot: Screenshot) -> None:
    page = await person("", width=PHONE)
    await page.goto("/me/statistics")
    await page.get_by_role("button", name="English").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text("Statistics")
    await fits(page, axe)
    await screenshot(page, "me-statistics")
