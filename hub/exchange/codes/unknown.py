"""The work list: which codes no table knows, how many messages wait for each, and which those are.

It is made of the issues that are sealed with each message in quarantine and with the rows of files that were not taken:
such a file waits for the code as one message, at the first of its rows. A value that looks like a person's number is
counted but never shown as a code: something else stands where a code should.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from hub.exchange.repair.quarantine import list_new, read_issues
from hub.exchange.repair.rules import MOST_ITEMS
from hub.store.sealing import KeyedHash, Sealer
from hub.store.store import Store
from hub.store.tx import Row, Tx, ids
from mappings.identity import is_fin
from mappings.issues import Issue

_TURNS = 4
"""Chunks that one look lists at most; the duty of the leading process lists the rest."""
_CODE = re.compile(r"\S(?:.{0,38}\S)?")
_PERSONAL = re.compile(r".*\d{6}.*", re.DOTALL)
_MOST_OF_FILE = 100
"""Codes of one file: where more are unknown, another column stands in the place of the code's."""
_RULE = "code:"
_SEALED = "unknown_codes.code"
_COUNTED = (
    "SELECT u.code_hash, u.format, u.table_name, count(*) AS n, sum(CASE WHEN m.kind = 'file' THEN 1 ELSE 0 END)"
    " AS files FROM unknown_codes u JOIN messages m ON m.id = u.message_id"
)


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """A code of a table of a format; instants in microseconds. `code` is None where the value looks personal. Beside
    the messages that wait for it whole, it tells the files with rows that do.
    """

    mark: str
    format: str
    table: str
    code: str | None
    path: str
    waiting: int
    files: int
    first_seen: int
    last_seen: int


def code_like(raw: str) -> bool:
    """Whether a value may be shown as a code: short, and neither a FIN nor a number of a document or telephone."""
    return _CODE.fullmatch(raw) is not None and not is_fin(raw) and _PERSONAL.fullmatch(raw) is None


async def list_codes(store: Store, sealer: Sealer, keyed: KeyedHash) -> int:
    """Read the issues of messages that came into quarantine since the last look; how many messages."""
    await list_new(store, sealer)
    done = 0
    for _ in range(_TURNS):
        async with store.read() as tx:
            rows = await tx.fetch(
                "SELECT q.message_id, m.format, b.issues_sealed FROM quarantined q JOIN messages m"
                " ON m.id = q.message_id JOIN message_bodies b ON b.message_id = q.message_id"
                " WHERE q.codes_listed = 0 ORDER BY q.message_id LIMIT :most",
                {"most": 500},
            )
        if not rows:
            break
        await _write(store, sealer, keyed, rows)
        done += len(rows)
    return done


async def unknown_codes(tx: Tx, sealer: Sealer, limit: int) -> list[UnknownCode]:
    """The codes that most messages wait for."""
    rows = await tx.fetch(
        f"{_COUNTED} GROUP BY u.code_hash, u.format, u.table_name ORDER BY count(*) DESC, u.code_hash LIMIT :most",
        {"most": limit},
    )
    return [await _described(tx, sealer, row) for row in rows]


async def unknown_code(tx: Tx, sealer: Sealer, mark: str) -> UnknownCode | None:
    """One of them; None where nobody waits for it."""
    rows = await tx.fetch(
        f"{_COUNTED} WHERE u.code_hash = :mark GROUP BY u.code_hash, u.format, u.table_name",
        {"mark": mark},
    )
    return await _described(tx, sealer, rows[0]) if rows else None


async def waiting(tx: Tx, mark: str, below: str, limit: int) -> Sequence[Row]:
    """Messages that wait for a code, newest first below an id, each with the repair that has it in hand."""
    return await tx.fetch(
        "SELECT u.message_id, u.path, m.party, m.accepted_at, o.repair_id FROM unknown_codes u"
        " JOIN messages m ON m.id = u.message_id LEFT JOIN open_repairs o ON o.delivery_id = u.message_id"
        " WHERE u.code_hash = :mark AND u.message_id < :below ORDER BY u.message_id DESC LIMIT :most",
        {"mark": mark, "below": below, "most": limit},
    )


async def free_waiting(tx: Tx, mark: str) -> list[str]:
    """Those of them that no repair has in hand, oldest first, as many as one repair may take; no files."""
    rows = await tx.fetch(
        "SELECT u.message_id FROM unknown_codes u JOIN quarantined q ON q.message_id = u.message_id"
        " WHERE u.code_hash = :mark AND NOT EXISTS (SELECT 1"
        " FROM open_repairs o WHERE o.delivery_id = u.message_id) ORDER BY u.message_id LIMIT :most",
        {"mark": mark, "most": MOST_ITEMS},
    )
    return [row["message_id"] for row in rows]


def code_mark(keyed: KeyedHash, message_format: str, table: str, raw: str) -> str:
    """The name of a code of a table, under which its page is found."""
    return keyed("code", f"{message_format}\x00{table}\x00{raw}")


async def note_row_codes(
    tx: Tx, sealer: Sealer, keyed: KeyedHash, file: tuple[str, str], rows: Sequence[tuple[int, Sequence[Issue]]]
) -> None:
    """Put the unknown codes of rows that were not taken on the list; `file` is its message and its format."""
    message, message_format = file
    found: dict[str, tuple[str, str, str, str, str, str]] = {}
    for number, issues in rows:
        for each in issues:
            raw = _raw_code(asdict(each))
            if raw is None:
                continue
            table = each.rule.removeprefix(_RULE)
            mark = code_mark(keyed, message_format, table, raw)
            found.setdefault(mark, (message, mark, message_format, table, f"line {number}{each.path}", raw))
    if not found:
        return
    (kept,) = await tx.fetch("SELECT count(*) AS n FROM unknown_codes WHERE message_id = :id", {"id": message})
    room = max(0, _MOST_OF_FILE - kept["n"])
    await _insert(
        tx, [(*row, sealer.seal(_SEALED, message, raw.encode())) for *row, raw in list(found.values())[:room]]
    )


async def files_waiting(tx: Tx, mark: str) -> Sequence[Row]:
    """Files with rows that wait for a code."""
    return await tx.fetch(
        "SELECT u.message_id, m.party, m.format, m.version FROM unknown_codes u JOIN messages m ON m.id = u.message_id"
        " WHERE u.code_hash = :mark AND m.kind = 'file' ORDER BY u.message_id",
        {"mark": mark},
    )


async def files_have_code(tx: Tx, mark: str, file: str) -> None:
    """A code is in force and a file's rows were read again with it: it waits for it no longer."""
    await tx.execute(
        "DELETE FROM unknown_codes WHERE code_hash = :mark AND message_id = :id", {"mark": mark, "id": file}
    )


async def _insert(tx: Tx, rows: Sequence[tuple[Any, ...]]) -> None:
    await tx.many(
        "INSERT INTO unknown_codes (message_id, code_hash, format, table_name, path, code_sealed)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (message_id, code_hash) DO NOTHING",
        rows,
    )


async def _write(store: Store, sealer: Sealer, keyed: KeyedHash, rows: Sequence[Row]) -> None:
    found = {}
    for row in rows:
        for each in read_issues(sealer, row["message_id"], row["issues_sealed"]):
            raw = _raw_code(each)
            if raw is None:
                continue
            table = str(each["rule"]).removeprefix(_RULE)
            mark = code_mark(keyed, row["format"], table, raw)
            sealed = sealer.seal(_SEALED, row["message_id"], raw.encode())
            found[row["message_id"], mark] = (row["message_id"], mark, row["format"], table, str(each["path"]), sealed)
    async with store.write() as tx:
        await _insert(tx, list(found.values()))
        await tx.execute(
            "UPDATE quarantined SET codes_listed = 1 WHERE message_id IN (SELECT r.id FROM {rows})",
            rows=ids([row["message_id"] for row in rows]),
        )
        # A message that was understood meanwhile waits for nothing any more.
        await tx.execute(
            "DELETE FROM unknown_codes WHERE message_id IN (SELECT r.id FROM {rows}) AND NOT EXISTS (SELECT 1"
            " FROM quarantined q WHERE q.message_id = unknown_codes.message_id)",
            rows=ids([row["message_id"] for row in rows]),
        )


def _raw_code(each: Mapping[str, Any]) -> str | None:
    if each.get("code") != "map.unknown_code" or not str(each.get("rule", "")).startswith(_RULE):
        return None
    raw = each.get("raw")
    return raw.strip() if isinstance(raw, str) else None


async def _described(tx: Tx, sealer: Sealer, row: Row) -> UnknownCode:
    ends = [await _end(tx, row["code_hash"], order) for order in ("ASC", "DESC")]
    first, last = ends
    raw = sealer.unseal(_SEALED, last["message_id"], last["code_sealed"]).decode()
    return UnknownCode(
        row["code_hash"],
        row["format"],
        row["table_name"],
        raw if code_like(raw) else None,
        last["path"],
        row["n"] - int(row["files"]),
        int(row["files"]),
        first["accepted_at"],
        last["accepted_at"],
    )


async def _end(tx: Tx, mark: str, order: str) -> Row:
    """The first or last message that waits for a code."""
    rows = await tx.fetch(
        "SELECT u.message_id, u.path, u.code_sealed, m.accepted_at FROM unknown_codes u JOIN messages m"
        f" ON m.id = u.message_id WHERE u.code_hash = :mark ORDER BY u.message_id {order} LIMIT 1",
        {"mark": mark},
    )
    return rows[0]
