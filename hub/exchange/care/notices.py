"""Notices to agencies: who was told of a group of failures, until when an answer is due, and what it was.

A group that is owned and whose agency still has time to answer waits for the agency, not for us.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from hub.errors import Conflict, Words
from hub.exchange.repair.commanding import command
from hub.store.ids import new_id
from hub.store.sealing import Sealer, seal_text, with_texts
from hub.store.store import Store
from hub.store.tx import Row, Tx

PLACE = "agency_notices.contact"
log = structlog.get_logger("hub.exchange")
WAITS_FOR_AGENCY = (
    "SELECT n.fingerprint FROM agency_notices n JOIN failure_owners o ON o.fingerprint = n.fingerprint"
    " WHERE n.answered_at IS NULL AND n.answer_due > hub_now()"
)
"""The fingerprints of groups that nobody here has to act on now."""
_COLUMNS = (
    "id, fingerprint, agency, contact_sealed, text_az_sealed, text_en_sealed, sent_by, sent_at, answer_due,"
    " answer_sealed, answered_by, answered_at"
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What an agency is told: to whom, in both languages, and until when it is asked to answer."""

    agency: str
    contact: str
    text: Words
    answer_due: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it is kept. Instants in microseconds."""

    id: str
    fingerprint: str
    telling: Telling
    sent_by: str
    sent_at: int
    answer: str | None
    answered_by: str | None
    answered_at: int | None

    @property
    def is_open(self) -> bool:
        """True until an answer is recorded."""
        return self.answered_at is None

    def is_overdue(self, now: int) -> bool:
        """True if the agency was to answer before now and has not."""
        return self.is_open and self.telling.answer_due <= now


async def inform(store: Store, sealer: Sealer, fingerprint: str, telling: Telling, by: str) -> str:
    """Keep that the agency was told; the notice's id."""
    notice = new_id()
    contact = sealer.seal(PLACE, notice, telling.contact.encode())
    async with command(store) as tx:
        await tx.many(
            "INSERT INTO agency_notices (id, fingerprint, agency, contact_sealed, text_az_sealed, text_en_sealed,"
            " sent_by, sent_at, answer_due) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                (
                    notice,
                    fingerprint,
                    telling.agency,
                    contact,
                    seal_text(sealer, "agency_notices.text_az", notice, telling.text.az),
                    seal_text(sealer, "agency_notices.text_en", notice, telling.text.en),
                    by,
                    await tx.now(),
                    telling.answer_due,
                )
            ],
        )
    log.info("agency_informed", subject=fingerprint, party=telling.agency, person=by)
    return notice


async def record_answer(store: Store, sealer: Sealer, fingerprint: str, notice: str, answer: str, by: str) -> None:
    """Keep what the agency answered; Conflict if an answer is there already."""
    async with command(store) as tx:
        changed = await tx.execute(
            "UPDATE agency_notices SET answered_by = :by, answered_at = hub_now()"
            " WHERE id = :id AND fingerprint = :mark AND answered_at IS NULL",
            {"by": by, "id": notice, "mark": fingerprint},
        )
        if not changed:
            raise Conflict(
                "failure.answered",
                Words("Bu bildirişin cavabı artıq yazılıb.", "The answer to this notice is recorded already."),
            )
        sealed = seal_text(sealer, "agency_notices.answer", notice, answer)
        await tx.many("UPDATE agency_notices SET answer_sealed = $2 WHERE id = $1", [(notice, sealed)])
    log.info("agency_answered", subject=fingerprint, person=by)


async def notices_of(tx: Tx, sealer: Sealer, fingerprint: str) -> Sequence[Notice]:
    """What agencies were told of the group, the newest first."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM agency_notices WHERE fingerprint = :mark ORDER BY id DESC LIMIT :most",
        {"mark": fingerprint, "most": 50},
    )
    return [_notice(sealer, row) for row in rows]


async def open_notices(tx: Tx, sealer: Sealer) -> Mapping[str, Notice]:
    """By fingerprint the notice that is to be answered first."""
    rows = await tx.fetch(f"SELECT {_COLUMNS} FROM agency_notices WHERE answered_at IS NULL ORDER BY answer_due DESC")
    return {row["fingerprint"]: _notice(sealer, row) for row in rows}


def _notice(sealer: Sealer, row: Row) -> Notice:
    contact = sealer.unseal(PLACE, row["id"], row["contact_sealed"]).decode()
    (row,) = with_texts(sealer, "agency_notices", [row], "text_az", "text_en", "answer")
    telling = Telling(row["agency"], contact, Words(row["text_az"], row["text_en"]), row["answer_due"])
    return Notice(
        row["id"],
        row["fingerprint"],
        telling,
        row["sent_by"],
        row["sent_at"],
        row["answer"],
        row["answered_by"],
        row["answered_at"],
    )
