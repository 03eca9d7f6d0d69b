"""How a decision table becomes law: proposed by one lawyer, adopted by another, put into force.

How it ends: `ending`. The rules are those of `document_flow.decisions.versions`; here each step is one commit with its
place in the table's line of steps (so of two at once one comes too late), its key, and a leaf in the evidence log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date

from document_flow.decisions.case_file import write_cases
from document_flow.decisions.proposal import read_proposal
from document_flow.decisions.refusal import Problem
from document_flow.decisions.versions import Act, Adoption, TableVersion, TableVersions, gap_problems
from document_flow.outcome import Refusal
from document_flow.words import Words
from hub.clock import SECOND
from hub.documents.acting.service import Given
from hub.documents.law.steps import Step, iso, write_step
from hub.documents.law.table_repository import Kept, TableRepository, about_json
from hub.documents.law.words import NO_TABLE, NOT_SEEN, OTHER_TABLE, WITHOUT_TITLE, stale_words
from hub.errors import Conflict, NotFound, Refused, StoreUnavailable, allowed, found_or
from hub.store.command_ledger import repeated
from hub.store.sealing import KeyedHash
from hub.store.store import Collision, CommitUnknown, Store, TryAgain
from hub.store.tx import Tx, first_or

REPLAY_GOOD_H = 24
"""How long a replay that a person has looked at is good for an adoption."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed. Title and labels that are not given are those of the newest version."""

    act: Act
    dmn: str
    cases: str
    title: Words | None = None
    labels: Mapping[str, Words] | None = None


@dataclass(frozen=True, slots=True)
class Enacted:
    """The table after a step, the version that took it, and what a lawyer should still look at."""

    kept: Kept
    number: int
    notes: tuple[Problem, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Enacting:
    """Takes steps with versions of tables."""

    store: Store
    repository: TableRepository
    hash: KeyedHash

    async def propose(self, who: str, name: str, draft: Draft, given: Given) -> Enacted:
        """Begin a version as a draft. TableRefused with everything that is wrong with it."""

        async def step(kept: Kept, _tx_now: int) -> Step:
            return await asyncio.to_thread(_proposed, kept, draft, who)

        return await self._take(who, name, given, step, may_begin=True)

    async def adopt(self, who: str, name: str, number: int, yes: Adoption, sha256: str, given: Given) -> Enacted:
        """A second person's yes to the table of that hash, after looking at its impact."""

        async def step(kept: Kept, now: int) -> Step:
            version = kept.versions.version(number)
            if version is not None and version.sha256 != sha256:
                raise Conflict("decisions.other_table", OTHER_TABLE, place="sha256")
            if version is not None and version.status == "draft" and who not in version.authors:
                await self._seen(kept, version, yes, now)
            made = _version(await asyncio.to_thread(kept.with_cases(number).adopt, number, yes), number)
            facts = {
                "proposed_by": " ".join(made.authors),
                "adopted_by": who,
                "replay": yes.replay or None,
            }
            return Step("adopted", made, facts)

        return await self._take(who, name, given, step)

    async def enter_into_force(
        self, who: str, name: str, number: int, days: tuple[date, date | None], given: Given
    ) -> Enacted:
        """Make an adopted version the law from the first day to the last; no day has two laws."""

        async def step(kept: Kept, _now: int) -> Step:
            entered = kept.versions.enter_into_force(number, *days)
            made = _version(entered, number)
            notes = () if isinstance(entered, Refusal) else gap_problems(entered, kept.name)
            facts = {"first": iso(days[0]), "last": iso(days[1]), "by": who}
            return Step("in_force", made, facts, notes=notes)

        return await self._take(who, name, given, step)

    async def _take(
        self,
        who: str,
        name: str,
        given: Given,
        decide: Callable[[Kept, int], Awaitable[Step]],
        *,
        may_begin: bool = False,
    ) -> Enacted:
        """Decide on what stands, and write it if nothing else was written meanwhile; what was in doubt is asked again.

        The checks of a large table take a while: they hold no transaction.
        """
        key = self.hash("decision-command", f"{who}\x00{given.key}")
        content = self.hash("command", f"{name}\x00{given.request}")
        for _ in range(4):
            async with self.store.read() as tx:
                done = await self._done(tx, key, content)
                kept, now = await self.repository.table(tx, name), await tx.now()
            if done is not None:
                return done
            if kept is None and not may_begin:
                raise NotFound("decisions.unknown", NO_TABLE)
            kept = kept or Kept(TableVersions(name, Words("", "")), 0, {})
            if given.expected is not None and given.expected != kept.revision:
                raise await self.stale(kept, given.expected)
            step = await decide(kept, now)
            try:
                async with self.store.write() as tx:
                    await write_step(tx, kept, step, (who, key, content))
            except (Collision, CommitUnknown, TryAgain):
                continue
            return await self._after(name, step)
        raise StoreUnavailable("the steps of others were always quicker")

    async def _after(self, name: str, step: Step) -> Enacted:
        async with self.store.read() as tx:
            kept = found_or(
                await self.repository.table(tx, name), StoreUnavailable("a table that was written is not there")
            )
        return Enacted(kept, step.after.number, step.notes)

    async def _done(self, tx: Tx, key: str, content: str) -> Enacted | None:
        """What a command under this key has done before."""
        done = await repeated(tx, key, content, "decisions.key_taken")
        if done is None:
            return None
        rows = await tx.fetch("SELECT name, number FROM decision_tables WHERE id = :id", {"id": done.subject})
        kept = await self.repository.table(tx, rows[0]["name"])
        return Enacted(kept, rows[0]["number"], repeated=True) if kept else None

    async def _seen(self, kept: Kept, version: TableVersion, yes: Adoption, now: int) -> None:
        """That this person was shown, lately, what the version changes in the law that it would change."""
        before = kept.versions.before(version.number)
        if before is None:
            return
        async with self.store.read() as tx:
            await first_or(
                Conflict("decisions.replay_not_seen", NOT_SEEN, place="replay"),
                tx,
                "SELECT digest FROM decision_replays WHERE digest = :digest AND login = :login AND name = :name"
                " AND before_hash = :before AND after_hash = :after AND made_at > :since",
                {
                    "digest": yes.replay,
                    "login": yes.second,
                    "name": kept.name,
                    "before": before.sha256,
                    "after": version.sha256,
                    "since": now - REPLAY_GOOD_H * 3600 * SECOND,
                },
            )

    async def stale(self, kept: Kept, seen: int) -> Conflict:
        """The table has taken further steps since the revision that was seen: which ones."""
        async with self.store.read() as tx:
            rows = await tx.fetch(
                "SELECT c.number, c.kind, c.actor, v.number AS version FROM decision_changes c"
                " JOIN decision_tables v ON v.id = c.version_id"
                " WHERE c.name = :name AND c.number > :seen ORDER BY c.number LIMIT 50",
                {"name": kept.name, "seen": seen},
            )
        problem = Conflict("decisions.stale", stale_words(seen, kept.revision), place="expected_revision")
        problem.extra = {"revision": kept.revision, "changed": [dict(row) for row in rows]}
        return problem


def _proposed(kept: Kept, draft: Draft, who: str) -> Step:
    newest = kept.versions.versions[-1] if kept.versions.versions else None
    labels = draft.labels if draft.labels is not None else newest.table.labels if newest else {}
    title = draft.title or kept.versions.title
    if not title.az or not title.en:
        raise Refused("decisions.no_title", WITHOUT_TITLE, status=422, place="/title")
    number = newest.number + 1 if newest else 1
    read = read_proposal(draft.dmn.encode(), draft.cases, labels, number)
    made = kept.versions.propose(read.table, draft.act, who).versions[-1]
    about = about_json(title, draft.act, labels)
    return Step("proposed", made, {"by": who}, write_cases(read.cases), about, read.notes)


def _version(step: TableVersions | Refusal, number: int) -> TableVersion:
    return next(each for each in allowed(step).versions if each.number == number)
