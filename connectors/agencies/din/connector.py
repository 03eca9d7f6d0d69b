"""Connects DİN over its SOAP service, version 2."""

from __future__ import annotations

from connectors.agencies.din.identity_query import IdentityQuery
from connectors.agencies.endpoint import AgencyEndpoint
from connectors.rest.connector import ClientConnector


def connect(endpoint: AgencyEndpoint) -> ClientConnector:
    """All of DİN; the caller closes it."""
    client = endpoint.client()
    return ClientConnector("din", client, [IdentityQuery(endpoint, client)])
