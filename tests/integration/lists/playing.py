"""A process that takes one run from its opening to issued lists, and goes on where another one was killed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from document_flow.lists.entry import ListEntry
from document_flow.lists.state import ListHead
from document_flow.runs.acts.ask_all import ApproveAll, FreezeAll, IssueAll
from document_flow.runs.acts.withhold_group import WithholdGroup
from document_flow.second_person import Agree
from hub.aggregates.aggregate_store import WantedAggregates
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Kind, Needs
from hub.app import Hub, build
from hub.failpoints import arm
from hub.lists.cutting import list_id
from hub.lists.kinds import kinds_over
from hub.lists.ledger import Ledger
from hub.settings import load_settings
from hub.store.ids import new_id
from hub.store.tx import Tx
from tests.integration.lists.month import OFFICER, PARTIES, RUNS, opened, run

GROUP = WithholdGroup(
    by=OFFICER, which="settlement", place="Bakı", basis="group_act", document="NK 3", reason="yoxlanılır"
)
"""Two of six, on one list of three."""


async def owe_chunk(needs: Needs, tx: Tx, head: ListHead, chunk: int, entries: Sequence[ListEntry]) -> None:
    """Keeps what is owed where a repeated obligation would collide."""
    names = [(needs.hash("owed", f"{each.right}:{head.run.period}"), list_id(head.cut)) for each in entries]
    del chunk
    await tx.insert("aggregate_keys", "key_hash, aggregate_id", names)


async def nothing_open(_needs: Needs, tx: Tx, name: str) -> tuple[int, int, int]:
    rows = await tx.fetch("SELECT count(*) AS n FROM aggregate_keys WHERE aggregate_id = :id", {"id": name})
    return int(rows[0]["n"]) * 6000, 0, 0


def over(hub: Hub, ledger: Ledger | None = None) -> Aggregates:
    """The aggregates of the hub, whose lists have a ledger."""
    kinds: tuple[Kind[Any], ...] = kinds_over(ledger or Ledger(owe_chunk, nothing_open))
    return Aggregates.of(hub.aggregates.needs, {each.room: each for each in kinds})


async def play(hub: Hub) -> str:
    """To the end, from wherever it is."""
    aggregates = over(hub)
    async with hub.store.read() as tx:
        known = await hub.aggregates.tables.find(tx, RUNS, WantedAggregates())
    name = known[0].id if known else await opened(hub, "2026-03")
    for _ in range(200):
        while await aggregates.step():
            pass
        head = await run(hub, name)
        if head.phase == "settled":
            return name
        if head.order is not None or head.phase in ("asked", "cut", "issued"):
            await asyncio.sleep(0.01)
        elif head.phase == "compared":
            await aggregates.act(RUNS, name, FreezeAll(by=OFFICER), new_id())
        elif head.phase == "frozen":
            party, by = next(each for each in PARTIES if each[0] in head.missing)
            approval = ApproveAll(by=by, party=party, root=head.root, document=f"S-{party}")
            await aggregates.act(RUNS, name, approval, new_id())
        elif not head.groups:
            await aggregates.act(RUNS, name, Agree(by="fuad") if head.waiting is not None else GROUP, new_id())
        else:
            await aggregates.act(RUNS, name, IssueAll(by=OFFICER), new_id())
    raise AssertionError(f"the run stands at {head.shown}")


async def work() -> None:
    settings, _ = load_settings()
    async with build(settings) as hub:
        arm(settings.failpoint)
        await play(hub)


def main() -> None:
    asyncio.run(work())
