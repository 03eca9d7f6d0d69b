"""The lift of a file's version, on its page: proposed with a reason, agreed to by another person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from fastapi import APIRouter, Depends

from hub.access.proposals import Outcome
from hub.access.rights import Right
from hub.console.messages.one import message
from hub.console.posting import SentDep, posts
from hub.console.viewer import PATH, house_only
from hub.errors import HubError, Words
from hub.exchange.files.lifting import decide_lift, propose_lift
from hub.web.context import Id, id_or_404

router = APIRouter(dependencies=[Depends(house_only)])
_LONGEST_REASON = 1000
_OUTCOMES: Mapping[str, Outcome] = {"agree": "agreed", "refuse": "refused"}


@router.post("/messages/{message_id}/lift")
@posts(Right.REPAIR, message, shows=HubError)
async def lift(sent: SentDep, message_id: Id) -> str:
    """Propose that the file supersedes nothing any more."""
    reason = sent.form.needed("reason", _NO_REASON)[:_LONGEST_REASON]
    async with sent.hub.store.write() as tx:
        await propose_lift(tx, sent.hub.sealer, message_id, reason, sent.who.login)
    return f"{PATH}/messages/{message_id}#lift"


@router.post("/messages/{message_id}/lift/{proposal}/{outcome}")
@posts(None, message, shows=HubError)
async def decide(sent: SentDep, message_id: Id, proposal: str, outcome: Literal["agree", "refuse"]) -> str:
    """Agree to it as the second person, or refuse it."""
    takes_back = outcome == "refuse" and sent.who.may(Right.REPAIR)
    sent.who.need(Right.REPAIR if takes_back else Right.APPROVE, message_id)
    async with sent.hub.store.write() as tx:
        await decide_lift(tx, sent.hub.sealer, id_or_404(proposal), sent.who.login, _OUTCOMES[outcome])
    return f"{PATH}/messages/{message_id}"


_NO_REASON = Words("Versiyanın niyə qaldırıldığını yazın.", "Say why the version is lifted.")
