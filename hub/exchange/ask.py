"""Ask: one question, scattered to several agencies with a deadline each, gathered with provenance and gaps named
(Scatter-Gather). An answer is never half silently: who did not answer is a gap, and if nobody did, an error.

Every ask is written to the access history before its answer leaves, refusals included.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, assert_never

import structlog

from connectors.agencies import AGENCIES
from connectors.connector import Operation, Retry
from connectors.outcome import Breach, Busy, Delivered, Outcome, Rejected, Unavailable, Unknown
from hub.access.history import Access, note_access
from hub.access.purposes import why
from hub.clock import SECOND, Clock
from hub.errors import HubError, Overloaded
from hub.exchange.ask_problems import (
    NoAnswer,
    agency_in_maintenance,
    agency_paused,
    breaker_open,
    busy,
    no_answer,
    not_connected,
    unreadable,
)
from hub.exchange.breaker import Grant, Health, admit, learn
from hub.exchange.formats import MessageFormat
from hub.store.ids import agency_key, new_id
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store, TryAgain
from mappings.records import Person, Provenance

log = structlog.get_logger("hub.exchange")

ANSWERED, UNANSWERED = "ask.answered", "ask.unanswered"
"""Totals of questions, by operation."""
_COUNT = (
    "INSERT INTO totals (kind, label, count) VALUES (:kind, :label, 1)"
    " ON CONFLICT (kind, label) DO UPDATE SET count = totals.count + 1"
)

_DEADLINE_S = 10.0
_BUSY_S = 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """Where a question goes: an operation, the format of its documents, and how long to wait for a turn, in seconds."""

    operation: str
    format: str
    deadline_s: float = _DEADLINE_S

    @property
    def agency(self) -> str:
        """The agency's name."""
        return self.operation.partition(".")[0]


IDENTITY: Final = tuple(
    Source(each.operation, each.format) for agency in AGENCIES for each in agency.answers if each.question == "identity"
)
"""Who is asked about a person's identity; the first that knows a field is believed."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks about whom, for what purpose, on which legal basis. `person` is the official who looks at the answer."""

    party: str
    person: str | None
    fin: str
    purpose: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A source that gave nothing, and why."""

    agency: str
    code: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A person with provenance by field; `asked_at` in microseconds."""

    person: Person
    provenance: Mapping[str, Provenance]
    asked_at: int
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Asks:
    """Asks agencies within what they bear. Errors are HubErrors; those of the agency's side name it."""

    store: Store
    clock: Clock
    operations: Mapping[str, Operation]
    formats: Mapping[str, MessageFormat]
    hash: KeyedHash
    sealer: Sealer
    installation: str
    _bulkheads: dict[str, asyncio.Semaphore] = field(default_factory=dict)

    async def identity(self, asking: Asking, sources: Sequence[Source] = IDENTITY) -> Answer:
        """Ask who a person is. The FIN is a valid one and the caller has the right to ask."""
        outcome = "interrupted"
        try:
            answer = await self._gather(asking, sources)
            outcome = "answered"
        except HubError as error:
            outcome = error.code
            raise
        finally:
            await self.note(asking, outcome)
        return answer

    async def note(self, asking: Asking, outcome: str) -> None:
        """Write to the access history. An ask that cannot be written down is not answered: StoreUnavailable."""
        asked = Access(
            "ask.identity",
            "identity",
            outcome,
            subject=self.hash("fin", asking.fin) if asking.fin else None,
            why=why(asking.purpose, asking.legal_basis),
        )
        async with self.store.write() as tx:
            await note_access(tx, self.sealer, asking.party, asking.person or None, asked)

    async def _gather(self, asking: Asking, sources: Sequence[Source]) -> Answer:
        parts = await asyncio.gather(*(self._part(asking, source) for source in sources))
        found = [part for part in parts if isinstance(part, Person)]
        missing = [(source, part) for source, part in zip(sources, parts, strict=True) if isinstance(part, HubError)]
        if not found:
            raise missing[0][1]
        asked_at = self.clock.now()
        person, provenance = _merged(found, asked_at)
        gaps = tuple(Gap(source.agency, error.code) for source, error in missing)
        return Answer(person, provenance, asked_at, gaps)

    async def _part(self, asking: Asking, source: Source) -> Person | HubError:
        """One source's person, or why there is none."""
        operation = self.operations.get(source.operation)
        if operation is None:
            return not_connected(source.agency)
        limit = self._bulkheads.setdefault(source.operation, asyncio.Semaphore(operation.limits.parallel or 64))
        started = self.clock.monotonic()
        try:
            async with limit:
                outcome = await self._call(operation, asking, source, started + source.deadline_s)
        except HubError as error:
            return error
        log.info(
            "asked",
            operation=source.operation,
            outcome=type(outcome).__name__.lower(),
            code=outcome.code,
            duration_ms=round((self.clock.monotonic() - started) * 1000),
        )
        return self._person(outcome, source)

    async def _call(self, operation: Operation, asking: Asking, source: Source, deadline: float) -> Outcome:
        """One call; while the agency says that it is busy and there is time, another, each in its turn."""
        document = self._document(asking, source)
        while True:
            await self._turn(operation, source, deadline)
            outcome = await operation.call(document, agency_key(self.installation, new_id()))
            await self._teach(operation, outcome)
            wait = (outcome.retry_after or _BUSY_S) if isinstance(outcome, Busy) else 0.0
            if not isinstance(outcome, Busy) or self.clock.monotonic() + wait > deadline:
                return outcome
            await self.clock.sleep(wait)

    async def _turn(self, operation: Operation, source: Source, deadline: float) -> None:
        """Wait until the installation as a whole may call once more."""
        while True:
            grant = await self._admit(operation)
            if grant.count:
                return
            left, wait = deadline - self.clock.monotonic(), max(0.02, grant.wait / SECOND)
            if wait > left:
                raise _hindered(source.agency, grant, wait)
            await self.clock.sleep(wait * (1 + random.random() / 4))  # noqa: S311  # jitter

    async def _admit(self, operation: Operation) -> Grant:
        try:
            async with self.store.write() as tx:
                return await admit(tx, operation.name, operation.limits, 1, await tx.now())
        except TryAgain:
            return Grant(0)

    async def _teach(self, operation: Operation, outcome: Outcome) -> None:
        kind = ANSWERED if isinstance(outcome, Delivered | Rejected) else UNANSWERED
        try:
            async with self.store.write() as tx:
                await learn(tx, {operation.name: _health(outcome, operation.limits.retry)}, await tx.now())
                await tx.execute(_COUNT, {"kind": kind, "label": operation.name})
        except TryAgain:
            log.info("breaker_not_taught", operation=operation.name)

    def _document(self, asking: Asking, source: Source) -> dict[str, Any]:
        who = asking.person or asking.party
        header = {"person": who, "legal_basis": asking.legal_basis, "purpose": asking.purpose}
        return {**self.formats[source.format].write(Person(fin=asking.fin)), "_header": header}

    def _person(self, outcome: Outcome, source: Source) -> Person | HubError:
        if not isinstance(outcome, Delivered) or outcome.answer is None:
            return no_answer(outcome, source.agency)
        reading = self.formats[source.format].read(outcome.answer)
        if not reading.mapped or not isinstance(reading.records[0], Person):
            causes = sorted({f"{each.code} {each.path}" for each in reading.issues if each.severity == "error"})
            return unreadable(source.agency, ", ".join(causes))
        return reading.records[0]


def _merged(found: Sequence[Person], asked_at: int) -> tuple[Person, dict[str, Provenance]]:
    """The first source's fields, filled up by the next ones; each with its source and time."""
    values: dict[str, Any] = {}
    provenance: dict[str, Provenance] = {}
    for person in found:
        for name in person.provenance:
            if name not in values:
                values[name] = getattr(person, name)
                provenance[name] = person.provenance[name].model_copy(update={"at": asked_at})
    return Person.model_validate(values), provenance


def _hindered(agency: str, grant: Grant, wait_s: float) -> NoAnswer | Overloaded:
    match grant.why:
        case "maintenance":
            return agency_in_maintenance(agency, wait_s)
        case "paused":
            return agency_paused(agency, wait_s)
        case _:
            return breaker_open(agency, wait_s) if grant.deferred else busy(agency, wait_s)


def _health(outcome: Outcome, retry: Retry) -> Health:
    """What the breaker learns."""
    match outcome:
        case Delivered() | Rejected():
            return Health(good=1)
        case Busy(retry_after=after):
            return Health(hold=int(retry.hold(after) * SECOND))
        case Unavailable() | Unknown() | Breach():
            return Health(bad=1)
        case _:
            assert_never(outcome)
