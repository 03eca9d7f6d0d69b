"""The chain of a run's events: each hash covers the one before, so nothing is altered, taken out or put in unseen.

hash = SHA-256( previous hash, 32 bytes  ‖  event bytes )        the hash before the first is 32 zero bytes

Whoever stores events puts SALT_BYTES random ones before each: the hashes are told to others, and an event says little
enough (who, which act, which file) that its hash alone could otherwise be found again by trying.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from document_flow.paths.event import Event
from document_flow.paths.registry import EVENTS

GENESIS = "0" * 64
"""What stands before the first event."""
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Link:
    """An event as it is kept: its number from 0, its bytes as they were hashed, and its hash."""

    number: int
    body: bytes
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold: the number expected there, the hash it must have and has."""

    number: int
    expected: str
    found: str


def canonical_event(event: Event) -> bytes:
    """The event as JSON in UTF-8, its fields in the order of their class. Keep these bytes as they are."""
    return EVENTS.dump_json(event)


def link(previous: str, body: bytes) -> str:
    """The hash of an event after the one before it, both in hex."""
    return hashlib.sha256(bytes.fromhex(previous) + body).hexdigest()


def chain(events: Iterable[Event], previous: str = GENESIS, first: int = 0) -> tuple[Link, ...]:
    """The links to append for new events, after the last hash and from its next number on."""
    links = []
    for number, event in enumerate(events, start=first):
        body = canonical_event(event)
        previous = link(previous, body)
        links.append(Link(number, body, previous))
    return tuple(links)


def verify_chain(links: Iterable[Link], previous: str = GENESIS, first: int = 0) -> Break | None:
    """The first break, by a wrong hash or a number out of turn. What was cut off at the end needs the last hash."""
    for number, each in enumerate(links, start=first):
        expected = link(previous, each.body)
        if each.number != number or each.hash != expected:
            return Break(number, expected, each.hash)
        previous = each.hash
    return None
