"""Loads on each database in turn, and what the register holds afterwards."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.exchange.loading.plan import BaseLoad
from hub.exchange.loading.report import MatchReport, WorkItem, match_report, work_list
from hub.exchange.loading.run import Loading, Say
from hub.register.store import ENTITY, RegisterStore
from hub.settings import Settings
from hub.store.content import ContentStore
from hub.store.data_keys import open_sealer
from hub.store.open import open_store
from hub.store.schema import create_all
from hub.store.sealing import KeyedHash
from hub.store.store import Store
from hub.store.tx import Tx
from hub.store.vouching import NoVouching, Vouching
from mappings.format import load_formats
from tests.hubs import settings_for

FORMATS = load_formats()
KEY = KeyedHash(b"a key of tests for hashing, 32 bytes")


def quiet(*_told: object) -> None:
    """Progress that nobody follows."""


class Killed(Exception):
    """The process dies here."""


@dataclass
class MortalStore:
    """A store whose process dies inside its `dies_at`-th transaction that writes, or right after its commit.

    With `fault` it is the database that is away then.
    """

    whole: Store
    dies_at: int
    after_commit: bool = False
    fault: Exception | None = None
    name: str = ""
    writers: int = 1
    vouching: Vouching = field(default_factory=NoVouching)

    def write(self) -> AbstractAsyncContextManager[Tx]:
        return self._write()

    def read(self) -> AbstractAsyncContextManager[Tx]:
        return self.whole.read()

    async def aclose(self) -> None:
        """Nothing: whoever opened the whole one closes it."""

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[Tx]:
        self.dies_at -= 1
        dies = self.dies_at == 0  # it alone: the claim beside it is not lost for a lease
        async with self.whole.write() as tx:
            yield tx
            if dies and not self.after_commit:
                raise self.fault or Killed
        if dies:
            raise self.fault or Killed


@dataclass
class House:
    """A store with what seals it, and loads into it."""

    store: Store
    content: ContentStore
    register: RegisterStore
    folder: Path
    loads: list[BaseLoad] = field(default_factory=list)

    async def load(
        self, folder: Path, *, over: Store | None = None, say: Say = quiet, district: str | None = None
    ) -> None:
        """Load a folder, perhaps over a store that dies."""
        sealer, hash_ = self.register.sealer, self.register.hash
        made = await Loading(over or self.store, self.content, FORMATS, sealer, hash_).load(folder, district, say)
        self.loads.append(made)

    async def forget_leases(self) -> None:
        """As if a minute went by since the process died."""
        async with self.store.write() as tx:
            await tx.execute("UPDATE load_chunks SET lease_until = 0")

    async def report(self) -> MatchReport:
        async with self.store.read() as tx:
            return await match_report(tx, self.loads[-1])

    async def work(self, district: str | None = None) -> list[WorkItem]:
        async with self.store.read() as tx:
            return list(await work_list(tx, self.loads[-1], district, 1000))

    async def held(self) -> Counter[tuple[str, str]]:
        """All entities by kind and attributes."""
        async with self.store.read() as tx:
            rows = await tx.fetch(f"SELECT {ENTITY} FROM entities e")
        found = (self.register.entity(row) for row in rows)
        return Counter((each.kind, json.dumps(each.attributes, sort_keys=True, ensure_ascii=False)) for each in found)

    async def count(self, table: str) -> int:
        async with self.store.read() as tx:
            rows = await tx.fetch(f"SELECT count(*) AS n FROM {table}")
        return int(rows[0]["n"])


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    return settings_for(tmp_path / "data", database_url=url)


@pytest.fixture
async def house(settings: Settings, tmp_path: Path) -> AsyncIterator[House]:
    await create_all(settings)
    store = await open_store(settings, SystemClock())
    sealer = await open_sealer(settings, store, SystemClock())
    yield House(store, ContentStore(tmp_path / "content", sealer, KEY), RegisterStore(sealer, KEY), tmp_path / "bases")
    await store.aclose()


def edited(folder: Path, base: str, old: str, new: str, *, number: int = 1) -> None:
    """Correct a file of the folder under the next number."""
    (path,) = folder.glob(f"{base}_*")
    encoding = {"MUAVINET": "cp1254", "KOMMUNAL": "ascii"}.get(base, "utf-8")
    text = path.read_bytes().decode(encoding)
    assert old in text
    path.unlink()
    path.with_name(path.name.replace(f"_{number:02}.", f"_{number + 1:02}.")).write_bytes(
        text.replace(old, new, 1).encode(encoding)
    )
