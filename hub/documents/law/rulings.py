"""What is decided by the tables: asked for, explained, and kept with its facts, its rules and the hash of its table.

A record says what was decided then, in the words of then; no later version changes it. Facts are sealed: whoever made
the record and heads read them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from document_flow.context import BAKU
from document_flow.decisions.explain import Explanation
from document_flow.decisions.outcome import Outcome
from document_flow.decisions.versions import TableVersion
from document_flow.words import Words
from hub.clock import SECOND
from hub.documents.law.table_repository import Kept, TableRepository
from hub.documents.law.words import NO_RECORD, NO_TABLE
from hub.errors import NotFound, StoreUnavailable, found_or
from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.command_ledger import Entry, enter, repeated
from hub.store.ids import new_id
from hub.store.legal_time import legal_now
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Collision, CommitUnknown, Store, TryAgain
from hub.store.tx import Row, Tx

_COLUMNS = "id, name, hash, as_of, outcome, body_sealed, made_by, created_at"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a table: the facts of one case, as of a legal day (today where none is named).

    `subject` says in a few words what it is about, for the printed explanation.
    """

    table: str
    facts: Mapping[str, object]
    as_of: date | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class LawAnswer:
    """The answer, and by which version on which day; no version where none was in force."""

    outcome: Outcome
    version: TableVersion | None
    as_of: date
    ignored: tuple[str, ...]
    """Facts that the table does not ask for: a misspelt name is found here."""
    notes: tuple[Words, ...] = ()
    """How texts were taken, where they are not written as the table writes them: a misspelt value is found here."""


@dataclass(frozen=True, slots=True)
class Record:
    """A decision as it was made. `stated` is the record of `Explanation`, `given` the facts as they came."""

    id: str
    table: str
    sha256: str
    as_of: date
    outcome: str
    made_by: str
    created_at: int
    given: Mapping[str, object]
    stated: Mapping[str, Any]
    subject: str

    def sentences(self, lang: str) -> list[str]:
        """Why, as it was told."""
        return list(self.stated["text"][lang])

    def canonical(self) -> bytes:
        """The record's own bytes: those whose commitment is in the evidence log."""
        return _json(self.stated)


@dataclass(frozen=True, slots=True)
class Rulings:
    """Decides by the law of the day. `assumed` lets rules decide that no act stands behind: in the sandbox only."""

    store: Store
    repository: TableRepository
    sealer: Sealer
    hash: KeyedHash
    assumed: bool

    async def evaluate(self, question: Question) -> LawAnswer:
        """Decide; nothing is kept."""
        async with self.store.read() as tx:
            kept, now = await self._table(tx, question.table), await legal_now(tx)
        as_of = question.as_of or today(now)
        explained = kept.versions.explain(question.facts, as_of=as_of, allow_assumed=self.assumed)
        return _asked(kept, question, as_of, explained)

    async def explain(self, who: str, question: Question, key: str) -> tuple[Record, LawAnswer]:
        """Decide, say why, and keep it; the same key answers with the same record."""
        key_hash = self.hash("decision-command", f"{who}\x00{key}")
        content = self.hash("decision-content", _content(question))
        for _ in range(3):
            async with self.store.read() as tx:
                made = await self._made(tx, key_hash, content)
                kept, now = await self._table(tx, question.table), await legal_now(tx)
            as_of = made.as_of if made else question.as_of or today(now)
            explained = kept.versions.explain(question.facts, as_of=as_of, allow_assumed=self.assumed)
            asked = _asked(kept, question, as_of, explained)
            if made is not None:
                return made, asked
            try:
                async with self.store.write() as tx:
                    return await self._keep(tx, (who, key_hash, content), question, explained), asked
            except (Collision, CommitUnknown, TryAgain):
                continue
        raise StoreUnavailable("a record could not be kept")

    async def record(self, tx: Tx, record: str, login: str, *, sees_all: bool) -> Record:
        """A record, for whoever made it and for those who see all; NotFound for others."""
        rows = await tx.fetch(f"SELECT {_COLUMNS} FROM decision_records WHERE id = :id", {"id": record})
        if not rows or (rows[0]["made_by"] != login and not sees_all):
            raise NotFound("decisions.no_record", NO_RECORD)
        return self.opened(rows[0])

    def opened(self, row: Row) -> Record:
        """A stored row with its seal broken."""
        body = json.loads(self.sealer.unseal("decision_records.body", row["id"], row["body_sealed"]))
        return Record(
            row["id"],
            row["name"],
            row["hash"],
            date.fromisoformat(row["as_of"]),
            row["outcome"],
            row["made_by"],
            row["created_at"],
            _given(body["given"]),
            body["record"],
            body["subject"],
        )

    async def _table(self, tx: Tx, name: str) -> Kept:
        return found_or(await self.repository.table(tx, name), NotFound("decisions.unknown", NO_TABLE))

    async def _made(self, tx: Tx, key_hash: str, content: str) -> Record | None:
        done = await repeated(tx, key_hash, content, "decisions.key_taken")
        if done is None:
            return None
        rows = await tx.fetch(f"SELECT {_COLUMNS} FROM decision_records WHERE id = :id", {"id": done.subject})
        return self.opened(rows[0])

    async def _keep(self, tx: Tx, hand: tuple[str, str, str], question: Question, found: Explanation) -> Record:
        now, made, (who, key_hash, content) = await legal_now(tx), new_id(), hand
        record = Record(
            made,
            question.table,
            found.sha256,
            found.as_of or today(now),
            found.outcome.kind,
            who,
            now,
            question.facts,
            json.loads(found.record()),
            question.subject,
        )
        body = _json({"given": question.facts, "record": record.stated, "subject": question.subject})
        await tx.insert(
            "decision_records",
            _COLUMNS,
            [
                (
                    made,
                    record.table,
                    record.sha256,
                    record.as_of.isoformat(),
                    record.outcome,
                    self.sealer.seal("decision_records.body", made, body),
                    who,
                    now,
                )
            ],
        )
        await enter(tx, [Entry(key_hash, content, who, made)], await tx.now())
        _, commitment = self.hash.commitment(made, sha256(record.canonical()).hexdigest())
        leaf = make_leaf(
            "decision.recorded",
            made,
            await tx.now(),
            table=record.table,
            sha256=record.sha256 or None,
            outcome=record.outcome,
            commitment=commitment,
        )
        await write_leaves(tx, [leaf])
        return record


def moment(now: int) -> datetime:
    """An instant of the store as it is told in Baku."""
    return datetime.fromtimestamp(now / SECOND, BAKU)


def today(now: int) -> date:
    """The day it is in Baku."""
    return moment(now).date()


def _asked(kept: Kept, question: Question, as_of: date, explained: Explanation) -> LawAnswer:
    version = kept.versions.on(as_of)
    wanted = {column.fact for column in version.table.facts()} if version else set()
    ignored = tuple(name for name in question.facts if name not in wanted) if version else ()
    return LawAnswer(explained.outcome, version, as_of, ignored, explained.notes)


def _content(question: Question) -> str:
    as_of = question.as_of.isoformat() if question.as_of else None
    return _json([question.table, question.facts, as_of, question.subject]).decode()


def _given(kept: Mapping[str, Any]) -> dict[str, object]:
    """Facts as they came; a fraction stands in the record as `{"number": "0.1"}`, so that no digit is lost."""
    return {name: Decimal(each["number"]) if isinstance(each, dict) else each for name, each in kept.items()}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_fraction).encode()


def _fraction(value: object) -> dict[str, str]:
    if not isinstance(value, Decimal):
        raise TypeError(type(value).__name__)
    return {"number": str(value)}
