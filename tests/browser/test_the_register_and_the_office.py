"""An officer looks people up for a purpose; the registry writes a substitution down and counts a term."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import httpx
from playwright.async_api import Page, expect

from tests.browser.people import Axe, Opener, Screenshot, follow
from tests.browser.sites import Site

MOTHER, SON = "7QWER12", "5QWER12"
FAMILY = {
    "id": "browser-family",
    "records": [
        {"kind": "person", "fin": MOTHER, "surname": "Quliyeva", "given_name": "Aysel", "birth_date": "1990-05-01"},
        {"kind": "person", "fin": SON, "surname": "Quliyev", "given_name": "Tural", "birth_date": "2015-09-12"},
        {"kind": "household", "household_id": "AT-7000001", "head_fin": MOTHER, "members": [
            {"fin": MOTHER, "relation": "head", "since": "2019-01-14"},
            {"fin": SON, "relation": "son", "since": "2019-01-14"},
        ]},
    ],
}  # fmt: skip


async def told(site: Site) -> None:
    """The family is on its way into the register; telling it again changes nothing."""
    async with httpx.AsyncClient(trust_env=False) as client:
        headers = {"authorization": "Bearer sandbox-committee"}
        answer = await client.post(f"{site.url}/v1/messages/hub.records.v1", json=FAMILY, headers=headers)
    assert answer.status_code in (200, 202), answer.text


async def find(page: Page, by: str, value: str) -> None:
    """Look until the register has it: it takes a moment from the door to there."""
    for _ in range(40):
        await page.goto("/console/register")
        await page.get_by_label("By").select_option(label=by)
        await page.get_by_label("Value").fill(value)
        await follow(page.get_by_role("button", name="Find"))
        if await page.get_by_role("heading", name="Show the hidden values").count():
            return
        await asyncio.sleep(0.25)
    raise AssertionError(f"{by} is not in the register")


async def give_a_purpose(page: Page) -> None:
    await page.get_by_label("Purpose").select_option("housing")
    await page.get_by_label("Legal basis").fill("668-IQ, maddə 9")
    await page.get_by_role("button", name="Show for 15 minutes").click()


async def test_a_person_is_masked_until_a_purpose_is_given(
    site: Site, person: Opener, axe: Axe, screenshot: Screenshot
) -> None:
    await told(site)
    page = await person("zeyneb", lang="en")

    await find(page, "FIN or register number", MOTHER)
    assert MOTHER not in page.url
    await expect(page.get_by_text("Quliyeva")).to_have_count(0)
    await axe(page)
    await give_a_purpose(page)

    await expect(page.get_by_role("cell", name="Quliyeva", exact=True)).to_be_visible()
    await expect(page.get_by_role("status")).to_contain_text("Housing")
    assert MOTHER not in page.url
    assert "Quliyeva" not in await page.title()
    await axe(page)
    await screenshot(page, "register-person")


async def test_a_household_is_drawn_by_generations_and_leads_to_its_members(
    site: Site, person: Opener, axe: Axe
) -> None:
    await told(site)
    page = await person("zeyneb", lang="en", theme="dark")

    await find(page, "Number of the household", "AT-7000001")
    await give_a_purpose(page)
    await axe(page)
    await page.get_by_role("group", name="Members by generations").get_by_role("link", name="Quliyev Tural").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text("Person")
    await expect(page.get_by_text("Tural")).to_have_count(0)


async def test_who_looked_is_seen_by_the_auditor(site: Site, person: Opener, axe: Axe) -> None:
    await told(site)
    officer, auditor = await person("zeyneb", lang="en"), await person("aydan", lang="en")
    await find(officer, "FIN or register number", SON)
    await give_a_purpose(officer)

    await find(auditor, "FIN or register number", SON)
    await auditor.get_by_role("link", name="Who looked").click()

    await expect(auditor.get_by_role("row", name="values shown in the register").first).to_contain_text("Zeynəb")
    await axe(auditor)


async def test_a_substitution_is_written_down_refused_as_a_chain_and_ended(
    person: Opener, axe: Axe, screenshot: Screenshot
) -> None:
    page = await person("sevinc", lang="en")
    today = date.today()  # noqa: DTZ011  the browser's own day

    async def write_down(away: str, acts: str) -> None:
        await page.get_by_label("Who is away").select_option(away)
        await page.get_by_label("Who acts instead").select_option(acts)
        await page.get_by_label("First day").fill(f"{today + timedelta(days=3):%d.%m.%Y}")
        await page.get_by_label("Last day").fill(f"{today + timedelta(days=9):%d.%m.%Y}")
        await page.get_by_label("Basis").fill("Əmr 12-M")
        await follow(page.get_by_role("button", name="Write down"))

    await page.goto("/console/documents/office")
    await write_down("uzv-1", "uzv-2")
    second = await person("uzv-1", lang="en")
    await second.goto("/console/documents/office")
    await follow(second.get_by_role("button", name="Agree").first)
    await page.goto("/console/documents/office")
    await expect(page.get_by_role("row", name="Xəyal Mirzəli")).to_contain_text("to come")
    await screenshot(page, "office-substitutions")
    await write_down("uzv-2", "uzv-3")
    await expect(page.get_by_role("alert")).to_contain_text("a chain would arise")
    await axe(page)
    await page.get_by_role("row", name="Xəyal Mirzəli").get_by_role("button", name="End").click()

    await expect(page.get_by_role("row", name="Xəyal Mirzəli")).to_have_count(0)


async def test_a_term_is_counted_day_by_day_in_the_year(person: Opener, axe: Axe, screenshot: Screenshot) -> None:
    page = await person("elcin", lang="en")

    await page.goto("/console/documents/office/calendar?year=2026")
    await page.get_by_label("Begins on").fill("13.03.2026")
    await page.get_by_label("Working days").fill("15")
    await page.get_by_role("button", name="Count").click()

    await expect(page.get_by_text("14.04.2026").first).to_be_visible()
    await expect(page.get_by_role("row", name="20.03.2026")).to_contain_text("Spring Festival")
    await axe(page)
    await screenshot(page, "office-calendar")
