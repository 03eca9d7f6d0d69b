"""What is asked about documents: their events, whether the chain holds, lists by what a person may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from document_flow.documents.acts.approval_step import ApprovalStepTaken
from document_flow.documents.event import Event
from document_flow.documents.registry import EVENTS
from document_flow.documents.state import DOCUMENTS, Document
from document_flow.paths.acts.remarks import PrivatelyNoted
from document_flow.paths.chain import GENESIS, SALT_BYTES, link
from hub.store.sealing import Sealer
from hub.store.tx import Row, Rows, Tx, columns

_LOGIN = columns("login text")


@dataclass(frozen=True, slots=True)
class Line:
    """One event of a document as it was written; `intact`: its hash follows from its bytes and the hash before."""

    number: int
    kind: str
    actor: str
    at: int
    hash: str
    event: Event
    intact: bool


async def history(tx: Tx, sealer: Sealer, document: str) -> tuple[Line, ...]:
    """All events in order, each checked against the chain."""
    rows = await tx.fetch(
        "SELECT number, kind, actor, body_sealed, hash, at FROM document_events WHERE document_id = :id"
        " ORDER BY number",
        {"id": document},
    )
    lines: list[Line] = []
    previous = GENESIS
    for expected, row in enumerate(rows, 1):
        body = sealer.unseal("document_events.body", f"{document}/{row['number']}", row["body_sealed"])
        intact = row["number"] == expected and link(previous, body) == row["hash"]
        previous = row["hash"]
        event = EVENTS.validate_json(body[SALT_BYTES:])
        lines.append(Line(row["number"], row["kind"], row["actor"], row["at"], row["hash"], event, intact))
    return tuple(lines)


def readable_by(line: Line, logins: Sequence[str]) -> bool:
    """False for a private note to the eyes of anybody but its writer and its reader."""
    event = line.event
    if isinstance(event, ApprovalStepTaken) and isinstance(event.event, PrivatelyNoted):
        return event.event.by in logins or event.event.to in logins
    return True


@dataclass(frozen=True, slots=True)
class Found:
    """A document in a list."""

    id: str
    version: int
    state: Document
    changed_at: int


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """Which documents: by status, kind or number; only the person's own; older than `before` (an id)."""

    status: str | None = None
    kind: str | None = None
    reg_no: str | None = None
    before: str = "f" * 32
    limit: int = 50


async def find(
    tx: Tx, sealer: Sealer, wanted: DocumentQuery, logins: Sequence[str], *, access: Sequence[str]
) -> list[Found]:
    """Documents, newest first: those of the kinds of `access` (open, restricted), and those the logins have part in.

    The first of the logins is who looks: what is about that person is left out.
    """
    conditions = [
        "d.id < :before",
        "NOT EXISTS (SELECT 1 FROM document_barred b WHERE b.login = :eyes AND b.document_id = d.id)",
    ]
    values: dict[str, object] = {"before": wanted.before, "most": wanted.limit, "eyes": logins[0]}
    for name in ("status", "kind", "reg_no"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(f"d.{name} = :{name}")
            values[name] = value
    mine = "d.id IN (SELECT p.document_id FROM document_people p JOIN {rows} ON r.login = p.login)"
    if access:
        listed = ", ".join(f"'{each}'" for each in access if each in ("open", "restricted"))
        conditions.append(f"(d.access IN ({listed}) OR {mine})")
    else:
        conditions.append(mine)
    rows = await tx.fetch(
        "SELECT d.id, d.version, d.state_sealed, d.changed_at FROM documents d"
        f" WHERE {' AND '.join(conditions)} ORDER BY d.id DESC LIMIT :most",
        values,
        Rows(_LOGIN, [(login,) for login in logins]),
    )
    return [_found(sealer, row) for row in rows]


def _found(sealer: Sealer, row: Row) -> Found:
    return Found(row["id"], row["version"], opened(sealer, row), row["changed_at"])


def opened(sealer: Sealer, row: Row) -> Document:
    """What a document's events have come to, from its row: id, version and state."""
    return DOCUMENTS.validate_json(sealer.unseal("documents.state", row["id"], row["state_sealed"], row["version"]))
