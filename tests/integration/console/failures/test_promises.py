"""Informing an agency, its answer, and one shift to the next."""

from __future__ import annotations

import html
import re

from hub.exchange.care.handover import last_handovers
from hub.store.ids import new_id
from tests.integration.console.desks import says_word
from tests.integration.console.failures.conftest import GROUP, Room, said

MISTAKE = "agency.http_400"


async def informed(room: Room, group: str, **changed: str) -> None:
    """The notice as it is proposed, sent by Ramil."""
    page = (await room.console.get("ramil", f"/console/failures/{group}/inform")).text
    proposed = {
        name: html.unescape(value) for name, value in re.findall(r'id="(agency|due)"[^>]*value="([^"]*)"', page)
    }
    proposed["typed-days"] = "due"
    texts = {name: html.unescape(text) for name, text in re.findall(r'id="(text_\w\w)"[^>]*>([^<]*)<', page)}
    sent = await room.post(
        "ramil", f"/failures/{group}/inform", contact="Duty desk, 012 555 00 00", **{**proposed, **texts, **changed}
    )
    assert sent.status_code == 303, sent.text


async def test_a_notice_is_written_already_in_both_languages_without_personal_values(room: Room) -> None:
    await room.fail(3, MISTAKE)
    group = (await room.rows("SELECT DISTINCT fingerprint FROM deliveries"))[0]["fingerprint"]

    page = await room.get("ramil", f"/failures/{group}/inform")
    assert "3 of our calls to your service (change of a person's data) did not succeed" in page
    assert "3 sorğumuz nəticə verməyib" in page
    assert "key-" in page


async def test_a_notice_to_the_sender_names_the_numbers_on_its_own_receipts(room: Room) -> None:
    message = await room.send("e-1", birthDate="1956-02-31T00:00:00+04:00")
    await room.get("ramil", "/failures")
    (group,) = await room.rows("SELECT fingerprint FROM quarantined")

    page = await room.get("ramil", f"/failures/{group['fingerprint']}/inform")
    assert f"- {message} (sha256 " in page
    assert not says_word("1956", page)


async def test_red_leaves_the_count_once_the_group_is_owned_and_waits_for_the_agency(room: Room) -> None:
    await room.fail(3)
    await room.fail(2, MISTAKE)
    assert "5 failures wait for a person" in await room.get("ramil", "/failures")

    await informed(room, GROUP)
    listed = await room.get("ramil", "/failures")
    assert "2 failures wait for a person" in listed
    assert "agency informed" in listed
    assert "informed, answer due" in await room.get("ramil", f"/failures/{GROUP}")
    assert (await room.rows("SELECT owner FROM failure_owners"))[0]["owner"] == "ramil"


async def test_an_overdue_answer_turns_the_group_red_again_until_it_is_recorded(room: Room) -> None:
    await room.fail(3)
    await informed(room, GROUP)
    async with room.console.hub.store.write() as tx:
        await tx.execute("UPDATE agency_notices SET answer_due = hub_now() - 1000000")

    assert "answer overdue" in await room.get("ramil", "/failures?waits=overdue")
    assert "3 failures wait for a person" in await room.get("ramil", "/failures")
    assert "has not answered" in await room.get("ramil", f"/failures/{GROUP}")

    notice = (await room.rows("SELECT id FROM agency_notices"))[0]["id"]
    await room.post("ramil", f"/failures/{GROUP}/answer", notice=notice, answer="Mended tonight.")
    page = await room.get("ramil", f"/failures/{GROUP}")
    assert "Mended tonight. Ramil Ağayev" in page
    assert "has not answered" not in page
    again = await room.post("ramil", f"/failures/{GROUP}/answer", notice=notice, answer="Twice")
    assert again.status_code == 409
    assert ">Twice</textarea>" in again.text
    assert "is recorded already" in again.text


async def test_an_answer_to_a_group_that_is_mended_by_then_is_not_lost(room: Room) -> None:
    await room.fail(1)
    await room.post("ramil", f"/failures/{GROUP}/notes", note="Called them.")
    async with room.console.hub.store.write() as tx:
        await tx.execute("UPDATE deliveries SET state = 'delivered'")

    late = await room.post("ramil", f"/failures/{GROUP}/answer", notice=new_id(), answer="Mended tonight.")
    assert late.status_code == 409
    assert 'name="answer" value="Mended tonight."' in late.text


async def test_the_contact_is_kept_sealed(room: Room) -> None:
    await room.fail(1)
    await informed(room, GROUP)

    (row,) = await room.rows("SELECT contact_sealed FROM agency_notices")
    assert "Duty desk" in await room.get("tural", f"/failures/{GROUP}")
    assert row["contact_sealed"] != b"Duty desk, 012 555 00 00"


async def test_a_notice_without_contact_or_with_a_past_date_is_refused_and_keeps_what_was_typed(room: Room) -> None:
    await room.fail(1)

    refused = await room.post(
        "ramil",
        f"/failures/{GROUP}/inform",
        agency="meis",
        due="2020-01-01T10:00",
        text_az="Salam",
        text_en="Hello there",
    )
    page = said(refused, 422)
    assert "Say whom you inform" in page
    assert "Give a time for the answer that lies ahead" in page
    assert "Hello there" in page


async def test_a_shift_is_signed_over_with_its_groups_and_taken(room: Room) -> None:
    await room.fail(3)
    await informed(room, GROUP)
    await room.fail(2, MISTAKE)

    page = await room.get("ramil", "/failures/handover")
    open_still = "Ministry of Labour · MEİS: The agency refused the call's content as wrong — 2"
    assert f"{open_still}; in hand: nobody" in page
    assert "answer due" in page
    assert (await room.post("ramil", "/failures/handover", to="zaur")).status_code == 422

    await room.post("ramil", "/failures/handover", to="tural", remark="MEİS calls back at eight.")
    assert (await room.rows("SELECT owner FROM failure_owners"))[0]["owner"] == "tural"
    async with room.console.hub.store.read() as tx:
        (handover,) = await last_handovers(tx, room.console.hub.sealer)
    assert open_still in handover["summary"]
    taking = f"/failures/handover/{handover['id']}/take"
    assert (await room.post("ramil", taking)).status_code == 409
    assert (await room.post("tural", taking)).status_code == 303
    assert "MEİS calls back at eight." in await room.get("tural", "/failures/handover")
    assert "taken over" in await room.get("zaur", "/failures/handover")
