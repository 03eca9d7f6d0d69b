"""Checking a receipt offline: nothing is asked of the hub, its database or its code that builds the tree."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hub.errors import Words
from hub.evidence.merkle import leaf_hash, verify_inclusion
from hub.evidence.receipt import ACCEPTED, Receipt

Heads = Mapping[int, str]
"""Roots by tree size, from whoever kept them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `holds` is None where there was nothing to look at."""

    holds: bool | None
    words: Words


def check_receipt(receipt: Receipt, body: bytes | None, heads: Heads | None) -> list[Finding]:
    """Everything that a receipt claims, in the order in which one claim rests on the other. Never raises."""
    return [*_leaf(receipt), _body(receipt, body), _inclusion(receipt), _head(receipt, heads)]


def _leaf(receipt: Receipt) -> Iterator[Finding]:
    same = leaf_hash(receipt.leaf.encode()).hex() == receipt.leaf_hash
    yield Finding(same, Words("Yarpağın heşi yarpağa uyğundur", "The leaf has the leaf hash"))
    facts = _facts(receipt.leaf)
    says = facts.get("kind") == ACCEPTED and facts.get("subject") == receipt.message_id
    yield Finding(
        says, Words("Yarpaq bu mesajın qəbulunu təsdiq edir", "The leaf states that this message was accepted")
    )
    committed = facts.get("body") == receipt.commitment.value and _committed(receipt)
    yield Finding(committed, Words("Yarpaq məzmunun SHA-256-sını saxlayır", "The leaf commits to the body's SHA-256"))


def _facts(leaf: str) -> dict[str, object]:
    try:
        found = json.loads(leaf)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _committed(receipt: Receipt) -> bool:
    try:
        opening, digest = bytes.fromhex(receipt.commitment.opening), bytes.fromhex(receipt.sha256)
    except ValueError:
        return False
    return hmac.digest(opening, digest, hashlib.sha256).hex() == receipt.commitment.value


def _body(receipt: Receipt, body: bytes | None) -> Finding:
    holds = None if body is None else hashlib.sha256(body).hexdigest() == receipt.sha256
    return Finding(holds, Words("Göndərilən fayl bu məzmundur", "The file given is the body that was sent"))


def _inclusion(receipt: Receipt) -> Finding:
    words = Words("Yarpaq göstərilən köklü ağacdadır", "The leaf is in the tree with the root given")
    proof = receipt.inclusion
    if proof is None:
        return Finding(None, words)
    try:
        path, root = [bytes.fromhex(each) for each in proof.path], bytes.fromhex(proof.root)
        leaf = bytes.fromhex(receipt.leaf_hash)
    except ValueError:
        return Finding(holds=False, words=words)
    return Finding(verify_inclusion(leaf, proof.leaf_index, proof.tree_size, path, root), words)


def _head(receipt: Receipt, heads: Heads | None) -> Finding:
    words = Words("Kök sizdəki başlıqla eynidir", "The root is that of the head you hold")
    if receipt.inclusion is None or heads is None or receipt.inclusion.tree_size not in heads:
        return Finding(None, words)
    return Finding(heads[receipt.inclusion.tree_size] == receipt.inclusion.root, words)
