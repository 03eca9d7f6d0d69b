"""Why a table came to what it came to: sentences in both languages, and a record that can be kept for good."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, assert_never

from document_flow.azerbaijani import ordinal
from document_flow.decisions.dmn_writing import sha256
from document_flow.decisions.evaluate import Run
from document_flow.decisions.facts import Fact
from document_flow.decisions.outcome import Conflicted, Decided, NotDecided, Outcome, Reason, RuleRef, numbered
from document_flow.decisions.sfeel import UnaryTest, write_literal
from document_flow.decisions.table import Column, Decision, Table
from document_flow.decisions.texts import show_fact, tell_test
from document_flow.words import Words

_MADE = {
    "SUM": Words("Nəticə bütün ödənən qaydaların cəmidir", "The result is the sum of all rules that hold"),
    "MIN": Words("Nəticə bütün ödənən qaydaların ən kiçiyidir", "The result is the smallest of all rules that hold"),
    "MAX": Words("Nəticə bütün ödənən qaydaların ən böyüyüdür", "The result is the largest of all rules that hold"),
    "COUNT": Words("Nəticə ödənən qaydaların sayıdır", "The result is the number of rules that hold"),
}
NEAREST = 3
"""How many of the rules that did not hold are shown: those with the fewest conditions unmet."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """An outcome with everything that led to it. `sentences` are in the order in which they are read."""

    outcome: Outcome
    sentences: tuple[Words, ...]
    table: str
    sha256: str
    facts: Mapping[str, Fact]
    version: int | None = None
    as_of: date | None = None
    notes: tuple[Words, ...] = ()
    """Of the sentences, those about how texts were taken: respelled, or named by no rule."""

    def record(self) -> bytes:
        """Canonical JSON (keys sorted, no spaces, UTF-8): the same case and table always give the same bytes.

        Values are S-FEEL literals, so that a number and a text, a date and a text cannot be mistaken.
        """
        kept = {
            "table": self.table,
            "version": self.version,
            "sha256": self.sha256,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "facts": {name: write_literal(value) for name, value in self.facts.items()},
            "outcome": _outcome(self.outcome),
            "text": {"az": [each.az for each in self.sentences], "en": [each.en for each in self.sentences]},
        }
        return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def explain(table: Table, facts: Mapping[str, object], *, allow_assumed: bool) -> Explanation:
    """Decide as `evaluate` does, and say why."""
    run = Run(table, facts, allow_assumed)
    came_to = run.through()
    sentences = tuple(each for decision in table.decisions for each in _Sentences(run, decision).all())
    notes = tuple(_spelt(run))
    facts_read = dict(sorted(run.facts.items()))
    return Explanation(came_to, (*sentences, *notes), table.id, sha256(table), facts_read, notes=notes)


def _spelt(run: Run) -> Iterator[Words]:
    """How texts were taken: as the table writes them, or as they came, where no cell names them."""
    for name, came in run.respelled.items():
        label, taken = run.table.label(name), run.facts[name]
        yield Words(
            f"{label.az}: «{came}» cədvəldəki «{taken}» kimi oxundu.",
            f"{label.en}: “{came}” was read as “{taken}”, which is how the table writes it.",
        )
    for name in run.strange:
        label, value = run.table.label(name), run.facts[name]
        yield Words(
            f"Diqqət: {label.az} = «{value}» heç bir qaydada yoxdur və bu sütunun dəyər siyahısı yoxdur; yazılışını"
            " yoxlayın.",
            f"Note: no rule names {label.en} = “{value}”, and the column lists no values; check how it is written.",
        )


class _Sentences:
    """What is said about one decision of a run."""

    def __init__(self, run: Run, decision: Decision) -> None:
        self._run = run
        self._decision = decision
        self._outcome = run.came_to[decision.id]

    def all(self) -> Iterator[Words]:
        if len(self._run.table.decisions) > 1:
            yield Words(f"«{self._decision.name}»:", f"“{self._decision.name}”:")
        match self._outcome:
            case Decided(rows, rules):
                yield from self._decided(rows, rules)
            case NotDecided(reasons):
                yield from self._not_decided(reasons)
            case Conflicted(rules):
                yield from self._conflicted(rules)
            case never:
                assert_never(never)

    def _decided(self, rows: tuple[Mapping[str, Fact], ...], rules: tuple[RuleRef, ...]) -> Iterator[Words]:
        own = [ref for ref in rules if ref.decision == self._decision.id]
        if not self._decision.gives_list or own[0].is_default:
            for ref in own:
                yield from self._holds(ref)
            yield from self._collected(own)
            yield self._result(rows[0])
            return
        for ref, row in zip(own, rows, strict=True):
            yield from self._holds(ref)
            yield self._result(row)

    def _collected(self, own: list[RuleRef]) -> Iterator[Words]:
        made = self._decision.aggregation
        if made is not None and not own[0].is_default:
            yield Words(
                f"{_MADE[made].az} ({numbered(own).az} qaydalar).", f"{_MADE[made].en} (rules {numbered(own).en})."
            )

    def _not_decided(self, reasons: tuple[Reason, ...]) -> Iterator[Words]:
        yield Words("Qərar verilmədi.", "Not decided.")
        for reason in reasons:
            yield Words(f"Səbəb: {reason.words.az}.", f"Because {reason.words.en}.")
        yield from self._nearest()

    def _conflicted(self, rules: tuple[RuleRef, ...]) -> Iterator[Words]:
        if rules[0].decision != self._decision.id:
            yield Words(
                "Qərar verilmədi: tələb olunan qərar ziddiyyətlidir.",
                "Not decided: a decision that it requires is in conflict.",
            )
            return
        numbers = numbered(rules)
        yield Words(
            f"Ziddiyyət: {numbers.az} qaydalar eyni vaxtda ödənir. Cədvəl düzəldilməlidir.",
            f"Conflict: rules {numbers.en} hold at once. The table must be corrected.",
        )
        for ref in rules:
            yield from self._holds(ref)

    def _holds(self, ref: RuleRef) -> Iterator[Words]:
        basis = _basis(ref)
        if ref.is_default:
            yield Words(
                f"Heç bir qayda ödənmir, susmaya görə nəticə tətbiq olunur; əsas: {basis.az}.",
                f"No rule holds, so the default output applies; basis: {basis.en}.",
            )
            return
        for column, test in self._asked(ref.number - 1):
            fact, cell = self._fact(column), tell_test(test)
            yield Words(f"{fact.az} «{cell.az}» şərtini ödəyir.", f"{fact.en} satisfies “{cell.en}”.")
        yield Words(
            f"{ordinal(ref.number)} qayda tətbiq olunur; əsas: {basis.az}.",
            f"Rule {ref.number} applies; basis: {basis.en}.",
        )
        if note := self._decision.rules[ref.number - 1].note:
            yield Words(note, note)

    def _result(self, row: Mapping[str, Fact]) -> Words:
        named = [(self._run.table.label(name), show_fact(value)) for name, value in row.items()]
        az = "; ".join(f"{label.az} = {value.az}" for label, value in named)
        en = "; ".join(f"{label.en} = {value.en}" for label, value in named)
        return Words(f"Nəticə: {az}.", f"Result: {en}.")

    def _nearest(self) -> Iterator[Words]:
        """The rules that known facts speak against least."""
        against = [(list(self._against(number)), number) for number in range(len(self._decision.rules))]
        close = sorted((found for found in against if found[0]), key=lambda found: (len(found[0]), found[1]))
        for unmet, number in close[:NEAREST]:
            az = ", ".join(f"{self._fact(column).az} «{tell_test(test).az}» şərtini ödəmir" for column, test in unmet)
            en = ", ".join(f"{self._fact(column).en} does not satisfy “{tell_test(test).en}”" for column, test in unmet)
            yield Words(
                f"{ordinal(number + 1)} qayda tətbiq olunmur: {az}.", f"Rule {number + 1} does not apply: {en}."
            )

    def _against(self, number: int) -> Iterator[tuple[Column, UnaryTest]]:
        for column, test in self._asked(number):
            value = self._run.facts.get(column.fact)
            if value is not None and not test.holds(value):
                yield column, test

    def _asked(self, number: int) -> Iterator[tuple[Column, UnaryTest]]:
        pairs = zip(self._decision.inputs, self._decision.rules[number].tests, strict=True)
        return ((column, test) for column, test in pairs if not test.is_any)

    def _fact(self, column: Column) -> Words:
        label, value = self._run.table.label(column.fact), show_fact(self._run.facts[column.fact])
        return Words(f"{label.az} = {value.az}", f"{label.en} = {value.en}")


def _basis(ref: RuleRef) -> Words:
    if ref.is_assumed:
        return Words("fərziyyə, hüquqi əsas göstərilməyib", "assumed, no legal basis is named")
    return Words(ref.basis, ref.basis)


def _outcome(found: Outcome) -> dict[str, Any]:
    match found:
        case Decided(rows, rules):
            written = [{name: write_literal(value) for name, value in row.items()} for row in rows]
            return {"kind": found.kind, "rows": written, "rules": [_ref(ref) for ref in rules]}
        case NotDecided(reasons):
            why = [
                {"kind": each.kind, "subject": each.subject, "rule": _ref(each.rule) if each.rule else None}
                for each in reasons
            ]
            return {"kind": found.kind, "reasons": why}
        case Conflicted(rules):
            return {"kind": found.kind, "rules": [_ref(ref) for ref in rules]}
        case never:
            assert_never(never)


def _ref(ref: RuleRef) -> dict[str, Any]:
    return {"decision": ref.decision, "number": ref.number, "rule": ref.rule, "basis": ref.basis}
