"""The tree as tiles gives the roots and paths of RFC 9162, which the independent verifiers accept."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.clock import SystemClock
from hub.evidence.merkle import node_hash, verify_inclusion
from hub.evidence.tree import Edge, consistency, edge_tiles, hashes_of, inclusion, load_edge, pieces, store_edge
from hub.store.sqlite import SqliteStore
from tests.consistency import verify_consistency
from tests.schemas import create_all

SIZES = [1, 2, 3, 15, 16, 17, 31, 255, 256, 257, 273, 700]
MOST = 700


def leaf(number: int) -> bytes:
    return hashlib.sha256(number.to_bytes(4, "big")).digest()


def mth(leaves: Sequence[bytes]) -> bytes:
    """MTH of section 2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(mth(leaves[:half]), mth(leaves[half:]))


@given(st.integers(0, 600))
def test_the_root_of_the_edge_is_the_root_of_the_tree(size: int) -> None:
    edge = Edge(0, [])

    for number in range(size):
        edge.append(leaf(number))

    assert edge.root() == mth([leaf(number) for number in range(size)])


@given(st.integers(1, 10**7))
def test_the_pieces_of_a_tree_cover_it_once_and_shrink_to_the_right(size: int) -> None:
    found = pieces((0, size))

    assert sum(1 << level for level, _ in found) == size
    assert found == sorted(found, reverse=True)
    assert len({level for level, _ in found}) == len(found)


@given(st.integers(1, 10**9))
def test_an_edge_has_a_tile_for_each_level_that_has_hashes(size: int) -> None:
    assert [position for _, position in edge_tiles(size)] == [
        size // 16 ** (level + 1) for level in range(len(edge_tiles(size)))
    ]
    assert size // 16 ** len(edge_tiles(size)) == 0


@pytest.fixture
async def grown(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """A stored tree of 700 leaves, grown in uneven steps."""
    path = tmp_path / "tree.sqlite3"
    await create_all(path)
    store = await SqliteStore.open(path, SystemClock())
    size = 0
    for step in (1, 1, 14, 1, 200, 40, 3, 440):
        async with store.write() as tx:
            edge = await load_edge(tx, size)
            for number in range(size, size + step):
                edge.append(leaf(number))
            await store_edge(tx, edge)
        size += step
    assert size == MOST
    yield store
    await store.aclose()


async def test_every_leaf_of_trees_of_many_sizes_is_proved(grown: SqliteStore) -> None:
    leaves = [leaf(number) for number in range(MOST)]

    async with grown.read() as tx:
        for size in SIZES:
            root = mth(leaves[:size])
            for index in {0, 1, size // 2, size - 2, size - 1} & set(range(size)):
                path = await hashes_of(tx, inclusion(index, size))
                assert verify_inclusion(leaf(index), index, size, path, root), (index, size)


async def test_every_pair_of_sizes_is_proved_consistent(grown: SqliteStore) -> None:
    leaves = [leaf(number) for number in range(MOST)]

    async with grown.read() as tx:
        for new in SIZES:
            for old in [size for size in SIZES if size <= new]:
                roots = await hashes_of(tx, [(0, old), (0, new)])
                path = await hashes_of(tx, consistency(old, new))
                assert roots == [mth(leaves[:old]), mth(leaves[:new])]
                assert verify_consistency(old, new, path, roots[0], roots[1]), (old, new)


async def test_a_proof_over_a_tile_that_is_gone_is_refused(grown: SqliteStore) -> None:
    async with grown.write() as tx:
        await tx.execute("DELETE FROM evidence_tiles WHERE level = 0 AND position = 1")

    async with grown.read() as tx:
        with pytest.raises(LookupError):
            await hashes_of(tx, inclusion(17, MOST))
