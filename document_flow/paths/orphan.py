"""No open run is an orphan: somebody in office can move it, or a timer will."""

from __future__ import annotations

from collections.abc import Iterable

from document_flow.context import Context
from document_flow.paths.acts.tick import timers
from document_flow.paths.path import Path
from document_flow.paths.staffing import in_office
from document_flow.paths.state import OPEN, State
from document_flow.paths.waiting.waiting import waiting


def is_orphan(path: Path, state: State, context: Context) -> bool:
    """Whether it is open and has neither an actor in office (or one who stands in for an actor) nor a timer."""
    if state.status not in OPEN:
        return False
    directory, today = context.directory, context.today
    for actor in waiting(path, state, context).actors:
        if in_office((actor, *directory.stand_ins_of(actor, today, state.document_kind)), directory):
            return False
    return not timers(path, state, context)


def orphans(runs: Iterable[tuple[str, Path, State]], context: Context) -> tuple[str, ...]:
    """The ids of those that are; none, unless a body has neither a clerk nor an author left."""
    return tuple(run for run, path, state in runs if is_orphan(path, state, context))
