"""The rooms of runs and of lists, as declarations over their kernels."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from document_flow.form import Option
from document_flow.hands import Command
from document_flow.lists.entry import chunk_hash
from document_flow.lists.kernel import ROOM as LISTS_ROOM
from document_flow.lists.standing import Standing as ListStanding
from document_flow.lists.state import ListHead
from document_flow.outcome import Refusal
from document_flow.programmes import programmes
from document_flow.runs.acts.open_run import OpenRun
from document_flow.runs.acts.withhold_group import WithholdGroup
from document_flow.runs.kernel import ROOM as RUNS_ROOM
from document_flow.runs.refusals import refusal
from document_flow.runs.standing import Standing as RunStanding
from document_flow.runs.state import RunHead
from document_flow.words import Words
from hub.access.rights import Right
from hub.aggregates.aggregate_store import AggregateStore, WantedAggregates
from hub.aggregates.aggregates import Aggregates
from hub.aggregates.kind import Block, Kind, Needs, Step, Stored, stands
from hub.lists.carrying import counted, go_on
from hub.lists.cutting import cut
from hub.lists.ledger import Ledger
from hub.lists.owing import owe, run_pays
from hub.lists.reading import lists_of
from hub.lists.rows import entries_of
from hub.lists.showing import list_more, list_name, list_shown, run_more, run_name, run_shown
from hub.lists.withholding import look_later, looked_up, propose_deaths
from hub.lists.working import work
from hub.store.ids import parse_id
from hub.store.sealing import Sealer
from hub.store.tx import Tx

_RIGHTS = (Right.LISTS, Right.CASES)


async def _keeps(tx: Tx, sealer: Sealer, stored: Stored[ListHead]) -> bool:
    """Whether the lines of each chunk that is done are those that it was done with."""
    for number, chunk in enumerate(stored.state.chunks):
        if chunk.hash and chunk_hash(line for _, line in await entries_of(tx, sealer, stored.id, number)) != chunk.hash:
            return False
    return True


def kinds_over(ledger: Ledger) -> tuple[Kind[RunHead], Kind[ListHead]]:
    """Runs and lists, whose money goes to this ledger."""

    async def list_works(aggregates: Aggregates, stored: Stored[ListHead]) -> None:
        await _work_on_list(aggregates, lists, ledger, stored)

    async def run_works(aggregates: Aggregates, stored: Stored[RunHead]) -> None:
        await _work_on_run(aggregates, (runs, lists), ledger, stored)

    async def shown_beside(needs: Needs, tx: Tx, stored: Stored[RunHead]) -> Sequence[Block]:
        return await run_more(needs, tx, lists, stored)

    async def completed(needs: Needs, tx: Tx, stored: Stored[RunHead], command: Command) -> Command | Refusal:
        """Of a group that is a place whether the run has a list of it, the rest as `_opened`."""
        if not isinstance(command, WithholdGroup) or command.which == "account":
            return await _opened(needs, tx, stored, command)
        tables = AggregateStore(needs.sealer, needs.hash)
        cuts = [each.state.cut async for each in lists_of(tx, tables, lists, stored.id)]
        places = {each.origin if command.which == "origin" else each.settlement for each in cuts}
        return replace(command, unlisted=command.place.strip() not in places)

    async def list_standing(needs: Needs, tx: Tx, stored: Stored[ListHead], _login: str) -> ListStanding:
        """With the run that has issued for its period, where it waits to be issued."""
        head, holder = stored.state, ""
        if head.phase == "approved":
            holder = await AggregateStore(needs.sealer, needs.hash).keeper(tx, runs, head.run.slot)
        return ListStanding(head, await needs.context(tx), holder)

    lists = replace(LISTS, standing=list_standing, works=list_works)
    runs = replace(RUNS, works=run_works, more=shown_beside, completes=completed)
    return runs, lists


async def _work_on_list(aggregates: Aggregates, kind: Kind[ListHead], ledger: Ledger, stored: Stored[ListHead]) -> None:
    phase = stored.state.phase
    if phase == "cut":
        await work(aggregates, kind, ledger, stored)
    elif phase in ("frozen", "approved"):
        await propose_deaths(aggregates, kind, stored.id)
        async with aggregates.store.write() as tx:
            await look_later(aggregates.needs, tx, Step(stored.id, stored.state, stored.state, ()))
    elif phase == "issued":
        await owe(aggregates, kind, ledger, stored)


async def _work_on_run(
    aggregates: Aggregates, kinds: tuple[Kind[RunHead], Kind[ListHead]], ledger: Ledger, stored: Stored[RunHead]
) -> None:
    """Nothing is done before all lists are compared; a list that is tells its run (`_nudge`)."""
    runs, lists = kinds
    if stored.state.phase == "asked":
        await cut(aggregates, runs, lists, stored)
        return
    async with aggregates.store.read() as tx:
        still = (await counted(tx, stored.id)).get("cut", 0)
    if stored.state.order is not None or not still:
        await go_on(aggregates, kinds, ledger, stored)


def _held(head: RunHead) -> Iterator[str]:
    """The period, from when its issue is asked for; of arrears, until then, that there are no others beside them."""
    if head.holds_slot:
        yield head.run.slot
    if head.run.kind == "arrears" and not head.is_ended and not head.has_issued:
        yield f"{head.run.programme}:arrears"


async def _opened(_needs: Needs, tx: Tx, stored: Stored[RunHead], command: Command) -> Command | Refusal:
    """What the programme says of its lists, and the tables in force on the legal day."""
    if not isinstance(command, OpenRun):
        return command
    programme = programmes().get(command.programme)
    if programme is None or programme.lists is None:
        return refusal("runs.no_lists", programme=command.programme)
    if command.run_kind == "correction":
        return refusal("runs.correction")
    if command.run_kind == "arrears" and not programme.lists.pays:
        return refusal("runs.no_arrears", programme=command.programme)
    rows = await tx.fetch(
        "SELECT hash FROM decision_tables WHERE name = :name AND valid_from <= :day"
        " AND (valid_to IS NULL OR valid_to >= :day) ORDER BY number DESC LIMIT 1",
        {"name": programme.table, "day": command.legal_day.isoformat()},
    )
    tables = {programme.table: rows[0]["hash"]} if rows else {}
    rule = programme.lists
    return replace(command, run_id=stored.id, parties=rule.parties, benefit=rule.benefit, tables=tables)


async def _run_options(needs: Needs, tx: Tx, stored: Stored[RunHead]) -> Mapping[str, tuple[Option, ...]]:
    listed = tuple(Option(each.id, each.title) for each in programmes().values() if each.lists is not None)
    return {"programme": listed, **await _options(needs, tx, stored.state.missing, stored.state.root)}


async def _list_options(needs: Needs, tx: Tx, stored: Stored[ListHead]) -> Mapping[str, tuple[Option, ...]]:
    return await _options(needs, tx, stored.state.run.parties, stored.state.root)


async def _options(needs: Needs, tx: Tx, parties: Sequence[str], root: str) -> Mapping[str, tuple[Option, ...]]:
    directory = (await needs.context(tx)).directory
    roots = (Option(root, Words(root[:16], root[:16])),) if root else ()
    return {"party": tuple(Option(each, directory.title(each)) for each in parties), "root": roots}


async def _nudge(needs: Needs, tx: Tx, step: Step[ListHead]) -> None:
    """A list in another phase may be the one that its run has waited for."""
    await look_later(needs, tx, step)
    if step.before.phase not in ("", step.after.phase):
        run = {"id": step.after.run.id}
        await tx.execute("UPDATE aggregates SET work_at = hub_now() WHERE id = :id", run)


RUNS: Kind[RunHead] = Kind(
    of=RUNS_ROOM,
    part="payments",
    rights=_RIGHTS,
    phase=lambda head: head.shown,
    name=run_name,
    standing=stands(RunStanding),
    shown=run_shown,
    closed=frozenset(("closed", "cancelled")),
    holds=_held,
    completes=_opened,
    fills=_run_options,
    due=lambda head: head.phase in ("asked", "cut") or head.order is not None,
)
LISTS: Kind[ListHead] = Kind(
    of=LISTS_ROOM,
    part="payments",
    rights=_RIGHTS,
    name=list_name,
    standing=stands(ListStanding),
    shown=list_shown,
    more=list_more,
    closed=frozenset(("closed", "rejected", "cancelled", "superseded")),
    within=lambda head: head.run.id,
    keeps=_keeps,
    completes=looked_up,
    follows=_nudge,
    fills=_list_options,
    due=lambda head: head.phase in ("cut", "issued"),
)


async def paying_run(needs: Needs, tx: Tx, typed: str) -> Stored[RunHead] | None:
    """The run of that id, if money flows by its lists."""
    name = parse_id(typed)
    found = await AggregateStore(needs.sealer, needs.hash).get(tx, RUNS, name) if name else None
    return found if found is not None and run_pays(found.state.run) else None


async def paying_runs(needs: Needs, tx: Tx, phases: Collection[str]) -> tuple[Option, ...]:
    """Those of these phases, to choose from."""
    tables = AggregateStore(needs.sealer, needs.hash)
    found = [each for phase in phases for each in await tables.find(tx, RUNS, WantedAggregates(phase))]
    return tuple(Option(each.id, run_name(each.state)) for each in found if run_pays(each.state.run))
