"""An edit as a proposal: the message as a form, what is locked shown locked, checked before anybody is asked to sign.

The values are shown for a purpose that is written down first. The original stays as it is, linked from its repair.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse, Response

from hub.access.history import Access, note_access
from hub.access.purposes import Why
from hub.access.rights import Right
from hub.app import Hub
from hub.console.pages import page
from hub.console.posting import FRESH, Attempt, Sent, SentDep, TriedDep, gets, posts
from hub.console.register.labels import ATTRIBUTES
from hub.console.repairs.asking import reason_of
from hub.console.viewer import PATH, Form, Viewer, ViewerDep, house_only
from hub.errors import HubError, Refused, Words
from hub.exchange.bodies import read_body
from hub.exchange.formats import MessageFormat
from hub.exchange.masks import fields_named
from hub.exchange.repair.commanding import command
from hub.exchange.repair.editing import changed_fields, original
from hub.exchange.repair.fields import EditField, fields_of, filled, locked_values
from hub.exchange.repair.making import foresee, make_repair
from hub.exchange.repair.model import Arguments, Selection
from hub.exchange.repair.model import Request as RepairRequest
from hub.exchange.repair.reading import message_of
from hub.exchange.repair.states import Action
from hub.web.context import HubDep, id_or_404
from mappings.format import Reading

router = APIRouter(dependencies=[Depends(house_only)])
FIELD = "field:"
"""Before the path of a field in the form."""
_SHORTEST_PURPOSE, _LONGEST_PURPOSE = 5, 200


@dataclass(frozen=True, slots=True)
class Subject:
    """What is edited: the item a repair names, its message, and the document with what of it is locked."""

    item: str
    message: str
    made: MessageFormat
    raw: bytes
    reading: Reading | None

    @property
    def locked(self) -> frozenset[str]:
        """The values that stay."""
        return locked_values(self.reading) if self.reading else frozenset()

    @property
    def failing(self) -> Mapping[str, Words]:
        """What the mapping cannot read, by the field's path."""
        issues = self.reading.issues if self.reading else ()
        return {each.path: Words(*each.text) for each in issues if each.severity == "error"}

    def fields(self, typed: Mapping[str, str]) -> Sequence[EditField]:
        """The form's fields, with what was typed so far."""
        found = fields_of(self.made, self.raw, self.locked)
        return [each if each.locked else replace(each, value=typed.get(each.path, each.value)) for each in found]


@router.get("/repairs/edit")
@gets(Right.SEE)
async def begin(
    request: Request, hub: HubDep, who: ViewerDep, of: Annotated[str, Query(alias="id")], tried: TriedDep = FRESH
) -> HTMLResponse:
    """Ask for the purpose; no value is shown before."""
    item = id_or_404(of)
    async with hub.store.read() as tx:
        message = await message_of(tx, item)
    return await page(request, who, "repairs/purpose.html", tried=tried, item=item, message=message)


async def _again(sent: Sent, tried: Attempt) -> HTMLResponse:
    return await begin(request=sent.request, hub=sent.hub, who=sent.who, of=sent.form.text("id"), tried=tried)


@router.post("/repairs/edit")
@posts(Right.PROPOSE, _again)
async def edit(sent: SentDep) -> str | Response:
    """The form for a purpose; then its check; then the proposal."""
    hub, form = sent.hub, sent.form
    item = id_or_404(form.text("id"))
    purpose = form.needed("purpose", _PURPOSE, _SHORTEST_PURPOSE, _LONGEST_PURPOSE)
    subject = await _subject(hub, item)
    if not form.ticked("own"):
        await _note(hub, sent.who, subject, purpose)
        return await _form(sent, subject, {})
    try:
        asked = await asyncio.to_thread(_asked, subject, form, sent.who)
        if not form.ticked("make"):
            await foresee(hub.repairs, asked)
            changes = await changed_fields(hub.repairs, subject.message, asked.arguments)
            return await _form(sent, subject, {}, changes=changes)
        repair = await make_repair(hub.repairs, asked)
    except HubError as refused:
        return await _form(sent, subject, _beside(refused), taken=refused.extra.get("repair"))
    return f"{PATH}/repairs/{repair}"


async def _form(sent: Sent, subject: Subject, errors: Mapping[str, Words], **more: Any) -> HTMLResponse:
    form = sent.form
    fields = await asyncio.to_thread(subject.fields, _typed(form))
    values = {"changes": None, "taken": None, **more}
    canonical = fields_named(subject.made)
    named = {each.path: ATTRIBUTES.get(canonical.get(each.path.rpartition("/")[2], "")) for each in fields}
    return await page(
        sent.request,
        sent.who,
        "repairs/edit.html",
        422 if errors else 200,
        item=subject.item,
        message=subject.message,
        fields=fields,
        named=named,
        failing=subject.failing,
        prefix=FIELD,
        errors=errors,
        purpose=form.text("purpose"),
        reason=form.text("reason"),
        **values,
    )


def _asked(subject: Subject, form: Form, who: Viewer) -> RepairRequest:
    """The request for the repair; Refused where nothing is changed or no reason is given."""
    arguments: Arguments = filled(subject.made, subject.raw, subject.locked, _typed(form))
    if arguments.body is None and not arguments.patches:
        raise Refused("repair.nothing_changed", _NOTHING, status=422, place="reason")
    reason = reason_of(form) if form.ticked("make") else form.text("reason")
    return RepairRequest(Action.EDIT, Selection(ids=(subject.item,)), reason, who.who, arguments)


def _typed(form: Form) -> dict[str, str]:
    return {name.removeprefix(FIELD): form.text(name) for name in form.names() if name.startswith(FIELD)}


def _beside(refused: HubError) -> dict[str, Words]:
    """Each issue beside the field that it is about; what is about no field beside the reason."""
    issues = cast("Sequence[Mapping[str, str]]", refused.extra.get("issues", ()))
    found = {each["path"]: Words(each["text_az"], each["text_en"]) for each in issues}
    return found or {refused.place or "reason": refused.words}


async def _subject(hub: Hub, item: str) -> Subject:
    async with hub.store.read() as tx:
        message = await message_of(tx, item)
    made, raw = await original(hub.repairs, message)
    return Subject(item, message, made, raw, await asyncio.to_thread(_read, made, raw))


def _read(made: MessageFormat, raw: bytes) -> Reading | None:
    try:
        return read_body(made, raw)[0]
    except Refused:
        return None


async def _note(hub: Hub, who: Viewer, subject: Subject, purpose: str) -> None:
    """Write the look down under the message and under each person that it is about, before anything is shown."""
    people = [value for kind, value in subject.reading.keys if kind == "fin"] if subject.reading else []
    marks = [hub.hash("message", subject.message), *(hub.hash("fin", each) for each in people)]
    looks = [Access("console.edit", "message_body", subject=mark, why=Why("repair", note=purpose)) for mark in marks]
    async with command(hub.store) as tx:
        await note_access(tx, hub.sealer, who.person.party, who.login, *looks)


_PURPOSE = Words(
    f"Məqsədi yazın ({_SHORTEST_PURPOSE}–{_LONGEST_PURPOSE} simvol): o, baxış tarixçəsində qalır.",
    f"Give the purpose ({_SHORTEST_PURPOSE} to {_LONGEST_PURPOSE} characters): it is written down.",
)
_NOTHING = Words("Heç nə dəyişməyib. Ən azı bir sahəni düzəldin.", "Nothing was changed. Mend one field at least.")
