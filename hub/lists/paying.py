"""Runs by whose lists money flows, for what is opened about one of them."""

from __future__ import annotations

from collections.abc import Collection

from document_flow.form import Option
from document_flow.runs.state import RunHead
from hub.aggregates.aggregate_store import AggregateStore, Wanted
from hub.aggregates.kind import Needs, Stored
from hub.lists.kinds import RUNS
from hub.lists.owing import run_pays
from hub.lists.showing import run_name
from hub.store.ids import parse_id
from hub.store.tx import Tx


async def paying_run(needs: Needs, tx: Tx, typed: str) -> Stored[RunHead] | None:
    """The one of that id; None where there is none, or it pays nothing."""
    name = parse_id(typed)
    found = await AggregateStore(needs.sealer, needs.hash).get(tx, RUNS, name) if name else None
    return found if found is not None and run_pays(found.state.run) else None


async def paying_runs(needs: Needs, tx: Tx, phases: Collection[str]) -> tuple[Option, ...]:
    """Those of these phases, to choose from."""
    tables = AggregateStore(needs.sealer, needs.hash)
    found = [each for phase in phases for each in await tables.find(tx, RUNS, Wanted(phase))]
    return tuple(Option(each.id, run_name(each.state)) for each in found if run_pays(each.state.run))
