"""Issued lists as the ledger is given them, and the bank's answers as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from document_flow.lists.entry import ListEntry
from document_flow.lists.run import Cut, ListRun, RunKind
from document_flow.lists.state import ListHead
from hub.app import Hub
from hub.money.ledger import Ledger
from hub.money.numbers import account_key
from hub.money.owing import owe_chunk, settled
from hub.money.replies import take_replies
from hub.money.sending import holders
from hub.store.tx import Tx
from mappings.records import AllowancePayment

RUN = "00000000-0000-4000-8000-00000000000a"
SOMEBODY = "94FMDDD"
BANK = {"00": "paid", "05": "account_closed", "12": "name_mismatch", "31": "duplicate", "96": "retry"}


def head(period: str = "2026-03", kind: RunKind = "regular", run: str = RUN, **more: Any) -> ListHead:
    """An issued list of that period."""
    made = ListRun(
        id=run,
        programme="allowance",
        period=period,
        kind=kind,
        legal_day=date(2026, 3, 1),
        known_at=datetime(2026, 3, 1, tzinfo=UTC),
        tables={},
        parties=("a",),
    )
    return ListHead(cut=Cut(run=made, origin="ZNG", settlement="BRD"), phase="issued", cut_by="fuad", **more)


def entry(person: str, account: str = "", amount: int = 6000, **more: Any) -> ListEntry:
    """A line of one right."""
    fields = {"right": f"r-{person}", "payee": person, **more}
    return ListEntry(person=person, amount_qepik=amount, account=account, **fields)


def list_id(of: ListHead) -> str:
    return UUID(of.cut.list_id).hex


async def owed(hub: Hub, of: ListHead, entries: Sequence[ListEntry], chunk: int = 0) -> None:
    """The list's chunk is owed and instructed."""
    async with hub.store.write() as tx:
        await owe_chunk(hub.aggregates.needs, tx, of, chunk, entries)


async def came_to(hub: Hub, of: ListHead) -> tuple[int, int, int]:
    async with hub.store.read() as tx:
        return await settled(hub.aggregates.needs, tx, list_id(of))


async def instructions(hub: Hub) -> list[dict[str, Any]]:
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT * FROM instructions ORDER BY batch, seq")
    return [dict(row) for row in rows]


def reply(instruction: dict[str, Any], code: str, **more: Any) -> AllowancePayment:
    """The bank's row about an instruction."""
    fields = {"batch_id": instruction["batch"], "sequence": instruction["seq"], "fin": SOMEBODY, "result": BANK[code]}
    return AllowancePayment.model_validate({**fields, "bank_reference": f"BR{instruction['seq']}", **more})


async def answered(hub: Hub, *replies: AllowancePayment, sender: str = "xezine") -> list[str | None]:
    async with hub.store.write() as tx:
        whose = [await _whose(hub, tx, each) if each.fin == SOMEBODY else each for each in replies]
        return await take_replies(hub.aggregates.needs, tx, whose, sender)


async def _whose(hub: Hub, tx: Tx, said: AllowancePayment) -> AllowancePayment:
    """The row with the FIN of whose account it is."""
    rows = await tx.fetch(
        "SELECT reference, obligation_id FROM instructions WHERE batch = :batch AND seq = :seq",
        {"batch": said.batch_id, "seq": said.sequence},
    )
    for row in rows:
        move = (await Ledger(hub.sealer).by_ids(tx, [row["obligation_id"]], lock=False))[row["obligation_id"]]
        made = move.state.instruction(row["reference"])
        assert made is not None
        (holder,) = (await holders(hub.aggregates.needs, tx, [(move.payee, made.account)])).values()
        return said.model_copy(update={"fin": holder.fin})
    return said


async def states(hub: Hub) -> list[Any]:
    """Obligations, with the ledger's row beside each."""
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT o.* FROM obligations o ORDER BY o.id")
    ledger = Ledger(hub.sealer)
    return [(ledger.opened(row).state, row) for row in rows]


def key(hub: Hub, payee: str, iban: str) -> str:
    return account_key(hub.aggregates.needs, payee, iban)
