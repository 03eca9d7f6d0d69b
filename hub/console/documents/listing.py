"""Documents that the person may see, newest first: filtered in the address, words that were typed behind a token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse

from document_flow.context import Context
from document_flow.days import day_of
from document_flow.documents.facts import Status
from document_flow.documents.state import Document, status_of
from document_flow.documents.words import KINDS, STATUSES
from document_flow.words import Words
from hub.access.rights import Right
from hub.access.search_tokens import keep_words, read_words
from hub.app import Hub
from hub.console.documents.asking import LONGEST, DocumentSearch, read
from hub.console.documents.choices import body_name, sender_name
from hub.console.documents.creating import begun_kinds
from hub.console.documents.view import document_look
from hub.console.pages import page
from hub.console.posting import Sent, SentDep, gets, posts
from hub.console.viewer import PATH, ViewerDep
from hub.console.writing import baku
from hub.documents.acting.document_words import Where, keys_of_search, login_key
from hub.documents.acting.reading import DocumentQuery, Found, search
from hub.store.ids import instant_of
from hub.web.context import HubDep
from hub.web.officials import sees_of_access
from hub.web.paging import cursor_or_422

router = APIRouter()
ROWS = 50
_LONGEST = 60
_NO_KEY = ("",)
"""Nothing of what was typed is a word: no document has that."""


class TypedWords(BaseModel):
    """The words that were typed, as they lie behind a token."""

    text: str = ""
    correspondent: str = ""
    executor: str = ""


class Chosen(BaseModel):
    """The filters in the address; `mine` leaves those in which the person has a part, `token` stands for words."""

    kind: str = ""
    status: str = ""
    reg_no: str = Field(default="", max_length=60)
    executor: str = Field(default="", max_length=100)
    first: str = Field(default="", max_length=60)
    last: str = Field(default="", max_length=60)
    mine: str = ""
    token: str = Field(default="", max_length=100)
    cursor: str | None = Field(default=None, max_length=64)

    @property
    def given(self) -> dict[str, str]:
        """Those that ask for something."""
        return {name: value for name, value in self.model_dump(exclude={"cursor"}).items() if value}

    def address(self, **more: str) -> str:
        """The list with these filters."""
        query = urlencode({**self.given, **more})
        return f"{PATH}/documents" + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document as it stands in the list: with whom it is exchanged, who executes it, until when."""

    found: Found
    correspondents: tuple[Words, ...]
    executors: tuple[str, ...]
    due: date | None

    @property
    def state(self) -> Document:
        """What its events have come to."""
        return self.found.state


@router.get("/documents")
@gets(Right.DOCUMENTS)
async def documents(
    request: Request,
    hub: HubDep,
    who: ViewerDep,
    chosen: Annotated[Chosen, Query()],
) -> HTMLResponse:
    """The list."""
    context = (await hub.office.documents.around()).context(hub.clock.now())
    logins = (who.login, *context.directory.acting_for(who.login, context.today, chosen.kind))
    access = () if chosen.mine else sees_of_access(who.person.roles)
    async with hub.store.read() as tx:
        kept = await read_words(tx, hub.sealer, who.login, chosen.token) if chosen.token else "{}"
        typed = TypedWords.model_validate_json(kept or "{}")
        found = await search(tx, hub.sealer, _wanted(hub, chosen, typed), logins, access=access)
    following = found.next
    return await page(
        request,
        who,
        "documents/listing.html",
        lines=[_line(each, context) for each in found.rows],
        chosen=chosen,
        sought=typed,
        is_over=kept is None,
        kinds=KINDS,
        statuses=STATUSES,
        look_of=lambda state: document_look(status_of(state)),
        officials=[(each.login, each.name) for each in context.directory.by_name() if each.active],
        further=chosen.address(cursor=following) if following else None,
        looked_to=instant_of(found.looked_to) if found.looked_to else None,
        begun=begun_kinds(who.person.roles),
        is_filtered=bool(chosen.given),
    )


def _wanted(hub: Hub, chosen: Chosen, typed: TypedWords) -> DocumentQuery:
    keyed = hub.office.documents.hash
    words: list[str] = [login_key(keyed, chosen.executor)] if chosen.executor else []
    asked: tuple[tuple[Where, str], ...] = (
        ("any", typed.text),
        ("correspondent", typed.correspondent),
        ("executor", typed.executor),
    )
    for where, text in asked:
        words += (keys_of_search(keyed, text, where) or _NO_KEY) if text else ()
    return DocumentQuery(
        chosen.status if chosen.status in set(Status) else None,
        chosen.kind if chosen.kind in KINDS else None,
        chosen.reg_no.strip() or None,
        cursor_or_422(chosen.cursor),
        ROWS,
        tuple(dict.fromkeys(words)),
        day_of(chosen.first),
        day_of(chosen.last),
    )


def _line(found: Found, context: Context) -> DocumentLine:
    state, name = found.state, context.directory.name
    origin, open_ones = state.origin, [each for each in state.orders.resolutions.values() if each.status == "open"]
    given = open_ones or list(state.orders.resolutions.values())
    named: list[Words] = [body_name(context, code) for code in state.recipients]
    if origin is not None:
        named.insert(0, sender_name(context, origin))
    if state.appeal is not None and state.appeal.applicant is not None:
        named.append(Words(state.appeal.applicant.name, state.appeal.applicant.name))
    leads = tuple(dict.fromkeys(name(each.lead) for each in given))
    return DocumentLine(found, tuple(named), leads, min((each.due for each in open_ones if each.due), default=None))


@router.post("/documents/search")
@posts(Right.DOCUMENTS)
async def look_for(sent: SentDep) -> str:
    """From the list's form to its address."""
    form = sent.form
    asked = DocumentSearch(
        form.text("text")[:LONGEST],
        form.text("correspondent")[:LONGEST],
        plain={name: form.text(name)[:_LONGEST] for name in Chosen.model_fields if name not in ("cursor", "token")},
    )
    return await listed(sent, asked)


async def box(sent: Sent, typed: str) -> str:
    """From the search box to the list's address."""
    return await listed(sent, read(typed, baku(sent.hub.clock.now())))


async def listed(sent: Sent, asked: DocumentSearch) -> str:
    """The address of what was asked, with the words behind a token."""
    typed: dict[str, Any] = {"text": asked.text, "correspondent": asked.correspondent, "executor": asked.executor}
    plain = {name: value for name, value in asked.plain.items() if value}
    if any(typed.values()):
        words = TypedWords(**typed).model_dump_json()
        plain["token"] = await keep_words(sent.hub.store, sent.hub.sealer, sent.who.login, words)
    return Chosen.model_validate(plain).address()
