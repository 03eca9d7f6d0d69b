"""A recorded decision on paper: its facts, the rules that led to it with their acts, and the hash of its table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from document_flow.decisions import outcome
from document_flow.decisions.facts import Fact, FactType
from document_flow.decisions.outcome import RuleRef
from document_flow.decisions.sfeel import compile_literal, compile_test, write_literal
from document_flow.decisions.table import Decision, Rule, Table
from document_flow.decisions.texts import show_fact, tell_test
from document_flow.decisions.versions import TableVersion
from document_flow.rendering import models
from document_flow.rendering.forms import PrintKind
from document_flow.rendering.models.explanation import (
    Basis,
    Condition,
    DecisionExplanation,
    FactUsed,
    RuleShown,
    TableUsed,
)
from document_flow.rendering.render import render
from document_flow.words import Words
from hub.documents.law.rulings import Record, moment, today
from hub.documents.printing.refusing import refusing_unprintable
from hub.errors import Lang

_LINE, _NOTE = 300, 2_000
_OUTCOMES: dict[str, Literal["decided", "conflict"]] = {"decided": "decided", "conflicted": "conflict"}


def print_record(
    record: Record, version: TableVersion, title: Words, body: models.Body, *, lang: Lang, sample: bool
) -> bytes:
    """The PDF, with the record itself inside. `sample` marks what a sandbox has decided."""
    paper = _Paper(record, version, lang).explanation(title, body)
    with refusing_unprintable():
        return render(PrintKind.EXPLANATION, paper, lang=lang, sample=sample, record=record.canonical())


class _Paper:
    """Everything that the form shows, out of the record and the table of its hash."""

    def __init__(self, record: Record, version: TableVersion, lang: Lang) -> None:
        self._record = record
        self._version = version
        self._table: Table = version.table
        self._outcome: Mapping[str, Any] = record.stated["outcome"]
        self._lang = lang
        kinds: dict[str, FactType] = {}
        for decision in self._table.decisions:
            kinds |= {column.fact: column.kind for column in decision.inputs}
            kinds |= {output.name: output.kind for output in decision.outputs}
        self._facts = {name: _value(text, kinds[name]) for name, text in record.stated["facts"].items()}

    def explanation(self, title: Words, body: models.Body) -> DecisionExplanation:
        version, refs = self._version, [_ref(each) for each in self._outcome.get("rules", ())]
        return DecisionExplanation(
            body=body,
            subject=_cut(self._record.subject or self._say(title)),
            day=today(self._record.created_at),
            as_of=self._record.as_of,
            decided_at=moment(self._record.created_at),
            outcome=self._came_to(),
            result=tuple(self._result()),
            table=TableUsed(
                title, str(version.number), version.sha256, version.valid_from or self._record.as_of, version.valid_to
            ),
            facts=tuple(self._used()),
            rules=tuple(self._shown(ref) for ref in refs),
            bases=tuple(dict.fromkeys(self._basis(ref) for ref in refs)),
            missing=tuple(self._reasons()),
        )

    def _came_to(self) -> Literal["decided", "undecided", "unanswered", "conflict"]:
        if found := _OUTCOMES.get(self._outcome["kind"]):
            return found
        kinds = {reason["kind"] for reason in self._outcome["reasons"]}
        return "undecided" if kinds == {"missing"} else "unanswered"

    def _result(self) -> Iterator[models.Fact]:
        kinds = {output.name: self._table.end.kind_of(output) for output in self._table.end.outputs}
        for row in self._outcome.get("rows", ()):
            for name, text in row.items():
                yield models.Fact(self._table.label(name), self._show(_value(text, kinds[name])))

    def _used(self) -> Iterator[FactUsed]:
        for column in self._table.facts():
            value = self._facts.get(column.fact)
            yield FactUsed(self._table.label(column.fact), "" if value is None else self._show(value))

    def _shown(self, ref: RuleRef) -> RuleShown:
        decision, rule = self._rule(ref)
        outputs = zip(decision.outputs, rule.values, strict=True)
        pairs = [(self._table.label(output.name), show_fact(value)) for output, value in outputs]
        says = Words(
            _cut("; ".join(f"{label.az} = {value.az}" for label, value in pairs)),
            _cut("; ".join(f"{label.en} = {value.en}" for label, value in pairs)),
        )
        return RuleShown(
            _cut(f"{self._say(ref.named) if ref.is_default else ref.number} ({decision.name})"),
            says,
            tuple(self._conditions(decision, rule)),
            applies=True,
            basis=_cut(self._act(ref)),
        )

    def _conditions(self, decision: Decision, rule: Rule) -> Iterator[Condition]:
        for column, test in zip(decision.inputs, rule.tests, strict=True):
            if not test.is_any:
                found = self._facts.get(column.fact)
                shown = "" if found is None else self._show(found)
                yield Condition(self._table.label(column.fact), _cut(self._say(tell_test(test))), shown, holds=True)

    def _basis(self, ref: RuleRef) -> Basis:
        _, rule = self._rule(ref)
        return Basis(_cut(self._act(ref)), text=rule.note[:_NOTE], assumed=ref.is_assumed)

    def _act(self, ref: RuleRef) -> str:
        """The version's act is not named where a rule has none: it does not stand behind that rule."""
        return self._say(_ASSUMED) if ref.is_assumed else ref.basis

    def _reasons(self) -> Iterator[Words]:
        for reason in self._outcome.get("reasons", ()):
            subject = reason["subject"]
            if reason["kind"] == "missing":
                yield self._table.label(subject)
            elif reason["kind"] == "assumed":
                yield outcome.assumed(_ref(reason["rule"])).words
            elif reason["kind"] == "no_number":
                ref = _ref(reason["rule"])
                yield outcome.no_number(ref, subject, self._formula(ref, subject)).words
            elif reason["kind"] == "no_rule":
                yield outcome.no_rule(subject, self._table.decision(subject).name).words
            else:
                yield outcome.refused(self._table, subject, _NOT_TAKEN).words

    def _rule(self, ref: RuleRef) -> tuple[Decision, Rule]:
        decision = self._table.decision(ref.decision)
        if ref.is_default and decision.default is not None:
            unasked = tuple(compile_test("-", column.kind) for column in decision.inputs)
            return decision, Rule(ref.rule, unasked, decision.default.values, ref.basis)
        return decision, decision.rules[ref.number - 1]

    def _formula(self, ref: RuleRef, output: str) -> str:
        decision, rule = self._rule(ref)
        if decision.aggregation is not None:
            return decision.hit
        pairs = zip(decision.outputs, rule.values, strict=True)
        return next((write_literal(value) for each, value in pairs if each.name == output), output)

    def _show(self, value: Fact) -> str:
        return _cut(self._say(show_fact(value)))

    def _say(self, words: Words) -> str:
        return words.say(self._lang)


_ASSUMED = Words("fərziyyə, hüquqi əsas göstərilməyib", "assumed, no legal basis is named")
_NOT_TAKEN = Words("verilən dəyər qəbul edilmədi", "the value given was not taken")


def _value(literal: str, kind: FactType) -> Fact:
    return compile_literal(literal, kind)


def _ref(stated: Mapping[str, Any]) -> RuleRef:
    return RuleRef(stated["decision"], stated["number"], stated["rule"], stated["basis"])


def _cut(text: str) -> str:
    """What a line of the form has room for; the record inside the file has all of it."""
    return text if len(text) <= _LINE else f"{text[: _LINE - 1]}…"
