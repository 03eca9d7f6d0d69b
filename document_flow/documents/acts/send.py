"""Sent to other bodies: each dispatch is a message of the hub, stored in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    Refusal,
    Words,
    refusal,
)
from document_flow.documents.facts import Dispatch
from document_flow.documents.refusals import NOTHING_TO_SEND, REGISTER_FIRST, UNSIGNED
from document_flow.paths.drawing.words import ROLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Send(ByHand):
    """Send it to these bodies, to all recipients where none is named; the hub makes the dispatches."""

    kind: Literal["send"] = "send"
    bodies: tuple[str, ...] = ()
    dispatches: tuple[Dispatch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Happened):
    """It went to other bodies."""

    kind: Literal["sent"] = "sent"
    dispatches: tuple[Dispatch, ...]

    def apply(self, document: Document) -> Document:
        """Each is followed from now on."""
        return replace(document, dispatches=(*document.dispatches, *self.dispatches))


def decide(case: Case, command: Send) -> Decision:
    """An outgoing document with all its requisites; each body is a recipient, and is not sent what it has."""
    document = case.document
    if document.kind != "outgoing":
        return refusal(
            "only_outgoing",
            "state",
            "Yalnız göndərilən sənəd başqa quruma göndərilir.",
            "Only an outgoing document is sent.",
        )
    if document.registration is None:
        return REGISTER_FIRST
    if case.is_unsigned:
        return UNSIGNED
    if case.lacking_visas:
        return _no_visa(case.lacking_visas)
    if not document.is_sealed:
        return refusal("seal_first", "state", "Əvvəlcə sənədi möhürləyin.", "Seal the document first.")
    bodies = tuple(each.body for each in command.dispatches) or command.bodies
    return _misdirected(case, bodies) or (Sent(by=command.by, at=case.context.now, dispatches=command.dispatches),)


def _no_visa(roles: tuple[str, ...]) -> Refusal:
    named = [ROLES.get(role, Words(role, role)) for role in roles]
    az, en = ", ".join(each.az for each in named), ", ".join(each.en for each in named)
    return refusal(
        "no_visa",
        "state",
        f"Sənəddə bu vizalar yoxdur: {az}.",
        f"The document lacks a visa of: {en}.",
    )


def _misdirected(case: Case, bodies: tuple[str, ...]) -> Refusal | None:
    """Why it may not go there: each body is a recipient, and gets it again only after its trouble there was seen."""
    document = case.document
    on_the_way = {old.body for old in document.dispatches if old.state not in TROUBLED}
    unseen = {old.body for old in document.dispatches if old.state in TROUBLED and not old.seen}
    for body in bodies:
        name = case.context.body(body)
        if body not in document.recipients:
            return refusal(
                "not_a_recipient",
                "invalid",
                f"“{name.az}” sənədin ünvanları arasında yoxdur.",
                f"{name.en} is not among the document's recipients.",
            )
        if body in on_the_way:
            return refusal(
                "sent_already",
                "state",
                f"Sənəd “{name.az}” qurumuna artıq göndərilib.",
                f"The document was sent to {name.en} already.",
            )
        if body in unseen:
            return refusal(
                "note_first",
                "state",
                f"Əvvəlcə “{name.az}” qurumunun imtinası və ya susması ilə tanış olun, sonra təkrar göndərin.",
                f"Take note of the refusal or silence of {name.en} first, then send again.",
            )
        on_the_way.add(body)
    return None if bodies else NOTHING_TO_SEND


ACTS = (
    Act(
        command=Send,
        decide=decide,
        who=("clerk",),
        needs="consignments",
        events={Sent: Words("göndərildi", "sent")},
        forms=(
            Form(
                title=Words("Göndər", "Send"),
                place="now",
                rank=3,
                tone="primary",
                fields=(Field("bodies", Words("Kimə", "To"), "many", required=True, source="recipients"),),
            ),
        ),
    ),
)
