"""Parties on the console: what one administrator proposes a second agrees to; what is taken away ends at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from hub.access.grants import rights_in_force
from hub.access.history import Access, note_access
from hub.access.people import Person, create_person, set_password
from hub.console.viewer import LANG, SESSION, proof
from tests.authority import Authority, public_pem
from tests.integration.console.doors.conftest import Console
from tests.parties import make_party, may_ask

PARTIES = "/console/settings/parties"
FUND = f"{PARTIES}/fund"
NEW = {"name": "fund", "title_az": "Fond", "title_en": "The <b>fund</b>", "over": ["agency"]}
RIGHT = {"service": "ask.idp-status", "purpose": "benefit", "until": "31.12.2099", "typed-days": ["since", "until"]}


async def place_of(console: Console) -> str:
    """The one that waits, as a second administrator finds it."""
    page = await console.get("nermin", PARTIES)
    (found,) = re.findall(r"party-proposals/(.{32})/refused", page.text)
    return f"/console/settings/party-proposals/{found}"


async def agreed(console: Console, path: str, fields: dict[str, Any]) -> None:
    proposed = await console.post("samir", path, fields)
    assert proposed.status_code == 303, proposed.text
    assert (await console.post("nermin", f"{await place_of(console)}/agreed")).status_code == 303


async def rights(console: Console) -> set[tuple[str, ...]]:
    async with console.hub.store.read() as tx:
        return {tuple(each) for each in await rights_in_force(tx, "fund")}


async def test_a_party_and_its_rights_come_in_by_two_administrators(console: Console, tmp_path: Path) -> None:
    await agreed(console, PARTIES, NEW)
    await agreed(console, f"{FUND}/new/right", RIGHT)
    pem = Authority(tmp_path).issue("fund.example", (-1, 20)).pem
    await agreed(console, f"{FUND}/new/certificate", {"certificate": pem})
    await agreed(console, f"{FUND}/new/key", {"key": public_pem(ec.generate_private_key(ec.SECP256R1()))})
    await agreed(console, f"{FUND}/new/limit", {"name": "asks_a_day", "most": "100"})

    page = (await console.get("samir", FUND)).text
    listed = (await console.get("samir", PARTIES)).text

    assert await rights(console) == {("exchange", "agency", "-"), ("ask.idp-status", "ask", "benefit")}
    assert "its last day is 31.12.2099" in page
    assert page.count("<rect") == 2, "a picture of the certificate and the key"
    assert "one certificate or key ends within a month" in page
    assert "one certificate or key ends within a month" in listed
    assert "questions a day" in page
    assert "<b>fund" not in page + listed, "a name is text wherever it stands"


async def test_nobody_agrees_to_their_own_proposal_and_a_second_person_finds_it_on_the_list(console: Console) -> None:
    await console.post("samir", PARTIES, NEW)
    place = await place_of(console)
    listed = (await console.get("nermin", "/console/second")).text
    own = (await console.get("samir", PARTIES)).text

    alone = await console.post("samir", f"{place}/agreed")
    back = await console.post("samir", f"{place}/refused")
    late = await console.post("nermin", f"{place}/agreed")

    assert "fund · new party: The &lt;b&gt;fund" in listed
    assert "Take back" in own
    assert f"{place}/agreed" not in own
    assert (alone.status_code, back.status_code, late.status_code) == (403, 303, 409)
    assert await rights(console) == set()


async def test_what_is_taken_away_ends_at_once_by_one(console: Console, tmp_path: Path) -> None:
    async with console.hub.store.write() as tx:
        await make_party(tx, "fund", to=[may_ask("ask.idp-status", "benefit")])
        await make_party(tx, "other")
    pem = Authority(tmp_path).issue("fund.example").pem
    await agreed(console, f"{FUND}/new/certificate", {"certificate": pem})
    (mark,) = set(re.findall(r"<option>([\w-]{43})<", (await console.get("samir", FUND)).text))

    right = {"which": "ask.idp-status ask benefit"}
    silent = await console.post("samir", f"{FUND}/end-right", right)
    assert ("ask.idp-status", "ask", "benefit") in await rights(console), silent.text
    ended = await console.post("samir", f"{FUND}/end-right", {**right, "reason": "saziş bitib"})
    again = await console.post("samir", f"{FUND}/end-right", {**right, "reason": "saziş bitib"})
    assert "saziş bitib" in (await console.get("samir", FUND)).text
    of_other = await console.post("samir", f"{PARTIES}/other/end-proof", {"mark": mark})
    proof_ended = await console.post("samir", f"{FUND}/end-proof", {"mark": mark})

    assert silent.status_code == 422
    assert (ended.status_code, again.status_code, of_other.status_code, proof_ended.status_code) == (303, 404, 404, 303)
    assert "The party has no such right." in again.text
    assert await rights(console) == {("exchange", "agency", "-")}
    assert mark not in (await console.get("samir", FUND)).text


@pytest.mark.parametrize(
    ("what", "fields", "words"),
    [
        ("right", {"service": "ask.idp-status"}, "for one purpose of the catalogue"),
        ("right", {"service": "exchange"}, "Of exchange the action is named"),
        ("right", {**RIGHT, "until": "01.01.2001"}, "A right ends after it begins"),
        ("right", {**RIGHT, "until": "soon"}, "Choose a day"),
        ("certificate", {"certificate": "-----BEGIN"}, "One certificate is given, as PEM"),
        ("key", {"key": "{}"}, "A public key is given"),
        ("limit", {"name": "asks_a_year", "most": "1"}, "Choose from the list"),
        ("limit", {"name": "asks_a_day", "most": "-1"}, "cannot be taken"),
    ],
)
async def test_what_cannot_be_is_said_beside_its_field(
    console: Console, what: str, fields: dict[str, str], words: str
) -> None:
    async with console.hub.store.write() as tx:
        await make_party(tx, "fund")

    answer = await console.post("samir", f"{FUND}/new/{what}", fields)

    assert answer.status_code == 422
    assert words in answer.text
    assert list(fields.values())[-1 if what == "limit" else 0] in answer.text, "what was typed stays"


async def test_the_page_tells_what_was_refused_to_it(console: Console) -> None:
    async with console.hub.store.write() as tx:
        await make_party(tx, "fund")
        looks = [Access("ask.idp-card", "ask", outcome) for outcome in ("access.no_right", "answered")]
        await note_access(tx, console.hub.sealer, "fund", None, *looks)

    page = (await console.get("samir", FUND)).text

    assert page.count("ask.idp-card") == 1
    assert "last call" in page


@pytest.mark.parametrize("path", [PARTIES, f"{PARTIES}/edliyye", "/console/settings/new-party"])
async def test_only_the_houses_own_administrators_look(console: Console, path: str) -> None:
    async with console.hub.store.write() as tx:
        await create_person(tx, Person("foreign", "Yad", "azeriqaz", frozenset(("administrator",))))
    assert (await console.get("samir", path)).status_code == 200
    assert [(await console.get(who, path)).status_code for who in ("aydan", "sevinc", "ramil", "gunel")] == [403] * 4
    token = await session_of(console, "foreign")
    async with console.browser() as browser:
        browser.cookies.update({SESSION: token, LANG: "en"})
        assert (await browser.get(path)).status_code == 403
        sent = await browser.post(PARTIES, data={"csrf": proof(token), **NEW})
    assert sent.status_code == 403


async def session_of(console: Console, login: str) -> str:
    async with console.hub.store.write() as tx:
        await set_password(tx, login, "correct horse battery")
    return (await console.hub.passwords.log_in(login, "correct horse battery", "here")).token
