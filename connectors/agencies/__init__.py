"""The agencies that the hub calls, one folder each, and the table that connects them."""

from connectors.agencies.endpoint import AgencyEndpoint, TlsFiles
from connectors.agencies.registry import CONNECT, connect_all

__all__ = ["CONNECT", "AgencyEndpoint", "TlsFiles", "connect_all"]
