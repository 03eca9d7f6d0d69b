"""Signed by a person or sealed by the body; in a stage that waits for that it is also the signer's mark."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.documents.acting import Act, ByHand, Case, Decision, Document, Refusal, Words, needs_role, refusal
from document_flow.documents.acts.approval_step import steps_taken
from document_flow.documents.facts import Signature
from document_flow.documents.refusals import NO_STAND_IN, NOT_APPROVED, REGISTER_FIRST, UNSIGNED
from document_flow.paths import kernel as paths
from document_flow.paths.acts.marks import Approve


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(ByHand):
    """A signing session has come to its end."""

    kind: Literal["sign"] = "sign"
    on_behalf_of: str | None = None
    signature: Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """It was signed or sealed."""

    kind: Literal["signed"] = "signed"
    signature: Signature

    @property
    def by(self) -> str:
        """Whose hand it was."""
        return self.signature.by

    def apply(self, document: Document) -> Document:
        """Beside those that it has."""
        return replace(document, signatures=(*document.signatures, self.signature))


def decide(case: Case, command: Sign) -> Decision:
    """Over the present content; outside a stage by whoever signs that kind, or the seal by a clerk, once approved."""
    document, signature = case.document, command.signature
    if any(each.session == signature.session for each in document.signatures):
        return refusal(
            "signed_already", "state", "Bu imza artıq sənəddədir.", "The document has this signature already."
        )
    if signature.content_hash != document.content_hash:
        return refusal(
            "content_moved",
            "stale",
            "İmzalanan mətn artıq sənədin indiki mətni deyil.",
            "What was signed is not the present content any more.",
        )
    if signature.manner == "seal" and document.registration is None:
        return REGISTER_FIRST
    if case.path is not None and document.is_at_signature:
        return _at_stage(case, case.path, command)
    if document.needs_approval and document.run.status != "approved":
        return NOT_APPROVED
    refused = _incompetent(case, command) or (UNSIGNED if _comes_too_early(case, signature) else None)
    return refused or (Signed(signature=replace(signature, principal=command.on_behalf_of)),)


def _incompetent(case: Case, command: Sign) -> Refusal | None:
    """The registry seals; who signs, the body says for each kind of document (rekvizitlər)."""
    if command.signature.manner == "seal":
        return None if case.has_role(command.by, "clerk") else needs_role("clerk")
    if command.on_behalf_of is not None and not case.is_acting_for(command.by, command.on_behalf_of):
        return NO_STAND_IN
    roles = case.context.requisites.signed_by(case.document.kind)
    signs = case.context.directory.has_role(command.on_behalf_of or command.by, roles)
    return None if signs else needs_role(*roles)


def _comes_too_early(case: Case, signature: Signature) -> bool:
    """A seal on what bears a signature: it is not put on what nobody has signed yet."""
    return signature.manner == "seal" and case.is_unsigned


def _at_stage(case: Case, path: paths.Path, command: Sign) -> Decision:
    run, signature = case.document.run, command.signature
    if run.stage is None or run.stage.act != signature.manner:
        return refusal(
            "other_manner",
            "state",
            "Bu mərhələ imza gözləyirsə möhür, möhür gözləyirsə imza onu əvəz etmir.",
            "A stage that waits for a person's signature takes no seal, and one that waits for the seal no signature.",
        )
    if _comes_too_early(case, signature):
        return UNSIGNED
    mark = Approve(
        by=command.by,
        on_behalf_of=command.on_behalf_of,
        content_hash=signature.content_hash,
        signature=signature.session,
    )
    return steps_taken(
        paths.decide(path, run, mark, case.context),
        Signed(signature=replace(signature, principal=command.on_behalf_of)),
    )


ACTS = (Act(command=Sign, decide=decide, events={Signed: Words("imzalandı və ya möhürləndi", "signed or sealed")}),)
