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
    """The agency applied the call, or says that it had applied this key before."""

    exchanged: Exchanged
    reference: str | None = None
    answer: Document | None = None
    code: str = "delivered"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The agency refused for good; the same bytes would be refused again."""

    exchanged: Exchanged
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Busy:
    """The agency asked us to come back; `retry_after` is in seconds where it named a time (RFC 9110, 10.2.3)."""

    exchanged: Exchanged
    code: str
    detail: str = ""
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Nothing was applied: no connection, or refused before any work. Safe to send again."""

    exchanged: Exchanged
    code: str
    detail: str = ""
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Sent, and no usable answer came: it may or may not have been applied."""

    exchanged: Exchanged
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Breach:
    """An answer that breaks the agency's contract (wrong element, failed schema); whether it applied is unknown."""

    exchanged: Exchanged
    code: str
    detail: str = ""


Outcome = Delivered | Rejected | Busy | Unavailable | Unknown | Breach
