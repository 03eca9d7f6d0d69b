"""The hub's part in a case: facts are gathered, the law decides, the paper is made; what is silent is asked again.

Each step is one commit on the version that it was made for, so a process may die anywhere and two may work at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

import structlog

from document_flow.audits.state import Fresh
from document_flow.cases.acts.doubt import Recheck
from document_flow.cases.acts.draft_ruling import DraftRuling
from document_flow.cases.acts.issue_paper import IssuePaper
from document_flow.cases.acts.lapse import Lapse
from document_flow.cases.acts.leave_to_people import LeaveToPeople
from document_flow.cases.acts.rule_case import RuleCase
from document_flow.cases.acts.take_facts import TakeFacts
from document_flow.cases.acts.warn_of_end import WarnOfEnd
from document_flow.cases.event import Command
from document_flow.cases.state import Case, Ruling
from document_flow.context import BAKU
from document_flow.people import HUB
from document_flow.programmes.programme import Programme
from hub.errors import HubError, Refused, Words
from hub.exchange.ask.reasons import Reason
from hub.programmes.case_store import StoredCase
from hub.programmes.cases import LEASE, Cases, Done, programme_of
from hub.programmes.fact_sources import FactSources
from hub.programmes.papers import CasePapers
from hub.programmes.ruling import CaseRulings
from hub.programmes.same_person import take_up_news
from hub.store.store import Store

log = structlog.get_logger("hub.programmes")

_MOST_STEPS: Final = 6
_SILENT: Final = frozenset((Reason.DOWN, Reason.LATE))


@dataclass(frozen=True, slots=True)
class Advancing:
    """A duty of the leading process."""

    store: Store
    cases: Cases
    sources: FactSources
    rulings: CaseRulings
    papers: CasePapers

    async def step(self) -> int:
        """Take up what is due; how many cases were."""
        await take_up_news(self.store)
        due = await self._claimed()
        await asyncio.gather(*(self._advance(each) for each in due))
        ended, warned = Lapse(by=HUB), WarnOfEnd(by=HUB)
        return len(due) + await self._by_day("ends_on", "<", ended) + await self._by_day("warn_on", "<=", warned)

    async def _claimed(self) -> Sequence[str]:
        """Cases whose turn it is, taken for a minute: after that they are taken up again."""
        async with self.store.write() as tx:
            rows = await tx.fetch(
                "UPDATE cases SET work_at = hub_now() + :lease WHERE id IN (SELECT c.id FROM cases c"
                " WHERE c.work_at <= hub_now() ORDER BY c.work_at LIMIT :most {share c}) RETURNING id",
                {"lease": LEASE, "most": 8},
            )
        return [row["id"] for row in rows]

    async def _advance(self, name: str) -> None:
        """As far as it goes now; one case's trouble hinders no other."""
        asked: set[type[Command]] = set()
        try:
            for _ in range(_MOST_STEPS):
                stored = await self._stored(name)
                command = None if stored is None else await self._next(stored, asked)
                if stored is None or command is None:
                    return
                asked.add(type(command))
                if await self._done(stored, command) is None:
                    return
        except HubError as away:
            log.warning("case_waits", case=name, reason=away.code)
        except Exception:
            log.exception("case_failed", case=name)

    async def _next(self, stored: StoredCase, asked: Collection[type[Command]]) -> Command | None:
        """What comes next; None where the case waits for somebody else. Sources and the register are asked once."""
        case, programme = stored.case, programme_of(stored.case)
        if TakeFacts not in asked and await self._is_to_gather(case):
            return await self._gathered(programme, case)
        if case.is_undecided and case.draft is None:
            ruling = await self.rulings.rule(stored.id, programme, case)
            if ruling is not None:
                return await self._ruled(stored, programme, ruling)
            if case.phase != "decidable":
                return None
            return LeaveToPeople(by=HUB, unruled=await self.rulings.unruled(stored.id, programme, case))
        if case.phase == "decided":
            return await self._paper(stored)
        if (case.holds or case.is_suspended) and Recheck not in asked:
            return Recheck(by=HUB)
        return await self._paper(stored) if case.is_provisional and _is_confirmed(case) else None

    async def _is_to_gather(self, case: Case) -> bool:
        """Whether facts are to come: they are wanted still, or a source is to confirm them, or agencies that could not
        be asked can be now, for a FIN has come.
        """
        if case.phase == "undecided":
            return case.draft is None and bool(case.unasked) and await self.sources.is_askable(case)
        return case.phase in ("opened", "collecting") or case.is_provisional

    async def _gathered(self, programme: Programme, case: Case) -> TakeFacts:
        facts, lacking = await self.sources.gather(programme, case)
        return TakeFacts(by=HUB, facts=facts, lacking=lacking)

    async def _ruled(self, stored: StoredCase, programme: Programme, ruling: Ruling) -> Command:
        """The ruling, or its draft; what cannot be printed is left to people."""
        trouble = await self._trouble(stored, ruling)
        if trouble is not None:
            return LeaveToPeople(by=HUB, trouble=trouble)
        by_hub = programme.decided_by == "hub"
        return RuleCase(by=HUB, ruling=ruling) if by_hub else DraftRuling(by=HUB, ruling=ruling)

    async def _trouble(self, stored: StoredCase, ruling: Ruling) -> Words | None:
        """Why the paper of this ruling cannot be printed: it is tried before anything is fixed."""
        async with self.store.read() as tx:
            standing = await self.cases.standing(tx, stored)
        case = replace(stored.case, ruling=replace(ruling, paper_no="–"), outcome=ruling.outcome)
        try:
            await self.papers.trial(stored.id, replace(standing, case=case))
        except Refused as refused:
            return refused.words
        return None

    async def _paper(self, stored: StoredCase) -> IssuePaper:
        async with self.store.read() as tx:
            standing = await self.cases.standing(tx, stored)
        return IssuePaper(by=HUB, paper=await self.papers.make(stored.id, standing))

    async def _done(self, stored: StoredCase, command: Command) -> Done | None:
        return await self.cases.apply(stored.id, command, stored.case.length, self.sources.registered)

    async def _stored(self, name: str) -> StoredCase | None:
        async with self.store.read() as tx:
            return await self.cases.case_store.get(tx, name)

    async def redecided(self, name: str) -> Fresh | None:
        """What the table comes to for a decided case, for nobody: facts gathered now, by the law of the day of its
        decision; nothing of it is kept. Undecided where facts are lacking, or there is no such decision any more. None
        where it would be so only because an agency does not answer, which is to be asked again.
        """
        stored = await self._stored(name)
        if stored is None or stored.case.ruling is None:
            return "undecided"
        case, programme = stored.case, programme_of(stored.case)
        facts, lacking = await self.sources.gather(programme, case)
        fresh = replace(case, facts={each.name: each for each in facts}, lacking=lacking)
        found = await self.rulings.on_day(programme, fresh, stored.case.ruling.as_of)
        is_silent = any(each.reason in _SILENT for each in lacking)
        return None if found == "undecided" and is_silent else found

    async def _by_day(self, day: str, sign: str, command: Command) -> int:
        """What a day in a column, such as a paper's last one, has come for by legal time."""
        async with self.store.read() as tx:
            today = (await self.cases.context(tx)).now.astimezone(BAKU).date().isoformat()
            rows = await tx.fetch(
                f"SELECT c.id FROM cases c WHERE c.closed_at IS NULL AND c.{day} {sign} :today"
                f" ORDER BY c.{day} LIMIT 50",
                {"today": today},
            )
        for row in rows:
            await self._on_its_day(row["id"], command)
        return len(rows)

    async def _on_its_day(self, name: str, command: Command) -> None:
        """One case's trouble hinders no other."""
        try:
            stored = await self._stored(name)
            if stored is not None:
                await self._done(stored, command)
        except HubError as away:
            log.warning("case_waits", case=name, reason=away.code)
        except Exception:
            log.exception("case_failed", case=name)


def _is_confirmed(case: Case) -> bool:
    return case.ruling is not None and set(case.ruling.assumed) <= set(case.facts)
