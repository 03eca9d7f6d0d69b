"""Reading the register to show it: an entity with all its versions, who said what, and what hangs together.

Reads lock nothing and are bounded: what is long shows its newest part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.register.disagreeing import Statement, said_of
from hub.register.entity import Entity
from hub.register.store import ENTITY, PAST, RegisterStore
from hub.store.tx import Tx, ids
from mappings.records import record_from_json

MOST_VERSIONS = 200
MOST_MESSAGES = 40
MOST_ACCOUNTS = 60


@dataclass(frozen=True, slots=True)
class Told:
    """The message that a value came by."""

    id: str
    party: str
    format: str
    accepted_at: int


@dataclass(frozen=True, slots=True)
class Belongings:
    """What the register holds about one person beside the person."""

    status: Entity | None = None
    households: tuple[Entity, ...] = ()
    accounts: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Opens what the register's tables hold."""

    store: RegisterStore

    async def by_key(self, tx: Tx, kind: str, value: str) -> Entity | None:
        """The entity that owns a key, such as ("fin", …), ("household", …), ("account", "provider:…")."""
        rows = await tx.fetch(
            f"SELECT {ENTITY} FROM entity_keys k JOIN entities e ON e.id = k.entity_id WHERE k.key_hash = :key",
            {"key": self.store.hash(kind, value)},
        )
        return self.store.entity(rows[0]) if rows else None

    async def by_id(self, tx: Tx, entity: str) -> Entity | None:
        """The entity of an id that the hub itself gave."""
        rows = await tx.fetch(f"SELECT {ENTITY} FROM entities e WHERE e.id = :id", {"id": entity})
        return self.store.entity(rows[0]) if rows else None

    async def by_fins(self, tx: Tx, fins: Iterable[str]) -> dict[str, Entity]:
        """Persons by FIN, as many of them as the register knows."""
        keys = {self.store.hash("fin", fin): fin for fin in fins}
        found: dict[str, Entity] = {}
        for key, fin in keys.items():
            rows = await tx.fetch(
                f"SELECT {ENTITY} FROM entity_keys k JOIN entities e ON e.id = k.entity_id WHERE k.key_hash = :key",
                {"key": key},
            )
            if rows:
                found[fin] = self.store.entity(rows[0])
        return found

    async def versions(self, tx: Tx, entity: Entity) -> list[Entity]:
        """The entity's versions in the order in which they became known, the present one last."""
        rows = await tx.fetch(f"{PAST} LIMIT {MOST_VERSIONS}", {"id": entity.id})
        return [*(self.store.entity(row) for row in reversed(rows)), entity]

    async def belongings(self, tx: Tx, fin: str) -> Belongings:
        """Status, households and utility accounts of a person."""
        return Belongings(
            await self.by_key(tx, "idp", fin),
            await self._linked(tx, "household-of", fin),
            await self._linked(tx, "accounts-of", fin),
        )

    async def told(self, tx: Tx, messages: Iterable[str]) -> dict[str, Told]:
        """Where values came from, by message."""
        wanted = sorted(set(messages))
        if not wanted:
            return {}
        rows = await tx.fetch(
            "SELECT m.id, m.party, m.format, m.accepted_at FROM {rows} JOIN messages m ON m.id = r.id", rows=ids(wanted)
        )
        return {row["id"]: Told(row["id"], row["party"], row["format"], row["accepted_at"]) for row in rows}

    async def statements(self, tx: Tx, fin: str) -> list[Statement]:
        """What the newest messages about a person state of them, newest first, without what the hub itself tells."""
        rows = await tx.fetch(
            "SELECT m.id, m.party, m.accepted_at, b.records_sealed, b.records_version FROM message_keys k"
            " JOIN messages m ON m.id = k.message_id JOIN message_bodies b ON b.message_id = m.id"
            f" WHERE k.key_hash = :key ORDER BY k.message_id DESC LIMIT {MOST_MESSAGES}",
            {"key": self.store.hash("fin", fin)},
        )
        told = [(row, *said_of(fin, self._records(row))) for row in rows if row["records_sealed"] is not None]
        return [
            Statement(row["id"], row["party"], row["accepted_at"], facts, weak) for row, facts, weak in told if facts
        ]

    def _records(self, row: Mapping[str, Any]) -> Sequence[Any]:
        raw = self.store.sealer.unseal(
            "message_bodies.records", row["id"], row["records_sealed"], row["records_version"]
        )
        return [record_from_json(line) for line in raw.split(b"\n") if line]

    async def _linked(self, tx: Tx, kind: str, value: str) -> tuple[Entity, ...]:
        rows = await tx.fetch(
            f"SELECT {ENTITY} FROM entity_links l JOIN entities e ON e.id = l.entity_id WHERE l.key_hash = :key"
            f" ORDER BY e.id LIMIT {MOST_ACCOUNTS}",
            {"key": self.store.hash(kind, value)},
        )
        return tuple(self.store.entity(row) for row in rows)
