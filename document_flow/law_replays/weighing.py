"""What two versions of a table make of one case, and in which groups its person stands. Pure.

What somebody holds in fact comes first: a right that no version gives any more is `already` so by the version before,
and not of this change; so is one that was refused or revoked though that version gives it. A right that is suspended
costs nothing and saves nothing, whatever the law: it is counted apart. Money is in qəpik a month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from document_flow.cases.state import Case
from document_flow.decisions.outcome import Decided, NotDecided, Outcome
from document_flow.decisions.texts import show_fact
from document_flow.programmes.programme import FactRule, Programme
from document_flow.words import Words

Effect = Literal["loses", "gains", "less", "more", "unknown", "rests_other", "rests", "already", "same"]
EFFECTS: Mapping[Effect, Words] = {
    "loses": Words("itirir", "loses"),
    "gains": Words("qazanır", "gains"),
    "less": Words("az alır", "gets less"),
    "more": Words("çox alır", "gets more"),
    "unknown": Words("fakt çatışmır", "a fact is missing"),
    "rests_other": Words("dayandırılıb, bərpa olunarsa dəyişər", "suspended, would differ once resumed"),
    "rests": Words("dayandırılıb, dəyişmir", "suspended, stays the same"),
    "already": Words("əvvəlki versiya ilə də fərqlidir", "differs by the version before too"),
    "same": Words("dəyişmir", "stays the same"),
}
NOT_KNOWN: Final = "?"
GROUPS: Mapping[str, tuple[Words, Mapping[str, Words]]] = {
    "sex": (Words("Cins", "Sex"), {"female": Words("qadın", "women"), "male": Words("kişi", "men")}),
    "age": (Words("Yaş", "Age"), {"child": Words("18-dən kiçik", "under 18"), "adult": Words("böyük", "adults")}),
    "disability": (
        Words("Əlillik", "Disability"),
        {"disabled": Words("əlilliyi olan", "disabled"), "none": Words("əlilliyi olmayan", "not disabled")},
    ),
}
"""The groups beside the district of origin, with their values; who is in none of them is `NOT_KNOWN`."""
_OF_AGE: Final = 18
_DISTRICT: Final = "origin_residence.place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What a case comes to: the money that changes, the groups of its person, facts that the new version lacks.

    `ends`: its holder has a right, be it a suspended one, that the new version gives no more and the old one did.
    `due` is the grade that the new version, which is the law of the decision's own day, gives in the stead of a sum
    that was too little; `is_open` says that a fact is lacking to tell whether it was.
    """

    effect: Effect
    money: int
    groups: Mapping[str, str]
    missing: tuple[str, ...] = ()
    ends: bool = False
    due: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """How cases of a programme are weighed. `asked` decides facts by the old version and by the new; `district` is the
    code of a place's, None where that is not known; `day` is the day on which people are so old. `is_law_of` says
    whether the new version is, or was, the law of a day.
    """

    programme: Programme
    asked: Callable[[Mapping[str, Any]], tuple[Outcome, Outcome]]
    district: Callable[[str], str | None]
    day: date
    is_law_of: Callable[[date], bool]

    def of(self, case: Case) -> Weighed:
        """What becomes of it, from the facts that its decision pinned, a revocation's own: nobody is asked anew."""
        ruling = case.ruling if case.outcome == "void" else case.decided
        pinned = {**ruling.facts, **ruling.assumed} if ruling is not None else {}
        facts = {name: value for name, value in pinned.items() if isinstance(value, str | bool | int)}
        before, after = self.asked(facts)
        is_held = case.outcome == "granted" or case.is_suspended
        held = self._sum(ruling.row) if ruling is not None and is_held else None
        effect, money = self._effect(held, before, after)
        if case.ended == "died":
            effect, money = "same", 0
        ends = effect == "loses"
        if case.is_suspended and effect not in ("unknown", "already"):
            effect, money = "rests" if effect == "same" else "rests_other", 0
        missing = after.missing if isinstance(after, NotDecided) else ()
        due = self._due(case, after)
        return Weighed(
            effect=effect,
            money=money,
            groups=dict(self._groups(facts)),
            missing=missing,
            ends=ends,
            due=due or "",
            is_open=due is None,
        )

    def _due(self, case: Case, after: Outcome) -> str | None:
        """The grade that was due where the sum was too little, by the law of its own day; None where a fact is lacking
        to tell. Nobody's sum is lower by it, and nobody's is that a law of another day gives.
        """
        ruling, grade = case.decided, self.programme.grade
        if not (case.holds and ruling is not None and grade is not None and self.programme.raises):
            return ""
        more = self.programme.grades_for(case.row(grade.name)) if self.is_law_of(ruling.as_of) else {}
        if more and isinstance(after, NotDecided) and after.missing:
            return None
        due = str(self._answer(after) or 0)
        return due if due in more else ""

    def _effect(self, held: int | None, before: Outcome, after: Outcome) -> tuple[Effect, int]:
        """With the money that changes by it."""
        if not self._decides(after):
            return "unknown", 0
        new = self._answer(after)
        if new == held:
            return "same", 0
        old = self._answer(before)
        if self._decides(before) and (old == new or (held is None and old is not None)):
            return "already", 0
        if new is None or held is None:
            return ("loses", -(held or 0)) if new is None else ("gains", new)
        return ("more" if new > held else "less"), new - held

    def _decides(self, outcome: Outcome) -> bool:
        """Whether it grants or refuses: a table may leave a case to people."""
        return isinstance(outcome, Decided) and self._row(outcome)[self.programme.verdict] in self.programme.outcomes

    def _answer(self, outcome: Outcome) -> int | None:
        """The sum that is granted, 0 where it is not money; None where it is not granted."""
        row = self._row(outcome) if isinstance(outcome, Decided) else {}
        is_granted = self.programme.outcomes.get(row.get(self.programme.verdict, "")) == "granted"
        return self._sum(row) if is_granted else None

    def _row(self, outcome: Decided) -> Mapping[str, str]:
        return {column: show_fact(value).az for column, value in outcome.outputs.items()}

    def _sum(self, row: Mapping[str, str]) -> int:
        effect = self.programme.effect
        column = effect.fields.get("amount_qepik", "").removeprefix("row ") if effect is not None else ""
        said = row.get(column, "")
        return int(said) if said.isdecimal() else 0

    def _groups(self, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        place = self._fact(facts, lambda field: field == _DISTRICT)
        yield "district", (self.district(place[1]) if place is not None else None) or NOT_KNOWN
        sex = self._fact(facts, lambda field: field == "sex")
        words = {sex[0].values.get(code, code): code for code in GROUPS["sex"][1]} if sex is not None else {}
        yield "sex", words.get(sex[1], NOT_KNOWN) if sex is not None else NOT_KNOWN
        yield "age", _age(str(facts.get(self.programme.paper.born, "")), self.day)
        disability = self._fact(facts, lambda field: field.startswith("disab"))
        yield "disability", _disability(disability[1]) if disability is not None else NOT_KNOWN

    def _fact(self, facts: Mapping[str, Any], is_it: Callable[[str], bool]) -> tuple[FactRule, str] | None:
        """The fact whose origin is such a field of the person's own, as text."""
        for rule in self.programme.facts:
            if rule.name in facts and any(is_it(each.field) and not each.relative for each in rule.origins):
                value = facts[rule.name]
                return rule, {True: "true", False: "false"}.get(value, str(value))
        return None


def _age(born: str, day: date) -> str:
    try:
        on = date.fromisoformat(born)
    except ValueError:
        return NOT_KNOWN
    years = day.year - on.year - ((day.month, day.day) < (on.month, on.day))
    return "child" if years < _OF_AGE else "adult"


def _disability(said: str) -> str:
    return {"true": "disabled", "false": "none"}.get(said, NOT_KNOWN)
