"""Ask: one question to those who answer it, within what they bear; gathered with provenance and gaps named
(Scatter-Gather). An answer is never half silently: who did not answer is a gap, and if nobody did, an error.

Every ask is written to the access history before its answer leaves, refusals included. Many questions at once are a
dossier (`hub.exchange.ask.dossier`).
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

import structlog

from connectors.connector import HEADER, Operation, Retry
from connectors.outcome import Breach, Busy, Delivered, Outcome, Rejected, Unavailable, Unknown
from hub.access.history import Access, note_access
from hub.access.purposes import OTHER, why
from hub.clock import SECOND, Clock
from hub.errors import HubError, Overloaded
from hub.exchange.ask.problems import (
    NoAnswer,
    agency_in_maintenance,
    agency_paused,
    breaker_open,
    busy,
    no_answer,
    not_connected,
    of_another,
    unreadable,
)
from hub.exchange.ask.questions import IDENTITY, Source
from hub.exchange.breaker import Grant, Health, admit, learn
from hub.exchange.consent import need_consent
from hub.exchange.formats import MessageFormat
from hub.register.protecting import SAY_ADDRESS
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.store.ids import agency_key, new_id
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store, TryAgain
from mappings.records import Person, Provenance, Record
from routes.recipients import fields_for

log = structlog.get_logger("hub.exchange")

ANSWERED, UNANSWERED = "ask.answered", "ask.unanswered"
"""Totals of questions, by operation."""

_FILE = "file"
_NO_FACTS = frozenset(("kind", "fin", "lossy", "derived"))
_BUSY_S = 1.0
_MOST_CAUSES = 5


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks about whom, for what purpose, on which legal basis. `person` is the official who looks at the answer.

    The hub itself asks for what it `decides`: it alone is told an address that is protected.
    """

    party: str
    person: str | None
    fin: str
    purpose: str
    legal_basis: str
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What one source told about the person who was asked for, and the file that came along; `at` in microseconds."""

    source: Source
    record: Record
    at: int
    file: bytes | None = None

    def narrowed(self, fields: frozenset[str]) -> Told:
        """With the fields alone that the asker is given (`routes/recipients.yaml`), its file only where it is one.

        Of a person, what has no provenance is not told.
        """
        record = self.record
        left_out: dict[str, Any] = dict.fromkeys(set(type(record).model_fields) - fields - _NO_FACTS)
        if isinstance(record, Person):
            left_out = {"provenance": {name: said for name, said in record.provenance.items() if name in fields}}
        file = self.file if _FILE in fields else None
        return replace(self, record=record.model_copy(update=left_out), file=file)


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

    async def identity(self, asking: Asking, sources: Sequence[Source] = IDENTITY.sources) -> Answer:
        """Ask who a person is. The FIN is a valid one and the caller has the right to ask."""
        outcome = "interrupted"
        try:
            await self.need_consent(asking, IDENTITY.name)
            answer = await self._gather(asking, sources)
            outcome = "answered"
        except HubError as error:
            outcome = error.code
            raise
        finally:
            await self.note(asking, outcome)
        return answer

    async def need_consent(self, asking: Asking, of: str) -> None:
        """ConsentClosed where it is asked by consent, of these kinds of data, and the person's is not open."""
        register = RegisterStore(self.sealer, self.hash)
        async with self.store.read() as tx:
            await need_consent(tx, register, asking.party, asking.purpose, (asking.fin, of))

    async def given(self, asking: Asking, service: str) -> frozenset[str]:
        """The fields that the asker is given of an answer: of a protected address none."""
        fields = fields_for(asking.party, service, asking.purpose)
        return fields - SAY_ADDRESS if await self.keeps_address(asking) else fields

    async def keeps_address(self, asking: Asking) -> bool:
        """Whether where the person lives is protected, and nothing that this asker is told."""
        async with self.store.read() as tx:
            return not asking.decides and await Reader(RegisterStore(self.sealer, self.hash)).hides(tx, asking.fin)

    async def note(
        self, asking: Asking, outcome: str, service: str = IDENTITY.service, of: str = IDENTITY.name
    ) -> None:
        """Write to the access history. An ask that cannot be written down is not answered: StoreUnavailable."""
        asked = Access(
            service,
            of,
            outcome,
            subject=self.hash("fin", asking.fin) if asking.fin else None,
            why=why(asking.purpose, asking.legal_basis),
        )
        async with self.store.write() as tx:
            await note_access(tx, self.sealer, asking.party, asking.person or None, asked)

    async def _gather(self, asking: Asking, sources: Sequence[Source]) -> Answer:
        heard = await asyncio.gather(*(self.told(asking, source, IDENTITY.deadline_s) for source in sources))
        fields = await self.given(asking, IDENTITY.service)
        parts = [part.narrowed(fields) if isinstance(part, Told) else part for part in heard]
        found = [part.record for part in parts if isinstance(part, Told) and isinstance(part.record, Person)]
        missing = [(source, part) for source, part in zip(sources, parts, strict=True) if isinstance(part, HubError)]
        if not found:
            raise missing[0][1]
        asked_at = self.clock.now()
        person, provenance = _merged(found, asked_at)
        gaps = tuple(Gap(source.agency, error.code) for source, error in missing)
        return Answer(person, provenance, asked_at, gaps)

    async def told(self, asking: Asking, source: Source, deadline_s: float) -> Told | HubError:
        """What one source tells, or why it tells nothing. It is called until the deadline; a call under way goes on."""
        operation = self.operations.get(source.operation)
        if operation is None:
            return not_connected(source.agency)
        limit = self._bulkheads.setdefault(source.operation, asyncio.Semaphore(operation.limits.parallel or 64))
        started = self.clock.monotonic()
        try:
            async with limit:
                outcome = await self._call(operation, asking, source, started + deadline_s)
        except HubError as error:
            return error
        log.info(
            "asked",
            operation=source.operation,
            outcome=type(outcome).__name__.lower(),
            code=outcome.code,
            duration_ms=round((self.clock.monotonic() - started) * 1000),
        )
        return self.read(outcome, source, asking.fin)

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
                await tx.execute(
                    "INSERT INTO totals (kind, label, count) VALUES (:kind, :label, 1)"
                    " ON CONFLICT (kind, label) DO UPDATE SET count = totals.count + 1",
                    {"kind": kind, "label": operation.name},
                )
        except TryAgain:
            log.info("breaker_not_taught", operation=operation.name)

    def _document(self, asking: Asking, source: Source) -> dict[str, Any]:
        who, basis = asking.person or asking.party, why(asking.purpose, asking.legal_basis).basis or OTHER
        told = {"person": who, "legal_basis": asking.legal_basis, "purpose": asking.purpose, "basis_code": basis}
        return {**self.formats[source.format].write(Person(fin=asking.fin)), HEADER: told}

    def read(self, outcome: Outcome, source: Source, fin: str) -> Told | HubError:
        """What an outcome tells of the person of this FIN; an error where it is none, is unreadable, or of another."""
        if not isinstance(outcome, Delivered) or outcome.answer is None:
            return no_answer(outcome, source.agency)
        reading = self.formats[source.format].read(outcome.answer)
        if not reading.mapped:
            causes = sorted({f"{each.code} {each.path}" for each in reading.issues if each.severity == "error"})
            return unreadable(source.agency, ", ".join(causes[:_MOST_CAUSES]))
        if ("fin", fin) not in reading.keys:
            return of_another(source.agency)
        return Told(source, reading.records[0], self.clock.now(), outcome.file)


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
