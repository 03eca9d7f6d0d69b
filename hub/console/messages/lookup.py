"""Whatever an operator holds, pasted as it is, to the place where it is told of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hub.access.rights import Right
from hub.app import Hub
from hub.console.messages.naming import masked_key
from hub.console.messages.query import looks_like_fin
from hub.console.viewer import Viewer
from hub.documents.office.journals import document_numbered
from hub.exchange.lookup import file_named, is_group, messages_by_keys, thing_of
from hub.store.ids import parse_id
from hub.store.tx import Tx
from hub.web.context import agency_of
from mappings.text import ascii_upper

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_MOST = 2


@dataclass(frozen=True, slots=True)
class Target:
    """An address under the console, or a key with several messages behind it; neither where nothing is known."""

    address: str = ""
    key_hash: str = ""
    shown: str = ""


async def look_up(hub: Hub, who: Viewer, pasted: str) -> Target:
    """By id, by a group's fingerprint, by a file's name, a document's number, any business key; in that order."""
    async with hub.store.read() as tx:
        found = parse_id(pasted)
        if found is not None and (address := await _by_id(tx, hub, who, found)):
            return Target(address)
        if _FINGERPRINT.fullmatch(pasted) and await is_group(tx, pasted):
            return Target(f"/failures/{pasted}")
        if address := await _by_file(tx, who, pasted) or await _by_registration(tx, who, pasted):
            return Target(address)
        return await _by_key(tx, hub, who, pasted)


async def _by_id(tx: Tx, hub: Hub, who: Viewer, found: str) -> str:
    it = await thing_of(tx, found)
    if it is None:
        return ""
    owner = agency_of(hub, it.owner) if it.kind == "delivery" else it.owner
    sees = not who.at_agency or owner == who.person.party
    match it.kind:
        case "message":
            return f"/messages/{found}"
        case "delivery" if sees:
            return f"/messages/{it.message}#d-{found}"
        case "refusal" if sees:
            return f"/messages/refusals/{found}"
        case "repair" if sees:
            return f"/repairs/{found}"
        case _:
            return ""


async def _by_file(tx: Tx, who: Viewer, name: str) -> str:
    file = await file_named(tx, name)
    if file is None or (who.at_agency and file.owner != who.person.party):
        return ""
    return f"/messages/{file.message}"


async def _by_registration(tx: Tx, who: Viewer, number: str) -> str:
    """A document by its registration number, for who works with documents; its page decides who may read it."""
    if not who.may(Right.DOCUMENTS):
        return ""
    document = await document_numbered(tx, number)
    return f"/documents/{document}" if document else ""


async def _by_key(tx: Tx, hub: Hub, who: Viewer, pasted: str) -> Target:
    candidates = {hub.planner.hash(kind, value): (kind, value) for kind, value in _kinds(hub, pasted)}
    rows = await messages_by_keys(tx, candidates, who.person.party if who.at_agency else "", _MOST)
    if not rows:
        return Target()
    if len(rows) == 1:
        return Target(f"/messages/{rows[0]['message_id']}")
    first = rows[0]["key_hash"]
    return Target(key_hash=first, shown=masked_key(*candidates[first]))


def _kinds(hub: Hub, pasted: str) -> Iterator[tuple[str, str]]:
    """Every key that the words may be."""
    if looks_like_fin(pasted):
        yield "fin", ascii_upper(pasted)
    for kind in ("act", "id", "household", "account", "consignment", "document", "file"):
        yield kind, pasted
    for agency in sorted({agency_of(hub, name) for name in hub.operations}):
        yield "account", f"{agency}:{pasted}"
