"""Making signatures beside the event loop: a PDF takes 30 to 100 ms of computing, in which nobody else would be served.

The whole of `document_flow.seals.Signing` runs in a thread with a loop of its own; what its ports ask (time stamps,
revocation, what is finished) is asked in the hub's own loop, where the connections are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from document_flow.seals.provider import (
    Finished,
    Prepared,
    RawSignature,
    RevocationFacts,
    Revocations,
    Signed,
    SigningRequest,
    StampAuthority,
)
from document_flow.seals.signing import Signing

T = TypeVar("T")
_signing = ThreadPoolExecutor(4, thread_name_prefix="signing")
"""Its own: a thread that waits for a time stamp must not hold one that the content store needs to answer it."""


async def computed(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """The outcome of a coroutine that computes more than it waits, run in a thread with a loop of its own."""
    context = copy_context()
    return await asyncio.get_running_loop().run_in_executor(_signing, context.run, lambda: asyncio.run(work()))


class ThreadedSigning:
    """Signing in threads; its ports may belong to the loop that it is called from."""

    def __init__(self, stamps: StampAuthority, revocations: Revocations, finished: Finished) -> None:
        self._ports = (stamps, revocations, finished)

    async def prepare(self, request: SigningRequest) -> Prepared:
        """The bytes to sign; asks nobody."""
        signing = Signing(*self._ports)
        return await computed(lambda: signing.prepare(request))

    async def finish(self, prepared: Prepared, answer: RawSignature) -> Signed:
        """The signed document."""
        ports = _AtHome(asyncio.get_running_loop(), *self._ports)
        signing = Signing(ports, ports, ports)
        return await computed(lambda: signing.finish(prepared, answer))


@dataclass(frozen=True, slots=True)
class _AtHome:
    """The three ports as another thread's loop asks them."""

    home: asyncio.AbstractEventLoop
    stamps: StampAuthority
    revocations: Revocations
    finished: Finished

    async def stamp(self, request_der: bytes) -> bytes:
        return await self._ask(partial(self.stamps.stamp, request_der))

    async def about(self, certificate: bytes, issuer: bytes) -> RevocationFacts:
        return await self._ask(partial(self.revocations.about, certificate, issuer))

    async def kept(self, request_id: str) -> Signed | None:
        return await self._ask(partial(self.finished.kept, request_id))

    async def keep(self, signed: Signed) -> Signed:
        return await self._ask(partial(self.finished.keep, signed))

    async def _ask(self, question: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Asked at home alone: at a home that has closed meanwhile no question is begun."""
        answer: Future[T] = Future()

        def ask() -> None:
            self.home.create_task(question()).add_done_callback(partial(_tell, answer))

        self.home.call_soon_threadsafe(ask)
        return await asyncio.wrap_future(answer)


def _tell(answer: Future[T], asked: asyncio.Task[T]) -> None:
    if asked.cancelled():
        answer.cancel()
    elif (wrong := asked.exception()) is not None:
        answer.set_exception(wrong)
    else:
        answer.set_result(asked.result())
