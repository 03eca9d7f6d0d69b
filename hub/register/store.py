"""Reading and writing entities inside the caller's transaction. Attributes are sealed, keys are hashed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.register.entity import Entity
from hub.store.ids import new_id
from hub.store.sealing import KeyedHash, Sealer, Unsealable
from hub.store.tx import Row, Rows, Tx, columns, ids

_KEY = columns("key_hash text")
_FOREVER = 9_000_000_000_000_000
ENTITY = (
    "e.id, e.kind, e.key_sealed, e.attributes_sealed, e.provenance, e.version, e.valid_from, e.known_from,"
    " e.source_message"
)
PAST = (
    "SELECT h.entity_id AS id, '' AS kind, e.key_sealed, h.attributes_sealed, h.provenance, h.version, h.valid_from,"
    " h.known_from, h.source_message FROM entity_history h JOIN entities e ON e.id = h.entity_id"
    " WHERE h.entity_id = :id ORDER BY h.known_from DESC"
)
"""Earlier versions of an entity, newest first."""
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Change:
    """An entity before and after, with the keys and links that are new."""

    before: Entity
    after: Entity
    keys: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    valid_from: int | None = None


@dataclass(frozen=True, slots=True)
class RegisterStore:
    """The register's tables."""

    sealer: Sealer
    hash: KeyedHash

    async def by_keys(self, tx: Tx, keys: Sequence[str]) -> dict[str, Entity]:
        """Entities by hashed key, locked in the order of their ids."""
        if not keys:
            return {}
        rows = await tx.fetch(
            f"SELECT k.key_hash, {ENTITY} FROM {{rows}} JOIN entity_keys k ON k.key_hash = r.key_hash"
            " JOIN entities e ON e.id = k.entity_id ORDER BY e.id {lock e}",
            rows=Rows(_KEY, [(key,) for key in sorted(set(keys))]),
        )
        return {row["key_hash"]: self.entity(row) for row in rows}

    async def by_ids(self, tx: Tx, wanted: Sequence[str]) -> dict[str, Entity]:
        """Entities by id, locked in order."""
        if not wanted:
            return {}
        rows = await tx.fetch(
            f"SELECT {ENTITY} FROM {{rows}} JOIN entities e ON e.id = r.id ORDER BY e.id {{lock e}}",
            rows=ids(sorted(set(wanted))),
        )
        return {row["id"]: self.entity(row) for row in rows}

    async def linked(self, tx: Tx, keys: Sequence[str]) -> dict[str, list[Entity]]:
        """Entities that name a key without owning it, such as the accounts of a person."""
        if not keys:
            return {}
        rows = await tx.fetch(
            f"SELECT l.key_hash, {ENTITY} FROM {{rows}} JOIN entity_links l ON l.key_hash = r.key_hash"
            " JOIN entities e ON e.id = l.entity_id ORDER BY e.id",
            rows=Rows(_KEY, [(key,) for key in sorted(set(keys))]),
        )
        found: dict[str, list[Entity]] = {}
        for row in rows:
            found.setdefault(row["key_hash"], []).append(self.entity(row))
        return found

    async def past(self, tx: Tx, entity: str) -> list[Entity]:
        """Earlier versions, newest first."""
        rows = await tx.fetch(PAST, {"id": entity})
        return [self.entity(row) for row in rows]

    async def save(self, tx: Tx, changes: Sequence[Change], now: int) -> None:
        """Write what changed: the version before goes to the history with the time until which it was known."""
        moved = [change for change in changes if change.after is not change.before or change.keys or change.links]
        if not moved:
            return
        old = [c for c in moved if not c.before.is_new and c.after is not c.before]
        await tx.many(
            "INSERT INTO entity_history (entity_id, known_from, known_to, valid_from, valid_to, attributes_sealed,"
            " provenance, version, source_message) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [self._history(change, now) for change in old],
        )
        await tx.many(
            "UPDATE entities SET attributes_sealed = $2, provenance = $3, version = $4, valid_from = $5,"
            " known_from = $6, source_message = $7 WHERE id = $1",
            [self._row(change, now) for change in old],
        )
        await tx.many(
            "INSERT INTO entities (id, attributes_sealed, provenance, version, valid_from, known_from, source_message,"
            " kind, key_sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [(*self._row(c, now), c.after.kind, self._key_sealed(c.after)) for c in moved if c.before.is_new],
        )
        # Two that make the same entity at once must not both succeed: the second collides and reads again.
        await tx.many(
            "INSERT INTO entity_keys (key_hash, entity_id) VALUES ($1, $2)",
            [(key, change.after.id) for change in moved if change.before.is_new for key in change.keys],
        )
        await tx.many(
            "INSERT INTO entity_keys (key_hash, entity_id) VALUES ($1, $2)"
            " ON CONFLICT (key_hash) DO UPDATE SET entity_id = excluded.entity_id",
            [(key, change.after.id) for change in moved if not change.before.is_new for key in change.keys],
        )
        await tx.many(
            "INSERT INTO entity_links (key_hash, entity_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            [(key, change.after.id) for change in moved for key in change.links],
        )

    def _row(self, change: Change, now: int) -> tuple[object, ...]:
        e, known = change.after, _later(change, now)
        valid = change.valid_from if change.valid_from is not None else now
        return (e.id, _sealed(e, known), packed(e.provenance), e.version, valid, known, e.source_message)

    def _history(self, change: Change, now: int) -> tuple[object, ...]:
        b = change.before
        valid_to = change.valid_from if change.valid_from is not None else _FOREVER
        return (
            b.id,
            b.known_from,
            _later(change, now),
            b.valid_from,
            valid_to,
            _sealed(b, b.known_from),
            packed(b.provenance),
            b.version,
            b.source_message,
        )

    def _key_sealed(self, entity: Entity) -> bytes:
        return self.sealer.seal("entities.key", entity.id, entity.key)

    async def erase(self, tx: Tx, entity: str) -> bool:
        """Destroy the key of an entity: what the register says of it now and said before opens nowhere again.

        Nothing finds it any more either, so that a later message about the same person begins a new one.
        """
        for table in ("entity_keys", "entity_links"):
            await tx.execute(f"DELETE FROM {table} WHERE entity_id = :id", {"id": entity})
        return bool(
            await tx.execute(
                "UPDATE entities SET key_sealed = NULL WHERE id = :id AND key_sealed IS NOT NULL", {"id": entity}
            )
        )

    def entity(self, row: Row) -> Entity:
        """The entity that a row holds; one that was erased has no attributes."""
        wrapped = row["key_sealed"]
        key = self.sealer.unseal("entities.key", row["id"], wrapped) if wrapped is not None else b""
        return Entity(
            row["id"],
            row["kind"],
            _opened(key, row) if key else {},
            unpacked(row["provenance"]) if key else {},
            row["version"],
            row["valid_from"],
            row["known_from"],
            row["source_message"],
            key,
        )


def _sealed(entity: Entity, known_from: int) -> bytes:
    plain = json.dumps(entity.attributes, ensure_ascii=False, separators=(",", ":")).encode()
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(entity.key).encrypt(nonce, plain, _cell(entity.id, known_from))


def _opened(key: bytes, row: Row) -> dict[str, Any]:
    sealed, cell = row["attributes_sealed"], _cell(row["id"], row["known_from"])
    try:
        found: dict[str, Any] = json.loads(AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], cell))
    except InvalidTag as failed:
        raise Unsealable(f"entities.attributes of {row['id']} was altered, or is not its present version") from failed
    return found


def _cell(entity: str, known_from: int) -> bytes:
    """A version keeps its associated data when it moves into the history."""
    return f"entities.attributes\0{entity}\0{known_from}".encode()


def packed(provenance: Mapping[str, Mapping[str, str]]) -> bytes:
    """Provenance as it is stored: each source once, and for every attribute the number of its source.

    One message usually says all of them: written out, the sources would be larger than the facts.
    """
    numbers: dict[tuple[tuple[str, str], ...], int] = {}
    said = {name: numbers.setdefault(tuple(source.items()), len(numbers)) for name, source in provenance.items()}
    return json.dumps({"s": [dict(source) for source in numbers], "a": said}, separators=(",", ":")).encode()


def unpacked(raw: bytes) -> dict[str, dict[str, str]]:
    """What `packed` was given."""
    stored = json.loads(raw)
    sources: list[dict[str, str]] = stored["s"]
    return {name: sources[number] for name, number in stored["a"].items()}


def _later(change: Change, now: int) -> int:
    """Two changes within one microsecond still get different times."""
    return max(now, change.before.known_from + 1)


def blank(kind: str) -> Entity:
    """An entity that is not stored yet."""
    return Entity(new_id(), kind, key=os.urandom(32), is_new=True)


def with_version(entity: Entity, version: str | None) -> Entity:
    """The entity under a new version."""
    return replace(entity, version=version)
