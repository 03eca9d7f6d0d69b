"""Which uses of many at once a person was in: told by the lists that runs keep of their items."""

from __future__ import annotations

from collections.abc import Sequence

from hub.store.tx import Tx

_OF_ITEMS = "SELECT i.repair_id FROM message_keys k JOIN"
_WHOSE = "WHERE k.key_hash = :key"


async def runs_about(tx: Tx, key_hash: str) -> Sequence[str]:
    """The newest repairs over deliveries or messages that name whom the keyed hash is of.

    An export keeps no list and a replay of decisions has facts without names, so neither is found by a person; their
    rows hold the digest by which a list that somebody has is recognised.
    """
    rows = await tx.fetch(
        f"SELECT u.repair_id FROM ({_OF_ITEMS} deliveries d ON d.message_id = k.message_id JOIN repair_items i"
        f" ON i.delivery_id = d.id {_WHOSE} UNION {_OF_ITEMS} repair_items i ON i.delivery_id = k.message_id {_WHOSE})"
        " AS u ORDER BY u.repair_id DESC LIMIT :most",
        {"key": key_hash, "most": 500},
    )
    return [row["repair_id"] for row in rows]
