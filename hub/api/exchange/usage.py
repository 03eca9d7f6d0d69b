"""findUsage v2: who saw or got a person's data, for the portal where the person asks (Andmejälgija 1.6, API 2.1).

The service is for the person's own eyes, so its right has one purpose, and reading the history is in the history too.
The code of the person stands in the address, as the interface has it; no log of the hub keeps addresses with a query.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query
from pydantic import AwareDatetime, BaseModel, Field

from hub.access.grants import Action
from hub.access.history import Access, note_access
from hub.access.purposes import OWN_DATA, PURPOSES, USAGE, Why
from hub.clock import SECOND, rfc3339
from hub.errors import Forbidden, HubError, Lang, Refused, StoreUnavailable, Words
from hub.exchange.ask.problems import sure_fin
from hub.exchange.usage import Usage, WantedUsages, first_look
from hub.programmes.speaking import sees_nothing
from hub.web.context import Caller, CallerDep, HubDep, counted_ask, require_service
from hub.web.register_scope import reader_of
from hub.web.usages import CATEGORIES, usages_of
from hub.web.views import View
from mappings.identity import read_fin
from routes.recipients import fields_for

router = APIRouter(tags=["usage"])
_MOST = 1000
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
    """From when the history is kept; it has no end."""

    periodStart: str  # noqa: N815
    periodEnd: str | None = None  # noqa: N815


class HeartbeatView(View):
    """Whether questions are answered."""

    status: Literal["OK", "FAIL"]
    message: str


class UsageQuestion(BaseModel):
    """Whose history, from and until when, and which part of the list."""

    user_code: str = Field(default="", alias="userCode", max_length=20)
    period_start: AwareDatetime | None = Field(default=None, alias="periodStart")
    period_end: AwareDatetime | None = Field(default=None, alias="periodEnd")
    offset: int = Field(default=0, ge=0, le=1_000_000)
    limit: int = Field(default=_MOST, ge=1, le=_MOST)

    def wanted(self, fin: str) -> WantedUsages:
        """As the history is asked."""
        return WantedUsages(fin, _instant(self.period_start), _instant(self.period_end), self.offset, self.limit)


UserId = Annotated[str, Header(alias="X-Road-UserId", max_length=100)]


@router.get("/v2/findUsage", dependencies=[Depends(counted_ask)], response_model_exclude_none=True)
async def find_usage(
    hub: HubDep, who: CallerDep, asked: Annotated[UsageQuestion, Query()], asker: UserId = ""
) -> UsagesView:
    """Who saw or got this person's data. `X-Road-UserId` is who asks: the person, or somebody who may for them."""
    asker = asker.strip() or who.person or ""  # behind a security server the header was read at its door
    fin = read_fin(asked.user_code)
    subject = hub.hash("fin", fin) if isinstance(fin, str) else ""
    outcome = "interrupted"
    try:
        require_service(who, USAGE, Action.ASK, OWN_DATA)
        if not asker:
            raise Refused("usage.asker_missing", _NO_ASKER, status=400, place="X-Road-UserId")
        sure = sure_fin(fin, "userCode")
        async with hub.store.read() as tx:
            # Who may act for the person the portal knows; to whom they would give away where somebody lives, the hub.
            if await sees_nothing(tx, reader_of(hub), _code(asker), sure):
                raise Forbidden("usage.not_for_asker", _NOT_FOR_ASKER)
            total, found = await usages_of(hub).find(tx, asked.wanted(sure))
        outcome = "answered"
    except HubError as refused:
        outcome = refused.code
        raise
    finally:
        await _note(hub, who, subject, _asked_by(hub, asker, asked.user_code), outcome)
    fields = fields_for(who.party, USAGE, OWN_DATA)
    return UsagesView(totalUsages=total, usages=[_shown(each, fields, who.lang) for each in found])


@router.get("/v2/usagePeriod")
async def usage_period(hub: HubDep, who: CallerDep) -> PeriodView:
    """From when looks are known."""
    require_service(who, USAGE, Action.ASK, OWN_DATA)
    async with hub.store.read() as tx:
        begins = await first_look(tx) or await tx.now()
    return PeriodView(periodStart=rfc3339(begins))


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


async def _note(hub: HubDep, who: Caller, subject: str, asked_by: str, outcome: str) -> None:
    """The reading of the history, in the history; what cannot be written down is not answered."""
    access = Access(USAGE, "usage", outcome, subject or None, Why(OWN_DATA, None, asked_by))
    async with hub.store.write() as tx:
        await note_access(tx, hub.sealer, who.party, None, access)


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
