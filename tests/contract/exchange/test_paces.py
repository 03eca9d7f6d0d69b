"""The paces are the differences of the totals: nothing is told twice, and what was there before is not told at all."""

from __future__ import annotations

from hub.store.store import Store
from hub.watch.paces import DELIVERED, HOUR, last_grown, note_paces, paces


async def grow(store: Store, by: int, label: str = "agency.op", kind: str = DELIVERED) -> None:
    async with store.write() as tx:
        await tx.execute(
            "INSERT INTO totals (kind, label, count) VALUES (:kind, :label, :by)"
            " ON CONFLICT (kind, label) DO UPDATE SET count = totals.count + excluded.count",
            {"kind": kind, "label": label, "by": by},
        )


async def told(store: Store) -> tuple[int, int]:
    """What the minutes and the hours add up to."""
    async with store.read() as tx:
        now = await tx.now()
        minutes, hours = await paces(tx, "minute", now - HOUR), await paces(tx, "hour", now - HOUR)
    return sum(pace.count for pace in minutes), sum(pace.count for pace in hours)


async def test_what_was_there_before_the_first_look_is_not_told(store: Store) -> None:
    await grow(store, 1000)

    await note_paces(store)

    assert await told(store) == (0, 0)


async def test_each_growth_is_told_once(store: Store) -> None:
    await note_paces(store)
    for by in (3, 4):
        await grow(store, by)
        assert await note_paces(store) == 1
        assert await note_paces(store) == 0

    assert await told(store) == (7, 7)
    async with store.read() as tx:
        assert (DELIVERED, "agency.op") in await last_grown(tx)


async def test_other_kinds_are_not_kept(store: Store) -> None:
    await note_paces(store)
    await grow(store, 5, kind="document.signed")

    assert await note_paces(store) == 0


async def test_old_minutes_are_forgotten_before_old_hours(store: Store) -> None:
    await note_paces(store)
    await grow(store, 5)
    await note_paces(store)
    async with store.write() as tx:
        await tx.execute("UPDATE paces SET at = at - :day", {"day": 24 * HOUR})

    await note_paces(store)

    async with store.read() as tx:
        spans = [row["span"] for row in await tx.fetch("SELECT span FROM paces")]
    assert spans == ["hour"]
