"""What a security server's own failure means: both spellings (7.7 `ServiceFailed`, 7.8 `service_failed`), one outcome.

By a table, not by a rule: the names do not follow from each other (`OutdatedGlobalConf`, `global_conf_outdated`). A
code that begins with no server's prefix is the service's own, and the agency's table reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from connectors.outcome import Breach, Busy, Exchanged, Outcome, Rejected, Unknown

Spelling = tuple[str, str]
"""As 7.7 writes it and as 7.8 does."""

_SIDES: tuple[Spelling, ...] = (
    ("Server.ClientProxy", "server.clientproxy"),
    ("Server.ServerProxy", "server.serverproxy"),
    ("Client", "client"),
)
_SERVICE_FAILED = ("ServiceFailed", "service_failed")
_NETWORK: tuple[Spelling, ...] = (
    ("NetworkError", "network_error"),
    ("IOError", "io_error"),
    ("", "unknown_host"),
    ("HttpError", "http_error"),
)
_NOT_READY: tuple[Spelling, ...] = (
    ("MaintenanceMode", "maintenance_mode"),
    ("OutdatedGlobalConf", "global_conf_outdated"),
    ("LoggingFailed", "logging_failed"),
    ("TimestampingFailed", "timestamping_failed"),
)
_DISABLED: tuple[Spelling, ...] = (("ServiceDisabled", "service_disabled"),)
_REFUSED: tuple[Spelling, ...] = (
    ("AccessDenied", "access_denied"),
    ("UnknownService", "unknown_service"),
    ("UnknownMember", "unknown_member"),
    ("SslAuthenticationFailed", "ssl_authentication_failed"),
)
_BROKEN = (("Missing", "missing_"), ("Invalid", "invalid_"), ("Inconsistent", "inconsistent_"))
_OURS = (*_BROKEN, ("Duplicate", "duplicate_"), ("BadRequest", "bad_request"), ("ServiceType", "service_type"))

Means = Literal["broken", "network", "not_ready", "disabled", "refused", "ours", "failed"]


@dataclass(frozen=True, slots=True)
class XroadFault:
    """Which kind of failure a code of a security server is; `service_ran` where it may have come after the work."""

    means: Means
    service_ran: bool


def read_xroad_code(code: str) -> XroadFault | None:
    """What a code means; None for a service's own."""
    side = next((each for each in _SIDES if _begins(code, each)), None)
    if side is None:
        return None
    rest = _without(code, side)
    if side[0] == "Client":
        # SOAP's own `Client` is the service's word; a security server says more.
        return XroadFault("ours", service_ran=False) if rest else None
    ran = _begins(rest, _SERVICE_FAILED)
    if ran:
        rest = _without(rest, _SERVICE_FAILED)
    rows: tuple[tuple[Means, tuple[Spelling, ...]], ...] = (
        ("network", _NETWORK),
        ("not_ready", _NOT_READY),
        ("disabled", _DISABLED),
        ("refused", _REFUSED),
    )
    found = next((means for means, codes in rows if any(_begins(rest, each) for each in codes)), None)
    if found is None and any(rest.startswith(each) for each in (_BROKEN if ran else _OURS)):
        found = "broken" if ran else "ours"
    return XroadFault(found or "failed", service_ran=ran)


def xroad_outcome(code: str, exchanged: Exchanged) -> Outcome | None:
    """The outcome by a security server's code, which goes with it; None for a service's own."""
    fault = read_xroad_code(code)
    if fault is None:
        return None
    told = code if len(code) <= _LONGEST and code.isascii() else ""
    match fault.means:
        case "broken":
            return Breach(exchanged, "agency.xroad_answer", told)
        case "not_ready" | "disabled":
            return Busy(exchanged, f"agency.xroad_{fault.means}", told)
        case "refused" | "ours":
            return Rejected(exchanged, _REJECTED[fault.means], told)
        case "network" | "failed":
            return Unknown(exchanged, f"agency.xroad_{fault.means}", told)


_LONGEST = 120
_REJECTED: Mapping[str, str] = {"refused": "agency.xroad_access", "ours": "agency.xroad_message"}


def _begins(code: str, with_: Spelling) -> bool:
    return any(each and (code == each or code.startswith(f"{each}.")) for each in with_)


def _without(code: str, prefix: Spelling) -> str:
    found = next(each for each in prefix if each and (code == each or code.startswith(f"{each}.")))
    return code[len(found) :].removeprefix(".")
