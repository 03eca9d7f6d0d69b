"""Makes a connector of an agency's manifest: one client with its own TLS context, all operations over it."""

from __future__ import annotations

from connectors.connector import Operation
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


def _caller(agency: str, operation: AgencyOperation, endpoint: AgencyEndpoint, client: AgencyClient) -> Operation:
    if isinstance(operation, RestOperation):
        return RestCaller(agency, operation, endpoint, client)
    return SoapCaller(agency, operation, endpoint, client)
