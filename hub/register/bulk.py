"""Utility accounts and things a thousand at a time: the same rules as for one, set-based reads and writes.

An account remembers the version of its last change and takes only what is newer, so files may come in any order and any
part of them twice. Of things (`hub.register.things`) each says itself what is news.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hub.register.accounts import account_facts, account_key
from hub.register.entity import learn
from hub.register.facts import Source
from hub.register.lifted import overtakes
from hub.register.lists import part_link
from hub.register.store import Change, RegisterStore, blank, link, with_version
from hub.register.things import ACCOUNTS_OF, THINGS_AT, THINGS_OF, kind_of, thing_change
from hub.store.tx import Tx
from mappings.records import UtilityAccount
from mappings.registered import Registered


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
    links = (store.hash(ACCOUNTS_OF, record.fin),) if record.fin else ()
    return BulkRow(
        version,
        store.hash("account", account_key(record)),
        account_facts(record),
        frozenset((*record.lossy, *record.derived)),
        links,
    )


async def apply_accounts(
    tx: Tx, store: RegisterStore, rows: Sequence[BulkRow], source: Source, now: int, lifted: Collection[str] = ()
) -> int:
    """Apply rows in their order; returns how many were overtaken by something newer whose version was not lifted.

    Raises Collision if another transaction has just made one of the accounts; the same may be run again.
    """
    known = await store.by_keys(tx, [row.key for row in rows])
    changes: dict[str, Change] = {}
    links: list[tuple[str, str]] = []
    overtaken = 0
    for row in rows:
        earlier = changes.get(row.key)
        before = earlier.after if earlier else known.get(row.key) or blank("utility_account")
        if overtakes(before.version, row.version, lifted):
            overtaken += 1
            continue
        after = with_version(learn(before, row.facts, source, weak=row.weak), row.version)
        links.extend((link, after.id) for link in row.links if before.attributes.get("fin") != row.facts.get("fin"))
        changes[row.key] = replace(earlier, after=after) if earlier else Change(before, after)
    await _save(tx, store, changes, links, now)
    return overtaken


@dataclass(frozen=True, slots=True)
class BulkThing:
    """A thing under a number of its own, ready likewise."""

    record: Registered
    key: str
    links: tuple[str, ...]


def bulk_thing(store: RegisterStore, record: Registered) -> BulkThing:
    """Prepare a record. Pure."""
    about = (store.hash(THINGS_OF, fin) for fin in record.about)
    at = (store.hash(THINGS_AT, record.account),) if record.account is not None else ()
    links = (*about, *at, *part_link(store, record))
    return BulkThing(record, store.hash(kind_of(record), record.own_number), links)


async def apply_things(
    tx: Tx, store: RegisterStore, rows: Sequence[BulkThing], source: Source, now: int
) -> Mapping[int, str]:
    """Apply things in their order; by their place here the code of those that change nothing. Collision as above."""
    known = await store.by_keys(tx, [row.key for row in rows])
    changes: dict[str, Change] = {}
    codes: dict[int, str] = {}
    for place, row in enumerate(rows):
        earlier = changes.get(row.key)
        before = earlier.after if earlier else known.get(row.key) or blank(kind_of(row.record))
        after, code = thing_change(before, row.record, source)
        if code is not None:
            codes[place] = code
        if after is None:
            continue
        first = earlier.before if earlier else before
        links = tuple(dict.fromkeys((*(earlier.links if earlier else ()), *row.links)))
        changes[row.key] = Change(first, after, (row.key,) if first.is_new else (), links)
    await store.save(tx, sorted(changes.values(), key=lambda change: change.after.id), now)
    return codes


async def _save(
    tx: Tx, store: RegisterStore, changes: Mapping[str, Change], links: Iterable[tuple[str, str]], now: int
) -> None:
    said_nothing = [c for c in changes.values() if not c.before.is_new and not c.after.told]
    made = sorted((key, change.after.id) for key, change in changes.items() if change.before.is_new)
    await tx.insert("entity_keys", "key_hash, entity_id", made)
    await link(tx, links)
    await tx.many(
        "UPDATE entities SET version = $2 WHERE id = $1",
        sorted((change.after.id, change.after.version) for change in said_nothing),
    )
    quiet = {change.after.id for change in said_nothing}
    await store.save(tx, [change for change in changes.values() if change.after.id not in quiet], now)
