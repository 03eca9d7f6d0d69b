"""A citizen at a telephone: login, an application, what it waits for, who looked, figures for everybody."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Locator, Page, expect

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

    await follow(ways(page).get_by_role("link", name="Status haqqında arayış"))
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


def ways(page: Page) -> Locator:
    """What one may apply for."""
    return page.get_by_role("list", name="Ərizə ver")


async def entered(person: Opener) -> Page:
    """The first of the simulated portal's people, logged in."""
    page = await person("", width=PHONE)
    await page.goto("/me/login/begin")
    await page.locator('button[name="fin"]').first.click()
    await page.wait_for_url("**/me/")
    return page


async def test_a_citizen_applies_with_a_scan(person: Opener, axe: Axe, tmp_path: Path) -> None:
    page = await entered(person)
    text, scan = tmp_path / "mektub.txt", tmp_path / "arayis.pdf"
    text.write_bytes(b"just words")
    scan.write_bytes(b"%PDF-1.7 arayis")

    await follow(ways(page).get_by_role("link", name="Məcburi köçkün statusu"))
    await fits(page, axe)
    await page.get_by_label("Status hansı əsasla istənilir").select_option("own")
    await page.get_by_label("Əvvəlki yaşayış yeri").fill("Zəngilan rayonu, Ağalı kəndi")
    await page.get_by_label("Əvvəlki rayonun icra hakimiyyətinin arayışı").set_input_files(scan)
    await page.get_by_label("Hərbi bilet").set_input_files(text)
    await page.get_by_role("button", name="Ərizəni ver").click()
    await expect(page.get_by_role("alert")).to_contain_text("Skan PDF, JPEG və ya PNG olmalıdır")
    await expect(page.get_by_label("Əvvəlki yaşayış yeri")).to_have_value("Zəngilan rayonu, Ağalı kəndi")
    await fits(page, axe)
    await page.get_by_label("saxlanılıb: mektub.txt").uncheck()
    await page.get_by_role("button", name="Ərizəni ver").click()
    await page.wait_for_url("**/me/cases/*")
    await page.get_by_text("Sənəd əlavə et").click()
    await expect(page.get_by_text("Əlavə edilib; yenisi köhnəsini əvəz edir")).to_have_count(1)
    await fits(page, axe)


async def test_an_adult_says_their_own_word_to_return(person: Opener, axe: Axe) -> None:
    page = await entered(person)
    await follow(page.get_by_role("link", name="Qayıdış bəyanatı: öz sözüm"))
    await page.get_by_label("Hansı məntəqəyə").select_option("Zəngilan/Ağalı")
    await page.get_by_role("button", name="Öz istəyimlə qayıdıram").click()
    await expect(page.get_by_text("Qayıdış bəyanatı: Zəngilan rayonu, Ağalı")).to_be_visible()
    await fits(page, axe)
    await follow(page.get_by_role("link", name="İşlərim"))
    await follow(ways(page).get_by_role("link", name="Qeydiyyatda olduğu məntəqəyə qayıdış"))
    await fits(page, axe)


async def test_figures_ask_for_no_login(person: Opener, axe: Axe, screenshot: Screenshot) -> None:
    page = await person("", width=PHONE)
    await page.goto("/me/statistics")
    await page.get_by_role("button", name="English").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text("Statistics")
    await fits(page, axe)
    await screenshot(page, "me-statistics")
