"""Decides about draws: one draw of one wave to one place. Pure.

A store runs it, and holds alone what no two draws may share: a wave of a place, a home that a live draw gives, a family
on a live draw.
"""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.draws import acts
from document_flow.draws.state import DRAWS, NOTHING, PHASES
from document_flow.kernel import Kernel, Room
from document_flow.words import Words

KERNEL = Kernel(acts_in(acts), NOTHING, DRAWS)
ROOM = Room(
    name="draws",
    kernel=KERNEL,
    title=Words("Püşkatmalar", "Draws"),
    one=Words("püşkatma", "draw"),
    phases=PHASES,
    begins=("announce_draw",),
)
