"""From a group to its repair over the pages: dry run, canary, races, and the second of four eyes."""

from __future__ import annotations

import pytest

from hub.exchange.repair.states import Action
from tests.integration.console.failures.conftest import GROUP, Room, made_repair, said

MANY = 10_000


async def test_a_group_is_retried_in_three_steps_with_the_dry_run_first(room: Room) -> None:
    await room.fail(4)

    dry = await room.get("ramil", f"/repairs/new?group={GROUP}&action=retry")
    assert "Step by step: 1 → 4" in dry
    assert "4 Sent again: same bytes, same key." in dry
    assert await room.rows("SELECT id FROM repairs") == []

    repair = made_repair(
        await room.post(
            "ramil",
            "/repairs/new",
            group=GROUP,
            action="retry",
            own="1",
            canary="on",
            make="1",
            reason="MEİS has mended it",
        )
    )
    page = await room.get("ramil", f"/repairs/{repair}")
    assert "Retry 4" in page
    assert "MEİS has mended it" in page


async def test_a_reason_is_asked_for_and_what_was_typed_stays(room: Room) -> None:
    await room.fail(1)

    refused = await room.post("ramil", "/repairs/new", group=GROUP, action="discard", own="1", make="1", behind="hold")
    assert "Give the reason" in said(refused, 422)
    assert 'value="hold" required checked' in refused.text


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.EDIT, Action.CORRECT}))
async def test_no_form_opens_in_error_and_what_it_lacks_is_named_in_words_once_it_is_asked(
    room: Room, action: str
) -> None:
    await room.fail(1)
    asked = {"group": GROUP, "action": action, "own": "1"}

    opened = await room.get("ramil", f"/repairs/new?group={GROUP}&action={action}")
    looked = said(await room.post("ramil", "/repairs/new", **asked, look="1"))

    lacking = {"confirm_delivered": "the agency's reference", "redirect": "where it is to go",
               "discard": "what becomes of those waiting behind"}.get(action)  # fmt: skip
    assert "needs this" not in opened
    assert (f"needs this: {lacking}" in looked) is (lacking is not None)
    assert "arguments." not in opened + looked
    assert action not in looked or "_" not in action


async def test_chosen_rows_come_with_nothing_but_their_ids(room: Room) -> None:
    ids = await room.fail(3)

    page = said(await room.post("ramil", "/repairs/new", ids=ids[:2], action="reprocess"))
    assert "2 rows selected." in page


async def test_the_second_of_two_operators_is_led_to_the_repair_of_the_first(room: Room) -> None:
    await room.fail(5)
    both = {"group": GROUP, "action": "retry", "own": "1", "make": "1", "reason": "at the same time"}

    first = made_repair(await room.post("ramil", "/repairs/new", **both))
    second = await room.post("tural", "/repairs/new", **both)

    assert "Somebody was quicker" in said(second, 409)
    assert f"/console/repairs/{first}" in second.text
    assert len(await room.rows("SELECT id FROM repairs")) == 1


async def test_ten_thousand_stop_by_themselves_and_the_rest_stay_untouched(room: Room) -> None:
    await room.fail(MANY)
    repair = made_repair(
        await room.post(
            "ramil",
            "/repairs/new",
            group=GROUP,
            action="retry",
            own="1",
            canary="on",
            make="1",
            reason="they say it works again",
        )
    )

    await room.advance(3)
    await room.refuse()
    await room.advance(3)

    page = await room.get("ramil", f"/repairs/{repair}")
    assert "stopped" in page
    assert "An item of a canary step failed again; the rest were not touched." in page
    assert "untouched 9 999" in page
    assert "✕ 1 " in page
    assert "✓" not in page[page.index("✕ 1 ") : page.index("An item of a canary step")]
    assert "Failed again." in await room.get("ramil", f"/repairs/{repair}?state=failed")
    explained = await room.get("ramil", f"/failures/{GROUP}")
    assert "retry: 0 of 1 succeeded" in explained
    assert "none of 1 tries so far has succeeded" in explained


async def test_later_failures_stay_out_and_are_offered_a_repair_of_their_own(room: Room) -> None:
    await room.fail(2)
    repair = made_repair(
        await room.post("ramil", "/repairs/new", group=GROUP, action="retry", own="1", make="1", reason="now")
    )
    await room.post("ramil", f"/repairs/{repair}/decide", do="pause")
    await room.fail(3)

    page = await room.get("ramil", f"/repairs/{repair}")
    assert "3 new since the selection" in page
    assert "Retry 3 · the new ones" in page
    assert "Resume" in page


async def test_whoever_made_a_repair_cannot_approve_it_and_another_can(room: Room) -> None:
    await room.fail(1)
    fields = {"group": GROUP, "action": "confirm_delivered", "own": "1", "reference": "MEIS-17", "reason": "told so"}
    dry = said(await room.post("ramil", "/repairs/new", **fields))
    assert "A second person has to approve this: confirming a delivery by the agency's word" in dry

    repair = made_repair(await room.post("ramil", "/repairs/new", make="1", **fields))
    assert "1 repair awaits approval." in await room.get("kamran", "/repairs?show=awaiting")
    assert "Only an approver can do this" in await room.get("ramil", f"/repairs/{repair}")
    assert (await room.post("ramil", f"/repairs/{repair}/decide", do="approve")).status_code == 403

    assert (await room.post("kamran", f"/repairs/{repair}/decide", do="approve")).status_code == 303
    await room.advance(3)
    page = await room.get("kamran", f"/repairs/{repair}")
    assert "Approved by Kamran Həmidli" in page
    assert "Confirmed as delivered." in page
    late = await room.post("kamran", f"/repairs/{repair}/decide", do="approve")
    assert "it can no longer approve" in said(late, 409)


async def test_a_running_repair_tells_its_progress_to_the_page_s_script(room: Room) -> None:
    await room.fail(2)
    repair = made_repair(
        await room.post("ramil", "/repairs/new", group=GROUP, action="retry", own="1", make="1", reason="now")
    )

    piece = await room.console.get("ramil", f"/console/repairs/{repair}/progress")
    assert "0 of 2 have ended" in piece.text
    assert "data-ended" not in piece.text

    await room.post("ramil", f"/repairs/{repair}/decide", do="cancel")
    assert "data-ended" in (await room.console.get("ramil", f"/console/repairs/{repair}/progress")).text


async def test_a_button_that_said_two_asks_again_before_it_takes_five(room: Room) -> None:
    await room.fail(2)
    asked = {"group": GROUP, "action": "retry", "own": "1", "make": "1", "reason": "now", "seen": "2"}
    await room.fail(3)

    answer = await room.post("ramil", "/repairs/new", **asked)
    assert "The selection has grown: 5 instead of 2." in said(answer, 409)
    assert "Words(" not in answer.text
    assert not await room.rows("SELECT id FROM repairs")
    made_repair(await room.post("ramil", "/repairs/new", **(asked | {"seen": "5"})))


async def test_what_could_not_be_foretold_without_a_field_is_made_once_it_is_typed(room: Room) -> None:
    await room.fail(2)
    page = await room.console.get("ramil", f"/console/repairs/new?group={GROUP}&action=confirm_delivered")

    assert 'name="seen"' not in page.text
