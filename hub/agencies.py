"""Where each agency is, and where its files wait: from HUB_AGENCIES, and in a sandbox from the simulated ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from connectors.agencies import AGENCIES, BY_NAME
from connectors.connecting import connect
from connectors.connector import Connector, Limits
from connectors.endpoint import AgencyEndpoint, Contents
from connectors.manifest import Agency
from connectors.operations import RestOperation
from connectors.sftp.endpoint import Pickup, SftpEndpoint, sandbox_endpoint
from hub.clock import SECOND, SystemClock
from hub.settings import FETCHED, AgencySecuritySettings, AgencySettings, Settings, SftpFolder

if TYPE_CHECKING:
    from connectors.soap.security.agency import AgencySecurity


HandOver = Callable[[str, str, bytes, str], bool]
"""Lays a file down for a party to fetch: party, name, bytes and key; False where another file has the name."""


def connect_agencies(settings: Settings, hand_over: HandOver, contents: Contents | None = None) -> dict[str, Connector]:
    """A connector for each agency that is configured; explicit settings win over the sandbox. Call in the loop."""
    made: dict[str, Connector] = {}
    us = settings.in_xroad.subsystem if settings.in_xroad else ""
    if settings.sandbox:
        for agency in AGENCIES:
            if agency.operations and agency.name not in settings.agencies:
                where, files = f"{settings.agencies_url}/{agency.name}", _of_sandbox(settings, agency.name)
                endpoint = AgencyEndpoint(
                    where, f"hub-at-{agency.name}", xroad_client=us, files=files, contents=contents
                )
                made[agency.name] = connect(agency, endpoint)
    for name, found in settings.agencies.items():
        endpoint = AgencyEndpoint(
            found.url,
            found.credentials,
            {name: Limits(**each.model_dump()) for name, each in found.limits.items()},
            xroad_client=us,
            files=partial(_endpoint, found.handover) if isinstance(found.handover, SftpFolder) else _nowhere,
            lay_down=partial(hand_over, name) if found.handover == FETCHED else None,
            security=None if found.security is None else _security(found.security),
            contents=contents,
        )
        known = BY_NAME.get(name)
        made[name] = connect(known if known and known.operations else _declared(name, found), endpoint)
    return made


def pickups(settings: Settings) -> list[Pickup]:
    """The folders of files that wait for the hub, of agencies that leave any and whose place is known."""
    found = {agency.name: [each.format for each in agency.gives if each.picked_up] for agency in AGENCIES}
    return [
        Pickup(name, formats[0], where, tuple(formats[1:]))
        for name, formats in found.items()
        if formats and (where := _where(settings, name)) is not None
    ]


def _where(settings: Settings, agency: str) -> Callable[[], SftpEndpoint | None] | None:
    configured = settings.agencies.get(agency)
    if configured is not None:
        return partial(_endpoint, configured.pickup) if configured.pickup is not None else None
    return _of_sandbox(settings, agency) if settings.sandbox else None


def _of_sandbox(settings: Settings, agency: str) -> Callable[[], SftpEndpoint | None]:
    host = urlsplit(settings.agencies_url).hostname or "127.0.0.1"
    return partial(sandbox_endpoint, settings.data / "sandbox" / "sftp", agency, host)


def _nowhere() -> None:
    return None


def _endpoint(found: SftpFolder) -> SftpEndpoint:
    parts = urlsplit(found.url)
    user, host, folder = unquote(parts.username or ""), parts.hostname or "", unquote(parts.path)
    return SftpEndpoint(host, parts.port or 22, user, folder, found.key_file, found.known_hosts)


def _declared(name: str, found: AgencySettings) -> Agency:
    """An agency whose services are declared in the settings alone."""
    operations = tuple(RestOperation(name=operation, path=path) for operation, path in found.operations.items())
    return Agency(name=name, title=(name, name), operations=operations)


def _security(found: AgencySecuritySettings) -> AgencySecurity:
    """WS-Security by its files; OSError or ValueError for one that cannot be used."""
    from cryptography.x509 import load_pem_x509_certificate  # noqa: PLC0415  # the same

    from connectors.soap.security.agency import AgencySecurity  # noqa: PLC0415  # the same
    from connectors.soap.security.signature import Signer  # noqa: PLC0415  # the same
    from connectors.soap.security.user import User  # noqa: PLC0415  # the same

    clock = SystemClock()
    signer = None
    if found.key_file is not None and found.certificate is not None:
        signer = Signer.of_files(found.key_file, found.certificate)
    theirs = found.agency_certificate
    return AgencySecurity(
        lambda: datetime.fromtimestamp(clock.now() / SECOND, UTC),
        User(found.username, found.password) if found.username else None,
        signer,
        None if theirs is None else load_pem_x509_certificate(theirs.read_bytes()),
    )
