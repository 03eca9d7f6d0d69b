"""The handover act (təhvil-təslim aktı) in one document: every part of the leaver goes to the receiver, or none does.

A leaving or transferred executor hands over cases by an act that lists every document and its state (Təlimat).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.documents.acting import (
    Act,
    ByHand,
    Case,
    Decision,
    Document,
    Event,
    Happened,
    Refusal,
    Words,
    refusal,
)
from document_flow.documents.acts.approval_step import ApprovalStepTaken
from document_flow.documents.acts.resolution_step import resolved
from document_flow.documents.parts import Part, parts_of
from document_flow.hands import HANDING_OVER
from document_flow.orders.acts.hand_over import HandOver as HandOverOrders
from document_flow.orders.handover import handover_lines
from document_flow.paths.acts.assign import Assigned
from document_flow.paths.handover import Taking, taken_over


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(ByHand):
    """All parts of a leaving official go to another by an act: orders, stages and drafts.

    `parts` are those that the act lists for this document; an act that no longer says how things stand is stale.
    """

    kind: Literal["hand_over"] = "hand_over"
    act: str
    leaver: str
    receiver: str
    reason: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorChanged(Happened):
    """Another official has the draft from now on, by a handover act."""

    kind: Literal["author_changed"] = "author_changed"
    author: str
    act: str

    def apply(self, document: Document) -> Document:
        """In other hands."""
        return replace(document, author=self.author)


def decide(case: Case, command: HandOver) -> Decision:
    """What the orders or the path refuse, such as a receiver who may not, refuses the whole."""
    refused = _refused(case, command)
    if refused is not None:
        return refused
    events: list[Event] = []
    for decided in (_orders(case, command), _path(case, command)):
        if isinstance(decided, Refusal):
            return decided
        events += decided
    return tuple(events)


def _refused(case: Case, command: HandOver) -> Refusal | None:
    if command.leaver == command.receiver or not command.act.strip() or not command.reason.strip():
        return refusal(
            "same_person",
            "invalid",
            "İşləri təhvil verən və qəbul edən eyni şəxs ola bilməz, akt nömrəsi və səbəb isə yazılmalıdır.",
            "Who hands over and who receives are two people; the act's number and the reason are written down.",
        )
    official = case.context.directory.officials.get(command.receiver)
    if official is None or not official.active:
        return refusal(
            "receiver",
            "invalid",
            "İşləri qəbul edən tanınmır, artıq işləmir və ya şikayət onun haqqındadır.",
            "Who is to receive is not known, has left, or is the one whom the complaint is about.",
        )
    now = parts_of(case, command.leaver)
    if not now:
        return refusal(
            "nothing_to_hand_over",
            "state",
            "Bu sənəddə təhvil veriləcək iş yoxdur.",
            "There is nothing to hand over in this document.",
        )
    if set(now) != set(command.parts):
        return refusal(
            "act_differs",
            "stale",
            "Akt indiki vəziyyəti göstərmir: sənəddə dəyişiklik olub. Aktı yenidən tərtib edin.",
            "The act does not say how things stand: the document has changed. Draw it up anew.",
        )
    return None


def _orders(case: Case, command: HandOver) -> Decision:
    lines = handover_lines({"": case.document.orders}, command.leaver)
    if not lines:
        return ()
    asked = HandOverOrders(
        by=command.by, act=command.act, leaver=command.leaver, receiver=command.receiver, lines=lines
    )
    return resolved(case, asked)


def _path(case: Case, command: HandOver) -> Decision:
    """The open stage, or the draft: then with the author of the path's run, where it has begun, goes the document's."""
    names = {part.name for part in command.parts}
    walked = _assigned(case, command) if not names.isdisjoint(("member", "author")) else ()
    if isinstance(walked, Refusal) or "author" not in names:
        return walked
    taken = [each.event.added for each in walked if isinstance(each.event, Assigned) and each.event.added]
    author = taken[0][0] if taken else command.receiver
    return *walked, AuthorChanged(by=command.by, at=case.context.now, author=author, act=command.act)


def _assigned(case: Case, command: HandOver) -> tuple[ApprovalStepTaken, ...] | Refusal:
    """What was recalled or refused is with its author, and the path assigns nothing then: it is noted as it is.

    What the receiver may not have on this path, as with a visa on the receiver's own letter, goes to the head above.
    """
    run, reason = case.document.run, f"{command.act}: {command.reason}"
    if case.path is None or run.status == "nothing":
        return ()
    if run.status in ("recalled", "refused"):
        noted = Assigned(
            by=command.by,
            at=case.context.now,
            stage=None,
            round=run.round,
            added=(command.receiver,),
            removed=(command.leaver,),
            reason=reason,
        )
        return (ApprovalStepTaken(event=noted),)
    above = case.context.competence.above(case.context.directory, command.receiver, (command.leaver,))
    receivers = (command.receiver, *above)
    taken = taken_over(case.path, run, case.context, Taking(command.by, command.leaver, receivers, reason))
    return taken if isinstance(taken, Refusal) else tuple(ApprovalStepTaken(event=event) for event in taken)


ACTS = (
    Act(
        command=HandOver,
        decide=decide,
        who=HANDING_OVER,
        events={AuthorChanged: Words("layihə başqasına verildi", "another author")},
    ),
)
