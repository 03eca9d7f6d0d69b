"""What somebody typed or chose is not lost by a field that is wrong, a session that ends, or another login."""

from __future__ import annotations

import html
import re

import httpx
import pytest

from hub.access.uploads import MOST_BYTES, Upload, forget_old_uploads, keep_upload, kept_upload, new_upload
from hub.console.viewer import SESSION, proof
from hub.store.ids import new_id
from tests.integration.console.doors.conftest import BASE, Console

ACCOUNTS = "/console/settings/accounts"
FROM_HERE = {"origin": BASE}
TYPED = {
    "login": "yeni",
    "name": "Yeni <İşçi>",
    "party": "committee",
    "roles": ["viewer", "auditor"],
    "email": "yeni@committee.example",
}
TABLES = "/console/rules/new"


def held_in(page: httpx.Response) -> list[tuple[str, str]]:
    """The hidden fields of the form that a page holds."""
    form = next(part for part in re.findall(r"<form.*?</form>", page.text, re.DOTALL) if "<details>" in part)
    return [(name, html.unescape(value)) for name, value in re.findall(r'name="([^"]*)" value="([^"]*)"', form)]


async def test_a_form_sent_after_the_session_ended_is_held_with_the_login_beside_it(console: Console) -> None:
    async with console.browser() as browser:
        answer = await browser.post(
            ACCOUNTS, data={"csrf": "of-a-session-gone", "password": "not to be shown", **TYPED}, headers=FROM_HERE
        )

    assert answer.status_code == 401
    assert 'target="_blank"' in answer.text
    assert "not to be shown" not in answer.text
    assert held_in(answer) == [
        ("login", "yeni"), ("name", "Yeni <İşçi>"), ("party", "committee"), ("roles", "viewer"), ("roles", "auditor"),
        ("email", TYPED["email"]),
    ]  # fmt: skip


async def test_what_was_held_is_looked_at_and_taken_under_the_next_login(console: Console) -> None:
    async with console.browser("samir") as browser:
        looked_at = await browser.post(ACCOUNTS, data={"csrf": "of-a-session-gone", **TYPED}, headers=FROM_HERE)
        again: dict[str, list[str]] = {}
        for name, value in held_in(looked_at):
            again.setdefault(name, []).append(value)
        taken = await browser.post(ACCOUNTS, data=again, headers=FROM_HERE)

    assert looked_at.status_code == 403
    assert again["csrf"] == [proof("sandbox-samir")]
    assert taken.headers["location"] == ACCOUNTS


async def test_a_proof_in_other_letters_is_a_wrong_proof(console: Console) -> None:
    async with console.browser("samir") as samir:
        answer = await samir.post(ACCOUNTS, data={"csrf": "yanlış", **TYPED}, headers=FROM_HERE)

    assert answer.status_code == 403


async def test_a_form_that_no_page_of_ours_has_sent_is_not_held(console: Console) -> None:
    async with console.browser() as stranger, console.browser("samir") as samir:
        without = await stranger.post(ACCOUNTS, data=TYPED)
        silent = await samir.post(ACCOUNTS, data={"csrf": "wrong", **TYPED})
        foreign = await samir.post(ACCOUNTS, data={"csrf": "wrong", **TYPED}, headers={"origin": "http://evil.test"})

    assert without.status_code == 303
    for answer in (silent, foreign):
        assert answer.status_code == 403
        assert "Yeni" not in answer.text


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [("zaur", ACCOUNTS, 403), ("samir", "/console/nowhere", 404), ("gunel", "/console/repairs/edit", 403)],
    ids=["no right", "no such page", "not of this house"],
)
async def test_every_error_page_after_a_form_gives_back_what_was_typed(
    console: Console, login: str, path: str, status: int
) -> None:
    async with console.browser(login) as browser:
        mine = {"csrf": proof(f"sandbox-{login}")}
        refused = await browser.post(path, data={**mine, **TYPED}, headers=FROM_HERE)
        foreign = await browser.post(path, data={**mine, **TYPED}, headers={"origin": "http://evil.test"})

    assert refused.status_code == status
    assert set(held_in(refused)) >= {("name", TYPED["name"]), ("roles", "auditor"), *mine.items()}
    assert foreign.status_code == status
    assert "Yeni" not in foreign.text


async def test_a_form_that_cannot_be_read_is_refused_in_words(console: Console) -> None:
    headers = {**FROM_HERE, "content-type": "multipart/form-data; boundary=x"}
    async with console.browser("samir") as samir, console.browser() as nobody:
        broken = await samir.post("/console/nowhere", content=b"--x\r\nnot a form", headers=headers)
        unknown = await nobody.post(ACCOUNTS, content=b"--x\r\nnot a form", headers=headers)

    assert (broken.status_code, unknown.status_code) == (404, 303)


async def test_a_page_learns_the_proof_of_the_session_that_began_beside_it(console: Console) -> None:
    async with console.browser() as browser:
        over = await browser.get("/console/session")
        dialog = await browser.get("/console/session/over")
        browser.cookies.set(SESSION, "sandbox-samir")
        begun = await browser.get("/console/session")

    assert over.status_code == 303
    assert "data-again" in dialog.text
    assert "<html" not in dialog.text
    assert begun.json() == {"csrf": proof("sandbox-samir")}


async def test_a_chosen_file_is_kept_when_a_field_is_wrong_and_taken_with_the_next_sending(console: Console) -> None:
    async with console.browser("orxan") as browser:
        form = {"csrf": proof("sandbox-orxan"), "name": "x"}
        refused = await browser.post(TABLES, data=form, files={"dmn": ("qayda.dmn", b"<definitions/>")})
        kept = re.findall(r'name="dmn\.kept" value="([0-9a-f]{32})" checked', refused.text)
        once_more = await browser.post(TABLES, data={**form, "dmn.kept": kept[0]})
    async with console.browser("gunel") as other:
        stolen = await other.post(TABLES, data={"csrf": proof("sandbox-gunel"), "name": "x", "dmn.kept": kept[0]})

    assert refused.status_code == once_more.status_code == 422
    assert "kept: qayda.dmn" in refused.text
    assert 'href="#dmn"' not in once_more.text
    assert "kept: qayda.dmn" in once_more.text
    assert "qayda.dmn" not in stolen.text


async def test_a_login_that_is_refused_keeps_who_it_was_and_not_the_password(console: Console) -> None:
    async with console.browser() as browser:
        typed = {"login": "samir.q", "password": "not to be shown", "goes_on": "/console/desk"}
        refused = await browser.post("/console/login", data=typed)

    assert refused.status_code == 401
    assert 'value="samir.q"' in refused.text
    assert 'value="/console/desk"' in refused.text
    assert "not to be shown" not in refused.text


async def test_a_code_that_is_none_stays_in_its_field_in_the_language_of_the_page(console: Console) -> None:
    async with console.browser() as browser:
        refused = await browser.post("/verify", data={"code": "AB12", "second": "D12", "lang": "az"})

    assert refused.status_code == 422
    assert 'value="AB12"' in refused.text
    assert 'value="D12"' in refused.text
    assert '<html lang="az"' in refused.text


async def test_files_are_kept_within_a_quota_for_a_day(console: Console) -> None:
    hub = console.hub
    made: list[Upload] = [new_upload(f"{number}.pdf", "application/pdf", MOST_BYTES // 2) for number in range(3)]

    async with hub.store.write() as tx:
        for each in made:
            await keep_upload(tx, hub.sealer, "orxan", each, b"%PDF")
        await keep_upload(tx, hub.sealer, "orxan", Upload(new_id(), "huge", "", MOST_BYTES + 1), b"")
    async with hub.store.read() as tx:
        found = [await kept_upload(tx, hub.sealer, "orxan", each.id) for each in made]
    async with hub.store.write() as tx:
        await tx.execute("UPDATE uploads SET kept_until = hub_now() - 1")
    forgotten = await forget_old_uploads(hub.store)

    assert found == [None, (made[1], b"%PDF"), (made[2], b"%PDF")]
    assert forgotten == 2
