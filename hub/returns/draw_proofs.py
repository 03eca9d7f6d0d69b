"""What a draw publishes stands in the log of evidence: each time that it changes, its second root is a leaf, and the
file carries what it takes to check that.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Final

from document_flow.draws.published import InLog, published, published_root
from document_flow.draws.state import Draw
from document_flow.outcome import Refusal
from document_flow.words import Words
from hub.aggregates.kind import Step, Stored
from hub.evidence.leaf import make_leaf, write_leaves
from hub.evidence.merkle import leaf_hash, verify_inclusion
from hub.evidence.note import Keys, PublicKey, read_checkpoint, signer_of, trusted
from hub.evidence.receipt import prove
from hub.store.tx import Tx

PUBLISHED: Final = "draw.published"
"""The kind of the leaf: `root` is the second root of the file as it stands from then on."""


async def note_published(tx: Tx, step: Step[Draw]) -> None:
    """In the transaction of a step: a leaf where everybody is to read another file from now on."""
    root = published_root(step.after)
    if root and root != published_root(step.before):
        await write_leaves(tx, [make_leaf(PUBLISHED, step.id, await tx.now(), version=step.after.length, root=root)])


async def published_file(tx: Tx, stored: Stored[Draw], key: PublicKey) -> bytes | Refusal:
    """The file as it stands, with its place in the log once it has one; `key` is the log's. Within a snapshot.

    Its leaf is the one that states its root: the newest by id may be an older one, of a process whose clock is ahead.
    """
    rows = await tx.fetch(
        "SELECT e.seq, e.content FROM evidence_leaves e WHERE e.subject = :id AND e.kind = :kind ORDER BY e.id DESC",
        {"id": stored.id, "kind": PUBLISHED},
    )
    root = published_root(stored.state)
    row = next((each for each in rows if _states(bytes(each["content"]).decode(), root)), None)
    if row is None or row["seq"] is None:
        return published(stored.state)
    proof = await prove(tx, row["seq"])
    log = InLog(
        key=str(key),
        leaf=bytes(row["content"]).decode(),
        leaf_index=proof.leaf_index,
        tree_size=proof.tree_size,
        path=proof.path,
        checkpoint=proof.checkpoint,
    )
    return published(stored.state, log)


def unproven(log: InLog, root: str, keys: Keys) -> Iterator[Words]:
    """What of its place in the log does not hold; by the key that it names itself where no other is trusted."""
    if not _states(log.leaf, root):
        yield _OTHER_ROOT
    if not _is_in_tree(log):
        yield _NOT_IN_TREE
    own = _key(log.key)
    if own is None or (keys and own.id not in keys):
        yield _OTHER_KEY
    elif signer_of(log.checkpoint, trusted([own])) is None or not _is_one_note(log.checkpoint):
        yield _UNSIGNED


def _states(leaf: str, root: str) -> bool:
    try:
        facts = json.loads(leaf)
    except (ValueError, RecursionError):
        return False
    return isinstance(facts, dict) and (facts.get("kind"), facts.get("root")) == (PUBLISHED, root)


def _is_in_tree(log: InLog) -> bool:
    head = read_checkpoint(log.checkpoint)
    try:
        path = [bytes.fromhex(each) for each in log.path]
    except ValueError:
        return False
    if head is None or head.size != log.tree_size or tuple(each.hex() for each in path) != log.path:
        return False
    hashed = leaf_hash(log.leaf.encode())
    return verify_inclusion(hashed, log.leaf_index, log.tree_size, path, bytes.fromhex(head.root))


def _is_one_note(note: str) -> bool:
    """Head and one signature, as the log writes it, and nothing behind it."""
    line = note.partition("\n\n")[2]
    signature = line.rstrip("\n").rpartition(" ")[2]
    return line.count("\n") == 1 and line.endswith(f" {b64encode(b64decode(signature)).decode()}\n")


def _key(text: str) -> PublicKey | None:
    try:
        found = PublicKey.read(text)
    except ValueError:
        return None
    return found if str(found) == text else None


_OTHER_ROOT = Words(
    "jurnaldakı yarpaq başqa ikinci kökü təsdiq edir: fayl dəyişdirilib",
    "the leaf of the log states another second root: the file was changed",
)
_NOT_IN_TREE = Words(
    "yarpaq jurnalın göstərilən ağacında deyil", "the leaf is not in the tree of the log that it names"
)
_OTHER_KEY = Words(
    "faylı imzalayan açar etibar etdiyiniz açar deyil", "the key that the file names is not one that you trust"
)
_UNSIGNED = Words("ağacın başlığını jurnalın açarı imzalamayıb", "the tree's head is not signed by the log's key")
