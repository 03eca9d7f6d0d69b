"""What somebody asked of all lists of a run, carried out list by list in that person's name; and where they all stand.

A list that has done it is passed over, so that whoever goes on after a crash asks each once. What a list refuses stays
with it: the run says how many lists are behind.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

import structlog

from document_flow.hands import Command
from document_flow.lists.acts.approve import ApproveList
from document_flow.lists.acts.freeze import FreezeList
from document_flow.lists.acts.issue import IssueList
from document_flow.lists.acts.stop import CancelList
from document_flow.lists.state import BEFORE_ISSUE, ListHead
from document_flow.outcome import Refusal
from document_flow.people import HUB
from document_flow.runs.acts.advance import AdvanceRun
from document_flow.runs.kernel import run_root
from document_flow.runs.state import Order, RunHead, phase_of
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Kind, Needs, Stored
from hub.failpoints import failpoint
from hub.lists.cutting import Beat
from hub.lists.ledger import Ledger
from hub.lists.reading import lists_of
from hub.lists.withholding import look_later, of_group, propose_deaths
from hub.store.tx import Tx

log = structlog.get_logger("hub.lists")
_AT_ONCE: Final = 20
"""Lists in one transaction, locked in the order of their ids. Their run is told at the end, not by each of them."""
_FROM: Final = {
    "freeze": ("compared",),
    "approve": ("frozen",),
    "withhold": ("frozen", "approved"),
    "issue": ("approved",),
    "cancel": BEFORE_ISSUE,
}
Withholds = Callable[[Needs, Tx, Stored[ListHead]], Awaitable[Command]]


async def go_on(
    aggregates: Aggregates, kinds: tuple[Kind[RunHead], Kind[ListHead]], ledger: Ledger, stored: Stored[RunHead]
) -> None:
    """Carry out what was asked, then write down where the lists stand, if that is news."""
    runs, lists = kinds
    order = stored.state.order
    if order is not None:
        await _carry_out(aggregates, lists, ledger, stored)
    async with aggregates.store.write() as tx:
        found = await aggregates.locked(tx, runs, stored.id)
        counts = await counted(tx, stored.id)
        root = found.state.root or await _root(aggregates, tx, lists, stored.id, counts)
        if order is not None or phase_of(counts) != found.state.phase:
            advance = AdvanceRun(by=HUB, lists=counts, root=root, is_done=found.state.order == order is not None)
            await aggregates.carried(tx, runs, found, advance)


async def counted(tx: Tx, run: str) -> dict[str, int]:
    """How many lists of the run stand in which phase."""
    rows = await tx.fetch(
        "SELECT phase, count(*) AS n FROM aggregates WHERE within = :run AND room = 'lists' GROUP BY phase",
        {"run": run},
    )
    return {row["phase"]: row["n"] for row in sorted(rows, key=lambda row: str(row["phase"]))}


async def _carry_out(aggregates: Aggregates, lists: Kind[ListHead], ledger: Ledger, stored: Stored[RunHead]) -> None:
    order = stored.state.order
    if order is None:
        return
    beat, quiet = Beat(aggregates.store, stored.id), replace(lists, follows=look_later)
    for phase in _FROM[order.act]:
        async with aggregates.store.read() as tx:
            wanted = sorted([each.id async for each in lists_of(tx, aggregates.tables, lists, stored.id, phase)])
        for first in range(0, len(wanted), _AT_ONCE):
            names = wanted[first : first + _AT_ONCE]
            if order.act == "issue":
                for name in names:
                    await propose_deaths(aggregates, lists, name)
            async with aggregates.store.write() as tx:
                for name in names:
                    await _ask(aggregates, tx, quiet, name, order, _withholds(ledger, stored.state))
                    await failpoint(f"lists.after_{order.act}")
            await beat()


async def _ask(
    aggregates: Aggregates, tx: Tx, lists: Kind[ListHead], name: str, order: Order, withholds: Withholds
) -> None:
    found = await aggregates.locked(tx, lists, name)
    if found.state.phase not in _FROM[order.act] or order.party in found.state.approvals:
        return
    command = _command(order, found.state) or await withholds(aggregates.needs, tx, found)
    done = await aggregates.decided(tx, lists, found, command)
    if isinstance(done, Refusal):
        log.warning("list_refused", subject=name, action=order.act, code=done.code)


def _withholds(ledger: Ledger, head: RunHead) -> Withholds:
    async def command(needs: Needs, tx: Tx, stored: Stored[ListHead]) -> Command:
        return await of_group(needs, tx, ledger, stored, head.groups[-1])

    return command


def _command(order: Order, head: ListHead) -> Command | None:
    """What is asked of the list; None where it has to be read of its rows."""
    if order.act == "withhold":
        return None
    if order.act == "freeze":
        return FreezeList(by=order.by)
    if order.act == "approve":
        return ApproveList(by=order.by, party=order.party, root=head.root, document=order.document)
    if order.act == "issue":
        return IssueList(by=order.by)
    return CancelList(by=order.by, reason=order.reason)


async def _root(aggregates: Aggregates, tx: Tx, lists: Kind[ListHead], run: str, counts: dict[str, int]) -> str:
    """Over all lists, once none waits to be frozen."""
    if counts.get("cut") or counts.get("compared"):
        return ""
    roots = [
        (each.id, each.state.root) async for each in lists_of(tx, aggregates.tables, lists, run) if each.state.root
    ]
    return run_root(roots) if roots else ""
