"""What a hub stands on: a clock, a name among its like, a database, a bus, agencies. A simulated world gives others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from connectors.connector import Connector
from connectors.endpoint import Contents
from hub.agencies import HandOver, connect_agencies
from hub.bus.embedded import EmbeddedBus
from hub.bus.port import Bus
from hub.clock import Clock, SystemClock
from hub.settings import Settings
from hub.store.ids import process_name
from hub.store.open import open_store
from hub.store.store import Store


def _clock(settings: Settings) -> Clock:
    return SystemClock(settings.clock_scale)


def _bus(settings: Settings) -> Bus:
    if settings.broker_url is None:
        return EmbeddedBus()
    from hub.bus.rabbitmq import RabbitBus  # noqa: PLC0415  # its libraries are heavy, and most have no broker

    return RabbitBus(settings.broker_url, prefix=settings.broker_prefix)


@dataclass(frozen=True, slots=True)
class Machine:
    """How each of them is had; whoever builds on it closes what it opened. Call in the running loop."""

    name: Callable[[], str] = process_name
    clock: Callable[[Settings], Clock] = _clock
    store: Callable[[Settings, Clock], Awaitable[Store]] = open_store
    bus: Callable[[Settings], Bus] = _bus
    agencies: Callable[[Settings, HandOver, Contents], Mapping[str, Connector]] = connect_agencies


THIS = Machine()
"""Whatever this process runs on."""
