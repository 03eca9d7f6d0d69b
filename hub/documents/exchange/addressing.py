"""Whether anything can go to a body: asked before a document is sent there, so that no dispatch waits for nothing."""

from __future__ import annotations

from hub.errors import Refused, Words
from hub.exchange.model import NewMessage
from routes.address_book import Body, body_of


def known_body(code: str) -> Body:
    """The body of that index; Refused where the address book has none."""
    body = body_of(code)
    if body is None:
        shown = code[:32]
        words = Words(
            f"“{shown}” indeksli qurum ünvan kitabında yoxdur: ona elektron sənəd göndərilmir.",
            f"The address book has no body of index {shown}: nothing is sent there electronically.",
        )
        raise Refused("documents.unknown_body", words, status=422, place="bodies")
    return body


def carried(message: NewMessage, code: str) -> NewMessage:
    """The message, if a route of this installation carries it to the body; else Refused."""
    if not message.deliveries:
        words = Words(
            f"“{code}” qurumuna aparan marşrut yoxdur. Quruma göndərişi administratorla qurun.",
            f"No route leads to body {code}. Have the administrator set up the exchange with it.",
        )
        raise Refused("documents.no_route", words, status=422, place="bodies")
    return message
