"""Everything that waits for a person, by cause, read along the indexes: as many steps as there are causes."""

from __future__ import annotations

from dataclasses import dataclass

from hub.errors import Words
from hub.exchange.causes import cause
from hub.store.tx import Rows, Tx, columns

MOST = 100_000
"""No further is anything counted."""
_BAD = "state IN ('failed', 'unknown')"
_EDGE = 200
"""How many of a group's oldest and newest are looked at for when it began and when it last grew."""
_ID = columns("id uuid")
# From each mark to the next along the index: as many steps as there are groups, however many deliveries are in them.
_MARKS = f"""
WITH RECURSIVE marks(mark) AS (
 SELECT (SELECT d.fingerprint FROM deliveries d WHERE d.{_BAD} ORDER BY d.fingerprint LIMIT 1)
 UNION ALL SELECT (SELECT d.fingerprint FROM deliveries d WHERE d.{_BAD} AND d.fingerprint > m.mark
  ORDER BY d.fingerprint LIMIT 1) FROM marks m WHERE m.mark IS NOT NULL)
SELECT m.mark, (SELECT count(*) FROM (SELECT 1 AS one FROM deliveries d WHERE d.{_BAD} AND d.fingerprint = m.mark
  LIMIT {MOST}) AS c) AS n,
 (SELECT min(f.settled_at) FROM (SELECT d.settled_at FROM deliveries d WHERE d.{_BAD} AND d.fingerprint = m.mark
  ORDER BY d.id LIMIT {_EDGE}) AS f) AS first_seen,
 (SELECT max(l.settled_at) FROM (SELECT d.settled_at FROM deliveries d WHERE d.{_BAD} AND d.fingerprint = m.mark
  ORDER BY d.id DESC LIMIT {_EDGE}) AS l) AS last_seen,
 (SELECT d.id FROM deliveries d WHERE d.{_BAD} AND d.fingerprint = m.mark ORDER BY d.id LIMIT 1) AS sample
FROM marks m WHERE m.mark IS NOT NULL
"""
_QUARANTINED = f"""
SELECT w.fingerprint AS mark, w.format AS place, w.code, count(*) AS n, min(w.accepted_at) AS first_seen,
 max(w.accepted_at) AS last_seen FROM (SELECT m.format, m.accepted_at, q.fingerprint, q.code FROM messages m
 JOIN quarantined q ON q.message_id = m.id WHERE m.state = 'quarantined' ORDER BY m.id DESC LIMIT {MOST // 10}) AS w
GROUP BY w.fingerprint, w.format, w.code
"""


@dataclass(frozen=True, slots=True)
class Cause:
    """Failures of one cause. `place` is the destination, or the format of what waits to be understood."""

    mark: str
    place: str
    code: str
    count: int
    first_seen: int
    last_seen: int
    is_quarantine: bool = False

    @property
    def words(self) -> Words:
        """What failed and what to do."""
        return cause(self.code)


async def read_causes(tx: Tx) -> list[Cause]:
    """All of them, the most first."""
    marks = await tx.fetch(_MARKS)
    samples = await tx.fetch(
        "SELECT d.id, d.destination, d.error_code FROM {rows} JOIN deliveries d ON d.id = r.id",
        rows=Rows(_ID, [(row["sample"],) for row in marks]),
    ) if marks else ()  # fmt: skip
    known = {row["id"]: row for row in samples}
    found = [
        Cause(row["mark"], known[row["sample"]]["destination"], known[row["sample"]]["error_code"] or "", row["n"],
              row["first_seen"], row["last_seen"])
        for row in marks if row["sample"] in known
    ]  # fmt: skip
    found += [
        Cause(row["mark"], row["place"], row["code"], row["n"], row["first_seen"], row["last_seen"], is_quarantine=True)
        for row in await tx.fetch(_QUARANTINED)
    ]
    return sorted(found, key=lambda each: (-each.count, each.mark))
