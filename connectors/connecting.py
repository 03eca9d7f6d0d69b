"""Makes a connector of an agency's manifest: one client with its own TLS context, all operations over it."""

from __future__ import annotations

from connectors.connector import Operation
from connectors.endpoint import AgencyEndpoint
from connectors.manifest import Agency
from connectors.operations import AgencyOperation, RestOperation, SftpOperation
from connectors.rest.calling import RestCaller
from connectors.rest.client import AgencyClient
from connectors.rest.connector import ClientConnector
from connectors.sftp.fetched import FetchedCaller
from connectors.soap.calling import SoapCaller
from connectors.xroad.going import XroadWay


def connect(agency: Agency, endpoint: AgencyEndpoint) -> ClientConnector:
    """All of an agency's operations; the caller closes it. Call inside the running loop."""
    client = endpoint.client()
    made = [_caller(agency, operation, endpoint, client) for operation in agency.operations]
    return ClientConnector(agency.name, client, made)


def _caller(agency: Agency, operation: AgencyOperation, endpoint: AgencyEndpoint, client: AgencyClient) -> Operation:
    if isinstance(operation, SftpOperation):
        limits = endpoint.limits_of(operation.name, operation.limits)
        if endpoint.lay_down is not None:
            return FetchedCaller(agency.name, operation, endpoint.lay_down, limits)
        from connectors.sftp.putting import SftpCaller  # noqa: PLC0415  # its library is heavy, and few need it

        return SftpCaller(agency.name, operation, endpoint.files, limits)
    way = XroadWay.of(operation.xroad, agency.xroad, endpoint.xroad_client) if operation.xroad else None
    if isinstance(operation, RestOperation):
        return RestCaller(agency.name, operation, endpoint, client, way)
    return SoapCaller(agency.name, operation, endpoint, client, way)
