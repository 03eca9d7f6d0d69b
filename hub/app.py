"""The composition root: builds the hub's parts from the settings and owns their lives. Nothing else does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from connectors.connector import Operation
from connectors.rest.client import AgencyClient
from connectors.trust.ocsp import CrlClient
from connectors.trust.service import TrustService
from connectors.trust.tsa import TsaClient
from hub.access.keyring import refuse_api_keys
from hub.access.password_door import PasswordDoor
from hub.access.revocation import Fetch, Revocations
from hub.access.signatures import Signatures
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Needs as AggregateNeeds
from hub.bus.errors import BusUnreachable
from hub.bus.port import Bus
from hub.clock import Clock
from hub.dependencies import INTERNAL, Dependencies
from hub.deployment import AT_START, deployment_fingerprint
from hub.desks.composition import Desks
from hub.documents.composition import Office, Registry
from hub.documents.law.law import Law
from hub.documents.office.body import SAMPLES, load_body_rules
from hub.documents.office.seed_people import settle_sandbox
from hub.evidence.anchoring import Anchoring
from hub.evidence.receipt import Promises
from hub.evidence.root_key import root_at_start
from hub.exchange.accept import AcceptBatch
from hub.exchange.announcing import Accepting
from hub.exchange.apply import ApplyBatch, Applying, Effect
from hub.exchange.ask.asks import Asks
from hub.exchange.ask.dossier import Dossiers
from hub.exchange.ask.kept import KeptAnswers
from hub.exchange.breaker import ensure_operations
from hub.exchange.calling.steps import CallDependencies, Calls
from hub.exchange.changes import note_changes
from hub.exchange.claim import ClaimBatch
from hub.exchange.door import Door
from hub.exchange.duties import Duties
from hub.exchange.files.chunk import ChunkEffect, ChunkReaders
from hub.exchange.files.inbox import folder_of
from hub.exchange.files.intake import FileDoor
from hub.exchange.files.outbox import Outbox
from hub.exchange.files.splitting import CHUNK
from hub.exchange.files.work import ChunkWork
from hub.exchange.live_formats import LiveFormats, kept_fresh
from hub.exchange.planning import Planner
from hub.exchange.register_effect import RegisterEffect
from hub.exchange.relay import Relay
from hub.exchange.repair.model import RepairDependencies
from hub.exchange.settle import SettleBatch
from hub.exchange.translate import Translator
from hub.exchange.worker import InsideWork, Worker
from hub.failpoints import arm
from hub.kinds import KINDS
from hub.leading import CASES_S, LAWS_S, leading_duties
from hub.machine import THIS, Machine
from hub.money.replies import MoneyHeard, silence_step
from hub.programmes.applications import Applications
from hub.programmes.cases import Cases
from hub.programmes.composition import Programmes
from hub.programmes.law_replays import begin_replays
from hub.programmes.same_person import RegisterHeard
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.returns.draw_letters import LetterAnswers
from hub.returns.drawn_homes import LeavesDraw
from hub.returns.draws import DRAWS
from hub.rules import all_formats, load_routes
from hub.settings import Settings
from hub.store.content import ContentStore
from hub.store.data_keys import DataKeys, keys_kept_fresh, open_sealer
from hub.store.legal_time import refuse_played_time
from hub.store.open import installation_id
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store
from hub.store.writer import Batch, Writer
from hub.utilities.files import MonthlyFiles
from hub.utilities.settlements import KIND as SETTLEMENTS
from routes.route import DOCUMENTS, MONEY, PROGRAMMES, REGISTER, Routes

log = structlog.get_logger("hub.app")


@dataclass(frozen=True, slots=True, repr=False)
class Hub:
    """The built hub. Everything in it is open until the context of `build` is left. Nothing prints it, keys and all."""

    settings: Settings
    name: str
    clock: Clock
    store: Store
    bus: Bus
    writer: Writer
    formats: LiveFormats
    routes: Routes
    planner: Planner
    hash: KeyedHash
    promises: Promises
    anchoring: Anchoring
    sealer: Sealer
    passwords: PasswordDoor
    content: ContentStore
    door: Door
    files: FileDoor
    asks: Asks
    dossiers: Dossiers
    operations: Mapping[str, Operation]
    destinations: tuple[str, ...]
    duties: Duties
    calling: CallDependencies
    inside: Mapping[str, InsideWork]
    repairs: RepairDependencies
    office: Office
    law: Law
    programmes: Programmes
    desks: Desks
    aggregates: Aggregates

    @property
    def owners(self) -> dict[str, str]:
        """The agency of each operation."""
        return {name: operation.agency for name, operation in self.operations.items()}

    def worker(self) -> Worker:
        """A worker named after this process."""
        return Worker(self.name, self.bus, Calls(self.name, self.calling, self.settings.lease_seconds), self.inside)


@dataclass(frozen=True, slots=True)
class _Work:
    """The commands of the store writer, and what their effects need."""

    accept: AcceptBatch
    claim: ClaimBatch
    settle: SettleBatch
    apply: ApplyBatch
    chunk_batch: ApplyBatch
    chunks: ChunkEffect
    translator: Translator
    register: RegisterStore
    registry: Registry
    cases: Cases

    @classmethod
    def of(cls, needs: Dependencies) -> _Work:
        planner = needs.planner
        registry = Registry.of(
            load_body_rules(needs.settings.body_rules or SAMPLES), planner, needs.document_content, needs.clock
        )
        register = RegisterStore(planner.sealer, planner.hash)
        translator = Translator(needs.formats, planner, planner.sealer)
        aggregate_needs = _needs_of(needs, registry, register)
        cases = Programmes.cases_of(registry, needs.store, LeavesDraw(aggregate_needs))
        letters = LetterAnswers(Aggregates.of(aggregate_needs, KINDS), DRAWS)
        told = RegisterEffect(register, translator)
        effects: dict[str, Effect] = {
            PROGRAMMES: Applications(cases, translator, letters.take),
            REGISTER: RegisterHeard(told),
            DOCUMENTS: registry.effect(translator, sandbox=needs.settings.sandbox),
        }
        money = MoneyHeard(aggregate_needs, translator)
        effects[MONEY] = money
        chunks = ChunkEffect(planner, register, money, needs.settings.file_refused_percent)
        return cls(
            AcceptBatch(needs.told),
            ClaimBatch(needs.limits),
            SettleBatch(),
            ApplyBatch(effects, told.lock),
            ApplyBatch({CHUNK: chunks}, chunks.lock, "chunk"),
            chunks,
            translator,
            register,
            registry,
            cases,
        )

    @property
    def kinds(self) -> tuple[Batch[Any, Any], ...]:
        """In the order in which a single writer serves them."""
        return (
            self.accept,
            self.registry.batch,
            self.settle,
            self.apply,
            self.claim,
            self.chunk_batch,
        )


@asynccontextmanager
async def build(settings: Settings, sealer: Sealer | None = None, machine: Machine = THIS) -> AsyncIterator[Hub]:
    """Open everything, in the order of need; close it in reverse. Without a sealer, the one that the settings say."""
    arm(settings.failpoint)
    async with AsyncExitStack() as stack:
        needs = await _open(settings, stack, sealer, machine)
        await stack.enter_async_context(kept_fresh(needs.formats, needs.store))
        if isinstance(needs.planner.sealer, DataKeys):
            await stack.enter_async_context(keys_kept_fresh(needs.planner.sealer, needs.store, needs.clock))
        work = _Work.of(needs)
        writer = await stack.enter_async_context(Writer(needs.store, work.kinds))
        accepting = Accepting(writer, work.accept, needs.bus)
        await stack.enter_async_context(accepting.telling())
        hub = _assemble(needs, work, writer, accepting)
        stack.push_async_callback(hub.office.signing.aclose)
        stack.push_async_callback(hub.dossiers.under_way.aclose)
        yield hub


async def _open(settings: Settings, stack: AsyncExitStack, sealer: Sealer | None, machine: Machine) -> Dependencies:
    clock = machine.clock(settings)
    store = await machine.store(settings, clock)
    stack.push_async_callback(store.aclose)
    keys = await open_sealer(settings, store, clock)
    sealer = sealer or keys
    routes = load_routes(settings)
    keyed = await root_at_start(settings, store)
    planner = Planner(routes, keyed, sealer, await installation_id(store))
    content, document_content = (
        ContentStore(settings.data / "content" / of, sealer, keyed) for of in ("messages", "documents")
    )
    connectors = machine.agencies(settings, Outbox(folder_of(settings.data), sealer).hand_over, document_content.open)
    for connector in connectors.values():
        stack.push_async_callback(connector.aclose)
    if settings.sandbox:
        await settle_sandbox(store, sealer, keyed)
    else:
        await refuse_played_time(store)
        await refuse_api_keys(store)
    bus = await stack.enter_async_context(aclosing(machine.bus(settings)))
    formats = LiveFormats(partial(all_formats, settings), clock)
    await formats.refresh(store)
    await note_changes(store, deployment_fingerprint(settings, formats, routes), AT_START)
    stamps = AgencyClient()
    stack.push_async_callback(stamps.aclose)
    anchoring = Anchoring(store, {url: TsaClient(TrustService(stamps, url)) for url in settings.anchored_at})
    needs = Dependencies(
        settings,
        machine.name(),
        clock,
        store,
        bus,
        content,
        document_content,
        connectors,
        formats,
        routes,
        planner,
        anchoring,
        Revocations(store, settings.tls_client_ca, {each: _list_at(each, stamps) for each in settings.tls_client_crl}),
    )
    async with store.write() as tx:
        await ensure_operations(tx, [*needs.operations, *routes.destinations()])
    try:
        await bus.declare(needs.destinations)
    except BusUnreachable as away:
        log.warning("bus_away_at_start", reason=str(away))
    return needs


def _list_at(place: str, client: AgencyClient) -> Fetch:
    """What brings a list of revoked certificates from an address or a file."""
    if place.startswith(("http://", "https://")):
        return CrlClient(TrustService(client, place)).fetch
    return partial(asyncio.to_thread, Path(place).read_bytes)


def _needs_of(needs: Dependencies, registry: Registry, register: RegisterStore) -> AggregateNeeds:
    planner, is_sandbox = needs.planner, needs.settings.sandbox
    reader, drafts = Reader(register), registry.drafts
    return AggregateNeeds(
        needs.store, planner.sealer, planner.hash, registry.staff, planner, reader, drafts, is_sandbox
    )


def _assemble(needs: Dependencies, work: _Work, writer: Writer, accepting: Accepting) -> Hub:
    store, clock, formats, planner, content = (
        needs.store,
        needs.clock,
        needs.formats,
        needs.planner,
        needs.content,
    )
    files = FileDoor(formats, planner, accepting, content, needs.settings.max_file_bytes)
    relay = Relay(store, needs.bus, clock, needs.borne)
    office = Office.of(work.registry, store, writer, needs.settings)
    repairs = RepairDependencies(
        store, planner, planner.sealer, formats, content, needs.operations, INTERNAL, relay.nudge
    )
    reader = ChunkReaders(content, formats, planner, work.register)
    asks = Asks(store, clock, needs.operations, formats, planner.hash, planner.sealer, planner.installation)
    dossiers = Dossiers(asks, clock, KeptAnswers(store, planner.sealer, planner.hash), Reader(work.register))
    law = Law.of(store, planner.sealer, planner.hash, assumed=needs.settings.sandbox)
    programmes = Programmes.of(work.cases, office, dossiers, law.rulings, clock)
    aggregate_needs = replace(
        _needs_of(needs, work.registry, work.register), papers=office.papers, redecides=programmes.advancing.redecided
    )
    aggregates = Aggregates.of(aggregate_needs, KINDS)
    inside: dict[str, InsideWork] = dict.fromkeys(INTERNAL, Applying(writer, work.apply))
    inside[CHUNK] = ChunkWork(store, writer, work.chunk_batch, work.chunks, reader)
    return Hub(
        settings=needs.settings,
        name=needs.name,
        clock=clock,
        store=store,
        bus=needs.bus,
        writer=writer,
        formats=formats,
        routes=needs.routes,
        planner=planner,
        hash=planner.hash,
        promises=Promises(needs.log_key, planner.hash, needs.settings.merge_delay_seconds),
        anchoring=needs.anchoring,
        sealer=planner.sealer,
        passwords=PasswordDoor(store, clock, planner.hash),
        content=content,
        door=Door(
            formats,
            planner,
            planner.sealer,
            accepting,
            content,
            Signatures(store, clock, must_sign=not needs.settings.sandbox),
        ),
        files=files,
        asks=asks,
        dossiers=dossiers,
        operations=needs.operations,
        destinations=needs.destinations,
        duties=leading_duties(
            needs,
            relay,
            repairs,
            office,
            (
                (CASES_S, programmes.advancing.step),
                (CASES_S, programmes.arriving.step),
                (CASES_S, aggregates.step),
                (CASES_S, partial(silence_step, aggregates.needs)),
                (CASES_S, MonthlyFiles(aggregates, SETTLEMENTS).step),
                (LAWS_S, partial(begin_replays, aggregates)),
            ),
            files,
        ),
        calling=CallDependencies(
            store,
            writer,
            clock,
            work.claim,
            work.settle,
            work.translator,
            needs.operations,
            relay.nudge,
            needs.credentials,
        ),
        inside=inside,
        repairs=repairs,
        office=office,
        law=law,
        programmes=programmes,
        desks=Desks.of(work.cases, office, law.rulings),
        aggregates=aggregates,
    )


@asynccontextmanager
async def working(hub: Hub) -> AsyncIterator[None]:
    """Work all destinations while the context is open; on leaving, finish what is in hand."""
    async with hub.worker().run(hub.destinations):
        yield


@asynccontextmanager
async def on_duty(hub: Hub) -> AsyncIterator[None]:
    """Relay, sweep and sequence while the context is open."""
    async with asyncio.TaskGroup() as owner:
        task = owner.create_task(hub.duties.run(), name="duties")
        try:
            yield
        finally:
            task.cancel()
    await hub.duties.resign()
