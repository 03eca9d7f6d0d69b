"""What a party takes away: the promise that its message is in the log, and once it is merged, the proof of that.

A receipt can be checked by anybody, offline, with `hub verify receipt` or docs/verify_receipt.py: the leaf commits to
the body's SHA-256 by an HMAC whose key is the opening, the leaf's hash is in the tree, and the tree's root is in a head
that the log has signed; the promise is signed too, so that a hub which breaks it is shown to have given it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from hub.clock import rfc3339
from hub.evidence.note import LogKey, promise_text
from hub.evidence.tree import hashes_of, inclusion
from hub.store.sealing import KeyedHash
from hub.store.tx import Tx, first

ACCEPTED = "message.accepted"
CAME = "message.came"
"""The total of what was accepted by sender and format, labelled by `came_label`."""


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
    checkpoint: str = Field(description="The head as it was signed: a checkpoint in a signed note (C2SP)")


class Promise(BaseModel):
    """What the sender holds from the moment of acceptance, signed."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    message_id: str
    sha256: str = Field(description="SHA-256 of the bytes as they came, hex")
    leaf_hash: str = Field(description="SHA-256(0x00 || leaf), hex; in the log within the merge delay")
    accepted_at: str
    merge_delay_seconds: float
    log: str = Field(description="Name of the log; its public key is at GET /v1/evidence/key")
    signature: str = Field(
        description="Over `log/promise`, leaf_hash, accepted_at and merge_delay_seconds, a line each: Ed25519, in "
        "base64 behind the four bytes of the key's id"
    )


class Receipt(Promise):
    """The promise with what it takes to check it; `inclusion` is null until the leaf is merged."""

    leaf: str = Field(description="The leaf as it is hashed: canonical JSON")
    commitment: Commitment
    inclusion: Inclusion | None

    @property
    def signed_by(self) -> str:
        """The sender's key and algorithm, where the leaf states that the body was signed; else empty."""
        facts = json.loads(self.leaf)
        return f"{facts['kid']} {facts['alg']}" if "kid" in facts else ""


def log_key(hash_: KeyedHash, installation: str) -> LogKey:
    """The key that an installation's log signs with: another sub-key of the root of its keyed hashes."""
    return LogKey(f"qayidis-hub/{installation}", hash_.secret("evidence/sign"))


@dataclass(frozen=True, slots=True)
class Promises:
    """Signs promises, and the receipts made of them. The merge delay is in seconds."""

    key: LogKey
    hash: KeyedHash
    merge_delay: float

    def of(self, message_id: str, digest: str, leaf_hash: str, accepted_at: int) -> dict[str, str | float]:
        """The fields of a Promise, for a door that writes many; `digest` is as the store keeps it."""
        log, at = self.key.public.name, rfc3339(accepted_at)
        return {
            "message_id": message_id,
            "sha256": self.hash.digest_opened(digest),
            "leaf_hash": leaf_hash,
            "accepted_at": at,
            "merge_delay_seconds": self.merge_delay,
            "log": log,
            "signature": self.key.sign(promise_text(log, leaf_hash, at, self.merge_delay)),
        }


async def read_receipt(tx: Tx, message_id: str, promises: Promises) -> tuple[str, Receipt] | None:
    """The receipt of a message and the party whose message it is; None if there is no such message."""
    row = await first(
        tx,
        "SELECT m.party, m.body_digest, m.accepted_at, e.leaf_hash, e.content, e.seq FROM messages m"
        " JOIN evidence_leaves e ON e.subject = m.id AND e.kind = :kind WHERE m.id = :id",
        {"id": message_id, "kind": ACCEPTED},
    )
    if row is None:
        return None
    opening, value = promises.hash.commitment(message_id, promises.hash.digest_opened(row["body_digest"]))
    promise = promises.of(message_id, row["body_digest"], row["leaf_hash"], row["accepted_at"])
    receipt = Receipt.model_validate(
        {
            **promise,
            "leaf": bytes(row["content"]).decode(),
            "commitment": Commitment(opening=opening, value=value),
            "inclusion": None if row["seq"] is None else await prove(tx, row["seq"]),
        }
    )
    return row["party"], receipt


async def prove(tx: Tx, index: int) -> Inclusion:
    """The proof of a merged leaf against the newest head."""
    heads = await tx.fetch("SELECT size, root, checkpoint, created_at FROM tree_heads ORDER BY size DESC LIMIT 1")
    head = heads[0]
    path = await hashes_of(tx, inclusion(index, head["size"]))
    return Inclusion(
        leaf_index=index,
        tree_size=head["size"],
        root=head["root"],
        path=tuple(each.hex() for each in path),
        head_at=rfc3339(head["created_at"]),
        checkpoint=head["checkpoint"],
    )


def came_label(party: str, format_name: str) -> str:
    """How the total of what one party hands over in one format is labelled: several may hand over the same format."""
    return f"{party}/{format_name}"
