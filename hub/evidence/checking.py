"""Checking a receipt offline: nothing is asked of the hub, its database or its code that builds the tree."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hub.errors import Words
from hub.evidence.merkle import leaf_hash, verify_inclusion
from hub.evidence.note import Keys, promise_text, read_checkpoint, signer_of
from hub.evidence.receipt import ACCEPTED, Receipt

Heads = Mapping[int, str]
"""Roots by tree size, from whoever kept them."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What the one who checks believes beforehand: public keys of the log, and heads kept from earlier. `of_the_hub` is
    for the hub that looks at its own receipt by its own key, which proves nothing to anybody else.
    """

    keys: Keys
    heads: Heads
    of_the_hub: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `holds` is None where there was nothing to look at."""

    holds: bool | None
    words: Words


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that a receipt claims, in the order in which one claim rests on the other.

    Without a trusted head that covers it a receipt proves nothing, however well it agrees with itself: anybody can make
    such a one.
    """

    findings: tuple[Finding, ...]
    is_covered: bool

    @property
    def is_false(self) -> bool:
        """True where a claim does not hold."""
        return any(finding.holds is False for finding in self.findings)


def check_receipt(receipt: Receipt, body: bytes | None, trust: Trust) -> Checked:
    """Look at every claim. Never raises."""
    promise, head = _promise(receipt, trust), _head(receipt, trust)
    findings = (*_leaf(receipt), _body(receipt, body), promise, _inclusion(receipt), head)
    return Checked(findings, head.holds is True)


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


def _promise(receipt: Receipt, trust: Trust) -> Finding:
    words = Words("Qəbul vədini jurnalın açarı imzalayıb", "The promise is signed by the log's key")
    text = promise_text(receipt.log, receipt.leaf_hash, receipt.accepted_at, receipt.merge_delay_seconds)
    own = [key for key in trust.keys.values() if key.name == receipt.log]
    return Finding(any(key.holds(text, receipt.signature) for key in own) if trust.keys else None, words)


def _head(receipt: Receipt, trust: Trust) -> Finding:
    """By a head that was kept, else by a key that is trusted; a note must state what the proof is against."""
    words = _OWN_HEAD if trust.of_the_hub else _TRUSTED_HEAD
    proof = receipt.inclusion
    if proof is None:
        return Finding(None, words)
    if proof.tree_size in trust.heads:
        return Finding(trust.heads[proof.tree_size] == proof.root, words)
    if not trust.keys:
        return Finding(None, words)
    stated = read_checkpoint(proof.checkpoint)
    states = stated is not None and (stated.size, stated.root) == (proof.tree_size, proof.root)
    return Finding(states and signer_of(proof.checkpoint, trust.keys) is not None, words)


_TRUSTED_HEAD = Words("Kök etibar etdiyiniz başlıqdadır", "The root is that of a head you trust")
_OWN_HEAD = Words(
    "Kök bu habın jurnal açarı ilə imzalanmış başlıqdadır",
    "The root is that of a head signed by this hub's log key",
)
