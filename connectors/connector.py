"""The port that every agency's adapter implements (Channel Adapter)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from connectors.outcome import Document, Outcome


@dataclass(frozen=True, slots=True)
class Limits:
    """What an operation may bear, for the whole installation. Seconds; None means no limit of ours."""

    rate_per_second: float | None = None
    parallel: int | None = 4
    connect_s: float = 3.0
    first_byte_s: float = 20.0
    total_s: float = 30.0


class Operation(Protocol):
    """One service of one agency, such as `meis.person.update`."""

    @property
    def name(self) -> str: ...
    @property
    def agency(self) -> str: ...
    @property
    def idempotent(self) -> bool:
        """True if the agency applies the same key once, however often it arrives."""
        ...

    @property
    def has_status(self) -> bool:
        """True if the agency can be asked what became of a key."""
        ...

    @property
    def limits(self) -> Limits: ...

    async def call(self, document: Document, key: str) -> Outcome:
        """Send once under the total timeout. Whatever the agency or the network does is an outcome, never raised."""
        ...

    async def status(self, key: str) -> Outcome:
        """Ask what became of `key`: Delivered, Rejected with code `status.not_applied`, or what hindered asking."""
        ...


class Connector(Protocol):
    """All operations of one agency over one client with its own TLS context; whoever made it closes it."""

    @property
    def agency(self) -> str: ...
    @property
    def operations(self) -> Mapping[str, Operation]: ...
    async def aclose(self) -> None: ...
