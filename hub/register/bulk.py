"""Utility accounts a thousand at a time: the same rules as for one (`hub.register.entity.learn`), set-based reads and
writes. An account remembers the version of its last change and takes only what is newer, so files may come in any
order and any part of them twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hub.register.accounts import account_facts, account_key
from hub.register.entity import Entity, Source, learn
from hub.register.store import Change, RegisterStore, blank, with_version
from hub.store.tx import Tx
from mappings.records import UtilityAccount


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One row, ready but for what the register knows: everything that can be done before the transaction is done."""

    version: str
    key: str
    facts: Mapping[str, Any]
    weak: frozenset[str]
    links: tuple[str, ...]


def bulk_row(store: RegisterStore, record: UtilityAccount, version: str) -> BulkRow:
    """Prepare a record. Pure."""
    links = (store.hash("accounts-of", record.fin),) if record.fin else ()
    return BulkRow(
        version,
        store.hash("account", account_key(record)),
        account_facts(record),
        frozenset((*record.lossy, *record.derived)),
        links,
    )


async def apply_accounts(tx: Tx, store: RegisterStore, rows: Sequence[BulkRow], source: Source, now: int) -> int:
    """Apply rows in their order; returns how many were overtaken by something newer.

    Raises Collision if another transaction has just made one of the accounts; the same may be run again.
    """
    known = await store.by_keys(tx, [row.key for row in rows])
    changes: dict[str, Change] = {}
    links: list[tuple[str, str]] = []
    overtaken = 0
    for row in rows:
        earlier = changes.get(row.key)
        before = earlier.after if earlier else known.get(row.key) or blank("utility_account")
        if before.version is not None and before.version >= row.version:
            overtaken += 1
            continue
        after = with_version(learn(before, row.facts, source, weak=row.weak), row.version)
        links.extend((link, after.id) for link in row.links if before.attributes.get("fin") != row.facts.get("fin"))
        changes[row.key] = replace(earlier, after=after) if earlier else Change(before, after)
    await _save(tx, store, changes, links, now)
    return overtaken


async def _save(
    tx: Tx, store: RegisterStore, changes: Mapping[str, Change], links: Iterable[tuple[str, str]], now: int
) -> None:
    said_nothing = [c for c in changes.values() if not c.before.is_new and _same(c.before, c.after)]
    await tx.many(
        "INSERT INTO entity_keys (key_hash, entity_id) VALUES ($1, $2)",
        sorted((key, change.after.id) for key, change in changes.items() if change.before.is_new),
    )
    await tx.many(
        "INSERT INTO entity_links (key_hash, entity_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", sorted(set(links))
    )
    await tx.many(
        "UPDATE entities SET version = $2 WHERE id = $1",
        sorted((change.after.id, change.after.version) for change in said_nothing),
    )
    quiet = {change.after.id for change in said_nothing}
    await store.save(tx, [change for change in changes.values() if change.after.id not in quiet], now)


def _same(before: Entity, after: Entity) -> bool:
    return before.attributes == after.attributes
