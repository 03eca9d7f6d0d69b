"""Proofs verify if and only if they are true: by published vectors, the RFC's definition and the log."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_flow.merkle import fold, parent_of
from hub.evidence import merkle, tree
from hub.evidence.leaf import make_leaf
from hub.evidence.merkle import EMPTY_ROOT, verify_inclusion
from tests.consistency import verify_consistency

LEAVES = [merkle.leaf_hash(number.to_bytes(2, "big")) for number in range(300)]
SIZES = st.integers(1, len(LEAVES))


def mth(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162, section 2.1.1, word for word, over leaf hashes."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    half = largest_power_below(len(leaves))
    return merkle.node_hash(mth(leaves[:half]), mth(leaves[half:]))


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 9162, section 2.1.3.1, word for word."""
    if len(leaves) == 1:
        return []
    half = largest_power_below(len(leaves))
    if index < half:
        return [*path(index, leaves[:half]), mth(leaves[half:])]
    return [*path(index - half, leaves[half:]), mth(leaves[:half])]


def subproof(old: int, leaves: list[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 9162, section 2.1.4.1, word for word."""
    if old == len(leaves):
        return [] if whole else [mth(leaves)]
    half = largest_power_below(len(leaves))
    if old <= half:
        return [*subproof(old, leaves[:half], whole=whole), mth(leaves[half:])]
    return [*subproof(old - half, leaves[half:], whole=False), mth(leaves[:half])]


def largest_power_below(count: int) -> int:
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def included(case: dict[str, Any]) -> bool:
    proof = [raw(each) for each in case["proof"] or ()]
    return verify_inclusion(raw(case["leafHash"]), case["leafIdx"], case["treeSize"], proof, raw(case["root"]))


def consistent(case: dict[str, Any]) -> bool:
    proof = [raw(each) for each in case["proof"] or ()]
    return verify_consistency(case["size1"], case["size2"], proof, raw(case["root1"]), raw(case["root2"]))


@pytest.mark.parametrize(("folder", "check"), [("inclusion", included), ("consistency", consistent)])
def test_published_vectors(vectors: Path, folder: str, check: Callable[[dict[str, Any]], bool]) -> None:
    files = sorted((vectors / folder).rglob("*.json"))
    cases = {str(file.relative_to(vectors)): json.loads(file.read_bytes()) for file in files}
    assert len(cases) > 45

    wrong = [name for name, case in cases.items() if check(case) is case["wantErr"]]

    assert not wrong


def test_the_trees_of_rfc_6962_are_pinned() -> None:
    """The roots of the first trees over the leaves of Certificate Transparency's own tests."""
    contents = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [merkle.leaf_hash(bytes.fromhex(content)) for content in contents]

    assert mth(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert mth(leaves[:2]).hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert mth(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(SIZES, st.data())
def test_a_true_inclusion_verifies_and_a_bent_one_does_not(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof, root = path(index, LEAVES[:size]), mth(LEAVES[:size])

    assert verify_inclusion(LEAVES[index], index, size, proof, root)

    other = data.draw(st.integers(-1, size).filter(lambda number: number != index))
    assert not verify_inclusion(LEAVES[index], other, size, proof, root)
    assert not verify_inclusion(LEAVES[index - 1], index, size, proof, root)
    assert not verify_inclusion(LEAVES[index], index, size, [*proof, root], root)
    assert not verify_inclusion(LEAVES[index], index, size, [*proof, b""], root)
    if proof:
        bent = data.draw(st.integers(0, len(proof) - 1))
        assert not verify_inclusion(LEAVES[index], index, size, proof[:bent] + proof[bent + 1 :], root)
        assert not verify_inclusion(LEAVES[index], index, size, [*proof[:bent], root, *proof[bent + 1 :]], root)


@given(SIZES, SIZES, st.data())
def test_a_true_consistency_verifies_and_a_bent_one_does_not(one: int, other: int, data: st.DataObject) -> None:
    old, new = sorted((one, other))
    old_root, new_root = mth(LEAVES[:old]), mth(LEAVES[:new])
    proof = subproof(old, LEAVES[:new])

    assert verify_consistency(old, new, proof, old_root, new_root)

    forged = mth([LEAVES[0][::-1], *LEAVES[1:old]])
    assert not verify_consistency(old, new, proof, forged, new_root)
    assert not verify_consistency(old, new, [*proof, new_root], old_root, new_root)
    assert not verify_consistency(new, old, proof, new_root, old_root) or old == new
    if proof:
        bent = data.draw(st.integers(0, len(proof) - 1))
        assert not verify_consistency(old, new, proof[:bent] + proof[bent + 1 :], old_root, new_root)
        assert not verify_consistency(old, new, [*proof[:bent], EMPTY_ROOT, *proof[bent + 1 :]], old_root, new_root)


@given(st.lists(st.binary(max_size=40), max_size=12), st.integers(-3, 70), st.integers(-3, 70), st.binary(max_size=40))
def test_no_proof_makes_a_verifier_raise(proof: list[bytes], one: int, other: int, root: bytes) -> None:
    assert verify_inclusion(root, one, other, proof, root) in (True, False)
    assert verify_consistency(one, other, proof, root, root) in (True, False)


def grown(size: int) -> tree.Edge:
    edge = tree.Edge(0, [])
    for leaf in LEAVES[:size]:
        edge.append(leaf)
    return edge


@given(SIZES)
def test_the_log_grows_the_tree_of_the_rfc(size: int) -> None:
    assert grown(size).root() == mth(LEAVES[:size])


@given(SIZES, st.data())
def test_the_logs_proofs_are_those_of_the_rfc(size: int, data: st.DataObject) -> None:
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))

    inclusion = [mth(LEAVES[start:end]) for start, end in tree.inclusion(index, size)]
    consistency = [mth(LEAVES[start:end]) for start, end in tree.consistency(old, size)]

    assert inclusion == path(index, LEAVES[:size])
    assert consistency == subproof(old, LEAVES[:size])
    assert verify_inclusion(LEAVES[index], index, size, inclusion, mth(LEAVES[:size]))
    assert verify_consistency(old, size, consistency, mth(LEAVES[:old]), mth(LEAVES[:size]))


@given(SIZES, st.data())
def test_a_range_of_a_proof_is_made_of_few_complete_subtrees(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))

    for start, end in tree.inclusion(index, size):
        pieces = tree.pieces((start, end))
        covered = [(position << level, (position + 1) << level) for level, position in pieces]
        assert covered[0][0] == start
        assert covered[-1][1] == end
        assert all(left[1] == right[0] for left, right in pairwise(covered))
        assert len(pieces) <= (end - start).bit_length()


def test_leaves_and_nodes_are_hashed_apart_and_alike_everywhere() -> None:
    left, right = LEAVES[0], LEAVES[1]
    leaf = make_leaf("message.accepted", "0" * 32, 0, body="00")

    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)
    assert leaf.hash == merkle.leaf_hash(leaf.content).hex()
    assert parent_of(left, right) == merkle.node_hash(left, right)
    assert fold([]) == EMPTY_ROOT
