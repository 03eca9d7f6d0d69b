"""A chosen file is sent before its form and kept under the login; the form names it, and survives without it."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from hub.access.uploads import MOST_BYTES, kept_upload, new_upload
from hub.console.viewer import LANG, proof
from hub.store.ids import new_id
from tests.integration.console.doors.conftest import Console
from tests.integration.console.doors.test_forms_that_survive import FROM_HERE, TABLES, held_in

DOOR = "/console/kept-files"
DMN = ("qayda.dmn", b"<definitions/>")
TYPED = {"name": "x", "act_number": "12 <b>"}


async def sent(browser: httpx.AsyncClient, login: str, **fields: Any) -> httpx.Response:
    """The file as the page's script sends it."""
    data = {"csrf": proof(f"sandbox-{login}"), "mark": "dmn.kept", **fields}
    return await browser.post(DOOR, data=data, files={"file": DMN}, headers=FROM_HERE)


def named_in(answer: httpx.Response) -> list[str]:
    return re.findall(r'name="dmn\.kept" value="([0-9a-f]{32})" checked', answer.text)


async def test_a_form_names_a_file_that_came_before_it_as_often_as_it_is_sent(console: Console) -> None:
    async with console.browser("orxan") as browser:
        box = await sent(browser, "orxan")
        form = {"csrf": proof("sandbox-orxan"), "dmn.kept": named_in(box), **TYPED}
        refused = await browser.post(TABLES, data=form)
        once_more = await browser.post(TABLES, data=form)

    assert "kept: qayda.dmn" in box.text
    assert "<html" not in box.text
    assert refused.status_code == 422
    assert 'href="#dmn"' not in refused.text
    assert named_in(refused) == named_in(once_more) == named_in(box), "it is kept once"


@pytest.mark.parametrize("whose", ["gunel", "nobody's"])
async def test_a_file_of_another_login_is_refused_as_one_that_is_kept_no_more(console: Console, whose: str) -> None:
    async with console.browser("gunel") as other, console.browser("orxan") as browser:
        theirs = named_in(await sent(other, "gunel")) if whose == "gunel" else [new_id()]
        form = {"csrf": proof("sandbox-orxan"), "dmn.kept": theirs, **TYPED}
        refused = await browser.post(TABLES, data=form, headers=FROM_HERE)

    assert refused.status_code == 422
    assert "This file is not kept" in refused.text
    assert "qayda.dmn" not in refused.text
    assert dict(held_in(refused)) == {"csrf": proof("sandbox-orxan"), **TYPED}


async def test_an_error_page_holds_the_files_of_the_form_too(console: Console) -> None:
    async with console.browser("zaur") as browser:
        form = {"csrf": proof("sandbox-zaur"), **TYPED}
        refused = await browser.post(TABLES, data=form, files={"dmn": DMN})
        again = await browser.post(TABLES, data=dict(held_in(refused)))

    assert refused.status_code == again.status_code == 403
    assert "kept: qayda.dmn" in refused.text
    assert dict(held_in(again)) == dict(held_in(refused))


async def test_a_large_form_without_a_session_holds_what_was_typed_and_says_which_files_to_choose_again(
    console: Console,
) -> None:
    async with console.browser() as browser:
        large = ("böyük.dmn", b"x" * 5_000_000)
        answer = await browser.post(TABLES, data=TYPED, files={"dmn": large}, headers=FROM_HERE)
        empty = await browser.post(TABLES, data=TYPED, files={"dmn": ("", b"")}, headers=FROM_HERE)
        long = await browser.post(TABLES, data={"x": ["y" * 900_000] * 3}, files={"dmn": DMN}, headers=FROM_HERE)

    assert answer.status_code == 401
    assert held_in(answer) == [*TYPED.items(), ("dmn.kept", "")]
    assert "Choose these files once more on the page that follows: böyük.dmn" in answer.text
    assert "Choose these files" not in empty.text
    assert long.status_code == 303


async def test_a_form_whose_files_are_lost_is_not_taken_without_them(console: Console) -> None:
    letter = "/console/documents/new/outgoing"
    typed = {"title": "Cavab", "addressee": "Nazirlik", "text": "Mətn."}
    async with console.browser() as browser:
        over = await browser.post(letter, data=typed, files={"attached": DMN}, headers=FROM_HERE)
    async with console.browser("leyla") as browser:
        again = {"csrf": proof("sandbox-leyla"), **dict(held_in(over))}
        refused = await browser.post(letter, data=again)
        taken = await browser.post(letter, data={**again, "attached.kept": []}, files={"attached": DMN})

    assert refused.status_code == 422
    assert 'id="attached-error"' in refused.text
    assert ">Mətn.</textarea>" in refused.text
    assert taken.status_code == 303


async def test_files_of_an_earlier_session_are_kept_under_this_one(console: Console) -> None:
    async with console.browser("orxan") as browser:
        form = {"csrf": "of-a-session-gone", **TYPED}
        looked_at = await browser.post(TABLES, data=form, files={"dmn": DMN}, headers=FROM_HERE)
        taken = await browser.post(TABLES, data=dict(held_in(looked_at)))

    assert looked_at.status_code == 403
    assert taken.status_code == 422
    assert "kept: qayda.dmn" in taken.text


async def test_who_has_no_session_or_another_site_keeps_nothing(console: Console) -> None:
    async with console.browser() as nobody, console.browser("orxan") as orxan:
        fields = {"csrf": proof("sandbox-orxan"), "mark": "dmn.kept"}
        answers = [
            await nobody.post(DOOR, data=fields, files={"file": DMN}, headers=FROM_HERE),
            await nobody.post(DOOR, data=fields, files={"file": DMN}),
            await orxan.post(DOOR, data=fields, files={"file": DMN}, headers={"origin": "http://evil.test"}),
            await orxan.post(DOOR, data={"csrf": "wrong"}, files={"file": DMN}),
        ]
    async with console.hub.store.read() as tx:
        kept = await tx.fetch("SELECT count(*) AS n FROM uploads")

    assert [each.status_code for each in answers] == [401, 303, 403, 403]
    assert kept[0]["n"] == 0


async def test_what_cannot_be_kept_is_said_in_the_language_of_the_page(console: Console) -> None:
    hub = console.hub
    full = new_upload("arxiv.pdf", "application/pdf", MOST_BYTES)
    async with console.browser("orxan") as browser:
        browser.cookies.set(LANG, "az")
        none = await browser.post(DOOR, data={"csrf": proof("sandbox-orxan"), "mark": "dmn.kept"})
        async with hub.store.write() as tx:
            await tx.many(
                "INSERT INTO uploads (id, login, name_sealed, mime, size, kept_until)"
                " VALUES ($1, 'orxan', $2, '', $3, $4)",
                [(full.id, b"", MOST_BYTES, await tx.now() + 1_000_000_000)],
            )
        beside = await sent(browser, "orxan", beside=full.id)
        instead = await sent(browser, "orxan")
    async with hub.store.read() as tx:
        left = await tx.fetch("SELECT id FROM uploads")
        assert await kept_upload(tx, hub.sealer, "orxan", full.id) is None

    assert (none.status_code, none.json()["detail"]) == (422, "Fayl seçin.")
    assert (beside.status_code, beside.json()["code"]) == (413, "console.files_full")
    assert "birlikdə 64 MB" in beside.json()["detail"]
    assert [each["id"] for each in left] == named_in(instead)
