"""The author sends the draft, or a recalled document again, on its path with the facts that conditions test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from document_flow.form import Said
from document_flow.paths.acting import (
    Act,
    ByStandIn,
    Case,
    Decided,
    Field,
    Form,
    HappenedFor,
    Refusal,
    State,
    Words,
    elsewhere,
    follow,
    not_author,
    refusal,
)
from document_flow.paths.canonical import version_id
from document_flow.paths.following import FOLLOWING
from document_flow.paths.path import Path
from document_flow.paths.plan import first_unstaffed, plan_of, stated
from document_flow.paths.replanning import replanned, with_hands
from document_flow.paths.values import JsonFact, PlannedStage, StatedFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit(ByStandIn):
    """The author sends the draft, or a recalled document again, on its path with the facts that conditions test."""

    kind: Literal["submit"] = "submit"
    content_hash: str
    facts: Mapping[str, JsonFact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun(HappenedFor):
    """A draft of `by` was put on a version of a path (its SHA-256)."""

    kind: Literal["begun"] = "begun"
    path_id: str
    path_version: int
    path_sha256: str
    document_kind: str
    content_hash: str

    def apply(self, state: State) -> State:
        """A run, or after a refusal a second one of the document: rounds count on, so that no timer is met again."""
        return State(
            round=state.round,
            seen=state.seen,
            status="draft",
            path_id=self.path_id,
            path_version=self.path_version,
            path_sha256=self.path_sha256,
            author=self.on_behalf_of or self.by,
            hands=with_hands((), self),
            document_kind=self.document_kind,
            content_hash=self.content_hash,
            length=state.length + 1,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(HappenedFor):
    """A round began with these stages; all earlier visas are history."""

    kind: Literal["submitted"] = "submitted"
    round: int
    content_hash: str
    facts: tuple[StatedFact, ...]
    plan: tuple[PlannedStage, ...]

    def apply(self, state: State) -> State:
        """Running, with no visa yet."""
        return replace(
            replanned(state, self.round, self.plan, ()),
            status="running",
            content_hash=self.content_hash,
            facts=self.facts,
            hands=with_hands(state.hands, self),
        )


def begin(path: Path, author: str, document_kind: str, content_hash: str, at: datetime) -> Begun | Refusal:
    """Put a draft on the path: the first event of a run, for `evolve(NOTHING, …)`. `at` is aware.

    A document that was refused or recalled may begin once more, on the state of its last run.
    """
    if document_kind not in path.kinds:
        return refusal("path.kind", path=path.id, kind=document_kind)
    return Begun(
        by=author,
        at=at,
        path_id=path.id,
        path_version=path.version,
        path_sha256=version_id(path),
        document_kind=document_kind,
        content_hash=content_hash,
    )


def decide(case: Case, command: Submit) -> Decided:
    """Send it on its path, if every stage ahead has enough people today."""
    if case.state.status not in ("draft", "recalled"):
        return elsewhere(case.state)
    refused = not_author(case)
    if refused is not None:
        return refused
    facts = stated(case.path, command.facts)
    if isinstance(facts, Refusal):
        return facts
    plan = plan_of(case.path, facts)
    if isinstance(plan, Refusal):
        return plan
    submitted = Submitted(
        **case.stamp, round=case.state.round + 1, content_hash=command.content_hash, facts=facts, plan=plan
    )
    people = case.state.author, (*case.state.hands, case.by)
    return first_unstaffed(case.path, plan, (), people, case.context) or follow(case, submitted)


def _facts(said: Said) -> dict[str, Any]:
    """A day as the text that the path's rules read."""
    facts = {name.removeprefix("fact-"): value for name, value in said.items() if name.startswith("fact-")}
    return {"facts": {name: f"{value}" if isinstance(value, date) else value for name, value in facts.items()}}


_FACTS = (Field("facts", Words("Faktlar", "Facts"), source="facts"),)
ACTS = (
    Act(
        command=Submit,
        decide=decide,
        events={
            Begun: Words("razılaşma yoluna qoyuldu", "put on its path"),
            Submitted: Words("razılaşmaya göndərildi", "submitted"),
            **FOLLOWING,
        },
        forms=(
            Form(
                title=Words("Razılaşmaya göndər", "Submit"),
                place="now",
                rank=1,
                tone="primary",
                subject="paths",
                fields=_FACTS,
                reads=_facts,
            ),
            Form(
                name="submit_again",
                title=Words("Yenidən razılaşmaya göndər", "Submit again"),
                place="now",
                rank=2,
                tone="primary",
                subject="recalled",
                fields=_FACTS,
                reads=_facts,
            ),
        ),
    ),
)
