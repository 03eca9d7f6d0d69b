"""The two addresses that SİMA's app calls, and the icon that it shows. No key of ours: the app's own headers prove it.

A query here holds the signer's personal code, so it is kept out of every log and trace.
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from connectors.agencies import PHONE
from connectors.web2app import ACKNOWLEDGED, Refused
from hub.errors import HubError, Words
from hub.web.answers import SvgAnswer
from hub.web.context import HubDep

router = APIRouter(prefix=f"/{PHONE}", tags=["signatures"])
_JSON = "application/json"
_ICON = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0a6"/>'
    b'<path d="M4 8.5 7 11l5-6" fill="none" stroke="#fff" stroke-width="2"/></svg>'
)


@router.get("/getfile/")
async def getfile(hub: HubDep, request: Request) -> Response:
    """What the person is asked to sign, for the phone of that person alone (web2app 1.3)."""
    query = request.scope["query_string"].decode("latin-1")
    outcome = await hub.office.signing.signers.phones.file_request(request.headers, query)
    if isinstance(outcome, Refused):
        raise _told(outcome)
    return Response(outcome, media_type=_JSON, headers={"cache-control": "no-store"})


@router.post("/callback")
async def callback(hub: HubDep, request: Request) -> Response:
    """What the person signed (web2app 1.3)."""
    refusal = await hub.office.signing.signers.phones.callback(request.headers, await request.body())
    if refusal is not None:
        raise _told(refusal)
    return Response(ACKNOWLEDGED, media_type=_JSON)


@router.get("/icon.svg", response_class=SvgAnswer)
async def icon() -> SvgAnswer:
    """What the app shows beside our name."""
    return SvgAnswer(_ICON)


def _told(refusal: Refused) -> HubError:
    return HubError(refusal.code, Words(refusal.az, refusal.en), status=refusal.status, side="sender")
