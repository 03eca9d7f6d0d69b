"""Law and paths in a browser: a case tried, a version proposed, seen and signed, a path drawn while it is typed."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.people import Axe, Opener, Screenshot, follow
from tests.browser.sites import Site

ORDER = "/console/rules/agali-order"


async def test_a_lawyer_lands_on_the_rules_and_tries_a_case(person: Opener, axe: Axe, screenshot: Screenshot) -> None:
    page = await person("nigar")
    await page.goto("/console/")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Qaydalar")
    await follow(page.get_by_role("link", name="Ağalıya köçürülmə növbəsi (nümunə)"))
    await axe(page)
    await screenshot(page, "decision-table")

    await page.get_by_role("link", name="Sınaq", exact=True).click()
    await page.get_by_label("Köçmə könüllüdür").select_option("true")
    await page.get_by_label("Əvvəlki yaşayış yeri").fill("Ağalı 1")
    await page.get_by_label("Müvəqqəti yaşayış yeri").fill("yataqxana")
    await page.get_by_label("Ərizənin tarixi").fill("2023-05-01")
    await page.get_by_role("button", name="Həll et").click()
    await expect(page.get_by_text("Nəticə bu faktdan asılıdır.")).to_be_visible()
    await axe(page)

    await page.get_by_label("Ailə üzvlərinin sayı").fill("6")
    await page.get_by_role("button", name="Həll et").click()
    await expect(page.get_by_text("Qərar verildi")).to_be_visible()
    await expect(page.locator(".sentences")).to_contain_text("2-ci qayda tətbiq olunur")
    await axe(page)


async def test_one_lawyer_proposes_and_another_one_signs(
    person: Opener, axe: Axe, fresh_site: Site, screenshot: Screenshot
) -> None:
    author = await person("orxan", "en", at=fresh_site)
    await author.goto(f"{ORDER}/propose")
    cell = author.get_by_label("Rooms № 2").last
    await cell.fill("beş")
    await author.get_by_role("button", name="Check").last.click()
    await expect(author.get_by_role("alert")).to_be_visible()
    await axe(author)
    await cell.fill(">= 4")
    await author.get_by_role("button", name="Propose the version").click()
    await expect(author.get_by_role("button", name="Sign as the second person")).to_be_disabled()
    address = author.url

    second = await person("nigar", "en", at=fresh_site)
    await second.goto(address)
    await follow(second.get_by_role("link", name="Look at the impact"))
    await follow(second.get_by_role("button", name="Replay stored cases"))
    await axe(second)
    await screenshot(second, "impact-replay")
    await second.get_by_role("link", name="On to the second signature").click()
    await second.get_by_label("By which decision of the body").fill("Order 7 of 25.11.2026")
    await second.get_by_role("button", name="Sign as the second person").click()
    await expect(second.get_by_role("button", name="Put into force")).to_be_enabled()
    await axe(second)


async def drawn(page: Page) -> str:
    return await page.locator("#preview svg").inner_text()


async def test_a_path_is_drawn_while_it_is_typed_and_saved_as_a_version(
    person: Opener, axe: Axe, fresh_site: Site, screenshot: Screenshot
) -> None:
    page = await person("sevinc", "en", at=fresh_site)
    await page.goto("/console/rules/paths")
    await follow(page.get_by_role("link", name="Outgoing letter"))
    await axe(page)
    await follow(page.get_by_role("link", name="Change the path"))
    first = page.get_by_role("group", name="Stage 1", exact=True)
    await first.get_by_label("Title in English").first.fill("Two lawyers look")
    await expect(page.locator("#preview svg")).to_contain_text("1. Two lawyers look")
    await first.get_by_label("Term, working days").fill("soon")
    await expect(first.get_by_text("expected a whole number")).to_be_visible()
    await expect(page.get_by_text("1 field to mend")).to_be_visible()
    await axe(page)
    await screenshot(page, "path-form")
    await first.get_by_label("Term, working days").fill("4")
    await expect(page.get_by_text("The path is complete.")).to_be_visible()
    await first.get_by_role("button", name="Move down: 1").click()
    await follow(page.get_by_role("button", name="Save as a new version"))
    second = await person("nigar", "en", at=fresh_site)
    await second.goto("/console/documents/office/people")
    await axe(second)
    await follow(second.get_by_role("button", name="Agree").first)
    await page.goto("/console/rules/paths/outgoing-letter")

    await expect(page.locator(".state")).to_contain_text("Version 2")
    await expect(page.locator(".picture svg")).to_contain_text("2. Two lawyers look")
