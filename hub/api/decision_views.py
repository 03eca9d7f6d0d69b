"""Decision tables as the API shows them, in the caller's language; what may be asked of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from document_flow.decisions.drawing import Sheet, as_rows
from document_flow.decisions.facts import Fact
from document_flow.decisions.outcome import Conflicted, Decided, NotDecided, Outcome, RuleRef
from document_flow.decisions.refusal import Problem
from document_flow.decisions.replay import Difference
from document_flow.decisions.table import Table
from document_flow.decisions.versions import STATUS_WORDS, Act, Adoption, TableVersion
from document_flow.words import Words
from hub.api.problem import Lang, say
from hub.clock import rfc3339
from hub.documents.impact import Impact
from hub.documents.lawbook import Kept
from hub.documents.rulings import Asked, Record

_CLOSED = ConfigDict(extra="forbid", frozen=True)
FactValue = str | bool | int | Decimal | None
Facts = dict[str, FactValue]


class WordsBody(BaseModel):
    """A text in both languages."""

    model_config = _CLOSED
    az: str = Field(min_length=1, max_length=300)
    en: str = Field(min_length=1, max_length=300)

    def words(self) -> Words:
        """As the rules have it."""
        return Words(self.az, self.en)


class ActIn(BaseModel):
    """The act behind a version; `assumed` as its id where there is none. Article numbers stand in the rules."""

    model_config = _CLOSED
    id: str = Field(min_length=1, max_length=100)
    title: WordsBody
    day: date | None = None

    def act(self) -> Act:
        """As the rules have it."""
        return Act(self.id, self.title.words(), self.day)


class ProposeBody(BaseModel):
    """A new version: a DMN 1.3 file, its test cases as YAML, its act. Title and labels default to the newest ones."""

    model_config = _CLOSED
    act: ActIn
    dmn: str = Field(max_length=8 * 1024 * 1024)
    cases: str = Field(max_length=2_000_000)
    title: WordsBody | None = None
    labels: dict[str, WordsBody] | None = Field(default=None, max_length=500)
    expected_revision: int | None = Field(default=None, ge=0)


class AdoptBody(BaseModel):
    """The second person's yes: to the table of this hash, after the replay of this digest, by this decision."""

    model_config = _CLOSED
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    replay: str = Field(default="", pattern="^([0-9a-f]{64})?$", description="Empty for a table's first version only")
    adopted_by: str = Field(min_length=1, max_length=300, description="The body's decision, such as an order's number")
    expected_revision: int = Field(ge=0)


class ForceBody(BaseModel):
    """The first day about which the version decides, and the last where it is known."""

    model_config = _CLOSED
    first: date
    last: date | None = None
    expected_revision: int = Field(ge=0)


class RepealBody(BaseModel):
    """The last day about which the version decides."""

    model_config = _CLOSED
    last: date
    expected_revision: int = Field(ge=0)


class EvaluateBody(BaseModel):
    """The facts of one case, as of a legal day (today where none is given)."""

    model_config = _CLOSED
    facts: Facts = Field(max_length=500)
    as_of: date | None = None


class ExplainBody(EvaluateBody):
    """The same, to be kept; `subject` says on paper what it is about."""

    subject: str = Field(default="", max_length=300)


class CaseIn(BaseModel):
    """A case to replay."""

    model_config = _CLOSED
    id: str = Field(min_length=1, max_length=100)
    facts: Facts = Field(max_length=500)


class ReplayBody(BaseModel):
    """Which cases (all that are stored, or those brought along), by which versions, and how many differences."""

    model_config = _CLOSED
    after: int = Field(ge=1)
    before: int | None = Field(default=None, ge=1, description="By default the version whose law it would change")
    stored: bool = False
    cases: list[CaseIn] = Field(default_factory=list, max_length=10_000)
    most: int = Field(default=50, ge=0, le=500)


class ActView(BaseModel):
    """The act behind a version."""

    id: str
    title: str
    day: date | None


class AdoptionView(BaseModel):
    """Who adopted it, by which decision of the body, over which replay."""

    second: str
    adopted_by: str
    day: date
    replay: str


class VersionView(BaseModel):
    """A version; `status_word` is its standing in the caller's language."""

    version: int
    sha256: str
    status: str
    status_word: str
    act: ActView
    authors: list[str]
    valid_from: date | None
    valid_to: date | None
    adoption: AdoptionView | None
    assumed: bool = Field(description="Whether any of its rules has no act behind it")


class TableView(BaseModel):
    """A table with its versions. A command names the `revision` that it has seen."""

    table: str
    title: str
    revision: int
    versions: list[VersionView]


class Tables(BaseModel):
    """All tables."""

    tables: list[TableView]


class RowView(BaseModel):
    """A rule as it is printed: a text for each heading, and the basis once more by itself."""

    cells: list[str]
    rule: str
    basis: str
    assumed: bool
    note: str


class SheetView(BaseModel):
    """One decision of the table as a grid."""

    title: str
    headings: list[str]
    rows: list[RowView]


class FactView(BaseModel):
    """A fact that must come from outside."""

    name: str
    label: str
    type: str


class ShownTable(TableView):
    """One version in full: what it asks for, its rules, its test cases, and its leaves in the evidence log."""

    version: int
    facts: list[FactView]
    sheets: list[SheetView]
    cases: str
    evidence: list[dict[str, Any]]
    links: dict[str, str]


class ProblemView(BaseModel):
    """Something that a lawyer should look at."""

    code: str
    place: str
    severity: str
    detail: str


class EnactedView(TableView):
    """The table after a step, the version that took it, and notes on it."""

    version: int
    notes: list[ProblemView]


class RuleView(BaseModel):
    """A rule that took part."""

    decision: str
    number: int
    rule: str
    basis: str
    assumed: bool


class ReasonView(BaseModel):
    """Why there is no decision; of kind `missing`, `subject` is the fact to ask for."""

    kind: str
    subject: str
    detail: str


class OutcomeView(BaseModel):
    """What the law says: decided, not decided and why, or in conflict with itself."""

    outcome: Literal["decided", "not_decided", "conflict"]
    rows: list[dict[str, Any]] = Field(default_factory=list)
    rules: list[RuleView] = Field(default_factory=list)
    missing: list[str] = Field(default_factory=list)
    reasons: list[ReasonView] = Field(default_factory=list)


class AnswerView(OutcomeView):
    """The answer with the version and the day it was decided by; `ignored` are facts that the table does not ask."""

    table: str
    as_of: date
    version: int | None
    sha256: str | None
    ignored: list[str]


class ExplainedView(AnswerView):
    """The same with the reasons in sentences; kept under `record`."""

    record: str
    sentences: list[str]
    links: dict[str, str]


class RecordView(BaseModel):
    """A decision as it was made."""

    record: str
    table: str
    version: int | None
    sha256: str
    as_of: date
    outcome: str
    subject: str
    made_by: str
    made_at: str
    facts: dict[str, Any]
    sentences: list[str]
    stated: dict[str, Any]
    links: dict[str, str]


class DifferenceView(BaseModel):
    """A case that comes to something else; `facts` only for whoever may see them."""

    case: str
    before: OutcomeView
    after: OutcomeView
    only_basis: bool
    facts: dict[str, Any] | None


class ReplayView(BaseModel):
    """The impact: counts, kinds of change, differences. `digest` names it; an adoption sends it."""

    table: str
    before: int
    after: int
    sha256: str
    cases: int
    changed: int
    only_basis: int
    kinds: dict[str, int]
    differences: list[DifferenceView]
    not_shown: int
    digest: str
    remembered: bool


def table_view(kept: Kept, lang: Lang) -> TableView:
    """The table."""
    return TableView(
        table=kept.name, title=say(kept.versions.title, lang), revision=kept.revision,
        versions=[version_view(each, lang) for each in kept.versions.versions],
    )  # fmt: skip


def version_view(version: TableVersion, lang: Lang) -> VersionView:
    """One version."""
    act = version.act
    return VersionView(
        version=version.number, sha256=version.sha256, status=version.status,
        status_word=say(STATUS_WORDS[version.status], lang),
        act=ActView(id=act.id, title=say(act.title, lang), day=act.day), authors=list(version.authors),
        valid_from=version.valid_from, valid_to=version.valid_to, adoption=_adoption(version.adoption),
        assumed=any(rule.is_assumed for each in version.table.decisions for rule in each.rules),
    )  # fmt: skip


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
        facts=[FactView(name=each.fact, label=say(version.table.label(each.fact), lang), type=each.kind)
               for each in version.table.facts()],
        sheets=_sheets(version.table, lang),
        cases=kept.stored[version.number].cases,
        evidence=leaves,
        links={"self": f"{here}?version={version.number}", "dmn": f"{here}/versions/{version.number}.dmn"},
    )  # fmt: skip


def _sheets(table: Table, lang: Lang) -> list[SheetView]:
    def grid(sheet: Sheet, number: int) -> SheetView:
        rules = table.decisions[number].rules
        rows = [
            RowView(cells=[say(cell, lang) for cell in row], rule=rule.id, basis=rule.basis, assumed=rule.is_assumed,
                    note=rule.note)
            for row, rule in zip(sheet.rows, rules, strict=True)
        ]  # fmt: skip
        return SheetView(
            title=say(sheet.title, lang), headings=[say(each, lang) for each in sheet.headings], rows=rows
        )  # fmt: skip

    return [grid(sheet, number) for number, sheet in enumerate(as_rows(table))]


def problem_view(problem: Problem, lang: Lang) -> ProblemView:
    """One problem."""
    return ProblemView(
        code=problem.code, place=problem.place, severity=problem.severity, detail=say(problem.words, lang)
    )  # fmt: skip


def outcome_view(outcome: Outcome, lang: Lang) -> OutcomeView:
    """What the law says, with the values as JSON has them."""
    match outcome:
        case Decided(rows, rules):
            return OutcomeView(
                outcome="decided", rows=[{name: plain(value) for name, value in row.items()} for row in rows],
                rules=[_rule(each) for each in rules],
            )  # fmt: skip
        case NotDecided(reasons):
            told = [
                ReasonView(kind=each.kind, subject=each.subject, detail=say(each.words, lang)) for each in reasons
            ]  # fmt: skip
            return OutcomeView(outcome="not_decided", missing=list(outcome.missing), reasons=told)
        case Conflicted(rules):
            return OutcomeView(outcome="conflict", rules=[_rule(each) for each in rules])


def answer_view(table: str, asked: Asked, lang: Lang) -> AnswerView:
    """The answer."""
    return AnswerView(
        **outcome_view(asked.outcome, lang).model_dump(), table=table, as_of=asked.as_of,
        version=asked.version.number if asked.version else None,
        sha256=asked.version.sha256 if asked.version else None, ignored=list(asked.ignored),
    )  # fmt: skip


def explained_view(record: Record, asked: Asked, lang: Lang) -> ExplainedView:
    """The answer with its reasons."""
    return ExplainedView(
        **answer_view(record.table, asked, lang).model_dump(), record=record.id, sentences=record.sentences(lang),
        links=_links(record),
    )  # fmt: skip


def record_view(record: Record, lang: Lang) -> RecordView:
    """The record."""
    return RecordView(
        record=record.id, table=record.table, version=record.stated["version"], sha256=record.sha256,
        as_of=record.as_of, outcome=record.outcome, subject=record.subject, made_by=record.made_by,
        made_at=rfc3339(record.created_at), facts=_plain_facts(record.given), sentences=record.sentences(lang),
        stated=dict(record.stated), links=_links(record),
    )  # fmt: skip


def replay_view(table: str, impact: Impact, lang: Lang, *, remembered: bool) -> ReplayView:
    """The impact."""
    found = impact.replay
    return ReplayView(
        table=table, before=impact.before.number, after=impact.after.number, sha256=impact.after.sha256,
        cases=found.cases, changed=found.changed, only_basis=found.only_basis,
        kinds={f"{old} → {new}": count for (old, new), count in sorted(found.kinds.items())},
        differences=[_difference(each, impact, lang) for each in impact.shown], not_shown=impact.hidden,
        digest=found.sha256(), remembered=remembered,
    )  # fmt: skip


def _difference(found: Difference, impact: Impact, lang: Lang) -> DifferenceView:
    facts = impact.facts.get(found.case)
    return DifferenceView(
        case=found.case, before=outcome_view(found.before, lang), after=outcome_view(found.after, lang),
        only_basis=found.only_basis, facts=_plain_facts(facts) if facts is not None else None,
    )  # fmt: skip


def _rule(ref: RuleRef) -> RuleView:
    return RuleView(
        decision=ref.decision, number=ref.number, rule=ref.rule, basis=ref.basis, assumed=ref.is_assumed
    )  # fmt: skip


def _links(record: Record) -> dict[str, str]:
    here = f"/v1/decisions/records/{record.id}"
    return {"self": here, "pdf": f"{here}.pdf"}


def _plain_facts(facts: Any) -> dict[str, Any]:
    return {name: plain(value) if isinstance(value, Decimal | date) else value for name, value in facts.items()}


def plain(value: Fact) -> str | bool | int | float:
    """A fact as JSON has it: a day as yyyy-mm-dd; a number that a double cannot hold exactly as text."""
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return int(value)
        near = float(value)
        return near if Decimal(repr(near)) == value else f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value
