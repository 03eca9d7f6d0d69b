"""Decision tables as the API shows them, in the caller's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from document_flow.decisions.drawing import as_rows
from document_flow.decisions.facts import Fact
from document_flow.decisions.outcome import Conflicted, Decided, NotDecided, Outcome, RuleRef
from document_flow.decisions.refusal import Problem
from document_flow.decisions.replay import Difference
from document_flow.decisions.table import Table
from document_flow.decisions.versions import STATUS_WORDS, Adoption, TableVersion
from hub.api.law.decision_models import (
    ActView,
    AdoptionView,
    AnswerView,
    DifferenceView,
    ExplainedView,
    FactView,
    OutcomeView,
    ProblemView,
    ReasonView,
    RecordView,
    ReplayView,
    RowView,
    RuleView,
    SheetView,
    ShownTable,
    TableView,
    VersionView,
)
from hub.clock import rfc3339
from hub.documents.law.impact import Impact
from hub.documents.law.rulings import Asked, Record
from hub.documents.law.table_repository import Kept
from hub.errors import Lang
from hub.web.problem import say


def table_view(kept: Kept, lang: Lang) -> TableView:
    """The table."""
    return TableView(
        table=kept.name,
        title=say(kept.versions.title, lang),
        revision=kept.revision,
        versions=[version_view(each, lang) for each in kept.versions.versions],
    )


def version_view(version: TableVersion, lang: Lang) -> VersionView:
    """One version."""
    act = version.act
    return VersionView(
        version=version.number,
        sha256=version.sha256,
        status=version.status,
        status_word=say(STATUS_WORDS[version.status], lang),
        act=ActView(id=act.id, title=say(act.title, lang), day=act.day),
        authors=list(version.authors),
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        adoption=_adoption(version.adoption),
        assumed=any(rule.is_assumed for each in version.table.decisions for rule in each.rules),
    )


def _adoption(made: Adoption | None) -> AdoptionView | None:
    if made is None:
        return None
    return AdoptionView(second=made.second, adopted_by=made.adopted_by, day=made.day, replay=made.replay)


def shown_table(kept: Kept, version: TableVersion, leaves: list[dict[str, Any]], lang: Lang) -> ShownTable:
    """One version in full."""
    here = f"/v1/decisions/{kept.name}"
    return ShownTable(
        **table_view(kept, lang).model_dump(),
        version=version.number,
        facts=[
            FactView(name=each.fact, label=say(version.table.label(each.fact), lang), type=each.kind)
            for each in version.table.facts()
        ],
        sheets=_sheets(version.table, lang),
        cases=kept.stored[version.number].cases,
        evidence=leaves,
        links={"self": f"{here}?version={version.number}", "dmn": f"{here}/versions/{version.number}.dmn"},
    )


def _sheets(table: Table, lang: Lang) -> list[SheetView]:
    return [
        SheetView(
            title=say(sheet.title, lang),
            headings=[say(each, lang) for each in sheet.headings],
            rows=[
                RowView(
                    cells=[say(cell, lang) for cell in row],
                    rule=rule.id,
                    basis=rule.basis,
                    assumed=rule.is_assumed,
                    note=rule.note,
                )
                for row, rule in zip(sheet.rows, decision.rules, strict=True)
            ],
        )
        for sheet, decision in zip(as_rows(table), table.decisions, strict=True)
    ]


def problem_view(problem: Problem, lang: Lang) -> ProblemView:
    """One problem."""
    return ProblemView(
        code=problem.code, place=problem.place, severity=problem.severity, detail=say(problem.words, lang)
    )


def outcome_view(outcome: Outcome, lang: Lang) -> OutcomeView:
    """What the law says, with the values as JSON has them."""
    match outcome:
        case Decided(rows, rules):
            return OutcomeView(
                outcome="decided",
                rows=[{name: _plain(value) for name, value in row.items()} for row in rows],
                rules=[_rule(each) for each in rules],
            )
        case NotDecided(reasons):
            told = [ReasonView(kind=each.kind, subject=each.subject, detail=say(each.words, lang)) for each in reasons]
            return OutcomeView(outcome="not_decided", missing=list(outcome.missing), reasons=told)
        case Conflicted(rules):
            return OutcomeView(outcome="conflict", rules=[_rule(each) for each in rules])


def answer_view(table: str, asked: Asked, lang: Lang) -> AnswerView:
    """The answer."""
    return AnswerView(
        **outcome_view(asked.outcome, lang).model_dump(),
        table=table,
        as_of=asked.as_of,
        version=asked.version.number if asked.version else None,
        sha256=asked.version.sha256 if asked.version else None,
        ignored=list(asked.ignored),
    )


def explained_view(record: Record, asked: Asked, lang: Lang) -> ExplainedView:
    """The answer with its reasons."""
    return ExplainedView(
        **answer_view(record.table, asked, lang).model_dump(),
        record=record.id,
        sentences=record.sentences(lang),
        links=_links(record),
    )


def record_view(record: Record, lang: Lang) -> RecordView:
    """The record."""
    return RecordView(
        record=record.id,
        table=record.table,
        version=record.stated["version"],
        sha256=record.sha256,
        as_of=record.as_of,
        outcome=record.outcome,
        subject=record.subject,
        made_by=record.made_by,
        made_at=rfc3339(record.created_at),
        facts=_plain_facts(record.given),
        sentences=record.sentences(lang),
        stated=dict(record.stated),
        links=_links(record),
    )


def replay_view(table: str, impact: Impact, lang: Lang, *, remembered: bool) -> ReplayView:
    """The impact."""
    found = impact.replay
    return ReplayView(
        table=table,
        before=impact.before.number,
        after=impact.after.number,
        sha256=impact.after.sha256,
        cases=found.cases,
        changed=found.changed,
        only_basis=found.only_basis,
        kinds={f"{old} → {new}": count for (old, new), count in sorted(found.kinds.items())},
        differences=[_difference(each, impact, lang) for each in impact.shown],
        not_shown=impact.hidden,
        digest=found.sha256(),
        remembered=remembered,
    )


def _difference(found: Difference, impact: Impact, lang: Lang) -> DifferenceView:
    facts = impact.facts.get(found.case)
    return DifferenceView(
        case=found.case,
        before=outcome_view(found.before, lang),
        after=outcome_view(found.after, lang),
        only_basis=found.only_basis,
        facts=_plain_facts(facts) if facts is not None else None,
    )


def _rule(ref: RuleRef) -> RuleView:
    return RuleView(decision=ref.decision, number=ref.number, rule=ref.rule, basis=ref.basis, assumed=ref.is_assumed)


def _links(record: Record) -> dict[str, str]:
    here = f"/v1/decisions/records/{record.id}"
    return {"self": here, "pdf": f"{here}.pdf"}


def _plain_facts(facts: Mapping[str, object]) -> dict[str, Any]:
    return {name: _plain(value) if isinstance(value, Decimal | date) else value for name, value in facts.items()}


def _plain(value: Fact) -> str | bool | int | float:
    """A fact as JSON has it: a day as yyyy-mm-dd; a number that a double cannot hold exactly as text."""
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return int(value)
        near = float(value)
        return near if Decimal(repr(near)) == value else f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value
