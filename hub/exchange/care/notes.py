"""What operators write down about a group of failures: nothing is changed or removed later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog

from hub.exchange.repair.commanding import command
from hub.store.ids import new_id
from hub.store.store import Store
from hub.store.tx import Row, Tx

log = structlog.get_logger("hub.exchange")
LONGEST_NOTE = 2_000
_MOST_NOTES = 200


async def add_note(store: Store, fingerprint: str, author: str, note: str) -> None:
    """Write a note under the group."""
    async with command(store) as tx:
        await tx.many(
            "INSERT INTO failure_notes (id, fingerprint, author, note, at) VALUES ($1, $2, $3, $4, $5)",
            [(new_id(), fingerprint, author, note, await tx.now())],
        )
    log.info("failure_noted", subject=fingerprint, person=author)


async def notes_of(tx: Tx, fingerprint: str) -> Sequence[Row]:
    """The group's notes, the newest first."""
    return await tx.fetch(
        "SELECT author, note, at FROM failure_notes WHERE fingerprint = :mark ORDER BY id DESC LIMIT :most",
        {"mark": fingerprint, "most": _MOST_NOTES},
    )


async def note_counts(tx: Tx) -> Mapping[str, int]:
    """How many notes each group has."""
    rows = await tx.fetch("SELECT fingerprint, count(*) AS n FROM failure_notes GROUP BY fingerprint")
    return {row["fingerprint"]: row["n"] for row in rows}
