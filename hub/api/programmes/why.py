"""“Niyə kəsilib?” over HTTP: every right of a person with reason, act and remedy. The FIN stands in the body alone."""

from __future__ import annotations

from fastapi import APIRouter

from hub.web.cases import need_cases
from hub.web.context import HubDep, StrictRoute
from hub.web.officials import OfficialDep
from hub.web.why import WhyBody, WhyView, answered, why_view

router = APIRouter(tags=["cases"], route_class=StrictRoute)


@router.post("/v1/why")
async def why(hub: HubDep, official: OfficialDep, body: WhyBody) -> WhyView:
    """What somebody gets and why not more: what was refused, suspended, ended or withheld comes first.

    The look is written down with its purpose; nobody is shown their own or a relative's.
    """
    need_cases(official)
    return why_view(await answered(hub, official.person, body), official.lang)
