"""What a party takes away: the promise that its message is in the log, and once it is merged, the proof of that.

A receipt can be checked by anybody, offline, with `hub verify receipt`: the leaf commits to the body's SHA-256 by an
HMAC whose key is the opening, the leaf's hash is in the tree, and the tree's root is in a head that others hold too.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from hub.clock import rfc3339
from hub.evidence.tree import hashes_of, inclusion
from hub.store.sealing import KeyedHash
from hub.store.tx import Tx

ACCEPTED = "message.accepted"


class Commitment(BaseModel):
    """HMAC-SHA-256 of the body's SHA-256 under the opening; the leaf holds the value alone, so it tells nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    opening: str = Field(description="Key of the HMAC, hex")
    value: str = Field(description="HMAC-SHA-256(opening, SHA-256 of the body), hex; stated in the leaf as body")


class Inclusion(BaseModel):
    """An inclusion proof of RFC 9162, section 2.1.3, against the newest head at the time of asking."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    leaf_index: int
    tree_size: int
    root: str
    path: tuple[str, ...] = Field(description="Sibling hashes from the leaf upwards, hex")
    head_at: str


class Promise(BaseModel):
    """What the sender holds from the moment of acceptance."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    message_id: str
    sha256: str = Field(description="SHA-256 of the bytes as they came, hex")
    leaf_hash: str = Field(description="SHA-256(0x00 || leaf), hex; in the log within the merge delay")
    accepted_at: str
    merge_delay_seconds: float


class Receipt(Promise):
    """The promise with what it takes to check it; `inclusion` is null until the leaf is merged."""

    leaf: str = Field(description="The leaf as it is hashed: canonical JSON")
    commitment: Commitment
    inclusion: Inclusion | None


async def read_receipt(tx: Tx, message_id: str, hash_: KeyedHash, merge_delay: float) -> tuple[str, Receipt] | None:
    """The receipt of a message and the party whose message it is; None if there is no such message."""
    rows = await tx.fetch(
        "SELECT m.party, m.body_sha256, m.accepted_at, e.leaf_hash, e.content, e.seq FROM messages m"
        " JOIN evidence_leaves e ON e.subject = m.id AND e.kind = :kind WHERE m.id = :id",
        {"id": message_id, "kind": ACCEPTED},
    )
    if not rows:
        return None
    row = rows[0]
    opening, value = hash_.commitment(message_id, row["body_sha256"])
    receipt = Receipt(
        message_id=message_id,
        sha256=row["body_sha256"],
        leaf_hash=row["leaf_hash"],
        accepted_at=rfc3339(row["accepted_at"]),
        merge_delay_seconds=merge_delay,
        leaf=bytes(row["content"]).decode(),
        commitment=Commitment(opening=opening, value=value),
        inclusion=None if row["seq"] is None else await prove(tx, row["seq"]),
    )
    return row["party"], receipt


async def prove(tx: Tx, index: int) -> Inclusion:
    """The proof of a merged leaf against the newest head."""
    heads = await tx.fetch("SELECT size, root, created_at FROM tree_heads ORDER BY size DESC LIMIT 1")
    head = heads[0]
    path = await hashes_of(tx, inclusion(index, head["size"]))
    return Inclusion(
        leaf_index=index,
        tree_size=head["size"],
        root=head["root"],
        path=tuple(each.hex() for each in path),
        head_at=rfc3339(head["created_at"]),
    )
