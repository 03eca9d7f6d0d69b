"""Settings: one's own, accounts and roles, and the access history."""

from __future__ import annotations

import pytest

from hub.access.history import Access, note_access
from hub.access.people import Person, create_person
from hub.access.purposes import why
from hub.access.sessions import log_in
from hub.console.viewer import LANG, SESSION, proof
from tests.integration.console.doors.conftest import Console

_PASSWORD = "correct horse battery"


async def made(console: Console, login: str = "afet", roles: str = "operator") -> Person:
    person = Person(login, "Afət Sultanova", "committee", frozenset(roles.split()))
    async with console.hub.store.write() as tx:
        await create_person(tx, person, _PASSWORD)
    return person


async def test_one_ends_all_other_sessions_and_keeps_this_one(console: Console) -> None:
    await made(console)
    first, second = [(await log_in(console.hub.store, "afet", _PASSWORD)).token for _ in range(2)]

    async with console.browser() as browser:
        browser.cookies.update({SESSION: first, LANG: "en"})
        before = await browser.get("/console/settings")
        ended = await browser.post("/console/settings/sessions/end", data={"csrf": proof(first)})
        after = await browser.get(ended.headers["location"])
        browser.cookies.set(SESSION, second)

    assert before.text.count("<tr data-row>") == 2
    assert "1 other session was ended." in after.text
    assert after.text.count("<tr data-row>") == 1
    async with console.browser() as other:
        other.cookies.update({SESSION: second})
        assert (await other.get("/console/settings")).status_code == 303


async def test_everybody_has_their_own_settings(console: Console) -> None:
    for login in ("ramil", "sevinc", "samir", "aydan", "gunel", "zeyneb"):
        assert (await console.get(login, "/console/settings")).status_code == 200


@pytest.mark.parametrize(
    ("path", "may", "may_not"),
    [
        ("/console/settings/accounts", "samir", "aydan"),
        ("/console/settings/accounts/new", "samir", "ramil"),
        ("/console/settings/accounts/ramil", "samir", "sevinc"),
        ("/console/settings/audit", "aydan", "samir"),
    ],
)
async def test_pages_are_for_those_whose_work_they_are(console: Console, path: str, may: str, may_not: str) -> None:
    assert (await console.get(may, path)).status_code == 200
    assert (await console.get(may_not, path)).status_code == 403


async def test_an_administrator_makes_an_account_that_comes_in(console: Console) -> None:
    fields = {
        "login": "yeni",
        "name": "Yeni İşçi",
        "party": "committee",
        "roles": ["viewer", "auditor"],
        "password": _PASSWORD,
    }

    answer = await console.post("samir", "/console/settings/accounts", fields)

    assert answer.headers["location"] == "/console/settings/accounts?q=yeni"
    session = await log_in(console.hub.store, "yeni", _PASSWORD)
    assert session.person == Person("yeni", "Yeni İşçi", "committee", frozenset(("viewer", "auditor")))
    history = await console.get("aydan", "/console/settings/audit")
    assert "account made" in history.text
    assert "auditor viewer" in history.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "short"}, "12 to 200 characters"),
        ({"roles": []}, "at least one role"),
        ({"roles": ["king"]}, "at least one role"),
        ({"login": "ramil"}, "already an account"),
        ({"login": " "}, "Write the login"),
        ({"name": ""}, "Write the name"),
    ],
)
async def test_what_cannot_be_an_account_is_said_beside_its_field(
    console: Console, changes: dict[str, object], words: str
) -> None:
    fields = {"login": "yeni", "name": "Yeni İşçi", "party": "committee", "roles": ["viewer"], "password": _PASSWORD}

    answer = await console.post("samir", "/console/settings/accounts", {**fields, **changes})

    assert answer.status_code == 422
    assert words in answer.text
    assert _PASSWORD not in answer.text
    if "name" not in changes:
        assert "Yeni İşçi" in answer.text


async def test_roles_hold_from_the_next_click(console: Console) -> None:
    await made(console)
    token = (await log_in(console.hub.store, "afet", _PASSWORD)).token
    fields = {"name": "Afət S.", "party": "committee", "roles": ["auditor"]}

    await console.post("samir", "/console/settings/accounts/afet", fields)

    async with console.browser() as browser:
        browser.cookies.update({SESSION: token, LANG: "en"})
        page = await browser.get("/console/settings/audit")
    assert page.status_code == 200
    assert "Afət S." in page.text


async def test_disabling_ends_the_sessions_at_once_and_can_be_undone(console: Console) -> None:
    await made(console)
    token = (await log_in(console.hub.store, "afet", _PASSWORD)).token

    await console.post("samir", "/console/settings/accounts/afet/state", {"state": "disabled"})

    async with console.browser() as browser:
        browser.cookies.update({SESSION: token})
        assert (await browser.get("/console/settings")).status_code == 303
    await console.post("samir", "/console/settings/accounts/afet/state", {"state": "enabled"})
    assert (await log_in(console.hub.store, "afet", _PASSWORD)).person.login == "afet"


async def test_an_administrator_locks_nobody_out_by_oneself(console: Console) -> None:
    own = {"name": "Samir", "party": "committee", "roles": ["viewer"]}

    roles = await console.post("samir", "/console/settings/accounts/samir", own)
    state = await console.post("samir", "/console/settings/accounts/samir/state", {"state": "disabled"})

    assert (roles.status_code, state.status_code) == (422, 409)
    assert "another administrator" in roles.text


async def test_the_history_of_a_person_is_found_by_fin_which_stays_out_of_the_address(console: Console) -> None:
    subject = console.hub.hash("fin", "7ABCD12")
    async with console.hub.store.write() as tx:
        for number, hashed in enumerate((subject, console.hub.hash("fin", "EG6WVC4"))):
            asked = Access("ask.identity", "identity", "answered", hashed, why(f"purpose {number}", "668-IQ, 9"))
            await note_access(tx, console.hub.sealer, "committee", "ramil", asked)

    found = await console.post("aydan", "/console/settings/audit", {"fin": " 7abcd12"})
    page = await console.get("aydan", found.headers["location"])

    assert found.headers["location"] == f"/console/settings/audit?subject={subject}"
    assert "7ABCD12" not in found.headers["location"] + page.text
    assert "purpose 0" in page.text
    assert "purpose 1" not in page.text
    assert "Law on the status of refugees" in page.text
    assert "identity asked" in page.text


async def test_the_history_is_read_page_by_page(console: Console) -> None:
    async with console.hub.store.write() as tx:
        await tx.execute("DELETE FROM access_events")
        for number in range(60):
            await tx.execute(
                "INSERT INTO access_events (id, actor_party, actor_person, service, categories, outcome, created_at)"
                " VALUES (:id, 'committee', 'ramil', 'ask.identity', 'identity', :outcome, hub_now())",
                {"id": f"{number:032x}", "outcome": f"look-{number:02}"},
            )

    first = await console.get("aydan", "/console/settings/audit?person=ramil")
    address = first.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = await console.get("aydan", address)

    assert first.text.count("<tr data-row>") == 50
    assert second.text.count("<tr data-row>") == 10
    assert "person=ramil" in address
    assert "look-00" in second.text


async def test_the_hub_s_address_leads_to_the_console(console: Console) -> None:
    async with console.browser() as browser:
        answer = await browser.get("/")

    assert (answer.status_code, answer.headers["location"]) == (307, "/console/")
