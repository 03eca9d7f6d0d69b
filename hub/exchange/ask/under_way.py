"""Calls of asks, which may go on after who asked was answered: owned here, so that none outlives the hub."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog

log = structlog.get_logger("hub.exchange")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Tasks of asks. Each call ends by its own total timeout; `aclose` ends what is left."""

    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    def start(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        """Begin; it is kept until it ends, and what it fails with unheard is in the log."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("ask_failed", error=type(task.exception()).__name__)

    async def aclose(self) -> None:
        """End what is under way."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
