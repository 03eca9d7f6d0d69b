"""Who saw whom, when and for what, for the auditor: the access history, newest first; of one person also what was sent.

A person is looked for by FIN, which is posted and comes back in the address as the keyed hash that is stored anyway.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from hub.access.history import read_accesses
from hub.access.purposes import BASES, PURPOSES
from hub.access.rights import Right
from hub.console.pages import page
from hub.console.posting import SentDep, posts
from hub.console.roles import ROLE_NAMES
from hub.console.viewer import PATH, ViewerDep
from hub.errors import Words
from hub.exchange.ask.questions import QUESTIONS
from hub.exchange.repair.names import ACTIONS
from hub.exchange.runs import runs_about
from hub.store.ids import next_cursor
from hub.web.agency_book import title
from hub.web.context import HubDep
from hub.web.paging import cursor_or_422
from hub.web.usages import CATEGORIES, sent_about

router = APIRouter()
_HERE = f"{PATH}/settings/audit"
_ROWS = 50
_LONGEST = 100
SERVICES: Mapping[str, Words] = {
    "ask.identity": Words("şəxsiyyət sorğusu", "identity asked"),
    "ask.dossier": Words("bütün qurumlardan sorğu", "asked of all agencies"),
    "ask.idp-status": Words("status sorğusu", "status asked"),
    "ask.idp-card": Words("vəsiqə sorğusu", "card asked"),
    "ask.utility-entitlement": Words("kommunal güzəşt hüququ sorğusu", "entitlement at a utility asked"),
    "ask.usage": Words("kimin baxdığı soruşuldu", "asked who looked"),
    "ask.allowance": Words("müavinət sorğusu", "allowance asked"),
    "ask.family": Words("ailə tərkibi sorğusu", "family asked"),
    "ask.social": Words("sosial vəziyyət sorğusu", "social standing asked"),
    "ask.employment": Words("məşğulluq sorğusu", "employment asked"),
    "ask.property": Words("əmlak sorğusu", "property asked"),
    "ask.utilities": Words("kommunal hesab sorğusu", "accounts of utilities asked"),
    "repairs.made": Words("düzəliş aparıldı", "repair made"),
    "repairs.proposal": Words("düzəliş təklifinə baxış", "proposed edit shown"),
    "decisions.record": Words("qərarın əsaslarına baxış", "facts of a decision shown"),
    "decisions.replay": Words("qərarların təkrar hesablanması", "decisions replayed"),
    "register.find": Words("reyestrdə axtarış", "search in the register"),
    "register.look": Words("reyestrdə məlumatın göstərilməsi", "values shown in the register"),
    "console.message": Words("mesajın məzmununa baxış", "content of a message shown"),
    "console.export": Words("siyahı fayl kimi götürüldü", "list taken out"),
    "console.edit": Words("düzəliş hazırlamaq üçün baxış", "looked at to prepare an edit"),
    "case.look": Words("icraata baxış", "case shown"),
    "payments.certificate": Words("ödənişlər arayışı", "certificate of payments"),
    "settlements.export": Words("kommunal hesablaşmanın sətirləri götürüldü", "lines of a settlement taken out"),
    "payment_checks.whom": Words("ödənişi yoxlananın adına baxıldı", "name of somebody whose payment is checked"),
    "visit.look": Words("yaşayış yerinə baxış", "visit to where they live"),
    "move.vacancy": Words("sorğudakı vəzifəyə görə vakansiya təklif edildi", "vacancy proposed by a survey's answer"),
    "move.handover": Words("evin təhvil-təslim aktına baxış", "handover act of a home shown"),
    "survey.answer": Words("sorğuya cavab yazıldı", "answer to a survey written down"),
    "survey.look": Words("sorğuda dediklərinə baxış", "what somebody said in a survey shown"),
    "survey.withdraw": Words("sorğuya razılıq geri götürüldü", "consent to a survey withdrawn"),
    "register.count": Words("reyestr üzrə say", "register counted"),
    "hotline.prove": Words("qaynar xətt: zəng edənin təsdiqi", "hotline: proof of the caller"),
    "hotline.look": Words("qaynar xətt: vəziyyətin göstərilməsi", "hotline: matters shown"),
    "reception.look": Words("qəbula hazırlıq: arayış vərəqi", "reception: brief shown"),
    "accounts.created": Words("hesab yaradıldı", "account made"),
    "accounts.changed": Words("hesab dəyişdirildi", "account changed"),
    "accounts.disabled": Words("hesab dayandırıldı", "account disabled"),
    "accounts.enabled": Words("hesab bərpa edildi", "account opened again"),
}

OUTCOMES: Mapping[str, Words] = {
    "answered": Words("cavab verildi", "answered"),
    "found": Words("tapıldı", "found"),
    "unknown": Words("tapılmadı", "not found"),
    "shown": Words("göstərildi", "shown"),
    "listed": Words("ad üzrə siyahıda göstərildi", "shown in a list by name"),
    "ok": Words("yerinə yetirildi", "done"),
    "answered_in_part": Words("qismən cavab verildi", "answered in part"),
    "interrupted": Words("yarımçıq qaldı", "interrupted"),
    "register.scope": Words("imtina edildi: başqa rayondur", "refused: another district"),
    "consent.closed": Words("imtina edildi: şəxsin icazəsi açıq deyil", "refused: the person's permission is not open"),
    "register.too_many_searches": Words(
        "imtina edildi: saatda həddən çox axtarış", "refused: too many searches an hour"
    ),
}
_CATEGORIES: Mapping[str, Words] = {
    **{each.name: each.title for each in QUESTIONS.values()},
    **{role.value: name for role, name in ROLE_NAMES.items()},
    "register": Words("reyestr məlumatı", "data of the register"),
    "status": Words("status", "status"),
    "social": Words("sosial müdafiə", "social protection"),
    "allowance": Words("müavinət", "allowance"),
    "usage": Words("baxış tarixçəsi", "access history"),
    "survey": Words("sorğuda deyilənlər", "what was said in a survey"),
    "reception": Words("vətəndaşın qəbulu", "reception of a citizen"),
    "message_list": Words("mesajların siyahısı", "list of messages"),
    "message_body": Words("mesajın məzmunu", "content of a message"),
    "decision_facts": Words("qərarın halları", "facts of a decision"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address asks for: who looked, at whom (a keyed hash), by which service."""

    person: str = ""
    subject: str = ""
    service: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """All three, cut to a length that any of them has."""
        return {
            "person": self.person[:_LONGEST],
            "subject": self.subject[:_LONGEST],
            "service": self.service[:_LONGEST],
        }


@router.get("/settings/audit")
async def history(
    request: Request, hub: HubDep, who: ViewerDep, wanted: Annotated[Filter, Depends()], cursor: str | None = None
) -> HTMLResponse:
    """The access history; filters by who looked, at whom, and by which service."""
    chosen = wanted.chosen
    who.need(Right.AUDIT, chosen["subject"])
    async with hub.store.read() as tx:
        runs = await runs_about(tx, chosen["subject"]) if chosen["subject"] else ()
        is_first = bool(chosen["subject"]) and not (cursor or chosen["person"] or chosen["service"])
        sent = await sent_about(tx, hub, chosen["subject"], _ROWS) if is_first else (0, [])
        rows = await read_accesses(tx, hub.sealer, cursor_or_422(cursor), _ROWS, runs, **chosen)
    following = next_cursor([row["id"] for row in rows], _ROWS)
    kept = {name: value for name, value in chosen.items() if value}
    return await page(
        request,
        who,
        "settings/audit.html",
        events=rows,
        sent=sent,
        kinds=CATEGORIES,
        chosen=chosen,
        services=SERVICES,
        purposes=PURPOSES,
        bases=BASES,
        outcomes={**OUTCOMES, **ACTIONS},
        categories_in=_categories,
        party_title=title,
        older=f"{_HERE}?{urlencode({**kept, 'cursor': following})}" if following else "",
        filtered=bool(kept),
        narrowed=lambda **more: f"{_HERE}?{urlencode({**kept, **more})}",
    )


def _categories(codes: str) -> list[Words]:
    """What was seen, of the codes of an access."""
    return [_CATEGORIES.get(each) or Words(each, each) for each in re.split(r"[,\s]+", codes) if each]


@router.post("/settings/audit")
@posts(Right.AUDIT)
async def look_for(sent: SentDep) -> str:
    """From a FIN to the history of that person; the FIN itself is in no address and no log."""
    fin = sent.form.text("fin").upper().replace(" ", "")
    return f"{_HERE}?{urlencode({'subject': sent.hub.hash('fin', fin)})}" if fin else _HERE
