"""Timers are rows: each strikes once, whoever looks at the clock."""

from __future__ import annotations

import asyncio

import pytest

from document_flow.documents.acts.send import Send
from hub.documents.acting.acting import Acted
from hub.documents.acting.reading import history
from hub.documents.acting.timekeeping import Timekeeping
from tests.contract.documents.conftest import Bureau
from tests.document_answers import dispatch, register, sign


async def sent(bureau: Bureau, hours: int) -> str:
    """A letter to a body that says nothing; the limit for that ends in so many hours."""
    document = (await bureau.submitted("signed", document="outgoing", recipients=("77",))).document
    await bureau.act(document, register(await bureau.case(document), "sevinc"))
    await bureau.act(document, sign(await bureau.case(document), "fuad", "sign"))
    to_one = (dispatch(await bureau.case(document), "77", hours),)
    assert isinstance(await bureau.act(document, Send(by="sevinc", dispatches=to_one)), Acted)
    return document


async def kinds_of(bureau: Bureau, document: str) -> list[str]:
    async with bureau.store.read() as tx:
        return [line.kind for line in (await history(tx, bureau.hub.sealer, document)).lines]


async def timer_names(bureau: Bureau) -> list[str]:
    async with bureau.store.read() as tx:
        return [row["timer"] for row in await tx.fetch("SELECT timer FROM document_timers ORDER BY at")]


async def test_timers_strike_once_with_two_leaders(bureau: Bureau) -> None:
    """Two processes believe that they lead, as after a lease was lost without notice."""
    silent = [await sent(bureau, hours=-1) for _ in range(5)]
    later = await sent(bureau, hours=1)

    async with bureau.another() as other:
        clocks = [Timekeeping(each.documents) for each in (bureau, other)]
        await asyncio.gather(*(clock.step() for clock in (*clocks, *clocks)))

    for document in silent:
        assert (await kinds_of(bureau, document)).count("silence_noticed") == 1
    assert "silence_noticed" not in await kinds_of(bureau, later)
    assert len(await timer_names(bureau)) == 1
    assert await bureau.broken() == []


async def test_a_timer_for_what_is_over_goes_without_a_trace(bureau: Bureau) -> None:
    document = await sent(bureau, hours=1)
    before = await kinds_of(bureau, document)
    async with bureau.store.write() as tx:
        await tx.execute(
            "UPDATE document_timers SET timer = 'silence:gone', at = 1 WHERE document_id = :id", {"id": document}
        )

    assert await Timekeeping(bureau.documents).step() == 1
    assert await Timekeeping(bureau.documents).step() == 0

    assert await kinds_of(bureau, document) == before
    assert await bureau.broken() == []


async def test_a_document_that_cannot_be_read_does_not_hold_up_the_timers_of_others(bureau: Bureau) -> None:
    spoilt, silent = [await sent(bureau, hours=-1) for _ in range(2)]
    async with bureau.store.write() as tx:
        await tx.execute(
            "UPDATE documents SET state_sealed = (SELECT body FROM approval_paths LIMIT 1) WHERE id = :id",
            {"id": spoilt},
        )

    with pytest.raises(ValueError, match="has no data key for"):
        await Timekeeping(bureau.documents).step()

    assert "silence_noticed" in await kinds_of(bureau, silent)


async def test_a_timer_that_comes_too_early_waits_for_its_time(bureau: Bureau) -> None:
    """As after the calendar was changed, or a clock that ran ahead was set right."""
    document = await sent(bureau, hours=1)
    async with bureau.store.write() as tx:
        await tx.execute("UPDATE document_timers SET at = 1 WHERE document_id = :id", {"id": document})

    assert [await Timekeeping(bureau.documents).step() for _ in range(2)] == [1, 0]

    assert await bureau.broken() == []
