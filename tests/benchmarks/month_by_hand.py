"""The same month as one would write it by hand: four plain tables, one read, one comparison, rows and a root in one
transaction. Nothing is sealed, nobody approves, nothing can be resumed: the yardstick of (m).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from itertools import groupby

import asyncpg

from document_flow.merkle import fold, leaf_of

_TABLES = """
CREATE TABLE hand_people (fin text PRIMARY KEY, id uuid, origin text, settlement text, died date);
CREATE TABLE hand_rights (id uuid PRIMARY KEY, fin text, qepik int, valid_from date, valid_to date, state text,
    decision_no text);
CREATE TABLE hand_lists (period text, origin text, settlement text, root text, qepik bigint, lines int);
CREATE TABLE hand_entries (period text, person uuid, right_id uuid, qepik int, change text, decision_no text,
    PRIMARY KEY (period, person, right_id));
"""
_READ = """
SELECT p.origin, p.settlement, p.id, r.id, r.qepik, r.decision_no, r.state = 'in_force' AND p.died IS NULL, e.qepik
FROM hand_rights r JOIN hand_people p USING (fin)
LEFT JOIN hand_entries e ON e.period = $2 AND e.person = p.id AND e.right_id = r.id
WHERE r.valid_from <= $1 AND (r.valid_to IS NULL OR r.valid_to >= $1) ORDER BY 1, 2, 3, 4
"""


async def fill(url: str, people: Iterable[tuple[object, ...]], rights: Iterable[tuple[object, ...]]) -> None:
    """Make the tables and copy the people in."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_TABLES)
        await connection.copy_records_to_table("hand_people", records=people)
        await connection.copy_records_to_table("hand_rights", records=rights)
        await connection.execute("ANALYZE hand_people, hand_rights")
    finally:
        await connection.close()


async def month(url: str, day: object, period: str, last: str) -> tuple[float, int]:
    """One month: seconds, and lines."""
    connection, began = await asyncpg.connect(url), time.monotonic()
    try:
        async with connection.transaction():
            rows = await connection.fetch(_READ, day, last)
            entries, lists = [], []
            for pair, group in groupby(rows, key=lambda row: (row[0], row[1])):
                leaves, total = [], 0
                for _, _, person, right, qepik, decision, holds, before in group:
                    if not holds:
                        continue
                    change = "new" if before is None else "kept" if before == qepik else "changed"
                    entries.append((period, person, right, qepik, change, decision))
                    leaves.append(leaf_of(f"{person}{right}{qepik}".encode()))
                    total += qepik
                lists.append((period, *pair, fold(leaves).hex(), total, len(leaves)))
            await connection.copy_records_to_table("hand_entries", records=entries)
            await connection.copy_records_to_table("hand_lists", records=lists)
            hashlib.sha256("".join(each[3] for each in lists).encode()).hexdigest()
    finally:
        await connection.close()
    return time.monotonic() - began, len(entries)
