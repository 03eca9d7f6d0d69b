"""A new version by the author. On a running path it replaces the content there, and visas fall by its rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from document_flow.documents.acting import Act, ByHand, Case, Decision, Document, Refusal, Words, refusal
from document_flow.documents.acts.approval_step import steps_taken
from document_flow.documents.facts import FileRef, Version, content_hash
from document_flow.documents.refusals import NOT_THE_AUTHOR
from document_flow.nomenclature import refuse_secret
from document_flow.paths import kernel as paths
from document_flow.paths.acts.resubmit import ReplaceContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Revise(ByHand):
    """These files take the place of those before."""

    kind: Literal["revise"] = "revise"
    files: tuple[FileRef, ...]
    note: str = ""
    minor: bool = False
    difference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """It has a new version, the first one among them."""

    kind: Literal["revised"] = "revised"
    version: Version

    @property
    def by(self) -> str:
        """Whose version it is."""
        return self.version.by

    def apply(self, document: Document) -> Document:
        """The newest version stands last."""
        return replace(document, versions=(*document.versions, self.version))


def decide(case: Case, command: Revise) -> Decision:
    """As long as the text may change at all."""
    document = case.document
    problem = _stays(case, command.by) or files_problem(command.files)
    if problem is not None:
        return problem
    digest = content_hash(document.title, command.files)
    if digest == document.content_hash:
        return refusal("nothing_new", "invalid", "Bu, indiki mətnin özüdür.", "This is the present content itself.")
    number = len(document.versions) + 1
    revised = Revised(version=Version(number, command.files, digest, command.by, case.context.now, command.note))
    if document.run.status != "running" or case.path is None:
        return (revised,)
    replaced = ReplaceContent(
        by=command.by,
        previous_hash=document.content_hash,
        content_hash=digest,
        minor=command.minor,
        difference=command.difference or command.note,
    )
    return steps_taken(paths.decide(case.path, document.run, replaced, case.context), revised)


def files_problem(files: tuple[FileRef, ...]) -> Refusal | None:
    """Why these cannot be the files of one version."""
    if sum(file.main for file in files) != 1:
        return refusal(
            "one_main_file",
            "invalid",
            "Fayllardan düz biri əsas fayl olmalıdır.",
            "Exactly one of the files is the main one.",
        )
    secret = refuse_secret("", (file.name for file in files))
    if secret is not None:
        return secret
    if len({file.name for file in files}) != len(files):
        return refusal(
            "twin_names", "invalid", "Eyni adlı iki fayl ola bilməz.", "Two files cannot have the same name."
        )
    return None


def _stays(case: Case, by: str) -> Refusal | None:
    """Why this person may not change the text, or nobody may any more."""
    document = case.document
    incoming = document.origin is not None and case.has_role(by, "clerk")
    if by not in case.authors and not incoming:
        return NOT_THE_AUTHOR
    if document.registration is not None and not document.needs_approval:
        return refusal(
            "registered_stays",
            "state",
            "Qeydə alınmış sənədin mətni dəyişmir; yeni sənəd yaradıb bununla əlaqələndirin.",
            "What is registered is not changed; make a new document and link it.",
        )
    if document.signatures or document.run.status == "approved":
        return refusal(
            "approved_stays",
            "state",
            "Təsdiqlənmiş və ya imzalanmış sənədin mətni dəyişmir.",
            "What is approved or signed is not changed.",
        )
    return None


ACTS = (Act(command=Revise, decide=decide, events={Revised: Words("yeni versiya", "new version")}),)
