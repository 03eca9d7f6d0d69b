"""A document begins: the body's own draft, what comes from outside, a citizen's appeal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.correspondence import refuse_bodies, refuse_origin
from document_flow.documents.acting import HUB, Act, ByHand, Case, Decision, Document, Happened, Refusal, Words, refusal
from document_flow.documents.acts.revise import Revised, files_problem
from document_flow.documents.appeal import Lodged
from document_flow.documents.facts import Access, FileRef, Kind, Link, Origin, Routing, Version, content_hash
from document_flow.documents.refusals import ALREADY_BEGUN, CONCERNED, NOT_IN_OFFICE, needs_role
from document_flow.nomenclature import is_for_official_use, refuse_secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Create(ByHand):
    """A new document. What comes from outside has an `origin`, what goes out has `recipients` (institution codes)."""

    kind: Literal["create"] = "create"
    document: Kind
    title: str
    unit: str
    access: Access = "open"
    markings: tuple[str, ...] = ()
    """Those on its paper: one for official use makes it restricted, one of a state secret has it refused."""
    files: tuple[FileRef, ...] = ()
    origin: Origin | None = None
    recipients: tuple[str, ...] = ()
    appeal: Lodged | None = None
    """Of a citizen's appeal, and of nothing else."""
    links: tuple[Link, ...] = ()
    barred: frozenset[str] = frozenset()
    """Whom the complaint is about that this answers: the hub fills it in."""
    routing: Routing | None = None
    """Of what came as a message: why it is at this unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Created(Happened):
    """It began."""

    kind: Literal["created"] = "created"
    document: Kind
    title: str
    unit: str
    access: Access
    origin: Origin | None
    recipients: tuple[str, ...]
    appeal: Lodged | None
    links: tuple[Link, ...]
    routing: Routing | None = None
    barred: frozenset[str] = frozenset()

    def apply(self, document: Document) -> Document:
        """With whoever the complaint is about kept out."""
        return replace(
            document,
            kind=self.document,
            access=self.access,
            title=self.title,
            author=self.by,
            unit=self.unit,
            created_at=self.at,
            origin=self.origin,
            recipients=self.recipients,
            appeal=self.appeal,
            links=self.links,
            barred=self.barred | frozenset(self.appeal.complained_about if self.appeal else ()),
        )


def decide(case: Case, command: Create) -> Decision:
    """By the registry where it comes from outside; with files it has its first version at once."""
    if case.document.length:
        return ALREADY_BEGUN
    if not case.is_in_office(command.by):
        return NOT_IN_OFFICE
    if command.document in ("incoming", "appeal") and not case.has_role(command.by, "clerk"):
        return needs_role("clerk")
    refused = refuse_secret(command.title, command.markings) or _lodging(case, command) or _written(case, command)
    if refused is not None:
        return refused
    now = case.context.now
    created = Created(
        by=command.by,
        at=now,
        document=command.document,
        title=command.title,
        unit=command.unit,
        access="restricted" if is_for_official_use(command.title, command.markings) else command.access,
        origin=command.origin,
        recipients=command.recipients,
        appeal=command.appeal,
        links=command.links,
        routing=command.routing,
        barred=command.barred,
    )
    if not command.files:
        return (created,)
    digest = content_hash(command.title, command.files)
    first = Revised(version=Version(1, command.files, digest, command.by, now))
    return files_problem(command.files) or (created, first)


def _written(case: Case, command: Create) -> Refusal | None:
    """What people write of other bodies is one that is known; what came as a message was asked at its own door."""
    if command.by == HUB:
        return None
    return refuse_origin(case.context, command.origin) or refuse_bodies(case.context, command.recipients)


def _lodging(case: Case, command: Create) -> Refusal | None:
    """Why this may not be lodged: a channel the body does not take, nobody who signed, or told to whom it is about."""
    lodged = command.appeal
    if (command.document == "appeal") != (lodged is not None):
        return refusal(
            "appeal_kind",
            "invalid",
            "Müraciətin növü (təklif, ərizə, şikayət) yalnız vətəndaş müraciətində və mütləq göstərilir.",
            "The kind of an appeal (proposal, application, complaint) is given for a citizen's appeal, and only there.",
        )
    if command.by in (command.barred if lodged is None else lodged.complained_about):
        return CONCERNED
    if lodged is None:
        return None
    if lodged.channel not in case.context.appeals.channels:
        return refusal(
            "channel",
            "invalid",
            f"Qurum “{lodged.channel}” yolu ilə müraciət qəbul etmir.",
            f"The body takes no appeals by {lodged.channel}.",
        )
    if lodged.signers < 1 or (lodged.applicant is None) != (not lodged.citizen):
        return refusal(
            "applicant",
            "invalid",
            "Müraciət edənin adı (anonim deyilsə) və imzalayanların sayı (ən azı 1) göstərilməlidir.",
            "Name who appeals, unless it is anonymous, and how many signed: at least 1.",
        )
    return None


ACTS = (Act(command=Create, decide=decide, events={Created: Words("yaradıldı", "begun")}, needs="related"),)
