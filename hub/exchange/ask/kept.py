"""Answers that are kept for a while, sealed: those that came too late, and those that brought a file.

A late answer is used again by the same party for the same purpose on the same basis alone, within the validity that its
question declares; so is a file read by the party that was told of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from hub.access.limits import LimitName
from hub.access.quotas import OverQuota
from hub.clock import SECOND
from hub.exchange.ask.asks import Asking, Told
from hub.exchange.ask.questions import Question, Source
from hub.store.ids import new_id
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store
from mappings.records import record_from_json, record_to_json

_ANSWER, _FILE = "kept_answers.answer", "kept_answers.file"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer's row, and until when it holds, in microseconds."""

    id: str
    until: int


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    """The table `kept_answers`. Who asked and about whom stand there as keyed hashes."""

    store: Store
    sealer: Sealer
    hash: KeyedHash

    async def keep(self, asking: Asking, told: Told, question: Question, *, is_late: bool) -> Kept:
        """Keep an answer for its validity."""
        id_, file = new_id(), told.file
        answer = self.sealer.seal(_ANSWER, id_, record_to_json(told.record))
        sealed = None if file is None else self.sealer.seal(_FILE, id_, file)
        until = told.at + question.valid_s * SECOND
        row = (
            id_,
            told.source.operation,
            told.source.format,
            self._asker(asking),
            asking.party,
            self.hash("fin", asking.fin),
            answer,
            sealed,
            len(answer) + len(sealed or b""),
            int(is_late),
            told.at,
            until,
        )
        async with self.store.write() as tx:
            await tx.many(
                "INSERT INTO kept_answers (id, operation, format, asker_hash, party, subject_hash, answer_sealed,"
                " file_sealed, size, is_late, answered_at, valid_until)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                [row],
            )
        return Kept(id_, until)

    async def refuse_without_room(self, party: str, most: int) -> None:
        """OverQuota while a party's answers that are kept come to as many bytes as it may have."""
        async with self.store.read() as tx:
            rows = await tx.fetch(
                "SELECT coalesce(sum(size), 0) AS held, min(valid_until) AS first_ends, hub_now() AS now"
                " FROM kept_answers WHERE party = :party AND valid_until > hub_now()",
                {"party": party},
            )
        if rows[0]["held"] >= most:
            raise OverQuota(LimitName.KEPT_BYTES, most, ((rows[0]["first_ends"] or 0) - rows[0]["now"]) / SECOND)

    async def of(self, asking: Asking) -> Mapping[Source, tuple[Told, Kept]]:
        """What came too late for this asker and still holds, the latest of each source."""
        async with self.store.read() as tx:
            rows = await tx.fetch(
                "SELECT id, operation, format, answer_sealed, file_sealed, answered_at, valid_until FROM kept_answers"
                " WHERE asker_hash = :asker AND is_late = 1 AND valid_until > hub_now() ORDER BY id",
                {"asker": self._asker(asking)},
            )
        found: dict[Source, tuple[Told, Kept]] = {}
        for row in rows:
            source = Source(row["operation"], row["format"])
            record = record_from_json(self.sealer.unseal(_ANSWER, row["id"], bytes(row["answer_sealed"])))
            sealed = row["file_sealed"]
            file = None if sealed is None else self.sealer.unseal(_FILE, row["id"], bytes(sealed))
            found[source] = (Told(source, record, row["answered_at"], file), Kept(row["id"], row["valid_until"]))
        return found

    async def file(self, party: str, answer: str) -> tuple[bytes, str, str] | None:
        """A file that the party was given, of whose FIN it is and by which operation it came; while it holds."""
        async with self.store.read() as tx:
            rows = await tx.fetch(
                "SELECT file_sealed, answer_sealed, operation FROM kept_answers WHERE id = :id AND party = :party"
                " AND file_sealed IS NOT NULL AND valid_until > hub_now()",
                {"id": answer, "party": party},
            )
        if not rows:
            return None
        raw = self.sealer.unseal(_FILE, answer, bytes(rows[0]["file_sealed"]))
        told = json.loads(self.sealer.unseal(_ANSWER, answer, bytes(rows[0]["answer_sealed"])))
        return raw, told["fin"], rows[0]["operation"]

    def _asker(self, asking: Asking) -> str:
        told = (asking.fin, asking.party, asking.purpose, asking.legal_basis)
        return self.hash("ask", json.dumps(told))


async def forget_old_answers(store: Store) -> int:
    """Delete what no longer holds, some at a time."""
    async with store.write() as tx:
        return await tx.execute(
            "DELETE FROM kept_answers WHERE id IN (SELECT id FROM kept_answers WHERE valid_until < hub_now()"
            " ORDER BY valid_until LIMIT :most)",
            {"most": 200},
        )
