"""Connects a ministry's document exchange, version 1."""

from __future__ import annotations

from connectors.agencies.endpoint import AgencyEndpoint
from connectors.agencies.nazirlik.consignment import DOCUMENTS, NOTICES, Consignment
from connectors.rest.connector import ClientConnector


def connect(endpoint: AgencyEndpoint) -> ClientConnector:
    """Documents and the notices about them; the caller closes it."""
    client = endpoint.client()
    return ClientConnector(
        "nazirlik",
        client,
        [
            Consignment("nazirlik.send_document", DOCUMENTS, endpoint, client),
            Consignment("nazirlik.send_notice", NOTICES, endpoint, client),
        ],
    )
