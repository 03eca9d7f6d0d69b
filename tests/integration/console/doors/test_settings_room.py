"""Settings: one's own, accounts and roles, and the access history."""

from __future__ import annotations

import json
import re
from email import message_from_bytes
from email.policy import default

import pytest

from hub.access.accounts import change_account, email_key, email_of
from hub.access.held_accounts import altered_accounts
from hub.access.history import Access, note_access
from hub.access.keyring import Unauthenticated
from hub.access.people import Person, create_person, find_person, set_password
from hub.access.purposes import why
from hub.console.viewer import LANG, SESSION, proof
from hub.evidence.rights import MACHINE
from tests.integration.console.doors.conftest import Console
from tests.tampering import tampered

_PASSWORD = "correct horse battery"


async def made(console: Console, login: str = "afet", roles: str = "operator") -> Person:
    person = Person(login, "Afət Sultanova", "committee", frozenset(roles.split()))
    async with console.hub.store.write() as tx:
        await create_person(tx, person)
        await set_password(tx, person.login, _PASSWORD)
    return person


async def test_one_ends_all_other_sessions_and_keeps_this_one(console: Console) -> None:
    await made(console)
    first, second = [(await console.hub.passwords.log_in("afet", _PASSWORD, "here")).token for _ in range(2)]

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


EMAIL = "yeni@committee.example"
NEW = {"login": "yeni", "name": "Yeni İşçi", "party": "committee", "roles": ["viewer"], "email": EMAIL}
ACCOUNTS = "/console/settings/accounts"


async def proposals(console: Console, who: str = "nermin") -> list[str]:
    """Those that wait, as a second administrator finds them."""
    page = await console.get(who, ACCOUNTS)
    return [f"{ACCOUNTS}/proposals/{each}" for each in re.findall(r"accounts/proposals/(.{32})/refused", page.text)]


async def proposal(console: Console, who: str = "nermin") -> str:
    """The one that waits the longest."""
    return (await proposals(console, who))[0]


def mailed(console: Console) -> tuple[str, str]:
    """To whom the last letter went, and the link in it; in a sandbox they lie in a folder."""
    raw = max((console.hub.settings.data / "sandbox" / "mail").iterdir()).read_bytes()
    letter = message_from_bytes(raw, policy=default)
    (link,) = re.findall(r"http://\S+(/console/password/\S+)", letter.get_content())
    return str(letter["To"]), str(link)


async def test_an_account_is_made_by_two_administrators_and_its_person_sets_the_password(console: Console) -> None:
    proposed = await console.post("samir", ACCOUNTS, {**NEW, "login": " Yeni "})
    place = await proposal(console)
    alone = await console.post("samir", f"{place}/agreed", {})
    before = await console.get("samir", f"{ACCOUNTS}/yeni")
    agreed = await console.post("nermin", f"{place}/agreed", {})
    to, link = mailed(console)

    async with console.browser() as browser:
        weak = await browser.post(link, data={"password": "short"})
        set_it = await browser.post(link, data={"password": _PASSWORD})
        again = await browser.get(link)

    assert (proposed.status_code, alone.status_code, before.status_code) == (303, 403, 404)
    assert (agreed.status_code, to) == (303, EMAIL)
    assert (weak.status_code, set_it.status_code, again.status_code) == (422, 303, 404)
    session = await console.hub.passwords.log_in("YENI", _PASSWORD, "here")
    assert session.person == Person("yeni", "Yeni İşçi", "committee", frozenset(("viewer",)))
    assert "account made" in (await console.get("aydan", "/console/settings/audit")).text
    async with console.hub.store.read() as tx:
        rows = await tx.fetch("SELECT content FROM evidence_leaves WHERE kind LIKE 'right.%' ORDER BY id")
    said = [json.loads(bytes(row["content"])) for row in rows]
    assert [(each["kind"], each["by"], each.get("second")) for each in said if each["by"] != MACHINE] == [
        ("right.account.proposed", "samir", None),
        ("right.account", "samir", "nermin"),
        ("right.password", "yeni", None),
    ]


async def test_a_role_that_the_database_alone_has_given_is_named(console: Console) -> None:
    store = console.hub.store
    await console.post("samir", f"{ACCOUNTS}/zaur/state", {"state": "disabled"})
    assert await altered_accounts(store, console.hub.sealer, console.hub.hash) == []

    for change in (
        "UPDATE people SET roles = 'administrator viewer' WHERE login = 'zaur'",
        "UPDATE people SET disabled_at = NULL WHERE login = 'zaur'",
        "UPDATE people SET district = 'Bakı' WHERE login = 'zaur'",
        "UPDATE people SET login = 'zaur2' WHERE login = 'zaur'",
        "UPDATE people SET name = 'Fuad Kərimli' WHERE login = 'zaur'",
        "UPDATE people SET disabled_until = disabled_until + 1000000 WHERE login = 'zaur'",
        "UPDATE people SET disabled_until = NULL WHERE login = 'zaur'",
        "INSERT INTO former_names (login, until, name) VALUES ('zaur', 1, 'Fuad Kərimli')",
    ):
        async with tampered(store, ("people", "former_names"), change):
            assert "zaur" in await altered_accounts(store, console.hub.sealer, console.hub.hash), change


async def test_a_name_waits_for_a_second_administrator_and_one_that_somebody_has_is_marked(console: Console) -> None:
    store, hashed = console.hub.store, console.hub.hash
    fuad = {"name": "Fuаd Kerimli", "party": "committee", "roles": ["viewer"]}

    own = await console.post("samir", f"{ACCOUNTS}/samir", {**fuad, "roles": ["administrator"]})
    waits = await console.post("samir", f"{ACCOUNTS}/zaur", fuad)
    page = await console.get("nermin", ACCOUNTS)

    assert (own.status_code, waits.status_code) == (422, 303)
    assert (await find_person(store, "zaur")).name == "Zaur Nağıyev"  # type: ignore[union-attr]
    assert "fuad is called so too" in page.text, "in Cyrillic and without ə"
    await console.post("nermin", f"{await proposal(console)}/agreed", {})
    assert (await find_person(store, "zaur")).name == fuad["name"]  # type: ignore[union-attr]
    assert await altered_accounts(store, console.hub.sealer, hashed) == []
    for change in ("DELETE FROM former_names", "UPDATE former_names SET until = until + 1000"):
        async with tampered(store, ("former_names",), change):
            assert await altered_accounts(store, console.hub.sealer, hashed) == ["zaur"], change


async def test_an_address_waits_for_a_second_administrator_and_stands_in_the_log(console: Console) -> None:
    store, hub, fields = console.hub.store, console.hub, {"party": "committee", "roles": ["viewer"]}
    zaur = {"name": "Zaur Nağıyev", **fields, "email": "zaur@committee.example"}
    await console.post("samir", f"{ACCOUNTS}/zaur", {**zaur, "email": "samir@elsewhere.example"})
    page = await console.get("nermin", ACCOUNTS)
    await console.post("nermin", f"{await proposal(console)}/refused", {})
    async with store.read() as tx:
        assert await email_of(tx, hub.sealer, "zaur") == ""

    await console.post("samir", f"{ACCOUNTS}/zaur", zaur)
    await console.post("nermin", f"{await proposal(console)}/agreed", {})

    assert "another address" in page.text
    assert "samir@elsewhere.example" in page.text
    async with store.read() as tx:
        assert await email_of(tx, hub.sealer, "zaur") == zaur["email"]
        leaves = await tx.fetch("SELECT content FROM evidence_leaves WHERE kind = 'right.account_roles'")
    (said,) = [json.loads(bytes(row["content"])) for row in leaves]
    key = email_key(hub.hash, "zaur", "zaur@committee.example")
    assert (said["by"], said["second"], said["email"]) == ("samir", "nermin", key)
    assert await altered_accounts(store, hub.sealer, hub.hash) == []
    for change in (
        "UPDATE people SET email_sealed = NULL WHERE login = 'zaur'",
        "UPDATE people SET email_version = email_version + 1 WHERE login = 'zaur'",
    ):
        async with tampered(store, ("people",), change):
            assert await altered_accounts(store, hub.sealer, hub.hash) == ["zaur"], change


async def test_a_link_goes_to_the_address_of_the_moment_when_two_have_agreed(console: Console) -> None:
    person = await made(console)
    fields = {"name": person.name, "party": "committee", "roles": ["operator"]}
    await console.post("samir", f"{ACCOUNTS}/afet", {**fields, "email": "old@committee.example"})
    await console.post("nermin", f"{await proposal(console)}/agreed", {})
    await console.post("samir", f"{ACCOUNTS}/afet/password", {})
    link = await proposal(console)
    await console.post("samir", f"{ACCOUNTS}/afet", {**fields, "email": "new@committee.example"})
    (moved,) = {place for place in await proposals(console) if place != link}
    await console.post("nermin", f"{moved}/agreed", {})

    await console.post("nermin", f"{link}/agreed", {})

    assert mailed(console)[0] == "new@committee.example"


async def test_nobody_changes_their_own_roles_alone_or_by_a_second(console: Console) -> None:
    own = {"name": "Samir İsgəndərli", "party": "committee", "roles": ["clerk"]}

    alone = await console.post("samir", f"{ACCOUNTS}/samir", own)
    await console.post("nermin", f"{ACCOUNTS}/samir", own)
    place = await proposal(console)
    himself = await console.post("samir", f"{place}/agreed", {})

    assert (alone.status_code, himself.status_code) == (422, 403)
    assert "Nobody decides about" in alone.text
    assert "Proposed by" in (await console.get("nermin", ACCOUNTS)).text


async def test_more_roles_or_another_party_wait_for_a_second_administrator(console: Console) -> None:
    person = await made(console)
    for wanted in ({"roles": ["operator", "viewer"]}, {"roles": ["operator"], "party": "azeriqaz"}):
        fields = {"name": person.name, "party": "committee", **wanted}

        await console.post("samir", f"{ACCOUNTS}/afet", fields)

        assert (await find_person(console.hub.store, "afet")) == person
        await console.post("nermin", f"{await proposal(console)}/agreed", {})
        changed = await find_person(console.hub.store, "afet")
        assert changed is not None
        assert (changed.party, sorted(changed.roles)) == (fields["party"], wanted["roles"])
        async with console.hub.store.write() as tx:
            await change_account(tx, person)


async def test_roles_that_exclude_each_other_are_not_given_together(console: Console) -> None:
    answer = await console.post("samir", ACCOUNTS, {**NEW, "roles": ["approver", "editor"]})

    assert "approver and editor together" in answer.text


async def test_a_forgotten_password_is_set_anew_by_a_link_that_is_sent_to_its_person(console: Console) -> None:
    person = await made(console)
    own = await console.post("samir", f"{ACCOUNTS}/samir/password", {})
    nowhere = await console.post("samir", f"{ACCOUNTS}/afet/password", {})
    fields = {"name": person.name, "party": "committee", "roles": ["operator"], "email": "afet@committee.example"}

    await console.post("samir", f"{ACCOUNTS}/afet", fields)
    alone = await console.post("samir", f"{ACCOUNTS}/afet/password", {})
    await console.post("nermin", f"{await proposal(console)}/agreed", {})
    await console.post("samir", f"{ACCOUNTS}/afet/password", {})
    agreed = await console.post("nermin", f"{await proposal(console)}/agreed", {})

    assert (own.status_code, nowhere.status_code, alone.status_code) == (422, 422, 422), "an address waits for two"
    assert "write the address first" in nowhere.text
    to, link = mailed(console)
    assert (to, agreed.status_code) == ("afet@committee.example", 303)
    pages = [(await console.get(who, f"{ACCOUNTS}{at}")).text for who in ("samir", "nermin") for at in ("", "/afet")]
    assert not [page for page in (*pages, agreed.text, agreed.headers["location"]) if link in page]
    async with console.browser() as browser:
        assert (await browser.get(link)).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"login": "ramіl"}, "only the letters a-z"),
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
    answer = await console.post("samir", ACCOUNTS, {**NEW, **changes})

    assert answer.status_code == 422
    assert words in answer.text
    if "name" not in changes:
        assert "Yeni İşçi" in answer.text


async def test_roles_hold_from_the_next_click(console: Console) -> None:
    person = await made(console, roles="auditor viewer")
    token = (await console.hub.passwords.log_in("afet", _PASSWORD, "here")).token
    fields = {"name": person.name, "party": "committee", "roles": ["viewer"]}

    await console.post("samir", "/console/settings/accounts/afet", fields)

    async with console.browser() as browser:
        browser.cookies.update({SESSION: token, LANG: "en"})
        assert (await browser.get("/console/settings/audit")).status_code == 403


async def comes_in(console: Console, login: str = "afet") -> bool:
    try:
        return (await console.hub.passwords.log_in(login, _PASSWORD, "here")).person.login == login
    except Unauthenticated:
        return False


async def test_who_is_to_be_disabled_is_stopped_at_once_for_a_day_and_for_good_by_two(console: Console) -> None:
    await made(console)
    token = (await console.hub.passwords.log_in("afet", _PASSWORD, "here")).token
    state = f"{ACCOUNTS}/afet/state"

    await console.post("samir", state, {"state": "disabled"})
    again = await console.post("nermin", state, {"state": "disabled"})

    async with console.browser() as browser:
        browser.cookies.update({SESSION: token})
        assert (await browser.get("/console/settings")).status_code == 303
    assert (await comes_in(console), again.status_code) == (False, 409)
    async with console.hub.store.write() as tx:
        await tx.execute("UPDATE people SET disabled_until = hub_now() WHERE login = 'afet'")
    assert await comes_in(console), "nobody agreed within the day"
    await console.post("nermin", f"{await proposal(console)}/agreed", {})
    assert not await comes_in(console)

    await console.post("samir", state, {"state": "enabled"})
    assert not await comes_in(console), "one alone opens nothing"
    place = await proposal(console)
    assert (await console.post("samir", f"{place}/agreed", {})).status_code == 403
    await console.post("nermin", f"{place}/agreed", {})
    assert await comes_in(console)


async def test_one_administrator_alone_stops_nobody_twice_and_few_in_a_day(console: Console) -> None:
    await made(console)
    state = f"{ACCOUNTS}/afet/state"
    await console.post("samir", state, {"state": "disabled"})
    await console.post("samir", f"{await proposal(console, 'samir')}/refused", {})
    assert await comes_in(console)

    await console.post("samir", state, {"state": "disabled"})

    assert await comes_in(console), "it waits for the second administrator alone"
    for login in ("ramil", "tural", "lale", "kamran", "zaur", "aydan"):
        await console.post("samir", f"{ACCOUNTS}/{login}/state", {"state": "disabled"})
    assert [each for each in ("kamran", "zaur", "aydan") if await find_person(console.hub.store, each)] == [
        "zaur",
        "aydan",
    ]


async def test_an_administrator_locks_nobody_out_by_oneself(console: Console) -> None:
    own = {"name": "Samir", "party": "committee", "roles": ["viewer"]}

    roles = await console.post("samir", "/console/settings/accounts/samir", own)
    state = await console.post("samir", "/console/settings/accounts/samir/state", {"state": "disabled"})

    assert (roles.status_code, state.status_code) == (422, 403)
    assert "Nobody decides about their own" in roles.text


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


async def test_the_console_s_address_without_its_last_slash_leads_to_where_one_may_go(console: Console) -> None:
    answer = await console.get("ramil", "/console")

    assert (answer.status_code, answer.headers["location"]) == (307, "/console/")
