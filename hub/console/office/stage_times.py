"""How long the stages of approval took: working days from opening to the last mark, of the newest documents.

Stages are kept in each document's sealed state, so this reads a bounded sample and says how large it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from document_flow.calendar import WorkingCalendar
from document_flow.context import BAKU
from document_flow.documents.state import Document
from document_flow.paths.path import Path
from document_flow.paths.state import StageState
from document_flow.words import Words
from hub.app import Hub
from hub.documents.office.journals import newest_on_paths
from hub.store.tx import Tx

_LOOKED_AT = 1000
_SAMPLE = 100


@dataclass(frozen=True, slots=True)
class StageTime:
    """One stage of a path: how often it was gone through, its usual and its longest time in working days."""

    path: Words
    stage: Words
    count: int
    median: float
    longest: int


async def stage_times(tx: Tx, hub: Hub, calendar: WorkingCalendar) -> tuple[Sequence[StageTime], int]:
    """The slowest stages first, and how many documents were looked at."""
    documents = hub.office.documents
    states = await documents.batch.states(tx, await newest_on_paths(tx, _LOOKED_AT, _SAMPLE))
    paths = [
        (state, await documents.path_repository.path(tx, state.run.path_sha256))
        for state in states.values()
        if state.run.path_sha256
    ]
    return times_of(((state, path) for state, path in paths if path is not None), calendar), len(states)


def times_of(documents: Iterable[tuple[Document, Path]], calendar: WorkingCalendar) -> list[StageTime]:
    """By path and stage; only stages that were gone through."""
    taken: dict[tuple[Words, Words], list[int]] = defaultdict(list)
    for document, path in documents:
        titles = {stage.id: stage.title for stage in path.stages}
        for stage in document.run.stages:
            days = _days(stage, calendar)
            if days is not None:
                taken[path.title, titles.get(stage.id, Words(stage.id, stage.id))].append(days)
    found = [StageTime(path, stage, len(days), median(days), max(days)) for (path, stage), days in taken.items()]
    return sorted(found, key=lambda each: (-each.median, -each.longest, each.path.az, each.stage.az))


def _days(stage: StageState, calendar: WorkingCalendar) -> int | None:
    if stage.status not in ("passed", "refused") or stage.opened is None or not stage.marks:
        return None
    ended = max(mark.at for mark in stage.marks.values()).astimezone(BAKU).date()
    return max(0, calendar.between(stage.opened, ended))
