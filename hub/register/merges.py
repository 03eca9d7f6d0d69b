"""Two records of one person that were joined: the survivor has the keys of both, and facts of the other taken over.

The other record stays as it is, with its own facts, names and number, and leads to the survivor. Splitting gives the
keys back and withdraws what was taken over, so that both are again what they were.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hub.store.tx import Row, Rows, Tx, grouped, ids

Side = Literal["survivor", "other"]
_COLUMNS = "m.id, m.survivor_id, m.merged_id, m.merged_at, m.moved"


@dataclass(frozen=True, slots=True)
class Merge:
    """One joining that lasts: hashed keys that moved, and ids of the facts that the survivor took over."""

    id: str
    survivor: str
    merged: str
    at: int
    keys: frozenset[str]
    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Joined:
    """How two records are joined, and of each later fact whose it is, None where no key tells."""

    merge: Merge
    sides: Mapping[str, Side | None]


async def merge_of(tx: Tx, survivor: str, merged: str) -> Merge | None:
    """The joining of these two, None where they are not joined."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM merges m WHERE m.merged_id = :merged AND m.survivor_id = :survivor"
        " AND m.split_at IS NULL",
        {"merged": merged, "survivor": survivor},
    )
    return _merge(rows[0]) if rows else None


async def merges_into(tx: Tx, *survivors: str) -> list[Merge]:
    """What was joined to these records, and to those, as long as it lasts; each joining once."""
    found: dict[str, Merge] = {}
    wanted = [*survivors]
    while wanted:
        rows = await tx.fetch(
            f"SELECT {_COLUMNS} FROM {{rows}} JOIN merges m ON m.survivor_id = r.id WHERE m.split_at IS NULL"
            " ORDER BY m.id",
            rows=ids(wanted),
        )
        wanted = [row["merged_id"] for row in rows if row["id"] not in found]
        found |= {row["id"]: _merge(row) for row in rows}
    return [*found.values()]


async def survivor_of(tx: Tx, entity: str) -> str:
    """The record that stands for this one: itself, where it is joined to none."""
    while True:
        rows = await tx.fetch(
            "SELECT m.survivor_id FROM merges m WHERE m.merged_id = :id AND m.split_at IS NULL", {"id": entity}
        )
        if not rows:
            return entity
        entity = rows[0]["survivor_id"]


async def merged_among(tx: Tx, entities: Iterable[str]) -> frozenset[str]:
    """Those of them that are joined to another."""
    rows = await tx.fetch(
        "SELECT m.merged_id FROM {rows} JOIN merges m ON m.merged_id = r.id WHERE m.split_at IS NULL",
        rows=ids(sorted(set(entities))),
    )
    return frozenset(row["merged_id"] for row in rows)


async def ever_joined_with(tx: Tx, entities: Sequence[str]) -> list[str]:
    """Records that were ever joined with one of these: a fact of the one may have been told of the other."""
    if not entities:
        return []
    rows = await tx.fetch(
        "SELECT m.survivor_id, m.merged_id FROM {rows} JOIN merges m ON m.survivor_id = r.id OR m.merged_id = r.id",
        rows=ids(sorted(set(entities))),
    )
    return sorted({row[name] for row in rows for name in ("survivor_id", "merged_id")})


async def keys_of(tx: Tx, entity: str) -> frozenset[str]:
    """The hashed keys that lead to a record."""
    rows = await tx.fetch("SELECT k.key_hash FROM entity_keys k WHERE k.entity_id = :id", {"id": entity})
    return frozenset(row["key_hash"] for row in rows)


async def messages_under(tx: Tx, keys: Iterable[str]) -> dict[str, frozenset[str]]:
    """The messages that came under these hashed keys, with those of them that each bears; none that have gone with
    their retention.
    """
    rows = await tx.fetch(
        "SELECT k.message_id, k.key_hash FROM {rows} JOIN message_keys k ON k.key_hash = r.key_hash",
        rows=Rows("key_hash text", [(key,) for key in sorted(set(keys))]),
    )
    return {
        message: frozenset(keys) for message, keys in grouped(rows, "message_id", lambda row: row["key_hash"]).items()
    }


async def join_records(tx: Tx, merge: Merge) -> None:
    """Let the keys lead to the survivor and write the joining down."""
    await _lead(tx, merge.keys, merge.survivor)
    moved = json.dumps({"keys": sorted(merge.keys), "facts": sorted(merge.facts)}).encode()
    await tx.insert(
        "merges",
        "id, survivor_id, merged_id, merged_at, moved",
        [(merge.id, merge.survivor, merge.merged, merge.at, moved)],
    )


async def part_records(tx: Tx, merge: Merge, now: int) -> None:
    """Give the keys back."""
    await _lead(tx, merge.keys, merge.merged)
    await tx.execute("UPDATE merges SET split_at = :now WHERE id = :id", {"id": merge.id, "now": now})


async def _lead(tx: Tx, keys: Iterable[str], entity: str) -> None:
    await tx.many("UPDATE entity_keys SET entity_id = $2 WHERE key_hash = $1", [(key, entity) for key in sorted(keys)])


def _merge(row: Row) -> Merge:
    moved = json.loads(bytes(row["moved"]))
    return Merge(
        row["id"],
        row["survivor_id"],
        row["merged_id"],
        row["merged_at"],
        frozenset(moved["keys"]),
        frozenset(moved["facts"]),
    )
