"""What must hold after every commit, and what when all is at rest."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from hub.commands.verify import differences
from hub.evidence.audit import audit_log
from hub.evidence.note import trusted
from hub.evidence.receipt import log_key
from hub.store.data_keys import open_sealer
from hub.store.open import installation_id
from hub.store.sealing import KeyedHash
from hub.store.store import Store, TryAgain
from tests.simulation.loop import Process
from tests.simulation.plays.play import Broken, Play
from tests.simulation.seeded import SimulatedClock

if TYPE_CHECKING:
    from tests.simulation.world import World

_ALWAYS = {
    "counters of a message differ from its deliveries": """
        SELECT m.id FROM messages m LEFT JOIN deliveries d ON d.message_id = m.id GROUP BY m.id
        HAVING m.open_count <> coalesce(sum(d.state IN ('due', 'delivering', 'retrying', 'blocked')), 0)
            OR m.bad_count <> coalesce(sum(d.state IN ('failed', 'unknown')), 0)
            OR m.done_count <> coalesce(sum(d.state IN ('delivered', 'superseded')), 0)
            OR m.dropped_count <> coalesce(sum(d.state = 'discarded'), 0)""",
    "a delivery is under way though somebody is before it in its lane": """
        SELECT d.id FROM deliveries d JOIN lane_entries e ON e.delivery_id = d.id
        JOIN lane_entries f ON f.destination = e.destination AND f.key_hash = e.key_hash AND f.number < e.number
        WHERE d.state = 'delivering'""",
    "an accepted message has not exactly one leaf": """
        SELECT m.id FROM messages m LEFT JOIN evidence_leaves l ON l.subject = m.id AND l.kind = 'message.accepted'
        GROUP BY m.id HAVING count(l.id) <> 1""",
    "a delivery that ended has not exactly one leaf of its end": """
        SELECT d.id FROM deliveries d LEFT JOIN evidence_leaves l ON l.subject = d.id AND l.kind = 'delivery.delivered'
        WHERE d.state = 'delivered' GROUP BY d.id HAVING count(l.id) <> 1""",
    "a delivery that is done still holds a lane": """
        SELECT e.delivery_id FROM lane_entries e JOIN deliveries d ON d.id = e.delivery_id
        WHERE d.state IN ('delivered', 'discarded', 'superseded')""",
    "a delivery under way has no attempt of its own": """
        SELECT d.id FROM deliveries d LEFT JOIN attempts a ON a.delivery_id = d.id AND a.number = d.tries
        WHERE d.state = 'delivering' AND a.number IS NULL""",
    "a good answer is written down, and its delivery waits for another": """
        SELECT d.id FROM attempts a JOIN deliveries d ON d.id = a.delivery_id
        WHERE a.outcome = 'delivered' AND d.state IN ('retrying', 'failed', 'unknown', 'blocked')""",
    "numbers are missing in the log": """
        SELECT count(*) FROM evidence_leaves WHERE seq IS NOT NULL HAVING count(*) <> coalesce(max(seq) + 1, 0)""",
    "a leaf was set aside": "SELECT 1 FROM evidence_leaves WHERE seq < 0",
}
_TAKEN_FOR_THE_HOLDERS = """
    SELECT a.delivery_id FROM attempts a JOIN attempts b ON b.delivery_id = a.delivery_id AND b.number = a.number + 1
    WHERE a.late = 0 AND a.ended_at > b.started_at"""
"""Ends of attempts after a newer one began; on one clock, which nobody has set back or forth."""
_WORKING = """SELECT (SELECT count(*) FROM deliveries WHERE state IN ('due', 'delivering', 'retrying', 'blocked'))
    + (SELECT count(*) FROM evidence_leaves WHERE seq IS NULL)"""
_PATIENCE = 60


class StepChecks:
    """Reads on a connection of its own, beside all."""

    def __init__(self, path: Path, play: Play) -> None:
        self._statements = {**_ALWAYS, **play.always}
        self._working = f"SELECT ({_WORKING}) + ({play.working})"
        self._real = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._told: set[str] = set()

    def broken(self) -> list[Broken]:
        """What is broken for the first time."""
        found = []
        for text, sql in self._statements.items():
            if text not in self._told and (row := self._real.execute(sql).fetchone()) is not None:
                self._told.add(text)
                found.append(f"{text}: {row[0]}")
        return found

    def is_at_rest(self) -> bool:
        """Nothing is on its way."""
        return bool(self._real.execute(self._working).fetchone()[0] == 0)

    def close(self) -> None:
        self._real.close()


async def _free(store: Store) -> None:
    """Wait until whoever was stalled while it wrote has written."""
    for _ in range(_PATIENCE):
        try:
            async with store.write():
                return
        except TryAgain:
            await asyncio.sleep(1.0)


async def broken_at_rest(world: World) -> list[Broken]:
    """What is not as it must be when all is done."""
    broken = [] if world.checks.is_at_rest() else ["not all came to rest"]
    store = await world.database.open(Process("checker"), 1)
    await _free(store)
    installation = await installation_id(store)
    keyed = KeyedHash(str(world.settings.hash_key).encode())
    own = log_key(keyed, installation)
    audit = await audit_log(store, trusted([own.public]))
    if audit.index is not None:
        broken.append(f"the log is not whole at leaf {audit.index}")
    sealer = await open_sealer(world.settings, store, SimulatedClock(world.shown, world.loop))
    found = await differences(store, sealer, keyed, world.settings.data)
    async with store.read() as tx:
        stand_ins = {row["id"] for row in await tx.fetch(world.play.stand_ins)}
        stale = [] if "jump" in {kind for kind, _ in world.faults.happened} else await tx.fetch(_TAKEN_FOR_THE_HOLDERS)
    broken += [f"whoever held {row['delivery_id']} no more was heard as its holder" for row in stale]
    broken += [f"the log says otherwise of {place}: {words.en}" for place, words in found if place not in stand_ins]
    return broken + await world.play.at_rest(store)
