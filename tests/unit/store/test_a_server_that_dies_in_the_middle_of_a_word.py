"""asyncpg's own state falls into disorder when the server dies at the wrong moment; the store says that it is away."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from hub.errors import StoreUnavailable
from hub.store.postgres import PostgresStore
from hub.store.store import CommitUnknown

DISORDER = asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")


class Dying:
    """A pool and its one connection; it fails at the step that is named."""

    def __init__(self, step: str) -> None:
        self._step = step
        self.is_cut = False

    def _pass(self, step: str) -> None:
        if step == self._step:
            raise DISORDER

    async def acquire(self, **_: Any) -> Dying:
        return self

    async def release(self, _connection: Dying, **_: Any) -> None:
        self._pass("release")

    def is_in_transaction(self) -> bool:
        return False

    async def execute(self, sql: str) -> None:
        self._pass("commit" if sql == "COMMIT" else "start")

    async def fetchval(self, _sql: str) -> int:
        self._pass("statement")
        return 1

    def terminate(self) -> None:
        self.is_cut = True


@pytest.mark.parametrize(
    ("step", "told"), [("start", StoreUnavailable), ("statement", StoreUnavailable), ("commit", CommitUnknown)]
)
async def test_a_write_says_what_is_known_of_it(step: str, told: type[Exception]) -> None:
    pool = Dying(step)

    with pytest.raises(told):
        async with PostgresStore(pool, 2).write() as tx:
            await tx.now()

    assert pool.is_cut


async def test_a_read_says_that_the_database_is_away() -> None:
    with pytest.raises(StoreUnavailable):
        async with PostgresStore(Dying("statement"), 2).read() as tx:
            await tx.now()
