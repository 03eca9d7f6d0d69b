"""The rules of an installation: the formats and routes that its settings name."""

from __future__ import annotations

import importlib
from pathlib import Path

from hub.exchange.files.reply import REPLY, ReplyFormat
from hub.exchange.formats import MessageFormat
from hub.register.effect import CHANGE_FORMAT
from hub.register.formats import RecordsFormat
from hub.settings import Settings
from mappings.format import load_formats
from routes import outgoing_documents
from routes.route import Route, Routes

FORMATS = Path(__file__).parent.parent / "mappings" / "formats"
OWN_FORMATS = frozenset((CHANGE_FORMAT, REPLY, outgoing_documents.SOURCE))
"""Of messages that the hub makes of others; nobody sends them."""


def load_routes(settings: Settings) -> Routes:
    """The routes of the packages that the settings name, each with a tuple ALL."""
    found: list[Route] = []
    for name in settings.routes:
        found.extend(importlib.import_module(name).ALL)
    return Routes(tuple(found))


def all_formats(settings: Settings) -> dict[str, MessageFormat]:
    """Formats of agencies from their folders, and the hub's own."""
    own: tuple[MessageFormat, ...] = (RecordsFormat(), ReplyFormat())
    return {**load_formats(FORMATS, *settings.formats), **{made.name: made for made in own}}
