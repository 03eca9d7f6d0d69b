"""What is asked of decision tables over HTTP, and what is answered: the shapes, without the making of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from document_flow.decisions.versions import STATUS_WORDS
from hub.bodies import Body
from hub.web.office.law_bodies import ActIn, EndingIn
from hub.web.views import Instant, Links, Said, View, as_, from_, linked, named
from hub.web.words import WordsBody

FactValue = str | bool | int | Decimal | None
Facts = dict[str, FactValue]


def plain(value: object) -> object:
    """A fact as JSON has it: a day as yyyy-mm-dd; a number that a double cannot hold exactly as text."""
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return int(value)
        near = float(value)
        return near if Decimal(repr(near)) == value else f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


Plain = Annotated[Any, as_(plain)]
RecordLinks = Annotated[Links, linked(self="/v1/decisions/records/{}", pdf="/v1/decisions/records/{}.pdf")]


class ProposeBody(Body):
    """A new version: a DMN 1.3 file, its test cases as YAML, its act. Title and labels default to the newest ones."""

    act: ActIn
    dmn: str = Field(max_length=8 * 1024 * 1024)
    cases: str = Field(max_length=2_000_000)
    title: WordsBody | None = None
    labels: dict[str, WordsBody] | None = Field(default=None, max_length=500)
    expected_revision: int | None = Field(default=None, ge=0)


class RevisionBody(Body):
    """A step with a version, over the revision of its table that was seen."""

    expected_revision: int = Field(ge=0)


class AdoptBody(RevisionBody):
    """The second person's yes: to the table of this hash, after the replay of this digest, by this decision."""

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    replay: str = Field(default="", pattern="^([0-9a-f]{64})?$", description="Empty for a table's first version only")
    adopted_by: str = Field(min_length=1, max_length=300, description="The body's decision, such as an order's number")


class ForceBody(RevisionBody):
    """The first day about which the version decides, and the last where it is known."""

    first: date
    last: date | None = None


class RepealIn(EndingIn):
    """The end of a version, over the revision of its table that was seen."""

    expected_revision: int = Field(ge=0)

    def ending_in(self) -> EndingIn:
        """Without the revision."""
        return EndingIn(last=self.last, reason=self.reason, act=self.act, successor=self.successor)


class EvaluateBody(Body):
    """The facts of one case, as of a legal day (today where none is given)."""

    facts: Facts = Field(max_length=500)
    as_of: date | None = None


class ExplainBody(EvaluateBody):
    """The same, to be kept; `subject` says on paper what it is about."""

    subject: str = Field(default="", max_length=300)


class CaseIn(Body):
    """A case to replay."""

    id: str = Field(min_length=1, max_length=100)
    facts: Facts = Field(max_length=500)


class ReplayBody(Body):
    """Which cases (all that are stored, or those brought along), by which versions, and how many differences."""

    after: int = Field(ge=1)
    before: int | None = Field(default=None, ge=1, description="By default the version whose law it would change")
    stored: bool = False
    cases: list[CaseIn] = Field(default_factory=list, max_length=10_000)
    most: int = Field(default=50, ge=0, le=500)


class LegalActView(View):
    """The act behind a version."""

    id: str
    title: Said
    day: date | None


class AdoptionView(View):
    """Who adopted it, by which decision of the body, over which replay."""

    second: str
    adopted_by: str
    day: date
    replay: str


class TableVersionView(View):
    """A version; `status_word` is its standing in the caller's language."""

    version: int = from_("number")
    sha256: str
    status: str
    status_word: Annotated[str, named(STATUS_WORDS.get)] = from_("status")
    act: LegalActView
    authors: list[str]
    valid_from: date | None
    valid_to: date | None
    adoption: AdoptionView | None
    assumed: Annotated[bool, as_(lambda table: any(each.assumes for each in table.decisions))] = from_(
        "table", description="Whether any of its rules has no act behind it"
    )


class LawGapView(View):
    """Days between two versions about which none decides."""

    first: date
    last: date
    days: int
    detail: Said = from_("words")


class TableView(View):
    """A table with its versions. A command names the `revision` that it has seen."""

    table: str = from_("name")
    title: Said = from_("versions.title")
    revision: int
    versions: list[TableVersionView] = from_("versions.versions")
    gaps: list[LawGapView] = from_("versions.gaps")


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
    values: list[str] = Field(description="Where the table lists them; others are refused")


class ShownTable(TableView):
    """One version in full: what it asks for, its rules, its test cases, and its leaves in the evidence log."""

    version: int
    facts: list[FactView]
    sheets: list[SheetView]
    cases: str
    evidence: list[dict[str, Any]]
    links: dict[str, str]


class ProblemView(View):
    """Something that a lawyer should look at."""

    code: str
    place: str
    severity: str
    detail: Said = from_("words")


class EnactedView(TableView):
    """The table after a step, the version that took it, and notes on it."""

    version: int
    notes: list[ProblemView]


class ProposedEndingView(TableView):
    """The table as it stands while the end of a version waits for a second person, who agrees to the proposal at
    `/v1/directory/proposals/{id}/agree`.
    """

    version: int
    proposal: str


class RuleView(View):
    """A rule that took part; the default output, which holds where no rule does, has the number 0."""

    decision: str
    number: int
    rule: str
    basis: str
    assumed: bool = from_("is_assumed")


class ReasonView(View):
    """Why there is no decision; of kind `missing`, `subject` is the fact to ask for."""

    kind: str
    subject: str
    detail: Said = from_("words")


class OutcomeView(View):
    """What the law says: decided, not decided and why, or in conflict with itself."""

    outcome: Literal["decided", "not_decided", "conflict"] = from_("kind")
    rows: list[dict[str, Plain]] = Field(default_factory=list)
    rules: list[RuleView] = Field(default_factory=list)
    missing: list[str] = Field(default_factory=list)
    reasons: list[ReasonView] = Field(default_factory=list)


class RulingView(OutcomeView):
    """The answer with the version and the day it was decided by; `ignored` are facts that the table does not ask.

    `notes` name texts that the table writes otherwise, or that none of its rules names.
    """

    table: str
    as_of: date
    version: int | None
    sha256: str | None
    ignored: list[str]
    notes: list[str]


class ExplainedView(RulingView):
    """The same with the reasons in sentences; kept under `record`."""

    record: str
    sentences: list[str]
    links: RecordLinks = from_("record")


class RecordView(View):
    """A decision as it was made."""

    record: str = from_("id")
    table: str
    version: int | None = from_("stated.version")
    sha256: str
    as_of: date
    outcome: str
    subject: str
    made_by: str
    made_at: Instant = from_("created_at")
    facts: dict[str, Plain] = from_("given")
    sentences: list[str]
    stated: dict[str, Any]
    links: RecordLinks = from_("id")


class DifferenceView(View):
    """A case that comes to something else; `facts` only for whoever may see them."""

    case: str
    before: OutcomeView
    after: OutcomeView
    only_basis: bool
    facts: dict[str, Plain] | None


class ReplayView(View):
    """The impact: counts, kinds of change, differences. `digest` names it; an adoption sends it."""

    table: str
    before: int = from_("before.number")
    after: int = from_("after.number")
    sha256: str = from_("after.sha256")
    cases: int = from_("replay.cases")
    changed: int = from_("replay.changed")
    only_basis: int = from_("replay.only_basis")
    kinds: dict[str, int]
    differences: list[DifferenceView]
    not_shown: int = from_("hidden")
    digest: str
    remembered: bool
