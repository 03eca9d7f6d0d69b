"""A failure has one cause, one advice and one story, on every page and in the command line."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console as Terminal
from rich.console import RenderableType
from rich.tree import Tree

from hub.commands.exchange.failed import draw_group
from hub.commands.exchange.messages import add_delivery
from hub.exchange.causes import DIAGNOSES, diagnosis
from hub.exchange.explain.classes import Diagnosis, sides_named
from hub.exchange.transition import fingerprint
from tests.integration.console.failures.conftest import MEIS, Room

COMMITTEE = {"Authorization": "Bearer sandbox-committee", "Accept-Language": "en"}
_OF_CLASSES = {(row.sides, row.advice): code for code, row in sorted(DIAGNOSES.items())}
EVERY_CLASS = sorted(_OF_CLASSES.values())
"""A code of each pair of sides and advice."""


async def test_list_group_message_and_command_tell_the_same(room: Room) -> None:
    made = {code: (await room.fail(1, code))[0] for code in EVERY_CLASS}
    listed = await room.get("ramil", "/failures")

    for code, delivery in made.items():
        rows = await room.rows("SELECT message_id FROM deliveries WHERE id = :id", id=delivery)
        await _one_story(room, code, rows[0]["message_id"], listed)


async def _one_story(room: Room, code: str, message: str, listed: str) -> None:
    row, mark = diagnosis(code), fingerprint(MEIS, code)
    group = await room.get("ramil", f"/failures/{mark}")
    page = await room.get("ramil", f"/messages/{message}")
    typed = await _typed(room, mark, message)

    assert row.what.en.rstrip(".") in listed
    advice = group[group.index("Advised:") :].partition(". ")[0]
    for told in (group, page):
        assert row.what.en in told
        assert f"The cause lies with {sides_named(row.sides).en}" in told
        assert told.count("Advised:") == 1
        assert advice in told
    assert row.what.en in typed
    assert sides_named(row.sides).en in typed
    assert ("hub failed retry" in typed) == (row.advice == "retry" or _may_be_sent_again(row))
    for told in (listed, group, page, typed):
        assert "Error" not in told.replace("Error (code", "")


async def test_what_heals_by_itself_says_when_the_hub_tries_again_and_is_not_red(room: Room) -> None:
    delivery = (await room.fail(1, "agency.disconnected"))[0]
    async with room.console.hub.store.write() as tx:
        await tx.execute(
            "UPDATE deliveries SET state = 'retrying', next_due = hub_now() + 3600000000 WHERE id = :id",
            {"id": delivery},
        )
    message = (await room.rows("SELECT message_id FROM deliveries WHERE id = :id", id=delivery))[0]["message_id"]

    page = await room.get("ramil", f"/messages/{message}")
    typed = await _typed(room, None, message)

    assert "The hub tries again at" in page
    assert "the hub tries again at" in typed
    for told in (page, typed):
        assert "Advised:" not in told
        assert "closed the connection" not in told


async def test_while_an_operation_is_silent_the_next_try_is_that_of_its_probe(room: Room) -> None:
    delivery = (await room.fail(1, "agency.disconnected"))[0]
    async with room.console.hub.store.write() as tx:
        await tx.execute(
            "UPDATE deliveries SET state = 'retrying', next_due = hub_now() - 60000000 WHERE id = :id",
            {"id": delivery},
        )
        await tx.execute(
            "UPDATE operations SET breaker = 'open', probe_at = 4102444800000000 WHERE name ="
            " (SELECT destination FROM deliveries WHERE id = :id)",
            {"id": delivery},
        )
    message = (await room.rows("SELECT message_id FROM deliveries WHERE id = :id", id=delivery))[0]["message_id"]

    assert "the hub tries again at 2100-01-01" in await _typed(room, None, message)
    page = await room.get("ramil", f"/messages/{message}")
    assert "The hub tries again at 01.01. 04:00." in page


def _may_be_sent_again(row: Diagnosis) -> bool:
    """MEİS is asked by our key first, so what may have been applied is sent again safely."""
    return row.unsure and not row.lasting


async def _typed(room: Room, mark: str | None, message: str) -> str:
    """What `hub failed show` and `hub messages show` print."""
    async with room.console.browser() as client:

        async def answered(path: str) -> Any:
            answer = await client.get(path, headers=COMMITTEE)
            assert answer.status_code == 200, answer.text
            return answer.json()

        tree = Tree("")
        for each in (await answered(f"/v1/messages/{message}"))["deliveries"]:
            add_delivery(tree, each, "en")
        drawn: list[RenderableType] = [tree]
        if mark is not None:
            found, why = await answered(f"/v1/failures/{mark}"), await answered(f"/v1/failures/{mark}/explanation")
            drawn += draw_group(found | {"explanation": why}, "en")
    written = io.StringIO()
    terminal = Terminal(file=written, width=400)
    for each in drawn:
        terminal.print(each)
    return " ".join(written.getvalue().split())
