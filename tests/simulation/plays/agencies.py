"""Agencies at the end of a bad line: they refuse, are busy, answer too late, or apply what they cannot answer for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextvars import Context
from dataclasses import dataclass, field
from random import Random

from connectors.connector import Credentials, Limits, Operation, Retry
from connectors.outcome import (
    Breach,
    Busy,
    Delivered,
    Document,
    Exchanged,
    Outcome,
    Rejected,
    Unavailable,
    Unknown,
)
from hub.exchange.breaker import IN_A_ROW
from tests.simulation.faults import Faults
from tests.simulation.loop import Process, here, running

_TIMEOUT_S = 10.0
_LEARNED_S = 1.0
"""So long after a call has ended badly everybody knows."""
_PROBE_S = 4.0
_OUTSIDE = Context()
"""No process's: what has left goes on when whoever sent it has died."""


@dataclass(slots=True)
class Applied:
    """What an agency has done, in its order."""

    key: str
    document: Document
    at: float


@dataclass(slots=True)
class Called:
    """A call, when it began and ended; `is_bad` teaches a breaker, None a busy agency."""

    at: float
    until: float
    is_bad: bool | None


@dataclass(slots=True)
class Agency:
    """One service, outside of all processes. One that is `idempotent` applies a key once. One that is `strict` refuses
    documents, though not what it has applied. By agreement it is not called in its `window`, on the loop's time.
    """

    name: str
    idempotent: bool
    has_status: bool
    limits: Limits
    dice: Random
    faults: Faults
    strict: bool = False
    applied: list[Applied] = field(default_factory=list)
    under_way: list[Process] = field(default_factory=list)
    most_at_once: int = 0
    calls: list[Called] = field(default_factory=list)
    window: tuple[float, float] | None = None
    agreed_at: float = 0.0

    def apply(self, key: str, document: Document) -> None:
        if not (self.idempotent and self.knows(key)):
            self.applied.append(Applied(key, document, running().time()))

    def pressed(self) -> float | None:
        """When it was called twice within a probe's time though five in a row had gone badly, and it has not answered
        since; None where not. Also who is busy has answered.
        """
        for at in [each.at for each in self.calls]:
            before = [each for each in self.calls if each.until < at - (_LEARNED_S if each.is_bad else 0.0)]
            before.sort(key=lambda each: each.until)
            last = [each.is_bad for each in before][-IN_A_ROW:]
            answered = min(
                (each.until for each in self.calls if not each.is_bad and each.until >= at), default=at + _PROBE_S
            )
            now = [each for each in self.calls if at <= each.at < min(at + _PROBE_S, answered)]
            if last == [True] * IN_A_ROW and len(now) > 1:
                return at
        return None

    def knows(self, key: str) -> bool:
        return any(each.key == key for each in self.applied)


@dataclass(slots=True)
class SimulatedOperation:
    """The line of one process to an agency."""

    of: Agency

    @property
    def name(self) -> str:
        return self.of.name

    @property
    def agency(self) -> str:
        return self.of.name.split(".")[0]

    @property
    def idempotent(self) -> bool:
        return self.of.idempotent

    @property
    def has_status(self) -> bool:
        return self.of.has_status

    @property
    def limits(self) -> Limits:
        return self.of.limits

    async def call(self, document: Document, key: str) -> Outcome:
        """See Operation. What has left arrives, also when whoever sent it dies meanwhile."""
        agency, faults, dice = self.of, self.of.faults, self.of.dice
        caller = here()
        assert caller is not None
        agency.under_way = [each for each in (*agency.under_way, caller) if each.alive]
        agency.most_at_once = max(agency.most_at_once, len(agency.under_way))
        began = running().time()
        try:
            outcome = await self._called(agency, faults, dice, document, key)
            is_bad = None if isinstance(outcome, Busy) else not isinstance(outcome, Delivered | Rejected)
            agency.calls.append(Called(began, running().time(), is_bad))
            return outcome
        finally:
            agency.under_way.remove(caller)

    async def _called(self, agency: Agency, faults: Faults, dice: Random, document: Document, key: str) -> Outcome:
        sent = Exchanged(sent=repr(document).encode(), status=200, reached=True)
        hindered = await self._hindered(agency, faults, dice, sent, key)
        if hindered is not None:
            return hindered
        if agency.idempotent and faults.happens("late"):
            running().call_later(_TIMEOUT_S + dice.expovariate(0.05), agency.apply, key, document, context=_OUTSIDE)
            await asyncio.sleep(_TIMEOUT_S)
            return Unknown(sent, "timeout")
        agency.apply(key, document)
        await asyncio.sleep(dice.expovariate(50.0))
        if faults.happens("answer_lost"):
            await asyncio.sleep(_TIMEOUT_S)
            return Unknown(sent, "timeout")
        if faults.happens("slow"):
            await self._slowly()
        if agency.has_status and faults.happens("unreadable"):
            return Breach(sent, "answer.unreadable")
        return Delivered(sent, reference=key[:8])

    async def _slowly(self) -> None:
        """The answer takes long, or whoever waits for it stands still, past its lease and past a second attempt."""
        process, dice = here(), self.of.dice
        if process is not None and dice.random() < 0.5:
            process.stalled_until = running().time() + dice.uniform(2.0, 25.0)
        else:
            await asyncio.sleep(dice.uniform(2.0, _TIMEOUT_S))

    async def _hindered(
        self, agency: Agency, faults: Faults, dice: Random, sent: Exchanged, key: str
    ) -> Outcome | None:
        """How it ends where nothing is applied."""
        if self._cut() or faults.happens("refused"):
            await asyncio.sleep(dice.expovariate(10.0))
            return Unavailable(Exchanged(), "connect.refused")
        if agency.idempotent:  # who has no keys promises that what was sent is known as soon as anybody asks
            await asyncio.sleep(dice.expovariate(50.0))
        if faults.happens("request_lost"):
            await asyncio.sleep(_TIMEOUT_S)
            return Unknown(sent, "timeout")
        if faults.happens("busy"):
            return Busy(sent, "http.429", retry_after=dice.choice([None, 0.5, 5.0, 60.0]))
        if agency.strict and not agency.knows(key) and faults.happens("rejected"):
            return Rejected(sent, "document.refused")
        return None

    async def status(self, key: str) -> Outcome:
        """See Operation. An answer that ends a delivery, and none at all, teach a breaker as a call does."""
        began = running().time()
        outcome = await self._asked(key)
        if not isinstance(outcome, Rejected):
            self.of.calls.append(Called(began, running().time(), not isinstance(outcome, Delivered)))
        return outcome

    async def _asked(self, key: str) -> Outcome:
        await asyncio.sleep(self.of.dice.expovariate(50.0))
        sent = Exchanged(sent=key.encode(), status=200, reached=True)
        if self._cut() or self.of.faults.happens("refused"):
            return Unavailable(Exchanged(), "connect.refused")
        known = self.of.knows(key)
        await asyncio.sleep(self.of.dice.expovariate(50.0))
        return Delivered(sent, reference=key[:8]) if known else Rejected(sent, "status.not_applied")

    def _cut(self) -> bool:
        process = here()
        return process is not None and self.of.faults.is_cut(self.of.name, process)


@dataclass(frozen=True, slots=True)
class SimulatedConnector:
    """All services of a simulated agency."""

    agency: str
    operations: Mapping[str, Operation]
    credentials: Credentials | None = None

    async def aclose(self) -> None:
        """Nothing is open."""


def agencies_of(dice: Random, faults: Faults) -> list[Agency]:
    """One of each temper; of the last nobody but people can learn whether it has done a thing."""

    def limits() -> Limits:
        return Limits(
            rate_per_second=dice.choice([None, None, 5.0, 30.0]),
            parallel=dice.choice([None, 1, 4]),
            retry=Retry(first_s=1.0, longest_s=30.0),
        )

    return [
        Agency("keyed.person", True, False, limits(), dice, faults, strict=True),
        Agency("asked.person", False, True, limits(), dice, faults, strict=True),
        Agency("both.person", True, True, limits(), dice, faults, strict=True),
        Agency("plain.person", False, False, limits(), dice, faults, strict=True),
    ]
