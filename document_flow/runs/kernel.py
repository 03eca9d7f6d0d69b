"""Decides about runs. Pure; a store writes the lists of a run in the transaction of its `RunCut`."""

from __future__ import annotations

from collections.abc import Iterable

from document_flow.act import acts_in
from document_flow.kernel import Kernel, Room
from document_flow.lists.entry import list_root
from document_flow.runs import acts
from document_flow.runs.state import NOTHING, PHASES, RUNS
from document_flow.words import Words

KERNEL = Kernel(acts_in(acts), NOTHING, RUNS)
ROOM = Room(
    name="runs",
    kernel=KERNEL,
    title=Words("Gedişatlar", "Runs"),
    one=Words("gedişat", "run"),
    phases=PHASES,
    begins=("open_run",),
)


def run_root(roots: Iterable[tuple[str, str]]) -> str:
    """Over the roots of a run's lists, given with the lists' ids: in the order of these."""
    return list_root(root for _, root in sorted(roots))
