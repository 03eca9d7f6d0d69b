"""All operations of one agency over one client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from connectors.connector import Operation
from connectors.rest.client import AgencyClient


class ClientConnector:
    """A Connector whose operations share `client`; closing it closes the client."""

    def __init__(self, agency: str, client: AgencyClient, operations: Iterable[Operation]) -> None:
        self.agency = agency
        self.operations: Mapping[str, Operation] = {operation.name: operation for operation in operations}
        self.credentials = client.credentials
        self._client = client

    async def aclose(self) -> None:
        """Close the client's pool."""
        await self._client.aclose()
