"""Clerks, lawyers and heads do their part of a letter from their desks, until it is signed: pictures of the how-to."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.people import Axe, Opener, Screenshot
from tests.browser.sites import Site

TITLE = {"az": "Ağalı kəndinə qayıdan ailələr barədə", "en": "About the families who return to Ağalı"}

PHONE = {"az": "Sınaq telefonu ilə imzala", "en": "Sign by the sandbox's phone"}


async def _act(page: Page, form: str, **fields: str) -> None:
    """Open an act's form, fill in what it takes, and send it."""
    summary = page.locator(f"#{form} > summary")
    if await summary.count():
        await summary.click()
    for name, value in fields.items():
        field = page.locator(f"#{form}-{name}")
        if not await field.is_visible():
            await page.locator(f"#{form} .note > summary").click()
        if await field.evaluate("element => element.tagName") == "SELECT":
            await field.select_option(value)
        else:
            await field.fill(value)
    await page.locator(f"#{form} button").last.click()
    await expect(page.locator(".banner.need")).to_have_count(0)


async def _from_the_desk(page: Page, title: str) -> None:
    await page.goto("/console/desk")
    await page.get_by_role("link", name=title).first.click()
    await expect(page.locator("h1")).to_have_text(title)


async def _write(page: Page, title: str) -> None:
    await page.goto("/console/documents/new/outgoing")
    await page.locator("#title").fill(title)
    await page.locator("input[name=recipients][value='97']").check()
    await page.locator("#addressee").fill("Sınaq nazirliyi")
    await page.locator("#text").fill("Ağalı kəndinə 42 ailə qayıdır.\nSiyahı əlavə olunur.")
    await page.locator("#signatory").select_option("fuad")
    await page.locator("form.fields button.primary").click()


async def _submit(page: Page) -> None:
    submit = page.locator("form, details").filter(has=page.locator("[name='f-fact-amount']")).first
    if await submit.locator("summary").count():
        await submit.locator("summary").first.click()
    await page.locator("[name='f-fact-amount']").first.fill("100")
    await submit.locator("button").last.click()
    await expect(page.locator(".route li[aria-current=step]")).to_be_visible()


async def _sign(page: Page, title: str, phone: str, screenshot: Screenshot) -> None:
    await _from_the_desk(page, title)
    await page.locator("form", has=page.locator("[name=provider][value=sima]")).locator("button").click()
    await expect(page.locator("a[href^='sima://']")).to_be_visible()
    await screenshot(page, "sign")
    await page.get_by_role("button", name=phone).click()
    await page.locator(
        "main > p a[href^='/console/documents/'], main section p a[href^='/console/documents/']"
    ).first.click()
    await expect(page.locator("a[href*='/signatures/']").first).to_be_visible(timeout=30_000)


async def _seal(page: Page, title: str) -> None:
    """And look at what the seal's verification says."""
    await _from_the_desk(page, title)
    await page.locator("form", has=page.locator("[name=provider][value=seal]")).locator("button").click()
    await expect(page.locator("td:first-child a[href*='/signatures/']")).to_have_count(2)
    await page.locator("td:first-child a[href*='/signatures/']").last.click()


@pytest.mark.parametrize("lang", ["az", "en"])
async def test_a_letter_goes_from_desk_to_desk_until_it_is_signed(
    fresh_site: Site, person: Opener, axe: Axe, screenshot: Screenshot, lang: str
) -> None:
    title = TITLE[lang]
    people = {login: await person(login, lang, at=fresh_site) for login in ("rauf", "orxan", "elcin", "sevinc", "fuad")}

    await _write(people["rauf"], title)
    await axe(people["rauf"])
    await _submit(people["rauf"])

    lawyer = people["orxan"]
    await lawyer.goto("/console/desk")
    await axe(lawyer)
    await screenshot(lawyer, "desk")
    await _from_the_desk(lawyer, title)
    await axe(lawyer)
    await screenshot(lawyer, "document")
    await _act(lawyer, "act-approve", note="Hüquqi baxımdan düzgündür")
    await _from_the_desk(people["elcin"], title)
    await _act(people["elcin"], "act-approve")
    await _from_the_desk(people["sevinc"], title)
    await _act(people["sevinc"], "act-register", file="01-05")
    await expect(people["sevinc"].locator("main")).to_contain_text(re.compile(r"№ 99-\d\d-\d+/\d\d"))

    await _sign(people["fuad"], title, PHONE[lang], screenshot)
    await _seal(people["sevinc"], title)
    await axe(people["sevinc"])
    await screenshot(people["sevinc"], "signature")
