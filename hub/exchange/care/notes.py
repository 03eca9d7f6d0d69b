"""What operators write down about a group of failures: nothing is changed or removed later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog

from hub.exchange.repair.commanding import command
from hub.store.ids import new_id
from hub.store.sealing import Sealer, seal_text, with_texts
from hub.store.store import Store
from hub.store.tx import Row, Tx

log = structlog.get_logger("hub.exchange")
LONGEST_NOTE = 2_000


async def add_note(store: Store, sealer: Sealer, fingerprint: str, author: str, note: str) -> None:
    """Write a note under the group."""
    made = new_id()
    async with command(store) as tx:
        await tx.many(
            "INSERT INTO failure_notes (id, fingerprint, author, note_sealed, at) VALUES ($1, $2, $3, $4, $5)",
            [(made, fingerprint, author, seal_text(sealer, "failure_notes.note", made, note), await tx.now())],
        )
    log.info("failure_noted", subject=fingerprint, person=author)


async def notes_of(tx: Tx, sealer: Sealer, fingerprint: str) -> Sequence[Row]:
    """The group's notes, the newest first."""
    rows = await tx.fetch(
        "SELECT id, author, note_sealed, at FROM failure_notes WHERE fingerprint = :mark ORDER BY id DESC LIMIT :most",
        {"mark": fingerprint, "most": 200},
    )
    return with_texts(sealer, "failure_notes", rows, "note")


async def note_counts(tx: Tx) -> Mapping[str, int]:
    """How many notes each group has."""
    rows = await tx.fetch("SELECT fingerprint, count(*) AS n FROM failure_notes GROUP BY fingerprint")
    return {row["fingerprint"]: row["n"] for row in rows}
