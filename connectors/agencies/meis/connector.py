"""Connects MEİS over its REST interface, version 3."""

from __future__ import annotations

from connectors.agencies.endpoint import AgencyEndpoint
from connectors.agencies.meis.person_update import PersonUpdate
from connectors.rest.connector import ClientConnector


def connect(endpoint: AgencyEndpoint) -> ClientConnector:
    """All of MEİS; the caller closes it."""
    client = endpoint.client()
    return ClientConnector("meis", client, [PersonUpdate(endpoint, client)])
