"""The rows of lists: what a run has read of each person, and what came of it. Written once each, sealed, in chunks.

A line is told by its number, `CHUNK.LINE` from 1, in the order of persons and rights: it names nobody.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from document_flow.lists.comparing import Basis, Change, Compared, Task
from document_flow.lists.entry import Key, ListEntry
from hub.store.sealing import Sealer
from hub.store.tx import Row, Tx

MOST = 1_000
"""Persons in a chunk."""
_FAST = 1


@dataclass(frozen=True, slots=True)
class RightBesideLine:
    """A right as the run has read it, beside the line that the last list had: either may be missing.

    `found` are the fields of `hub.lists.rights.Found`, `moved` says that the last line stood on another list.
    """

    person: str
    right: str
    found: Sequence[Any] | None
    last: ListEntry | None
    moved: bool = False

    @property
    def of_period(self) -> str:
        """The period that it is owed for, in arrears; empty where that is the run's own."""
        return str(self.found[-1]) if self.found is not None else ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A line that is not as it was, or that needs people: by which act, and what it was worth before, in qəpik."""

    number: str
    change: Change
    task: Task
    basis: Basis | None
    moved: bool
    before_qepik: int | None
    qepik: int

    @property
    def reason(self) -> str:
        """By what it is counted."""
        return self.task or (self.basis.reason if self.basis else "moved")


async def stage(tx: Tx, sealer: Sealer, name: str, chunks: Sequence[bytes], read_at: int) -> None:
    """What was read for a list, chunk by chunk as `packed` has made it."""
    rows = [
        (name, number, sealer.seal("list_chunks.wanted", f"{name}/{number}", chunk), read_at)
        for number, chunk in enumerate(chunks)
    ]
    await tx.insert("list_chunks", "list_id, number, wanted_sealed, read_at", rows)


def packed(lines: Sequence[bytes]) -> bytes:
    """Lines of a chunk, each as `staged` has written it: small, for a run holds all until they are cut."""
    return _squeezed(_joined(lines))


def staged(person: str, right: str, found: bytes, last: bytes, *, moved: bool) -> bytes:
    """One line to be staged; `found` and `last` are JSON or empty."""
    head = json.dumps([person, right, moved]).encode()
    return b"%s,%s,%s]" % (head[:-1], found or b"null", last or b"null")


async def wanted(tx: Tx, sealer: Sealer, name: str, number: int) -> list[RightBesideLine]:
    """What was read for a chunk."""
    (row,) = await _rows(tx, name, "wanted_sealed", number)
    lines = _opened(sealer, "wanted", name, row)
    return [
        RightBesideLine(person, right, found, ListEntry(**{**last, "person": person}) if last else None, moved)
        for person, right, moved, found, last in lines
    ]


async def keep(
    tx: Tx, sealer: Sealer, name: str, number: int, compared: Sequence[Compared], was: Mapping[Key, RightBesideLine]
) -> None:
    """What came of a chunk, once: what is written is not written over, whoever comes second."""
    entries: list[bytes] = []
    changes: list[list[Any]] = []
    for line, each in enumerate(compared, 1):
        before = was[each.entry.key]
        if each.is_listed:
            entries.append(b"[%d,%s]" % (line, each.entry.canonical))
        if each.change != "kept" or each.task or before.moved:
            basis = asdict(each.basis) if each.basis else None
            last = before.last.amount_qepik if before.last else None
            changes.append([line, each.change, each.task, basis, before.moved, last, each.entry.amount_qepik])
    reasons = Counter(_changed(number, each).reason for each in changes)
    place = f"{name}/{number}"
    await tx.many(
        "UPDATE list_chunks SET entries_sealed = $3, changes_sealed = $4, reasons = $5, entries = $6"
        " WHERE list_id = $1 AND number = $2 AND entries_sealed IS NULL",
        [
            (
                name,
                number,
                sealer.seal("list_chunks.entries", place, _squeezed(_joined(entries))),
                sealer.seal("list_chunks.changes", place, _packed(changes)),
                json.dumps(reasons),
                len(entries),
            )
        ],
    )


async def entries_of(tx: Tx, sealer: Sealer, name: str, number: int) -> list[tuple[str, ListEntry]]:
    """The lines of a chunk that are on the list, each with its number."""
    (row,) = await _rows(tx, name, "entries_sealed", number)
    return [(_number(number, line), ListEntry(**said)) for line, said in _opened(sealer, "entries", name, row)]


async def changes_of(tx: Tx, sealer: Sealer, name: str, most: int) -> list[Changed]:
    """Lines of a list that are not as they were, the first of them."""
    found: list[Changed] = []
    for row in await tx.fetch(
        "SELECT number, changes_sealed FROM list_chunks WHERE list_id = :name AND reasons <> '{}' ORDER BY number"
        " LIMIT 20",
        {"name": name},
    ):
        found += (_changed(row["number"], each) for each in _opened(sealer, "changes", name, row))
        if len(found) >= most:
            break
    return found[:most]


async def reasons_of(tx: Tx, run: str) -> Counter[str]:
    """How many lines of all lists of a run are not as they were, by reason."""
    rows = await tx.fetch(
        "SELECT c.reasons, count(*) AS n FROM aggregates a JOIN list_chunks c ON c.list_id = a.id"
        " WHERE a.within = :run AND c.reasons IS NOT NULL AND c.reasons <> '{}' GROUP BY c.reasons",
        {"run": run},
    )
    found: Counter[str] = Counter()
    for row in rows:
        found.update({reason: n * row["n"] for reason, n in json.loads(row["reasons"]).items()})
    return found


def _changed(number: int, said: Sequence[Any]) -> Changed:
    line, change, task, basis, moved, before, now = said
    return Changed(_number(number, line), change, task, Basis(**basis) if basis else None, moved, before, now)


def _number(chunk: int, line: int) -> str:
    return f"{chunk + 1}.{line}"


async def _rows(tx: Tx, name: str, column: str, number: int) -> Sequence[Row]:
    return await tx.fetch(
        f"SELECT number, {column} FROM list_chunks WHERE list_id = :name AND number = :number",
        {"name": name, "number": number},
    )


def _opened(sealer: Sealer, column: str, name: str, row: Row) -> list[Any]:
    sealed = row[f"{column}_sealed"]
    if sealed is None:
        return []
    raw = sealer.unseal(f"list_chunks.{column}", f"{name}/{row['number']}", sealed)
    found: list[Any] = json.loads(zlib.decompress(raw))
    return found


def _joined(lines: Sequence[bytes]) -> bytes:
    return b"[%s]" % b",".join(lines)


def _packed(said: object) -> bytes:
    return _squeezed(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())


def _squeezed(raw: bytes) -> bytes:
    return zlib.compress(raw, _FAST)


def rekeyed(entry: ListEntry, person: str) -> ListEntry:
    """The same line under the record that stands for the person's now."""
    return replace(entry, person=person, payee=person if entry.payee == entry.person else entry.payee)
