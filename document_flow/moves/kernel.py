"""Decides about moves: one day of one settlement. Pure.

A store runs it, and holds alone what no two moves may share: a family, a home, a settlement's day.
"""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.kernel import Kernel
from document_flow.moves import acts
from document_flow.moves.state import MOVES, NOTHING

KERNEL = Kernel(acts_in(acts), NOTHING, MOVES)
