"""A whole load: hands in, then does stage by stage whatever piece is free. Several processes may run it at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_after_delay,
    wait_random_exponential,
)

from hub.errors import StoreUnavailable
from hub.exchange.loading.families import FamilyTelling
from hub.exchange.loading.handing_in import HandingIn
from hub.exchange.loading.marks import Marking
from hub.exchange.loading.matching import Matching
from hub.exchange.loading.plan import STAGES, BaseLoad, LoadChunk, LostChunk, Stage, claim, finish, progress
from hub.exchange.loading.reading import BaseReading
from hub.exchange.loading.sources import base_files
from hub.exchange.loading.taking_back import TakingBack
from hub.exchange.loading.telling import RegisterTelling
from hub.failpoints import failpoint
from hub.register.store import RegisterStore
from hub.store.content import ContentStore
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Collision, CommitUnknown, Store, TryAgain
from mappings.format import Format

WAIT_S: Final = 0.2
AT_ONCE: Final = 2
GIVE_UP_S: Final = 600.0
"""A load takes the night: a database that is busy, or started anew, is waited for. A chunk is done once, whatever it
was heard to say of its commit."""
CROSSINGS: Final = 5
"""Of two that make the same thing at once the second finds it on its next try."""
P = ParamSpec("P")
T = TypeVar("T")
Say = Callable[[Stage, int, int], None]
"""Is told how many pieces of a stage are done, of how many."""


@dataclass(frozen=True, slots=True)
class Loading:
    """What does loads."""

    store: Store
    content: ContentStore
    formats: Mapping[str, Format]
    sealer: Sealer
    hash: KeyedHash

    async def load(self, folder: Path, district: str | None, say: Say) -> BaseLoad:
        """Everything until nothing is left to do, also by others; Refused where a file is not as agreed.

        Killed at any moment and begun again it goes on where it was.
        """
        handing = HandingIn(self.store, self.content, self.sealer, self.hash)
        load = await handing.begin(base_files(folder, self.formats), district)
        for stage in STAGES:
            await self._stage(load, stage, say)
        async with self.store.write() as tx:
            await finish(tx, load.id)
        return load

    async def _stage(self, load: BaseLoad, stage: Stage, say: Say) -> None:
        """Two pieces at a time: while the database is busy with one, the other is made ready."""
        try:
            async with asyncio.TaskGroup() as owner:
                for number in range(AT_ONCE):
                    waits = number == 0  # for what other processes have
                    owner.create_task(self._pieces(load, stage, say, waits=waits), name=f"load-{stage}")
        except BaseExceptionGroup as several:
            raise several.exceptions[0] from several

    async def _pieces(self, load: BaseLoad, stage: Stage, say: Say, *, waits: bool) -> None:
        while True:
            chunk = await patiently(claim, self.store, load.id, stage)
            if chunk is not None:
                await self._work(load, chunk)
            done, of = await patiently(self._progress, load, stage)
            say(stage, done, of)
            if done == of or (chunk is None and not waits):
                return
            if chunk is None:
                await asyncio.sleep(WAIT_S)

    async def _progress(self, load: BaseLoad, stage: Stage) -> tuple[int, int]:
        async with self.store.read() as tx:
            return (await progress(tx, load.id)).get(stage, (0, 0))

    async def _work(self, load: BaseLoad, chunk: LoadChunk) -> None:
        with suppress(LostChunk):
            await patiently(self._do, load, chunk)
            await failpoint("load.after_chunk")

    async def _do(self, load: BaseLoad, chunk: LoadChunk) -> None:
        match chunk.stage:
            case "read":
                assert chunk.piece.base is not None  # noqa: S101  # so `begin_load` plans them
                reading = BaseReading(
                    self.store, self.content, self.formats, self.sealer, self.hash, Marking(self.hash)
                )
                await reading.work(chunk, load.file(chunk.piece.base))
            case "link":
                await Matching(self.store).work(chunk, load)
            case "take_back":
                await TakingBack(self.store, RegisterStore(self.sealer, self.hash)).work(chunk, load)
            case "tell":
                await RegisterTelling(self.store, RegisterStore(self.sealer, self.hash)).work(chunk, load)
            case "families":
                await FamilyTelling(self.store, RegisterStore(self.sealer, self.hash)).work(chunk, load)


async def patiently(step: Callable[P, Awaitable[T]], *with_: P.args, **named: P.kwargs) -> T:
    """A database that is away comes back; what collides with itself five times over would collide for ever."""
    wait = wait_random_exponential(multiplier=0.1, max=10)
    away = retry_if_exception_type((CommitUnknown, StoreUnavailable, TryAgain))
    patient = AsyncRetrying(retry=away, stop=stop_after_delay(GIVE_UP_S), wait=wait, reraise=True)
    crossing = AsyncRetrying(
        retry=retry_if_exception_type(Collision), stop=stop_after_attempt(CROSSINGS), wait=wait, reraise=True
    )
    return await patient(crossing, step, *with_, **named)
