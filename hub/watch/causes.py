"""Everything that waits for a person, by cause, read along the indexes: as many steps as there are causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.errors import Words
from hub.exchange.causes import cause, diagnosis
from hub.store.tx import Row, Tx, ids

MOST = 100_000
"""No further is anything counted."""
_BAD = "state IN ('failed', 'unknown')"
_EDGE = 10
"""How many of a group's oldest and newest are looked at for when it began and when it last grew."""
# From each mark to the next along the index: as many steps as there are groups, however many deliveries are in them.
_MARKS = f"""
WITH RECURSIVE marks(mark) AS (
 SELECT (SELECT d.fingerprint FROM deliveries d WHERE d.{_BAD} ORDER BY d.fingerprint LIMIT 1)
 UNION ALL SELECT (SELECT d.fingerprint FROM deliveries d WHERE d.{_BAD} AND d.fingerprint > m.mark
  ORDER BY d.fingerprint LIMIT 1) FROM marks m WHERE m.mark IS NOT NULL)
SELECT m.mark, (SELECT count(*) FROM (SELECT 1 AS one FROM deliveries d WHERE d.{_BAD} AND d.fingerprint = m.mark
  LIMIT {MOST}) AS c) AS n FROM marks m WHERE m.mark IS NOT NULL
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

    @property
    def what(self) -> Words:
        """What failed."""
        return diagnosis(self.code).what


async def read_causes(tx: Tx) -> list[Cause]:
    """All of them, the most first. When a cause began is that of its oldest few deliveries."""
    found = await _of_deliveries(tx)
    found += [
        Cause(row["mark"], row["place"], row["code"], row["n"], row["first_seen"], row["last_seen"], is_quarantine=True)
        for row in await tx.fetch(_QUARANTINED)
    ]
    return sorted(found, key=lambda each: (-each.count, each.mark))


async def _of_deliveries(tx: Tx) -> list[Cause]:
    marks = await tx.fetch(_MARKS)
    edges = {row["mark"]: await _edges(tx, row["mark"]) for row in marks}
    rows = (
        await tx.fetch(
            "SELECT d.id, d.destination, d.error_code, d.settled_at FROM {rows} JOIN deliveries d ON d.id = r.id",
            rows=ids([each for edge in edges.values() for each in edge]),
        )
        if marks
        else ()
    )
    known = {row["id"]: row for row in rows}
    return [_cause(row, edges[row["mark"]], known) for row in marks if set(edges[row["mark"]]) & set(known)]


async def _edges(tx: Tx, mark: str) -> Sequence[str]:
    """The ids of the oldest and the newest, which the index knows by itself."""
    at = f"FROM deliveries d WHERE d.{_BAD} AND d.fingerprint = :mark ORDER BY d.fingerprint"
    rows = await tx.fetch(
        f"SELECT f.id FROM (SELECT d.id {at}, d.id LIMIT {_EDGE}) AS f UNION SELECT l.id FROM"
        f" (SELECT d.id {at} DESC, d.id DESC LIMIT {_EDGE}) AS l",
        {"mark": mark},
    )
    return [row["id"] for row in rows]


def _cause(row: Row, edge: Sequence[str], known: Mapping[str, Row]) -> Cause:
    seen = [known[each] for each in edge if each in known]
    times = [each["settled_at"] for each in seen if each["settled_at"] is not None]
    return Cause(
        row["mark"],
        seen[0]["destination"],
        seen[0]["error_code"] or "",
        row["n"],
        min(times, default=0),
        max(times, default=0),
    )
