"""What an issued list comes to: obligations in the ledger, chunk by chunk, and its settlement once all is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from document_flow.lists.acts.settle import SettleList
from document_flow.lists.entry import ListEntry
from document_flow.lists.run import ListRun
from document_flow.lists.state import ListHead
from document_flow.people import HUB
from document_flow.programmes import programmes
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Kind, Needs, Stored
from hub.clock import SECOND
from hub.failpoints import failpoint
from hub.lists.ledger import Ledger
from hub.lists.rows import entries_of
from hub.store.legal_time import LEGAL_NOW
from hub.store.tx import Tx

_AGAIN: Final = 600 * SECOND
"""How long until the ledger is asked again what an issued list came to."""
_SOON: Final = 3 * SECOND
"""How long a list waits for more replies after one, before it is asked whether all its money is accounted for."""
_LEASE: Final = 60 * SECOND
"""For how long after a chunk the list is in these hands alone; whose process dies is followed by another after it."""


async def issued_entries(needs: Needs, tx: Tx, head: ListHead, list_id: str, chunk: int) -> list[ListEntry]:
    """The lines of a chunk that go out: those frozen without those withheld."""
    frozen = await entries_of(tx, needs.sealer, list_id, chunk)
    return [entry for _, entry in frozen if entry.sha256 not in head.withheld]


async def look_again(tx: Tx, list_id: str, after: int = 0) -> None:
    """Have the hub look at an issued list, at once or later."""
    await tx.execute(
        f"UPDATE aggregates SET work_at = {LEGAL_NOW} + :after WHERE id = :id AND room = 'lists' AND phase = 'issued'",
        {"id": list_id, "after": after},
    )


async def look_soon(tx: Tx, list_ids: Iterable[str], after: int = _SOON) -> None:
    """Have the hub look at these issued lists in a moment, once for all that is said of their money until then.

    To be asked before the ledger's rows are locked: whoever owes a list locks the list first, then its rows. It locks
    a list that is due sooner as well, so that nobody settles it by sums that are changing.
    """
    for name in sorted(set(list_ids)):
        await tx.execute(
            f"UPDATE aggregates SET work_at = CASE WHEN work_at < {LEGAL_NOW} + :after THEN work_at"
            f" ELSE {LEGAL_NOW} + :after END WHERE id = :id AND room = 'lists' AND phase = 'issued'",
            {"id": name, "after": after},
        )


async def owe(aggregates: Aggregates, kind: Kind[ListHead], ledger: Ledger, stored: Stored[ListHead]) -> None:
    """Have the ledger owe every chunk once; then settle the list, if all its money is accounted for."""
    needs, head = aggregates.needs, stored.state
    if pays(head) and (ledger.owe_chunk is None or ledger.settled is None):
        async with needs.store.write() as tx:
            await look_again(tx, stored.id, _AGAIN)
        return
    for number in await _open(aggregates, stored.id) if pays(head) else ():
        async with needs.store.write() as tx:
            await aggregates.locked(tx, kind, stored.id)
            entries = await issued_entries(needs, tx, head, stored.id, number)
            if ledger.owe_chunk is not None:
                await ledger.owe_chunk(needs, tx, head, number, entries)
            await tx.execute(
                "UPDATE list_chunks SET owed = 1 WHERE list_id = :id AND number = :number",
                {"id": stored.id, "number": number},
            )
            await look_again(tx, stored.id, _LEASE)
            await failpoint("lists.before_owe_commit")
    async with needs.store.write() as tx:
        found = await aggregates.locked(tx, kind, stored.id)
        await look_again(tx, stored.id, _AGAIN)
        paid, returned, open_ = (
            await ledger.settled(needs, tx, stored.id)
            if pays(head) and ledger.settled is not None
            else (head.issue_qepik, 0, 0)
        )
        if open_ == 0:
            settle = SettleList(by=HUB, paid_qepik=paid, returned_qepik=returned, open_qepik=open_)
            # Sums that do not add up are refused: the list stays open until they do.
            await aggregates.decided(tx, kind, found, settle)


def pays(head: ListHead) -> bool:
    """Whether money flows by its programme's lists."""
    return run_pays(head.run)


def run_pays(run: ListRun) -> bool:
    """The same of a run."""
    rule = programmes()[run.programme].lists
    return rule is not None and rule.pays


async def _open(aggregates: Aggregates, name: str) -> Sequence[int]:
    async with aggregates.store.read() as tx:
        rows = await tx.fetch(
            "SELECT number FROM list_chunks WHERE list_id = :id AND owed = 0 ORDER BY number", {"id": name}
        )
    return [row["number"] for row in rows]
