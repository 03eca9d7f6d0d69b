"""What is done with a large body beside the loop: in one thread, one at a time, and told to whoever counts the time.

The interpreter's lock goes round between that thread and the loop, so that nobody waits for the whole of it; how much
of all time one party's may take is the doors' (`hub.web.intake`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")

LARGE = 64 * 1024
"""Bytes from which a body is large: of less, changing the thread costs more than the reading."""

TOOK: ContextVar[Callable[[float], None] | None] = ContextVar("took", default=None)
"""Who is told how many seconds of the processor the body that is read in this context took: on a busy machine the clock
would charge a party what others did.
"""

_beside = ThreadPoolExecutor(1, thread_name_prefix="large-body")


async def aside(size: int, work: Callable[[], T]) -> T:
    """What `work` makes of a body of that size; a small one at once, a large one beside the loop."""
    if size <= LARGE:
        return work()
    took = TOOK.get()
    seconds = 0.0

    def timed() -> T:
        nonlocal seconds
        began = time.thread_time()
        try:
            return work()
        finally:
            seconds = time.thread_time() - began

    try:
        return await asyncio.get_running_loop().run_in_executor(_beside, timed)
    finally:
        if took is not None:
            took(seconds)
