"""The document behind a failure under covers, the failing place marked: where it failed, and never the value."""

from __future__ import annotations

import asyncio
import re

from hub.app import Hub
from hub.console.messages.covers import covers_of
from hub.console.messages.layout import Shown, lay_out, noted
from hub.exchange.formats import MessageFormat
from hub.exchange.repair.reread import original_bytes
from hub.store.tx import Row

_LONGEST_SHOWN = 60_000
_MOST_HOPS = 4
_BODY = (
    "SELECT m.id AS message_id, m.cause, m.kind, m.format, m.body_sha256, m.body_size, b.body_sealed FROM messages m"
    " JOIN message_bodies b ON b.message_id = m.id WHERE m.id = :id"
)


async def source_of(hub: Hub, message: str, place: str | None, note: str) -> Shown | None:
    """The document of the message, or of the one that caused it, with `note` at `place`; None where none is kept."""
    row: Row | None = None
    async with hub.store.read() as tx:
        for _ in range(_MOST_HOPS):
            rows = await tx.fetch(_BODY, {"id": message})
            row = rows[0] if rows else None
            if row is None or row["kind"] == "record" or row["cause"] is None:
                break
            message = row["cause"]
    if row is None or row["kind"] != "record" or row["body_size"] > _LONGEST_SHOWN:
        return None
    raw = await original_bytes(hub.repairs, row)
    made = hub.formats.get(row["format"])
    return None if raw is None else await asyncio.to_thread(_marked, made, raw, place, note)


def _marked(made: MessageFormat | None, raw: bytes, place: str | None, note: str) -> Shown:
    shown = lay_out(raw, covers_of(made))
    if not place or not place.startswith("/"):
        return shown
    pattern = re.compile("/".join(r"\d+" if step == "*" else re.escape(step) for step in place.split("/")))
    return noted(shown, {line.place: note for line in shown.lines if pattern.fullmatch(line.place)})
