"""The log, the journals, the payers' days and the chunks of a load, each by two sessions at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from hub.clock import SECOND
from hub.documents.office.journals import next_number
from hub.evidence.leaf import make_leaf, write_leaves
from hub.evidence.note import LogKey
from hub.evidence.sequencer import YOUNG, Sequencer
from hub.exchange.loading.plan import LoadChunk, LoadFile, LostChunk, Piece, begin_load, claim, settle
from hub.money.payers import payers
from hub.money.sending import _next_file
from hub.store.ids import new_id
from hub.store.store import Store
from tests.integration.two_sessions.sessions import Ending, RolledBack, Sessions, Turn

KEY = LogKey("qayidis-hub/test", b"k" * 32)
FILES = (LoadFile("allowance", "0" * 32, "MUAVINET_01"),)


async def leaves(sessions: Sessions, count: int) -> None:
    async with sessions.looker.write() as tx:
        at = await tx.now() - YOUNG
        await write_leaves(tx, [make_leaf("delivery.delivered", new_id(), at) for _ in range(count)])


async def asked(sessions: Sessions, sql: str) -> Sequence[Any]:
    async with sessions.looker.read() as tx:
        return [tuple(row.values()) for row in await tx.fetch(sql)]


async def merging(store: Store) -> int:
    return await Sequencer(store, KEY).merge()


@pytest.mark.parametrize("grown", [False, True], ids=["the_first_leaves", "a_grown_log"])
async def test_every_leaf_has_one_number_and_none_is_left_out(sessions: Sessions, ending: Ending, grown: bool) -> None:
    """I6."""
    if grown:
        await leaves(sessions, 2)
        await merging(sessions.looker)
    before = 2 * grown
    await leaves(sessions, 3)

    _, after = await sessions.meet(
        merging, merging, at="FROM cursors c" if grown else "INSERT INTO cursors", ending=ending
    )

    assert after == (3 if ending is Ending.ROLLBACK else 0)
    numbers = await asked(sessions, "SELECT seq FROM evidence_leaves ORDER BY seq")
    assert numbers == [(number,) for number in range(before + 3)]
    assert await asked(sessions, "SELECT next_seq FROM cursors") == [(before + 3,)]
    assert (await asked(sessions, "SELECT max(size) FROM tree_heads")) == [(before + 3,)]
    assert await asked(sessions, "SELECT sum(count) FROM totals") == [(before + 3,)]


async def test_a_journal_gives_each_number_once_and_leaves_none_out(sessions: Sessions, ending: Ending) -> None:
    async def turn(store: Store) -> int:
        async with store.write() as tx:
            return await next_number(tx, "letter|scope=1", 2)

    before, after = await sessions.meet(turn, turn, at="INSERT INTO number_series", ending=ending)

    if ending is Ending.ROLLBACK:
        assert isinstance(before, RolledBack)
        assert after == 1
    else:
        assert (before, after) == (1, 3)


@pytest.mark.parametrize("room", [1, 2], ids=["the_last_of_the_day", "two_more_fit"])
async def test_a_payer_gets_each_file_of_a_day_once(sessions: Sessions, ending: Ending, room: int) -> None:
    payer, most = next((name, each.pays.files) for name, each in payers().items())
    today = date(2026, 3, 2)
    async with sessions.looker.write() as tx:
        await tx.insert("payment_days", "payer, day, files", [(payer, today.isoformat(), most - room)])

    async def turn(store: Store) -> tuple[date, int]:
        async with store.write() as tx:
            return await _next_file(tx, payer, today)

    _, after = await sessions.meet(turn, turn, at="INSERT INTO payment_days", ending=ending)

    if ending is Ending.ROLLBACK:
        assert after == (today, most - room + 1)
    else:
        assert after == ((today, most) if room == 2 else (date(2026, 3, 3), 1))


def beginning(pieces: int = 2) -> Turn:
    async def turn(store: Store) -> Any:
        async with store.write() as tx:
            return await begin_load(tx, FILES, None, {"allowance": [Piece(base="allowance") for _ in range(pieces)]})

    return turn


async def load_of(sessions: Sessions) -> str:
    found: str = (await beginning()(sessions.looker)).id
    return found


async def test_two_that_begin_the_same_load_begin_one(sessions: Sessions, ending: Ending) -> None:
    before, after = await sessions.meet(beginning(), beginning(), at="INSERT INTO leaders", ending=ending)

    assert await asked(sessions, "SELECT id FROM loads") == [(after.id,)]
    assert (before.id == after.id) if ending is not Ending.ROLLBACK else isinstance(before, RolledBack)


async def test_two_workers_have_a_chunk_each_and_do_not_wait(sessions: Sessions, ending: Ending) -> None:
    load = await load_of(sessions)

    async def turn(store: Store) -> LoadChunk | None:
        return await claim(store, load, "read")

    before, after = await sessions.passes(turn, turn, ending=ending)

    assert after is not None
    assert after.number == 1
    assert isinstance(before, RolledBack) if ending is Ending.ROLLBACK else before.number == 0


async def test_a_chunk_that_another_has_by_now_is_not_closed(sessions: Sessions, ending: Ending) -> None:
    load = await load_of(sessions)
    mine = await claim(sessions.looker, load, "read")
    assert mine is not None
    async with sessions.looker.write() as tx:
        await tx.execute("UPDATE load_chunks SET lease_until = 0")

    async def closes(store: Store) -> str:
        try:
            async with store.write() as tx:
                await settle(tx, mine, SECOND)
        except LostChunk:
            return "lost"
        return "closed"

    async def takes(store: Store) -> LoadChunk | None:
        return await claim(store, load, "read")

    _, after = await sessions.meet(takes, closes, at="UPDATE load_chunks SET done_at", ending=ending)

    assert after == ("closed" if ending is Ending.ROLLBACK else "lost")


async def test_a_chunk_that_is_being_closed_is_not_taken(sessions: Sessions, ending: Ending) -> None:
    load = await load_of(sessions)
    mine = await claim(sessions.looker, load, "read")
    assert mine is not None
    async with sessions.looker.write() as tx:
        await tx.execute("UPDATE load_chunks SET lease_until = 0")

    async def closes(store: Store) -> None:
        async with store.write() as tx:
            await settle(tx, mine, SECOND)

    async def takes(store: Store) -> LoadChunk | None:
        return await claim(store, load, "read")

    _, after = await sessions.passes(closes, takes, ending=ending)

    assert after is not None
    assert after.number == 1
