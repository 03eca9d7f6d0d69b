"""Read and noted (tanışlıq) by one whom a resolution names for information; nobody does it for another.

The hub takes it from whoever has had the present content open, and from nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.documents.acquainting import unread_by
from document_flow.documents.acting import Act, ByHand, Case, Decision, Document, Form, Happened, Words, refusal
from document_flow.documents.facts import Acquaintance


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaint(ByHand):
    """By this very person."""

    kind: Literal["acquaint"] = "acquaint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquainted(Happened):
    """Read and noted: the proof for one person, over this content and these resolutions."""

    kind: Literal["acquainted"] = "acquainted"
    content_hash: str
    resolutions: tuple[str, ...]

    def apply(self, document: Document) -> Document:
        """The proof stays with the document."""
        noted = Acquaintance(self.by, self.at, self.content_hash, self.resolutions)
        return replace(document, acquainted=(*document.acquainted, noted))


def decide(case: Case, command: Acquaint) -> Decision:
    """For all the resolutions that name the person so far."""
    unread = unread_by(case.document, command.by)
    if not unread:
        return refusal(
            "nothing_to_read",
            "state",
            "Bu sənəd sizə məlumat üçün verilməyib və ya onunla artıq tanış olmusunuz.",
            "The document was not given to you for information, or you have noted it already.",
        )
    return (
        Acquainted(by=command.by, at=case.context.now, content_hash=case.document.content_hash, resolutions=unread),
    )


ACTS = (
    Act(
        command=Acquaint,
        decide=decide,
        needs="look",
        events={Acquainted: Words("tanış oldu", "read and noted")},
        forms=(Form(title=Words("Tanış oldum", "Read and noted"), place="now", rank=1, tone="primary"),),
    ),
)
