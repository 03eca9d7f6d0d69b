"""What each simulated agency applied, by idempotency key and in order: the witness of the project's checkers.

SQLite in WAL mode; an application is committed before its answer leaves, so a killed process has lost nothing that it
answered. One process writes it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.sandbox.http import Reply, problem
from connectors.sandbox.legal_time import LegalTime

_SCHEMA = """
CREATE TABLE IF NOT EXISTS applied (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, agency TEXT NOT NULL, key TEXT NOT NULL, operation TEXT NOT NULL,
    body_sha256 TEXT NOT NULL, at INTEGER NOT NULL, applied_count INTEGER NOT NULL DEFAULT 1,
    repeats INTEGER NOT NULL DEFAULT 0, subject TEXT NOT NULL,
    status INTEGER NOT NULL, content_type TEXT NOT NULL, answer BLOB NOT NULL,
    UNIQUE (agency, key));
CREATE TABLE IF NOT EXISTS counters (
    agency TEXT PRIMARY KEY, calls INTEGER NOT NULL DEFAULT 0, repeats INTEGER NOT NULL DEFAULT 0,
    conflicts INTEGER NOT NULL DEFAULT 0);
"""


@dataclass(frozen=True, slots=True)
class Application:
    """One thing to apply: `subject` is what a checker needs to see of it, `body_sha256` is over what must repeat."""

    agency: str
    key: str
    operation: str
    body_sha256: str
    subject: dict[str, Any]


class Ledger:
    """Apply-once by (agency, key); the first answer is the answer of every repeat."""

    def __init__(self, path: Path, legal: LegalTime | None = None) -> None:
        self.legal = legal or LegalTime()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def apply(self, application: Application, answer: Callable[[int], Reply]) -> Reply:
        """Apply it, unless its key was applied; a known key with another body is a conflict (409).

        `answer` gets the sequence number of this application and makes the reply that is kept for repeats.
        """
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            known = self._db.execute(
                "SELECT body_sha256, status, content_type, answer FROM applied WHERE agency = ? AND key = ?",
                (application.agency, application.key),
            ).fetchone()
            if known is None:
                return self._insert(application, answer)
            if known[0] != application.body_sha256:
                self._count(application.agency, "conflicts")
                return problem(409, "sandbox.other_body")
            self._count(application.agency, "repeats")
            self._db.execute(
                "UPDATE applied SET repeats = repeats + 1 WHERE agency = ? AND key = ?",
                (application.agency, application.key),
            )
            return Reply(known[1], known[3], known[2])

    def _insert(self, application: Application, answer: Callable[[int], Reply]) -> Reply:
        top = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'applied'").fetchone()
        seq = 1 if top is None else top[0] + 1
        reply = answer(seq)
        self._db.execute(
            "INSERT INTO applied (seq, agency, key, operation, body_sha256, at, subject, status, content_type, answer)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                seq,
                application.agency,
                application.key,
                application.operation,
                application.body_sha256,
                self.legal.now(),
                json.dumps(application.subject, ensure_ascii=False),
                reply.status,
                reply.content_type,
                reply.body,
            ),
        )
        return reply

    def applied(self, agency: str, key: str) -> Reply | None:
        """The kept answer of a key, or None if it was never applied."""
        row = self._db.execute(
            "SELECT status, content_type, answer FROM applied WHERE agency = ? AND key = ?", (agency, key)
        ).fetchone()
        return None if row is None else Reply(row[0], row[2], row[1])

    def key_of(self, agency: str, operation: str, field: str, value: str) -> str | None:
        """The key of the first application of an operation whose subject has this value in a field, or None."""
        row = self._db.execute(
            "SELECT key FROM applied WHERE agency = ? AND operation = ? AND json_extract(subject, ?) = ?"
            " ORDER BY seq LIMIT 1",
            (agency, operation, f"$.{field}", value),
        ).fetchone()
        return None if row is None else str(row[0])

    def count_call(self, agency: str) -> None:
        """Count a call, answered or not."""
        with self._db:
            self._count(agency, "calls")

    def _count(self, agency: str, column: str) -> None:
        self._db.execute(
            f"INSERT INTO counters (agency, {column}) VALUES (?, 1)"  # noqa: S608 - one of our three column names
            f" ON CONFLICT (agency) DO UPDATE SET {column} = {column} + 1",
            (agency,),
        )

    def show(self, agency: str, since: int, limit: int) -> dict[str, Any]:
        """The applications after sequence number `since` in their order, and the counters."""
        rows = self._db.execute(
            "SELECT seq, key, operation, body_sha256, at, applied_count, repeats, subject FROM applied"
            " WHERE agency = ? AND seq > ? ORDER BY seq LIMIT ?",
            (agency, since, limit),
        )
        names = ("seq", "key", "operation", "body_sha256", "at", "applied_count", "repeats", "subject")
        entries = [dict(zip(names, row, strict=True)) for row in rows]
        for entry in entries:
            entry["subject"] = json.loads(entry["subject"])
        counted = self._db.execute(
            "SELECT calls, repeats, conflicts FROM counters WHERE agency = ?", (agency,)
        ).fetchone() or (0, 0, 0)
        return {"entries": entries, **dict(zip(("calls", "repeats", "conflicts"), counted, strict=True))}

    def clear(self, agency: str) -> None:
        """Forget what one agency applied; sequence numbers go on."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("DELETE FROM applied WHERE agency = ?", (agency,))
            self._db.execute("DELETE FROM counters WHERE agency = ?", (agency,))
