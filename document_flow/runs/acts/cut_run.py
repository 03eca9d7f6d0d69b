"""The hub has read the register and cut all lists of the run, in one transaction with this."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.runs.acting import MACHINE, Act, ByHand, Decision, Happened, RunHead, Standing, Words
from document_flow.runs.state import phase_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CutRun(ByHand):
    """So many lists; `unplaced` rights are on none."""

    kind: Literal["cut_run"] = "cut_run"
    lists: int
    unplaced: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCut(Happened):
    """Its lists are there and are being compared. Without any it is over."""

    kind: Literal["run_cut"] = "run_cut"
    lists: int
    unplaced: int

    def apply(self, head: RunHead) -> RunHead:
        lists = {"cut": self.lists} if self.lists else {}
        return replace(head, lists=lists, unplaced=self.unplaced, phase=phase_of(lists))


def decide(standing: Standing, command: CutRun) -> Decision:
    """Once."""
    cut = RunCut(**standing.stamp(command.by), lists=command.lists, unplaced=command.unplaced)
    return standing.unless("asked") or (cut,)


ACTS = (Act(command=CutRun, decide=decide, who=MACHINE, events={RunCut: Words("siyahılar tərtib edildi", "cut")}),)
