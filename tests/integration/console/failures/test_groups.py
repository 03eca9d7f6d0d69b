"""Failures by cause: what stands there, who has it in hand, and what is said of why."""

from __future__ import annotations

from tests.integration.console.failures.conftest import CODE, GROUP, Room


async def test_an_empty_list_teaches(room: Room) -> None:
    page = await room.get("ramil", "/failures")

    assert "Nothing has failed" in page
    assert "messages that could not be understood" in page


async def test_a_group_stands_in_the_list_with_its_count_and_cause(room: Room) -> None:
    await room.fail(3)

    page = await room.get("ramil", "/failures")
    assert "3 failures wait for a person" in page
    assert f"change of a person's data · {CODE}" in page
    assert "MEİS: MEİS does not know this person" in page
    assert "MEİS does not know this person" in page


async def test_the_filter_of_the_address_holds(room: Room) -> None:
    await room.fail(1)
    await room.send("e-1", gender="X")

    assert CODE in await room.get("ramil", "/failures?agency=meis")
    assert CODE not in await room.get("ramil", "/failures?kind=quarantine")
    assert "No group fits" in await room.get("ramil", "/failures?owner=tural")


async def test_a_group_says_who_is_the_cause_and_advises_against_a_retry_that_must_fail(room: Room) -> None:
    await room.fail(2)

    page = await room.get("ramil", f"/failures/{GROUP}")
    assert "The cause lies with the sender or the agency (which of them is not known yet)" in page
    assert "Advised: ask the sender. Settle the FIN with the sender: MEİS would refuse the same content again" in page


async def test_a_message_that_cannot_be_understood_names_field_and_rule_and_hides_its_values(room: Room) -> None:
    message = await room.send("e-1", gender="X", pin="7ABCD12")
    await room.get("ramil", "/failures")
    (group,) = await room.rows("SELECT fingerprint FROM quarantined")

    page = await room.get("ramil", f"/failures/{group['fingerprint']}?open={message}")
    assert "Field /subjects/*/gender" in page
    assert "Value X Rule code:sex" in page
    assert '"gender": "•••", ← The code is not in the code table.' in page
    assert "7ABCD12" not in page
    assert "Quliyeva" not in page


async def test_a_group_is_taken_handed_over_and_given_back(room: Room) -> None:
    await room.fail(1)

    assert (await room.post("ramil", f"/failures/{GROUP}/owner", do="take")).status_code == 303
    assert "Looking at it now: Ramil Ağayev" not in await room.get("ramil", f"/failures/{GROUP}")
    page = await room.get("tural", f"/failures/{GROUP}")
    assert "Looking at it now: Ramil Ağayev" in page
    assert "Take over" in page

    await room.post("ramil", f"/failures/{GROUP}/owner", do="hand_over", to="tural")
    assert "handed over by Ramil Ağayev" in await room.get("ramil", f"/failures/{GROUP}")
    await room.post("tural", f"/failures/{GROUP}/owner", do="let_go")
    assert "Nobody has taken this group" in await room.get("ramil", f"/failures/{GROUP}")


async def test_a_group_is_not_handed_to_somebody_who_may_not_steer(room: Room) -> None:
    await room.fail(1)

    refused = await room.post("ramil", f"/failures/{GROUP}/owner", do="hand_over", to="zaur")
    assert refused.status_code == 422
    assert "Choose another operator" in refused.text


async def test_notes_are_added_and_stay(room: Room) -> None:
    await room.fail(1)

    await room.post("ramil", f"/failures/{GROUP}/notes", note="Called them. <b>They</b> look.")
    await room.post("tural", f"/failures/{GROUP}/notes", note="Called again.")

    page = await room.get("zaur", f"/failures/{GROUP}")
    assert "Called them. <b>They</b> look." in page
    assert "Called again." in page
    assert "2 notes" in await room.get("zaur", "/failures")
    assert (await room.post("ramil", f"/failures/{GROUP}/notes", note=" ")).status_code == 422


async def test_a_viewer_sees_every_button_with_the_reason_why_not(room: Room) -> None:
    await room.fail(2)

    page = await room.get("zaur", f"/failures/{GROUP}")
    for button in ("Retry 2", "Take it"):
        assert f"{button} Only an operator can do this" in page
    assert "Discard 2 Inform the sender" in page  # the reason is told once for the buttons of a group
    assert (await room.post("zaur", f"/failures/{GROUP}/owner", do="take")).status_code == 403
    assert (await room.post("zaur", "/repairs/new", group=GROUP, make="1", reason="because")).status_code == 403


async def test_an_agency_sees_its_own_groups_without_our_notes(room: Room) -> None:
    await room.fail(1)
    await room.fail(1, "azeriqaz.no_such_subscriber", "azeriqaz.subscriber.update")
    await room.post("ramil", f"/failures/{GROUP}/notes", note="Ours alone")

    page = await room.get("gunel", "/failures")
    assert "azeriqaz.no_such_subscriber" in page
    assert CODE not in page
    assert (await room.console.get("gunel", f"/console/failures/{GROUP}")).status_code == 404


async def test_what_changed_just_before_stands_beside_the_cause(room: Room) -> None:
    await room.fail(1)
    async with room.console.hub.store.write() as tx:
        await tx.execute("UPDATE deliveries SET settled_at = hub_now() + 3600000000 WHERE state = 'failed'")
        await tx.execute(
            "INSERT INTO changes (id, kind, subject, before, after, at) VALUES"
            " ('0000000000000000000000000000000a', 'contract', 'meis', '1.0', '1.1', hub_now())"
        )

    page = await room.get("ramil", f"/failures/{GROUP}")
    assert "Changed just before Contract meis 1.0 → 1.1" in page


async def test_rows_are_named_by_what_they_are_and_people_by_name(room: Room) -> None:
    (delivery,) = await room.fail(1)
    (row,) = await room.rows("SELECT message_id FROM deliveries WHERE id = :id", id=delivery)
    await room.post("tural", f"/failures/{GROUP}/owner", do="take")

    listed, page = await room.get("ramil", "/failures"), await room.get("ramil", f"/failures/{GROUP}")
    for shown in (listed, page):
        assert "Tural Vəliyev" in shown
    assert row["message_id"][-12:] not in page
