"""What the law of the day comes to for a case: its programme's table, asked with the facts that are known.

A missing fact that does not matter is not waited for. One that does, and for which the programme names what may stand
in until its source answers, makes a provisional grant; a refusal never rests on what was assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from document_flow.audits.state import Fresh
from document_flow.cases.state import Case, Ruling, Unruled
from document_flow.decisions.outcome import Decided
from document_flow.decisions.texts import show_fact
from document_flow.people import HUB
from document_flow.programmes.programme import FactRule, Programme
from hub.documents.law.rulings import LawAnswer, Question, Rulings
from hub.programmes.addresses import telling


@dataclass(frozen=True, slots=True)
class CaseRulings:
    """Decides cases and keeps each decision with its explanation."""

    rulings: Rulings

    async def rule(self, name: str, programme: Programme, case: Case) -> Ruling | None:
        """The ruling; None while the facts do not suffice, of somebody who is not known to be who is named and alive,
        and of who has died where the programme wants to know.
        """
        if programme.is_dead(case.values):
            return None
        needed, is_unknown = _lacking(programme, case)
        unsaid = case.disputed | case.unasked
        assumed = {e.name: e.assumed for e in needed if e.assumed is not None and e.name not in unsaid}
        found = await self._asked(programme, case, {})
        if _outcome(programme, found) == "refused" and not is_unknown:
            return await self._kept(name, programme, case, {})
        if _outcome(programme, found) == "granted" and not needed:
            return await self._kept(name, programme, case, {})
        if not needed or is_unknown or len(assumed) < len(needed):
            return None
        if _outcome(programme, await self._asked(programme, case, assumed)) != "granted":
            return None
        return await self._kept(name, programme, case, assumed)

    async def unruled(self, name: str, programme: Programme, case: Case) -> Unruled | None:
        """What the table came to where it did not decide, recorded; None of who has died."""
        if programme.is_dead(case.values):
            return None
        record, asked = await self.rulings.explain(HUB, _question(programme, case, {}), f"case {name} {case.length}")
        return Unruled(record=record.id, table_sha256=record.sha256, as_of=asked.as_of)

    async def would_be(self, programme: Programme, case: Case, facts: Mapping[str, Any]) -> str | None:
        """What the law of the day would come to if these facts were so: granted, refused; None where undecided."""
        return _outcome(programme, await self._asked(programme, case, facts))

    async def on_day(self, programme: Programme, case: Case, day: date) -> Fresh:
        """What the law of a day comes to, with nothing assumed and nothing kept."""
        if programme.is_dead(case.values):
            return "undecided"
        needed, is_unknown = _lacking(programme, case)
        asked = await self.rulings.evaluate(replace(_question(programme, case, {}), as_of=day))
        found = _outcome(programme, asked)
        if found == "refused" and not is_unknown:
            return "refused"
        return "granted" if found == "granted" and not needed else "undecided"

    async def _asked(self, programme: Programme, case: Case, assumed: Mapping[str, Any]) -> LawAnswer:
        return await self.rulings.evaluate(_question(programme, case, assumed))

    async def _kept(self, name: str, programme: Programme, case: Case, assumed: Mapping[str, Any]) -> Ruling:
        """The decision recorded: asked again by the same key, it is the same record."""
        record, asked = await self.rulings.explain(
            HUB, _question(programme, case, assumed), f"case {name} {case.length}"
        )
        outcome = asked.outcome
        if not isinstance(outcome, Decided):
            raise TypeError("a case is decided by what decided it before")
        row = {column: show_fact(value).az for column, value in outcome.outputs.items()}
        return Ruling(
            outcome=programme.outcomes[row[programme.verdict]],  # type: ignore[arg-type]  # the sheet allows two words
            row=row,
            record=record.id,
            table_sha256=record.sha256,
            as_of=asked.as_of,
            basis=tuple(dict.fromkeys(f"{each.basis} †" if each.is_assumed else each.basis for each in outcome.rules)),
            facts=dict(case.values),
            assumed=dict(assumed),
        )


def _lacking(programme: Programme, case: Case) -> tuple[list[FactRule], bool]:
    """The needed facts that are not known, and whether it is not known who the person is."""
    answers = case.application.answers if case.application else {}
    needed = [each for each in programme.wanted(answers) if each.needed and each.name not in case.facts]
    return needed, any(each.assumed is None and each.name in programme.identity for each in needed)


def _question(programme: Programme, case: Case, assumed: Mapping[str, Any]) -> Question:
    """What the table is asked: where somebody lives decides nothing, and stands in no record."""
    away = telling(programme, case.values)
    said = {name: value for name, value in case.values.items() if name not in away}
    known = {name: value for name, value in said.items() if isinstance(value, str | bool | int)}
    number = case.application.number if case.application else ""
    return Question(programme.table, {**known, **assumed}, subject=number)


def _outcome(programme: Programme, asked: LawAnswer) -> str | None:
    outcome = asked.outcome
    if not isinstance(outcome, Decided):
        return None
    return programme.outcomes.get(show_fact(outcome.outputs[programme.verdict]).az)
