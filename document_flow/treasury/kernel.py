"""The kernel of requests to the treasury."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.kernel import Kernel, Room
from document_flow.treasury import acts
from document_flow.treasury.state import NOTHING, PHASES, REQUESTS
from document_flow.words import Words

KERNEL = Kernel(acts_in(acts), NOTHING, REQUESTS)
ROOM = Room(
    name="treasury",
    kernel=KERNEL,
    title=Words("Maliyyə tələbləri", "Requests to the treasury"),
    one=Words("maliyyə tələbi", "request to the treasury"),
    phases={code: words for code, words in PHASES.items() if code},
    begins=("open_request",),
)
