"""What holds of all cases at any time, however they came to where they are; asked at the end of every story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from document_flow.cases.acts.draft_ruling import RulingDrafted
from document_flow.cases.acts.hearing import HearingHeld
from document_flow.cases.acts.issue_paper import PaperIssued
from document_flow.cases.acts.prove_notice import NoticeProven
from document_flow.cases.acts.rule_case import CaseRuled
from document_flow.cases.event import Event
from document_flow.cases.kernel import evolve, replay
from document_flow.cases.state import NOTHING
from hub.app import Hub
from hub.evidence.histories import HistoryLine
from hub.programmes.case_reading import altered_cases
from hub.programmes.case_store import StoredCase
from hub.programmes.cases import programme_of
from hub.register.store import ENTITY
from hub.store.store import snapshot
from hub.store.tx import Tx
from routes.programme_effects import SOURCE
from tests.integration.hard_cases.office import register


async def broken(hub: Hub) -> list[str]:
    """Promises that do not hold, in words; none."""
    found: list[str] = []
    numbers: Counter[str] = Counter()
    holding: Counter[tuple[str, str, str]] = Counter()
    async with snapshot(hub.store) as tx:
        store = hub.programmes.cases.case_store
        for row in await tx.fetch("SELECT c.id FROM cases c ORDER BY c.id"):
            stored = await store.get(tx, row["id"])
            assert stored is not None
            lines, case = await store.lines(tx, row["id"]), stored.case
            found += [f"{row['id']}: {each}" for each in _alone(stored, lines)]
            numbers.update({each.event.ruling.paper_no for each in lines if isinstance(each.event, CaseRuled)})
            if case.phase == "in_effect" and case.outcome == "granted":
                holding[case.programme, case.kind, case.subject] += 1
        found += [f"{no} is the number of two cases" for no, count in numbers.items() if count > 1]
        found += [f"{key}: {count} papers in effect" for key, count in holding.items() if count > 1]
        found += [f"a right without a decision: {each}" for each in await _groundless(hub, tx, {*numbers})]
    altered = [each async for each in altered_cases(hub.store, store)]
    return [*found, *(f"{each}: its history, row and evidence do not agree" for each in altered)]


def _alone(stored: StoredCase, lines: Sequence[HistoryLine[Event]]) -> list[str]:
    """What is wrong with one case by itself."""
    found, before = [], NOTHING
    if replay(each.event for each in lines) != stored.case:
        found.append("its events do not come to its state")
    for each in lines:
        event = each.event
        if isinstance(event, CaseRuled) and event.ruling.outcome == "refused" and programme_of(before).hearing:
            held = before.hearing
            if held is None or not before.is_heard or held.about != event.ruling.row:
                found.append("refused unheard")
        if isinstance(event, PaperIssued) and (before.ruling is None or before.ruling.paper_no != event.paper.no):
            found.append(f"{event.paper.no} was issued on no decision")
        if before.phase == "closed" and not isinstance(event, HearingHeld | RulingDrafted):
            found.append(f"{event.kind} after its end")
        before = evolve(before, event)
    proven = any(isinstance(each.event, NoticeProven) and each.event.about == "paper" for each in lines)
    if stored.case.notice is not None and not proven:
        found.append("a term runs without a proven notice")
    return found


async def _groundless(hub: Hub, tx: Tx, numbers: set[str]) -> list[str]:
    """Rights and statuses that programmes gave, whose number no decided case has."""
    rows = await tx.fetch(f"SELECT {ENTITY} FROM entities e WHERE e.kind IN ('right', 'idp_status')")
    effects = {row["id"] for row in await tx.fetch("SELECT m.id FROM messages m WHERE m.format = :f", {"f": SOURCE})}
    found = []
    for each in map(register(hub).store.entity, rows):
        by = each.provenance.get("decision_no", {}).get("m")
        if by in effects and each.attributes["decision_no"] not in numbers:
            found.append(str(each.attributes["decision_no"]))
    return found
