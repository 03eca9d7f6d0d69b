"""Beginning a document: its facts, its files or the text of a letter, each file kept before the document names it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import uuid4

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, Response

from document_flow.appeals import CHANNELS as APPEAL_CHANNELS
from document_flow.appeals import KINDS as APPEAL_KINDS
from document_flow.appeals import AppealKind, Channel
from document_flow.documents.acts.create import Create
from document_flow.documents.appeal import Applicant, Lodged
from document_flow.documents.facts import LETTER_MIME, Access, FileRef, Kind, Link, Origin, media_type
from document_flow.documents.words import APPEALS, CHANNELS, KINDS
from document_flow.nomenclature import refuse_secret
from document_flow.words import Words
from hub.access.rights import Right
from hub.app import Hub
from hub.console.documents.fields import Filled
from hub.console.pages import go, page
from hub.console.viewer import PATH, Form, FormDep, Viewer, ViewerDep, refused_field
from hub.documents.acting.service import Given
from hub.documents.office.administration import units
from hub.documents.office.appeals import keys_of
from hub.errors import HubError
from hub.web.context import HubDep
from routes.address_book import BODIES

router = APIRouter()
MOST_FILE = 8 * 1024 * 1024
_TEXTS = ("title", "unit", "access", "body", "sender", "their_no", "their_day", "text", "addressee", "position",
          "person", "salutation", "signatory", "appeal", "channel", "subject", "applicant", "contact", "fin", "signers",
          "answers")  # fmt: skip
_MANY = ("recipients", "complained_about")


def begun_kinds(roles: Iterable[str]) -> tuple[Kind, ...]:
    """The kinds that somebody with these roles may begin; the kernel decides once more."""
    own: tuple[Kind, ...] = ("outgoing", "internal")
    return (*own, "incoming", "appeal") if "clerk" in roles else own


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is being written down: its kind, what was typed, the form's key, and why it was refused."""

    kind: Kind
    typed: Filled
    key: str
    problem: HubError | None = None


@router.get("/documents/new/{kind}")
async def new(request: Request, hub: HubDep, who: ViewerDep, kind: Kind, answers: str = "") -> HTMLResponse:
    """An empty form of the kind; `answers` is the document that it will answer."""
    who.need(Right.DOCUMENTS, f"create {kind}")
    return await _form(request, hub, who, Draft(kind, Filled({"answers": (answers,)}), uuid4().hex))


@router.post("/documents/new/{kind}")
async def create(request: Request, hub: HubDep, who: ViewerDep, form: FormDep, kind: Kind) -> Response:
    """Begin it. The same form sent twice begins one document."""
    who.need(Right.DOCUMENTS, f"create {kind}")
    typed = Filled({**{each: (form.text(each),) for each in _TEXTS}, **{each: tuple(form.all(each)) for each in _MANY}})
    draft = Draft(kind, typed, form.text("key")[:64])
    try:
        command = await _command(hub, who, draft, form)
        said = json.dumps({name: list(value) for name, value in typed.values.items()}, sort_keys=True)
        hashes = " ".join(file.sha256 for file in command.files)
        given = Given(draft.key, request=f"new {kind} {said} {hashes}")
        acted = await hub.office.documents.create(who.login, command, given)
    except HubError as problem:
        return await _form(request, hub, who, replace(draft, problem=problem))
    return go(f"{PATH}/documents/{acted.document}?done=created")


async def _form(request: Request, hub: Hub, who: Viewer, draft: Draft) -> HTMLResponse:
    context = (await hub.office.documents.around()).context(hub.clock.now())
    async with hub.store.read() as tx:
        titles = {unit.name: unit.title for unit in await units(tx)}
    official, problem = context.directory.officials.get(who.login), draft.problem
    errors = {problem.place or "title": who.say(problem.words)} if problem is not None else {}
    return await page(
        request,
        who,
        "documents/new.html",
        problem.status if problem is not None else 200,
        kind=draft.kind,
        kind_name=KINDS[draft.kind],
        typed=draft.typed,
        key=draft.key,
        errors=errors,
        units=titles,
        bodies=BODIES,
        own_unit=official.unit if official else "",
        officials=context.directory.officials,
        heads=context.directory.holders("head"),
        appeals={each: APPEALS[each] for each in APPEAL_KINDS},
        channels={each: CHANNELS[each] for each in APPEAL_CHANNELS},
    )


async def _command(hub: Hub, who: Viewer, draft: Draft, form: Form) -> Create:
    kind, typed = draft.kind, draft.typed
    title = typed.text("title")[:1000]
    secret = refuse_secret(title, ())
    if not title or secret is not None:
        raise refused_field("title", secret.words if secret is not None else _TITLE)
    access: Access = "restricted" if typed.text("access") == "restricted" else "open"
    link = typed.text("answers")
    return Create(
        by=who.login,
        document=kind,
        title=title,
        unit=typed.text("unit"),
        access=access,
        files=await files_of(hub, who.login, form, typed),
        origin=_origin(typed) if kind == "incoming" else None,
        recipients=typed.many("recipients") if kind == "outgoing" else (),
        appeal=await _lodged(hub, typed) if kind == "appeal" else None,
        links=(Link(link, "answers"),) if link else (),
    )


def _origin(typed: Filled) -> Origin:
    body = typed.text("body")
    if not body and not typed.text("sender"):
        raise refused_field("body", _SENDER)
    return Origin(body, typed.text("sender"), typed.text("their_no"), typed.day("their_day"))


async def _lodged(hub: Hub, typed: Filled) -> Lodged:
    name, subject = typed.text("applicant"), typed.text("subject")
    if not subject:
        raise refused_field("subject", _SUBJECT)
    applicant = Applicant(name, typed.text("contact"), typed.text("fin").upper()) if name else None
    citizen, key = keys_of(hub.office.documents.hash, applicant, subject)
    kinds: dict[str, AppealKind] = {each: each for each in APPEAL_KINDS}
    channels: dict[str, Channel] = {each: each for each in APPEAL_CHANNELS}
    office = (await hub.office.documents.around()).directory.officials
    if not office.keys() >= set(typed.many("complained_about")):
        raise refused_field("complained_about", _UNKNOWN)
    return Lodged(
        kind=kinds.get(typed.text("appeal"), "application"),
        channel=channels.get(typed.text("channel"), "written"),
        applicant=applicant,
        citizen=citizen,
        subject=key,
        signers=typed.number("signers") or 1,
        complained_about=typed.many("complained_about"),
    )


async def files_of(
    hub: Hub, login: str, form: Form, typed: Filled, kept: tuple[FileRef, ...] = ()
) -> tuple[FileRef, ...]:
    """What was uploaded or written, kept in the content store: the main file, and what is attached after `kept`."""
    main = await _main(hub, login, form, typed)
    attached = [await _stored(hub, login, each, main=False) for each in form.files("attached")]
    return (*((main,) if main is not None else ()), *kept, *attached)


async def _main(hub: Hub, login: str, form: Form, typed: Filled) -> FileRef | None:
    upload = form.file("main")
    if upload is not None:
        return await _stored(hub, login, upload, main=True)
    if not typed.text("text"):
        return None
    addressee = {
        "body": typed.text("addressee") or "—",
        "position": typed.text("position"),
        "name": typed.text("person"),
    }
    letter = {
        "addressee": addressee,
        "text": typed.text("text"),
        "salutation": typed.text("salutation"),
        "signatory": typed.text("signatory"),
    }
    raw = json.dumps(letter, ensure_ascii=False, sort_keys=True).encode()
    stored = await hub.office.uploads.keep(login, raw)
    return FileRef("mektub.json", LETTER_MIME, stored.size, stored.sha256, main=True)


async def _stored(hub: Hub, login: str, upload: UploadFile, *, main: bool) -> FileRef:
    field = "main" if main else "attached"
    raw = await upload.read(MOST_FILE + 1)
    if not raw or len(raw) > MOST_FILE:
        raise refused_field(field, _SIZE)
    stored = await hub.office.uploads.keep(login, raw)
    name = (upload.filename or "fayl").replace("\\", "/").rpartition("/")[2][-200:]
    mime = media_type(upload.content_type or "")
    return FileRef(name, mime, stored.size, stored.sha256, main=main)


_TITLE = Words("Sənədin adını yazın.", "Write the document's title.")
_SENDER = Words("Kimdən gəldiyini göstərin.", "Say from whom it came.")
_SUBJECT = Words("Müraciətin mövzusunu yazın.", "Write what the appeal is about.")
_UNKNOWN = Words(
    "Şikayət olunan şəxs işçilər arasında yoxdur.", "Whom the complaint is about is not among the officials."
)
_SIZE = Words("Fayl boş olmamalı və 8 MB-dan böyük olmamalıdır.", "A file is not empty and not over 8 MB.")
