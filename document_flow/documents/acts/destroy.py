"""Destroyed by an expert commission's act, out of its file; the events stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.documents.acting import Act, ByHand, Case, Decision, Document, Happened, Words, refusal
from document_flow.documents.refusals import CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroy(ByHand):
    """By the registry that carries out the act."""

    kind: Literal["destroy"] = "destroy"
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroyed(Happened):
    """It was destroyed by an act."""

    kind: Literal["destroyed"] = "destroyed"
    act: str

    def apply(self, document: Document) -> Document:
        """Its content is gone."""
        return replace(document, destroyed_at=self.at)


def decide(case: Case, command: Destroy) -> Decision:
    """What is in its file; never under a legal hold."""
    document = case.document
    if document.filed_at is None:
        return refusal(
            "file_first",
            "state",
            "Yalnız işə tikilmiş sənəd məhv edilə bilər.",
            "Only what is in its file may be destroyed.",
        )
    if document.hold:
        return refusal(
            "on_hold",
            "state",
            "Sənəd hüquqi saxlamadadır: hüquqşünas onu buraxmayınca məhv edilmir.",
            "The document is under a legal hold: it is not destroyed until a lawyer releases it.",
        )
    if document.destroyed_at is not None:
        return CLOSED
    return (Destroyed(by=command.by, at=case.context.now, act=command.act),)


ACTS = (
    Act(
        command=Destroy,
        decide=decide,
        who=("clerk",),
        late=True,
        events={Destroyed: Words("məhv edildi", "destroyed")},
    ),
)
