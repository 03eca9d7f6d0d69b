"""What a document answers, as its paper names it."""

from __future__ import annotations

from document_flow.documents.case import Case
from document_flow.rendering.models.parts import Reference
from hub.documents.acting.service import Documents


async def answered_by(documents: Documents, case: Case) -> Reference | None:
    """Number and day of the first incoming document that it answers; None where it answers none."""
    for link in case.document.links:
        if link.relation == "answers":
            async with documents.store.read() as tx:
                answered = await documents.load(tx, link.other)
            if answered is not None and answered.origin is not None and answered.origin.on is not None:
                return Reference(answered.origin.reg_no, answered.origin.on)
    return None
