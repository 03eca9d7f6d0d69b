"""A compared list is frozen: one root over all its chunks, which everything after it is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.lists.acting import OFFICERS, Act, ByHand, Decision, Form, Happened, ListHead, Standing, Words
from document_flow.lists.entry import list_root


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeList(ByHand):
    """An official has looked at what differs. What nobody has decided yet stays as it was and hinders nothing."""

    kind: Literal["freeze_list"] = "freeze_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFrozen(Happened):
    """No entry is edited any more; it waits for its parties."""

    kind: Literal["list_frozen"] = "list_frozen"
    root: str

    def apply(self, head: ListHead) -> ListHead:
        return replace(head, phase="frozen", root=self.root)


def decide(standing: Standing, command: FreezeList) -> Decision:
    """Once all chunks are done."""
    root = list_root(each.hash for each in standing.state.chunks)
    return standing.unless("compared") or (ListFrozen(**standing.stamp(command.by), root=root),)


ACTS = (
    Act(
        command=FreezeList,
        decide=decide,
        who=OFFICERS,
        events={ListFrozen: Words("siyahı donduruldu", "frozen")},
        forms=(Form(title=Words("Siyahını dondur", "Freeze the list"), place="now", tone="primary"),),
    ),
)
