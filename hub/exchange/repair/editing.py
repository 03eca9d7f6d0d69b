"""Checks of an edit before it becomes a proposal, and what a second person is shown of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from connectors.parsing.json import parse_json
from connectors.parsing.xml import parse_xml, to_document
from hub.exchange.bodies import read_body
from hub.exchange.formats import MessageFormat
from hub.exchange.repair.model import Arguments, Item, Repair, RepairDependencies, Request
from hub.exchange.repair.patching import changes, edited_body
from hub.exchange.repair.reread import original_bytes, same_keys
from hub.exchange.repair.states import Outcome
from hub.exchange.repair.words import edit_not_mapped, no_such_item, not_editable, only_one_message
from hub.store.tx import first_or


async def checked_edit(needs: RepairDependencies, request: Request, items: Sequence[Item]) -> Request:
    """Refuse what the door would refuse, what cannot be mapped, and what is about somebody else; name what changes."""
    if len({item.message_id for item in items}) > 1:
        raise only_one_message()
    made, before, after = await _both(needs, items[0].message_id, request.arguments)
    reading, _ = read_body(made, after)
    if not same_keys(made, before, after):
        raise not_editable(Outcome.KEYS_CHANGED)
    if not reading.mapped:
        raise edit_not_mapped(
            [
                {"code": each.code, "path": each.path, "text_az": each.text[0], "text_en": each.text[1]}
                for each in reading.issues
                if each.severity == "error"
            ]
        )
    paths = tuple(path for path, _, _ in changes(_document(made, before), _document(made, after)))
    return replace(request, arguments=replace(request.arguments, changed=paths))


async def proposal(needs: RepairDependencies, repair: Repair, message_id: str) -> list[dict[str, Any]]:
    """What an edit changes, with the values: for the person who is to approve it, and nobody else."""
    return await changed_fields(needs, message_id, repair.arguments)


async def changed_fields(needs: RepairDependencies, message_id: str, arguments: Arguments) -> list[dict[str, Any]]:
    """Where the edited document differs from the original, with the values."""
    made, before, after = await _both(needs, message_id, arguments)
    found = changes(_document(made, before), _document(made, after))
    return [{"path": path, "before": old, "after": new} for path, old, new in found]


async def original(needs: RepairDependencies, message_id: str) -> tuple[MessageFormat, bytes]:
    """The format and the bytes that an edit begins with; Refused where there are none, NotFound without a message."""
    async with needs.store.read() as tx:
        row = await first_or(
            no_such_item(message_id),
            tx,
            "SELECT m.id AS message_id, m.kind, m.format, m.body_digest, b.body_sealed FROM messages m"
            " JOIN message_bodies b ON b.message_id = m.id WHERE m.id = :id",
            {"id": message_id},
        )
    made = needs.formats.get(row["format"])
    raw = await original_bytes(needs, row) if row["kind"] == "record" else None
    if raw is not None and made is not None and made.syntax != "xlsx":
        return made, raw
    raise not_editable(Outcome.NO_BODY if raw is None and row["kind"] != "file" else Outcome.NOT_FOR_FILES)


async def _both(needs: RepairDependencies, message_id: str, arguments: Arguments) -> tuple[MessageFormat, bytes, bytes]:
    made, raw = await original(needs, message_id)
    return made, raw, await asyncio.to_thread(edited_body, made.syntax, raw, arguments)


def _document(made: MessageFormat, raw: bytes) -> Any:
    """The parsed body. It was accepted, or has just been checked, so it parses."""
    return to_document(parse_xml(raw)) if made.syntax == "xml" else parse_json(raw)
