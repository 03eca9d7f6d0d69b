"""The clerk has taken note of a refusal or a silence; a new dispatch may follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.documents.acting import (
    TROUBLED,
    Act,
    ByHand,
    Case,
    Decision,
    Document,
    Field,
    Form,
    Happened,
    Words,
    needs_role,
)
from document_flow.documents.refusals import NO_SUCH_CONSIGNMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSeen(ByHand):
    """Of the trouble with one consignment."""

    kind: Literal["note_seen"] = "note_seen"
    consignment: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchSeen(Happened):
    """The clerk has taken note of a refusal or a silence."""

    kind: Literal["dispatch_seen"] = "dispatch_seen"
    consignment: str
    note: str

    def apply(self, document: Document) -> Document:
        """No news any more."""
        return document.dispatched(self.consignment, seen=True)


def decide(case: Case, command: NoteSeen) -> Decision:
    """By the registry."""
    found = case.document.dispatch(command.consignment)
    if found is None or found.state not in TROUBLED:
        return NO_SUCH_CONSIGNMENT
    if not case.has_role(command.by, "clerk"):
        return needs_role("clerk")
    return (DispatchSeen(by=command.by, at=case.context.now, consignment=command.consignment, note=command.note),)


ACTS = (
    Act(
        command=NoteSeen,
        decide=decide,
        late=True,
        events={DispatchSeen: Words("dəftərxana tanış oldu", "the registry took note")},
        forms=(
            Form(
                title=Words("Tanış oldum", "Taken note of"),
                place="now",
                rank=4,
                tone="primary",
                subject="troubles",
                about="consignment",
                fields=(Field("note", Words("Qeyd", "Note"), required=True),),
            ),
        ),
    ),
)
