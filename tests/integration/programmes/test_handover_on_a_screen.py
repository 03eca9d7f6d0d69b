"""The handover act of a home signed on a tablet: one act however often it is sent, by nobody for somebody else."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from document_flow.documents.state import Document
from hub.app import Hub
from hub.documents.signing.signers import save_fin
from hub.returns.papers import pdf_of
from hub.settings import Settings
from mappings.dates import PartialDate
from mappings.registered import Mandate
from tests.hubs import all_settled, eventually, settings_for
from tests.integration.console.desks import Desks, text
from tests.integration.documents.conftest import Office, an_office
from tests.integration.hard_cases.office import later
from tests.integration.programmes.test_certificate import told
from tests.integration.programmes.test_moves import act, homed, keys, opened, order, rows, with_homes
from tests.integration.programmes.test_status import registered
from tests.protections import protect
from tests.sandbox import RunningSandbox
from tests.tampering import holds_contents
from tests.things import LATER_ON, decided_return, statement, things_told

HEAD, WIFE, CHILD, PROXY, OTHER = "7ABCD01", "7ABCD02", "7ABCD03", "7ABCD04", "7ABCD05"
DRAWN = "0,0 10,5 20,9 30,12;40,300 50,310 60,320 1000,400"
FILLED = {
    "keys": "3",
    "signer": "0",
    "signature": DRAWN,
    "meter-electricity": "SN-1",
    "reading-electricity": "12",
    "meter-water": "W-2",
    "reading-water": "0",
}


@pytest.fixture(params=["embedded", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, sandbox: RunningSandbox) -> Settings:
    more: dict[str, object] = {"sandbox_url": sandbox.url}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def office(settings: Settings) -> AsyncIterator[Office]:
    """Two families that have come on their day: QM-1 of three, QM-2 of one."""
    async with an_office(settings) as made:
        yield made


def person(fin: str, surname: str, name: str, born: str) -> dict[str, Any]:
    return {"kind": "person", "fin": fin, "surname": surname, "given_name": name, "birth_date": born}


async def came(office: Office) -> tuple[str, str, str]:
    """The pages of the acts of both families, and their draw."""
    hub = office.served.hub
    await with_homes(hub)
    people = [(HEAD, "Aysel", "1980-05-01"), (WIFE, "Rauf", "1978-02-03"), (CHILD, "Tural", "2020-02-01"),
              (PROXY, "Vəkil", "1970-01-01"), (OTHER, "Murad", "1990-01-01")]  # fmt: skip
    await told(hub, *(person(fin, "Əliyeva", name, born) for fin, name, born in people))
    day = PartialDate.from_text("2021-01-01")
    guards = Mandate(fin=CHILD, capacity="guardian", representative_fin=HEAD, act_authority="Qəyyumluq orqanı",
                     act_number="7", act_date=day, valid_from=day)  # fmt: skip
    await things_told(hub, guards)
    cases = [
        await decided_return(hub, "QM-1", HEAD, WIFE, CHILD, rooms=2),
        await decided_return(hub, "QM-2", OTHER, rooms=2),
    ]
    draw = await homed(office, ["QM-1", "QM-2"])
    move = await opened(office)
    for number in ("QM-1", "QM-2"):
        assert await act(office, move, "add_household", number=number) == ""
    await later(hub, 3)
    assert await act(office, move, "mark_presence", "sevinc", numbers=["QM-1", "QM-2"], presence="came") == ""
    first, second = (f"/moves/{move}/handover/{case}" for case in cases)
    return first, second, draw


async def shown(office: Office, page: str, who: str = "elcin") -> dict[str, str]:
    """What the page has its form say of the text, under a key of its own."""
    answer = await Desks(office).get(who, page)
    assert answer.status_code == 200, text(answer, answer.status_code)
    hidden = re.findall(r'name="(key|shown|day)"\s+value="([^"]*)"', answer.text)
    return {name: html.unescape(value) for name, value in hidden}


async def signed(office: Office, page: str, said: dict[str, str], who: str = "elcin", **more: str) -> httpx.Response:
    return await Desks(office).post(who, f"{page}/act", **{**FILLED, **said, **more})


async def acts_of(hub: Hub) -> list[tuple[str, Document, str]]:
    """Documents that both sides have signed: id, state, number."""
    async with hub.store.read() as tx:
        found = await tx.fetch("SELECT id, reg_no FROM documents WHERE kind = 'internal' ORDER BY id")
        states = [(each["id"], await hub.office.documents.load(tx, each["id"]), each["reg_no"]) for each in found]
    return [(name, state, number) for name, state, number in states if state is not None and state.signed_in_person]


async def lookers(hub: Hub, fin: str) -> list[str]:
    """Who was shown an act of this person's family."""
    async with hub.store.read() as tx:
        found = await tx.fetch(
            "SELECT actor_person FROM access_events WHERE service = 'move.handover' AND subject_hash = :subject",
            {"subject": hub.hash("fin", fin)},
        )
    return [each["actor_person"] for each in found]


async def proxied(hub: Hub) -> None:
    """Somebody outside the first family is given a power of attorney by its head."""
    day = PartialDate.from_text("2021-01-01")
    proxy = Mandate(fin=HEAD, capacity="proxy", representative_fin=PROXY, act_authority="Notariat", act_number="8",
                    act_date=day, valid_from=day)  # fmt: skip
    await things_told(hub, proxy)


async def test_an_act_that_both_sides_sign_is_registered_and_gives_the_keys(office: Office) -> None:
    hub, (page, _, draw) = office.served.hub, await came(office)
    move = page.split("/")[2]
    said = await shown(office, page)
    shows = text(await Desks(office).get("elcin", page))
    assert [each in shows for each in ("EV-1", "Aysel", "Rauf, an adult", "Tural", "Elçin")] == [True] * 5
    assert "Tural, an adult" not in shows

    answer = await signed(office, page, said)
    again = await signed(office, page, said)

    assert (answer.status_code, again.status_code) == (303, 303)
    ((document, state, number),) = await acts_of(hub)
    assert (state.author, state.access, state.needs_approval) == ("elcin", "open", False)
    assert await holds_contents(hub, document) == 1
    async with hub.store.read() as tx:
        pdf = await pdf_of(hub.aggregates.needs, tx, number)
        leaves = await tx.fetch("SELECT kind FROM evidence_leaves WHERE subject = :id", {"id": document})
    assert pdf == state.versions[-1].files[0]
    assert (await hub.office.printing.content.read(pdf.sha256)).startswith(b"%PDF")
    assert leaves, "its chain stands in the evidence"
    moved = next(each for each in await rows(office, move, "households") if each["number"] == "QM-1")
    assert (moved["handover"], moved["state"]) == (number, "has moved")
    assert {each["meter"] for each in await rows(office, move, "meters")} == {"SN-1", "W-2"}
    assert (await order(office, draw))["QM-1"] == ("EV-1", "handed over")
    closed = await Desks(office).get("elcin", page)
    assert f"/console/documents/{document}" in closed.text
    assert 'name="signature"' not in closed.text
    assert await lookers(hub, CHILD) == ["elcin"]
    assert await act(office, move, "tell_services") == ""
    async with hub.store.read() as tx:
        told_right = await tx.fetch("SELECT id FROM messages WHERE format = 'hub.right-of-use.v1'")
    assert len(told_right) == 1


async def test_a_text_that_has_changed_since_it_was_shown_is_not_signed_and_is_shown_anew(office: Office) -> None:
    hub, (page, other, _) = office.served.hub, await came(office)
    said, theirs = await shown(office, page), await shown(office, other)
    await proxied(hub)

    refused = await signed(office, page, said)

    assert "nothing is signed" in text(refused, 409)
    assert "Vəkil, proxy" in text(refused, 409)
    assert await lookers(hub, PROXY) == ["elcin"], "the name of whoever may sign was shown too"
    assert DRAWN not in refused.text, "the signature was under another text"
    assert "selected" not in refused.text.partition('id="signer"')[2].partition("</select>")[0], "and so its signer"
    await statement(hub, OTHER, "V-9", LATER_ON)
    gone = {"number": "QM-2", "document": "V-9"}
    assert await act(office, page.split("/")[2], "withdraw_household", "sevinc", **gone) == ""
    assert (await signed(office, other, theirs)).status_code == 404
    assert await acts_of(hub) == []
    answer = await signed(office, page, await shown(office, page), signer="3")
    assert answer.status_code == 303


async def test_what_was_signed_without_a_connection_is_an_act_of_its_own_day(office: Office) -> None:
    hub, (page, *_) = office.served.hub, await came(office)
    said = await shown(office, page)
    await later(hub, 1)

    assert (await signed(office, page, said)).status_code == 303

    async with hub.store.read() as tx:
        today = (await hub.aggregates.needs.context(tx)).today
    moved = next(each for each in await rows(office, page.split("/")[2], "households") if each["number"] == "QM-1")
    assert date.fromisoformat(moved["handed_on"]) == date.fromisoformat(said["day"]) < today


async def test_a_tablet_that_never_heard_of_its_act_is_told_of_it_and_never_that_nothing_is_signed(
    office: Office,
) -> None:
    hub, (page, *_) = office.served.hub, await came(office)
    said = await shown(office, page)
    assert (await signed(office, page, said)).status_code == 303
    other = await signed(office, page, said, keys="4")
    await proxied(hub)

    for again in (other, await signed(office, page, said), await signed(office, page, said, key="k")):
        assert "The home was handed over by the act" in text(again, 409)
        assert "nothing is signed" not in again.text.lower()
    assert len(await acts_of(hub)) == 1


async def test_four_tablets_at_once_make_one_act(office: Office) -> None:
    hub, (page, *_) = office.served.hub, await came(office)
    said = await shown(office, page)
    same = await asyncio.gather(*(signed(office, page, said) for _ in range(2)))
    other = await asyncio.gather(*(signed(office, page, said, key=f"k{each}") for each in range(2)))

    assert {each.status_code for each in same} == {303}
    assert {each.status_code for each in other} == {409}
    assert len(await acts_of(hub)) == 1


async def test_nobody_signs_for_another_or_for_another_home(office: Office) -> None:
    hub, (page, other, _) = office.served.hub, await came(office)
    said, theirs = await shown(office, page), await shown(office, other)

    assert (await signed(office, page, theirs)).status_code == 409, "the text of another home"
    assert (await signed(office, page, {**said, "day": "2026-01-01"})).status_code == 409
    assert (await signed(office, page, said, "fuad")).status_code == 409, "shown to another official"
    assert "Only a" in text(await Desks(office).get("sevinc", page))
    for who in ("sevinc", "vusal"):
        assert (await signed(office, page, said, who)).status_code in (403, 409)
    assert (await signed(office, page, said, signer="2")).status_code == 422, "a child"
    async with hub.store.write() as tx:
        await save_fin(tx, hub.sealer, "elcin", OTHER)
    assert "close relative" in text(await signed(office, page, said), 403), "who receives a home hands over none here"
    assert await acts_of(hub) == []


async def test_a_home_is_handed_over_to_nobody_who_has_died(office: Office) -> None:
    hub, (page, other, _) = office.served.hub, await came(office)
    said = await shown(office, page)
    died = {WIFE: ("Rauf", "1978-02-03"), OTHER: ("Murad", "1990-01-01")}
    await told(hub, *({**person(fin, "Əliyeva", *of), "vital_status": "deceased"} for fin, of in died.items()))

    assert "nothing is signed" in text(await signed(office, page, said), 409)
    shows = text(await Desks(office).get("elcin", page))
    assert ("Aysel, an adult" in shows, "Tural" in shows, "Rauf" in shows) == (True, True, False)
    nobody = await Desks(office).get("elcin", other)
    assert ("The register knows nobody who may sign" in text(nobody), 'name="signature"' in nobody.text) == (
        True,
        False,
    )
    assert await lookers(hub, OTHER) == [], "nothing of the family was shown"
    assert (await signed(office, page, await shown(office, page))).status_code == 303
    assert await act(office, page.split("/")[2], "tell_services") == ""
    hub.calling.nudge()
    await eventually(lambda: all_settled(hub), what="the register knows")
    lives = ["actual_residence" in await registered(hub, "fin", fin) for fin in (HEAD, WIFE, CHILD)]
    assert lives == [True, False, True], "who has died moved nowhere"


async def test_nobody_from_whom_somebody_of_the_family_is_kept_signs_for_it(office: Office) -> None:
    hub, (page, *_) = office.served.hub, await came(office)
    await proxied(hub)
    await protect(hub, WIFE, against_fin=HEAD)
    await protect(hub, CHILD, against_fin=PROXY)

    shows = text(await Desks(office).get("zeyneb", page))

    assert ("Rauf, an adult" in shows, "Aysel, an adult" in shows, "Vəkil" in shows) == (True, False, False)
    said = await shown(office, page, "zeyneb")
    assert (await signed(office, page, said, "zeyneb", signer="0")).status_code == 422
    assert await acts_of(hub) == []


async def test_what_cannot_be_signed_is_told_by_field_and_what_is_huge_at_the_door(office: Office) -> None:
    page, *_ = await came(office)
    said = await shown(office, page)
    for field, typed, words in (
        ("signature", "", "Nothing was signed"),
        ("signature", "data:image/png;base64,iVBORw0KGgo=", "cannot be read"),
        ("signature", "1,1 " * 14_000, "too large"),
        ("keys", "-1", "how many keys"),
        ("meter-gas", "G", "both the meter"),
    ):
        refused = await signed(office, page, said, **{field: typed})

        assert words in text(refused, 422), typed[:40]
        assert 'value="SN-1"' in refused.text, "what was typed is still there"

    huge = await signed(office, page, said, signature="A" * 50_000_000)
    assert huge.status_code in (413, 422)
    assert await acts_of(office.served.hub) == []


async def test_after_a_paper_act_nothing_is_signed_and_a_protected_family_is_for_few_eyes(office: Office) -> None:
    hub, (page, other, _) = office.served.hub, await came(office)
    said, theirs, move = await shown(office, page), await shown(office, other), page.split("/")[2]
    assert await keys(office, move, "QM-1") == ""
    assert (await signed(office, page, said)).status_code == 409

    await protect(hub, OTHER)

    for answer in (await Desks(office).get("elcin", other), await signed(office, other, theirs)):
        assert (answer.status_code, "EV-2" in answer.text) == (404, False)
    unknown = await Desks(office).get("elcin", f"/moves/{move}/handover/{'0' * 32}")
    assert unknown.status_code == 404
    assert await acts_of(hub) == []
    assert (await signed(office, other, await shown(office, other, "zeyneb"), "zeyneb")).status_code == 303
    ((_, state, number),) = await acts_of(hub)
    async with hub.store.read() as tx:
        assert (state.access, await pdf_of(hub.aggregates.needs, tx, number)) == ("restricted", None)
