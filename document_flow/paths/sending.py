"""What the author does: begin, submit, resubmit after a return, replace the content, recall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from document_flow.outcome import Refusal
from document_flow.paths.canonical import version_id
from document_flow.paths.case import Case, elsewhere, is_involved, no_text, not_author, stale
from document_flow.paths.commands import Recall, ReplaceContent, Resubmit, ResubmitMode, Submit
from document_flow.paths.events import Begun, ContentReplaced, Event, PlannedStage, Recalled, Resubmitted, Submitted
from document_flow.paths.following import follow
from document_flow.paths.path import OnChange, Path, Stage
from document_flow.paths.plan import first_unstaffed, plan_of, stated
from document_flow.paths.refusals import not_now, refusal
from document_flow.paths.state import State

Decided = tuple[Event, ...] | Refusal


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


def submit(case: Case, command: Submit) -> Decided:
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
    return first_unstaffed(case.path, plan, (), _people(case), case.context) or follow(case, submitted)


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


def recall(case: Case, command: Recall) -> Decided:
    """Take it back before the final signature."""
    if case.state.status not in ("running", "returned"):
        return elsewhere(case.state)
    refused = not_author(case) or no_text(command.reason)
    if refused is not None:
        return refused
    signing = [stage for stage in case.state.stages if stage.act == "sign" and stage.status != "skipped"]
    if signing and all(stage.status == "passed" for stage in signing):
        return refusal("path.signed")
    return (Recalled(**case.stamp, reason=command.reason),)


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
    state = case.state
    stage = state.stage
    if stage is None:
        return elsewhere(state)
    if state.suspension is not None:
        return refusal("path.suspended", since=f"{state.suspension.since:%d.%m.%Y}")
    if any(each.marks for each in state.stages if each.act == "sign" and each.status in ("open", "passed")):
        return refusal("path.signed")
    if stage.meeting is not None and stage.meeting.phase in ("voting", "closed"):
        return not_now("iclasda səsvermə başlanıb", "the meeting has begun to vote")
    if command.content_hash == state.content_hash:
        return refusal("path.same_content")
    return not_author(case) or stale(state, command.previous_hash) or _sends_on_own_word(case) or _undescribed(command)


def _same_plan(state: State) -> tuple[PlannedStage, ...]:
    return tuple(PlannedStage(stage.id, stage.act, stage.status != "skipped") for stage in state.stages)
