"""The document behind a failure, values hidden and the failing place marked: what stands where, not what it says."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from connectors.parsing.json import parse_json
from connectors.parsing.refusal import ParsingRefused
from connectors.parsing.xml import parse_xml, to_document
from hub.app import Hub
from hub.exchange.repair.reread import original_bytes
from hub.store.tx import Row

MOST_LINES = 120
_LONGEST_SHOWN = 60_000
_LONGEST_MASK = 8
_MOST_HOPS = 4
_BODY = (
    "SELECT m.id AS message_id, m.cause, m.kind, m.format, m.body_sha256, m.body_size, b.body_sealed FROM messages m"
    " JOIN message_bodies b ON b.message_id = m.id WHERE m.id = :id"
)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A field: its name and hidden value, how deep it stands, and whether it is what failed."""

    depth: int
    name: str
    value: str
    fails: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A document line by line; `cut` where it goes on, None of lines where there is nothing that can be shown."""

    lines: tuple[SourceLine, ...]
    cut: bool


async def source_of(hub: Hub, message: str, place: str | None) -> Source | None:
    """The document of the message, or of the one that caused it, with `place` marked; None where none is kept."""
    row: Row | None = None
    async with hub.store.read() as tx:
        for _ in range(_MOST_HOPS):
            rows = await tx.fetch(_BODY, {"id": message})
            row = rows[0] if rows else None
            if row is None or row["kind"] == "record" or row["cause"] is None:
                break
            message = row["cause"]
    made = hub.formats.get(row["format"]) if row else None
    if made is None or row is None or row["kind"] != "record" or row["body_size"] > _LONGEST_SHOWN:
        return None
    raw = await original_bytes(hub.repairs, row)
    return None if raw is None else await asyncio.to_thread(read_source, made.syntax, raw, place)


def read_source(syntax: str, raw: bytes, place: str | None) -> Source | None:
    """The same from its bytes. Pure."""
    try:
        if syntax == "xml":
            root = parse_xml(raw)
            document: Any = {str(root.tag).rpartition("}")[2]: to_document(root)}
        else:
            document = parse_json(raw)
    except ParsingRefused:
        return None
    failing = _matcher(place)
    found = [SourceLine(depth, name, value, bool(failing(path))) for depth, name, value, path in _walk(document, "", 0)]
    return Source(tuple(found[:MOST_LINES]), len(found) > MOST_LINES)


def masked(value: Any) -> str:
    """Something of the value's length and nothing of the value."""
    if value is None or isinstance(value, bool):
        return "—" if value is None else "•"
    return "•" * min(_LONGEST_MASK, max(1, len(str(value))))


def _matcher(place: str | None) -> Any:
    if not place or not place.startswith("/"):
        return lambda _path: False
    pattern = "/".join(r"\d+" if step == "*" else re.escape(step) for step in place.split("/"))
    return re.compile(pattern).fullmatch


def _walk(value: Any, path: str, depth: int) -> Iterator[tuple[int, str, str, str]]:
    """Each field in order: depth, name, hidden value (empty for what holds others), pointer."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        name = str(key)
        here = f"{path}/{name.replace('~', '~0').replace('/', '~1')}"
        if isinstance(inner, dict | list):
            yield depth, name, "", here
            yield from _walk(inner, here, depth + 1)
        else:
            yield depth, name, masked(inner), here
