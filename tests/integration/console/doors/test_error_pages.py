"""A page that is not there, or not for these eyes, keeps the way on at the left; a language switch leads back to it."""

from __future__ import annotations

import pytest

from hub.access.people import Person, create_person
from hub.access.sessions import begin
from hub.console.viewer import SESSION, proof
from hub.kinds import KINDS
from tests.integration.console.doors.conftest import Console

NONE = "0" * 32


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


@pytest.mark.parametrize("room", KINDS)
@pytest.mark.parametrize("more", [{}, {"act.kept": "x"}])
async def test_a_refused_form_shows_no_room_to_whom_it_is_closed(
    console: Console, room: str, more: dict[str, str]
) -> None:
    answer = await console.post("gulnar", f"/console/{room}", more)

    assert answer.status_code == 403
    assert 'name="phase"' not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"failures/codes/k1_{NONE}",
        f"failures/codes/book/{NONE}/approve",
        f"failures/codes/book/{NONE}/refuse",
        f"messages/{NONE}/lift",
        f"messages/{NONE}/lift/{NONE}/agree",
        "repairs/replay",
        f"repairs/replay/{NONE}/cancel",
        "repairs/corrections",
        "payments",
    ],
)
async def test_people_of_an_agency_do_nothing_about_what_is_of_all_parties(console: Console, path: str) -> None:
    of_agency = Person("of-an-agency", "Somebody", "azeriqaz", frozenset(("operator", "editor", "approver", "head")))
    async with console.hub.store.write() as tx:
        await create_person(tx, of_agency)
    token = (await begin(console.hub.store, of_agency)).token

    async with console.browser() as browser:
        browser.cookies.set(SESSION, token)
        answer = await browser.post(f"/console/{path}", data={"csrf": proof(token)})

    assert answer.status_code == 403
    for part in ("This page is for the committee", "Reference"):
        assert part in answer.text, part
