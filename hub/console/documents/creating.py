"""Beginning a document: its facts, its files or the text of a letter, each file kept before the document names it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse

from document_flow.appeals import CHANNELS as APPEAL_CHANNELS
from document_flow.appeals import KINDS as APPEAL_KINDS
from document_flow.appeals import AppealKind, Channel
from document_flow.documents.acts.create import Create
from document_flow.documents.appeal import Applicant, Lodged
from document_flow.documents.facts import LETTER_MIME, Access, FileRef, Kind, Link, Origin, file_name, media_type
from document_flow.documents.words import APPEALS, CHANNELS, KINDS
from document_flow.nomenclature import refuse_secret
from document_flow.people import Directory
from document_flow.words import Words
from hub.access.rights import Right
from hub.app import Hub
from hub.console.documents.answering import Answering, answering
from hub.console.documents.choices import other_bodies
from hub.console.pages import page
from hub.console.posting import FRESH, Sent, SentDep, TriedDep, gets, posts
from hub.console.viewer import PATH, Form, ViewerDep, refused_field
from hub.documents.acting.service import Given
from hub.documents.office.administration import units
from hub.documents.office.appeals import keys_of
from hub.errors import HubError
from hub.web.context import HubDep
from hub.web.fields import Wrong

router = APIRouter()
MOST_FILE = 8 * 1024 * 1024
_TITLE = Words("Sənədin adını yazın.", "Write the document's title.")


def begun_kinds(roles: Iterable[str]) -> tuple[Kind, ...]:
    """The kinds that somebody with these roles may begin; the kernel decides once more."""
    own: tuple[Kind, ...] = ("outgoing", "internal")
    return (*own, "incoming", "appeal") if "clerk" in roles else own


class LetterForm(BaseModel):
    """The text of a letter, where it is written on the page."""

    text: str = ""
    addressee: str = ""
    position: str = ""
    person: str = ""
    salutation: str = ""
    signatory: str = ""


class DraftForm(LetterForm):
    """A document that is being written down; `answers` is the document that it will answer."""

    title: Annotated[str, Field(min_length=1, max_length=1000), Wrong(_TITLE)]
    unit: str = ""
    access: Access = "open"
    answers: str = ""
    recipients: list[str] = []
    body: str = ""
    sender: str = ""
    their_no: str = ""
    their_day: date | None = None
    appeal: AppealKind = "application"
    channel: Channel = "written"
    subject: str = ""
    applicant: str = ""
    contact: str = ""
    fin: str = ""
    signers: int = 1
    complained_about: list[str] = []


@router.get("/documents/new/{kind}")
@gets(Right.DOCUMENTS, "create {kind}")
async def new(
    request: Request, hub: HubDep, who: ViewerDep, kind: Kind, answers: str = "", tried: TriedDep = FRESH
) -> HTMLResponse:
    """An empty form of the kind; `answers` is the document that it will answer."""
    context = (await hub.office.documents.around()).context(hub.clock.now())
    async with hub.store.read() as tx:
        titles = {unit.name: unit.title for unit in await units(tx)}
        begins = Answering() if tried.form else await answering(tx, hub, who.login, answers, context)
    official = context.directory.officials.get(who.login)
    return await page(
        request,
        who,
        "documents/new.html",
        tried=tried,
        kind=kind,
        kind_name=KINDS[kind],
        key=uuid4().hex,
        answers=answers,
        begins=begins,
        units=titles,
        bodies=[(each.value, each.name.say(who.lang)) for each in other_bodies(context)],
        own_unit=official.unit if official else "",
        people=[(login, each.name) for login, each in context.directory.officials.items()],
        signatories=signatories(context.directory),
        appeals={each: APPEALS[each] for each in APPEAL_KINDS},
        channels={each: CHANNELS[each] for each in APPEAL_CHANNELS},
    )


@router.post("/documents/new/{kind}")
@posts(Right.DOCUMENTS, new, otherwise="title", shows=HubError)
async def create(sent: SentDep, kind: Kind) -> str:
    """Begin it. The same form sent twice begins one document."""
    secret = refuse_secret(sent.form.text("title"), ())
    whom = _TO_NOBODY if kind == "outgoing" and not _goes_to(sent.form) else None
    typed = sent.read(DraftForm, title=secret.words if secret else None, recipients=whom)
    command = Create(
        by=sent.who.login,
        document=kind,
        title=typed.title,
        unit=typed.unit,
        access=typed.access,
        files=await files_of(sent, typed),
        origin=_origin(typed) if kind == "incoming" else None,
        recipients=tuple(typed.recipients) if kind == "outgoing" else (),
        appeal=await _lodged(sent.hub, typed) if kind == "appeal" else None,
        links=(Link(typed.answers, "answers"),) if typed.answers else (),
    )
    hashes = " ".join(file.sha256 for file in command.files)
    given = Given(sent.form.key, request=f"new {kind} {typed.model_dump_json()} {hashes}")
    acted = await sent.hub.office.documents.create(sent.who.login, command, given)
    return f"{PATH}/documents/{acted.document}?since=0"


def _goes_to(form: Form) -> bool:
    """Whether it says to whom: to a body, or on paper to whoever is named."""
    return any(form.all("recipients")) or bool(form.text("addressee") or form.text("person"))


def signatories(directory: Directory) -> Sequence[tuple[str, str]]:
    """Who may stand under a letter: logins with names."""
    return [(login, directory.name(login)) for login in directory.holders("head")]


def _origin(typed: DraftForm) -> Origin:
    if not typed.body and not typed.sender:
        raise refused_field("body", Words("Kimdən gəldiyini göstərin.", "Say from whom it came."))
    return Origin(typed.body, typed.sender, typed.their_no, typed.their_day)


async def _lodged(hub: Hub, typed: DraftForm) -> Lodged:
    if not typed.subject:
        raise refused_field("subject", Words("Müraciətin mövzusunu yazın.", "Write what the appeal is about."))
    applicant = Applicant(typed.applicant, typed.contact, typed.fin.upper()) if typed.applicant else None
    citizen, key = keys_of(hub.office.documents.hash, applicant, typed.subject)
    office = (await hub.office.documents.around()).directory.officials
    if not office.keys() >= set(typed.complained_about):
        raise refused_field("complained_about", _UNKNOWN)
    return Lodged(
        kind=typed.appeal,
        channel=typed.channel,
        applicant=applicant,
        citizen=citizen,
        subject=key,
        signers=typed.signers,
        complained_about=tuple(typed.complained_about),
    )


async def files_of(sent: Sent, typed: LetterForm, kept: tuple[FileRef, ...] = ()) -> tuple[FileRef, ...]:
    """What was uploaded or written, kept in the content store: the main file, and what is attached after `kept`."""
    main = await _main(sent, typed)
    attached = [await _stored(sent, each, main=False) for each in sent.form.files("attached")]
    return (*((main,) if main is not None else ()), *kept, *attached)


async def _main(sent: Sent, typed: LetterForm) -> FileRef | None:
    upload = sent.form.file("main")
    if upload is not None:
        return await _stored(sent, upload, main=True)
    if not typed.text:
        return None
    letter = {
        "addressee": {"body": typed.addressee or "—", "position": typed.position, "name": typed.person},
        "text": typed.text,
        "salutation": typed.salutation,
        "signatory": typed.signatory,
    }
    raw = json.dumps(letter, ensure_ascii=False, sort_keys=True).encode()
    stored = await sent.hub.office.uploads.keep(sent.who.login, raw)
    return FileRef("mektub.json", LETTER_MIME, stored.size, stored.sha256, main=True)


async def _stored(sent: Sent, upload: UploadFile, *, main: bool) -> FileRef:
    field = "main" if main else "attached"
    raw = await upload.read(MOST_FILE + 1)
    if not raw or len(raw) > MOST_FILE:
        raise refused_field(field, _SIZE)
    stored = await sent.hub.office.uploads.keep(sent.who.login, raw)
    mime = media_type(upload.content_type or "")
    return FileRef(file_name(upload.filename or ""), mime, stored.size, stored.sha256, main=main)


_TO_NOBODY = Words(
    "Kimə göndərildiyini göstərin: qurum seçin və ya ünvanlananı yazın.",
    "Say to whom it goes: choose a body, or write the addressee.",
)
_UNKNOWN = Words(
    "Şikayət olunan şəxs işçilər arasında yoxdur.", "Whom the complaint is about is not among the officials."
)
_SIZE = Words("Fayl boş olmamalı və 8 MB-dan böyük olmamalıdır.", "A file is not empty and not over 8 MB.")
