"""The Merkle tree of RFC 9162, section 2.1, kept as tiles: rows of up to 16 neighbouring hashes.

A tile of level L holds hashes of subtrees of 16 to the power of L leaves, so level 0 are the leaf hashes themselves,
and whoever changes a leaf is betrayed at its own place. Only the last tile of a level grows; an append costs one row
for sixteen leaves (the layout of C2SP tlog-tiles, with a height of 4 instead of 8).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from document_flow.merkle import fold, parent_of
from hub.store.tx import Rows, Tx, number_of

HEIGHT = 4
WIDTH = 1 << HEIGHT
LOG = "evidence"
"""The cursor that holds the log's size."""
HASH_LETTERS = 64
"""Of a hash in hex, in a tile."""

Place = tuple[int, int]
"""A level and a position in it, counted from the left."""
Range = tuple[int, int]
"""Leaves from the first number up to but without the second."""


class Edge:
    """The growing right edge of a tree: the unfinished tile of every level, lowest first."""

    def __init__(self, size: int, tiles: Sequence[Sequence[bytes]]) -> None:
        self.size = size
        self._tiles = [list(tile) for tile in tiles]
        self.changed: dict[Place, list[bytes]] = {}
        """Tiles that differ from what is stored."""

    def append(self, leaf: bytes) -> None:
        """Add the next leaf's hash."""
        level, position, added = 0, self.size, leaf
        self.size += 1
        while True:
            if level == len(self._tiles):
                self._tiles.append([])
            tile = self._tiles[level]
            tile.append(added)
            self.changed[level, position >> HEIGHT] = tile
            if len(tile) < WIDTH:
                return
            self._tiles[level] = []
            level, position, added = level + 1, position >> HEIGHT, fold(tile)

    def root(self) -> bytes:
        """The root over all leaves so far."""
        below: list[bytes] = []
        for tile in self._tiles:
            row = tile + below
            below = [fold(row)] if row else []
        return fold(below)


async def log_size(tx: Tx) -> int:
    """How many leaves are merged: the number the next one will get."""
    return await number_of(tx, "SELECT next_seq FROM cursors WHERE name = :log", {"log": LOG})


def edge_tiles(size: int) -> list[Place]:
    """Where the unfinished tiles of a tree of this size are, lowest first; those without a hash are not stored."""
    places, level = [], 0
    while size >> (HEIGHT * level):
        places.append((level, size >> (HEIGHT * level) >> HEIGHT))
        level += 1
    return places


async def load_edge(tx: Tx, size: int) -> Edge:
    """The right edge of the stored tree of this size."""
    places = edge_tiles(size)
    tiles = await read_tiles(tx, places)
    counts = [(size >> (HEIGHT * level)) % WIDTH for level, _ in places]
    return Edge(size, [tiles.get(place, [])[:count] for place, count in zip(places, counts, strict=True)])


async def store_edge(tx: Tx, edge: Edge) -> None:
    """Write what an append changed."""
    await tx.many(
        "INSERT INTO evidence_tiles (level, position, hashes) VALUES ($1, $2, $3)"
        " ON CONFLICT (level, position) DO UPDATE SET hashes = excluded.hashes",
        [(*place, b"".join(tile).hex()) for place, tile in sorted(edge.changed.items())],
    )
    edge.changed = {}


def pieces(leaves: Range) -> list[Place]:
    """The complete subtrees of a range, left to right, levels counted in powers of two.

    The range begins where a subtree of its size may begin, as all ranges of proofs do.
    """
    start, end = leaves
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


async def hashes_of(tx: Tx, ranges: Sequence[Range]) -> list[bytes]:
    """The root over each range of leaves, in one statement. Raises LookupError where a tile is gone or too short."""
    split = [pieces(leaves) for leaves in ranges]
    tiles = await read_tiles(tx, {_tile_of(piece) for each in split for piece in each})
    found = []
    for each in split:
        root = b""
        for piece in reversed(each):
            root = parent_of(_in_tile(piece, tiles), root) if root else _in_tile(piece, tiles)
        found.append(root or fold([]))
    return found


def _tile_of(piece: Place) -> Place:
    level, position = piece
    return level // HEIGHT, position >> (HEIGHT - level % HEIGHT)


def _in_tile(piece: Place, tiles: dict[Place, list[bytes]]) -> bytes:
    level, position = piece
    width = 1 << level % HEIGHT
    first = (position * width) % WIDTH
    row = tiles[_tile_of(piece)][first : first + width]
    if len(row) != width:
        raise LookupError(piece)
    return fold(row)


async def read_tiles(tx: Tx, places: Iterable[Place]) -> dict[Place, list[bytes]]:
    """The stored tiles of these places; those that are not there are left out."""
    rows = await tx.fetch(
        "SELECT t.level, t.position, t.hashes FROM {rows} JOIN evidence_tiles t"
        " ON t.level = r.level AND t.position = r.position",
        rows=Rows("level int, position bigint", sorted(places)),
    )
    return {(row["level"], row["position"]): unpack(row["hashes"]) for row in rows}


def unpack(hashes: str) -> list[bytes]:
    """The hashes of a stored tile, up to the first that is none."""
    found = []
    for start in range(0, len(hashes), HASH_LETTERS):
        try:
            found.append(bytes.fromhex(hashes[start : start + HASH_LETTERS]))
        except ValueError:
            break
    return found


def inclusion(index: int, size: int) -> list[Range]:
    """PATH(index, D[size]) of RFC 9162, section 2.1.3.1: the ranges whose roots prove a leaf, from the leaf upwards."""
    start, end, path = 0, size, list[Range]()
    while end - start > 1:
        middle = start + _half(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return path[::-1]


def consistency(old: int, new: int) -> list[Range]:
    """PROOF(old, D[new]) of RFC 9162, section 2.1.4.1: the ranges that prove the tree to have only grown."""
    start, end, path, is_whole = 0, new, list[Range](), True
    while old != end:
        middle = start + _half(end - start)
        if old <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start, is_whole = middle, False
    return [*([] if is_whole else [(start, end)]), *path[::-1]]


def _half(count: int) -> int:
    """The largest power of two below the count."""
    return 1 << (count - 1).bit_length() - 1
