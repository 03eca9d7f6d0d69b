"""An appeal goes to the body that it belongs to. A late one goes too; the citizen is to be told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow import appeals
from document_flow.correspondence import refuse_body
from document_flow.documents.acting import (
    BAKU,
    NOTE,
    Act,
    ByHand,
    Case,
    Decision,
    Document,
    Field,
    Form,
    Happened,
    Refusal,
    Words,
    needs_role,
)
from document_flow.documents.refusals import NOT_AN_APPEAL, NOTHING_TO_SEND
from document_flow.documents.term import appeal_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward(ByHand):
    """To this body."""

    kind: Literal["forward"] = "forward"
    body: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded(Happened):
    """The appeal went to the body that it belongs to: `late` where its working days had passed."""

    kind: Literal["forwarded"] = "forwarded"
    body: str
    late: bool
    notice_owed: bool
    note: str

    def apply(self, document: Document) -> Document:
        """No answer of ours is owed any more."""
        day = self.at.astimezone(BAKU).date()
        return replace(document, forwarding=appeals.Forwarding(self.body, day, self.late, self.notice_owed))


def decide(case: Case, command: Forward) -> Decision:
    """To the body that it belongs to, by a clerk or a head; how late it is stands in the event."""
    appeal, context = appeal_of(case.document), case.context
    if appeal is None:
        return NOT_AN_APPEAL
    if not case.has_role(command.by, "clerk") and not case.has_role(command.by, "head"):
        return needs_role("clerk")
    refused = refuse_body(context, command.body) if command.body.strip() else NOTHING_TO_SEND
    if refused is not None:
        return refused
    forwarded = appeals.forward(context.appeals, context.calendar, appeal, body=command.body, on=context.today)
    if isinstance(forwarded, Refusal):
        return forwarded
    made = forwarded.forwarding
    return (
        Forwarded(
            by=command.by,
            at=context.now,
            body=command.body,
            late=bool(made and made.late),
            notice_owed=bool(made and made.notice_owed),
            note=command.note,
        ),
    )


ACTS = (
    Act(
        command=Forward,
        decide=decide,
        events={
            Forwarded: Words(
                "aidiyyəti üzrə göndərilməsi qeyd edildi", "noted as forwarded to the body that it belongs to"
            )
        },
        forms=(
            Form(
                title=Words("Aidiyyəti üzrə göndər", "Forward to another body"),
                place="registry",
                rank=7,
                fields=(
                    Field(
                        "body",
                        Words("Qurum", "Body"),
                        "choice",
                        required=True,
                        source="bodies",
                        hint=Words(
                            "Burada yalnız qeyd edilir: müraciəti quruma müşayiət məktubu ilə göndərin.",
                            "This only notes it: send the appeal to the body with a covering letter.",
                        ),
                    ),
                    NOTE,
                ),
            ),
        ),
    ),
)
