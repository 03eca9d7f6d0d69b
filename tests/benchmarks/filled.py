"""A place whose database already holds messages, as many as a bench wants, with the hub to run over it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from connectors.parsing.xml import parse_xml, to_document
from hub.clock import SystemClock
from hub.evidence.tree import log_size
from hub.exchange.planning import records_to_bytes
from hub.settings import Settings
from hub.store.data_keys import open_sealer
from hub.store.open import installation_id
from hub.store.postgres import PostgresStore
from hub.store.sealing import KeyedHash, Sealer
from mappings.format import load_formats
from tests.benchmarks.flows import DESTINATION, FORMAT, FORMATS, HASH_KEY
from tests.benchmarks.hub_pipeline import Hub
from tests.benchmarks.persons import fin, person_xml
from tests.benchmarks.pipeline import Place
from tests.benchmarks.places import fresh_place
from tests.benchmarks.routes import ALL
from tests.benchmarks.runs import Course
from tests.benchmarks.stored_messages import MICROSECONDS_APART, Fill, Writer, fill_database

FIRST_STORED = 10_000_000
"""Stored messages are numbered from here on, so that none is the twin of one that is sent."""
MOST = 1_000_000
BEFORE = MOST * MICROSECONDS_APART + 600_000_000
"""Microseconds between the first stored message and now: room for MOST, and ten minutes."""
PARTY = "committee"


@dataclass(slots=True)
class Filled:
    """How many messages are stored, and where the next belong."""

    place: Place
    store: PostgresStore
    hash: KeyedHash
    sealer: Sealer
    began_at: int
    stored: int = 0

    async def grow_to(self, count: int, *, due: bool = False) -> None:
        """Store messages up to this count; with `due` those that are added wait to be delivered."""
        async with self.store.write() as tx:
            now, first_leaf = await tx.now(), await log_size(tx)
        fill = Fill(
            count=count - self.stored,
            party=PARTY,
            format=FORMAT,
            route=ALL[0].name,
            destination=DESTINATION,
            installation=await installation_id(self.store),
            started_at=self.began_at + self.stored * MICROSECONDS_APART,
            record=_record(),
            record_fin=fin(0),
            first=FIRST_STORED + self.stored,
            first_leaf=first_leaf,
            due_at=now if due else None,
        )
        await fill_database(self.store, self.place.database_url, Writer(fill, self.hash, self.sealer), fill)
        self.stored = count

    async def unmerged(self) -> int:
        """Leaves that the hub has written and its sequencer not yet numbered."""
        async with self.store.read() as tx:
            found = await tx.fetch("SELECT count(*) AS n FROM evidence_leaves WHERE seq IS NULL")
        count: int = found[0]["n"]
        return count


@asynccontextmanager
async def filled_place(course: Course, kind: str) -> AsyncIterator[Filled]:
    """A fresh place with the hub's schema and nothing in it."""
    async with fresh_place(course.servers, kind, course.folder) as place:
        await Hub(place).migrate()
        store = await PostgresStore.open(place.database_url)
        try:
            async with store.write() as tx:
                began_at = await tx.now() - BEFORE
            settings = Settings(data=place.folder, database_url=place.database_url, sandbox=True)
            sealer = await open_sealer(settings, store, SystemClock())
            yield Filled(place, store, KeyedHash(HASH_KEY.encode()), sealer, began_at)
        finally:
            await store.aclose()


def _record() -> bytes:
    """Person 0 as the hub keeps it."""
    reading = load_formats(FORMATS)[FORMAT].read(to_document(parse_xml(person_xml(0))))
    if not reading.mapped:
        raise ValueError(f"{FORMAT} does not map: {[issue.code for issue in reading.issues]}")
    return records_to_bytes(reading.records)
