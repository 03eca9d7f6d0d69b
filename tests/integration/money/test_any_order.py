"""Properties over the store: whatever comes, in whatever order, sums are equal, and nothing is paid twice."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.sandbox.people import iban_of, person
from document_flow.lists.run import RunKind
from hub.app import Hub
from hub.money.ledger import altered
from hub.money.numbers import keep_number
from hub.money.owing import instruct_again
from tests.campaigns import examples
from tests.hubs import running_hub, settings_for
from tests.integration.money.conftest import House, people
from tests.integration.money.lists import answered, came_to, entry, head, instructions, list_id, owed, reply, states

Said = tuple[int, str]
LINES, AMOUNT = 3, 6000
CODES = ["00", "05", "12", "31", "96"]
LATER: dict[str, tuple[RunKind, int]] = {
    "more": ("correction", 500),
    "less": ("correction", -2700),
    "arrears": ("arrears", AMOUNT),
}
"""Lists about what the month has owed already."""
said = st.tuples(st.integers(0, LINES - 1), st.sampled_from([*CODES, "again", "owe", *LATER]))
_NUMBERS = iter(range(10_000))


async def play(hub: Hub, steps: Sequence[Said], payees: Sequence[str], keys: Sequence[str]) -> tuple[int, int, int]:
    """A list of its own, of which the bank, the clerk, a resumed run, corrections and arrears do these things."""
    number = next(_NUMBERS)
    month = head(run=f"00000000-0000-4000-8000-{number:012d}")
    lines = [entry(payee, key, right=f"r-{number}") for payee, key in zip(payees, keys, strict=True)]
    await owed(hub, month, lines)
    sums = [(month, LINES * AMOUNT)]
    for at, what in steps:
        mine = [each for each in await instructions(hub) if each["list_id"] == list_id(month)]
        if what == "owe":
            await owed(hub, month, lines)
        elif what == "again":
            async with hub.store.write() as tx:
                await instruct_again(hub.aggregates.needs, tx, payees[at], keys[at])
        elif what in LATER:
            kind, qepik = LATER[what]
            run = f"00000000-0000-4000-8{list(LATER).index(what) + 1}{at}0-{number:012d}"
            later = head("2026-05", kind=kind, run=run)
            await owed(hub, later, [replace(lines[at], amount_qepik=qepik, of_period=month.run.period)])
            sums.append((later, qepik))
        else:
            assert await answered(hub, reply(mine[at], what)) == [None]
        mine = [each for each in await instructions(hub) if each["list_id"] == list_id(month)]
        flying = [each["obligation_id"] for each in mine if each["status"] != "closed"]
        assert len(flying) == len(set(flying)), "never two open instructions"
        for each, qepik in sums:
            assert sum(await came_to(hub, each)) == qepik, "money in = paid + returned + open"
    own = [row for _, row in await states(hub) if row["list_id"] == list_id(month)]
    assert len(own) == LINES, "one obligation a person, right and period"
    return await came_to(hub, month)


async def house_of(hub: Hub) -> tuple[list[str], list[str]]:
    house = House(hub)
    await house.told(*people(range(1, LINES + 1)))
    payees = [await house.entity(number) for number in range(1, LINES + 1)]
    async with hub.store.write() as tx:
        needs = hub.aggregates.needs
        return payees, [await keep_number(needs, tx, payees[n], iban_of(person(n + 1))) for n in range(LINES)]


def test_sums_do_not_depend_on_the_order_and_nothing_is_in_flight_twice(tmp_path: Path) -> None:
    async def all_of_it() -> None:
        async with running_hub(settings_for(tmp_path / "data")) as hub:
            payees, keys = await house_of(hub)
        # A worker draws its pauses by chance, and what is tried here may not depend on chance of others.
        async with running_hub(settings_for(tmp_path / "data"), works=False) as hub:
            loop = asyncio.get_running_loop()

            def sync(steps: Sequence[Said]) -> tuple[int, int, int]:
                return asyncio.run_coroutine_threadsafe(play(hub, steps, payees, keys), loop).result(60)

            await asyncio.to_thread(_try_them, sync)
            assert [each async for each in altered(hub.store, hub.sealer)] == []

    asyncio.run(all_of_it())


def _try_them(play_: object) -> None:
    @settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(said, max_size=8), st.randoms(use_true_random=False))
    def tries(steps: list[Said], chance: object) -> None:
        assert callable(play_)
        replies = [each for each in steps if each[1] in CODES]
        other = list(replies)
        chance.shuffle(other)  # type: ignore[attr-defined]
        play_(steps)
        assert play_(replies) == play_(other), "whatever the order"

    tries()
