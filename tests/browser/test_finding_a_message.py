"""An operator finds a message from whatever is at hand: a reference, an id, a FIN, a word about its state."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.async_api import expect

from tests.browser.people import Axe, Opener, Screenshot
from tests.browser.sites import Site

FIN = "5CKWTV6"


def _send(site: Site, event: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Post a change of surname as the justice ministry; the answer, also where it is a refusal."""
    act = body or {
        "eventId": event,
        "eventType": "NAME_CHANGE",
        "actNumber": f"AA-{event}/2026",
        "actDate": "2026-01-05T00:00:00+04:00",
        "subjects": [
            {
                "role": "PERSON",
                "pin": FIN,
                "firstName": "Tural",
                "lastName": "İbrahimli",
                "fatherName": "Orxan",
                "gender": "M",
                "birthDate": "1956-09-13T00:00:00+04:00",
            }
        ],
    }
    headers = {"Authorization": "Bearer sandbox-edliyye", "Content-Type": "application/json"}
    url = f"{site.url}/v1/messages/justice.civil-act.v1"
    try:
        with urlopen(Request(url, json.dumps(act).encode(), headers)) as answer:  # noqa: S310  # our own hub
            found: dict[str, Any] = json.load(answer)
    except HTTPError as refused:
        found = json.load(refused)
    return found


@pytest.mark.parametrize("lang", ["az", "en"])
async def test_a_fin_leads_to_the_persons_messages_and_never_stands_in_the_address(
    site: Site, person: Opener, axe: Axe, screenshot: Screenshot, lang: str
) -> None:
    sent = _send(site, f"7700{lang}")
    page = await person("ramil", lang)
    await page.goto("/console/messages")
    await page.keyboard.press("/")
    await page.keyboard.type(f"fin:{FIN}")
    await page.keyboard.press("Enter")

    await expect(page.locator(f"a[href*='{sent['message_id']}']").first).to_be_visible()
    assert FIN not in page.url
    assert FIN not in await page.title()
    await axe(page)
    await screenshot(page, "messages")
    await page.locator(f"a[href*='{sent['message_id']}']").first.click()
    await expect(page.locator("h1")).to_be_visible()
    assert FIN not in await page.content()
    await axe(page)
    await screenshot(page, "message")


async def test_the_reference_of_a_refusal_leads_to_it_in_one_step(site: Site, person: Opener) -> None:
    refused = _send(site, "", {"eventId": "7703", "eventType": "NO_SUCH_EVENT"})
    page = await person("ramil", "en")
    await page.goto("/console/overview")
    await page.locator("#search").fill(refused["reference"])
    await page.keyboard.press("Enter")

    await expect(page.get_by_text(refused["code"]).first).to_be_visible()
    await expect(page.get_by_text(re.compile("edliyye|Ministry of Justice")).first).to_be_visible()


async def test_an_id_leads_to_the_message_in_one_step(site: Site, person: Opener) -> None:
    sent = _send(site, "7704")
    page = await person("zaur", "en")
    await page.goto("/console/overview")
    await page.locator("#search").fill(sent["message_id"])
    await page.keyboard.press("Enter")

    await expect(page).to_have_url(re.compile(f"/console/messages/{sent['message_id']}"))


async def test_values_are_shown_for_a_purpose_and_the_look_is_written_down(site: Site, person: Opener) -> None:
    sent = _send(site, "7705")
    page = await person("ramil", "en")
    await page.goto(f"/console/messages/{sent['message_id']}")
    await page.get_by_label("Purpose", exact=True).select_option(index=1)
    await page.get_by_label("Case or legal basis").fill("case 12/2026")
    await page.get_by_role("button", name="Show what is covered").click()

    await expect(page.get_by_text(FIN).first).to_be_visible()
    assert FIN not in page.url
    auditor = await person("aydan", "en")
    await auditor.goto("/console/settings/audit")
    await expect(auditor.get_by_text("ramil").first).to_be_visible()
    await expect(auditor.get_by_text("case 12/2026").first).to_be_visible()
