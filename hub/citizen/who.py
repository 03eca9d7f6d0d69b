"""Who looks at a page of the citizen, about whom, and what of that person: asked of the register at every request.

Whoever acts for somebody else sees and does what a mandate in force covers: all of it where it is over everything,
else the cases of its programmes alone. For whose address is protected nobody acts here who is not covered with them.
"""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Final, cast

import structlog
from fastapi import Depends, Request

from document_flow.outcome import Refusal
from document_flow.programmes import programmes
from hub.access.buckets import Buckets
from hub.app import Hub
from hub.citizen.sessions import CitizenSessions, LoggedIn
from hub.console.kept_files import with_kept
from hub.console.posting import SentByAnybody
from hub.console.viewer import Form, OtherSession, keep_refused, proof, same_site
from hub.errors import Forbidden, HubError, Lang, Refused, Words, found_or
from hub.programmes.speaking import is_kept_from, own_fins, ties_of
from hub.register.entity import Entity
from hub.store.tx import Tx
from hub.web.context import HubDep, address_of
from hub.web.problem import language
from hub.web.register_scope import reader_of
from hub.web.typed_form import typed_form

log = structlog.get_logger("hub.access")

PATH: Final = "/me"
SESSION: Final = "hub_me"
LANG: Final = "hub_me_lang"
MOST_FIELDS: Final = 60
MOST_FILES: Final = 10
TOO_MANY: Final = 429
_ALL = ""
"""What only an act over everything covers: no programme is called so."""


class NotLoggedIn(HubError):
    """Nobody is logged in; the person is led to the login and back."""

    def __init__(self) -> None:
        super().__init__("citizen.login_needed", _LOG_IN, status=401, side="sender")


@dataclass(frozen=True, slots=True)
class Citizen:
    """`fin` is who logged in, `subject` whom the pages are about. `covers` are programmes, `sees_all` everything else.

    `csrf` is the proof that forms carry.
    """

    fin: str
    subject: str
    own: frozenset[str]
    covers: frozenset[str]
    sees_all: bool
    lang: Lang
    csrf: str

    @property
    def acts_for_another(self) -> bool:
        """Whether the pages are about somebody else."""
        return self.fin != self.subject

    def need_all(self) -> None:
        """Forbidden where the act covers single programmes only."""
        if not self.sees_all:
            raise Forbidden("citizen.not_covered", _NOT_COVERED)

    def need(self, programme: str) -> None:
        """Forbidden where the act does not cover this programme."""
        if programme not in self.covers:
            raise Forbidden("citizen.not_covered", _NOT_COVERED)


class Limits:
    """How often an address may ask without a login, and how often a citizen may do something, in this process."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._anonymous = Buckets(burst=60, per_second=1.0)
        self._deeds = Buckets(burst=20, per_second=20 / 3600)

    def anonymous(self, request: Request) -> None:
        """One more question without a login; Refused (429) where they are too many."""
        self._take(self._anonymous, address_of(request))

    def deed(self, who: Citizen) -> None:
        """One more deed; Refused (429) where they are too many."""
        self._take(self._deeds, self._hub.hash("fin", who.fin))

    def _take(self, buckets: Buckets, key: str) -> None:
        if not buckets.take(key, self._hub.clock.monotonic()):
            log.warning("security_event", kind="citizen_limit")
            raise Refused("citizen.too_often", _TOO_OFTEN, status=TOO_MANY)


def limits_of(request: Request) -> Limits:
    """Those of this process."""
    return cast("Limits", request.app.state.limits)


def limited(request: Request) -> None:
    """Before a page that asks for no login."""
    limits_of(request).anonymous(request)


def sessions_of(hub: Hub) -> CitizenSessions:
    """The sessions of this installation."""
    return CitizenSessions(hub.store, hub.sealer, hub.hash)


def lang_of(request: Request) -> Lang:
    """The language that was chosen, else the browser's; Azerbaijani where that says neither."""
    chosen = request.cookies.get(LANG)
    return cast("Lang", chosen) if chosen in ("az", "en") else language(request.headers.get("accept-language"))


async def citizen(request: Request, hub: HubDep) -> Citizen:
    """By the cookie; NotLoggedIn where nobody is, Forbidden, once, where the act of who acts for another is over."""
    token = request.cookies.get(SESSION, "")
    found = found_or(await sessions_of(hub).find(token), NotLoggedIn)
    lang, csrf, subject = lang_of(request), proof(token), found.acting_for or found.fin
    async with hub.store.read() as tx:
        own = await own_fins(tx, reader_of(hub), found.fin)
        covers, sees_all = frozenset(programmes()), True
        if found.acting_for:
            covers, sees_all = await covered(tx, hub, own, found.acting_for)
    if not covers:
        await sessions_of(hub).change(token, LoggedIn(found.fin))
        log.warning("security_event", kind="citizen_mandate_over")
        raise Forbidden("citizen.mandate_over", _MANDATE_OVER)
    return Citizen(found.fin, subject, own, covers, sees_all, lang, csrf)


CitizenDep = Annotated[Citizen, Depends(citizen)]


def login_of(hub: Hub, who: Citizen) -> str:
    """Under what files of who logged in are kept: it reads as nobody."""
    return hub.hash("citizen-login", who.fin)


async def form(request: Request, hub: HubDep, who: CitizenDep) -> AsyncIterator[Form]:
    """The form that was sent, with the files that an earlier sending of it left; Forbidden if another site may have
    sent it. Its files are closed when the answer is made; where that is an error they are kept before, but for whoever
    tries too often.
    """
    same_site(request)
    fields = await typed_form(request, max_fields=MOST_FIELDS, max_files=MOST_FILES)
    try:
        made = request.state.form = Form(fields)
        sent = fields.get("csrf")
        if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), who.csrf.encode()):
            log.warning("security_event", kind="foreign_form")
            raise OtherSession
        made.fields, made.gone = await with_kept(hub, login_of(hub, who), fields, MOST_FILES)
        yield made
    except HubError as refused:
        if refused.status != TOO_MANY:
            await keep_refused(request, hub, login_of(hub, who), refused)
        raise
    finally:
        await fields.close()


FormDep = Annotated[Form, Depends(form)]


@dataclass(frozen=True, slots=True)
class SentByCitizen(SentByAnybody):
    """A form with the citizen who sent it."""

    who: Citizen


async def deed(request: Request, hub: HubDep, who: CitizenDep, made: FormDep) -> SentByCitizen:
    """The same of something that is registered; Refused where there are too many."""
    limits_of(request).deed(who)
    return SentByCitizen(request, hub, made, who)


DeedDep = Annotated[SentByCitizen, Depends(deed)]


async def covered(tx: Tx, hub: Hub, own: frozenset[str], subject: str) -> tuple[frozenset[str], bool]:
    """The programmes in which this person may speak for another today, and whether for everything beside."""
    if await is_kept_from(tx, reader_of(hub), own, subject):
        return frozenset(), False
    ties = await ties_of(tx, reader_of(hub), subject)
    day = (await hub.programmes.cases.context(tx)).today

    def may(programme: str) -> bool:
        return any(not isinstance(ties.asking(fin, programme, day), Refusal) for fin in own)

    return frozenset(each for each in programmes() if may(each)), may(_ALL)


async def represented(tx: Tx, hub: Hub, who: Citizen) -> list[Entity]:
    """Whom this person may act for today: of those that the register ties to them by a mandate or a household."""
    reader = reader_of(hub)
    mandates = [each for fin in who.own for each in await reader.things_of(tx, "mandate", fin, others=True)]
    homes = await reader.households(tx, who.own)
    named = [each.attributes.get("fin") for each in mandates]
    named += [member.get("fin") for home in homes for member in home.attributes.get("members", ())]
    others = dict.fromkeys(fin for fin in named if isinstance(fin, str) and fin not in who.own)
    people = await reader.by_fins(tx, others)
    return [person for fin, person in people.items() if (await covered(tx, hub, who.own, fin))[0]]


_LOG_IN = Words("Davam etmək üçün daxil olun.", "Log in to go on.")
_NOT_COVERED = Words(
    "Nümayəndəlik aktınız bunu əhatə etmir.", "The act by which you act for this person does not cover this."
)
_MANDATE_OVER = Words(
    "Bu şəxsi burada daha təmsil edə bilməzsiniz. İndi öz səhifənizdəsiniz; sualınız varsa, komitəyə müraciət edin.",
    "You can act for this person here no longer. You are at your own page now; the committee answers questions.",
)
_TOO_OFTEN = Words(
    "Çox tez-tez cəhd edildi. Bir az gözləyib təkrar edin.", "Too many tries. Wait a little, then again."
)
