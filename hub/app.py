"""The composition root: builds the hub's parts from the settings and owns their lives. Nothing else does."""

from __future__ import annotations

import asyncio
import importlib
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog

from connectors.connector import Connector, Limits, Operation
from hub.access.sealing import IdentitySealer, KeyedHash, Sealer
from hub.agencies import connect_agencies
from hub.bus.embedded import EmbeddedBus
from hub.bus.errors import BusUnreachable
from hub.bus.port import Bus
from hub.bus.rabbitmq import RabbitBus
from hub.clock import Clock, SystemClock
from hub.events.duties import event_duties
from hub.events.occurrence import agencies
from hub.events.webhooks import Posting
from hub.evidence.sequencer import Sequencer
from hub.exchange.accept import AcceptBatch
from hub.exchange.apply import ApplyBatch
from hub.exchange.ask import Asks
from hub.exchange.breaker import ensure_operations
from hub.exchange.claim import ClaimBatch
from hub.exchange.door import Door
from hub.exchange.duties import Duties
from hub.exchange.files.chunk import ChunkEffect, readers
from hub.exchange.files.intake import FileDoor
from hub.exchange.files.reply import Replies, ReplyFormat
from hub.exchange.files.splitting import CHUNK, Splitting
from hub.exchange.files.work import CHUNK_LIMITS, ChunkWork
from hub.exchange.formats import MessageFormat
from hub.exchange.planning import Planner
from hub.exchange.relay import Relay
from hub.exchange.repair.model import Means
from hub.exchange.repair.runner import advance_repairs
from hub.exchange.settle import SettleBatch
from hub.exchange.translate import Translator
from hub.exchange.worker import Batches, Wiring, Worker
from hub.failpoints import arm
from hub.register.effect import RegisterEffect
from hub.register.formats import RecordsFormat
from hub.register.store import RegisterStore
from hub.settings import Settings
from hub.store.content import ContentStore
from hub.store.open import hash_key, installation_id, open_store
from hub.store.store import Store
from hub.store.writer import Writer
from mappings.format import load_formats
from routes.route import REGISTER, Route, Routes

log = structlog.get_logger("hub.app")
FORMATS = Path(__file__).parent.parent / "mappings" / "formats"


@dataclass(frozen=True, slots=True)
class Hub:
    """The built hub. Everything in it is open until the context of `build` is left."""

    settings: Settings
    clock: Clock
    store: Store
    bus: Bus
    writer: Writer
    formats: Mapping[str, MessageFormat]
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

    def worker(self) -> Worker:
        """A worker named after this process."""
        return Worker(f"{socket.gethostname()}:{os.getpid()}", self.wiring, self.settings.lease_seconds)


def load_routes(settings: Settings) -> Routes:
    """The routes of the packages that the settings name, each with a tuple ALL."""
    found: list[Route] = []
    for name in settings.routes:
        found.extend(importlib.import_module(name).ALL)
    return Routes(tuple(found))


def all_formats(settings: Settings) -> dict[str, MessageFormat]:
    """Formats of agencies from their folders, and the hub's own."""
    own: tuple[MessageFormat, ...] = (RecordsFormat(), ReplyFormat())
    return {**load_formats(FORMATS, *settings.formats), **{made.name: made for made in own}}


@asynccontextmanager
async def build(settings: Settings) -> AsyncIterator[Hub]:
    """Open everything, in the order of need; close it in reverse."""
    arm(settings.failpoint)
    clock = SystemClock(settings.clock_scale)
    async with AsyncExitStack() as stack:
        store = await open_store(settings, clock)
        stack.push_async_callback(store.aclose)
        sealer, hash_ = IdentitySealer(), KeyedHash(hash_key(settings))
        routes, formats = load_routes(settings), all_formats(settings)
        planner = Planner(routes, hash_, sealer, await installation_id(store))
        translator = Translator(formats, planner, sealer)
        connectors = connect_agencies(settings)
        for connector in connectors.values():
            stack.push_async_callback(connector.aclose)
        operations = _operations(connectors)
        async with store.write() as tx:
            await ensure_operations(tx, [*operations, *routes.destinations()])
        register = RegisterStore(sealer, hash_)
        effects = {REGISTER: RegisterEffect(register, translator)}
        chunks = ChunkEffect(planner, register)
        chunk_batch = ApplyBatch({CHUNK: chunks}, "chunk")
        limits = {name: operation.limits for name, operation in operations.items()}
        batches = Batches(ClaimBatch(limits), SettleBatch(), ApplyBatch(effects))
        accept = AcceptBatch()
        writer = await stack.enter_async_context(
            Writer(store, [accept, batches.settle, batches.apply, batches.claim, chunk_batch])
        )  # fmt: skip
        bus = _open_bus(settings, stack)
        destinations = (*(name for name in routes.destinations() if name in operations or name in effects), CHUNK)
        try:
            await bus.declare(destinations)
        except BusUnreachable as away:
            log.warning("bus_away_at_start", reason=str(away))
        relay_limits: dict[str, Limits | None] = {name: limits.get(name) for name in destinations}
        relay_limits[CHUNK] = CHUNK_LIMITS
        relay = Relay(store, bus, clock, relay_limits)
        duties = Duties(store, clock, relay, Sequencer(store))
        content = ContentStore(settings.data / "content")
        door = Door(formats, planner, sealer, writer, accept, content)
        asks = Asks(store, clock, operations, formats, hash_, planner.installation)
        files = FileDoor(formats, planner, writer, accept, content, settings.max_file_bytes)
        duties.extra.append((0.5, Splitting(store, content, formats, planner).step))
        duties.extra.append((1.0, Replies(store, formats, planner, frozenset(operations)).step))
        bulk = {CHUNK: ChunkWork(store, writer, chunk_batch, chunks, readers(content, formats, planner, register))}
        repairs = Means(store, planner, sealer, formats, content, operations, frozenset(effects), relay.nudge)
        duties.extra.append((0.3, lambda: advance_repairs(repairs)))
        source = f"urn:qayidis-hub:{planner.installation}"
        posting = Posting(store, clock, sealer, source, agencies(routes), sandbox=settings.sandbox)
        duties.extra.extend(event_duties(posting, bus))
        wiring = Wiring(
            store, writer, bus, clock, batches, translator, operations, frozenset(effects), relay.nudge, bulk
        )  # fmt: skip
        yield Hub(settings, clock, store, bus, writer, formats, routes, planner, hash_, sealer, content, door, files,
                  asks, operations, destinations, duties, wiring, repairs)  # fmt: skip


def _open_bus(settings: Settings, stack: AsyncExitStack) -> Bus:
    bus: Bus
    if settings.broker_url is None:
        bus = EmbeddedBus()
    else:
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
    task = asyncio.create_task(hub.duties.run(), name="duties")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await hub.duties.resign()
