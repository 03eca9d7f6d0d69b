"""What an id, a file's name or a key stands for: what people paste, looked for where it can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hub.store.tx import Row, Rows, Tx

Kind = Literal["message", "delivery", "refusal", "repair"]
_BY_ID: Mapping[Kind, str] = {
    "message": "SELECT m.id AS message, m.party AS owner FROM messages m WHERE m.id = :id",
    "delivery": "SELECT d.message_id AS message, d.destination AS owner FROM deliveries d WHERE d.id = :id",
    "refusal": "SELECT f.id AS message, f.party AS owner FROM refusals f WHERE f.id = :id",
    "repair": "SELECT r.id AS message, '' AS owner FROM repairs r WHERE r.id = :id",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """What has the id. `owner` is the party that sent it, or the destination of a delivery."""

    kind: Kind
    message: str
    owner: str


async def thing_of(tx: Tx, wanted: str) -> Thing | None:
    """A message, a delivery, a refusal (its id is the reference that the sender was told) or a repair."""
    for kind, sql in _BY_ID.items():
        if rows := await tx.fetch(sql, {"id": wanted}):
            return Thing(kind, rows[0]["message"], rows[0]["owner"])
    return None


async def is_group(tx: Tx, fingerprint: str) -> bool:
    """Whether something waits for a person under this fingerprint."""
    mark = {"mark": fingerprint}
    bad = "SELECT d.id FROM deliveries d WHERE d.state IN ('failed', 'unknown') AND d.fingerprint = :mark LIMIT 1"
    waits = "SELECT q.message_id FROM quarantined q WHERE q.fingerprint = :mark LIMIT 1"
    return bool(await tx.fetch(bad, mark) or await tx.fetch(waits, mark))


async def file_named(tx: Tx, name: str) -> Thing | None:
    """The newest message that was a file of this name."""
    rows = await tx.fetch(
        "SELECT f.message_id, m.party FROM files f JOIN messages m ON m.id = f.message_id WHERE f.name = :name"
        " ORDER BY f.message_id DESC LIMIT 1",
        {"name": name},
    )
    return Thing("message", rows[0]["message_id"], rows[0]["party"]) if rows else None


async def messages_by_keys(tx: Tx, hashes: Iterable[str], party: str, most: int) -> Sequence[Row]:
    """The newest messages that have one of these keyed hashes; of one sender where a party is named."""
    return await tx.fetch(
        "SELECT k.key_hash, k.message_id, m.party FROM {rows} JOIN message_keys k ON k.key_hash = r.key_hash"
        " JOIN messages m ON m.id = k.message_id WHERE (:party = '' OR m.party = :party)"
        " ORDER BY k.message_id DESC LIMIT :most",
        {"party": party, "most": most},
        Rows("key_hash text", [(each,) for each in hashes]),
    )
