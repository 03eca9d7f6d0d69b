"""An interview on a tablet and by keyboard, and the figures that come of many: at each width, for everybody."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.people import Axe, Opener
from tests.browser.sites import Site
from tests.integration.surveys.agali import PLACE, as_file, fin
from tests.integration.surveys.agali import person as of_agali

WIDTHS = (390, 820, 1440)


async def _sent(site: Site, who: str, path: str, body: Any) -> Any:
    headers = {"authorization": f"Bearer sandbox-{who}", "idempotency-key": uuid4().hex}
    more = {"content": body} if isinstance(body, bytes) else {"json": body}
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        answer = await client.post(f"{site.url}{path}", headers=headers, **more)
    assert answer.status_code in (200, 201, 202), answer.text
    return answer.json()


async def _published(site: Site) -> str:
    told = {"id": "survey-browser", "records": [of_agali(number) for number in range(14)]}
    await _sent(site, "committee", "/v1/messages/hub.records.v1", told)
    says = {"questionnaire": "agali/1", "place": PLACE, "first": "2026-01-01", "last": "2026-12-30",
            "way": "face_to_face"}  # fmt: skip
    survey = (await _sent(site, "elcin", "/v1/surveys", {"act": "open_survey", "says": says}))["id"]
    await _act(site, "fuad", survey, "publish_survey", 1)
    return str(survey)


async def _act(site: Site, who: str, survey: str, act: str, version: int) -> None:
    await _sent(site, who, f"/v1/surveys/{survey}/acts", {"act": act, "expected_version": version})


async def _taken(site: Site, survey: str) -> None:
    for _ in range(60):
        found = await _sent(site, "elcin", f"/v1/surveys/{survey}/answers.csv", as_file(range(14)))
        if not found["refused"]:
            return
        await asyncio.sleep(0.25)
    raise AssertionError("the register does not know them")


@pytest.mark.parametrize("lang", ["az", "en"])
async def test_an_interview_and_its_figures_are_open_to_everybody(
    fresh_site: Site, person: Opener, axe: Axe, lang: str
) -> None:
    survey = await _published(fresh_site)
    for width in WIDTHS:
        page = await person("elcin", lang, at=fresh_site, width=width)
        await page.goto(f"/console/surveys/{survey}/answer")
        await axe(page)
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width

    await page.locator("#fin").focus()
    await page.keyboard.type(fin(1))
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await page.locator("form.tablet button.primary").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("[role=alert]")).to_be_visible()
    await expect(page.locator("#fin")).to_have_value(fin(1))
    await expect(page.locator("input[name=consents]").first).to_be_checked()

    await _taken(fresh_site, survey)
    await _act(fresh_site, "elcin", survey, "close_survey", 2)
    for width in WIDTHS:
        page = await person("elcin", lang, at=fresh_site, width=width)
        await page.goto(f"/console/surveys/{survey}")
        await expect(page.locator("figure.counted")).to_have_count(7)
        await axe(page)
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width
