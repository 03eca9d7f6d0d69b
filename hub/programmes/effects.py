"""What a paper brings about in the register: records that are handed in as messages, in the commit that issues it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from document_flow.cases.state import Case, SuspensionPeriod
from document_flow.programmes.programme import EffectRule, Programme
from hub.exchange.model import NewMessage, Origin
from hub.exchange.planning import Planner
from hub.register.reading import Reader
from hub.store.tx import Tx
from mappings.format import Key
from mappings.records import record_from_json
from routes.programme_effects import SOURCE

_NUMBER: Final = "paper_no"
_TAKEN: Final = frozenset(("void", "suspended", "withdrawn"))
_STANDING: Final = frozenset(("active", "in_force"))


@dataclass(frozen=True, slots=True)
class Effects:
    """Makes messages of what cases come to."""

    planner: Planner
    reader: Reader

    async def of(
        self, tx: Tx, name: str, programme: Programme, before: Case, after: Case, today: date
    ) -> list[NewMessage]:
        """The messages of a grant that was issued, taken back or brought back now; none of anything else.

        What the register knows of the same kind gives way to what is issued, whoever gave it: an old base too.
        """
        effect = programme.effect
        if effect is None or _standing(before) == _standing(after):
            return []
        if after.holds:
            was_given = before.holds or before.set_aside is not None
            fields = {**effect.fields, **(effect.restored if was_given else {})}
            made = self._made(name, effect.record, _values(fields, after, today), after)
            return (
                [made]
                if before.holds
                else [made, *[each async for each in self._superseded(tx, name, effect, after, today)]]
            )
        how = after.ended or after.outcome
        if after.outcome in _TAKEN and before.given is not None and how in effect.ends:
            taken = {**effect.fields, **effect.ends[how]}
            granted = replace(before, paper=before.given, ruling=before.decided, rests=after.rests)
            act = after.ruling.paper_no if after.set_aside is not None and after.ruling is not None else None
            return [self._made(name, effect.record, _values(taken, granted, today, act), after)]
        return []

    async def _superseded(
        self, tx: Tx, name: str, effect: EffectRule, case: Case, today: date
    ) -> AsyncIterator[NewMessage]:
        """Of each earlier thing of the person that still holds and is alike in what the programme says of all."""
        numbered = next((field for field, source in effect.fields.items() if source == _NUMBER), None)
        if numbered is None or "superseded" not in effect.ends:
            return
        own = _own(case, today)[_NUMBER]
        fixed = {field: said.removeprefix("= ") for field, said in effect.fields.items() if said.startswith("= ")}
        for each in await self.reader.things_of(tx, effect.record, case.subject):
            number = each.attributes.get(numbered)
            stands = each.attributes.get("state") in _STANDING and fixed.items() <= each.attributes.items()
            if number is not None and number != own and stands:
                known = {**fixed, numbered: number, "fin": each.attributes["fin"]}
                values = {**known, **_values(effect.ends["superseded"], case, today)}
                yield self._made(name, effect.record, values, case, f":{number}")

    def _made(self, name: str, kind: str, values: Mapping[str, Any], case: Case, mark: str = "") -> NewMessage:
        record = record_from_json(json.dumps({"kind": kind, **values}))
        keys: list[Key] = [("fin", case.subject)]
        return self.planner.follow_up(
            SOURCE, record, keys, Origin("committee", None, 1), f"effect:{name}:{case.length}{mark}"
        )


def _values(fields: Mapping[str, str], case: Case, today: date, act: str | None = None) -> dict[str, Any]:
    found = {name: act if source == "act_no" else _value(source, case, today) for name, source in fields.items()}
    return {name: value for name, value in found.items() if value is not None}


def _value(source: str, case: Case, today: date) -> Any:
    if source.startswith("= "):
        return source.removeprefix("= ")
    via, _, name = source.partition(" ")
    if via == "fact":
        return case.values.get(name)
    if via == "row":
        return case.row(name)
    if via == "answer":
        return case.application.answers.get(name) if case.application else None
    return _own(case, today)[source]


def _standing(case: Case) -> tuple[object, ...]:
    """What the register is told of."""
    return (case.holds, case.outcome, case.rests)


def _suspension(each: SuspensionPeriod) -> dict[str, str]:
    """The days on which nothing was given, as the register has them."""
    last = {"last": each.last.isoformat()} if each.last is not None else {}
    return {"first": each.first.isoformat(), **last, "decision_no": each.act}


def _own(case: Case, today: date) -> Mapping[str, Any]:
    paper = case.paper
    since = (case.since or paper.issued_on).isoformat() if paper is not None else ""
    valid = paper.valid_until if paper is not None else None
    return {
        "subject": case.subject,
        "number": case.application.number if case.application else "",
        "paper_no": paper.no if paper is not None else "",
        "first_no": case.corrected[0] if case.corrected else paper.no if paper is not None else "",
        "issued_on": paper.issued_on.isoformat() if paper is not None else "",
        "since": since,
        "raised_since": since if case.corrected else None,
        "valid_until": valid.isoformat() if valid is not None else None,
        "rests": [_suspension(each) for each in case.rests if not each.owed],
        "today": today.isoformat(),
    }
