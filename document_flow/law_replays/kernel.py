"""Decides about replays of laws. Pure."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.kernel import Kernel, Room
from document_flow.law_replays import acts
from document_flow.law_replays.state import NOTHING, PHASES, REPLAYS
from document_flow.words import Words

KERNEL = Kernel(acts_in(acts), NOTHING, REPLAYS)
ROOM = Room(
    name="law_replays",
    kernel=KERNEL,
    title=Words("Əvvəlcə yoxlanan fərmanlar", "Decrees checked first"),
    one=Words("yoxlama", "replay of a decree"),
    phases=PHASES,
    begins=("begin_replay",),
)
