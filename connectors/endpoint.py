"""Where an agency is and how we present ourselves there: the settings of one connector."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from connectors.connector import Limits
from connectors.sftp.endpoint import SftpEndpoint
from connectors.sftp.fetched import LayDown

if TYPE_CHECKING:
    from connectors.rest.client import AgencyClient
    from connectors.soap.security.agency import AgencySecurity

Contents = Callable[[str], BinaryIO]
"""Opens a file of a document by its SHA-256; FileNotFoundError where it is not held."""


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """PEM files of an agency's link: the roots that we trust there, and our certificate with its key for mutual TLS."""

    roots: Path | None = None
    certificate: Path | None = None
    private_key: Path | None = None


@dataclass(frozen=True, slots=True)
class AgencyEndpoint:
    """`base_url` is where the agency's own services begin, in the sandbox `http://127.0.0.1:8090/meis` and the like.

    `limits` replaces the declared limits of the operations that it names; `credentials` never reach a log. By X-Road
    the address is our security server's, and `xroad_client` our subsystem, `AZ/GOV/1000001/qayidis`. `files` gives the
    agency's SFTP folder, None while there is none; `lay_down` stands instead of it where the agency fetches its files
    from us. `security` is WS-Security, for SOAP alone. `contents` opens a file that goes with a request.
    """

    base_url: str
    credentials: str = field(default="", repr=False)
    limits: Mapping[str, Limits] = field(default_factory=dict)
    tls: TlsFiles | None = None
    xroad_client: str = ""
    files: Callable[[], SftpEndpoint | None] = lambda: None
    lay_down: LayDown | None = None
    security: AgencySecurity | None = None
    contents: Contents | None = None

    def address(self, path: str) -> str:
        """The full address of a service under this agency's base."""
        return f"{self.base_url.rstrip('/')}{path}"

    def limits_of(self, operation: str, declared: Limits) -> Limits:
        """The limits in force for one operation."""
        return self.limits.get(operation, declared)

    def client(self) -> AgencyClient:
        """A client of its own for this agency, with its own TLS context where the address is https."""
        from connectors.rest.client import AgencyClient  # noqa: PLC0415  # who reads manifests calls nobody

        if not self.base_url.startswith("https:"):
            return AgencyClient()
        files = self.tls or TlsFiles()
        context = ssl.create_default_context(cafile=None if files.roots is None else str(files.roots))
        if files.certificate is not None:
            context.load_cert_chain(files.certificate, files.private_key)
        return AgencyClient(tls=context)
