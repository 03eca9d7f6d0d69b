"""The port that every agency's adapter implements (Channel Adapter)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from connectors.outcome import Document, Outcome

HEADER = "_header"
"""The document's member that tells who asks, on which basis and for what; the rest is what is sent."""


@dataclass(frozen=True, slots=True)
class Retry:
    """How long a delivery waits before it is tried again. Seconds.

    A wait is drawn between nothing and `first_s`, doubled for each earlier try, up to `longest_s`; how often, the route
    says by its budget. A wait that the agency asks for counts up to `longest_wish_s`.
    """

    first_s: float = 2.0
    longest_s: float = 15 * 60.0
    longest_wish_s: float = 3600.0
    busy_s: float = 1.0
    """How long nobody calls an agency that is busy and names no time; up to `longest_hold_s` where it names one."""
    longest_hold_s: float = 20.0

    def ceiling(self, tries: int) -> float:
        """The longest wait after so many tries."""
        return min(self.longest_s, self.first_s * 2.0 ** min(tries, 20))

    def hold(self, retry_after: float | None) -> float:
        """How long a busy agency is left alone by all; the delivery that was told waits all that was asked for."""
        return min(self.longest_hold_s, self.busy_s if retry_after is None else retry_after)


@dataclass(frozen=True, slots=True)
class Limits:
    """What an operation may bear, for the whole installation. Seconds; None means no limit of ours."""

    rate_per_second: float | None = None
    parallel: int | None = 4
    connect_s: float = 3.0
    first_byte_s: float = 20.0
    total_s: float = 30.0
    retry: Retry = field(default_factory=Retry)

    @property
    def is_open(self) -> bool:
        """Any number of calls may be made at once."""
        return self.rate_per_second is None and self.parallel is None


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


class Credentials(Protocol):
    """How one agency knows us, where a header that never changes will not do: a fetched token, a signature."""

    async def ready(self) -> Outcome | None:
        """Have at hand what the next requests need: None, or what failing to comes to; nothing is sent then."""
        ...

    def headers(self, method: str, url: str, body: bytes) -> Mapping[str, str]:
        """What one request carries beside its own headers."""
        ...


class Connector(Protocol):
    """All operations of one agency over one client with its own TLS context; whoever made it closes it."""

    @property
    def agency(self) -> str: ...
    @property
    def credentials(self) -> Credentials | None: ...
    @property
    def operations(self) -> Mapping[str, Operation]: ...
    async def aclose(self) -> None: ...
