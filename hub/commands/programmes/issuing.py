"""A run as scenarios play it: from its opening until its lists are issued and settled, a hand of its own a party."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from document_flow.hands import Command
from document_flow.lists.state import ListHead
from document_flow.runs.acts.ask_all import ApproveAll, FreezeAll, IssueAll
from document_flow.runs.acts.open_run import OpenRun
from document_flow.runs.state import RunHead
from hub.aggregates.aggregate_store import WantedAggregates
from hub.aggregates.kind import Kind, Stored
from hub.commands.programmes.hands import phase_named, stands_now
from hub.commands.programmes.story import Story
from hub.errors import Words
from hub.kinds import KINDS
from hub.store.ids import new_id

RUNS: Final[Kind[RunHead]] = KINDS["runs"]
LISTS: Final[Kind[ListHead]] = KINDS["lists"]


async def issued(story: Story, opened: OpenRun, parties: Sequence[tuple[str, str]]) -> list[Stored[ListHead]]:
    """The lists of the run, once they are settled; `parties` are the groups, each with who signs for it."""
    name = (await story.hub.aggregates.open(RUNS, opened, new_id())).id
    await stand(story, RUNS, [name], "compared")
    await _asked(story, name, FreezeAll(by=opened.by), "frozen")
    (frozen,) = await stand(story, RUNS, [name], "frozen")
    for number, (party, by) in enumerate(parties, 1):
        document = f"S-{opened.period}/{number}"
        approved = ApproveAll(by=by, party=party, root=frozen.state.root, document=document)
        await story.hub.aggregates.act(RUNS, name, approved, new_id())
        await _calm(story, name)
    await stand(story, RUNS, [name], "approved")
    await _asked(story, name, IssueAll(by=opened.by), "settled")
    async with story.hub.store.read() as tx:
        return await story.hub.aggregates.tables.find(tx, LISTS, WantedAggregates(within=name, most=1000))


async def stand(story: Story, kind: Kind[Any], names: list[str], phase: str) -> list[Stored[Any]]:
    """These aggregates, once all of them are in the phase."""
    found: list[Stored[Any]] = []

    async def missing() -> str:
        async with story.hub.store.read() as tx:
            read = [await story.hub.aggregates.tables.get(tx, kind, name) for name in names]
        there = [each for each in read if each is not None]
        found[:] = [each for each in there if kind.phase(each.state) == phase]
        return story.counted(phase_named(kind, each.state) for each in there) if len(found) < len(names) else ""

    what, wanted = kind.of.title, kind.of.phases[phase]
    awaited = Words(f"{what.az}: {len(names)} {wanted.az}", f"{what.en}: {len(names)} {wanted.en}")
    await story.until(missing, awaited)
    return found


async def _asked(story: Story, name: str, command: Command, phase: str) -> None:
    await story.hub.aggregates.act(RUNS, name, command, new_id())
    await stand(story, RUNS, [name], phase)


async def _calm(story: Story, name: str) -> None:
    """Until what was asked of all lists is done."""

    async def missing() -> str:
        order = (await stands_now(story, RUNS, name)).order
        return "" if order is None else story.said("tapşırıq yerinə yetirilir", "an order is being carried out")

    await story.until(missing, Words("bütün siyahılara verilən tapşırıq bitir", "what was asked of all lists is done"))
