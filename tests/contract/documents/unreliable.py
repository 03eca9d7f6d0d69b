"""A store that loses the reply to a commit, once, or undoes some of its transactions at their very end."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

from hub.errors import StoreUnavailable
from hub.store.store import CommitUnknown, Store
from hub.store.tx import Tx
from hub.store.vouching import NoVouching, Vouching


@dataclass
class Unreliable:
    """`loses` the next reply, of a commit that was done or undone; undoes others by the chance that `draw` gives."""

    inner: Store
    loses: Literal["done", "undone"] | None = None
    draw: random.Random | None = None
    undone: int = 0
    vouching: Vouching = field(default_factory=NoVouching)

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def writers(self) -> int:
        return self.inner.writers

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        lost, self.loses = self.loses, None
        async with self.inner.write() as tx:
            yield tx
            if lost == "undone":
                raise CommitUnknown("lost, and undone")
            if self.draw is not None and self.draw.random() < 0.3:
                self.undone += 1
                raise StoreUnavailable("undone")
        if lost == "done":
            raise CommitUnknown("lost, and done")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        async with self.inner.read() as tx:
            yield tx

    async def aclose(self) -> None:
        await self.inner.aclose()
