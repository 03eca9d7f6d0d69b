"""What one try of a call came to: six values, matched exhaustively, never exceptions.

The classes follow what may be done next, not what the wire looked like:
delivered (applied), rejected (refused for good), busy (asked us to come back), unavailable (never reached or
refused before applying), unknown (sent, no usable answer: it may have been applied), breach (an answer that breaks
the agency's own contract; whether it was applied is not known either).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
"""A parsed body: nested dicts and lists of text, numbers, booleans and None; XML by local names."""


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The bytes of one exchange, kept with its attempt. `reached` says whether bytes may have got to the agency."""

    sent: bytes = b""
    received: bytes = b""
    status: int | None = None
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """The agency applied the call, or says that it had applied this key before. `file` is what the answer brought."""

    exchanged: Exchanged
    reference: str | None = None
    answer: Document | None = None
    code: str = "delivered"
    detail: str = ""
    file: bytes | None = None


@dataclass(frozen=True, slots=True)
class _NotDelivered:
    """What every other outcome tells: the bytes, our stable code, and where or what it was about."""

    exchanged: Exchanged
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Passing(_NotDelivered):
    """`retry_after` is in seconds where the agency named a time (RFC 9110, 10.2.3)."""

    retry_after: float | None = None


class Rejected(_NotDelivered):
    """The agency refused for good; the same bytes would be refused again."""


class Busy(_Passing):
    """The agency asked us to come back."""


class Unavailable(_Passing):
    """Nothing was applied: no connection, or refused before any work. Safe to send again."""


class Unknown(_NotDelivered):
    """Sent, and no usable answer came: it may or may not have been applied."""


class Breach(_NotDelivered):
    """An answer that breaks the agency's contract (wrong element, failed schema); whether it applied is unknown."""


Outcome = Delivered | Rejected | Busy | Unavailable | Unknown | Breach
