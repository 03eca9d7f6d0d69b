"""A run moves to another version of its path: only by an explicit command, and anyone may see before what it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from document_flow.context import Context
from document_flow.paths.acting import (
    Act,
    ByStandIn,
    Case,
    Decided,
    HappenedFor,
    Refusal,
    StageState,
    State,
    Words,
    elsewhere,
    follow,
    no_text,
    not_manager,
    not_now,
    refusal,
)
from document_flow.paths.canonical import version_id
from document_flow.paths.path import Path, Stage
from document_flow.paths.plan import first_unstaffed, plan_of
from document_flow.paths.replanning import replanned
from document_flow.paths.staffing import Staff, staff
from document_flow.paths.state import OPEN
from document_flow.paths.tally import tally
from document_flow.paths.values import PlannedStage

Visa = tuple[str, str]
"""A stage and the principal who spoke in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePath(ByStandIn):
    """Goes on by another version of the path. Look at `preview_move` first."""

    kind: Literal["move_path"] = "move_path"
    to: Path
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PathMoved(HappenedFor):
    """The run goes on by another version: stages in `kept` stay passed, the others begin anew."""

    kind: Literal["path_moved"] = "path_moved"
    round: int
    path_id: str
    path_version: int
    path_sha256: str
    plan: tuple[PlannedStage, ...]
    kept: tuple[str, ...]
    reason: str

    def apply(self, state: State) -> State:
        """A round by the other version."""
        return replace(
            replanned(state, self.round, self.plan, self.kept),
            path_id=self.path_id,
            path_version=self.path_version,
            path_sha256=self.path_sha256,
            returned=state.returned,
        )


@dataclass(frozen=True, slots=True)
class MovePreview:
    """What a move would do: visas that stay and that become void, people who are new to the run, those not asked any
    more, and the stage at which it would go on (None: it would be approved, or it is with its author).
    """

    stays: tuple[Visa, ...]
    void: tuple[Visa, ...]
    newcomers: tuple[str, ...]
    leaving: tuple[str, ...]
    stage: str | None


@dataclass(frozen=True, slots=True)
class _Move:
    plan: tuple[PlannedStage, ...]
    kept: tuple[str, ...]
    at: str | None
    marks: tuple[str, ...]


def decide(case: Case, command: MovePath) -> Decided:
    """Go on by the other version, in a new round; by a clerk or a head."""
    refused = not_manager(case) or no_text(command.reason)
    if refused is not None:
        return refused
    move = _move(case.path, case.state, command.to, case.context)
    if isinstance(move, Refusal):
        return move
    moved = PathMoved(
        **case.stamp,
        round=case.state.round + 1,
        path_id=command.to.id,
        path_version=command.to.version,
        path_sha256=version_id(command.to),
        plan=move.plan,
        kept=move.kept,
        reason=command.reason,
    )
    return follow(replace(case, path=command.to), moved, kept=move.marks)


def preview_move(path: Path, state: State, to: Path, context: Context) -> MovePreview | Refusal:
    """What `MovePath` would do now, or why it would be refused."""
    move = _move(path, state, to, context)
    if isinstance(move, Refusal):
        return move
    given = [
        (stage.id, principal)
        for stage in state.stages
        if stage.status in ("open", "passed")
        for principal in stage.marks
    ]
    stays = tuple(visa for visa in given if visa[0] in move.kept or (visa[0] == move.at and visa[1] in move.marks))
    before = _people(path, [(stage.id, stage.status != "skipped") for stage in state.stages], state, context)
    after = _people(to, [(planned.id, planned.applies) for planned in move.plan], state, context)
    return MovePreview(
        stays=stays,
        void=tuple(visa for visa in given if visa not in stays),
        newcomers=tuple(login for login in after if login not in before),
        leaving=tuple(login for login in before if login not in after),
        stage=move.at if state.status == "running" else None,
    )


def _move(path: Path, state: State, to: Path, context: Context) -> _Move | Refusal:
    refused = _not_movable(state, to)
    if refused is not None:
        return refused
    if state.status == "draft":
        return _Move((), (), None, ())
    plan = plan_of(to, state.facts)
    if isinstance(plan, Refusal):
        return plan
    kept: list[str] = []
    for definition, planned in zip(to.stages, plan, strict=True):
        if not planned.applies:
            continue
        old = next((stage for stage in state.stages if stage.id == definition.id), None)
        if old is None or not _still_passed(path.stage(definition.id), definition, old, state, context):
            break
        kept.append(definition.id)
    at = next((planned.id for planned in plan if planned.applies and planned.id not in kept), None)
    marks = _staying_marks(path, state, to, at)
    return first_unstaffed(to, plan, kept, (state.author, state.hands), context) or _Move(plan, tuple(kept), at, marks)


def _not_movable(state: State, to: Path) -> Refusal | None:
    if state.status not in OPEN:
        return elsewhere(state)
    if state.suspension is not None:
        return refusal("path.suspended", since=f"{state.suspension.since:%d.%m.%Y}")
    stage = state.stage
    if stage is not None and stage.meeting is not None and stage.meeting.phase in ("voting", "closed"):
        return not_now("iclasda səsvermə başlanıb", "the meeting has begun to vote")
    if state.document_kind not in to.kinds:
        return refusal("path.kind", path=to.id, kind=state.document_kind)
    if state.path_sha256 == version_id(to):
        return refusal("path.move", az="sənəd onsuz da bu versiya ilə gedir", en="it goes by this version already")
    known = {(fact.name, fact.type) for fact in state.facts}
    missing = ", ".join(declared.name for declared in to.facts if (declared.name, declared.type) not in known)
    if missing and state.status != "draft":
        return refusal("path.move", az=f"bu faktlar bildirilməyib: {missing}", en=f"facts were not stated: {missing}")
    return None


def _still_passed(was: Stage | None, definition: Stage, old: StageState, state: State, context: Context) -> bool:
    """A stage stays passed where it is the same, or where the marks of its new members satisfy the new rule."""
    if old.status != "passed" or old.act != definition.act or was is None:
        return False
    if (was.who, was.rule, was.meeting) == (definition.who, definition.rule, definition.meeting):
        return True
    if definition.meeting is not None or was.meeting is not None:
        return False
    found = staff(definition, state.author, state.hands, context.directory)
    return tally(definition.rule, _seated(old, found)).outcome == "passed"


def _seated(old: StageState, found: Staff) -> StageState:
    return replace(old, members=found.members, blocs=found.blocs, seats=found.seats)


def _staying_marks(path: Path, state: State, to: Path, at: str | None) -> tuple[str, ...]:
    """Who has spoken in the open stage need not speak again in the same act; a meeting is called anew."""
    open_stage = state.stage
    definition = None if at is None else to.stage(at)
    if open_stage is None or definition is None or open_stage.id != at or open_stage.act != definition.act:
        return ()
    was = path.stage(open_stage.id)
    if definition.meeting is not None or was is None or was.meeting is not None:
        return ()
    return tuple(open_stage.marks)


def _people(path: Path, stages: Sequence[tuple[str, bool]], state: State, context: Context) -> tuple[str, ...]:
    applies = {name for name, does in stages if does}
    found: Iterable[Staff] = (
        staff(stage, state.author, state.hands, context.directory) for stage in path.stages if stage.id in applies
    )
    return tuple(dict.fromkeys(login for each in found for login in each.members))


ACTS = (
    Act(
        command=MovePath,
        decide=decide,
        events={PathMoved: Words("yolun başqa versiyasına keçirildi", "moved to another version of its path")},
    ),
)
