"""A document before a command: what it is, the path that it goes by, the moment, and who may do what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from document_flow.appeals import LAW
from document_flow.context import Context
from document_flow.documents.event import Event
from document_flow.documents.state import Document
from document_flow.documents.term import due_of
from document_flow.orders.rules import LegalTerm, OrderRules
from document_flow.outcome import Refusal
from document_flow.paths.path import Path
from document_flow.paths.staffing import desk
from document_flow.people import HUB
from document_flow.requisites import lacks_signature, missing_visas

Decision = tuple[Event, ...] | Refusal


@dataclass(frozen=True, slots=True)
class Case:
    """`path` is the version that the document goes by, or is to go by; None where it has none.

    `context` is without those whom a complaint is about: for this document it is as if they had left, so no stage,
    no stand-in and no role can bring it to them. Their names are known all the same.
    """

    document: Document
    path: Path | None
    context: Context

    def __post_init__(self) -> None:
        if self.document.barred:
            office = self.context.directory.without(self.document.barred)
            object.__setattr__(self, "context", replace(self.context, directory=office))

    @property
    def order_rules(self) -> OrderRules:
        """What holds for resolutions on this document. Those on an appeal have its term where they name none."""
        document, due = self.document, self.appeal_due
        law = None if due is None else LegalTerm(due, LAW)
        return OrderRules(
            document_kind=document.kind, barred=document.barred, general_days=self._general_days(due), law=law
        )

    @property
    def authors(self) -> tuple[str, ...]:
        """In whose hands the draft is: the author, or who took it over; the clerks once that official has left."""
        return desk(self.document.run.author or self.document.author, self.context.directory)

    @property
    def is_unsigned(self) -> bool:
        """Whether the signature that this kind of document must bear is still missing."""
        return lacks_signature(self.context.requisites, self.document, self.context.directory)

    @property
    def lacking_visas(self) -> tuple[str, ...]:
        """The roles that this kind of document must have a visa of, and has none."""
        return missing_visas(self.context.requisites, self.document, self.context.directory)

    def is_in_office(self, login: str) -> bool:
        """Whether it is the hub itself, or an official with a place of work who has not left."""
        official = self.context.directory.officials.get(login)
        return login == HUB or (official is not None and official.active)

    def has_role(self, login: str, role: str) -> bool:
        """Whether the official has the role and is in office; the hub itself may do what a clerk may."""
        official = self.context.directory.officials.get(login)
        return login == HUB or (official is not None and official.active and role in official.roles)

    def is_acting_for(self, by: str, principal: str) -> bool:
        """Whether the official may act in the other's place on this kind of document today."""
        context = self.context
        return principal in context.directory.acting_for(by, context.today, self.document.kind)

    @property
    def appeal_due(self) -> date | None:
        """By when the appeal must be answered; None where it is no appeal, or is answered or forwarded."""
        return due_of(self.document, self.context)

    def _general_days(self, due: date | None) -> int | None:
        return None if due is None else max(1, self.context.calendar.between(self.context.today, due))
