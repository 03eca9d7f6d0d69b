"""The sandbox's phone, at hand on the page that waits for it: an invented person scans and signs. Nowhere else."""

from __future__ import annotations

import httpx
from fastapi import APIRouter

from connectors.agencies import PHONE
from hub.access.rights import Right
from hub.console.posting import SentDep, posts
from hub.console.viewer import PATH
from hub.documents.signing.signers import fin_of
from hub.errors import HubError, NotFound, Words
from hub.web.context import Id

router = APIRouter()
_SCAN = f"/_sandbox/{PHONE}/scan"
_TIMEOUT_S = 30.0


@router.post("/documents/{document_id}/signing/{session_id}/phone")
@posts(Right.DOCUMENTS)
async def scan(sent: SentDep, document_id: Id, session_id: Id) -> str:
    """What the signer would do with the phone; what came of it stands on the page that waits."""
    hub, who = sent.hub, sent.who
    signers = hub.office.signing.signers
    session = await signers.sessions.rows.get(session_id)
    shown = await signers.phones.shown(session) if session.signer == who.login else None
    if not hub.settings.sandbox or shown is None:
        raise NotFound("console.no_phone", _NONE)
    async with hub.store.read() as tx:
        fin = await fin_of(tx, hub.sealer, who.login)
    try:
        async with httpx.AsyncClient(base_url=hub.settings.agencies_url, trust_env=False, timeout=_TIMEOUT_S) as client:
            (await client.post(_SCAN, json={"link": shown.link, "person": fin or ""})).raise_for_status()
    except httpx.HTTPError as away:
        raise HubError("console.phone_away", _AWAY, status=502, retryable=True) from away
    return f"{PATH}/documents/{document_id}/signing/{session.id}"


_NONE = Words("Bu səhifədə sınaq telefonu yoxdur.", "There is no sandbox phone here.")
_AWAY = Words(
    "Sınaq telefonu cavab vermir; sınaq qurumlarının işlədiyini yoxlayın.",
    "The sandbox's phone does not answer; see that the sandbox agencies run.",
)
