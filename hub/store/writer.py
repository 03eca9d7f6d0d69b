"""The store writer: the one home of batching. Callers submit a command and await its own result.

Commands of one kind that wait together run in one transaction. If the transaction fails, they are run again one by
one, so a bad command cannot spoil its neighbours. If the reply to a commit is lost, each command is read back before
its caller gets an answer.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, Self, TypeVar

from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_fixed

from hub.errors import StoreUnavailable
from hub.store.store import Collision, CommitUnknown, Store, TryAgain
from hub.store.tx import Tx

C = TypeVar("C", contravariant=True)
R = TypeVar("R", covariant=True)
Command = TypeVar("Command")
Result = TypeVar("Result")

BATCH = 100
LINGER_S = 0.002
FULL_ENOUGH = 16
"""A runner that finds fewer waiting commands lingers, so that the next commit carries more."""
_TRIES = 5


class Batch(Protocol[C, R]):
    """A kind of command: how many of them run in one transaction, and how one is found again after a lost reply."""

    @property
    def name(self) -> str: ...
    @property
    def linger(self) -> float:
        """Seconds that a runner waits for company, and again as long as company came, up to FULL_ENOUGH commands."""
        ...

    async def run(self, tx: Tx, commands: Sequence[C]) -> Sequence[R]: ...
    async def read_back(self, tx: Tx, command: C) -> R | None: ...


@dataclass(slots=True)
class _Waiting:
    command: Any
    answer: asyncio.Future[Any]


@dataclass(eq=False)
class _Queue:
    """The commands of one kind, in order of arrival."""

    batch: Batch[Any, Any]
    waiting: deque[_Waiting] = field(default_factory=deque)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)


class Writer:
    """Runs batches. On PostgreSQL each kind has its own runner; on SQLite one runner serves all, first kind first."""

    def __init__(self, store: Store, kinds: Sequence[Batch[Any, Any]]) -> None:
        self._store = store
        self._lines = {kind.name: _Queue(kind) for kind in kinds}
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        lines = list(self._lines.values())
        if self._store.writers == 1:
            self._tasks = [asyncio.create_task(self._serve_all(lines), name="writer")]
        else:
            self._tasks = [asyncio.create_task(self._serve(line), name=f"writer-{line.batch.name}") for line in lines]
        return self

    async def __aexit__(self, *_exc: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for line in self._lines.values():
            for waiting in line.waiting:
                waiting.answer.cancel()

    async def submit(self, batch: Batch[Command, Result], command: Command) -> Result:
        """Run the command in the next transaction of its kind; returns or raises its own result."""
        line = self._lines[batch.name]
        waiting = _Waiting(command, asyncio.get_running_loop().create_future())
        line.waiting.append(waiting)
        line.arrived.set()
        result: Result = await waiting.answer
        return result

    async def _serve(self, line: _Queue) -> None:
        while True:
            await line.arrived.wait()
            before = 0
            while before < len(line.waiting) < FULL_ENOUGH:
                before = len(line.waiting)
                await asyncio.sleep(line.batch.linger)
            await self._take(line)

    async def _serve_all(self, lines: Sequence[_Queue]) -> None:
        """One writer: the first kind that has work goes first, but never twice while another waits."""
        while True:
            busy = [line for line in lines if line.waiting]
            if not busy:
                arrivals = [asyncio.create_task(line.arrived.wait()) for line in lines]
                await asyncio.wait(arrivals, return_when=asyncio.FIRST_COMPLETED)
                for arrival in arrivals:
                    arrival.cancel()
            for line in busy:
                await self._take(line)

    async def _take(self, line: _Queue) -> None:
        group = [line.waiting.popleft() for _ in range(min(BATCH, len(line.waiting)))]
        if not line.waiting:
            line.arrived.clear()
        group = [waiting for waiting in group if not waiting.answer.done()]
        if group:
            await self._run(line.batch, group)

    async def _run(self, batch: Batch[Any, Any], group: list[_Waiting]) -> None:
        for attempt in range(_TRIES):
            try:
                async with self._store.write() as tx:
                    results = await batch.run(tx, [waiting.command for waiting in group])
            except CommitUnknown as lost:
                await self._read_back(batch, group, lost)
                return
            except (TryAgain, Collision) as crossed:
                if len(group) > 1 or attempt == _TRIES - 1:
                    await self._one_by_one(batch, group, crossed)
                    return
                await asyncio.sleep(0.005 * (attempt + 1))
            except Exception as failed:  # noqa: BLE001  # the worker's loop: a bad command must not stop the writer
                await self._one_by_one(batch, group, failed)
                return
            else:
                for waiting, result in zip(group, results, strict=True):
                    _answer(waiting, result)
                return

    async def _one_by_one(self, batch: Batch[Any, Any], group: list[_Waiting], failed: Exception) -> None:
        if len(group) == 1 or isinstance(failed, StoreUnavailable):
            for waiting in group:
                if not waiting.answer.done():
                    waiting.answer.set_exception(failed)
            return
        for waiting in group:
            await self._run(batch, [waiting])

    async def _read_back(self, batch: Batch[Any, Any], group: list[_Waiting], lost: Exception) -> None:
        gone = StoreUnavailable("the reply to a commit was lost")
        gone.__cause__ = lost
        for waiting in group:
            found = await self._find(batch, waiting.command)
            if found is not None:
                _answer(waiting, found)
            elif not waiting.answer.done():
                waiting.answer.set_exception(gone)

    async def _find(self, batch: Batch[Any, Any], command: object) -> object | None:
        """What a command did, as soon as the database can be asked; None if it stays away."""

        async def ask() -> object | None:
            async with self._store.read() as tx:
                found: object | None = await batch.read_back(tx, command)
                return found

        patient = AsyncRetrying(
            retry=retry_if_exception_type((StoreUnavailable, TryAgain)),
            stop=stop_after_delay(10.0),
            wait=wait_fixed(0.2),
        )
        try:
            return await patient(ask)
        except Exception:  # noqa: BLE001  # the writer's loop goes on; what cannot be found is not known to be stored
            return None


def _answer(waiting: _Waiting, result: object) -> None:
    if not waiting.answer.done():
        waiting.answer.set_result(result)
