"""What was refused at the door: found by sender, code and time, and kept for 90 days."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from hub.clock import SECOND
from hub.errors import HubError
from hub.store.ids import first_id_at, new_id
from hub.store.sealing import KeyedHash
from hub.store.store import Collision, CommitUnknown, Store, TryAgain
from hub.store.tx import Row, Tx, first
from hub.store.where import Where
from hub.telemetry.logs import place_of

log = structlog.get_logger("hub.exchange")

KEPT_DAYS = 90


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


async def forget_old_refusals(store: Store) -> int:
    """Delete refusals older than 90 days, some at a time."""
    async with store.write() as tx:
        now = await tx.now()
        before = first_id_at(now - KEPT_DAYS * 24 * 3600 * SECOND)
        return await tx.execute(
            "DELETE FROM refusals WHERE id IN (SELECT id FROM refusals WHERE id < :before ORDER BY id LIMIT :most)",
            {"before": before, "most": 10_000},
        )


@dataclass(frozen=True, slots=True)
class WantedRefusals:
    """Which refusals: of a sender, of a code, of ids from `since` on; None asks for nothing."""

    party: str | None = None
    code: str | None = None
    since: str | None = None


async def find_refusals(
    tx: Tx, wanted: WantedRefusals, below: str, limit: int, window: int | None = None
) -> Sequence[Row]:
    """Newest first, below an id. No index leads to a code: with a window only so many of the newest are looked at."""
    where = Where("id < :below").given("party = :party", party=wanted.party).given("id >= :since", since=wanted.since)
    source = "refusals"
    if wanted.code is not None and window is not None:
        source = f"(SELECT * FROM refusals WHERE {where} ORDER BY id DESC LIMIT {window:d}) AS newest"
    where.given("code = :code", code=wanted.code)
    values = {"below": below, "most": limit, **where.values}
    return await tx.fetch(f"SELECT * FROM {source} WHERE {where} ORDER BY id DESC LIMIT :most", values)


async def refusal_of(tx: Tx, refusal: str) -> Row | None:
    """One refusal."""
    return await first(tx, "SELECT * FROM refusals WHERE id = :id", {"id": refusal})


async def refused_lately(tx: Tx, since: int) -> Sequence[Row]:
    """Who was refused what since an instant, the most first: at most six, out of the newest 5,000."""
    return await tx.fetch(
        "SELECT w.party, w.format, w.code, count(*) AS n, max(w.created_at) AS last_at FROM"
        " (SELECT party, format, code, created_at FROM refusals WHERE id >= :since ORDER BY id DESC LIMIT 5000) AS w"
        " GROUP BY w.party, w.format, w.code ORDER BY n DESC, last_at DESC LIMIT 6",
        {"since": first_id_at(since)},
    )
