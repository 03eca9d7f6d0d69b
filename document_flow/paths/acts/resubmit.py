"""Sent again after a return, or with other content while it runs: what stays of the visas that were given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from document_flow.paths.acting import (
    Act,
    ByStandIn,
    Case,
    Decided,
    Event,
    Field,
    Form,
    HappenedFor,
    Option,
    Refusal,
    State,
    Words,
    elsewhere,
    follow,
    is_involved,
    not_author,
    not_now,
    open_stage,
    refusal,
    stale,
)
from document_flow.paths.path import OnChange, Stage
from document_flow.paths.plan import first_unstaffed, plan_of, stated
from document_flow.paths.replanning import replanned, with_hands
from document_flow.paths.state import Change
from document_flow.paths.values import JsonFact, PlannedStage, ResubmitMode, StatedFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Resubmit(ByStandIn):
    """The author's answer to a return. `mode` may be None where the path settles it.

    `minor` with the `difference` shown keeps visas where the path says `minor_keeps`. `facts` None keeps the old ones.
    """

    kind: Literal["resubmit"] = "resubmit"
    content_hash: str
    mode: ResubmitMode | None = None
    minor: bool = False
    difference: str = ""
    facts: Mapping[str, JsonFact] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resubmitted(HappenedFor):
    """A new round: stages in `kept` stay passed with their marks, the others begin anew."""

    kind: Literal["resubmitted"] = "resubmitted"
    round: int
    mode: ResubmitMode
    previous_hash: str
    content_hash: str
    minor: bool
    difference: str
    facts: tuple[StatedFact, ...]
    plan: tuple[PlannedStage, ...]
    kept: tuple[str, ...] = ()

    def apply(self, state: State) -> State:
        """Running again; what changed is kept for those who come with an older hash."""
        change = state.change
        if self.content_hash != self.previous_hash:
            change = Change(self.previous_hash, self.by, self.at, self.minor, self.difference)
        return replace(
            replanned(state, self.round, self.plan, self.kept),
            status="running",
            content_hash=self.content_hash,
            facts=self.facts,
            change=change,
            hands=with_hands(state.hands, self),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceContent(ByStandIn):
    """The author changes the content while it runs; never once somebody has signed. `difference` is for the readers."""

    kind: Literal["replace_content"] = "replace_content"
    previous_hash: str
    content_hash: str
    minor: bool = False
    difference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentReplaced(HappenedFor):
    """Other content. Where it voids visas it opens a round in which only `kept` stages stay passed."""

    kind: Literal["content_replaced"] = "content_replaced"
    round: int
    previous_hash: str
    content_hash: str
    minor: bool
    difference: str
    plan: tuple[PlannedStage, ...]
    kept: tuple[str, ...] = ()

    def apply(self, state: State) -> State:
        """In the same round where all visas stay."""
        changed = state if self.round == state.round else replanned(state, self.round, self.plan, self.kept)
        return replace(
            changed,
            content_hash=self.content_hash,
            change=Change(self.previous_hash, self.by, self.at, self.minor, self.difference),
            hands=with_hands(state.hands, self),
            length=state.length + 1,
        )


def resubmit(case: Case, command: Resubmit) -> Decided:
    """Send it again after a return, from the start or from the stage that returned it."""
    state = case.state
    back = state.returned
    if state.status != "returned" or back is None:
        return elsewhere(state)
    refused = not_author(case) or _sends_on_own_word(case) or _undescribed(command)
    if refused is not None:
        return refused
    definition = case.path.stage(back.stage)
    mode = _mode(definition, command.mode)
    if isinstance(mode, Refusal):
        return mode
    facts = state.facts if command.facts is None else stated(case.path, command.facts)
    if isinstance(facts, Refusal):
        return facts
    plan = plan_of(case.path, facts)
    if isinstance(plan, Refusal):
        return plan
    is_same = command.content_hash == state.content_hash
    kept = _Kept((), ())
    if mode == "resume" and definition is not None:
        kept = _kept(state, back.stage, None if is_same else definition.on_change, is_minor=command.minor)
    resubmitted = Resubmitted(
        **case.stamp,
        round=state.round + 1,
        mode=mode,
        previous_hash=state.content_hash,
        content_hash=command.content_hash,
        minor=command.minor,
        difference=command.difference,
        facts=facts,
        plan=plan,
        kept=kept.stages,
    )
    refused = first_unstaffed(case.path, plan, kept.stages, _people(case), case.context)
    return refused or _reopened(case, resubmitted, kept, back.stage)


def replace_content(case: Case, command: ReplaceContent) -> Decided:
    """Other content while it runs: visas fall by the rule of the stage at which it happens."""
    state = case.state
    refused = _not_replaceable(case, command)
    if refused is not None:
        return refused
    stage = case.definition
    kept = _kept(state, stage.id, stage.on_change, is_minor=command.minor)
    keeps_all = stage.on_change == "minor_keeps" and command.minor
    replaced = ContentReplaced(
        **case.stamp,
        round=state.round + (not keeps_all),
        previous_hash=state.content_hash,
        content_hash=command.content_hash,
        minor=command.minor,
        difference=command.difference,
        plan=() if keeps_all else _same_plan(state),
        kept=kept.stages,
    )
    settled = (*kept.stages, stage.id) if keeps_all else kept.stages
    refused = first_unstaffed(case.path, _same_plan(state), settled, _people(case), case.context)
    return refused or ((replaced,) if keeps_all else follow(case, replaced))


@dataclass(frozen=True, slots=True)
class _Kept:
    """Stages that stay passed, and principals whose marks stay in the stage at which it goes on."""

    stages: tuple[str, ...]
    marks: tuple[str, ...]


def _kept(state: State, at: str, on_change: OnChange | None, *, is_minor: bool) -> _Kept:
    """What stays when it goes on at a stage; `on_change` is None where the content is the same."""
    if on_change == "void_all" or (on_change == "minor_keeps" and not is_minor):
        return _Kept((), ())
    before = takewhile(lambda stage: stage.id != at, state.stages)
    passed = tuple(stage.id for stage in before if stage.status == "passed")
    if on_change == "void_later":
        return _Kept(passed, ())
    marks = next((stage.marks for stage in state.stages if stage.id == at), {})
    return _Kept(passed, tuple(mark.principal for mark in marks.values() if mark.verdict == "for"))


def _reopened(case: Case, event: Resubmitted, kept: _Kept, at: str) -> tuple[Event, ...]:
    """The marks stay only if the stage that returned it is the first to open again."""
    first = next((planned.id for planned in event.plan if planned.applies and planned.id not in event.kept), None)
    return follow(case, event, kept=kept.marks if first == at else ())


def _mode(definition: Stage | None, wanted: ResubmitMode | None) -> ResubmitMode | Refusal:
    """A stage that the path does not have any more leaves nothing to resume at."""
    settled = "restart" if definition is None else definition.on_return
    if settled == "author_chooses":
        return wanted or refusal("path.mode", wanted="restart | resume")
    return settled if wanted in (None, settled) else refusal("path.mode", wanted=settled)


def _people(case: Case) -> tuple[str, tuple[str, ...]]:
    return case.state.author, (*case.state.hands, case.by)


def _sends_on_own_word(case: Case) -> Refusal | None:
    """A stand-in of the author who is asked in the run would be approving what he sent on."""
    is_other = case.by != case.state.author
    return refusal("path.own_document") if is_other and is_involved(case.state, case.by) else None


def _undescribed(command: Resubmit | ReplaceContent) -> Refusal | None:
    return refusal("path.difference") if command.minor and not command.difference.strip() else None


def _not_replaceable(case: Case, command: ReplaceContent) -> Refusal | None:
    state, stage = case.state, open_stage(case.state)
    if isinstance(stage, Refusal):
        return stage
    if any(each.marks for each in state.stages if each.act == "sign" and each.status in ("open", "passed")):
        return refusal("path.signed")
    if stage.meeting is not None and stage.meeting.phase in ("voting", "closed"):
        return not_now("iclasda səsvermə başlanıb", "the meeting has begun to vote")
    if command.content_hash == state.content_hash:
        return refusal("path.same_content")
    return not_author(case) or stale(state, command.previous_hash) or _sends_on_own_word(case) or _undescribed(command)


def _same_plan(state: State) -> tuple[PlannedStage, ...]:
    return tuple(PlannedStage(stage.id, stage.act, stage.status != "skipped") for stage in state.stages)


ACTS = (
    Act(
        command=Resubmit,
        decide=resubmit,
        events={Resubmitted: Words("təkrar göndərildi", "resubmitted")},
        forms=(
            Form(
                title=Words("Təkrar göndər", "Resubmit"),
                place="now",
                rank=3,
                tone="primary",
                fields=(
                    Field(
                        "mode",
                        Words("Haradan davam etsin", "Where to go on"),
                        "choice",
                        required=True,
                        source="modes",
                        options=(
                            Option(
                                "resume",
                                Words("qaytaran mərhələdən davam etsin", "go on at the stage that returned it"),
                            ),
                            Option("restart", Words("əvvəldən başlasın", "begin anew")),
                        ),
                    ),
                    Field("minor", Words("Dəyişiklik texniki xarakterlidir", "The change is a minor one"), "tick"),
                    Field(
                        "difference",
                        Words("Nə dəyişib", "What has changed"),
                        hint=Words("Viza verənlərə göstərilir.", "Shown to those who gave their visas."),
                    ),
                ),
            ),
        ),
    ),
    Act(
        command=ReplaceContent,
        decide=replace_content,
        events={ContentReplaced: Words("razılaşmada məzmun dəyişdi", "its content changed on the way")},
    ),
)
