"""Documents on paper: letters and cards filled from a document's state, and the PDF that is signed."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from document_flow.context import BAKU
from document_flow.documents.case import Case
from document_flow.documents.facts import LETTER_MIME, FileRef, Version
from document_flow.documents.state import Document
from document_flow.letterhead import BY_DEFAULT, Letterhead
from document_flow.paths.state import Mark as PathMark
from document_flow.people import Directory
from document_flow.rendering.forms import Printable, PrintKind
from document_flow.rendering.models.letter import Addressee, Enclosure, Letter
from document_flow.rendering.models.parts import Executor, Mark, Reference, Signatory, Visa
from document_flow.rendering.render import render
from document_flow.words import Words
from hub.documents.printing.paper_codes import Papers
from hub.documents.printing.refusing import refusing_unprintable
from hub.errors import Refused
from hub.errors import Words as Said
from hub.store.content import ContentStore

_PDF = "application/pdf"
_CLOSED = ConfigDict(extra="forbid", frozen=True)


class AddresseeBody(BaseModel):
    """To whom a letter goes."""

    model_config = _CLOSED
    body: str = Field(min_length=1, max_length=300)
    position: str = Field(default="", max_length=300)
    name: str = Field(default="", max_length=300)
    address: str = Field(default="", max_length=2000)


class LetterSource(BaseModel):
    """A letter's text as data (`application/vnd.qayidis.letter+json`); its number and date come when it is printed."""

    model_config = _CLOSED
    addressee: AddresseeBody
    text: str = Field(min_length=1, max_length=30_000)
    salutation: str = Field(default="", max_length=300)
    signatory: str = Field(
        default="", max_length=100, description="The login of whoever is to sign; printed is who did"
    )


@dataclass(frozen=True, slots=True)
class Signing:
    """Whose signature or seal is about to stand under a paper: a mark is printed where the certificate is known.

    Without a signatory it is the body's seal.
    """

    signatory: Signatory | None = None
    seal: Mark | None = None


@dataclass(frozen=True, slots=True)
class Printing:
    """Prints documents out of their content, on the body's paper."""

    content: ContentStore
    papers: Papers
    letterhead: Letterhead = BY_DEFAULT

    async def pdf(
        self, name: str, case: Case, answers: Reference | None, signing: Signing, *, sample: bool
    ) -> bytes | None:
        """The PDF of the present version: the file itself, or the letter printed; None where it is neither.

        The signatory is whose signature is about to stand under it, whomever the text names.

        A letter that has its number carries the code by which anybody checks it (hub.documents.printing.paper_codes).
        """
        version = case.document.versions[-1]
        main = version.main
        if main is None:
            return None
        raw = await self.content.read(main.sha256)
        if main.mime == _PDF:
            return raw
        if main.mime != LETTER_MIME:
            return None
        letter = letter_of(case, version, letter_source(raw), answers, signing, self.letterhead)
        if case.document.registration is not None:
            letter = replace(letter, verification=await self.papers.issue(name))
        return await self._printed(case, letter, sample=sample)

    async def view(self, name: str, case: Case, answers: Reference | None) -> bytes | None:
        """What is on paper now: the signed file as it is, else what would be signed, marked as a specimen.

        None for a document that has no paper. What is looked at before it is signed differs from what is signed in the
        stamps alone.
        """
        document, paper = case.document, paper_of(case.document)
        if paper is None:
            return None
        raw = await self.content.read(paper.sha256)
        if paper.mime == _PDF:
            return raw
        version = document.versions[-1]
        source = letter_source(raw)
        expected = source.signatory or case.context.directory.head_of("rehberlik") or document.author
        signing = Signing(signatory_of(case.context.directory, expected))
        letter = letter_of(case, version, source, answers, signing, self.letterhead)
        if document.registration is not None:
            letter = replace(letter, verification=self.papers.verification_of(name))
        return await self._printed(case, letter, sample=True)

    async def rendered(self, kind: PrintKind, data: Printable, record: bytes | None = None, *, sample: bool) -> bytes:
        """The PDF of any form, with what a machine reads of it inside. Refused where it has no place on its form."""
        emblem = self.letterhead.emblem
        with refusing_unprintable():
            return await asyncio.to_thread(render, kind, data, sample=sample, record=record, emblem=emblem)

    async def _printed(self, case: Case, letter: Letter, *, sample: bool) -> bytes:
        record = _record(case.document, letter)
        return await self.rendered(PrintKind.LETTER, letter, record, sample=sample or case.context.played)


def paper_of(document: Document) -> FileRef | None:
    """What a paper is made of: the signed PDF, else the PDF or the text of the letter that is to be signed."""
    if not document.versions or document.destroyed_at is not None:
        return None
    signed = [each.file for each in document.signatures if each.content_hash == document.content_hash]
    found = signed[-1] if signed else document.versions[-1].main
    return found if found is not None and found.mime in (_PDF, LETTER_MIME) else None


def letter_source(raw: bytes) -> LetterSource:
    """The letter's text; Refused with the place where it is not as the form wants it."""
    try:
        return LetterSource.model_validate_json(raw)
    except ValidationError as wrong:
        fault = wrong.errors(include_input=False, include_url=False, include_context=False)[0]
        place = "/" + "/".join(str(step) for step in fault["loc"])
        raise Refused("documents.letter_shape", _SHAPE, status=422, place=place) from wrong


def letter_of(
    case: Case,
    version: Version,
    source: LetterSource,
    answers: Reference | None,
    signing: Signing,
    letterhead: Letterhead = BY_DEFAULT,
) -> Letter:
    """Everything that a letter shows, out of the document's state, and who signs it."""
    document, directory = case.document, case.context.directory
    registered = document.registration
    return Letter(
        body=letterhead.body,
        reg_no=registered.reg_no if registered else "",
        day=registered.on if registered else case.context.today,
        addressee=Addressee(
            body=Words(source.addressee.body, source.addressee.body),
            position=Words(source.addressee.position, source.addressee.position),
            name=source.addressee.name,
            address=source.addressee.address,
        ),
        subject=document.title,
        text=source.text,
        signatory=signing.signatory,
        seal=signing.seal,
        executor=Executor(directory.name(document.author), letterhead.phone_of(document.author, document.unit)),
        salutation=source.salutation,
        answers=answers,
        enclosures=tuple(Enclosure(file.name) for file in version.files if not file.main),
        visas=tuple(_visas(document, directory)),
    )


def signatory_of(directory: Directory, login: str, principal: str | None = None, mark: Mark | None = None) -> Signatory:
    """Who signs, and in whose place; with the mark where the certificate is known."""
    official = directory.officials.get(login)
    position = official.position if official else Words("", "")
    return Signatory(position, directory.name(login), directory.name(principal) if principal else "", mark)


def in_words(directory: Directory, hand: str, principal: str) -> str:
    """Whose hand it was, and in whose place where it was a stand-in's."""
    name = directory.name(hand)
    return name if hand == principal else f"{name} ({directory.name(principal)} əvəzinə)"


def _visas(document: Document, directory: Directory) -> list[Visa]:
    """Internal marks on the present content, in the order in which they were given."""
    marks: list[PathMark] = []
    for stage in document.run.stages:
        if stage.act in ("visa", "approve"):
            marks += [m for m in stage.marks.values() if m.verdict == "for" and m.content_hash == document.content_hash]
    marks.sort(key=lambda mark: mark.at)
    found = []
    for mark in marks:
        official = directory.officials.get(mark.by)
        position = official.position if official else Words("", "")
        found.append(Visa(position, in_words(directory, mark.by, mark.principal), mark.at.astimezone(BAKU).date()))
    return found


def _record(document: Document, letter: Letter) -> bytes:
    """What a machine reads in the file: number, day, subject, text and the hash that visas are bound to."""
    registered = document.registration
    stated: dict[str, Any] = {
        "reg_no": letter.reg_no,
        "reg_date": registered.on.isoformat() if registered else None,
        "subject": letter.subject,
        "text": letter.text,
        "content_hash": document.content_hash,
        "kind": document.kind,
    }
    return json.dumps(stated, ensure_ascii=False, sort_keys=True).encode()


_SHAPE = Said("Məktubun mətni formaya uyğun deyil.", "The letter's text is not as its form wants it.")
