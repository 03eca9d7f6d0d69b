"""The rules of an installation: the formats and routes that its settings name."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

import structlog

from hub.exchange.files.reply import REPLY, ReplyFormat
from hub.exchange.formats import MessageFormat
from hub.exchange.person_news import CHANGE_FORMAT, REQUEST_FORMAT
from hub.register.formats import RecordsFormat
from hub.settings import Settings
from mappings.format import Additions, Format, FormatsRefused, load_formats
from routes import case_notices, outgoing_documents, programme_effects, rights_of_use, usage_notices, visit_acts
from routes.route import Route, Routes

log = structlog.get_logger("hub.exchange")

FORMATS = Path(__file__).parent.parent / "mappings" / "formats"
_MADE_HERE = (case_notices, outgoing_documents, programme_effects, rights_of_use, usage_notices, visit_acts)
OWN_FORMATS = frozenset((CHANGE_FORMAT, REQUEST_FORMAT, REPLY, *(made.SOURCE for made in _MADE_HERE)))
"""Of messages that the hub makes of others; nobody sends them."""


def load_routes(settings: Settings) -> Routes:
    """The routes of the packages that the settings name, each with a tuple ALL."""
    found: list[Route] = []
    for name in settings.routes:
        found.extend(importlib.import_module(name).ALL)
    return Routes(tuple(found))


def all_formats(
    settings: Settings, additions: Additions | None = None, latest_day: Callable[[], date] = lambda: date.max
) -> dict[str, MessageFormat]:
    """Formats of agencies from their folders with the codes agreed on since, and the hub's own."""
    own: tuple[MessageFormat, ...] = (RecordsFormat(), ReplyFormat())
    load = partial(load_formats, FORMATS, *settings.formats, latest_day=latest_day)
    return {**_from_folders(load, additions or {}), **{made.name: made for made in own}}


def _from_folders(load: Callable[..., Mapping[str, Format]], additions: Additions) -> dict[str, Format]:
    """Additions that no longer fit their format, as after a release without the table, are left out: the hub starts."""
    try:
        return dict(load(additions=additions))
    except FormatsRefused:
        if not additions:
            raise
    kept: dict[str, Format] = dict(load())
    for name, agreed in additions.items():
        try:
            kept[name] = load(additions={name: agreed})[name]
        except (FormatsRefused, KeyError):
            log.warning("code_additions_left_out", format=name)
    return kept
