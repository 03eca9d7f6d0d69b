"""What a document's events come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from document_flow.appeals import Forwarding, Study
from document_flow.documents.appeal import Lodged
from document_flow.documents.facts import (
    Access,
    Acquaintance,
    Dispatch,
    DispatchState,
    Kind,
    Link,
    Origin,
    Registration,
    Signature,
    Status,
    Version,
)
from document_flow.orders.state import State as Orders
from document_flow.paths.state import State as Run

UNANSWERED = frozenset((DispatchState.SENT, DispatchState.RECEIVED))
"""Dispatches of which neither a registration, a refusal nor an answer is known."""
TROUBLED = frozenset((DispatchState.REFUSED, DispatchState.SILENT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document. `run` is its approval path's run, `orders` its resolutions; `length` counts the events."""

    kind: Kind = "internal"
    access: Access = "open"
    title: str = ""
    author: str = ""
    unit: str = ""
    created_at: datetime | None = None
    origin: Origin | None = None
    recipients: tuple[str, ...] = ()
    appeal: Lodged | None = None
    study: Study | None = None
    forwarding: Forwarding | None = None
    told_at: datetime | None = None
    """When the citizen was told to which body the appeal went."""
    barred: frozenset[str] = frozenset()
    """Whom the complaint is about, or the complaint that this answers: they have no part in it and never see it."""
    versions: tuple[Version, ...] = ()
    registration: Registration | None = None
    run: Run = field(default_factory=Run)
    orders: Orders = field(default_factory=Orders)
    signatures: tuple[Signature, ...] = ()
    dispatches: tuple[Dispatch, ...] = ()
    links: tuple[Link, ...] = ()
    informed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Whom an act has named for information, by a name of its own, beside those whom resolutions name."""
    acquainted: tuple[Acquaintance, ...] = ()
    signed_in_person: str = ""
    """The content that its author and the other side have signed where they stood; empty where they have not."""
    hold: str = ""
    """Why it is under a legal hold; empty where it is not."""
    case_file: str = ""
    filed_at: datetime | None = None
    filed_why: str = ""
    """Of what goes out and was never sent: how it was given, or why it was not."""
    refused_at: datetime | None = None
    """Of an arrival: when it was refused as not for us."""
    destroyed_at: datetime | None = None
    length: int = 0

    @property
    def content_hash(self) -> str:
        """What visas and signatures are bound to now; empty before the first version."""
        return self.versions[-1].content_hash if self.versions else ""

    @property
    def readers(self) -> dict[str, tuple[str, ...]]:
        """Whom it was given for information, by the resolution or the act that names them."""
        return {each.id: each.for_information for each in self.orders.resolutions.values()} | dict(self.informed)

    @property
    def is_sealed(self) -> bool:
        """Whether the present content carries a signature or seal."""
        return any(signature.content_hash == self.content_hash for signature in self.signatures)

    @property
    def is_open(self) -> bool:
        """Whether anything may still happen to it."""
        return self.length > 0 and self.filed_at is None and self.refused_at is None and self.destroyed_at is None

    @property
    def comes_in(self) -> bool:
        """Whether somebody else wrote it."""
        return self.kind in ("incoming", "appeal")

    @property
    def needs_approval(self) -> bool:
        """What the body itself writes goes along a path, unless both sides have signed it in person."""
        return not self.comes_in and (not self.signed_in_person or self.signed_in_person != self.content_hash)

    @property
    def is_spoken(self) -> bool:
        """Whether it was said at a reception or on the hotline: then the registry's entry is all there is of it."""
        return self.appeal is not None and self.appeal.channel in ("reception", "hotline")

    @property
    def is_at_signature(self) -> bool:
        """Whether only signatures are missing: number and day are requisites, and stand in what is signed."""
        return self.run.stage is not None and self.run.stage.act in ("sign", "seal")

    @property
    def lacks_number(self) -> bool:
        """Whether it is at its signature and the registry has not numbered it: nobody signs it before that."""
        return self.is_at_signature and self.registration is None

    def dispatch(self, consignment: str) -> Dispatch | None:
        """The dispatch under this number."""
        return next((each for each in self.dispatches if each.consignment == consignment), None)

    def sent_to(self, body: str, consignment: str) -> Dispatch | None:
        """The dispatch, if it went to the body that now speaks about it; the hub itself names none."""
        found = self.dispatch(consignment)
        return found if found is not None and body in ("", found.body) else None

    def dispatched(self, consignment: str, **changed: Any) -> Document:
        """The same with other knowledge of a dispatch."""
        return replace(
            self,
            dispatches=tuple(
                replace(each, **changed) if each.consignment == consignment else each for each in self.dispatches
            ),
        )


DOCUMENTS: TypeAdapter[Document] = TypeAdapter(Document)
"""Reads and writes a snapshot as JSON; it is only a cache of the events."""

_RUN = {
    "running": Status.IN_APPROVAL,
    "returned": Status.RETURNED,
    "refused": Status.REFUSED,
    "recalled": Status.RECALLED,
    "approved": Status.APPROVED,
}


def status_of(document: Document) -> Status:
    """Where it stands, as one word: the furthest thing that is true of it."""
    if document.destroyed_at is not None:
        return Status.DESTROYED
    if document.filed_at is not None:
        return Status.FILED
    if document.refused_at is not None:
        return Status.REFUSED
    if document.dispatches:
        return Status.ANSWERED if _all_answered(document) else Status.SENT
    if document.is_sealed and document.run.status != "running":
        return Status.SEALED
    return _RUN.get(document.run.status) or _before_a_path(document)


def _all_answered(document: Document) -> bool:
    """Whether every body has answered, whichever of its consignments it was."""
    answered = {each.body for each in document.dispatches if each.state is DispatchState.ANSWERED}
    return all(each.body in answered for each in document.dispatches)


def _before_a_path(document: Document) -> Status:
    if document.orders.is_open:
        return Status.IN_EXECUTION
    if document.orders.resolutions:
        return Status.EXECUTED
    if document.registration is not None:
        return Status.REGISTERED
    return Status.DRAFT if document.needs_approval else Status.ARRIVED
