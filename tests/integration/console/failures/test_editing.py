"""An edit over the pages: a form for a purpose, locked keys, a check, and a second person who sees and signs."""

from __future__ import annotations

import hashlib
import re

from hub.store.sealing import with_texts
from tests.integration.console.failures.conftest import Room, made_repair, said

GENDER = "field:/subjects/0/gender"


async def test_no_value_is_shown_before_a_purpose_is_given_and_the_look_is_written_down(room: Room) -> None:
    message = await room.send("e-1", gender="X", pin="7ABCD12")

    asks = await room.console.get("lale", f"/console/repairs/edit?id={message}")
    assert "7ABCD12" not in asks.text
    assert "Give the purpose" in said(await room.post("lale", "/repairs/edit", id=message, purpose="x"), 422)

    form = await room.post("lale", "/repairs/edit", id=message, purpose="Mend the sex of the person")
    assert 'value="7ABCD12" disabled' in form.text
    assert "locked: it says whom or what the message is about" in said(form)
    assert re.search(r"[A-Z][a-z]+ /subjects/0/gender ✕ .*code", said(form)), "its name in words, and why it fails"
    looks = await room.rows("SELECT * FROM access_events WHERE service = 'console.edit'")
    noted = with_texts(room.console.hub.sealer, "access_events", looks, "note")
    assert {(row["actor_person"], row["purpose_code"], row["note"]) for row in noted} == {
        ("lale", "repair", "Mend the sex of the person")
    }
    assert len(looks) == 2


async def test_a_repair_is_one_row_that_the_history_of_whom_it_was_about_tells(room: Room) -> None:
    message = await room.send("e-1", gender="X", pin="7ABCD12")
    form = {"id": message, "purpose": "Mend the sex", "own": "1", GENDER: "F"}
    repair = made_repair(await room.post("lale", "/repairs/edit", make="1", reason="Justice confirmed it", **form))

    (used,) = await room.rows("SELECT * FROM access_events WHERE service = 'repairs.made'")
    assert (used["run"], used["subjects_count"], used["subject_hash"]) == (repair, 1, None)
    assert used["subjects_digest"] == hashlib.sha256(f"{message}\n".encode()).hexdigest()
    for fin, is_told in (("7ABCD12", True), ("7ABCD13", False)):
        found = await room.post("aydan", "/settings/audit", fin=fin)
        page = said(await room.console.get("aydan", found.headers["location"]))
        assert ("repair made — Prepare a correction" in page) == is_told, page


async def test_an_edit_is_checked_proposed_seen_and_signed_by_another_and_the_original_stays(room: Room) -> None:
    message = await room.send("e-1", gender="X")
    form = {"id": message, "purpose": "Mend the sex", "own": "1", GENDER: "F"}

    checked = said(await room.post("lale", "/repairs/edit", look="1", **form))
    assert "/subjects/0/gender X F" in checked
    assert "The edited message can be read and mapped." in checked
    assert await room.rows("SELECT id FROM repairs") == []

    repair = made_repair(await room.post("lale", "/repairs/edit", make="1", reason="Justice confirmed it", **form))
    own = await room.get("lale", f"/repairs/{repair}")
    assert "Fields: /subjects/0/gender" in own
    seen = said(await room.post("kamran", f"/repairs/{repair}/look"))
    assert "/subjects/0/gender X F" in seen
    assert "Approve and sign" in seen
    assert (await room.post("kamran", f"/repairs/{repair}/decide", do="approve")).status_code == 303
    await room.advance(4)

    done = await room.get("kamran", f"/repairs/{repair}")
    assert "replaced by" in done
    assert await room.rows("SELECT id FROM messages WHERE id = :id", id=message)


async def test_what_still_cannot_be_mapped_is_said_beside_its_field(room: Room) -> None:
    message = await room.send("e-1", gender="X")

    refused = await room.post(
        "lale",
        "/repairs/edit",
        id=message,
        purpose="Mend the sex",
        own="1",
        make="1",
        reason="a guess",
        **{GENDER: "Y"},
    )
    assert "/subjects/0/gender The code is not in the code table." in said(refused, 422)
    assert 'value="Y"' in refused.text


async def test_a_locked_field_stays_whatever_the_form_says(room: Room) -> None:
    message = await room.send("e-1", gender="X", pin="7ABCD12")

    refused = await room.post(
        "lale",
        "/repairs/edit",
        id=message,
        purpose="Another person",
        own="1",
        make="1",
        reason="a trick",
        **{"field:/subjects/0/pin": "9ZZZZ99"},
    )
    assert "Nothing was changed" in said(refused, 422)


async def test_an_open_edit_holds_the_message_against_any_other_repair(room: Room) -> None:
    message = await room.send("e-1", gender="X")
    form = {"id": message, "purpose": "Mend the sex", "own": "1", "make": "1", "reason": "confirmed", GENDER: "F"}
    first = made_repair(await room.post("lale", "/repairs/edit", **form))

    again = await room.post("lale", "/repairs/edit", **form)
    assert f"/console/repairs/{first}" in again.text
    other = await room.post("ramil", "/repairs/new", ids=message, action="reprocess", own="1", make="1", reason="now")
    assert "Somebody was quicker" in said(other, 409)


async def test_an_operator_who_may_not_propose_is_told_why(room: Room) -> None:
    message = await room.send("e-1", gender="X")

    assert "Only an editor can do this" in await room.get("ramil", f"/repairs/edit?id={message}")
    assert (await room.post("ramil", "/repairs/edit", id=message, purpose="Mend the sex")).status_code == 403
