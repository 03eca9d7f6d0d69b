"""A month in small: people and their rights as the register knows them, and a run from its opening to its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from document_flow.hands import Command
from document_flow.lists.entry import ListEntry
from document_flow.lists.run import RunKind
from document_flow.lists.state import ListHead
from document_flow.runs.acts.ask_all import ApproveAll, FreezeAll, IssueAll
from document_flow.runs.acts.open_run import OpenRun
from document_flow.runs.state import RunHead
from hub.aggregates.aggregate_store import WantedAggregates
from hub.aggregates.kind import Kind, Stored
from hub.app import Hub
from hub.kinds import KINDS
from hub.lists.rows import Changed, changes_of, entries_of
from hub.register.entity import learn
from hub.register.facts import Source
from hub.register.store import Change, RegisterStore, blank
from hub.store.ids import new_id
from hub.store.tx import Tx
from mappings.registered import Right
from tests.hubs import eventually
from tests.things import things_told

RUNS: Kind[RunHead] = KINDS["runs"]
LISTS: Kind[ListHead] = KINDS["lists"]
PARTIES = (("lists_committee", "fuad"), ("lists_finance", "uzv-4"), ("lists_authority", "uzv-1"))
OFFICER = "elcin"


async def person(hub: Hub, fin: str, *, act: str | None = None, **said: Any) -> str:
    """What the register is told of somebody; the id."""
    async with hub.store.write() as tx:
        return await learnt(hub, tx, await tx.now(), {"fin": fin, **said}, act)


async def learnt(hub: Hub, tx: Tx, now: int, said: dict[str, Any], act: str | None = None) -> str:
    """The same within a transaction, known from that moment on."""
    register = RegisterStore(hub.sealer, hub.hash)
    key = register.hash("fin", said["fin"])
    known = await register.by_keys(tx, [key])
    before = known.get(key) or blank("person")
    after = learn(before, said, Source(new_id(), "justice", now, act))
    await register.save(tx, [Change(before, after, (key,) if before.is_new else ())], now)
    return after.id


async def settled(hub: Hub, fin: str, origin: str = "Zəngilan", settlement: str = "Bərdə", **said: Any) -> str:
    """Somebody of an origin district, settled in another."""
    places = {"origin_residence": {"place": origin}, "temporary_settlement": {"place": settlement}}
    return await person(hub, fin, **{"birth_date": "1980-05-01", **places, **said})


async def granted(hub: Hub, fin: str, qepik: int = 6000, **said: Any) -> None:
    """A right in force since January."""
    number = said.pop("right_id", f"VM-T-{fin}")
    fixed = {"programme": "allowance", "benefit": "money", "valid_from": "2026-01-01", "decision_no": number}
    await things_told(
        hub, Right.model_validate({"right_id": number, "fin": fin, "amount_qepik": qepik, **fixed, **said})
    )


async def driven(hub: Hub, most: int = 200) -> None:
    """Let the hub take its own steps until nothing is due."""
    for _ in range(most):
        if not await hub.aggregates.step():
            return
    raise AssertionError(f"there was something to do after {most} steps")


async def opened(hub: Hub, period: str, kind: RunKind = "regular") -> str:
    """A run that was asked for and not cut yet."""
    day = date.fromisoformat(f"{period}-01")
    asked = OpenRun(by=OFFICER, programme="allowance", period=period, run_kind=kind, legal_day=day)
    return (await hub.aggregates.open(RUNS, asked, new_id())).id


async def compared(hub: Hub, period: str, kind: RunKind = "regular") -> str:
    """A run whose lists are compared."""
    name = await opened(hub, period, kind)
    await driven(hub)
    await _stands(hub, name, "compared", "closed")
    return name


async def _stands(hub: Hub, name: str, *phases: str) -> None:
    """Wait for it: where the hub's own workers run beside, one of them may be taking the last step."""

    async def is_done() -> bool:
        head = await run(hub, name)
        return head.order is None and head.phase in phases

    await eventually(is_done, what=f"a run that is {' or '.join(phases)}")


async def asked(hub: Hub, name: str, command: Command) -> None:
    await hub.aggregates.act(RUNS, name, command, new_id())
    await driven(hub)


async def approved(hub: Hub, name: str) -> None:
    """Frozen, and approved by all parties."""
    await asked(hub, name, FreezeAll(by=OFFICER))
    for party, by in PARTIES:
        await _stands(hub, name, "frozen")
        root = (await run(hub, name)).root
        await asked(hub, name, ApproveAll(by=by, party=party, root=root, document=f"S-{party}"))
    await _stands(hub, name, "approved")


async def issued(hub: Hub, period: str, kind: RunKind = "regular") -> str:
    """A whole month."""
    name = await compared(hub, period, kind)
    await approved(hub, name)
    await asked(hub, name, IssueAll(by=OFFICER))
    await _stands(hub, name, "issued", "settled")
    return name


async def run(hub: Hub, name: str) -> RunHead:
    async with hub.store.read() as tx:
        found = await hub.aggregates.tables.get(tx, RUNS, name)
    assert found is not None
    return found.state


async def lists(hub: Hub, name: str) -> dict[tuple[str, str], Stored[ListHead]]:
    """The lists of a run by their pairs."""
    async with hub.store.read() as tx:
        found = await hub.aggregates.tables.find(tx, LISTS, WantedAggregates(within=name))
    return {(each.state.cut.origin, each.state.cut.settlement): each for each in found}


async def lines(hub: Hub, name: str) -> Mapping[tuple[str, str], list[ListEntry]]:
    """What stands on each list of a run."""
    found: dict[tuple[str, str], list[ListEntry]] = {}
    for pair, each in (await lists(hub, name)).items():
        async with hub.store.read() as tx:
            chunks = [await entries_of(tx, hub.sealer, each.id, n) for n in range(len(each.state.chunks))]
        found[pair] = [entry for chunk in chunks for _, entry in chunk]
    return found


async def all_lines(hub: Hub, name: str) -> list[ListEntry]:
    return [entry for each in (await lines(hub, name)).values() for entry in each]


async def changes(hub: Hub, name: str) -> list[Changed]:
    found: list[Changed] = []
    for each in (await lists(hub, name)).values():
        async with hub.store.read() as tx:
            found += await changes_of(tx, hub.sealer, each.id, 100)
    return found
