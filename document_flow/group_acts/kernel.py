"""Decides about group acts. Pure."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.group_acts import acts
from document_flow.group_acts.state import GROUP_ACTS, NOTHING, PHASES
from document_flow.kernel import Kernel, Room
from document_flow.second_person import waits_in
from document_flow.words import Words

KERNEL = Kernel(acts_in(acts), NOTHING, GROUP_ACTS, waits_in("proposed", "propose_group_act", "by"))
ROOM = Room(
    name="group_acts",
    kernel=KERNEL,
    title=Words("Qrup aktları", "Group acts"),
    one=Words("qrup aktı", "group act"),
    phases=PHASES,
    begins=("propose_group_act",),
)
