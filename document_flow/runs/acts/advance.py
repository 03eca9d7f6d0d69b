"""The hub has looked at the lists of a run: where they stand, and whether what was asked of them is carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from document_flow.runs.acting import (
    MACHINE,
    Act,
    ByHand,
    Decision,
    Happened,
    RunHead,
    Standing,
    Words,
    refusal,
)
from document_flow.runs.state import PHASES, phase_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceRun(ByHand):
    """How many lists stand in which phase; `is_done`: each of them was asked, and did it or refused."""

    kind: Literal["advance_run"] = "advance_run"
    lists: Mapping[str, int]
    root: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAdvanced(Happened):
    """It stands where the last of its lists does. Where none went out, others may have the period again."""

    kind: Literal["run_advanced"] = "run_advanced"
    lists: Mapping[str, int]
    root: str
    is_done: bool

    def apply(self, head: RunHead) -> RunHead:
        order = None if self.is_done else head.order
        after = replace(head, lists=self.lists, root=self.root, phase=phase_of(self.lists), order=order)
        return replace(after, holds_slot=after.has_issued or (order is not None and head.holds_slot))


def decide(standing: Standing, command: AdvanceRun) -> Decision:
    """Of a run that is cut; nothing where nothing has changed."""
    head = standing.state
    is_done = command.is_done and head.order is not None
    if head.phase in ("", "asked"):
        return refusal("runs.phase", phase=PHASES[head.phase])
    if (dict(head.lists), head.root) == (dict(command.lists), command.root) and not is_done:
        return ()
    advanced = RunAdvanced(**standing.stamp(command.by), lists=dict(command.lists), root=command.root, is_done=is_done)
    return (advanced,)


ACTS = (
    Act(
        command=AdvanceRun,
        decide=decide,
        who=MACHINE,
        events={RunAdvanced: Words("siyahıların vəziyyəti dəyişdi", "its lists have moved on")},
    ),
)
