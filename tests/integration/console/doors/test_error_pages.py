"""A page that is not there, or not for these eyes, keeps the way on at the left; a language switch leads back to it."""

from __future__ import annotations

import pytest

from tests.integration.console.doors.conftest import Console


@pytest.mark.parametrize(
    ("login", "path", "status", "words"),
    [
        ("ramil", "/console/nope", 404, "There is no such page"),
        ("ramil", "/console/documents", 403, "can do this"),
        ("sevinc", "/console/documents/" + "0" * 32, 404, "There is no such document"),
        ("ramil", "/console/messages?cursor=x", 422, "cursor"),
    ],
)
async def test_an_error_page_has_the_navigation_and_the_search_of_its_person(
    console: Console, login: str, path: str, status: int, words: str
) -> None:
    answer = await console.get(login, path)

    assert answer.status_code == status
    assert words in answer.text
    for part in ('aria-label="Main navigation"', 'role="search"', "Reference", f'name="goes_on" value="{path}"'):
        assert part in answer.text, part
    assert 'href="/console/desk"' in answer.text if login == "sevinc" else 'href="/console/overview"' in answer.text


async def test_nobody_is_led_to_the_login_and_shown_no_navigation(console: Console) -> None:
    async with console.browser() as browser:
        answer = await browser.get("/console/nope")

    assert "Main navigation" not in answer.text
