"""The list is drafted as a document, out of decided cases; a commission decides it before it is frozen.

Whoever drafts says only whom it leaves out. Of those that a commission approved the last one drafted counts: a draft
takes no approved list away. To keep what was drafted before is simpler than to refuse a draft while an approved list
stands, since an approved document cannot be taken back and a commission may come to another one; whatever is frozen has
to agree with decided cases all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.draws.acting import OFFICERS, Act, ByHand, Decision, Draw, Field, Form, Happened, Standing, Words
from document_flow.draws.drafted import Drafted, digest, list_files
from document_flow.draws.families import Family, LeftOut, listed
from document_flow.draws.order import Entry, in_order
from document_flow.draws.typed import left_out_in
from document_flow.outcome import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftList(ByHand):
    """These are left out of it. Who is on it the hub reads from decided cases and adds, with the document's id."""

    kind: Literal["draft_list"] = "draft_list"
    left_out: tuple[LeftOut, ...] = ()
    families: tuple[Family, ...] = ()
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDrafted(Happened):
    """A document of this id holds it; `files` are the SHA-256 of the letter and of the list."""

    kind: Literal["list_drafted"] = "list_drafted"
    document: str
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    files: tuple[str, ...]

    def apply(self, draw: Draw) -> Draw:
        drafted = Drafted(
            document=self.document, entries=self.entries, left_out=self.left_out, files=self.files, by=self.by
        )
        return replace(draw, drafted=drafted, earlier=draw.drafts)


def decide(standing: Standing, command: DraftList) -> Decision:
    """Before the freeze: everybody who is decided, each of a class that has homes."""
    plan = standing.state.plan
    if refused := standing.unless("announced") or standing.too_late():
        return refused
    found = listed(plan, command.families, command.left_out)
    if isinstance(found, Refusal):
        return found
    entries = in_order(each.entry for each in found)
    files = tuple(digest(each) for each in list_files(plan, entries, command.left_out))
    stamp, left_out = standing.stamp(command.by), command.left_out
    return (ListDrafted(**stamp, document=command.document, entries=entries, left_out=left_out, files=files),)


_FORM = Form(
    title=Words("Siyahını sənəd kimi hazırla", "Draft the list as a document"),
    place="now",
    rank=40,
    fields=(
        Field(
            "without",
            Words("Siyahıya salınmayan ailələr", "Families that are left out"),
            hint=Words(
                "Hər sətirdə müraciətin nömrəsi və səbəb; ad yazmayın. Dərc olunur.",
                "A line each: number of the application and reason; no names. It is published.",
            ),
        ),
    ),
    reads=lambda said: {"left_out": left_out_in(said["without"])},
    hint=Words(
        "Sənəd daxili sənəd kimi açılır: komissiyanın yolu ilə göndərin. Təsdiqdən sonra siyahı dondurulur.",
        "An internal document opens: send it by the commission's path. Approved, the list can be frozen.",
    ),
)
ACTS = (
    Act(
        command=DraftList,
        decide=decide,
        who=OFFICERS,
        events={ListDrafted: Words("siyahı sənəd kimi hazırlandı", "the list was drafted as a document")},
        forms=(_FORM,),
    ),
)
