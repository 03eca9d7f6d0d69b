"""What the exchange hands to the store and gets back: small frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from hub.access.signatures import Signature
from hub.exchange.states import MessageState

MessageKind = Literal["record", "file", "follow_up"]


@dataclass(frozen=True, slots=True)
class PlannedDelivery:
    """A delivery that a message will get: where to, in which lanes (hashed keys), and how failure is borne."""

    id: str
    destination: str
    route: str
    agency_key: str
    lane_keys: tuple[str, ...]
    on_failure: str = "hold"
    version: str | None = None
    budget: int = 300
    part: int = 0


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of a message: sealed, or None where they lie in the content store whose SHA-256 it is.

    `digest` is the SHA-256 as the store keeps it (KeyedHash.digest_sealed).
    """

    digest: str
    size: int
    sealed: bytes | None
    content_hash: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a message comes from: the party whose act began the chain, the message before, and the hops so far."""

    party: str
    cause: str | None = None
    hops: int = 0


@dataclass(frozen=True, slots=True)
class NewMessage:
    """One message ready for T1: everything that can be done before the transaction has been done."""

    id: str
    party: str
    format: str
    format_hash: str
    route: str
    kind: MessageKind
    state: MessageState
    body: Body
    origin: Origin
    records_sealed: bytes | None
    issues_sealed: bytes | None
    business_id_sealed: bytes | None
    idempotency_key: str
    search_keys: tuple[str, ...] = ()
    quarantine_lanes: tuple[tuple[str, str], ...] = ()
    deliveries: tuple[PlannedDelivery, ...] = ()
    version: str | None = None
    trace: str | None = None
    file: FilePlan | None = None
    commitment: str = ""
    signed: Signature | None = None


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What is known of a bulk file from its name: the series it belongs to and its place in it."""

    name: str
    series: str
    file_date: str
    serial: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """What T1 promised: the message, when, and the hash of its leaf. `duplicate` if the same was accepted before.

    `digest` is that of its body, as the store keeps it.
    """

    message_id: str
    accepted_at: int
    leaf_hash: str
    state: MessageState
    digest: str
    duplicate: bool = False
    due: tuple[tuple[str, str], ...] = ()
    """Destination and id of each delivery that the bus is to be told of by who had the message stored."""


@dataclass(frozen=True, slots=True)
class KeyTaken:
    """The same idempotency key came with other content: nothing was stored."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed delivery: what a worker needs to deliver it, under a fence that a later claim will break.

    `records_version` is that of the message's records, None where the delivery has a reading of its own.
    """

    id: str
    message_id: str
    destination: str
    route: str
    agency_key: str
    fence: int
    number: int
    counted: int
    budget: int
    part: int
    on_failure: str
    version: str | None
    party: str
    format: str
    origin: Origin
    accepted_at: int
    records_sealed: bytes | None
    records_version: int | None
    unresolved: bool
    trace: str | None = None
    lanes: tuple[tuple[str, str], ...] = field(default=())
