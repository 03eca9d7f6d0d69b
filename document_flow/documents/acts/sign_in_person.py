"""Signed by both sides where they stood, on a screen: what an official and a family drew up goes along no path."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.documents.acting import Act, ByHand, Case, Decision, Document, Happened, Words
from document_flow.documents.refusals import CLOSED, NOT_THE_AUTHOR


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPerson(ByHand):
    """Its author and the other side have signed the present content; the hub says so where it took both signatures."""

    kind: Literal["sign_in_person"] = "sign_in_person"
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInPerson(Happened):
    """Both sides have signed that content; who the other side is stands in it."""

    kind: Literal["signed_in_person"] = "signed_in_person"
    content_hash: str

    def apply(self, document: Document) -> Document:
        """Nothing is left to approve, and the text stays."""
        return replace(document, signed_in_person=self.content_hash)


def decide(case: Case, command: SignInPerson) -> Decision:
    """By its author, before it goes anywhere."""
    document = case.document
    if command.by != document.author:
        return NOT_THE_AUTHOR
    if command.content_hash != document.content_hash or document.run.status != "nothing" or document.registration:
        return CLOSED
    return (SignedInPerson(by=command.by, at=case.context.now, content_hash=command.content_hash),)


ACTS = (
    Act(
        command=SignInPerson,
        decide=decide,
        events={SignedInPerson: Words("hər iki tərəf ekranda imzaladı", "signed by both sides on a screen")},
    ),
)
