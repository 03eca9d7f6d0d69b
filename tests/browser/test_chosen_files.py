"""A file is sent as soon as it is chosen: what becomes of it is said beside the field, and a login does not lose it."""

from __future__ import annotations

import re

from playwright.async_api import FilePayload, Locator, Page, Route, expect

from hub.console.viewer import SESSION
from tests.browser.people import Axe, Opener, Screenshot, follow
from tests.browser.watching import Watch

LETTER = "/console/documents/new/outgoing"


def scan(name: str = "arayış.pdf", size: int = 300_000) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7 " + b"x" * size}


SCAN, LARGE = scan(), scan("kitab.pdf", 8 * 1024 * 1024)
_LONG = 6 * 60 * 1000


async def letter(page: Page, title: str) -> Locator:
    """A letter that is typed but for its files, and the field of what is attached."""
    await page.goto(LETTER)
    await page.get_by_label("Title").fill(title)
    await page.get_by_label("Addressee: body").fill("Sınaq nazirliyi")
    await page.get_by_label("Text", exact=True).fill("Məktubun mətni.")
    return page.get_by_label("Attached files")


async def bytes_left(field: Locator) -> int:
    """How many files the form itself would carry."""
    return int(await field.evaluate("field => field.files.length"))


async def logs_in_beside(page: Page) -> None:
    """In the dialog, as Leyla, in a window of its own; then on with what was asked."""
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Your session is over")
    async with page.context.expect_page() as opening:
        await dialog.get_by_role("link", name="Log in beside this page").click()
    beside = await opening.value
    await beside.get_by_role("button", name="Leyla").click()
    await expect(beside.get_by_role("heading", level=1)).to_have_text("You are logged in")
    await beside.close()
    await dialog.get_by_role("button", name="Send it again").click()


async def test_text_and_files_survive_a_session_that_ends_before_the_form_is_sent(
    person: Opener, axe: Axe, screenshot: Screenshot
) -> None:
    page = await person("leyla", lang="en")
    await page.clock.install()
    field = await letter(page, "Fayl itmir")
    await field.set_input_files([SCAN, scan("cavab.pdf")])
    for name in ("arayış.pdf", "cavab.pdf"):
        await expect(page.get_by_label(f"kept: {name}")).to_be_checked()
    assert await bytes_left(field) == 0
    await axe(page)
    await screenshot(page, "kept-files")

    await page.context.clear_cookies(name=SESSION)
    await page.clock.fast_forward(_LONG)
    await page.get_by_role("button", name="Begin the document").click()
    await logs_in_beside(page)

    await page.wait_for_url(re.compile(r"/console/documents/[0-9a-f]{32}"))
    for name in ("arayış.pdf", "cavab.pdf"):
        await expect(page.get_by_role("link", name=name).first).to_be_visible()


async def test_a_file_chosen_after_the_session_ended_is_sent_after_the_login(
    person: Opener, watch: Watch, screenshot: Screenshot
) -> None:
    watch.expect("401 POST")
    watch.expect("401 GET")
    page = await person("leyla", lang="en")
    field = await letter(page, "Sessiya bitib")
    await page.context.clear_cookies(name=SESSION)

    await field.set_input_files(SCAN)
    await expect(page.get_by_role("dialog")).to_contain_text("Your session is over")
    await page.get_by_role("dialog").get_by_role("button", name="Close").click()
    await expect(page.get_by_text("arayış.pdf is not kept yet, the session is over")).to_be_visible()
    assert await bytes_left(field) == 1
    await screenshot(page, "kept-files-over")
    await field.set_input_files(SCAN)
    await logs_in_beside(page)

    await expect(page.get_by_label("kept: arayış.pdf")).to_be_checked()
    await expect(page.get_by_label("Text", exact=True)).to_have_value("Məktubun mətni.")
    await follow(page.get_by_role("button", name="Begin the document"))
    await expect(page.get_by_role("link", name="arayış.pdf").first).to_be_visible()


async def test_what_is_too_large_or_of_another_kind_is_said_beside_the_field_in_both_languages(
    person: Opener, screenshot: Screenshot
) -> None:
    page = await person("leyla", lang="en")
    field = await letter(page, "Böyük fayl")
    await field.set_input_files([LARGE, SCAN])
    await expect(page.get_by_text("kitab.pdf is larger than 8 MB: choose a smaller file.")).to_be_visible()
    await expect(page.get_by_label("kept: arayış.pdf")).to_be_checked()
    assert await bytes_left(field) == 0
    begin = page.get_by_role("button", name="Begin the document")
    await begin.click()
    await screenshot(page, "kept-files-large")
    assert page.url.endswith(LETTER), "it does not go at once without what was refused"
    await follow(begin)

    lawyer = await person("orxan")
    await lawyer.goto("/console/rules/new")
    await lawyer.locator("#dmn").set_input_files(scan("qayda.exe"))
    await expect(lawyer.get_by_text("qayda.exe burada qəbul edilən növdən deyil: başqa fayl seçin.")).to_be_visible()
    await lawyer.locator("#dmn").set_input_files(scan("birinci.dmn"))
    await expect(lawyer.get_by_label("saxlanılıb: birinci.dmn")).to_be_checked()
    await lawyer.locator("#dmn").set_input_files(scan("ikinci.dmn"))
    await expect(lawyer.get_by_label("saxlanılıb: ikinci.dmn")).to_be_checked()
    await expect(lawyer.get_by_label("saxlanılıb: birinci.dmn")).to_have_count(0)
    await screenshot(lawyer, "kept-files-rules")


async def test_a_file_that_cannot_be_sent_now_goes_with_the_form(person: Opener, watch: Watch) -> None:
    watch.expect("/console/kept-files")
    watch.expect("ERR_FAILED")
    page = await person("leyla", lang="en")

    async def away(route: Route) -> None:
        await route.abort()

    await page.route("**/console/kept-files", away)
    field = await letter(page, "Şəbəkə yoxdur")
    await field.set_input_files(SCAN)
    await expect(page.get_by_text("arayış.pdf cannot be sent now; it goes with the form.")).to_be_visible()
    assert await bytes_left(field) == 1

    await follow(page.get_by_role("button", name="Begin the document"))
    await expect(page.get_by_role("link", name="arayış.pdf").first).to_be_visible()


async def test_a_form_sent_while_a_file_is_on_its_way_goes_after_it(person: Opener) -> None:
    page = await person("leyla", lang="en")

    async def slowly(route: Route) -> None:
        await page.wait_for_timeout(800)
        await route.continue_()

    await page.route("**/console/kept-files", slowly)
    field = await letter(page, "Tez basılıb")
    await field.set_input_files(SCAN)
    await expect(page.get_by_role("progressbar", name="arayış.pdf")).to_be_visible()
    await follow(page.get_by_role("button", name="Begin the document"))

    await expect(page.get_by_role("link", name="arayış.pdf").first).to_be_visible()
