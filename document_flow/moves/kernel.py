"""Decides about moves: one day of one settlement. Pure.

A store runs it, and holds alone what no two moves may share: a family, a home, a settlement's day.
"""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.kernel import Kernel, Room
from document_flow.moves import acts
from document_flow.moves.state import MOVES, NOTHING, PHASES
from document_flow.words import Words

KERNEL = Kernel(acts_in(acts), NOTHING, MOVES)
ROOM = Room(
    name="moves",
    kernel=KERNEL,
    title=Words("Köç günləri", "Move days"),
    one=Words("köç günü", "move day"),
    phases={name or "none": words for name, words in PHASES.items()},
    begins=("open_move",),
)
