"""A case that was decided is decided again, for nobody: facts gathered now, by the law of the day of its decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from document_flow.audits.state import Fresh
from hub.exchange.ask.reasons import Reason
from hub.programmes.case_store import CaseStore
from hub.programmes.cases import programme_of
from hub.programmes.fact_sources import FactSources
from hub.programmes.ruling import CaseRulings
from hub.store.store import Store

_SILENT: Final = frozenset((Reason.DOWN, Reason.LATE))


@dataclass(frozen=True, slots=True)
class Redeciding:
    """Nothing of it is kept in the case."""

    store: Store
    case_store: CaseStore
    sources: FactSources
    rulings: CaseRulings

    async def of(self, name: str) -> Fresh | None:
        """What the table comes to; undecided where facts are lacking, or there is no such decision any more. None where
        it would be so only because an agency does not answer, which is to be asked again.
        """
        async with self.store.read() as tx:
            stored = await self.case_store.get(tx, name)
        if stored is None or stored.case.ruling is None:
            return "undecided"
        case, programme = stored.case, programme_of(stored.case)
        facts, lacking = await self.sources.gather(programme, case)
        fresh = replace(case, facts={each.name: each for each in facts}, lacking=lacking)
        found = await self.rulings.on_day(programme, fresh, stored.case.ruling.as_of)
        is_silent = any(each.reason in _SILENT for each in lacking)
        return None if found == "undecided" and is_silent else found
