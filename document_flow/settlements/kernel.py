"""The kernel of settlements: what is decided about one utility and month."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.kernel import Kernel, Room
from document_flow.settlements import acts
from document_flow.settlements.state import NOTHING, PHASES, SETTLEMENTS
from document_flow.words import Words

KERNEL = Kernel(acts_in(acts), NOTHING, SETTLEMENTS)
ROOM = Room(
    name="settlements",
    kernel=KERNEL,
    title=Words("Kommunal hesablaşmalar", "Settlements with utilities"),
    one=Words("hesablaşma", "settlement"),
    phases={code: words for code, words in PHASES.items() if code},
    begins=("open_settlement",),
)
