"""Steering agencies in a browser: a pause with its reason, a maintenance window, a contact, a rule of alerts."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.people import Axe, Opener, Screenshot
from tests.browser.sites import Site


@pytest.mark.parametrize("lang", ["az", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_overview_and_an_agency_are_accessible(
    person: Opener, axe: Axe, screenshot: Screenshot, lang: str, theme: str
) -> None:
    page = await person("ramil", lang=lang, theme=theme)

    for path, name in (
        ("overview", "overview"),
        ("agencies", "agencies"),
        ("agencies/azeriqaz", "agency"),
        ("refusals", "refusals"),
        ("settings/alerts", "alerts"),
    ):
        await page.goto(f"/console/{path}")
        await axe(page)
        if theme == "light":
            await screenshot(page, name)


async def test_an_operator_pauses_an_agency_with_a_reason_and_resumes_it(
    person: Opener, axe: Axe, fresh_site: Site
) -> None:
    page = await person("ramil", lang="en", at=fresh_site)
    await page.goto("/console/agencies/azeriqaz")

    await page.locator("summary", has_text="Pause").first.click()
    await page.get_by_label("Reason").first.fill("they asked")
    await axe(page)
    await page.get_by_role("button", name="Pause").first.click()

    await expect(page.get_by_text("Ramil Ağayev: they asked")).to_be_visible()
    await page.goto("/console/overview")
    await expect(page.get_by_text("Azəriqaz: paused by a person.")).to_be_visible()
    await page.goto("/console/agencies/azeriqaz")
    await page.get_by_role("button", name="Resume").first.click()
    await expect(page.get_by_text("Ramil Ağayev: they asked")).to_have_count(0)


async def test_an_operator_notes_a_maintenance_window(person: Opener, axe: Axe, fresh_site: Site) -> None:
    page = await person("ramil", lang="en", at=fresh_site)
    await page.goto("/console/agencies/meis")

    await page.get_by_text("Note a maintenance window").click()
    await page.get_by_label("every day").check()
    await page.get_by_label("Begins").last.fill("00:00")
    await page.get_by_label("Ends").last.fill("23:59")
    await page.get_by_label("Reason and with whom it was agreed").fill("letter 5")
    await axe(page)
    await page.get_by_role("button", name="Note the maintenance window").click()

    await expect(page.get_by_text("maintenance window, goes on at").first).to_be_visible()
