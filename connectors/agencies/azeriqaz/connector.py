"""Connects Azəriqaz over its SOAP service."""

from __future__ import annotations

from connectors.agencies.azeriqaz.subscriber_update import SubscriberUpdate
from connectors.agencies.endpoint import AgencyEndpoint
from connectors.rest.connector import ClientConnector


def connect(endpoint: AgencyEndpoint) -> ClientConnector:
    """All of Azəriqaz; the caller closes it."""
    client = endpoint.client()
    return ClientConnector("azeriqaz", client, [SubscriberUpdate(endpoint, client)])
