"""Holding the exchange's tables against the evidence: what was accepted is there as it came, what ended has ended so.

A log can be whole while the tables beside it were changed. Here the leaves are the yardstick and the tables are judged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from hub.errors import Words
from hub.evidence.receipt import ACCEPTED
from hub.exchange.states import DeliveryState
from hub.store.content import ContentStore
from hub.store.ids import NEWEST
from hub.store.sealing import KeyedHash, Sealer, Unsealable
from hub.store.store import Store
from hub.store.tx import Row

PAGE = 500
_PIECE = 1 << 20
# From the leaf, by outer joins: a message that was deleted is what is looked for, and no walk along messages meets it.
# The counters are held against the deliveries, since pages and states go by the counters alone.
_ACCEPTED = (
    "SELECT e.id AS leaf, e.subject, e.leaf_hash, e.content, m.id, m.party, m.format, m.leaf_hash AS known,"
    " m.kind, m.body_digest, b.body_sealed, b.records_sealed, b.records_version,"
    " m.open_count + m.bad_count + m.done_count + m.dropped_count AS counted,"
    " (SELECT count(*) FROM deliveries d WHERE d.message_id = m.id) AS deliveries"
    " FROM evidence_leaves e LEFT JOIN messages m ON m.id = e.subject LEFT JOIN message_bodies b ON b.message_id = m.id"
    " WHERE e.kind = :kind AND e.id < :below ORDER BY e.id DESC LIMIT :most"
)
# The other way round: rows that were put in beside the log, which no walk along the leaves comes to.
_UNTOLD = (
    "SELECT m.id AS subject FROM messages m WHERE NOT EXISTS (SELECT 1 FROM evidence_leaves e WHERE e.subject = m.id"
    " AND e.kind = :kind) ORDER BY m.id LIMIT :most"
)
# What the leaves of a delivery say, whatever their order: ids and stamps are those of clocks that may be set anew.
_ENDED = """
SELECT d.id AS subject, d.state, max(CASE WHEN d.replaces IS NULL THEN 0 ELSE 1 END) AS is_heir,
 coalesce(sum(CASE WHEN e.kind IN ('delivery.failed', 'delivery.unknown') THEN 1 ELSE 0 END), 0) AS stood,
 coalesce(sum(CASE WHEN e.kind = 'delivery.due' THEN 1 ELSE 0 END), 0) AS went_on,
 coalesce(sum(CASE WHEN e.kind = 'delivery.blocked' THEN 1 ELSE 0 END), 0) AS born_blocked,
 coalesce(sum(CASE WHEN e.kind = 'delivery.' || d.state THEN 1 ELSE 0 END), 0) AS said,
 coalesce(sum(CASE WHEN e.kind IN ('delivery.delivered', 'delivery.discarded', 'delivery.superseded')
  THEN 1 ELSE 0 END), 0) AS ended
FROM (SELECT d.id, d.state, d.replaces FROM deliveries d WHERE d.id < :below ORDER BY d.id DESC LIMIT :most) AS d
LEFT JOIN evidence_leaves e ON e.subject = d.id GROUP BY d.id, d.state ORDER BY d.id DESC
"""
_GONE = (
    "SELECT DISTINCT e.subject FROM evidence_leaves e WHERE e.kind IN ('delivery.delivered', 'delivery.failed')"
    " AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.id = e.subject) ORDER BY e.subject LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A row that is not what the evidence says: whose (an id), and what is wrong."""

    subject: str
    words: Words


@dataclass(frozen=True, slots=True)
class StateAudit:
    """Reads the tables; nothing is changed."""

    store: Store
    sealer: Sealer
    hash: KeyedHash
    content: ContentStore

    async def discrepancies(self) -> AsyncIterator[Discrepancy]:
        """All of them, messages before deliveries. What changes while this runs is judged as it was when read."""
        async for row in self._pages(_ACCEPTED, "leaf", kind=ACCEPTED):
            if (words := await self._message(row)) is not None:
                yield Discrepancy(row["subject"], words)
        async for row in self._pages(
            _ENDED,
            "subject",
        ):
            if (words := _delivery(row)) is not None:
                yield Discrepancy(row["subject"], words)
        for statement, words in ((_UNTOLD, _NO_LEAF), (_GONE, _NO_DELIVERY)):
            async with self.store.read() as tx:
                rows = await tx.fetch(statement, {"kind": ACCEPTED, "most": PAGE})
            for row in rows:
                yield Discrepancy(row["subject"], words)

    async def _pages(self, statement: str, key: str, **values: str) -> AsyncIterator[Row]:
        below = NEWEST
        while True:
            async with self.store.read() as tx:
                rows = await tx.fetch(statement, {**values, "below": below, "most": PAGE})
            for row in rows:
                yield row
            if len(rows) < PAGE:
                return
            below = rows[-1][key]

    async def _message(self, row: Row) -> Words | None:
        if row["id"] is None:
            return Words("qəbul edilmiş mesaj bazada yoxdur", "the accepted message is gone")
        facts = json.loads(row["content"])
        try:
            sha256 = self.hash.digest_opened(row["body_digest"])
        except Unsealable:
            return _OTHER_MESSAGE
        stated = (row["leaf_hash"], facts.get("party"), facts.get("format"))
        if stated != (row["known"], row["party"], row["format"]) or facts.get("body") != self._committed(row, sha256):
            return _OTHER_MESSAGE
        if row["counted"] != row["deliveries"]:
            return Words("göndərişlərinin sayı mesajın saydığı deyil", "it has not as many deliveries as it counts")
        return await self._body(row, sha256)

    def _committed(self, row: Row, sha256: str) -> str:
        return self.hash.commitment(row["id"], sha256)[1]

    async def _body(self, row: Row, sha256: str) -> Words | None:
        try:
            digest = await self._digest(row, sha256)
        except (Unsealable, OSError, ValueError):
            return Words("məzmun açılmır və ya yoxdur", "the body does not open or is gone")
        return None if digest == sha256 else _OTHER_BODY

    async def _digest(self, row: Row, sha256: str) -> str:
        """A message that the hub made has no body but its records."""
        column, version = ("records", row["records_version"]) if row["kind"] == "follow_up" else ("body", 0)
        if (sealed := row[f"{column}_sealed"]) is not None:
            opened = self.sealer.unseal(f"message_bodies.{column}", row["id"], sealed, version)
            return hashlib.sha256(opened).hexdigest()
        digest = hashlib.sha256()
        with self.content.open(sha256) as source:
            while piece := source.read(_PIECE):
                digest.update(piece)
        return digest.hexdigest()


def _delivery(row: Row | Mapping[str, Any]) -> Words | None:
    """A delivery that has ended stays so, by the one leaf of its end. Before that, it waits for people as often as a
    leaf says so, less the times that one says that it went on; what takes another's place begins with a leaf.
    """
    state = DeliveryState(row["state"])
    stands = row["stood"] - row["went_on"] + (row["is_heir"] and not row["born_blocked"])
    if state.is_final or row["ended"]:
        return None if row["ended"] == row["said"] == 1 else _OTHER_END
    if state.needs_person:
        return None if stands == 1 and row["said"] else _OTHER_END
    return None if stands == 0 else _OTHER_END


_OTHER_MESSAGE = Words("mesaj qəbul edildiyi kimi deyil", "the message is not what was accepted")
_OTHER_BODY = Words("məzmun qəbul edilən məzmun deyil", "the body is not what was accepted")
_OTHER_END = Words("göndərişin vəziyyəti jurnaldakı deyil", "the delivery's state is not what the log says")
_NO_LEAF = Words("mesajın qəbulu jurnalda yoxdur", "the log does not know of the message")
_NO_DELIVERY = Words("jurnaldakı göndəriş bazada yoxdur", "the delivery that the log knows is gone")
