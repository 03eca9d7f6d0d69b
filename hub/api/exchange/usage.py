"""findUsage v2: who saw or got a person's data, for the portal where the person asks (Andmejälgija 1.6, API 2.1).

The service is for the person's own eyes, so its right has one purpose, and reading the history is in the history too:
once for all pages of one list, which is as it was when it was begun. Wrong parameters are 400, as the interface has it.
The code of the person stands in the address, as the interface has it; no log of the hub keeps addresses with a query.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Header, Query
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field

from hub.access.grants import Action
from hub.access.history import Access, note_access, read_accesses
from hub.access.purposes import OWN_DATA, PURPOSES, USAGE, Why
from hub.app import Hub
from hub.bodies import Moment
from hub.clock import SECOND, rfc3339
from hub.errors import Forbidden, HubError, Lang, Refused, StoreUnavailable, Words
from hub.exchange.ask.problems import fin_refused
from hub.exchange.usage import Usage, WantedUsages, first_look
from hub.programmes.speaking import sees_nothing
from hub.store.ids import NEWEST
from hub.store.tx import Row, Tx
from hub.telemetry.logs import scrubbed
from hub.web.context import Caller, CallerDep, HubDep, counted_ask, require_service
from hub.web.register_scope import reader_of
from hub.web.usages import CATEGORIES, usages_of
from hub.web.views import View
from mappings.identity import FinRefused, read_fin
from routes.recipients import fields_for


class Interface(APIRoute):
    """A path of an interface that others wrote."""

    wrong: Final = 400


router = APIRouter(tags=["usage"], route_class=Interface)
_MOST = 1000
_TOGETHER = 3600 * SECOND
"""How long a list that was begun is turned over, from its first page."""
_LOOKED_AT = 100
"""Readings of one person's history among which the beginning is looked for."""
_COUNTRY = "AZ"


class UsageView(View):
    """One look or delivery, newest first. `action` says in words for what, over which data, and that it was sent, or
    that nothing was given.
    """

    logtime: str | None = None
    action: str | None = None
    receiverCode: str | None = None  # noqa: N815  # the interface's own names
    receiverName: str | None = None  # noqa: N815
    receiverSystem: str | None = None  # noqa: N815


class UsagesView(View):
    """Part of the list; `totalUsages` counts all of it, whatever part was asked for."""

    totalUsages: int  # noqa: N815
    usages: list[UsageView]


class PeriodView(View):
    """From when the history is kept, and until when it is known: now."""

    periodStart: str  # noqa: N815
    periodEnd: str  # noqa: N815


class HeartbeatView(View):
    """Whether questions are answered."""

    status: Literal["OK", "FAIL"]
    message: str


class UsageQuestion(BaseModel):
    """Whose history, from and until when, and which part of the list."""

    user_code: str = Field(alias="userCode", max_length=20)
    period_start: Moment | None = Field(default=None, alias="periodStart")
    period_end: Moment | None = Field(default=None, alias="periodEnd")
    offset: int = Field(default=0, ge=0, le=1_000_000)
    limit: int = Field(default=_MOST, ge=1, le=_MOST)

    def wanted(self, fin: str, moment: int) -> WantedUsages:
        """As the history is asked."""
        since, until = _instant(self.period_start), _instant(self.period_end)
        return WantedUsages(fin, since, until, self.offset, self.limit, moment)


UserId = Annotated[str, Header(alias="X-Road-UserId", max_length=100, include_in_schema=False)]
_USER_ID: Final = {"name": "X-Road-UserId", "in": "header", "required": True, "schema": {"type": "string"}}
"""Behind a security server it is read at its door, and stands in no header here."""


@router.get(
    "/v2/findUsage",
    dependencies=[Depends(counted_ask)],
    response_model_exclude_none=True,
    openapi_extra={"parameters": [_USER_ID]},
)
async def find_usage(
    hub: HubDep, who: CallerDep, asked: Annotated[UsageQuestion, Query()], asker: UserId = ""
) -> UsagesView:
    """Who saw or got this person's data. `X-Road-UserId` is who asks: the person, or somebody who may for them."""
    asker = asker.strip() or who.person or ""
    fin = read_fin(asked.user_code)
    subject = hub.hash("fin", fin) if isinstance(fin, str) else ""
    reading = Reading(hub, who, subject, _asked_by(hub, asker, asked.user_code))
    async with reading:
        require_service(who, USAGE, Action.ASK, OWN_DATA)
        if not asker:
            raise Refused("usage.asker_missing", _NO_ASKER, status=400, place="X-Road-UserId")
        if isinstance(fin, FinRefused):
            refused = fin_refused(fin, "userCode")
            refused.status = Interface.wrong
            raise refused
        async with hub.store.read() as tx:
            # Who may act for the person the portal knows; to whom they would give away where somebody lives, the hub.
            if await sees_nothing(tx, reader_of(hub), _code(asker), fin):
                raise Forbidden("usage.not_for_asker", _NOT_FOR_ASKER)
            moment = await reading.moment(tx, goes_on=asked.offset > 0)
            total, found = await usages_of(hub).find(tx, asked.wanted(fin, moment))
    fields = fields_for(who.party, USAGE, OWN_DATA)
    return UsagesView(totalUsages=total, usages=[_shown(each, fields, who.lang) for each in found])


@dataclass(slots=True)
class Reading:
    """The reading of a history, in the history; what cannot be written down is not answered. Further pages of a list
    are of the reading that began it: no row of their own moves what is being counted.
    """

    hub: Hub
    who: Caller
    subject: str
    asked_by: str
    at: int | None = None
    goes_on: bool = False

    async def moment(self, tx: Tx, *, goes_on: bool) -> int:
        """As of when the list is told: now, or as it was begun by the same for the same."""
        self.at = now = await tx.now()
        if goes_on:
            rows = await read_accesses(tx, self.hub.sealer, NEWEST, _LOOKED_AT, subject=self.subject, service=USAGE)
            for row in rows:
                if self._began(row) and row["created_at"] > now - _TOGETHER:
                    self.goes_on = True
                    return int(row["created_at"]) - 1
        return now

    def _began(self, row: Row) -> bool:
        mine = (self.who.party, "answered", scrubbed(self.asked_by))
        return (row["actor_party"], row["outcome"], row["note"] or "") == mine

    async def __aenter__(self) -> None:
        return

    async def __aexit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None and self.goes_on:
            return
        outcome = "answered" if error is None else error.code if isinstance(error, HubError) else "interrupted"
        # The first look that the list does not hold.
        at = self.at + 1 if self.at is not None and error is None else None
        access = Access(USAGE, "usage", outcome, self.subject or None, Why(OWN_DATA, None, self.asked_by), at=at)
        async with self.hub.store.write() as tx:
            await note_access(tx, self.hub.sealer, self.who.party, None, access)


@router.get("/v2/usagePeriod")
async def usage_period(hub: HubDep, who: CallerDep) -> PeriodView:
    """From when looks are known."""
    require_service(who, USAGE, Action.ASK, OWN_DATA)
    async with hub.store.read() as tx:
        now = await tx.now()
        begins = await first_look(tx) or now
    return PeriodView(periodStart=rfc3339(begins), periodEnd=rfc3339(now))


@router.get("/v2/heartbeat")
async def heartbeat(hub: HubDep, who: CallerDep) -> HeartbeatView:
    """Whether the history can be read now."""
    require_service(who, USAGE, Action.ASK, OWN_DATA)
    try:
        async with hub.store.read() as tx:
            await first_look(tx)
    except StoreUnavailable as away:
        return HeartbeatView(status="FAIL", message=away.words.say(who.lang))
    return HeartbeatView(status="OK", message="")


def _instant(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp() * SECOND)


def _asked_by(hub: HubDep, asker: str, user: str) -> str:
    """Oneself, or a keyed hash of who asked for another: a code of a person stands nowhere in clear."""
    own = _code(asker)
    if own == user.strip().upper():
        return ""
    return f"asker {hub.hash('fin', own)}" if own else ""


def _code(asker: str) -> str:
    """The FIN, which may begin with the country's letters itself; what is none as it was sent."""
    said, bare = (read_fin(each) for each in (asker, asker.strip().upper().removeprefix(_COUNTRY)))
    return next((each for each in (said, bare) if isinstance(each, str)), asker.strip().upper())


def _shown(usage: Usage, fields: frozenset[str], lang: Lang) -> UsageView:
    name = usage.title.say(lang)
    told = UsageView(
        logtime=rfc3339(usage.at),
        action=_action(usage, lang),
        receiverCode=usage.party,
        receiverName=f"{name}, {usage.unit.say(lang)}" if usage.unit else name,
        receiverSystem=usage.service,
    )
    return told.model_copy(update=dict.fromkeys(UsageView.model_fields.keys() - fields))


def _action(usage: Usage, lang: Lang) -> str:
    purpose = PURPOSES.get(usage.purpose or "", _NO_PURPOSE).say(lang)
    parts = [purpose if usage.basis is None else f"{purpose} ({usage.basis})"]
    parts.append(", ".join(CATEGORIES[each].say(lang) for each in usage.categories))
    if usage.persons is not None:
        parts.append(f"{_MANY.say(lang)}: {usage.persons}")
    outcomes = ((usage.was_sent, _SENT), (not usage.was_given, _NOT_GIVEN))
    return " · ".join([*parts, *(words.say(lang) for holds, words in outcomes if holds)])


_NO_ASKER = Words(
    "X-Road-UserId məcburidir: soruşanın özü və ya onu təmsil edən şəxs.",
    "X-Road-UserId is required: the person who asks, or who represents them.",
)
_NOT_FOR_ASKER = Words(
    "Bu şəxsə aid baxışlar soruşana göstərilmir.", "The looks at this person's data are not shown to who asks."
)
_NO_PURPOSE = Words("məqsəd göstərilməyib", "no purpose was stated")
_MANY = Words("eyni vaxtda istifadə olunan şəxslər", "persons used at once")
_SENT = Words("onlara göndərilib", "sent to them")
_NOT_GIVEN = Words("heç nə verilməyib", "nothing was given")
