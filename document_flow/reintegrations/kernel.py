"""Decides about reintegrations: one a returned household. Pure."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.kernel import Kernel, Room
from document_flow.reintegrations import acts
from document_flow.reintegrations.state import NOTHING, PHASES, REINTEGRATIONS
from document_flow.words import Words

KERNEL = Kernel(acts_in(acts), NOTHING, REINTEGRATIONS)
ROOM = Room(
    name="reintegrations",
    kernel=KERNEL,
    title=Words("Reinteqrasiya", "Reintegrations"),
    one=Words("reinteqrasiya", "reintegration"),
    phases={name or "none": words for name, words in PHASES.items()},
)
