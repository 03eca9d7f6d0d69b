"""Connects Azərişıq over HTTPS."""

from __future__ import annotations

from connectors.agencies.azerishiq.reply_file import ReplyFile
from connectors.agencies.endpoint import AgencyEndpoint
from connectors.rest.connector import ClientConnector


def connect(endpoint: AgencyEndpoint) -> ClientConnector:
    """All of Azərişıq; the caller closes it."""
    client = endpoint.client()
    return ClientConnector("azerishiq", client, [ReplyFile(endpoint, client)])
