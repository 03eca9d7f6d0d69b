"""The table of answers: sealed, one a respondent and survey, a new version beside the one before, deleted in time."""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from document_flow.surveys.answers import Answer
from hub.clock import SECOND
from hub.evidence.holding import found_by, rows_not_so
from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.ids import new_id
from hub.store.legal_time import LEGAL_NOW
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store
from hub.store.tx import Row, Rows, Tx

_PLACE: Final = "survey_answers.body"
_COLUMNS = "a.id, a.version, a.made_by, a.body_sealed"
_NEWEST = (
    "NOT EXISTS (SELECT 1 FROM survey_answers n WHERE n.survey_id = a.survey_id"
    " AND n.respondent_hash = a.respondent_hash AND n.version > a.version)"
)
_GONE: Final = (
    "SELECT e.id FROM evidence_leaves e WHERE e.id > :above AND (e.kind IN ('survey.answer_withdrawn',"
    " 'survey.answers_withdrawn', 'survey.answers_forgotten') OR e.kind = 'survey.answered'"
    " AND NOT EXISTS (SELECT 1 FROM survey_answers a WHERE a.id = e.subject)) ORDER BY e.id LIMIT :most"
)
_DUE: Final = (
    f"FROM survey_answers a WHERE a.keep_until < {LEGAL_NOW} AND (a.keep_until < hub_now() - :grace OR NOT EXISTS"
    " (SELECT 1 FROM aggregates g WHERE g.id = a.survey_id AND g.phase = 'published'))"
    " ORDER BY a.keep_until, a.id LIMIT :most"
)
_GRACE: Final = 24 * 3_600 * SECOND
"""What nobody has counted yet is kept so much longer, so that a hub that stood still counts it before it goes: by the
machine's time, since legal time that is moved ahead leaves the machine no time to count.
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """One version of an answer. `source` labels it wherever it is used: `survey:agali/1:face_to_face`."""

    version: int
    made_by: str
    source: str
    consents: tuple[str, ...]
    answers: Mapping[str, Answer]

    def says(self, consents: Sequence[str], answers: Mapping[str, Answer]) -> bool:
        """Whether it is the same word for word."""
        return {*self.consents} == {*consents} and self.answers == answers


@dataclass(frozen=True, slots=True)
class AnswerStore:
    """Reads and writes answers inside the caller's transaction, which has the survey locked where it writes."""

    sealer: Sealer
    hash: KeyedHash

    def respondent(self, survey: str, fin: str) -> str:
        """By what a respondent is found: another hash in every survey, so that two surveys do not join."""
        return self.hash("survey-respondent", f"{survey}\x00{fin}")

    async def newest(self, tx: Tx, survey: str, fins: Iterable[str]) -> dict[str, Kept]:
        """What these respondents say by now, by FIN, as many as have answered."""
        keys = {self.respondent(survey, fin): fin for fin in fins}
        if not keys:
            return {}
        rows = await tx.fetch(
            f"SELECT a.respondent_hash, {_COLUMNS} FROM {{rows}} JOIN survey_answers a ON a.survey_id = :survey"
            f" AND a.respondent_hash = r.key_hash WHERE {_NEWEST}",
            {"survey": survey},
            Rows("key_hash text", [(key,) for key in keys]),
        )
        return {keys[row["respondent_hash"]]: self._opened(row) for row in rows}

    async def all_of(self, tx: Tx, survey: str) -> Sequence[Kept]:
        """What everybody says by now."""
        sql = f"SELECT {_COLUMNS} FROM survey_answers a WHERE a.survey_id = :survey AND {_NEWEST} ORDER BY a.id"
        rows = await tx.fetch(sql, {"survey": survey})
        return await asyncio.to_thread(lambda: [self._opened(row) for row in rows])

    async def add(self, tx: Tx, survey: str, made: Sequence[tuple[str, Kept]], keep_until: int) -> None:
        """Write versions by FIN, each with a leaf, which commits to it and says nothing of it."""
        now, rows, leaves = await tx.now(), [], []
        for fin, kept in made:
            name, of = new_id(), self.respondent(survey, fin)
            told = {"salt": os.urandom(16).hex(), "fin": fin, "source": kept.source, "consents": kept.consents}
            body = json.dumps({**told, "answers": dict(kept.answers)}, ensure_ascii=False).encode()
            sealed = self.sealer.seal(_PLACE, name, body, kept.version)
            rows.append((name, survey, of, kept.version, kept.made_by, sealed, now, keep_until))
            facts: Mapping[str, str | int] = {"survey": survey, "version": kept.version, "by": kept.made_by}
            leaves.append(make_leaf("survey.answered", name, now, **facts, commitment=sha256(body).hexdigest()))
        names = "id, survey_id, respondent_hash, version, made_by, body_sealed, answered_at, keep_until"
        await tx.insert("survey_answers", names, rows)
        await write_leaves(tx, leaves)

    async def delete(self, tx: Tx, survey: str, fin: str, by: str) -> int:
        """All versions of a respondent; how many. The leaf says that it happened, not whose it was."""
        sql = "DELETE FROM survey_answers WHERE survey_id = :survey AND respondent_hash = :of"
        gone = await tx.execute(sql, {"survey": survey, "of": self.respondent(survey, fin)})
        return await _told(tx, "survey.answer_withdrawn", survey, gone, by)

    async def erase(self, tx: Tx, fins: Iterable[str], by: str) -> int:
        """All that somebody has answered to any survey, under each FIN that they had; how many versions."""
        rows = await tx.fetch("SELECT DISTINCT a.survey_id FROM survey_answers a ORDER BY a.survey_id")
        wanted = sorted({*fins})
        return sum([await self.delete(tx, row["survey_id"], fin, by) for row in rows for fin in wanted])

    async def delete_all(self, tx: Tx, survey: str, by: str) -> int:
        """Of a survey that was withdrawn."""
        gone = await tx.execute("DELETE FROM survey_answers WHERE survey_id = :survey", {"survey": survey})
        return await _told(tx, "survey.answers_withdrawn", survey, gone, by)

    async def numbers(self, tx: Tx, survey: str) -> tuple[int, int]:
        """How many have answered, and how many answers were changed since."""
        rows = await tx.fetch(
            "SELECT count(*) AS versions, count(DISTINCT a.respondent_hash) AS people FROM survey_answers a"
            " WHERE a.survey_id = :survey",
            {"survey": survey},
        )
        return int(rows[0]["people"]), int(rows[0]["versions"]) - int(rows[0]["people"])

    def _opened(self, row: Row) -> Kept:
        told = json.loads(self.sealer.unseal(_PLACE, row["id"], row["body_sealed"], row["version"]))
        answers = {name: tuple(each) if isinstance(each, list) else each for name, each in told["answers"].items()}
        return Kept(row["version"], row["made_by"], told["source"], tuple(told["consents"]), answers)


async def altered_answers(store: Store, sealer: Sealer) -> AsyncIterator[str]:
    """Ids of answers that are not what was given, and of surveys of which more are gone than the log knows why."""

    async def is_so(tx: Tx, name: str) -> bool:
        sql = "SELECT id, survey_id, version, made_by, body_sealed FROM survey_answers WHERE id = :id"
        (row,) = await tx.fetch(sql, {"id": name})
        body = sealer.unseal(_PLACE, name, row["body_sealed"], row["version"])
        (leaf,) = await tx.fetch("SELECT content FROM evidence_leaves WHERE subject = :id", {"id": name})
        said = json.loads(leaf["content"])
        row_says = (row["survey_id"], row["version"], row["made_by"], sha256(body).hexdigest())
        return row_says == tuple(said[each] for each in ("survey", "version", "by", "commitment"))

    async for each in rows_not_so(store, "survey_answers", is_so):
        yield each
    missing: Counter[str] = Counter()
    async for each in found_by(store, _GONE):
        async with store.read() as tx:
            (leaf,) = await tx.fetch("SELECT content FROM evidence_leaves WHERE id = :id", {"id": each})
        said = json.loads(leaf["content"])
        missing[said.get("survey", said["subject"])] += -said["rows"] if "rows" in said else 1
    for survey, count in sorted(missing.items()):
        if count > 0:
            yield survey


async def forget_old_answers(store: Store) -> int:
    """Delete what its questionnaire says is not kept any longer, some at a time; figures stay."""
    async with store.write() as tx:
        values = {"most": 1_000, "grace": _GRACE}
        rows = await tx.fetch(
            f"SELECT d.survey_id, count(*) AS n FROM (SELECT a.survey_id {_DUE}) AS d GROUP BY d.survey_id", values
        )
        gone = await tx.execute(f"DELETE FROM survey_answers WHERE id IN (SELECT a.id {_DUE})", values)
        for row in rows:
            await _told(tx, "survey.answers_forgotten", row["survey_id"], row["n"], "hub")
        return gone


async def _told(tx: Tx, kind: str, survey: str, gone: int, by: str) -> int:
    if gone:
        await write_leaves(tx, [make_leaf(kind, survey, await tx.now(), rows=gone, by=by)])
    return gone
