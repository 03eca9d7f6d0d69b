"""What was refused at the door, for the sender and the operators: fact, code and place, never the content."""

from __future__ import annotations

import hashlib
from typing import Annotated

import structlog
from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from hub.errors import HubError
from hub.exchange.refusals import WantedRefusals, find_refusals
from hub.store.ids import new_id, next_cursor
from hub.store.sealing import KeyedHash
from hub.store.store import Collision, CommitUnknown, Store, TryAgain
from hub.web.context import CallerDep, HubDep, sees_all
from hub.web.paging import Page, cursor_or_422, id_since
from hub.web.problem import place_of
from hub.web.views import Instant, View, from_

log = structlog.get_logger("hub.api")
router = APIRouter(tags=["messages"])


class Refusal(View):
    """One refusal. `body_sha256` lets the sender find which of its messages it was."""

    id: str
    party: str
    format: str
    code: str
    status: int
    place: str | None
    body_sha256: str | None
    body_size: int | None
    refused_at: Instant = from_("created_at")


async def note_refusal(
    store: Store, keyed: KeyedHash, party: str, format_name: str, refused: HubError, raw: bytes | None
) -> None:
    """Write the refusal down, under the reference that the sender is told.

    If the database is away, the log alone has it: the sender gets its answer anyway.
    """
    refused.reference = new_id()
    log.info("message_refused", party=party, format=format_name, code=refused.code, place=place_of(refused))
    values = {
        "id": refused.reference,
        "party": party,
        "format": format_name,
        "code": refused.code,
        "place": place_of(refused),
        "sha": keyed.digest_sealed(hashlib.sha256(raw).hexdigest()) if raw is not None else None,
        "size": len(raw) if raw is not None else None,
        "status": refused.status,
    }
    try:
        async with store.write() as tx:
            await tx.execute(
                "INSERT INTO refusals (id, party, format, code, place, body_digest, body_size, status, created_at)"
                " VALUES (:id, :party, :format, :code, :place, :sha, :size, :status, hub_now())",
                values,
            )
    except (HubError, Collision, CommitUnknown, TryAgain) as away:
        log.warning("refusal_not_kept", reason=type(away).__name__)


def _opened(keyed: KeyedHash, digest: str | None) -> str | None:
    return None if digest is None else keyed.digest_opened(digest)


@router.get("/v1/refusals")
async def list_refusals(
    hub: HubDep,
    who: CallerDep,
    page: Annotated[Page, Query()],
    code: Annotated[str | None, Query(max_length=100)] = None,
    since: AwareDatetime | None = None,
) -> dict[str, list[Refusal] | str | None]:
    """Refusals of the last 90 days, newest first; an agency sees its own."""
    own = None if sees_all(who) else who.party
    wanted = WantedRefusals(own, code, None if since is None else id_since(since))
    async with hub.store.read() as tx:
        rows = await find_refusals(tx, wanted, cursor_or_422(page.cursor), page.limit)
    shown = [{**row, "body_sha256": _opened(hub.hash, row["body_digest"])} for row in rows]
    return {"items": Refusal.each(shown), "next": next_cursor([row["id"] for row in rows], page.limit)}
