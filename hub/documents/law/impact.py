"""What a new version would change: cases decided by the old law and by the new, before the new one is law.

Over the stored records the hub runs it itself, page by page, and remembers what it showed to whom: an adoption names
that digest. Nothing is held in memory but a page, the counts, and the differences that are shown.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from document_flow.decisions.replay import Difference, Replay, StoredCase
from document_flow.decisions.versions import TableVersion
from hub.access.history import Access, Run, note_access
from hub.access.purposes import Why
from hub.documents.law.rulings import Rulings
from hub.documents.law.table_repository import Kept
from hub.documents.law.words import NO_VERSION, NOTHING_TO_COMPARE
from hub.errors import Conflict, NotFound
from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.tx import Row, Tx, first

_FIRST = "0" * 32


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks. `sees_all` opens the facts of records that others have made."""

    login: str
    party: str
    sees_all: bool


@dataclass(slots=True)
class Impact:
    """What was found, with the first differences; `facts` of those cases that the looker may see."""

    before: TableVersion
    after: TableVersion
    most: int
    replay: Replay
    key: bytes
    shown: list[Difference] = field(default_factory=list)
    facts: dict[str, Mapping[str, object]] = field(default_factory=dict)
    hidden: int = 0
    others: bool = False
    """Whether facts of a record that somebody else has made are among them."""

    @property
    def digest(self) -> str:
        """Names what was found, hex. Under the hub's key: ids and answers are few enough to be tried without it."""
        return hmac.digest(self.key, bytes.fromhex(self.replay.sha256()), hashlib.sha256).hex()

    def take(self, cases: Iterable[tuple[StoredCase, bool, bool]]) -> None:
        """Run cases, each with whether its facts may be shown, and whether they are somebody else's."""
        taken = list(cases)
        by_id = {case.id: (case, visible, foreign) for case, visible, foreign in taken}
        for found in self.replay.differences(case for case, _, _ in taken):
            if len(self.shown) >= self.most:
                self.hidden += 1
                continue
            self.shown.append(found)
            case, visible, foreign = by_id[found.case]
            if visible:
                self.facts[case.id] = case.facts
                self.others = self.others or foreign


@dataclass(frozen=True, slots=True)
class Impacts:
    """Replays cases through two versions of a table; of stored ones, `page` at a time are in memory."""

    rulings: Rulings
    page: int = 500

    async def of_cases(
        self, kept: Kept, numbers: tuple[int | None, int], cases: Sequence[StoredCase], most: int
    ) -> Impact:
        """Over cases that the caller brings; nothing is remembered."""
        impact = self._begin(kept, numbers, most)
        await asyncio.to_thread(impact.take, [(case, True, False) for case in cases])
        return impact

    async def of_stored(self, kept: Kept, numbers: tuple[int | None, int], looker: Looker, most: int) -> Impact:
        """Over all records of the table, remembered as shown to whoever looks."""
        impact, store = self._begin(kept, numbers, most), self.rulings.store
        last, others = _FIRST, list[str]()
        while True:
            async with store.read() as tx:
                rows = await tx.fetch(
                    "SELECT id, name, hash, as_of, outcome, body_sealed, made_by, created_at FROM decision_records"
                    " WHERE name = :name AND id > :last ORDER BY id LIMIT :page",
                    {"name": kept.name, "last": last, "page": self.page},
                )
            if not rows:
                break
            await asyncio.to_thread(self._take, impact, rows, looker)
            last = rows[-1]["id"]
            others += [row["id"] for row in rows if row["made_by"] != looker.login]
        async with store.write() as tx:
            await _remember(tx, kept, impact, looker)
            if impact.others:
                run = Run.over(kept.stored[impact.after.number].id, others)
                used = Access("decisions.replay", "decision_facts", why=Why("decision"), run=run)
                await note_access(tx, self.rulings.sealer, looker.party, looker.login, used)
        return impact

    def _take(self, impact: Impact, rows: Sequence[Row], looker: Looker) -> None:
        opened = (self.rulings.opened(row) for row in rows)
        impact.take(
            (
                StoredCase(each.id, each.given),
                looker.sees_all or each.made_by == looker.login,
                each.made_by != looker.login,
            )
            for each in opened
        )

    def _begin(self, kept: Kept, numbers: tuple[int | None, int], most: int) -> Impact:
        before, after = numbers
        new = kept.versions.version(after)
        old = kept.versions.before(after) if before is None else kept.versions.version(before)
        if new is None or (old is None and before is not None):
            raise NotFound("decisions.no_version", NO_VERSION)
        if old is None:
            raise Conflict("decisions.nothing_to_compare", NOTHING_TO_COMPARE)
        replay = Replay(old.table, new.table, allow_assumed=self.rulings.assumed)
        return Impact(old, new, most, replay, self.rulings.hash.secret("decision replay"))


async def _remember(tx: Tx, kept: Kept, impact: Impact, looker: Looker) -> None:
    """That this person was shown this, now."""
    found = impact.replay
    shown = ShownImpact(
        kept.name,
        impact.before.sha256,
        impact.after.sha256,
        impact.digest,
        found.cases,
        found.changed,
        found.only_basis,
    )
    await remember(tx, shown, looker.login, kept.stored[impact.after.number].id)


@dataclass(frozen=True, slots=True)
class ShownImpact:
    """What somebody was shown of the change between two versions of a table, by their SHA-256; `digest` is keyed."""

    table: str
    before: str
    after: str
    digest: str
    cases: int
    changed: int
    only_basis: int = 0


async def remember(tx: Tx, shown: ShownImpact, login: str, version: str) -> None:
    """That this person was shown this, now; `version` is the id of the newer one: its adoption may name the digest."""
    now = await tx.now()
    await tx.execute(
        "INSERT INTO decision_replays"
        " (digest, login, name, before_hash, after_hash, cases, changed, only_basis, made_at)"
        " VALUES (:digest, :login, :name, :before, :after, :cases, :changed, :only_basis, :now)"
        " ON CONFLICT (digest, login) DO UPDATE SET name = :name, made_at = :now",
        {
            "digest": shown.digest,
            "login": login,
            "name": shown.table,
            "before": shown.before,
            "after": shown.after,
            "cases": shown.cases,
            "changed": shown.changed,
            "only_basis": shown.only_basis,
            "now": now,
        },
    )
    leaf = make_leaf(
        "decision.replayed",
        version,
        now,
        table=shown.table,
        by=login,
        before=shown.before,
        after=shown.after,
        cases=shown.cases,
        changed=shown.changed,
        replay=shown.digest,
    )
    await write_leaves(tx, [leaf])


async def last_replay(tx: Tx, login: str, table: str, before: TableVersion | None, after: TableVersion) -> Row | None:
    """What this person was last shown of the change between two versions."""
    return await first(
        tx,
        "SELECT digest, cases, changed, made_at FROM decision_replays WHERE login = :login AND name = :name"
        " AND before_hash = :before AND after_hash = :after ORDER BY made_at DESC LIMIT 1",
        {"login": login, "name": table, "before": before.sha256 if before else "", "after": after.sha256},
    )
