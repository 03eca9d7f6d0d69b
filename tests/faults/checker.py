"""Compares sets, as Jepsen's queue checker does: what was promised, and what the agency applied.

lost: promised and never applied; doubled: a key applied twice; unexpected: applied and never sent; disordered: a
person's messages applied in another order than they were promised.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hub.store.store import Store
from tests.faults.traffic import Sent, number_of
from tests.sandbox import LedgerView


@dataclass(slots=True)
class Verdict:
    """All four should be empty."""

    lost: list[tuple[int, int]] = field(default_factory=list)
    doubled: list[tuple[int, int]] = field(default_factory=list)
    unexpected: list[tuple[int, int]] = field(default_factory=list)
    disordered: list[int] = field(default_factory=list)
    broken_promises: list[str] = field(default_factory=list)
    wrong_statuses: list[int] = field(default_factory=list)

    def good(self) -> bool:
        return self == Verdict()


def check(sent: Sent, ledger: LedgerView, *, maybe_sent: set[tuple[int, int]] | None = None) -> Verdict:
    """Compare what was sent; questions are no messages. `maybe_sent` were tried and never promised: they may be applied
    or not.
    """
    people = sent.fins()
    entries = [each for each in ledger.entries if each["operation"] == "meis.person.update"]
    applied = [(people.get(e["subject"]["fin_kod"], -1), number_of(e["subject"]["soyad"])) for e in entries]
    verdict = Verdict(broken_promises=sent.broken_promises, wrong_statuses=sent.wrong_statuses)
    seen: set[tuple[int, int]] = set()
    last: dict[int, int] = {}
    for one in applied:
        if one in seen:
            verdict.doubled.append(one)
        if one not in sent.promised and one not in (maybe_sent or set()):
            verdict.unexpected.append(one)
        if last.get(one[0], 0) > one[1]:
            verdict.disordered.append(one[0])
        last[one[0]] = one[1]
        seen.add(one)
    verdict.lost = sorted(set(sent.promised) - seen)
    verdict.doubled += [one for one, e in zip(applied, entries, strict=True) if e["applied_count"] != 1]
    return verdict


async def invariants(store: Store) -> list[str]:
    """I1 to I7, as far as the database alone can tell; each broken one in a sentence."""
    broken: list[str] = []
    async with store.read() as tx:
        for text, sql in _CHECKS.items():
            rows = await tx.fetch(sql)
            if rows:
                broken.append(f"{text}: {len(rows)}, first {dict(rows[0])}")
    return broken


_CHECKS = {
    "unfinished deliveries after all was done": """
        SELECT id, state FROM deliveries WHERE state NOT IN ('delivered', 'discarded', 'superseded')""",
    "messages whose counters differ from their deliveries": """
        SELECT m.id FROM messages m LEFT JOIN deliveries d ON d.message_id = m.id
        GROUP BY m.id, m.open_count, m.bad_count, m.done_count, m.dropped_count
        HAVING m.open_count + m.bad_count + m.done_count + m.dropped_count <> count(d.id)
            OR m.open_count <> 0 OR m.bad_count <> 0""",
    "messages that are not completed": "SELECT id, state FROM messages WHERE state <> 'completed'",
    "accepted messages without exactly one leaf": """
        SELECT m.id FROM messages m
        LEFT JOIN evidence_leaves l ON l.subject = m.id AND l.kind = 'message.accepted'
        GROUP BY m.id HAVING count(l.id) <> 1""",
    "deliveries without exactly one leaf of their end": """
        SELECT d.id FROM deliveries d
        LEFT JOIN evidence_leaves l ON l.subject = d.id AND l.kind = 'delivery.delivered'
        WHERE d.state = 'delivered' GROUP BY d.id HAVING count(l.id) <> 1""",
    "lane entries of deliveries that are done": """
        SELECT e.delivery_id FROM lane_entries e JOIN deliveries d ON d.id = e.delivery_id
        WHERE d.state IN ('delivered', 'discarded', 'superseded')""",
    "numbers missing in the evidence": """
        SELECT count(*) AS n, max(seq) AS top FROM evidence_leaves WHERE seq IS NOT NULL
        HAVING count(*) <> coalesce(max(seq) + 1, 0)""",
    "defects": "SELECT kind, count FROM defects",
}
