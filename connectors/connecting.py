"""Makes a connector of an agency's manifest: one client with its own TLS context, all operations over it."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.agencies import BY_NAME
from connectors.connector import Connector, Operation
from connectors.endpoint import AgencyEndpoint
from connectors.manifest import Agency
from connectors.operations import AgencyOperation, RestOperation
from connectors.rest.calling import RestCaller
from connectors.rest.client import AgencyClient
from connectors.rest.connector import ClientConnector
from connectors.soap.calling import SoapCaller


def connect(agency: Agency, endpoint: AgencyEndpoint) -> ClientConnector:
    """All of an agency's operations; the caller closes it. Call inside the running loop."""
    client = endpoint.client()
    made = [_caller(agency.name, operation, endpoint, client) for operation in agency.operations]
    return ClientConnector(agency.name, client, made)


def connect_all(endpoints: Mapping[str, AgencyEndpoint]) -> dict[str, Connector]:
    """A connector for each named agency; KeyError names one that has no manifest. Call inside the running loop."""
    return {name: connect(BY_NAME[name], endpoint) for name, endpoint in endpoints.items()}


def _caller(agency: str, operation: AgencyOperation, endpoint: AgencyEndpoint, client: AgencyClient) -> Operation:
    if isinstance(operation, RestOperation):
        return RestCaller(agency, operation, endpoint, client)
    return SoapCaller(agency, operation, endpoint, client)
