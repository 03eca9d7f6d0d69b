"""Leaves that stood among those which wait and that this hub did not write: kept to be looked at, and never signed.

Whoever can write to the database may put such a one there, or alter one that waits. That some were set aside is itself
a leaf of the log, since their rows can be taken out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from hub.errors import Words
from hub.evidence.leaf import is_ours, make_leaf, write_leaves
from hub.store.ids import new_id
from hub.store.store import Store
from hub.store.tx import Row, Tx

log = structlog.get_logger("hub.evidence")

SET_ASIDE: Final = "evidence.set_aside"
MOST: Final = 100
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class AsideLeaf:
    """One of them, as it called itself; `noticed_at` in microseconds, None while it still waits."""

    id: str
    kind: str
    subject: str
    noticed_at: int | None

    @property
    def words(self) -> Words:
        """What is wrong with it, and what to do."""
        return Words(
            f"Bu qeydi ({self.kind}, {self.id}) hab yazmayıb: kimsə onu bazaya qoyub və ya dəyişib. O, imzalanmır. "
            "Bazaya kimin yazdığını araşdırın.",
            f"This entry ({self.kind}, {self.id}) the hub did not write: somebody put it into the database or altered "
            "it. It is not signed. Look into who has written to the database.",
        )


async def set_aside(tx: Tx, rows: Sequence[Row]) -> None:
    """Take them from those that wait, with an alarm."""
    now = await tx.now()
    found = [(new_id(), *_said(row), _bytes(row["content"]), now) for row in rows]
    await tx.insert("set_aside_leaves", "id, leaf, kind, subject, content, noticed_at", found)
    await tx.many("DELETE FROM evidence_leaves WHERE id = $1 AND seq IS NULL", [(row["id"],) for row in rows])
    await write_leaves(tx, [make_leaf(SET_ASIDE, new_id(), now, count=len(rows), leaf=found[0][1])])
    log.error("leaves_set_aside", reference=found[0][1], items=len(rows))


async def aside_leaves(tx: Tx) -> Sequence[AsideLeaf]:
    """Those that were set aside, the newest first, and no more than MOST."""
    rows = await tx.fetch(
        "SELECT a.leaf, a.kind, a.subject, a.noticed_at FROM set_aside_leaves a ORDER BY a.id DESC LIMIT :most",
        {"most": MOST},
    )
    return [AsideLeaf(row["leaf"], row["kind"], row["subject"], row["noticed_at"]) for row in rows]


async def foreign_leaves(store: Store) -> Sequence[AsideLeaf]:
    """Those that were set aside, and those that would be, were they looked at now."""
    async with store.read() as tx:
        waiting = await tx.fetch(
            "SELECT id, leaf_hash, kind, subject, content, created_at, mac FROM evidence_leaves WHERE seq IS NULL"
            " ORDER BY id"
        )
        known = await aside_leaves(tx)
    found = [AsideLeaf(*_said(row), None) for row in waiting if not is_ours(tx.vouching, row)]
    return [*known, *found[:MOST]]


def _said(row: Row) -> tuple[str, str, str]:
    leaf, kind, subject = (str(row[name])[:_LONGEST] for name in ("id", "kind", "subject"))
    return leaf, kind, subject


def _bytes(content: object) -> bytes:
    return content if isinstance(content, bytes) else str(content).encode(errors="replace")
