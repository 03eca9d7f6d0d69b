"""Evidence leaves: what is written beside every change of state, and numbered later by the one sequencer.

A leaf is canonical JSON without personal data; its hash is SHA-256(0x00 || content) (RFC 9162, section 2.1.1). Until it
has its number it bears a MAC of the hub, so that the log signs nothing that somebody else has put into the table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from document_flow.merkle import leaf_of
from hub.store.ids import new_id
from hub.store.tx import Insert, Row, Tx
from hub.store.vouching import Vouching

_TABLE = "evidence_leaves"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One fact about one subject (a message or a delivery)."""

    id: str
    kind: str
    subject: str
    content: bytes
    hash: str
    at: int


def make_leaf(kind: str, subject: str, at: int, **facts: str | int | None) -> Leaf:
    """Build a leaf. Facts are ids, codes and commitments, never personal values."""
    stated = {"kind": kind, "subject": subject, "at": at, **{k: v for k, v in facts.items() if v is not None}}
    content = json.dumps(stated, sort_keys=True, separators=(",", ":")).encode()
    return Leaf(new_id(), kind, subject, content, leaf_of(content).hex(), at)


def leaf_rows(by: Vouching, leaves: Iterable[Leaf]) -> Insert:
    """What the store is to insert of leaves."""
    rows = [
        (leaf.id, leaf.kind, leaf.subject, leaf.hash, leaf.content, leaf.at, by.vouch(_TABLE, leaf.id, leaf.hash))
        for leaf in leaves
    ]
    return _TABLE, "id, kind, subject, leaf_hash, content, created_at, mac", rows


def is_itself(row: Row) -> bool:
    """Whether the hash is the content's, and the columns say what it says; SQLite keeps any kind in any column."""
    content = row["content"]
    if not isinstance(content, bytes) or leaf_of(content).hex() != row["leaf_hash"]:
        return False
    try:
        facts = json.loads(content)
        stated = tuple(facts[name] for name in ("kind", "subject", "at"))
    except (ValueError, TypeError, LookupError, RecursionError):
        return False
    return stated == (row["kind"], row["subject"], row["created_at"])


def is_ours(by: Vouching, row: Row) -> bool:
    """Whether this hub wrote the leaf that waits, under this very id."""
    return is_itself(row) and by.is_vouched(row["mac"], _TABLE, row["id"], row["leaf_hash"])


async def write_leaves(tx: Tx, leaves: Iterable[Leaf]) -> None:
    """Store leaves in the caller's transaction."""
    await tx.insert(*leaf_rows(tx.vouching, leaves))


async def leaves_of(tx: Tx, subject: str, most: int = 1_000_000) -> Sequence[Row]:
    """What stands in the log about a subject, the newest first."""
    return await tx.fetch(
        "SELECT kind, leaf_hash, seq, created_at FROM evidence_leaves WHERE subject = :id ORDER BY id DESC LIMIT :most",
        {"id": subject, "most": most},
    )


async def told_leaves(tx: Tx, subject: str) -> list[dict[str, Any]]:
    """All of them as a caller is told of them, the oldest first."""
    rows = await leaves_of(tx, subject)
    return [{"kind": row["kind"], "leaf_hash": row["leaf_hash"], "seq": row["seq"]} for row in reversed(rows)]
