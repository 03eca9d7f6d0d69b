"""Decides about lists: what a command comes to, given the moment and who holds the period. Pure.

A store runs it: the lines of a chunk are written in the transaction of their `FinishChunk`, all lists of a run in one,
and the slot of a run (`ListRun.slot`) in that of its first issue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from document_flow.act import acts_in
from document_flow.context import Context
from document_flow.hands import EventOf
from document_flow.kernel import Kernel, Room
from document_flow.lists import acts
from document_flow.lists.acts.cut import CutList
from document_flow.lists.acts.withhold import proposed
from document_flow.lists.refusals import refusal
from document_flow.lists.run import Cut
from document_flow.lists.standing import Standing
from document_flow.lists.state import LISTS, NOTHING, PHASES, ListHead
from document_flow.outcome import Refusal
from document_flow.words import Words

KERNEL = Kernel(acts_in(acts), NOTHING, LISTS, proposed)
ROOM = Room(
    name="lists",
    kernel=KERNEL,
    title=Words("Siyahılar", "Lists"),
    one=Words("siyahı", "list"),
    phases={str(code): words for code, words in PHASES.items()},
)


def cut_all(by: str, cuts: Iterable[Cut], context: Context) -> Mapping[str, tuple[EventOf[ListHead], ...]] | Refusal:
    """The first events of all lists of a run by their ids, all or none: one for each pair of places."""
    made: dict[str, tuple[EventOf[ListHead], ...]] = {}
    for cut in cuts:
        if cut.list_id in made:
            return refusal("lists.pair_twice", origin=cut.origin, settlement=cut.settlement)
        decided = KERNEL.decide(Standing(NOTHING, context), CutList(by=by, cut=cut))
        if isinstance(decided, Refusal):
            return decided
        made[cut.list_id] = decided
    return made
