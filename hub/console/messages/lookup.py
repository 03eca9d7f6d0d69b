"""Whatever an operator holds, pasted as it is, to the place where it is told of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hub.access.rights import Right
from hub.app import Hub
from hub.console.messages.naming import covered_key
from hub.console.messages.query import looks_like_fin
from hub.console.viewer import Viewer
from hub.store.ids import parse_id
from hub.store.tx import Rows, Tx, columns
from hub.web.context import agency_of
from mappings.text import ascii_upper

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_HASH = columns("key_hash text")
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
        if _FINGERPRINT.fullmatch(pasted) and await _is_group(tx, pasted):
            return Target(f"/failures/{pasted}")
        if address := await _by_file(tx, who, pasted) or await _by_registration(tx, who, pasted):
            return Target(address)
        return await _by_key(tx, hub, who, pasted)


async def _by_id(tx: Tx, hub: Hub, who: Viewer, found: str) -> str:
    """A message, a delivery, a refusal (its id is the reference that the sender was told) or a repair."""
    at_agency, party = who.at_agency, who.person.party
    message = await tx.fetch("SELECT party FROM messages WHERE id = :id", {"id": found})
    if message:
        return f"/messages/{found}"
    delivery = await tx.fetch("SELECT message_id, destination FROM deliveries WHERE id = :id", {"id": found})
    if delivery and (not at_agency or agency_of(hub, delivery[0]["destination"]) == party):
        return f"/messages/{delivery[0]['message_id']}#d-{found}"
    refusal = await tx.fetch("SELECT party FROM refusals WHERE id = :id", {"id": found})
    if refusal and (not at_agency or refusal[0]["party"] == party):
        return f"/messages/refusals/{found}"
    if not at_agency and await tx.fetch("SELECT r.id FROM repairs r WHERE r.id = :id", {"id": found}):
        return f"/repairs/{found}"
    return ""


async def _is_group(tx: Tx, fingerprint: str) -> bool:
    bad = await tx.fetch(
        "SELECT d.id FROM deliveries d WHERE d.state IN ('failed', 'unknown') AND d.fingerprint = :mark LIMIT 1",
        {"mark": fingerprint},
    )
    return bool(bad) or bool(
        await tx.fetch(
            "SELECT q.message_id FROM quarantined q WHERE q.fingerprint = :mark LIMIT 1", {"mark": fingerprint}
        )
    )


async def _by_file(tx: Tx, who: Viewer, name: str) -> str:
    rows = await tx.fetch(
        "SELECT f.message_id, m.party FROM files f JOIN messages m ON m.id = f.message_id WHERE f.name = :name"
        " ORDER BY f.message_id DESC LIMIT 1",
        {"name": name},
    )
    if not rows or (who.at_agency and rows[0]["party"] != who.person.party):
        return ""
    return f"/messages/{rows[0]['message_id']}"


async def _by_registration(tx: Tx, who: Viewer, number: str) -> str:
    """A document by its registration number, for who works with documents; its page decides who may read it."""
    if not who.may(Right.DOCUMENTS):
        return ""
    rows = await tx.fetch("SELECT id FROM documents WHERE reg_no = :no ORDER BY reg_date DESC LIMIT 1", {"no": number})
    return f"/documents/{rows[0]['id']}" if rows else ""


async def _by_key(tx: Tx, hub: Hub, who: Viewer, pasted: str) -> Target:
    candidates = {hub.planner.hash(kind, value): (kind, value) for kind, value in _kinds(hub, pasted)}
    rows = await tx.fetch(
        "SELECT k.key_hash, k.message_id, m.party FROM {rows} JOIN message_keys k ON k.key_hash = r.key_hash"
        " JOIN messages m ON m.id = k.message_id WHERE (:party = '' OR m.party = :party)"
        " ORDER BY k.message_id DESC LIMIT :most",
        {"party": who.person.party if who.at_agency else "", "most": _MOST},
        Rows(_HASH, [(each,) for each in candidates]),
    )
    if not rows:
        return Target()
    if len(rows) == 1:
        return Target(f"/messages/{rows[0]['message_id']}")
    first = rows[0]["key_hash"]
    return Target(key_hash=first, shown=covered_key(*candidates[first]))


def _kinds(hub: Hub, pasted: str) -> Iterator[tuple[str, str]]:
    """Every key that the words may be."""
    if looks_like_fin(pasted):
        yield "fin", ascii_upper(pasted)
    for kind in ("act", "id", "household", "account", "consignment", "document", "file"):
        yield kind, pasted
    for agency in sorted({agency_of(hub, name) for name in hub.operations}):
        yield "account", f"{agency}:{pasted}"
