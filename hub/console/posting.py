"""A form that was sent, from its fields to the deed and back: what somebody typed is not lost on the way.

A handler says `@posts(right, page)` and only does the deed: it answers where to go on. What is refused, by a field or
because the state has moved on, comes back on `page` with everything typed and the words beside the field. A page that
is looked at says `@gets(right)`; with `tried` among its parameters it is the one that a form comes back on too.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import wraps
from inspect import Signature, signature
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError
from starlette.responses import RedirectResponse, Response

from document_flow.form import PREFIX as ACT_FIELD
from hub.access.rights import Right
from hub.app import Hub
from hub.console.viewer import Form, FormDep, Viewer, ViewerDep
from hub.errors import HubError, Refused, Words, WrongFields
from hub.web.context import HubDep
from hub.web.fields import faults_of, takes_many
from hub.web.typed_form import typed_form

M = TypeVar("M", bound=BaseModel)
P = TypeVar("P", bound=Callable[..., Awaitable[Response]])
Command = Callable[..., Awaitable[str | Response]]
Page = Callable[..., Awaitable[Response]]
_FEW_FIELDS = 10


class Mistaken(WrongFields):
    """What a form of the console says of its fields."""

    def __init__(self, wrong: Mapping[str, Words]) -> None:
        super().__init__("console.field", wrong)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed and what is wrong with it; an empty one for a page that is only looked at."""

    wrong: Mapping[str, Words] = field(default_factory=dict)
    form: Form | None = None
    status: int = 200
    refused: HubError | None = None

    @property
    def words(self) -> Words | None:
        """The first of what is wrong."""
        return next(iter(self.wrong.values()), None)

    def text(self, name: str, default: str = "") -> str:
        """What was typed into a field; where no form was sent, what stands there at first."""
        return self.form.text(name) if self.form else default

    def all(self, name: str, default: Sequence[str] = ()) -> Sequence[str]:
        """What was ticked or chosen of many."""
        return self.form.all(name) if self.form else default


FRESH = Attempt()


async def untried() -> Attempt:
    """What a page that is only looked at is given."""
    return FRESH


TriedDep = Annotated[Attempt, Depends(untried)]
"""A page's parameter: the form that was refused, where one was sent."""


@dataclass(frozen=True, slots=True)
class SentByAnybody:
    """A form of a page that asks for no login: small, without files."""

    request: Request
    hub: Hub
    form: Form


@dataclass(frozen=True, slots=True)
class Sent(SentByAnybody):
    """A form with who sent it, from where, to which hub."""

    who: Viewer

    def read(self, model: type[M], **also: Words | None) -> M:
        """The form as the command that the API reads; Mistaken with words for every field that is not right.

        `also` are fields that are judged elsewhere: the words for those that are wrong.
        """
        typed: dict[str, Any] = {}
        for name, info in model.model_fields.items():
            value = self.form.all(name) if takes_many(info) else self.form.text(name)
            if value or info.is_required():
                typed[name] = value
        return made(model, typed, also)


def made(model: type[M], said: Mapping[str, Any], also: Mapping[str, Words | None] | None = None) -> M:
    """The command of what was typed, or what `Sent.read` says of it."""
    wrong: dict[str, Words] = {}
    try:
        command = model.model_validate(said, by_name=True, by_alias=False)
    except ValidationError as error:
        wrong.update(faults_of(model, error))
    wrong.update({name: words for name, words in (also or {}).items() if words is not None})
    if wrong:
        raise Mistaken(wrong)
    return command


async def sent(request: Request, hub: HubDep, who: ViewerDep, form: FormDep) -> Sent:
    """The form that this request brings."""
    return Sent(request, hub, form, who)


async def sent_by_anybody(request: Request, hub: HubDep) -> SentByAnybody:
    """The same where nobody has to be logged in."""
    form = request.state.form = Form(await typed_form(request, max_fields=_FEW_FIELDS))
    return SentByAnybody(request, hub, form)


SentDep = Annotated[Sent, Depends(sent)]
SentByAnybodyDep = Annotated[SentByAnybody, Depends(sent_by_anybody)]


def gets(right: Right, subject: str = "", ask: Callable[[Viewer, Right, str], None] = Viewer.need) -> Callable[[P], P]:
    """Wrap a page, `async def page(who: ViewerDep, …)`: the right is asked once its address was read, about the
    `subject`, in which the page's parameters stand in braces. It is asked of a form that comes back too: what refused
    that may have been its own right, or come before it.
    """

    def around(page: P) -> P:
        @wraps(page)
        async def handled(*, who: Viewer, **rest: Any) -> Response:
            ask(who, right, subject.format(**rest))
            return await page(who=who, **rest)

        return cast("P", handled)

    return around


def posts(
    right: Right | None,
    page: Page | None = None,
    *,
    otherwise: str = "reason",
    beside: Mapping[str, str] | None = None,
    shows: type[HubError] | tuple[type[HubError], ...] = Refused,
    status: int | None = None,
) -> Callable[[Command], Command]:
    """Wrap a deed, `async def deed(sent: SentDep, …) -> str`, whose further parameters are those of the path.

    It answers where to go on, or a page of its own. `page` shows a refusal, with what it asks for of `sent`, its
    `request`, `hub` and `who`, `tried` and the path: under the field that `beside` gives for its code or place, else
    under the one that it names, else under `otherwise`. Without a right the deed asks for one itself. `shows` are the
    errors that come back on the page; others have one of their own. It has the error's status unless one is given.

    A page asks for its own right, whatever was refused: `shows` may have the refusal of a right among its errors.
    """

    def around(deed: Command) -> Command:
        @wraps(deed)
        async def handled(*, sent: Any, **rest: Any) -> Response:
            if right is not None:
                sent.who.need(right, " ".join(str(each) for each in rest.values() if each))
            try:
                _refuse_gone(sent.form)
                done = await deed(sent=sent, **rest)
            except shows as refused:
                if page is None:
                    raise
                wrong = _wrong(refused, otherwise.format(**rest), beside or {})
                tried = Attempt(wrong, sent.form, status or refused.status, refused)
                return await page(**_asked_for(page, sent, {**rest, "tried": tried}))
            return done if isinstance(done, Response) else RedirectResponse(done, 303)

        # FastAPI reads the parameters here; what the deed returns is no model of an answer.
        handled.__signature__ = signature(deed).replace(return_annotation=Signature.empty)  # type: ignore[attr-defined]
        return handled

    return around


def _asked_for(page: Page, sent: SentByAnybody, given: Mapping[str, Any]) -> Mapping[str, Any]:
    known = {"sent": sent, **{each.name: getattr(sent, each.name) for each in fields(sent)}, **given}
    return {name: known[name] for name in signature(page).parameters if name in known}


def _refuse_gone(form: Form) -> None:
    """Mistaken where a file that the form names is kept no more: nothing is done without it."""
    if form.gone:
        raise Mistaken(dict.fromkeys(form.gone, _GONE))


def _wrong(refused: HubError, otherwise: str, beside: Mapping[str, str]) -> Mapping[str, Words]:
    if isinstance(refused, WrongFields):
        return refused.wrong
    place = refused.place or ""
    known = beside.get(refused.code) or beside.get(place)
    is_field = place.removeprefix(ACT_FIELD).isidentifier()
    return {known or (place if is_field else otherwise): refused.words}


_GONE = Words(
    "Bu fayl saxlanılmayıb və ya saxlanıldığı bir gün keçib: onu yenidən seçin.",
    "This file is not kept, or its day is over: choose it again.",
)
