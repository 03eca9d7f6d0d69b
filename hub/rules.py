"""The rules of an installation: the formats and routes that its settings name."""

from __future__ import annotations

import importlib
from pathlib import Path

import structlog

from hub.exchange.files.reply import REPLY, ReplyFormat
from hub.exchange.formats import MessageFormat
from hub.exchange.register_effect import CHANGE_FORMAT
from hub.register.formats import RecordsFormat
from hub.settings import Settings
from mappings.format import Additions, Format, FormatsRefused, load_formats
from routes import outgoing_documents
from routes.route import Route, Routes

log = structlog.get_logger("hub.exchange")

FORMATS = Path(__file__).parent.parent / "mappings" / "formats"
OWN_FORMATS = frozenset((CHANGE_FORMAT, REPLY, outgoing_documents.SOURCE))
"""Of messages that the hub makes of others; nobody sends them."""


def load_routes(settings: Settings) -> Routes:
    """The routes of the packages that the settings name, each with a tuple ALL."""
    found: list[Route] = []
    for name in settings.routes:
        found.extend(importlib.import_module(name).ALL)
    return Routes(tuple(found))


def all_formats(settings: Settings, additions: Additions | None = None) -> dict[str, MessageFormat]:
    """Formats of agencies from their folders with the codes agreed on since, and the hub's own."""
    own: tuple[MessageFormat, ...] = (RecordsFormat(), ReplyFormat())
    return {**_from_folders((FORMATS, *settings.formats), additions or {}), **{made.name: made for made in own}}


def _from_folders(folders: tuple[Path, ...], additions: Additions) -> dict[str, Format]:
    """Additions that no longer fit their format, as after a release without the table, are left out: the hub starts."""
    try:
        return dict(load_formats(*folders, additions=additions))
    except FormatsRefused:
        if not additions:
            raise
    kept: dict[str, Format] = dict(load_formats(*folders))
    for name, agreed in additions.items():
        try:
            kept[name] = load_formats(*folders, additions={name: agreed})[name]
        except (FormatsRefused, KeyError):
            log.warning("code_additions_left_out", format=name)
    return kept
