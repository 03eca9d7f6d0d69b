"""The book of added codes: what one person proposes with a source, a second decides; every step is evidence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from hub.access.second_person import Who, need_second_person
from hub.evidence.leaf import make_leaf, write_leaves
from hub.exchange.codes.states import CodeState
from hub.exchange.codes.words import (
    decided_already,
    no_reason,
    no_source,
    no_such_code,
    not_a_meaning,
    open_already,
)
from hub.exchange.repair.commanding import command
from hub.store.ids import new_id
from hub.store.sealing import Sealer, seal_text, with_texts
from hub.store.store import Store
from hub.store.tx import Row, Tx, first_or, grouped
from mappings.codes import Addition, Code, CodeTable, Meaning

log = structlog.get_logger("hub.exchange")

_LEAST = 8
"""Characters of a source or reason below which it is none."""
_COLUMNS = (
    "SELECT c.id, c.format, c.table_name, c.code, c.meaning, c.source, c.state, c.proposed_by, c.proposed_at,"
    " c.approved_by, c.approved_at, c.withdrawal_by, c.withdrawal_at, c.ended_by, c.changed_at"
    " FROM code_additions c"
)


@dataclass(frozen=True, slots=True)
class AddedCode:
    """One entry of the book. `ended_by` refused it or agreed to its withdrawal."""

    id: str
    format: str
    addition: Addition
    source: str
    state: CodeState
    proposed_by: str
    proposed_at: int
    approved_by: str | None
    approved_at: int | None
    withdrawal_by: str | None
    withdrawal_at: int | None
    ended_by: str | None
    changed_at: int

    @property
    def asked_by(self) -> Who:
        """Whoever wants what is to be decided now: the one who cannot decide it."""
        return Who.parse(self.withdrawal_by or self.proposed_by)


async def edition(tx: Tx) -> tuple[int, int]:
    """Another pair whenever the book is another one; cheap to ask for.

    Not the latest instant alone: of two who write at the same time, the one who began first may commit last.
    """
    rows = await tx.fetch(
        "SELECT count(*) AS n, CAST(coalesce(sum(c.changed_at % 1000000007), 0) AS bigint) AS mark"
        " FROM code_additions c"
    )
    return rows[0]["n"], rows[0]["mark"]


async def agreed(tx: Tx) -> dict[str, list[Addition]]:
    """What messages are read with, by format."""
    rows = await tx.fetch(f"{_COLUMNS} WHERE c.state IN ('in_force', 'withdrawing') ORDER BY c.id")
    return grouped(rows, "format", lambda row: _read(row).addition)


async def entries(tx: Tx, limit: int) -> list[AddedCode]:
    """The book, what was touched last first."""
    rows = await tx.fetch(f"{_COLUMNS} ORDER BY c.changed_at DESC, c.id DESC LIMIT :most", {"most": limit})
    return [_read(row) for row in rows]


async def entries_of(tx: Tx, message_format: str, table: str, code: Code) -> list[AddedCode]:
    """What was ever proposed for one code, the latest first."""
    rows = await tx.fetch(
        f"{_COLUMNS} WHERE c.format = :format AND c.table_name = :table AND c.code = :code ORDER BY c.id DESC",
        {"format": message_format, "table": table, "code": json.dumps(code)},
    )
    return [_read(row) for row in rows]


async def entry(tx: Tx, wanted: str, lock: str = "") -> AddedCode:
    """One of the book; NotFound."""
    row = await first_or(no_such_code(), tx, f"{_COLUMNS} WHERE c.id = :id {lock}", {"id": wanted})
    return _read(row)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person proposes: in this format's table, this code has this meaning, as this document says."""

    format: str
    table: CodeTable
    code: Code
    meaning: Meaning
    source: str

    def check(self) -> None:
        """Refused for a meaning that the table does not know, or without a source."""
        if (type(self.meaning), self.meaning) not in {(type(known), known) for known in self.table.meanings.values()}:
            raise not_a_meaning()
        if len(self.source) < _LEAST:
            raise no_source()


async def propose(store: Store, proposal: Proposal, who: Who) -> str:
    """Write it down for a second person; its id. Refused or Conflict leave nothing behind."""
    proposal.check()
    made = new_id()
    async with command(store) as tx:
        await tx.fetch("SELECT i.id FROM installation i {lock i}")
        before = await entries_of(tx, proposal.format, proposal.table.name, proposal.code)
        if any(each.state.waits or each.state.counts for each in before):
            raise open_already()
        now = await tx.now()
        await tx.many(
            "INSERT INTO code_additions (id, format, table_name, code, meaning, source, state, proposed_by,"
            " proposed_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                (
                    made,
                    proposal.format,
                    proposal.table.name,
                    json.dumps(proposal.code),
                    json.dumps(proposal.meaning),
                    proposal.source,
                    CodeState.PROPOSED.value,
                    str(who),
                    now,
                    now,
                )
            ],
        )
        await _leaf(tx, "code.proposed", made, who, now, format=proposal.format, table=proposal.table.name)
    log.info("code_proposed", format=proposal.format, subject=made)
    return made


async def approve(store: Store, wanted: str, who: Who) -> AddedCode:
    """The second person agrees: to the code, or to its withdrawal. Forbidden for whoever asked for it."""
    return await _decide(store, wanted, who, agrees=True)


async def refuse(store: Store, wanted: str, who: Who) -> AddedCode:
    """The second person does not agree; whoever asked may take it back this way too."""
    return await _decide(store, wanted, who, agrees=False)


async def withdrawal_reason(tx: Tx, sealer: Sealer, wanted: str) -> str | None:
    """Why it is no longer to count; None where nobody has asked that."""
    rows = await tx.fetch(
        "SELECT c.id, c.withdrawal_at, c.withdrawal_reason_sealed FROM code_additions c WHERE c.id = :id",
        {"id": wanted},
    )
    opened = with_texts(sealer, "code_additions", rows, "withdrawal_reason", version="withdrawal_at")
    return opened[0]["withdrawal_reason"] if opened else None


async def ask_withdrawal(store: Store, sealer: Sealer, wanted: str, reason: str, who: Who) -> None:
    """Ask that a code no longer counts. It does until a second person agrees."""
    if len(reason) < _LEAST:
        raise no_reason()
    async with command(store) as tx:
        found = await entry(tx, wanted, "{lock c}")
        if found.state is not CodeState.IN_FORCE:
            raise decided_already()
        now = await tx.now()
        sealed = seal_text(sealer, "code_additions.withdrawal_reason", wanted, reason, now)
        await tx.many(
            "UPDATE code_additions SET state = 'withdrawing', withdrawal_by = $2, withdrawal_reason_sealed = $3,"
            " withdrawal_at = $4, changed_at = $4 WHERE id = $1",
            [(wanted, str(who), sealed, now)],
        )
        await _leaf(tx, "code.withdrawal_asked", wanted, who, now)
    log.info("code_withdrawal_asked", subject=wanted)


async def _decide(store: Store, wanted: str, who: Who, *, agrees: bool) -> AddedCode:
    async with command(store) as tx:
        found = await entry(tx, wanted, "{lock c}")
        if not found.state.waits:
            raise decided_already()
        if agrees:
            need_second_person(who, found.asked_by)
        now = await tx.now()
        state = _next(found.state, agrees=agrees)
        await tx.execute(_MOVES[state], {"who": str(who), "now": now, "id": wanted})
        await _leaf(tx, f"code.{state.value}", wanted, who, now, agrees=int(agrees))
        decided = await entry(tx, wanted)
    log.info("code_decided", subject=wanted, state=state.value)
    return decided


def _next(state: CodeState, *, agrees: bool) -> CodeState:
    if state is CodeState.PROPOSED:
        return CodeState.IN_FORCE if agrees else CodeState.REFUSED
    return CodeState.WITHDRAWN if agrees else CodeState.IN_FORCE


_MOVES = {
    CodeState.IN_FORCE: (
        "UPDATE code_additions SET state = 'in_force', approved_by = CASE WHEN state = 'proposed' THEN CAST(:who AS"
        " text) ELSE approved_by END, approved_at = coalesce(approved_at, CAST(:now AS bigint)), withdrawal_by = NULL,"
        " withdrawal_reason_sealed = NULL, withdrawal_at = NULL, changed_at = :now WHERE id = :id"
    ),
    CodeState.REFUSED: (
        "UPDATE code_additions SET state = 'refused', ended_by = :who, changed_at = :now WHERE id = :id"
    ),
    CodeState.WITHDRAWN: (
        "UPDATE code_additions SET state = 'withdrawn', ended_by = :who, changed_at = :now WHERE id = :id"
    ),
}


def _read(row: Row) -> AddedCode:
    addition = Addition(row["table_name"], json.loads(row["code"]), json.loads(row["meaning"]))
    return AddedCode(
        row["id"],
        row["format"],
        addition,
        row["source"],
        CodeState(row["state"]),
        row["proposed_by"],
        row["proposed_at"],
        row["approved_by"],
        row["approved_at"],
        row["withdrawal_by"],
        row["withdrawal_at"],
        row["ended_by"],
        row["changed_at"],
    )


async def _leaf(tx: Tx, kind: str, subject: str, who: Who, now: int, **more: str | int) -> None:
    await write_leaves(tx, [make_leaf(kind, subject, now, by=str(who), **more)])


def counting(found: Sequence[AddedCode]) -> AddedCode | None:
    """The entry that waits or is in force, of those of one code."""
    return next((each for each in found if each.state.waits or each.state.counts), None)
