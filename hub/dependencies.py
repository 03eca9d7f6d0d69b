"""What everything in the hub stands on: the servers, the agencies, and the rules that were loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from connectors.connector import Connector, Credentials, Limits, Operation
from hub.access.revocation import Revocations
from hub.bus.port import Bus
from hub.clock import Clock
from hub.evidence.anchoring import Anchoring
from hub.evidence.note import LogKey
from hub.evidence.receipt import log_key
from hub.exchange.files.splitting import CHUNK
from hub.exchange.files.work import CHUNK_LIMITS
from hub.exchange.live_formats import LiveFormats
from hub.exchange.planning import Planner
from hub.settings import Settings
from hub.store.content import ContentStore
from hub.store.store import Store
from routes.route import DOCUMENTS, MONEY, PROGRAMMES, REGISTER, Routes

INTERNAL = frozenset((REGISTER, DOCUMENTS, PROGRAMMES, MONEY))
"""Destinations inside the hub."""


@dataclass(frozen=True)
class Dependencies:
    """What everything else stands on: the servers, the agencies, and the rules that were loaded."""

    settings: Settings
    name: str
    """Of this process among its like."""
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
    revocations: Revocations

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
