"""Reading and writing entities and their facts inside the caller's transaction. Values are sealed, keys are hashed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic_core import from_json, to_json

from hub.register.coming import note_days, review_on
from hub.register.entity import Entity, learn
from hub.register.facts import Fact, Source
from hub.register.likeness import ALIKE, likeness_keys, note_likeness
from hub.register.names import NAMES, tokens_of
from hub.register.persons import NUMBERS, code_of
from hub.store.ids import new_id
from hub.store.sealing import KeyedHash, Sealer, Unsealable
from hub.store.tx import Row, Rows, Tx, grouped, ids
from mappings.identity import PERSON_SERIALS, person_number

REQUEST_KINDS = (
    "person_change",
    "person_merge",
    "person_split",
    "mandate_change",
    "protection_change",
    "person_entry",
    "person_fin",
)
"""The kinds of change requests; what is wanted of a person goes with them when they are erased."""
ENTITY = "e.id, e.kind, e.key_sealed, e.attributes_sealed, e.version, e.known_from, e.source_message"
FACTS_OF = (
    "SELECT f.id, f.entity_id, f.attribute_group, f.valid_from, f.valid_to, f.known_from, f.known_to, f.source_message,"
    " f.said_sealed FROM {rows} JOIN facts f ON f.entity_id = r.id ORDER BY f.entity_id, f.id"
)
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Change:
    """An entity before and after, with the keys and links that are new."""

    before: Entity
    after: Entity
    keys: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether its present state changes, or how it came about."""
        return (self.after.attributes, self.after.provenance, self.after.version) != (
            self.before.attributes,
            self.before.provenance,
            self.before.version,
        )


@dataclass(frozen=True, slots=True)
class RegisterStore:
    """The register's tables."""

    sealer: Sealer
    hash: KeyedHash

    async def lock(self, tx: Tx, keys: Collection[str], entities: Collection[str] = ()) -> None:
        """Lock what these hashed keys lead to, and these entities, in the order of their ids, for a transaction that
        will read them in parts.
        """
        named = [*((key, None) for key in sorted(set(keys))), *((None, each) for each in sorted(set(entities)))]
        if named:
            await tx.fetch(
                "SELECT e.id FROM entities e WHERE e.id IN (SELECT k.entity_id FROM {rows}"
                " JOIN entity_keys k ON k.key_hash = r.key_hash UNION ALL SELECT r.id FROM {rows})"
                " ORDER BY e.id {lock e}",
                rows=Rows("key_hash text, id uuid", named),
            )

    async def by_keys(self, tx: Tx, keys: Sequence[str], *, locked: bool = True) -> dict[str, Entity]:
        """Entities by hashed key, locked in the order of their ids unless nothing is to be written of them."""
        if not keys:
            return {}
        lock = " {lock e}" if locked else ""
        rows = await tx.fetch(
            f"SELECT k.key_hash, {ENTITY} FROM {{rows}} JOIN entity_keys k ON k.key_hash = r.key_hash"
            f" JOIN entities e ON e.id = k.entity_id ORDER BY e.id{lock}",
            rows=Rows("key_hash text", [(key,) for key in sorted(set(keys))]),
        )
        return {row["key_hash"]: self.entity(row) for row in rows}

    async def by_ids(self, tx: Tx, wanted: Sequence[str], *, locked: bool = True) -> dict[str, Entity]:
        """Entities by id, in that order, in which they are locked unless nothing is to be written of them."""
        if not wanted:
            return {}
        lock = " {lock e}" if locked else ""
        rows = await tx.fetch(
            f"SELECT {ENTITY} FROM {{rows}} JOIN entities e ON e.id = r.id ORDER BY e.id{lock}",
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
            rows=Rows("key_hash text", [(key,) for key in sorted(set(keys))]),
        )
        return grouped(rows, "key_hash", self.entity)

    async def facts(self, tx: Tx, entity: Entity) -> list[Fact]:
        """All that was ever stated of an entity, in the order in which it came; nothing of one that is erased."""
        if entity.is_new or not entity.key:
            return []
        rows = await tx.fetch(
            "SELECT f.id, f.entity_id, f.attribute_group, f.valid_from, f.valid_to, f.known_from, f.known_to,"
            " f.source_message, f.said_sealed FROM facts f WHERE f.entity_id = :entity ORDER BY f.id",
            {"entity": entity.id},
        )
        return [_fact(entity, row) for row in rows]

    async def all_facts(self, tx: Tx, entities: Sequence[Entity]) -> dict[str, list[Fact]]:
        """The same for several entities at once, by their ids."""
        known = {entity.id: entity for entity in entities if not entity.is_new and entity.key}
        if not known:
            return {}
        return facts_in(await tx.fetch(FACTS_OF, rows=ids(sorted(known))), known)

    async def save(self, tx: Tx, changes: Sequence[Change], now: int) -> None:
        """Write the facts that are news, the entities that they change, and what finds them."""
        moved = [
            self._numbered(change)
            for change in changes
            if change.after is not change.before or change.keys or change.links
        ]
        if not moved:
            return
        # To make a cipher takes longer than to seal with it.
        ciphers = {c.after.id: AESGCM(c.after.key) for c in moved if c.after.key}
        await tx.many(
            "UPDATE entities SET attributes_sealed = $2, version = $3, known_from = $4, source_message = $5,"
            " review_on = $6 WHERE id = $1",
            [_row(c, ciphers[c.after.id], now) for c in moved if not c.before.is_new and c.moves],
        )
        await tx.insert(
            "entities",
            "id, attributes_sealed, version, known_from, source_message, review_on, kind, key_sealed",
            [
                (*_row(c, ciphers[c.after.id], now), c.after.kind, self._key_sealed(c.after))
                for c in moved
                if c.before.is_new
            ],
        )
        # Two that make the same entity at once must not both succeed: the second collides and reads again.
        await tx.insert(
            "entity_keys",
            "key_hash, entity_id",
            [(key, change.after.id) for change in moved if change.before.is_new for key in change.keys],
        )
        await tx.many(
            "INSERT INTO entity_keys (key_hash, entity_id) VALUES ($1, $2)"
            " ON CONFLICT (key_hash) DO UPDATE SET entity_id = excluded.entity_id",
            [(key, change.after.id) for change in moved if not change.before.is_new for key in change.keys],
        )
        await link(tx, ((key, change.after.id) for change in moved for key in change.links))
        await tx.insert(
            "facts",
            "entity_id, id, attribute_group, valid_from, valid_to, known_from, known_to, source_message, said_sealed",
            [_fact_row(c.after, ciphers[c.after.id], fact) for c in moved for fact in c.after.told],
        )
        await tx.many(
            "UPDATE facts SET known_to = $3 WHERE entity_id = $1 AND id = $2",
            [(change.after.id, fact.id, fact.known_to) for change in moved for fact in change.after.withdrawn],
        )

        await self._index_names(tx, moved)
        await note_days(tx, (change.after for change in moved if change.moves), now)

    def _numbered(self, change: Change) -> Change:
        """Whoever comes without a FIN gets a number of ours at once, by which they are found as others are by theirs.

        It rests on no act: one that is cancelled takes it from nobody. Numbers are drawn, so that they tell no order;
        of two who draw the same the second collides and draws again.
        """
        after = change.after
        if not change.before.is_new or after.kind != "person" or not after.told or code_of(after.attributes):
            return change
        number = person_number(secrets.randbelow(PERSON_SERIALS))
        numbered = learn(after, {NUMBERS: [number]}, replace(after.told[-1].source, act=None))
        return replace(change, after=numbered, keys=(*change.keys, self.hash("fin", number)))

    def _key_sealed(self, entity: Entity) -> bytes:
        return self.sealer.seal("entities.key", entity.id, entity.key)

    async def _index_names(self, tx: Tx, changes: Sequence[Change]) -> None:
        persons = [(c, {*c.after.changed_fields(c.before)}) for c in changes if c.after.kind == "person"]
        named = {c.after.id: c.after.attributes for c, changed in persons if changed.intersection(NAMES)}
        if named:
            await tx.execute(
                "INSERT INTO entity_names (entity_id, tokens) SELECT r.entity_id, r.tokens FROM {rows} WHERE true"
                " ON CONFLICT (entity_id) DO UPDATE SET tokens = excluded.tokens",
                rows=Rows(
                    "entity_id uuid, tokens int[]",
                    [(entity, tokens_of(self.hash, each)) for entity, each in named.items()],
                ),
            )
        alike = [c.after for c, changed in persons if changed.intersection(ALIKE)]
        await note_likeness(tx, {each.id: likeness_keys(self.hash, each.attributes) for each in alike})

    async def erase(self, tx: Tx, entity: str) -> bool:
        """Destroy the key of an entity: what the register says of it now and said before opens nowhere again.

        Nothing finds it any more either, so that a later message about the same person begins a new one.
        """
        for table in ("entity_keys", "entity_links", "entity_names"):
            await tx.execute(f"DELETE FROM {table} WHERE entity_id = :id", {"id": entity})
        await note_likeness(tx, {entity: ()})
        await tx.execute(
            "DELETE FROM possible_doubles WHERE (one_id = :id OR other_id = :id) AND told_by IS NOT NULL",
            {"id": entity},
        )
        # What somebody wanted to be stated of the person lies under another key than theirs.
        await tx.execute(
            "DELETE FROM proposals WHERE kind IN (SELECT r.kind FROM {rows}) AND subject LIKE :about",
            {"about": f"%{entity}%"},
            Rows("kind text", [(each,) for each in REQUEST_KINDS]),
        )
        return bool(
            await tx.execute(
                "UPDATE entities SET key_sealed = NULL, review_on = NULL WHERE id = :id AND key_sealed IS NOT NULL",
                {"id": entity},
            )
        )

    def entity(self, row: Row) -> Entity:
        """The entity that a row holds; one that was erased has no attributes."""
        wrapped = row["key_sealed"]
        key = self.sealer.unseal("entities.key", row["id"], wrapped) if wrapped is not None else b""
        attributes, provenance = _opened(key, row) if key else ({}, {})
        return Entity(
            row["id"],
            row["kind"],
            attributes,
            provenance,
            row["version"],
            row["known_from"],
            row["source_message"],
            key,
        )


async def link(tx: Tx, links: Iterable[tuple[str, str]]) -> None:
    """Have keys lead to entities that do not own them; what leads there already may be named again."""
    if rows := sorted(set(links)):
        await tx.execute(
            "INSERT INTO entity_links (key_hash, entity_id) SELECT r.key_hash, r.entity_id FROM {rows} WHERE true"
            " ON CONFLICT DO NOTHING",
            rows=Rows("key_hash text, entity_id uuid", rows),
        )


def facts_in(rows: Sequence[Row], known: Mapping[str, Entity]) -> dict[str, list[Fact]]:
    """The facts that rows of `FACTS_OF` hold, by their entities."""
    return grouped(rows, "entity_id", lambda row: _fact(known[row["entity_id"]], row))


def _row(change: Change, cipher: AESGCM, now: int) -> tuple[object, ...]:
    e = change.after
    known = max(now, change.before.known_from + 1)  # two changes within one microsecond still get different times
    sealed = _closed(cipher, {"v": e.attributes, "from": packed(e.provenance)}, _cell(e.id, known))
    return (e.id, sealed, e.version, known, e.source_message, review_on(e))


def _opened(key: bytes, row: Row) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Its attributes, and where each comes from."""
    cell = _cell(row["id"], row["known_from"])
    told = _read(key, row["attributes_sealed"], cell, f"entities.attributes of {row['id']}")
    return told["v"], unpacked(told["from"])


def _cell(entity: str, known_from: int) -> bytes:
    """A state is bound to since when it is known: an earlier one put in its place does not open."""
    return f"entities.attributes\0{entity}\0{known_from}".encode()


def _fact_row(entity: Entity, cipher: AESGCM, fact: Fact) -> tuple[object, ...]:
    said = {"v": fact.values, "p": fact.source.party, "a": fact.source.act, "w": sorted(fact.weak)}
    sealed = _closed(cipher, said, _fact_cell(entity.id, fact.id, fact.group, fact.valid_from, fact.valid_to))
    return (
        entity.id,
        fact.id,
        fact.group,
        fact.valid_from,
        fact.valid_to,
        fact.known_from,
        fact.known_to,
        fact.source.message,
        sealed,
    )


def _fact(entity: Entity, row: Row) -> Fact:
    cell = _fact_cell(entity.id, row["id"], row["attribute_group"], row["valid_from"], row["valid_to"])
    said = _read(entity.key, row["said_sealed"], cell, f"facts.said of {row['id']}")
    return Fact(
        row["attribute_group"],
        said["v"],
        Source(row["source_message"], said["p"], row["known_from"], said["a"]),
        row["valid_from"],
        row["valid_to"],
        row["known_to"],
        frozenset(said["w"]),
        row["id"],
    )


def _fact_cell(entity: str, fact: str, group: str, valid_from: int, valid_to: int) -> bytes:
    """What a fact says is bound to what stands in clear beside it, but for the end of its being known."""
    return f"facts.said\0{entity}\0{fact}\0{group}\0{valid_from}\0{valid_to}".encode()


def _closed(cipher: AESGCM, plain: Mapping[str, Any], cell: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + cipher.encrypt(nonce, to_json(plain), cell)


def _read(key: bytes, sealed: bytes, cell: bytes, what: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = from_json(AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], cell))
    except InvalidTag as failed:
        raise Unsealable(f"{what} was altered, or is not its present version") from failed
    return found


def packed(provenance: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Provenance as it is stored: each source once, and for every attribute the number of its source.

    One message usually says all of them: written out, the sources would be larger than the facts.
    """
    numbers: dict[tuple[tuple[str, Any], ...], int] = {}
    same: dict[int, int] = {}  # values of one fact share one source
    for source in provenance.values():
        if id(source) not in same:
            same[id(source)] = numbers.setdefault(tuple(source.items()), len(numbers))
    said = {name: same[id(source)] for name, source in provenance.items()}
    return {"s": [dict(source) for source in numbers], "a": said}


def unpacked(stored: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What `packed` was given."""
    sources: list[dict[str, Any]] = stored["s"]
    return {name: sources[number] for name, number in stored["a"].items()}


def blank(kind: str) -> Entity:
    """An entity that is not stored yet."""
    return Entity(new_id(), kind, key=os.urandom(32), is_new=True)


def with_version(entity: Entity, version: str | None) -> Entity:
    """The entity under a new version."""
    return replace(entity, version=version)
