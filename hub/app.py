"""The composition root: builds the hub's parts from the settings and owns their lives. Nothing else does."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import structlog

from connectors.connector import Connector, Credentials, Limits, Operation
from connectors.rest.client import AgencyClient
from connectors.trust.service import TrustService
from connectors.trust.tsa import TsaClient
from hub.access.password_door import PasswordDoor
from hub.access.uploads import forget_old_uploads
from hub.agencies import connect_agencies
from hub.bus.embedded import EmbeddedBus
from hub.bus.errors import BusUnreachable
from hub.bus.port import Bus
from hub.clock import Clock, SystemClock
from hub.deployment import AT_START, certificate_facts, deployment_fingerprint
from hub.documents.composition import Office, Registry
from hub.documents.law.law import Law
from hub.documents.office.body import SAMPLES, load_body_rules
from hub.documents.office.seed_people import settle_sandbox
from hub.events.duties import event_duties
from hub.events.occurrence import agencies
from hub.events.webhooks import Posting
from hub.evidence.anchoring import Anchoring
from hub.evidence.note import LogKey
from hub.evidence.receipt import Promises, log_key
from hub.evidence.sequencer import Sequencer
from hub.exchange.accept import AcceptBatch
from hub.exchange.announcing import Accepting
from hub.exchange.apply import ApplyBatch, Applying, Effect
from hub.exchange.ask import Asks
from hub.exchange.breaker import ensure_operations
from hub.exchange.calling.steps import CallDependencies, Calls
from hub.exchange.changes import Kind, note_changes
from hub.exchange.claim import ClaimBatch
from hub.exchange.codes.unknown import list_codes
from hub.exchange.door import Door
from hub.exchange.duties import Duties
from hub.exchange.files.chunk import ChunkEffect, readers
from hub.exchange.files.intake import FileDoor
from hub.exchange.files.reply import Replies
from hub.exchange.files.splitting import CHUNK, Splitting
from hub.exchange.files.work import CHUNK_LIMITS, ChunkWork
from hub.exchange.live_formats import LiveFormats, kept_fresh
from hub.exchange.maintenance import keep_windows
from hub.exchange.planning import Planner
from hub.exchange.refusals import forget_old_refusals
from hub.exchange.register_effect import RegisterEffect
from hub.exchange.relay import Relay
from hub.exchange.repair.model import RepairDependencies
from hub.exchange.repair.runner import advance_repairs
from hub.exchange.replay.running import advance_replays
from hub.exchange.settle import SettleBatch
from hub.exchange.translate import Translator
from hub.exchange.worker import InsideWork, Worker
from hub.failpoints import arm
from hub.register.store import RegisterStore
from hub.rules import all_formats, load_routes
from hub.settings import Settings
from hub.store.content import ContentStore
from hub.store.data_keys import DataKeys, keys_kept_fresh, open_sealer
from hub.store.legal_time import refuse_played_time
from hub.store.open import hash_key, installation_id, open_store
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store
from hub.store.writer import Batch, Writer
from hub.watch.alerting import Alerts
from hub.watch.paces import LOOK_S, note_paces
from routes.route import DOCUMENTS, REGISTER, Routes

log = structlog.get_logger("hub.app")
_HOUR = 3600.0
_MINUTE = 60.0
_WINDOWS_S = 15.0
_LIST_S = 3.0
_ALERTS_S = 15.0
_REPLAY_S = 0.5
INTERNAL = frozenset((REGISTER, DOCUMENTS))
"""Destinations inside the hub."""


@dataclass(frozen=True, slots=True)
class Hub:
    """The built hub. Everything in it is open until the context of `build` is left."""

    settings: Settings
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
    operations: Mapping[str, Operation]
    destinations: tuple[str, ...]
    duties: Duties
    calling: CallDependencies
    inside: Mapping[str, InsideWork]
    repairs: RepairDependencies
    office: Office
    law: Law

    @property
    def owners(self) -> dict[str, str]:
        """The agency of each operation."""
        return {name: operation.agency for name, operation in self.operations.items()}

    def worker(self) -> Worker:
        """A worker named after this process."""
        name = f"{socket.gethostname()}:{os.getpid()}"
        return Worker(name, self.bus, Calls(name, self.calling, self.settings.lease_seconds), self.inside)


@dataclass(frozen=True)
class _Dependencies:
    """What everything else stands on: the servers, the agencies, and the rules that were loaded."""

    settings: Settings
    clock: Clock
    store: Store
    bus: Bus
    content: ContentStore
    document_content: ContentStore
    connectors: Mapping[str, Connector]
    formats: LiveFormats
    routes: Routes
    planner: Planner
    anchoring: Anchoring

    @cached_property
    def log_key(self) -> LogKey:
        """What the evidence is signed with."""
        return log_key(self.planner.hash, self.planner.installation)

    @cached_property
    def operations(self) -> dict[str, Operation]:
        """Of all agencies, by name."""
        return {
            operation.name: operation
            for connector in self.connectors.values()
            for operation in connector.operations.values()
        }

    @property
    def credentials(self) -> dict[str, Credentials]:
        """The providers of those agencies that have one."""
        return {name: found for name, each in self.connectors.items() if (found := each.credentials) is not None}

    @property
    def limits(self) -> dict[str, Limits]:
        """What each operation may bear."""
        return {name: operation.limits for name, operation in self.operations.items()}

    @property
    def borne(self) -> dict[str, Limits | None]:
        """What each destination may bear, those inside the hub too."""
        return {name: self.limits.get(name) for name in self.destinations} | {CHUNK: CHUNK_LIMITS}

    @property
    def told(self) -> frozenset[str]:
        """Destinations whose deliveries the accepting process tells the bus of, since they bear any number."""
        return frozenset(name for name, limits in self.borne.items() if limits is None or limits.is_open)

    @property
    def destinations(self) -> tuple[str, ...]:
        """What can be delivered to here; a route may lead elsewhere, to what this installation does not have."""
        known = {*self.operations, *INTERNAL}
        return (*(name for name in self.routes.destinations() if name in known), CHUNK)


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

    @classmethod
    def of(cls, needs: _Dependencies) -> _Work:
        planner = needs.planner
        registry = Registry.of(
            load_body_rules(needs.settings.body_rules or SAMPLES), planner, needs.document_content, needs.clock
        )
        register = RegisterStore(planner.sealer, planner.hash)
        translator = Translator(needs.formats, planner, planner.sealer)
        effects: dict[str, Effect] = {
            REGISTER: RegisterEffect(register, translator),
            DOCUMENTS: registry.effect(translator, sandbox=needs.settings.sandbox),
        }
        chunks = ChunkEffect(planner, register)
        return cls(
            AcceptBatch(needs.told),
            ClaimBatch(needs.limits),
            SettleBatch(),
            ApplyBatch(effects),
            ApplyBatch({CHUNK: chunks}, "chunk"),
            chunks,
            translator,
            register,
            registry,
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
async def build(settings: Settings, sealer: Sealer | None = None) -> AsyncIterator[Hub]:
    """Open everything, in the order of need; close it in reverse. Without a sealer, the one that the settings say."""
    arm(settings.failpoint)
    async with AsyncExitStack() as stack:
        needs = await _open(settings, stack, sealer)
        await stack.enter_async_context(kept_fresh(needs.formats, needs.store))
        if isinstance(needs.planner.sealer, DataKeys):
            await stack.enter_async_context(keys_kept_fresh(needs.planner.sealer, needs.store, needs.clock))
        work = _Work.of(needs)
        writer = await stack.enter_async_context(Writer(needs.store, work.kinds))
        accepting = Accepting(writer, work.accept, needs.bus)
        await stack.enter_async_context(accepting.telling())
        hub = _assemble(needs, work, writer, accepting)
        stack.push_async_callback(hub.office.signing.aclose)
        yield hub


async def _open(settings: Settings, stack: AsyncExitStack, sealer: Sealer | None) -> _Dependencies:
    clock = SystemClock(settings.clock_scale)
    store = await open_store(settings, clock)
    stack.push_async_callback(store.aclose)
    if sealer is None:
        sealer = await open_sealer(settings, store, clock)
    routes = load_routes(settings)
    keyed = KeyedHash(hash_key(settings))
    planner = Planner(routes, keyed, sealer, await installation_id(store))
    connectors = connect_agencies(settings)
    for connector in connectors.values():
        stack.push_async_callback(connector.aclose)
    if settings.sandbox:
        await settle_sandbox(store, sealer)
    else:
        await refuse_played_time(store)
    content, document_content = (
        ContentStore(settings.data / "content" / of, sealer, keyed) for of in ("messages", "documents")
    )
    bus = _open_bus(settings, stack)
    formats = LiveFormats(partial(all_formats, settings), clock)
    await formats.refresh(store)
    await note_changes(store, deployment_fingerprint(settings, formats, routes), AT_START)
    stamps = AgencyClient()
    stack.push_async_callback(stamps.aclose)
    anchoring = Anchoring(store, {url: TsaClient(TrustService(stamps, url)) for url in settings.anchored_at})
    needs = _Dependencies(
        settings, clock, store, bus, content, document_content, connectors, formats, routes, planner, anchoring
    )
    async with store.write() as tx:
        await ensure_operations(tx, [*needs.operations, *routes.destinations()])
    try:
        await bus.declare(needs.destinations)
    except BusUnreachable as away:
        log.warning("bus_away_at_start", reason=str(away))
    return needs


def _assemble(needs: _Dependencies, work: _Work, writer: Writer, accepting: Accepting) -> Hub:
    store, clock, formats, planner, content = (
        needs.store,
        needs.clock,
        needs.formats,
        needs.planner,
        needs.content,
    )
    most_file = needs.settings.max_file_bytes
    relay = Relay(store, needs.bus, clock, needs.borne)
    office = Office.of(work.registry, store, writer, needs.settings)
    repairs = RepairDependencies(
        store, planner, planner.sealer, formats, content, needs.operations, INTERNAL, relay.nudge
    )
    reader = readers(content, formats, planner, work.register)
    inside: dict[str, InsideWork] = dict.fromkeys(INTERNAL, Applying(writer, work.apply))
    inside[CHUNK] = ChunkWork(store, writer, work.chunk_batch, work.chunks, reader)
    return Hub(
        settings=needs.settings,
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
        door=Door(formats, planner, planner.sealer, accepting, content),
        files=FileDoor(formats, planner, accepting, content, most_file),
        asks=Asks(store, clock, needs.operations, formats, planner.hash, planner.sealer, planner.installation),
        operations=needs.operations,
        destinations=needs.destinations,
        duties=_duties(needs, relay, repairs, office),
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
        law=Law.of(store, planner.sealer, planner.hash, assumed=needs.settings.sandbox),
    )


def _duties(needs: _Dependencies, relay: Relay, repairs: RepairDependencies, office: Office) -> Duties:
    """What the leading process does beside relaying, each with its period in seconds."""
    store, planner = needs.store, needs.planner
    source = f"urn:qayidis-hub:{planner.installation}"
    posting = Posting(
        store,
        needs.clock,
        planner.sealer,
        source,
        agencies(needs.routes),
        sandbox=needs.settings.sandbox,
    )
    agency_of = {name: operation.agency for name, operation in needs.operations.items()}
    duties = Duties(store, needs.clock, relay, Sequencer(store, needs.log_key))
    duties.extra += [
        (0.5, Splitting(store, needs.content, needs.formats, planner).step),
        (1.0, Replies(store, needs.formats, planner, frozenset(needs.operations)).step),
        (0.3, lambda: _advance_repairs(needs, repairs)),
        (_REPLAY_S, lambda: advance_replays(repairs)),
        (_LIST_S, lambda: list_codes(store, planner.sealer, planner.hash)),
        (_MINUTE, needs.anchoring.step),
        (_HOUR, lambda: forget_old_refusals(store)),
        (_HOUR, lambda: forget_old_uploads(store)),
        (_MINUTE, lambda: note_changes(store, certificate_facts(needs.settings), (Kind.CERTIFICATE,))),
        (LOOK_S, lambda: note_paces(store)),
        (_WINDOWS_S, lambda: keep_windows(store, agency_of)),
        (_ALERTS_S, Alerts.of(store, planner.sealer, needs.settings).step),
        *event_duties(posting, needs.bus),
        *office.duties(),
    ]
    return duties


async def _advance_repairs(needs: _Dependencies, repairs: RepairDependencies) -> None:
    """A repair of what waited for a code must not read with formats that do not know it yet."""
    await needs.formats.refresh(needs.store)
    await advance_repairs(repairs)


def _open_bus(settings: Settings, stack: AsyncExitStack) -> Bus:
    bus: Bus
    if settings.broker_url is None:
        bus = EmbeddedBus()
    else:
        from hub.bus.rabbitmq import RabbitBus  # noqa: PLC0415  # its libraries are heavy, and most have no broker

        bus = RabbitBus(settings.broker_url, prefix=settings.broker_prefix)
    stack.push_async_callback(bus.aclose)
    return bus


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
