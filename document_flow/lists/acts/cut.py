"""A list is cut: by one run, for one origin district and one place of settlement, in ranges of persons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.lists.acting import OFFICERS, Act, ByHand, Decision, Happened, ListHead, Standing, Words, refusal
from document_flow.lists.run import Cut
from document_flow.lists.state import Chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class CutList(ByHand):
    """One of a run's (`kernel.cut_all` makes all of them)."""

    kind: Literal["cut_list"] = "cut_list"
    cut: Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCut(Happened):
    """Its chunks wait to be read and compared."""

    kind: Literal["list_cut"] = "list_cut"
    cut: Cut

    def apply(self, head: ListHead) -> ListHead:
        return replace(head, cut=self.cut, phase="cut", cut_by=self.by, chunks=(Chunk(),) * len(self.cut.starts))


def decide(standing: Standing, command: CutList) -> Decision:
    """Once, by a sound run, in chunks that follow each other."""
    refused = standing.unless("") or command.cut.run.unsound(standing.context.now)
    if refused is None and not command.cut.is_whole:
        refused = refusal("lists.ranges")
    return refused or (ListCut(**standing.stamp(command.by), cut=command.cut),)


ACTS = (Act(command=CutList, decide=decide, who=OFFICERS, events={ListCut: Words("siyahı tərtib edildi", "cut")}),)
