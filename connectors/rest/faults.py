"""What the client libraries raise, translated once into outcomes (style: foreign exceptions meet one table).

The line that matters is whether a byte of the request may have left: before it the call is Unavailable and safe to
repeat, after it the call is Unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp

from connectors.outcome import Exchanged, Unavailable, Unknown

FOREIGN = (aiohttp.ClientError, OSError)
"""Everything that the transport may raise; a TimeoutError is an OSError.

What is not in it is a defect of ours and must surface.
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """How one foreign exception reads: a stable code, and whether the request may have reached the agency."""

    code: str
    reached: bool


_TABLE: tuple[tuple[type[BaseException], Fault], ...] = (
    # The first match wins: narrow classes stand above the ones they derive from.
    (aiohttp.ClientConnectorCertificateError, Fault("agency.tls_certificate", reached=False)),
    (aiohttp.ServerFingerprintMismatch, Fault("agency.tls_certificate", reached=False)),
    (aiohttp.ClientSSLError, Fault("agency.tls", reached=False)),
    (aiohttp.ClientConnectorDNSError, Fault("agency.dns", reached=False)),
    (aiohttp.ClientConnectorError, Fault("agency.refused", reached=False)),
    (aiohttp.ConnectionTimeoutError, Fault("agency.connect_timeout", reached=False)),
    (aiohttp.NonHttpUrlClientError, Fault("agency.address", reached=False)),
    (aiohttp.InvalidURL, Fault("agency.address", reached=False)),
    (aiohttp.ServerTimeoutError, Fault("agency.read_timeout", reached=True)),
    (aiohttp.ServerDisconnectedError, Fault("agency.disconnected", reached=True)),
    (aiohttp.ClientConnectionError, Fault("agency.reset", reached=True)),
    (aiohttp.ClientPayloadError, Fault("agency.cut", reached=True)),
    (aiohttp.ClientError, Fault("agency.bad_http", reached=True)),
    (TimeoutError, Fault("agency.total_timeout", reached=True)),
    (OSError, Fault("agency.reset", reached=True)),
)
_REST = Fault("agency.bad_http", reached=True)


def read_fault(error: BaseException) -> Fault:
    """The table's row for `error`; an exception that it does not know counts as sent, the careful reading."""
    for kind, fault in _TABLE:
        if isinstance(error, kind):
            return fault
    return _REST


def outcome_of(error: BaseException, *, sent: bytes, received: bytes, status: int | None) -> Unavailable | Unknown:
    """The outcome of a call that ended in `error`; what had arrived until then is kept with it."""
    fault = read_fault(error)
    if fault.reached:
        return Unknown(Exchanged(sent, received, status, reached=True), fault.code)
    return Unavailable(Exchanged(sent, received, status, reached=False), fault.code)
