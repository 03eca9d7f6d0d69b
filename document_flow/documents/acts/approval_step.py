"""A step on the document's approval path; the path's own rules decide, and what happened there stands in its event."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from document_flow.documents.acting import NOTHING, Act, Case, Decision, Document, Event, Refusal, refusal
from document_flow.documents.refusals import NO_PATH, NOT_BY_HAND, NOT_THE_AUTHOR
from document_flow.paths import kernel as paths
from document_flow.paths.acts.marks import Approve
from document_flow.paths.acts.resubmit import ReplaceContent, Resubmit
from document_flow.paths.acts.submit import Submit
from document_flow.paths.acts.tick import Tick
from document_flow.paths.path import Path
from document_flow.paths.registry import COMMAND_TYPES, EVENT_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalStep:
    """A step on the path; with Submit, `path` names the version to go by (its SHA-256)."""

    kind: Literal["walk"] = "walk"
    command: Annotated[paths.Command, COMMAND_TYPES]
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalStepTaken:
    """Something happened on its path."""

    kind: Literal["walked"] = "walked"
    event: Annotated[paths.Event, EVENT_TYPES]

    @property
    def by(self) -> str:
        """Whose step it was."""
        return self.event.by

    def apply(self, document: Document) -> Document:
        """The run after it."""
        return replace(document, run=paths.evolve(document.run, self.event))


def steps_taken(decided: tuple[paths.Event, ...] | Refusal, *first: Event) -> Decision:
    """What the path decided as events of the document, after the `first` ones."""
    return decided if isinstance(decided, Refusal) else (*first, *(ApprovalStepTaken(event=event) for event in decided))


def decide(case: Case, command: ApprovalStep) -> Decision:
    """Content changes by a new version, a stage that signs takes a signature, and the hub counts the time."""
    document, step = case.document, command.command
    if isinstance(step, ReplaceContent | Tick):
        return NOT_BY_HAND
    if not document.needs_approval:
        return refusal(
            "no_path_for_kind",
            "state",
            "Daxil olan sənəd, müraciət və hər iki tərəfin ekranda imzaladığı sənəd razılaşma yolu ilə getmir.",
            "An incoming document, an appeal and what both sides have signed on a screen take no approval path.",
        )
    if case.path is None:
        return NO_PATH
    if not document.versions:
        return refusal(
            "nothing_to_approve",
            "state",
            "Razılaşdırmaq üçün sənədin faylı yoxdur.",
            "There is no file to approve yet.",
        )
    if isinstance(step, Submit | Resubmit) and step.content_hash != document.content_hash:
        return refusal(
            "other_content",
            "stale",
            "Göndərilən mətn sənədin indiki mətni deyil.",
            "What is submitted is not the present content.",
        )
    if isinstance(step, Submit) and document.run.status in ("nothing", "refused"):
        return _submitted(case, case.path, step)
    if isinstance(step, Approve) and document.is_at_signature:
        return refusal(
            "sign_instead",
            "state",
            "Bu mərhələdə imza və ya möhür lazımdır: imzalama sessiyası başladın.",
            "This stage takes a signature or a seal: begin a signing session.",
        )
    return steps_taken(paths.decide(case.path, document.run, step, case.context))


def _submitted(case: Case, path: Path, step: Submit) -> Decision:
    """Put the draft on the path and send it off, in one command; what was refused begins a new run.

    A clerk who does so for an author who has left is the run's author.
    """
    document = case.document
    author = step.on_behalf_of or step.by
    if author not in case.authors:
        return NOT_THE_AUTHOR
    begun = paths.begin(
        path, author=author, document_kind=document.kind, content_hash=document.content_hash, at=case.context.now
    )
    if isinstance(begun, Refusal):
        return begun
    sent = paths.decide(path, paths.evolve(document.run, begun), step, case.context)
    return steps_taken(sent, ApprovalStepTaken(event=begun))


ACTS = (Act(command=ApprovalStep, decide=decide, needs="minutes", events={ApprovalStepTaken: NOTHING}),)
