"""The person who has a group of failures in hand. Taking over is always possible and always seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from hub.exchange.repair.commanding import command
from hub.store.store import Store
from hub.store.tx import Tx

log = structlog.get_logger("hub.exchange")


@dataclass(frozen=True, slots=True)
class Owner:
    """`login` has the group since that instant; `given_by` is somebody else where it was handed over."""

    login: str
    given_by: str
    since: int


async def owners(tx: Tx) -> Mapping[str, Owner]:
    """The owner of every group that has one."""
    rows = await tx.fetch("SELECT fingerprint, owner, given_by, since FROM failure_owners")
    return {row["fingerprint"]: Owner(row["owner"], row["given_by"], row["since"]) for row in rows}


async def owner_of(tx: Tx, fingerprint: str) -> Owner | None:
    """The group's owner."""
    rows = await tx.fetch(
        "SELECT owner, given_by, since FROM failure_owners WHERE fingerprint = :mark", {"mark": fingerprint}
    )
    return Owner(rows[0]["owner"], rows[0]["given_by"], rows[0]["since"]) if rows else None


async def give(store: Store, fingerprint: str, to: str, by: str) -> None:
    """Make somebody the owner: oneself by taking it, another by handing it over."""
    async with command(store) as tx:
        await tx.execute(
            "INSERT INTO failure_owners (fingerprint, owner, given_by, since) VALUES (:mark, :owner, :by, hub_now())"
            " ON CONFLICT (fingerprint) DO UPDATE SET owner = :owner, given_by = :by, since = hub_now()",
            {"mark": fingerprint, "owner": to, "by": by},
        )
    log.info("failure_owned", subject=fingerprint, person=to)


async def let_go(store: Store, fingerprint: str, by: str) -> None:
    """Nobody has it in hand any more; it waits for a person again."""
    async with command(store) as tx:
        await tx.execute("DELETE FROM failure_owners WHERE fingerprint = :mark", {"mark": fingerprint})
    log.info("failure_let_go", subject=fingerprint, person=by)
