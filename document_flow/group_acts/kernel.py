"""Decides about group acts. Pure."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.group_acts import acts
from document_flow.group_acts.state import GROUP_ACTS, NOTHING, PHASES, GroupAct
from document_flow.kernel import Kernel, Room
from document_flow.second_person import Proposal, waits_in
from document_flow.words import Words

_WAITS = {
    "end": waits_in("proposed", "propose_group_act", "by"),
    "raise": waits_in("proposed", "propose_group_raise", "by"),
}
"""What waits for a second official, by what it does."""


def _proposed(group: GroupAct) -> Proposal | None:
    return _WAITS[group.what](group)


KERNEL = Kernel(acts_in(acts), NOTHING, GROUP_ACTS, _proposed)
ROOM = Room(
    name="group_acts",
    kernel=KERNEL,
    title=Words("Qrup aktları", "Group acts"),
    one=Words("qrup aktı", "group act"),
    phases=PHASES,
    begins=("propose_group_act", "propose_group_raise"),
)
