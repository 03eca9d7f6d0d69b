"""Versions that no longer count: of files that were named for too late a day or too high a number, and then lifted."""

from __future__ import annotations

from collections.abc import Collection

from hub.store.tx import Tx


async def lifted_versions(tx: Tx, party: str) -> frozenset[str]:
    """The versions (`YYYYMMDD.nn`) of the lifted files of a party: others number theirs in the same way."""
    rows = await tx.fetch(
        "SELECT m.version FROM files f JOIN messages m ON m.id = f.message_id"
        " WHERE f.lifted_at IS NOT NULL AND m.party = :party",
        {"party": party},
    )
    return frozenset(row["version"] for row in rows)


def overtakes(standing: str | None, coming: str, lifted: Collection[str] = ()) -> bool:
    """Whether what stands is as new as what comes, so that what comes changes nothing. `standing` may be lifted."""
    if standing is None or standing < coming:
        return False
    return standing.rpartition(".")[0] not in lifted


async def has_overtaken(tx: Tx, standing: str | None, coming: str, party: str) -> bool:
    """The same of one that comes from a party; what was lifted is read only where something stands in its way."""
    return overtakes(standing, coming) and overtakes(standing, coming, await lifted_versions(tx, party))
