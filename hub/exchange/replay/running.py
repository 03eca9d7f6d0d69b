"""The duty that moves replays on: a chunk of messages at a time, from the newest down, what was found kept with it.

Bounded: one replay at a time, a chunk in memory, a turn of some seconds. A process that dies leaves the replay where
its last chunk ended, and the next leader goes on from there.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack

from hub.errors import Refused
from hub.exchange.codes.book import agreed
from hub.exchange.repair.correct import Twin, twins
from hub.exchange.repair.model import Item, RepairDependencies
from hub.exchange.repair.reread import Reread, original_bytes, read_to_correct
from hub.exchange.repair.states import ItemKind
from hub.exchange.replay.book import Replay, ReplayKind, ReplayState, finish, keep, oldest_open
from hub.exchange.replay.candidate import reading_with
from hub.exchange.replay.difference import Tally, differences
from hub.exchange.replay.reading import Read, read_as
from hub.exchange.replay.words import does_not_load
from hub.store.ids import first_id_at
from hub.store.tx import Row, ids

CHUNK = 100
_INDEX = re.compile(r"(?<=/)\d+(?=/|$)")
TURN_S = 10.0
"""A turn ends with the chunk that is under way after so many seconds."""
ReadRaw = Callable[[bytes], Awaitable[Read]]


async def advance_replays(needs: RepairDependencies) -> int:
    """Move the oldest open replay on for some seconds; how many messages were read."""
    async with needs.store.read() as tx:
        found = await oldest_open(tx)
    if found is None:
        return 0
    until, done = time.monotonic() + TURN_S, 0
    try:
        async with AsyncExitStack() as stack:
            read = await _reader(stack, needs, found)
            while count := await _chunk(needs, found.id, read):
                done += count
                if time.monotonic() >= until:
                    break
    except Refused as broken:
        async with needs.store.write() as tx:
            await finish(tx, found.id, ReplayState.FAILED, broken.words.en)
    return done


async def _reader(stack: AsyncExitStack, needs: RepairDependencies, of: Replay) -> ReadRaw | None:
    if of.wanted.candidate is None:
        return None
    async with needs.store.read() as tx:
        additions = await agreed(tx)
    process = await stack.enter_async_context(reading_with(of.wanted.candidate, additions))
    if process.problems:
        raise does_not_load(process.problems)
    return process.read


async def _chunk(needs: RepairDependencies, replay: str, read: ReadRaw | None) -> int:
    """Read one chunk and keep what was found; 0 at the end, whichever."""
    async with needs.store.read() as tx:
        of = await oldest_open(tx)
        if of is None or of.id != replay:
            return 0
        rows = (
            await tx.fetch(
                "SELECT m.id, m.id AS message_id, m.kind, m.format, m.route, m.body_digest, b.body_sealed,"
                " b.records_sealed, b.records_version FROM messages m JOIN message_bodies b ON b.message_id = m.id"
                " WHERE m.format = :format AND m.kind = 'record' AND m.id >= :since"
                " AND m.id < :below ORDER BY m.id DESC LIMIT :most",
                {
                    "format": of.wanted.format,
                    "since": first_id_at(of.wanted.since),
                    "below": of.below,
                    "most": min(CHUNK, of.wanted.most - of.seen),
                },
            )
            if of.seen < of.wanted.most
            else []
        )
    if not rows:
        async with needs.store.write() as tx:
            await finish(tx, of.id, ReplayState.DONE)
        return 0
    if of.wanted.kind is ReplayKind.CORRECTION:
        found: Sequence[str] = await find_corrections(needs, of.tally, of.wanted.field, rows)
    else:
        found = ()
        for row in rows:
            await _compare(needs, of.tally, row, read)
            await asyncio.sleep(0)
    async with needs.store.write() as tx:
        kept = await keep(tx, of, of.seen + len(rows), rows[-1]["id"], found)
    return len(rows) if kept else 0


async def _compare(needs: RepairDependencies, tally: Tally, row: Row, read: ReadRaw | None) -> None:
    """One message by today's mapping and by the candidate."""
    raw = await original_bytes(needs, row)
    today = needs.formats.get(row["format"])
    if raw is None or today is None or read is None:
        tally.counts["no_body"] += 1
        return
    before, after = read_as(today, raw), await read(raw)
    tally.counts[after.outcome] += 1
    tally.counts[f"today_{before.outcome}"] += 1
    if before.is_mapped and not after.is_mapped:
        tally.counts["newly_bad"] += 1
    if after.is_mapped and not before.is_mapped:
        tally.counts["newly_good"] += 1
    for cause in set(after.causes):
        tally.issues[_INDEX.sub("*", cause)] += 1
    if before.is_mapped and after.is_mapped:
        changes = differences(before.fields or {}, after.fields or {})
        tally.counts["changed" if changes else "same"] += 1
        tally.note(row["id"], changes)


async def find_corrections(
    needs: RepairDependencies, tally: Tally, wanted_field: str | None, rows: Sequence[Row]
) -> list[str]:
    """Count what differs, by destination and field; the deliveries that a correction would follow."""
    async with needs.store.read() as tx:
        deliveries = await tx.fetch(
            "SELECT d.id, d.message_id, d.destination, d.route, d.state, d.part FROM deliveries d JOIN {rows}"
            " ON r.id = d.message_id ORDER BY d.id",
            rows=ids([row["id"] for row in rows]),
        )
    latest = {(row["message_id"], row["destination"], row["part"]): row for row in deliveries}
    ready = [row for row in latest.values() if row["state"] == "delivered"]
    tally.counts["not_delivered"] += len(latest) - len(ready)
    items = [Item(row["id"], ItemKind.DELIVERY, row["message_id"], row["destination"], row["state"]) for row in ready]
    readings = await read_to_correct(needs, items)
    found = []
    for row in ready:
        if _count(needs, tally, wanted_field, row, readings.get(row["id"])):
            found.append(row["id"])
        await asyncio.sleep(0)
    return found


def _count(needs: RepairDependencies, tally: Tally, wanted_field: str | None, row: Row, reading: Reread | None) -> bool:
    tally.counts["deliveries"] += 1
    if reading is None or reading.hindrance is not None:
        tally.counts[f"hindered:{reading.hindrance.value if reading and reading.hindrance else 'gone'}"] += 1
        return False
    match twins(needs, row, reading):
        case Twin() as twin:
            changes = twin.changes
        case hindrance:
            tally.counts[f"hindered:{hindrance.value}"] += 1
            return False
    if wanted_field is not None and not any(wanted_field in change.path for change in changes):
        changes = []
    tally.counts["changed" if changes else "same"] += 1
    if changes:
        tally.counts[f"to:{row['destination']}"] += 1
        tally.note(row["message_id"], changes, under=f"{row['destination']} · ")
    return bool(changes)
