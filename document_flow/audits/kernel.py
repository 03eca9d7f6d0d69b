"""Decides about audits of refusals. Pure."""

from __future__ import annotations

from document_flow.act import acts_in
from document_flow.audits import acts
from document_flow.audits.state import AUDITS, NOTHING, PHASES
from document_flow.kernel import Kernel, Room
from document_flow.words import Words

KERNEL = Kernel(acts_in(acts), NOTHING, AUDITS)
ROOM = Room(
    name="audits",
    kernel=KERNEL,
    title=Words("İmtinaların yoxlanması", "Audits of refusals"),
    one=Words("imtinaların yoxlanması", "audit of refusals"),
    phases=PHASES,
    begins=("plan_audit",),
)
