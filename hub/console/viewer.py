"""Who looks at a page, in which language, and what the person may do; forms that only our own pages can have sent.

The session's token is in a cookie that leaves this site with no request from another one (SameSite=Strict); a form
carries a second proof derived from it, and its Origin must be ours.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any, Literal, cast
from urllib.parse import urlsplit

import structlog
from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from document_flow.controls import without_controls
from hub.access.keyring import Unauthenticated
from hub.access.parties import HOUSE
from hub.access.people import Person
from hub.access.rights import Right, RoleMissing, rights_of, roles_with
from hub.access.second_person import Who
from hub.access.sessions import person_of
from hub.app import Hub
from hub.console.kept_files import with_chosen_kept, with_kept
from hub.console.roles import ROLE_NAMES
from hub.console.writing import read_day
from hub.errors import Forbidden, HubError, Lang, Refused, Words, found_or
from hub.store.store import CommitUnknown, TryAgain
from hub.web.context import Caller, HubDep
from hub.web.officials import Actor
from hub.web.problem import language
from hub.web.typed_form import comes_from_here, typed_form

log = structlog.get_logger("hub.access")

SESSION = "hub_session"
LANG = "hub_lang"
THEME = "hub_theme"
PATH = "/console"
Theme = Literal["auto", "light", "dark"]
MOST_FIELDS = 12_000
MOST_FILES = 500


class OtherSession(Forbidden):
    """A form whose proof is of another session, or of none of ours; nothing was done."""

    def __init__(self) -> None:
        super().__init__("access.form", _FOREIGN)


class LoginNeeded(HubError):
    """Nobody is logged in; the person is led to the login page and back."""

    def __init__(self) -> None:
        super().__init__("access.login_needed", _LOG_IN, status=401, side="sender")


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person at the page. `csrf` is the proof that forms carry; `rights` are those of all roles."""

    person: Person
    lang: Lang
    theme: Theme
    csrf: str
    rights: frozenset[Right]

    @property
    def login(self) -> str:
        """The person's login."""
        return self.person.login

    @property
    def at_agency(self) -> bool:
        """True for people of an agency, who see what is their agency's own."""
        return self.person.party not in HOUSE

    @property
    def sees_figures(self) -> bool:
        """Whether the hub's totals over all agencies are for these eyes."""
        return Right.STATE in self.rights and not self.at_agency

    def may(self, right: Right) -> bool:
        """Whether a role allows it. For what is shown; what is done asks `need`, which is written down."""
        return right in self.rights

    def need(self, right: Right, subject: str = "") -> None:
        """Forbidden unless a role allows it; either way a line in the log of decisions."""
        allowed = right in self.rights
        log.info("access_decided", person=self.login, right=right.value, subject=subject, allowed=allowed)
        if not allowed:
            raise _missing(right)

    def need_in_house(self, right: Right, subject: str = "") -> None:
        """The same where the page shows what is of all parties: Forbidden for people of an agency too."""
        self.need(right, subject)
        house_only(self)

    @property
    def caller(self) -> Caller:
        """As the API's views know callers: without the right to see what was sent and came back."""
        roles = frozenset(("agency",)) if self.at_agency else frozenset(("committee",))
        return Caller(self.person.party, self.login, roles, self.lang)

    @property
    def who(self) -> Who:
        """As repairs know who makes and approves them."""
        return Who(self.person.party, self.login)

    @property
    def actor(self) -> Actor:
        """As document flow knows officials."""
        return Actor(self.person, self.lang)

    def say(self, words: Words) -> str:
        """The sentence in the viewer's language."""
        return words.say(self.lang)


def lacking(right: Right) -> Words:
    """Why a button cannot be used."""
    return _missing(right).words


def _missing(right: Right) -> RoleMissing:
    return RoleMissing(ROLE_NAMES[role] for role in roles_with(right))


def tongue(request: Request) -> Lang:
    """The language that was chosen, else that of the browser."""
    chosen = request.cookies.get(LANG)
    return cast("Lang", chosen) if chosen in ("az", "en") else language(request.headers.get("accept-language"))


def theme(request: Request) -> Theme:
    """Light, dark or as the machine is set."""
    chosen = request.cookies.get(THEME)
    return cast("Theme", chosen) if chosen in ("light", "dark") else "auto"


def proof(token: str) -> str:
    """What a form carries: derived from the session's token, so no other page knows it and it needs no keeping."""
    return hmac.new(token.encode(), b"console form", hashlib.sha256).hexdigest()[:32]


async def viewer(request: Request, hub: HubDep) -> Viewer:
    """The person by the session cookie; raises LoginNeeded."""
    token = request.cookies.get(SESSION, "")
    if not token:
        raise LoginNeeded
    known = cast("dict[str, Person]", request.app.state.well_known_people)
    try:
        only = request.app.state.openid is not None and not hub.settings.sandbox
        person = await person_of(hub.store, f"Bearer {token}", known, only_by_provider=only)
    except Unauthenticated as over:
        raise LoginNeeded from over
    return Viewer(person, tongue(request), theme(request), proof(token), rights_of(person.roles))


ViewerDep = Annotated[Viewer, Depends(viewer)]


DAYS = "typed-days"
"""Names the fields of a form in which days are typed."""


def house_only(who: ViewerDep) -> None:
    """Forbidden for people of an agency: these pages show what is of all parties. A room may depend on it."""
    if who.at_agency:
        raise Forbidden("access.house_only", _HOUSE_ONLY)


_HOUSE_ONLY = Words(
    "Bu səhifə yalnız komitənin əməkdaşları üçündür; qurumunuza aid olan hər şey qurumunuzun səhifəsindədir.",
    "This page is for the committee's people; what is your agency's is on its page.",
)


class Form:
    """The fields of a form that has proved where it comes from.

    Values are trimmed and without control signs; line ends are newlines. Days, which the form lists under DAYS, are
    typed as `24.11.2026` and read as `2026-11-24`. `gone` are the fields whose file, kept earlier, is there no more.
    """

    def __init__(self, fields: FormData) -> None:
        self.fields = fields
        self.gone: Sequence[str] = ()
        self._days = frozenset(fields.getlist(DAYS))

    def text(self, name: str, default: str = "") -> str:
        """The first value of a field."""
        value = self.fields.get(name)
        return self._read(name, value.replace("\r\n", "\n")) if isinstance(value, str) else default

    def all(self, name: str) -> list[str]:
        """Every value of a field, as of ticked boxes."""
        return [self._read(name, value) for value in self.fields.getlist(name) if isinstance(value, str)]

    def _read(self, name: str, value: str) -> str:
        text = without_controls(value).strip()
        return read_day(text) if name in self._days else text

    @property
    def key(self) -> str:
        """The form's own key, so that twice is once."""
        return self.text("key")[:_MOST_KEY]

    @property
    def version(self) -> int:
        """The version of a thing that the form was shown with; Refused where it says none."""
        return found_or(self.whole("version"), refused_field("version", _OLD_FORM))

    def whole(self, name: str) -> int | None:
        """A whole number of up to nine digits; None where no such was typed."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None

    def needed(self, name: str, wrong: Words, least: int = 1, most: int | None = None) -> str:
        """What was typed; Refused with these words where it is shorter or longer than it may be."""
        text = self.text(name)
        if len(text) < least or (most is not None and len(text) > most):
            raise refused_field(name, wrong)
        return text

    def names(self) -> Sequence[str]:
        """The fields that came, each once."""
        return tuple(dict.fromkeys(self.fields.keys()))

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return name in self.fields

    def file(self, name: str) -> UploadFile | None:
        """An uploaded file, None where none was chosen."""
        value = self.fields.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def files(self, name: str) -> list[UploadFile]:
        """All files that were uploaded in a field."""
        return [file for field, file in self.uploads() if field == name]

    def uploads(self) -> list[tuple[str, UploadFile]]:
        """All files with their fields."""
        pairs = self.fields.multi_items()
        return [(name, value) for name, value in pairs if isinstance(value, UploadFile) and value.filename]


def form_of(request: Request) -> Form | None:
    """The form that came with this request, once its fields were read."""
    return cast("Form | None", getattr(request.state, "form", None))


async def form(request: Request, hub: HubDep, who: ViewerDep) -> AsyncIterator[Form]:
    """The posted form; Forbidden if another site may have sent it. Its files are closed when the answer is made; where
    that is an error they are kept before.
    """
    same_site(request)
    fields = await typed_form(request, max_fields=MOST_FIELDS, max_files=MOST_FILES)
    try:
        made = request.state.form = Form(fields)
        sent: Any = fields.get("csrf") or request.headers.get("x-csrf")
        if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), who.csrf.encode()):
            log.warning("security_event", kind="foreign_form")
            raise OtherSession
        made.fields, made.gone = await with_kept(hub, who.login, fields, MOST_FILES)
        yield made
    except HubError as refused:
        await keep_refused(request, hub, who.login, refused)
        raise
    finally:
        await fields.close()


async def keep_refused(request: Request, hub: Hub, login: str, refused: HubError) -> None:
    """Keep the files of a form that ends in this error, unless another site may have sent it. Where they cannot be kept
    now, the error stays the one that it was.
    """
    made = form_of(request)
    if made is not None and (not isinstance(refused, OtherSession) or comes_from_here(request)):
        with suppress(HubError, TryAgain, CommitUnknown):
            made.fields = await with_chosen_kept(hub, login, made.fields)


FormDep = Annotated[Form, Depends(form)]


def same_site(request: Request) -> None:
    """Forbidden where the browser says that another site sent this."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none") or (
        origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    ):
        log.warning("security_event", kind="foreign_form")
        raise Forbidden("access.form", _FOREIGN)


def local(target: str) -> str:
    """A place to go on to that is surely one of ours; the console's front where it is not."""
    if not target.startswith(f"{PATH}/") or target.startswith("//") or "\\" in target or "\n" in target:
        return f"{PATH}/"
    return target


def refused_field(field: str, words: Words) -> Refused:
    """A field that cannot be taken as it is; the page shows the words beside it."""
    return Refused("console.field", words, status=422, place=field)


_MOST_KEY, _MOST_DIGITS = 64, 9
_OLD_FORM = Words("Forma köhnəlib: səhifəni yeniləyin.", "The form is out of date: reload the page.")
_LOG_IN = Words("Davam etmək üçün daxil olun.", "Log in to go on.")
_FOREIGN = Words(
    "Bu forma köhnəlib və ya başqa saytdan göndərilib; heç nə edilməyib. Səhifəni yeniləyib təkrar göndərin.",
    "This form is out of date or came from another site; nothing was done. Reload the page and send it again.",
)
