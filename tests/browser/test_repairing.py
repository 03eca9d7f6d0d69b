"""From a red tile to a repaired group, by mouse and by keyboard; an edit by two people; two operators at once."""

from __future__ import annotations

import time

import httpx
from playwright.async_api import Page, expect

from tests.browser.people import Axe, Opener, Screenshot, follow
from tests.browser.sites import Site
from tests.integration.api.served import ACTS, act, as_party

LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GONE = {"code": 7}
"""MEİS says that it does not know the person."""


def fin(number: int) -> str:
    """A FIN of nobody."""
    return "9" + "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(6))


def send(site: Site, tag: str, count: int, **subject: str) -> None:
    """Acts of invented persons, by Justice."""
    for number in range(count):
        body = act(f"{tag}-{number}", actNumber=f"RP-{number:07}/2026")
        body["subjects"][0].update({"pin": fin(time.time_ns() // 1000 + number), **subject})
        answer = httpx.post(f"{site.url}{ACTS}", json=body, headers=as_party("sandbox-edliyye"), timeout=20)
        assert answer.status_code == 202, answer.text


async def failing_group(page: Page, code: str, seconds: float = 40.0) -> None:
    """Open the list until the group stands in it, then the group."""
    deadline = time.monotonic() + seconds
    while True:
        await page.goto("/console/failures")
        row = page.locator("tr[data-row]", has_text=code)
        if await row.count():
            await row.locator("a").first.click()
            await expect(page.locator("#why")).to_be_visible()
            return
        assert time.monotonic() < deadline, f"no group of {code} came about"
        await page.wait_for_timeout(500)


async def make(page: Page) -> None:
    """Enter; where the selection has grown meanwhile (traffic goes on), once more, as the page says."""
    for _ in range(5):
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        if not await page.locator("[href='#selection']").count():
            return
        await page.locator("#reason").focus()


async def ended(page: Page) -> None:
    """The repair's page has come to rest: its script asks no more."""
    await expect(page.locator("#progress")).to_be_visible()
    await expect(page.locator("[data-runs]")).to_have_count(0, timeout=45_000)


async def test_a_group_is_repaired_by_keyboard_in_under_a_minute(
    person: Opener, fresh_site: Site, axe: Axe, screenshot: Screenshot
) -> None:
    fresh_site.sandbox.behave("meis", **GONE)
    send(fresh_site, "repair", 8)
    page = await person("ramil", lang="en", at=fresh_site)
    await failing_group(page, "meis.not_found")
    await axe(page)
    await screenshot(page, "failure-group")
    fresh_site.sandbox.behave("meis")

    started = time.monotonic()
    await page.keyboard.press("r")
    await expect(page.get_by_text("Sent again: same bytes, same key.").first).to_be_visible()
    await axe(page)
    await page.locator("#reason").fill("MEİS has the persons now")
    await make(page)
    await ended(page)
    await expect(page.locator("#progress").get_by_text("done").first).to_be_visible()
    assert time.monotonic() - started < 60
    await axe(page)
    await screenshot(page, "repair")


async def test_a_canary_stops_by_itself_while_the_agency_still_refuses(person: Opener, fresh_site: Site) -> None:
    fresh_site.sandbox.behave("meis", **GONE)
    send(fresh_site, "canary", 6)
    page = await person("ramil", lang="en", at=fresh_site)
    await failing_group(page, "meis.not_found")

    await page.keyboard.press("r")
    await page.locator("#reason").fill("perhaps it works now")
    await make(page)
    await expect(page.get_by_text("the rest were not touched")).to_be_visible(timeout=45_000)


async def test_an_edit_is_proposed_by_one_and_signed_by_another(person: Opener, fresh_site: Site, axe: Axe) -> None:
    send(fresh_site, "edit", 1, gender="X")
    editor = await person("lale", at=fresh_site)
    await failing_group(editor, "map.unknown_code")
    await editor.get_by_role("link", name="Göstər").first.click()
    await editor.get_by_role("link", name="Düzəliş təklif et").click()
    await editor.locator("#purpose").fill("Cinsin dəqiqləşdirilməsi")
    await editor.keyboard.press("Enter")
    await editor.locator("[id='field:/subjects/0/gender']").fill("F")
    await editor.locator("#reason").fill("Ədliyyə təsdiqlədi")
    await axe(editor)
    await editor.get_by_role("button", name="Düzəlişi təklif et").click()
    await expect(editor.locator("#two")).to_be_visible()

    approver = await person("kamran", lang="en", at=fresh_site)
    await approver.goto(editor.url)
    await expect(approver.get_by_role("button", name="Approve and sign")).to_be_disabled()
    await approver.get_by_role("button", name="Show the values").click()
    await expect(approver.locator("ins")).to_have_text("F")
    await axe(approver)
    await approver.get_by_role("button", name="Approve and sign").click()
    await expect(approver.get_by_text("Approved by", exact=True)).to_be_visible()
    await ended(approver)


async def test_the_second_of_two_operators_is_led_to_the_first_one_s_repair(person: Opener, fresh_site: Site) -> None:
    """Of one delivery by name, since a whole group grows while traffic goes on; it waits for a third to agree."""
    fresh_site.sandbox.behave("meis", **GONE)
    send(fresh_site, "race", 1)
    first, second = [await person(login, lang="en", at=fresh_site) for login in ("ramil", "tural")]
    await failing_group(first, "meis.not_found")
    delivery = await first.locator("[name=ids]").first.get_attribute("value")
    await second.goto(first.url)
    for page in (first, second):
        await page.locator(f"[name=ids][value='{delivery}']").check()
        await page.locator("button[name=action][value=confirm_delivered]").click()
        await page.locator("#reference").fill("MEIS-17")
        await page.locator("#reason").fill("told so by telephone")

    await first.locator("button[name=make]").click()
    await expect(first.locator("#progress")).to_be_visible()
    await second.locator("button[name=make]").click()
    await follow(second.get_by_role("link", name="See the repair that has these in hand"))
    assert second.url == first.url


async def test_lists_notice_and_handover_break_no_rule(
    person: Opener, fresh_site: Site, axe: Axe, screenshot: Screenshot
) -> None:
    fresh_site.sandbox.behave("meis", **GONE)
    send(fresh_site, "notice", 2)
    page = await person("ramil", theme="dark", at=fresh_site)
    await failing_group(page, "meis.not_found")
    group = page.url

    for address in ("/console/failures", f"{group}/inform", "/console/failures/handover", "/console/repairs"):
        await page.goto(address)
        await axe(page)
    await page.goto("/console/failures")
    await screenshot(page, "failures")
