"""Decides about acts on the three years. Pure."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.clock_acts import acts
from document_flow.clock_acts.state import CLOCK_ACTS, NOTHING, PHASES
from document_flow.kernel import Kernel, Room
from document_flow.second_person import waits_in
from document_flow.words import Words

KERNEL = Kernel(acts_in(acts), NOTHING, CLOCK_ACTS, waits_in("proposed", "propose_clock_act", "by"))
ROOM = Room(
    name="clock_acts",
    kernel=KERNEL,
    title=Words("Üçillik müddət aktları", "Acts on the three years"),
    one=Words("üçillik müddət aktı", "act on the three years"),
    phases=PHASES,
    begins=("propose_clock_act",),
)
