"""An allowance month: from its run to settled lists, over the bank's folder; and what must hold once it is over."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from connectors.sandbox.people import iban_of, person
from document_flow.hands import Command
from document_flow.lists.entry import ListEntry
from document_flow.runs.acts.ask_all import ApproveAll, FreezeAll, IssueAll
from hub.aggregates.aggregate_store import WantedAggregates
from hub.aggregates.aggregates import altered as altered_aggregates
from hub.aggregates.reading import command_of
from hub.app import Hub
from hub.kinds import KINDS
from hub.money.ledger import altered
from hub.settings import Settings
from tests.faults.checker import invariants
from tests.hubs import eventually, running_hub, settings_for
from tests.integration.hard_cases.office import later
from tests.integration.killed.bank import Bank
from tests.integration.killed.lives import AskedOnce, time_passes, until
from tests.integration.lists.month import LISTS, OFFICER, PARTIES, RUNS, all_lines, granted, lists, run
from tests.integration.lists.month import settled as in_register
from tests.integration.money.conftest import House
from tests.integration.money.lists import instructions, states

PEOPLE = range(1, 15)
PAIRS = (("Zəngilan", "Bərdə"), ("Füzuli", "Bakı"))
AMOUNT = 6000
MOST = {"answer": 6, "commit": 105, "publish": 2}
"""At most at which answer, commit and publication of its first life a month is killed; it has somewhat more."""
_ONCE = ("list_cut", "list_frozen", "list_issued", "list_settled")


async def seeded(data: Path, **more: Any) -> Settings:
    """A register of people who have a right and an account each."""
    settings = settings_for(data, **more)
    async with running_hub(settings) as hub:
        house, accounts = House(hub), []
        for number in PEOPLE:
            who = person(number)
            named = {"surname": who.surname, "given_name": who.given_name}
            await in_register(hub, who.fin, *PAIRS[number % len(PAIRS)], **named)
            await granted(hub, who.fin, AMOUNT)
            done = await house.proposed(number)
            await house.agreed(done.id, iban_of(who))
            accounts.append(done.id)
        await later(hub, 10)
        for each in accounts:
            await house.phase(each, "in_force")
        await eventually(house.inside, what="nothing is on its way")
    return settings


async def play(hub: Hub, asked: AskedOnce) -> None:
    """From wherever it stands to its end."""
    form = {"programme": "allowance", "period": "2026-03", "run_kind": "regular", "legal_day": "2026-03-01"}
    opens = command_of(RUNS, "open_run", OFFICER, form)
    name = await asked.once("open", RUNS, opens)

    async def carried_out() -> bool:
        head = await run(hub, name)
        return head.order is None and head.phase not in ("asked", "cut")

    async def ask(what: str, command: Command) -> None:
        await until(carried_out, f"that somebody can {what}")
        await asked.once(what, RUNS, command, name)

    await ask("freeze", FreezeAll(by=OFFICER))
    await until(carried_out, "the freeze")
    root = (await run(hub, name)).root
    for party, by in PARTIES:
        await ask(f"approve {party}", ApproveAll(by=by, party=party, root=root, document=f"S-{party}"))
    await ask("issue", IssueAll(by=OFFICER))
    await until(partial(_answered, hub), "the bank's answers")
    await time_passes(hub, 601)
    await until(partial(_over, hub, name), "the settlement")


async def _answered(hub: Hub) -> bool:
    made = await instructions(hub)
    return len(made) == len(PEOPLE) and all(each["status"] == "closed" for each in made)


async def _over(hub: Hub, name: str) -> bool:
    return (await run(hub, name)).phase == "settled" and await _at_rest(hub)


async def _at_rest(hub: Hub) -> bool:
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT (SELECT count(*) FROM deliveries WHERE state IN ('due', 'delivering', 'retrying', 'blocked'))"
            " + (SELECT count(*) FROM evidence_leaves WHERE seq IS NULL) AS n"
        )
    return bool(rows[0]["n"] == 0)


async def wrong(hub: Hub, bank: Bank) -> list[str]:
    """What is lost, doubled or does not add up, each in a sentence."""
    async with hub.store.read() as tx:
        runs = await hub.aggregates.tables.find(tx, RUNS, WantedAggregates())
    name = runs[0].id
    lines, made, owed = await all_lines(hub, name), await instructions(hub), await states(hub)
    found = [
        ("one run", len(runs) == 1),
        ("every right is on one line of one list", sorted(each.right for each in lines) == await _rights(hub)),
        ("every line is owed once", _owed(owed) == Counter((e.person, e.right, e.amount_qepik) for e in lines)),
        ("one instruction an obligation", set(Counter(each["obligation_id"] for each in made).values()) == {1}),
        ("an instruction for each", len(made) == len(owed) == len(PEOPLE)),
        ("nothing is open", {each["status"] for each in made} == {"closed"}),
        (
            "money in = paid + returned + open",
            _sums(owed) == len(PEOPLE) * AMOUNT == sum(e.amount_qepik for e in lines),
        ),
        ("the bank was told of each once", await _told(hub, made, lines) == bank.told),
        ("a batch is a file", len(bank.files) == len(PAIRS)),
        ("lists are settled", (await run(hub, name)).lists == {"settled": len(PAIRS)}),
        ("each act of a list happened once", await _happened(hub, name) == len(PAIRS) * [dict.fromkeys(_ONCE, 1)]),
        ("obligations are as they were written", [each async for each in altered(hub.store, hub.sealer)] == []),
        ("so are lists", [e async for e in altered_aggregates(hub.store, hub.aggregates.tables, KINDS)] == []),
    ]
    return [text for text, holds in found if not holds] + await invariants(hub.store)


async def _rights(hub: Hub) -> list[str]:
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT id FROM entities WHERE kind = 'right' ORDER BY id")
    return [row["id"] for row in rows]


def _owed(owed: list[Any]) -> Counter[tuple[str, str, int]]:
    return Counter((state.debt.person, state.debt.right, state.owed_qepik) for state, _ in owed)


def _sums(owed: list[Any]) -> int:
    return sum(int(row[name]) for _, row in owed for name in ("paid", "returned", "open"))


async def _told(hub: Hub, made: list[dict[str, Any]], lines: list[ListEntry]) -> Counter[tuple[str, int, str, str]]:
    """What the bank ought to have been told, by what the ledger says."""
    house, by_id = House(hub), {row["id"]: state for state, row in await states(hub)}
    people = {await house.entity(number): person(number) for number in PEOPLE}
    found: Counter[tuple[str, int, str, str]] = Counter()
    for each in made:
        who = people[by_id[each["obligation_id"]].debt.person]
        found[each["batch"], each["seq"], who.fin, iban_of(who)] += each["amount"]
    assert {each.payee or each.person for each in lines} <= set(people)
    return found


async def _happened(hub: Hub, name: str) -> list[dict[str, int]]:
    found = []
    for each in (await lists(hub, name)).values():
        async with hub.store.read() as tx:
            kinds = Counter(line.kind for line in await hub.aggregates.tables.lines(tx, LISTS, each.id))
        found.append({kind: kinds[kind] for kind in _ONCE})
    return found
