"""A link to another document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.documents.acting import Act, ByHand, Case, Decision, Document, Field, Form, Happened, Option, Words
from document_flow.documents.facts import Link
from document_flow.documents.refusals import LINK_FROM_THE_OTHER, NOT_THE_AUTHOR
from document_flow.documents.words import RELATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Relate(ByHand):
    """This document and the other; `barred` as in Create: the hub fills it in."""

    kind: Literal["relate"] = "relate"
    link: Link
    barred: frozenset[str] = frozenset()
    followed: frozenset[str] | None = None
    """Who is kept from the other document, where that one came after this; the hub fills it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related(Happened):
    """It has a link to another document."""

    kind: Literal["related"] = "related"
    link: Link
    barred: frozenset[str] = frozenset()

    def apply(self, document: Document) -> Document:
        """Whoever may have no part in what it answers has none in it either."""
        return replace(document, links=(*document.links, self.link), barred=document.barred | self.barred)


def decide(case: Case, command: Relate) -> Decision:
    """By the registry or the author. What came after a complaint is linked from its own side: that keeps people out."""
    if command.link in case.document.links:
        return ()
    if not case.has_role(command.by, "clerk") and command.by not in case.authors:
        return NOT_THE_AUTHOR
    if command.followed is not None and not case.document.barred <= command.followed:
        return LINK_FROM_THE_OTHER
    return (Related(by=command.by, at=case.context.now, link=command.link, barred=command.barred),)


ACTS = (
    Act(
        command=Relate,
        decide=decide,
        needs="concerned",
        events={Related: Words("başqa sənədlə əlaqələndirildi", "linked to another document")},
        forms=(
            Form(
                title=Words("Başqa sənədlə əlaqələndir", "Link to another document"),
                place="more",
                rank=10,
                fields=(
                    Field(
                        "other",
                        Words("Başqa sənədin ünvanı", "Address of the other document"),
                        "document",
                        required=True,
                        tried="0" * 32,
                    ),
                    Field(
                        "relation",
                        Words("Bu sənəd", "This document"),
                        "choice",
                        required=True,
                        options=tuple(Option(name, RELATIONS[name]) for name in ("answers", "answered_by", "concerns")),
                    ),
                ),
                reads=lambda said: {"link": Link(said["other"], said["relation"])},
            ),
        ),
    ),
)
