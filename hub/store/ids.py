"""Identifiers: UUIDv7 (RFC 9562, 5.7) as 32 lowercase hexadecimal characters, and stable keys towards agencies."""

from __future__ import annotations

import os
import re
import socket
import time
import uuid
from collections.abc import Sequence

NEWEST = "f" * 32
"""A cursor above every id: the first page of a list, newest first, reads below it."""

_HEX = re.compile(r"[0-9a-f]{32}")


def new_id() -> str:
    """A new UUIDv7. It sorts by time to a quarter of a microsecond (RFC 9562, 6.2, method 3), so that what one process
    does in turn stays in turn; its first 48 bits carry the month for partitions.
    """
    millis, nanos = divmod(time.time_ns(), 1_000_000)
    fraction = (nanos << 12) // 1_000_000
    noise = int.from_bytes(os.urandom(8), "big") & 0x3FFFFFFFFFFFFFFF
    return f"{millis << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | noise:032x}"


def process_name() -> str:
    """What a process signs what it has in hand with; no two at work at one time have the same."""
    return f"{socket.gethostname()}:{os.getpid()}"


def parse_id(text: str) -> str | None:
    """The id that a person typed or pasted, with or without dashes; None if it is not one."""
    cleaned = text.strip().lower().replace("-", "")
    return cleaned if _HEX.fullmatch(cleaned) else None


def first_id_at(instant: int) -> str:
    """The lowest id of the millisecond of `instant` (microseconds): a bound for `since` filters."""
    return f"{(instant // 1000) & 0xFFFFFFFFFFFF:012x}" + "0" * 20


def instant_of(identifier: str) -> int:
    """When an id was made, in microseconds, to the millisecond."""
    return int(identifier[:12], 16) * 1000


def next_cursor(ids: Sequence[str], limit: int) -> str | None:
    """Where the next page of a list begins, newest first; None after the last."""
    return ids[-1] if len(ids) == limit else None


def agency_key(installation: str, delivery: str) -> str:
    """The idempotency key towards an agency: UUIDv5 of the delivery under the installation's id."""
    return str(uuid.uuid5(uuid.UUID(hex=installation), delivery))
