"""Retention (saxlanma müddəti): what may be destroyed, the expert commission's act, and its carrying out.

The act is written down with the volumes that it names; then every document of them gets its own command, under a key
of its own. What a legal hold keeps meanwhile stays, and says so.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from document_flow.documents.acts.destroy import Destroy
from document_flow.nomenclature import Nomenclature
from document_flow.outcome import Refusal
from document_flow.retention import (
    CommissionAct,
    Destruction,
    DestructionProposal,
    KeptFile,
    decide_destruction,
    destruction_proposal,
)
from document_flow.words import Words
from hub.documents.acting.acting import Acted
from hub.documents.acting.service import Documents, Given
from hub.documents.office.case_files import Volume, volumes
from hub.evidence.leaf import make_leaf, write_leaves
from hub.store.ids import new_id
from hub.store.tx import Row, Rows, Tx

_AT_ONCE = 50
_COLUMNS = "id, number, act_day, destroyed_on, members, files, made_by, created_at"
_JOIN = "\n"


@dataclass(frozen=True, slots=True)
class StoredAct:
    """An expert commission's act as it was written down."""

    id: str
    act: CommissionAct
    destroyed_on: date
    made_by: str
    created_at: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an act is carried out; `refused` counts the documents that stay by the code of the refusal."""

    destroyed: int
    left: int
    refused: Mapping[str, int]


async def proposal(tx: Tx, documents: Documents, plans: Mapping[int, Nomenclature], on: date) -> DestructionProposal:
    """What may be destroyed on that day; volumes that an act has named already are out of it."""
    kept = [each for each in await volumes(tx) if each.destroyed_by is None]
    closed = [each.name for each in kept if each.closed is not None]
    counted = {row["case_file"]: row for row in await _counted(tx, closed)}
    files = [await _kept(tx, documents, each, counted.get(each.name)) for each in kept]
    return destruction_proposal(plans, files, on)


async def _counted(tx: Tx, names: Sequence[str]) -> Sequence[Row]:
    return await tx.fetch(
        "SELECT d.case_file, count(*) AS documents, sum(d.held) AS held FROM documents d"
        " JOIN {rows} ON r.name = d.case_file WHERE d.status <> 'destroyed' GROUP BY d.case_file",
        rows=Rows("name text", [(name,) for name in names]),
    )


async def _kept(tx: Tx, documents: Documents, volume: Volume, row: Row | None) -> KeptFile:
    held = await _hold_of(tx, documents, volume.name) if row is not None and row["held"] else ""
    return KeptFile(
        volume.file,
        volume.volume,
        volume.plan_year,
        date.fromisoformat(volume.closed) if volume.closed else None,
        row["documents"] if row is not None else 0,
        legal_hold=held,
        no_longer_needed=volume.not_needed is not None,
    )


async def _hold_of(tx: Tx, documents: Documents, name: str) -> str:
    """Why one of the held documents of a volume is held."""
    rows = await tx.fetch(
        "SELECT id FROM documents WHERE case_file = :name AND held = 1 ORDER BY id LIMIT 1", {"name": name}
    )
    states = await documents.batch.states(tx, [row["id"] for row in rows])
    return next((state.hold for state in states.values()), "")


async def write_down(
    tx: Tx, documents: Documents, plans: Mapping[int, Nomenclature], act: CommissionAct, by: tuple[str, date]
) -> StoredAct | Refusal:
    """Write the act down if it agrees with the proposal of the day; the same act again is the same.

    `by` is who writes it down and the day on which it is carried out.
    """
    official, today = by
    known = await _by_number(tx, act.number)
    if known is not None:
        return known if known.act == act else _TAKEN
    await tx.fetch(
        "SELECT c.name FROM case_files c JOIN {rows} ON r.name = c.name ORDER BY c.name {lock c}",
        rows=Rows("name text", [(file,) for file in sorted(set(act.files))]),
    )
    decided = decide_destruction(await proposal(tx, documents, plans, today), act)
    return decided if isinstance(decided, Refusal) else await _store(tx, decided, official)


async def _store(tx: Tx, destruction: Destruction, official: str) -> StoredAct:
    act, name, now = destruction.act, new_id(), await tx.now()
    await tx.execute(
        f"INSERT INTO destruction_acts ({_COLUMNS})"
        " VALUES (:id, :number, :act_day, :today, :members, :files, :by, :now)",
        {
            "id": name,
            "number": act.number,
            "act_day": act.on.isoformat(),
            "today": destruction.on.isoformat(),
            "members": _JOIN.join(act.members),
            "files": _JOIN.join(act.files),
            "by": official,
            "now": now,
        },
    )
    await tx.many("UPDATE case_files SET destroyed_by = $2 WHERE name = $1", [(file, act.number) for file in act.files])
    await write_leaves(tx, [make_leaf("retention.act", name, now, number=act.number, files=len(act.files))])
    return StoredAct(name, act, destruction.on, official, now)


async def act_of(tx: Tx, name: str) -> StoredAct | None:
    """The act with this id."""
    rows = await tx.fetch(f"SELECT {_COLUMNS} FROM destruction_acts WHERE id = :id", {"id": name})
    return _stored(rows[0]) if rows else None


async def carry_out(documents: Documents, stored: StoredAct, official: str) -> Progress:
    """Destroy what is left of the act's volumes, each document by its own command. Harmless to repeat."""
    async with documents.store.read() as tx:
        left = await _left(tx, stored)
    refused: Counter[str] = Counter()
    for start in range(0, len(left), _AT_ONCE):
        some = left[start : start + _AT_ONCE]
        refused.update(filter(None, await asyncio.gather(*(_one(documents, stored, each, official) for each in some))))
    return await progress(documents, stored, refused)


async def _one(documents: Documents, stored: StoredAct, document: str, official: str) -> str:
    """The code of the refusal; empty where it is destroyed."""
    key = f"{stored.id}/{document}"
    command = Destroy(by=official, act=stored.act.number)
    answer = await documents.attempt("retention", document, command, Given(key, request=key))
    if isinstance(answer, Acted):
        return ""
    return answer.code if isinstance(answer, Refusal) else "documents.stale"


async def progress(documents: Documents, stored: StoredAct, refused: Mapping[str, int]) -> Progress:
    """How many are destroyed and how many are left."""
    async with documents.store.read() as tx:
        rows = await tx.fetch(
            "SELECT count(*) AS n FROM documents d JOIN {rows} ON r.name = d.case_file WHERE d.status = 'destroyed'",
            rows=Rows("name text", [(file,) for file in stored.act.files]),
        )
        left = await _left(tx, stored)
    return Progress(rows[0]["n"], len(left), dict(refused))


async def _left(tx: Tx, stored: StoredAct) -> list[str]:
    rows = await tx.fetch(
        "SELECT d.id FROM documents d JOIN {rows} ON r.name = d.case_file WHERE d.status <> 'destroyed' ORDER BY d.id",
        rows=Rows("name text", [(file,) for file in stored.act.files]),
    )
    return [row["id"] for row in rows]


async def _by_number(tx: Tx, number: str) -> StoredAct | None:
    rows = await tx.fetch(f"SELECT {_COLUMNS} FROM destruction_acts WHERE number = :number", {"number": number})
    return _stored(rows[0]) if rows else None


def _stored(row: Row) -> StoredAct:
    act = CommissionAct(
        row["number"],
        date.fromisoformat(row["act_day"]),
        tuple(row["members"].split(_JOIN)),
        tuple(row["files"].split(_JOIN)),
    )
    return StoredAct(row["id"], act, date.fromisoformat(row["destroyed_on"]), row["made_by"], row["created_at"])


_TAKEN = Refusal(
    "retention.act_taken",
    Words("bu nömrə ilə başqa akt var", "there is another act of this number"),
    "state",
)
