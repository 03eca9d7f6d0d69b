"""The access history goes out as notices to whom tells people who looked at their data: in its order, each look once.

The log's numbers are the order, and a cursor is moved in the transaction that stores the messages; the rest is the
delivery of any message. Looks that are told later have a cursor of their own for each purpose, so that they hold nobody
back. A run over many is not told one by one: who asks is told of it (`hub.exchange.usage`). So is a person whom the
register does not know, or knows without a FIN: the history holds a keyed hash, and the FIN is the register's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from hub.access.history import NOTED
from hub.clock import SECOND
from hub.exchange.accept import store_messages
from hub.exchange.model import NewMessage, Origin
from hub.exchange.planning import Planner
from hub.exchange.usage import COLUMNS, Usage, told_of
from hub.register.store import RegisterStore
from hub.store.store import Store
from hub.store.tx import Row, Tx, ids, number_of
from mappings.usage import UsageNotice
from routes.usage import UsageRules
from routes.usage_notices import SOURCE

_PAGE: Final = 1000
"""Leaves of the log at a time."""


@dataclass(frozen=True, slots=True)
class UsageNotices:
    """A duty of the leading process; two at once tell nothing twice, since one cursor is moved once."""

    store: Store
    planner: Planner
    register: RegisterStore
    operations: frozenset[str]
    rules: UsageRules

    async def step(self) -> int:
        """Tell what can be told by now; how many notices."""
        return sum([await self._stream(purpose) for purpose in (None, *sorted(self.rules.held))])

    async def _stream(self, purpose: str | None) -> int:
        """Looks for that purpose, which are told later; without one, all others."""
        told = 0
        while (made := await self._page(purpose)) is not None:
            told += made
        return told

    async def _page(self, purpose: str | None) -> int | None:
        """How many of the next leaves were told; None where there was nothing to look at."""
        cursor, later = f"usage.{purpose}" if purpose else "usage", self.rules.held.get(purpose or "", 0)
        async with self.store.read() as tx:
            if not await _leaves(tx, await _stands_at(tx, cursor), await tx.now() - later):
                return None
        async with self.store.write() as tx:
            leaves = await _leaves(tx, await _held(tx, cursor), await tx.now() - later)
            if not leaves:
                return None
            looks = [leaf["subject"] for leaf in leaves if leaf["kind"] == NOTED]
            messages = await self._messages(tx, looks, purpose)
            await store_messages(tx, messages, await tx.now())
            await tx.execute(
                "UPDATE cursors SET next_seq = :after WHERE name = :name",
                {"name": cursor, "after": leaves[-1]["seq"] + 1},
            )
        return len(messages)

    async def _messages(self, tx: Tx, looks: Sequence[str], purpose: str | None) -> list[NewMessage]:
        """In the order of the log."""
        rows = await tx.fetch(
            f"SELECT {COLUMNS} FROM {{rows}} JOIN access_events a ON a.id = r.id WHERE a.subject_hash IS NOT NULL",
            rows=ids(looks),
        )
        by_id = {row["id"]: row for row in rows if self._is_of(row, purpose)}
        ordered = [by_id[each] for each in looks if each in by_id]
        people = await self.register.by_keys(tx, [row["subject_hash"] for row in ordered])
        fins = {key: str(each.attributes["fin"]) for key, each in people.items() if "fin" in each.attributes}
        known = [row for row in ordered if row["subject_hash"] in fins]
        usages = await told_of(tx, self.rules, known)
        return list(self._made([(usage, fins[row["subject_hash"]]) for usage, row in zip(usages, known, strict=True)]))

    def _is_of(self, row: Row, purpose: str | None) -> bool:
        return (row["purpose_code"] if row["purpose_code"] in self.rules.held else None) == purpose

    def _made(self, found: Sequence[tuple[Usage, str]]) -> Iterator[NewMessage]:
        for usage, fin in found:
            origin = Origin(usage.party, None, 1)
            made = self.planner.follow_up(SOURCE, _notice(usage, fin), [("fin", fin)], origin, f"usage:{usage.id}")
            if made.deliveries and self.operations.issuperset(each.destination for each in made.deliveries):
                yield made


async def _stands_at(tx: Tx, name: str) -> int:
    """Where a cursor stands."""
    return await number_of(tx, "SELECT c.next_seq FROM cursors c WHERE c.name = :name", {"name": name})


async def _held(tx: Tx, name: str) -> int:
    """The same, locked until what follows is stored."""
    await tx.execute(
        "INSERT INTO cursors (name, next_seq) VALUES (:name, 0) ON CONFLICT (name) DO NOTHING", {"name": name}
    )
    return await number_of(tx, "SELECT c.next_seq FROM cursors c WHERE c.name = :name {lock c}", {"name": name})


async def _leaves(tx: Tx, first: int, until: int) -> Sequence[Row]:
    """The next leaves that are old enough, without a gap."""
    rows = await tx.fetch(
        "SELECT l.seq, l.kind, l.subject, l.created_at FROM evidence_leaves l WHERE l.seq >= :first"
        " ORDER BY l.seq LIMIT :most",
        {"first": first, "most": _PAGE},
    )
    young = next((index for index, row in enumerate(rows) if row["created_at"] > until), len(rows))
    return rows[:young]


def _notice(usage: Usage, fin: str) -> UsageNotice:
    return UsageNotice(
        usage_id=usage.id,
        fin=fin,
        party=usage.party,
        party_title=usage.title.az,
        unit=usage.unit.az if usage.unit else None,
        service=usage.service,
        category=usage.categories[0],
        categories=" ".join(usage.categories),
        purpose=usage.purpose,
        basis=usage.basis,
        at=datetime.fromtimestamp(usage.at / SECOND, UTC),
        outcome="given" if usage.was_given else "not_given",
    )
