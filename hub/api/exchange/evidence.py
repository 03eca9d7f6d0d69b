"""Receipts, tree heads and consistency proofs: what parties and auditors need to hold the hub to its word."""

from __future__ import annotations

from base64 import b64encode
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from hub.errors import NotFound, Refused, Words
from hub.evidence.receipt import Receipt, read_receipt
from hub.evidence.tree import consistency, hashes_of
from hub.store.tx import Rows
from hub.web.context import NOTHING_THERE, CallerDep, HubDep, Id
from hub.web.views import Instant, View, as_, from_

router = APIRouter(tags=["evidence"])

_NO_TREE = Words(
    "`from` və `to` jurnalın ölçüləri olmalıdır: 0 < from ≤ to ≤ indiki ölçü.",
    "`from` and `to` are sizes of the log: 0 < from <= to <= its size now.",
)


class LogPublicKey(BaseModel):
    """The Ed25519 key that heads and promises are signed with. Keep it apart from the hub: it judges the hub."""

    key: str = Field(description="`name+id+key` as C2SP signed-note has it; what `hub verify … --key` takes")


class Stamp(View):
    """A time stamp (RFC 3161, DER in base64) over the SHA-256 of the head's checkpoint."""

    authority: str
    at: Instant = from_("stamped_at")
    token: Annotated[str, as_(lambda der: b64encode(der).decode())]


class Head(View):
    """The root over the first `size` leaves, signed. Keep it: nobody can change the log before it unseen."""

    size: int
    root: str
    at: Instant
    checkpoint: str
    stamps: list[Stamp]


class Heads(BaseModel):
    """Heads, newest first; `next_before` continues, null at the end."""

    heads: list[Head]
    next_before: int | None


class Consistency(BaseModel):
    """A consistency proof of RFC 9162, section 2.1.4: the larger tree has the smaller one unchanged in it."""

    from_size: int
    to_size: int
    from_root: str
    to_root: str
    path: list[str]


@router.get("/v1/messages/{message_id}/receipt")
async def receipt(message_id: Id, hub: HubDep, caller: CallerDep) -> Receipt:
    """The promise given with the 202, and once the leaf is merged its inclusion proof."""
    async with hub.store.read() as tx:
        found = await read_receipt(tx, message_id, hub.promises)
    if found is None or not (found[0] == caller.party or "operate" in caller.roles):
        raise NotFound("api.not_found", NOTHING_THERE)
    return found[1]


@router.get("/v1/evidence/key")
async def public_key(hub: HubDep, caller: CallerDep) -> LogPublicKey:
    """What the log's signatures are checked with."""
    del caller
    return LogPublicKey(key=str(hub.promises.key.public))


@router.get("/v1/evidence/heads")
async def heads(
    hub: HubDep,
    caller: CallerDep,
    before: Annotated[int | None, Query(ge=1, description="Only heads smaller than this")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Heads:
    """Signed heads, newest first: the last 1,000, and of older ones those with stamps and the last of each hour."""
    del caller
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT size, root, checkpoint, created_at AS at FROM tree_heads WHERE size < :before"
            " ORDER BY size DESC LIMIT :most",
            {"before": before or 2**62, "most": limit},
        )
        stamps = await tx.fetch(
            "SELECT s.size, s.authority, s.token, s.stamped_at FROM {rows} JOIN head_stamps s ON s.size = r.size"
            " ORDER BY s.authority",
            rows=Rows("size bigint", [(row["size"],) for row in rows]),
        )
    made = [Head.of(row, stamps=Stamp.each([each for each in stamps if each["size"] == row["size"]])) for row in rows]
    return Heads(heads=made, next_before=rows[-1]["size"] if len(rows) == limit else None)


@router.get("/v1/evidence/consistency")
async def consistency_proof(
    hub: HubDep,
    caller: CallerDep,
    old: Annotated[int, Query(alias="from", ge=1, description="The smaller size")],
    new: Annotated[int, Query(alias="to", ge=1, description="The larger size")],
) -> Consistency:
    """Proof that the log only grew between two sizes."""
    del caller
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT max(size) AS size FROM tree_heads")
        size = rows[0]["size"] or 0
        if not old <= new <= size:
            raise Refused("evidence.no_such_tree", _NO_TREE, place="to" if new > size else "from")
        path = consistency(old, new)
        hashes = await hashes_of(tx, [(0, old), (0, new), *path])
    return Consistency(
        from_size=old,
        to_size=new,
        from_root=hashes[0].hex(),
        to_root=hashes[1].hex(),
        path=[each.hex() for each in hashes[2:]],
    )
