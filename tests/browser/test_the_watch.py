"""The tests' own eyes: what they would miss, no test here could find."""

from __future__ import annotations

import pytest

from tests.browser.people import Axe, Opener, Screenshot
from tests.browser.watching import Watch

_INLINE = """
const script = document.createElement("script");
script.textContent = "document.title = 'taken over'";
document.body.append(script);
"""


@pytest.mark.parametrize(
    ("does", "seen"),
    [
        ("console.error('lost')", "console: lost"),
        ("setTimeout(() => { throw new Error('broken'); })", "script: broken"),
        ("setTimeout(() => alert('asked'))", "dialog: alert asked"),
        (_INLINE, "Content Security Policy"),
        ("new Image().src = '/console/static/missing.svg'", "response: 404"),
        ("new Image().src = 'https://elsewhere.invalid/x.svg'", "Content Security Policy"),
    ],
)
async def test_trouble_on_a_page_is_seen(person: Opener, watch: Watch, does: str, seen: str) -> None:
    page = await person("ramil")
    await page.goto("/console/overview")
    title = await page.title()

    await page.evaluate(does)
    for _ in range(50):
        await page.wait_for_timeout(100)
        if any(seen in found for found in watch.trouble):
            break

    assert any(seen in found for found in watch.trouble), watch.trouble
    assert await page.title() == title
    for found in watch.trouble:
        watch.expect(found)


async def test_axe_sees_a_field_without_a_label(person: Opener, axe: Axe) -> None:
    page = await person("ramil")
    await page.goto("/console/overview")
    await page.evaluate("document.querySelector('main').append(document.createElement('input'))")

    with pytest.raises(AssertionError, match="label"):
        await axe(page)


async def test_pictures_have_one_size(person: Opener, screenshot: Screenshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUB_TEST_IMAGES", raising=False)
    page = await person("ramil", lang="en")
    await page.goto("/console/overview")

    picture = await screenshot(page, "any")

    header = picture.read_bytes()[16:24]
    assert (int.from_bytes(header[:4]), int.from_bytes(header[4:])) == (1440, 900)
    assert picture.name == "any.en.png"
