"""The document behind a failure under masks, the failing place marked: where it failed, and never the value."""

from __future__ import annotations

import asyncio
import re

from hub.app import Hub
from hub.console.messages.layout import Shown, lay_out, noted
from hub.console.messages.masks import masks_of
from hub.exchange.formats import MessageFormat
from hub.exchange.repair.reread import kept_source, original_bytes

_LONGEST_SHOWN = 60_000


async def source_of(hub: Hub, message: str, place: str | None, note: str) -> Shown | None:
    """The document of the message, or of the one that caused it, with `note` at `place`; None where none is kept."""
    async with hub.store.read() as tx:
        row = await kept_source(tx, message)
    if row is None or row["kind"] != "record" or row["body_size"] > _LONGEST_SHOWN:
        return None
    raw = await original_bytes(hub.repairs, row)
    made = hub.formats.get(row["format"])
    return None if raw is None else await asyncio.to_thread(_marked, made, raw, place, note)


def _marked(made: MessageFormat | None, raw: bytes, place: str | None, note: str) -> Shown:
    shown = lay_out(raw, masks_of(made))
    if not place or not place.startswith("/"):
        return shown
    pattern = re.compile("/".join(r"\d+" if step == "*" else re.escape(step) for step in place.split("/")))
    return noted(shown, {line.place: note for line in shown.lines if pattern.fullmatch(line.place)})
