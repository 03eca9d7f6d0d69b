"""The files of a draw beside its page: letters to families without a home, to be printed and handed over."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from hub.access.rights import Right
from hub.console.posting import gets
from hub.console.viewer import ViewerDep
from hub.web.context import HubDep, id_or_404
from hub.web.draws import letter_file

router = APIRouter()


@router.get("/draws/{draw}/letters/{sha256}.pdf")
@gets(Right.CASES, "{draw}")
async def letter(hub: HubDep, who: ViewerDep, draw: str, sha256: str) -> Response:
    """The letter, for whoever works on cases."""
    return Response(await letter_file(hub, who.person, id_or_404(draw), sha256), media_type="application/pdf")
