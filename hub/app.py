"""The composition root: builds the hub's parts from the settings and owns their lives. Nothing else does."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from connectors.connector import Connector, Limits, Operation
from hub.agencies import connect_agencies
from hub.bus.embedded import EmbeddedBus
from hub.bus.errors import BusUnreachable
from hub.bus.port import Bus
from hub.clock import Clock, SystemClock
from hub.documents.composition import Office, Registry
from hub.documents.law.law import Law
from hub.documents.office.body import SAMPLES, load_body_rules
from hub.documents.office.seed_people import settle_sandbox
from hub.events.duties import event_duties
from hub.events.occurrence import agencies
from hub.events.webhooks import Posting
from hub.evidence.sequencer import Sequencer
from hub.exchange.accept import AcceptBatch
from hub.exchange.apply import ApplyBatch, Effect
from hub.exchange.ask import Asks
from hub.exchange.breaker import ensure_operations
from hub.exchange.breaks import keep_breaks
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
from hub.exchange.planning import Planner
from hub.exchange.refusals import forget_old_refusals
from hub.exchange.register_effect import RegisterEffect
from hub.exchange.relay import Relay
from hub.exchange.repair.model import Means
from hub.exchange.repair.runner import advance_repairs
from hub.exchange.replay.running import advance_replays
from hub.exchange.settle import SettleBatch
from hub.exchange.translate import Translator
from hub.exchange.worker import Batches, Wiring, Worker
from hub.failpoints import arm
from hub.makeup import AT_START, certificate_facts, makeup
from hub.register.store import RegisterStore
from hub.rules import all_formats, load_routes
from hub.settings import Settings
from hub.store.content import ContentStore
from hub.store.legal_time import refuse_played_time
from hub.store.open import hash_key, installation_id, open_store
from hub.store.sealing import IdentitySealer, KeyedHash, Sealer
from hub.store.store import Store
from hub.store.writer import Batch, Writer
from hub.watch.alerting import Alerts
from hub.watch.paces import note_paces
from routes.route import DOCUMENTS, REGISTER, Routes

log = structlog.get_logger("hub.app")
_HOUR = 3600.0
_MINUTE = 60.0
_PACE_S = 10.0
_BREAKS_S = 15.0
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
    sealer: Sealer
    content: ContentStore
    door: Door
    files: FileDoor
    asks: Asks
    operations: Mapping[str, Operation]
    destinations: tuple[str, ...]
    duties: Duties
    wiring: Wiring
    repairs: Means
    office: Office
    law: Law

    @property
    def owners(self) -> dict[str, str]:
        """The agency of each operation."""
        return {name: operation.agency for name, operation in self.operations.items()}

    def worker(self) -> Worker:
        """A worker named after this process."""
        return Worker(f"{socket.gethostname()}:{os.getpid()}", self.wiring, self.settings.lease_seconds)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What everything else stands on: the servers, the agencies, and the rules that were loaded."""

    settings: Settings
    clock: Clock
    store: Store
    bus: Bus
    content: ContentStore
    operations: Mapping[str, Operation]
    formats: LiveFormats
    routes: Routes
    planner: Planner

    @property
    def limits(self) -> dict[str, Limits]:
        """What each operation may bear."""
        return {name: operation.limits for name, operation in self.operations.items()}

    @property
    def destinations(self) -> tuple[str, ...]:
        """What can be delivered to here; a route may lead elsewhere, to what this installation does not have."""
        known = {*self.operations, *INTERNAL}
        return (*(name for name in self.routes.destinations() if name in known), CHUNK)


@dataclass(frozen=True, slots=True)
class _Work:
    """The commands of the store writer, and what their effects need."""

    accept: AcceptBatch
    batches: Batches
    chunk_batch: ApplyBatch
    chunks: ChunkEffect
    translator: Translator
    register: RegisterStore
    registry: Registry

    @classmethod
    def of(cls, ground: _Ground) -> _Work:
        planner = ground.planner
        registry = Registry.of(
            load_body_rules(ground.settings.body_rules or SAMPLES), planner, ground.content, ground.clock
        )
        register = RegisterStore(planner.sealer, planner.hash)
        translator = Translator(ground.formats, planner, planner.sealer)
        effects: dict[str, Effect] = {
            REGISTER: RegisterEffect(register, translator),
            DOCUMENTS: registry.effect(translator, sandbox=ground.settings.sandbox),
        }
        apply = ApplyBatch(effects)
        batches = Batches(ClaimBatch(ground.limits), SettleBatch(), apply)
        chunks = ChunkEffect(planner, register)
        return cls(AcceptBatch(), batches, ApplyBatch({CHUNK: chunks}, "chunk"), chunks, translator, register, registry)

    @property
    def kinds(self) -> tuple[Batch[Any, Any], ...]:
        """In the order in which a single writer serves them."""
        return (
            self.accept,
            self.registry.batch,
            self.batches.settle,
            self.batches.apply,
            self.batches.claim,
            self.chunk_batch,
        )


@asynccontextmanager
async def build(settings: Settings) -> AsyncIterator[Hub]:
    """Open everything, in the order of need; close it in reverse."""
    arm(settings.failpoint)
    async with AsyncExitStack() as stack:
        ground = await _open(settings, stack)
        await stack.enter_async_context(kept_fresh(ground.formats, ground.store))
        work = _Work.of(ground)
        writer = await stack.enter_async_context(Writer(ground.store, work.kinds))
        hub = _assemble(ground, work, writer)
        stack.push_async_callback(hub.office.signing.aclose)
        yield hub


async def _open(settings: Settings, stack: AsyncExitStack) -> _Ground:
    clock = SystemClock(settings.clock_scale)
    store = await open_store(settings, clock)
    stack.push_async_callback(store.aclose)
    routes, sealer = load_routes(settings), IdentitySealer()
    planner = Planner(routes, KeyedHash(hash_key(settings)), sealer, await installation_id(store))
    connectors = connect_agencies(settings)
    for connector in connectors.values():
        stack.push_async_callback(connector.aclose)
    operations = _operations(connectors)
    async with store.write() as tx:
        await ensure_operations(tx, [*operations, *routes.destinations()])
    if settings.sandbox:
        await settle_sandbox(store, sealer)
    else:
        await refuse_played_time(store)
    content = ContentStore(settings.data / "content", sealer)
    bus = _open_bus(settings, stack)
    formats = LiveFormats(partial(all_formats, settings))
    await formats.refresh(store)
    await note_changes(store, makeup(settings, formats, routes), AT_START)
    ground = _Ground(settings, clock, store, bus, content, operations, formats, routes, planner)
    try:
        await bus.declare(ground.destinations)
    except BusUnreachable as away:
        log.warning("bus_away_at_start", reason=str(away))
    return ground


def _assemble(ground: _Ground, work: _Work, writer: Writer) -> Hub:
    store, clock, formats, planner, content = (
        ground.store,
        ground.clock,
        ground.formats,
        ground.planner,
        ground.content,
    )
    most_file = ground.settings.max_file_bytes
    limits: dict[str, Limits | None] = {name: ground.limits.get(name) for name in ground.destinations}
    relay = Relay(store, ground.bus, clock, limits | {CHUNK: CHUNK_LIMITS})
    office = Office.of(work.registry, store, writer, ground.settings)
    repairs = Means(store, planner, planner.sealer, formats, content, ground.operations, INTERNAL, relay.nudge)
    reader = readers(content, formats, planner, work.register)
    bulk = {CHUNK: ChunkWork(store, writer, work.chunk_batch, work.chunks, reader)}
    return Hub(
        settings=ground.settings,
        clock=clock,
        store=store,
        bus=ground.bus,
        writer=writer,
        formats=formats,
        routes=ground.routes,
        planner=planner,
        hash=planner.hash,
        sealer=planner.sealer,
        content=content,
        door=Door(formats, planner, planner.sealer, writer, work.accept, content),
        files=FileDoor(formats, planner, writer, work.accept, content, most_file),
        asks=Asks(store, clock, ground.operations, formats, planner.hash, planner.installation),
        operations=ground.operations,
        destinations=ground.destinations,
        duties=_duties(ground, relay, repairs, office),
        wiring=Wiring(
            store,
            writer,
            ground.bus,
            clock,
            work.batches,
            work.translator,
            ground.operations,
            INTERNAL,
            relay.nudge,
            bulk,
        ),
        repairs=repairs,
        office=office,
        law=Law.of(store, planner.sealer, planner.hash, assumed=ground.settings.sandbox),
    )


def _duties(ground: _Ground, relay: Relay, repairs: Means, office: Office) -> Duties:
    """What the leading process does beside relaying, each with its period in seconds."""
    store, planner = ground.store, ground.planner
    source = f"urn:qayidis-hub:{planner.installation}"
    posting = Posting(
        store, ground.clock, planner.sealer, source, agencies(ground.routes), sandbox=ground.settings.sandbox
    )
    agency_of = {name: operation.agency for name, operation in ground.operations.items()}
    duties = Duties(store, ground.clock, relay, Sequencer(store))
    duties.extra += [
        (0.5, Splitting(store, ground.content, ground.formats, planner).step),
        (1.0, Replies(store, ground.formats, planner, frozenset(ground.operations)).step),
        (0.3, lambda: _advance_repairs(ground, repairs)),
        (_REPLAY_S, lambda: advance_replays(repairs)),
        (_LIST_S, lambda: list_codes(store, planner.sealer, planner.hash)),
        (_HOUR, lambda: forget_old_refusals(store)),
        (_MINUTE, lambda: note_changes(store, certificate_facts(ground.settings), (Kind.CERTIFICATE,))),
        (_PACE_S, lambda: note_paces(store)),
        (_BREAKS_S, lambda: keep_breaks(store, agency_of)),
        (_ALERTS_S, Alerts.of(store, planner.sealer, ground.settings).step),
        *event_duties(posting, ground.bus),
        *office.duties(),
    ]
    return duties


async def _advance_repairs(ground: _Ground, repairs: Means) -> None:
    """A repair of what waited for a code must not read with formats that do not know it yet."""
    await ground.formats.refresh(ground.store)
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


def _operations(connectors: Mapping[str, Connector]) -> dict[str, Operation]:
    return {
        operation.name: operation for connector in connectors.values() for operation in connector.operations.values()
    }


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
