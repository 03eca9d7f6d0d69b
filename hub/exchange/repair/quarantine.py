"""Why messages are in quarantine, told apart by format, first error and place, so that they group like deliveries.

The issues themselves are sealed with their message. Their codes and places are copied here, without values, for every
message that is not yet in the list: it can be emptied at any time and fills itself again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hub.store.sealing import Sealer
from hub.store.store import Store
from hub.store.tx import Row, Rows, Tx, ids

_INDEX = re.compile(r"(?<=/)\d+(?=/|$)|\[\d+\]")
PARKED = "hub.too_many_hops"
"""The cause of a message that was parked because its chain grew too long; it has no issues."""


def quarantine_mark(message_format: str, code: str, path: str) -> str:
    """The failure group of a message in quarantine, as 16 hexadecimal characters."""
    return hashlib.sha256(f"quarantine\x00{message_format}\x00{code}\x00{path}".encode()).hexdigest()[:16]


def first_error(issues: Iterable[Mapping[str, Any]]) -> tuple[str, str]:
    """Code and place of the first issue that stands in the way; list positions do not tell causes apart."""
    for issue in issues:
        if issue.get("severity") == "error":
            return str(issue["code"]), _INDEX.sub("*", str(issue["path"]))
    return PARKED, ""


def read_issues(sealer: Sealer, message_id: str, sealed: bytes | None) -> list[dict[str, Any]]:
    """The issues of a message as they were found when it was accepted."""
    if sealed is None:
        return []
    found: list[dict[str, Any]] = json.loads(sealer.unseal("message_bodies.issues", message_id, sealed))
    return found


async def list_new(store: Store, sealer: Sealer) -> int:
    """Put messages that came into quarantine since the last look into the list; how many."""
    done = 0
    while rows := await _unlisted(store):
        async with store.write() as tx:
            await note(tx, [(row["id"], *_cause(sealer, row)) for row in rows])
        done += len(rows)
    return done


async def note(tx: Tx, causes: Iterable[tuple[str, str, str, str]]) -> None:
    """Write (message, format, code, place) into the list, or again if its cause is another one now."""
    values = [(message, quarantine_mark(kind, code, path), code, path) for message, kind, code, path in causes]
    await tx.execute(
        "INSERT INTO quarantined (message_id, fingerprint, code, path) SELECT r.id, r.fingerprint, r.code, r.path"
        " FROM {rows} WHERE true ON CONFLICT (message_id) DO UPDATE SET fingerprint = excluded.fingerprint,"
        " code = excluded.code, path = excluded.path",
        rows=Rows("id uuid, fingerprint text, code text, path text", values),
    )


async def leave_quarantine(tx: Tx, wanted: Sequence[str]) -> None:
    """Take messages off the lists: they were understood, or go no further."""
    await tx.execute("DELETE FROM quarantined WHERE message_id IN (SELECT r.id FROM {rows})", rows=ids(wanted))
    await tx.execute("DELETE FROM unknown_codes WHERE message_id IN (SELECT r.id FROM {rows})", rows=ids(wanted))


def _cause(sealer: Sealer, row: Row) -> tuple[str, str, str]:
    code, path = first_error(read_issues(sealer, row["id"], row["issues_sealed"]))
    return row["format"], code, path


async def _unlisted(store: Store) -> list[Row]:
    async with store.read() as tx:
        return list(
            await tx.fetch(
                "SELECT m.id, m.format, b.issues_sealed FROM messages m JOIN message_bodies b ON b.message_id = m.id"
                " WHERE m.state = 'quarantined' AND NOT EXISTS (SELECT 1 FROM quarantined q WHERE q.message_id = m.id)"
                " ORDER BY m.id LIMIT :most",
                {"most": 500},
            )
        )
