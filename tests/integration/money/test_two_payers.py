"""A month of two payers over SFTP: the bank pays to accounts, Azərpoçt who has none; counted by what each was told."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from connectors.agencies.azerpoct.twin import SIMULATION as POST
from connectors.agencies.xezine.twin import SIMULATION as BANK
from connectors.sandbox.dropbox import FILES
from connectors.sandbox.people import iban_of, person
from connectors.sandbox.twins.twin import Dependencies, Simulation
from document_flow.lists.entry import ListEntry
from hub.app import Hub
from hub.money.ledger import altered
from hub.money.numbers import keep_number
from hub.money.owing import resend
from hub.money.showing import STATUSES, reconciled
from hub.settings import Settings
from tests.hubs import eventually, running_hub
from tests.integration.money.conftest import House, people
from tests.integration.money.lists import came_to, entry, head, instructions, list_id, owed, states
from tests.sftp import leaving_files
from tests.things import person_without_fin

HEAD = head()
PEOPLE = range(1, 31)
WITHOUT = {n for n in PEOPLE if n % 4 == 0}
"""Who has no account."""
NEVER_COME = {n for n in WITHOUT if person(n).fin.endswith("1")}
"""Whom the simulated post gives nothing: they do not come for it."""


async def both_work(sandbox: Dependencies) -> None:
    assert BANK.beside is not None
    assert POST.beside is not None
    await asyncio.gather(BANK.beside(sandbox), POST.beside(sandbox))


def qepik(number: int) -> int:
    return 6000 if number % 2 else 3300


async def month(house: House) -> list[ListEntry]:
    """Three of four have an account; one more has none, and no FIN."""
    await house.told(*people(PEOPLE))
    needs, lines = house.hub.aggregates.needs, []
    for number in PEOPLE:
        payee, account = await house.entity(number), ""
        if number not in WITHOUT:
            async with house.hub.store.write() as tx:
                account = await keep_number(needs, tx, payee, iban_of(person(number)))
        lines.append(entry(payee, account, qepik(number)))
    nobody, _ = await person_without_fin(house.hub, surname="Əliyeva", given_name="Aysel")
    return [*lines, entry(nobody, "", 6000)]


def files(room: Path, payer: str) -> list[Path]:
    """What it has taken, in their order."""
    return sorted((room / FILES / payer / "in" / "done").glob("*.txt"))


def told(room: Path, payer: str, *, fin: slice, sum_at: slice) -> Iterator[tuple[tuple[str, str], str, int]]:
    """What the files of a payer tell: batch and number of each row, the FIN, the sum."""
    for file in files(room, payer):
        for row in file.read_text("ascii").splitlines()[1:-1]:
            yield (row[1:11], row[11:17]), row[fin], int(row[sum_at])


async def test_each_obligation_is_told_to_one_payer_and_the_sums_add_up_to_the_qepik(settings: Settings) -> None:
    room = settings.data / "sandbox"
    async with running_hub(settings) as hub:
        house = House(hub)
        lines = await month(house)
        await owed(hub, HEAD, lines)
        await owed(hub, HEAD, lines)
        made = await instructions(hub)
        async with hub.store.write() as tx:
            for batch in {each["batch"] for each in made}:
                await resend(hub.aggregates.needs, tx, batch)

        async with leaving_files(Simulation(BANK.twin, beside=both_work), room):
            hub.calling.nudge()

            async def answered() -> bool:
                taken = [len(files(room, payer)) for payer in ("xezine", "azerpoct")]
                return (await came_to(hub, HEAD))[2] == 6000 and taken == [2, 2] and await _all_told(hub)

            await eventually(answered, 120, "the answers of both")

        assert Counter(each["payer"] for each in made) == {"xezine": 23, "azerpoct": 7}
        assert len({each["obligation_id"] for each in made}) == len(made) == len(await instructions(hub))
        bank = {*told(room, "xezine", fin=slice(17, 24), sum_at=slice(87, 98))}
        post = {*told(room, "azerpoct", fin=slice(17, 24), sum_at=slice(64, 75))}
        of_whom = {(person(n).fin, qepik(n)) for n in PEOPLE}
        assert Counter((fin, sum_) for _, fin, sum_ in [*bank, *post]) == Counter(of_whom), (
            "each once, sent again or not"
        )
        assert {fin for _, fin, _ in post} == {person(n).fin for n in WITHOUT}
        assert not {place for place, _, _ in bank} & {place for place, _, _ in post}
        for payer, start in (("xezine", "MKO"), ("azerpoct", "APO")):
            names = [(each.name[:3], each.stem[-2:]) for each in files(room, payer)]
            assert names == [(start, "01"), (start, "02")], "numbers of its own"
        await _adds_up(hub, sum(each.amount_qepik for each in lines))


async def _all_told(hub: Hub) -> bool:
    """Each list has gone to the register and to one payer, twice in all."""
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT d.destination, d.state FROM deliveries d JOIN messages m ON m.id = d.message_id"
            " WHERE m.format = 'committee.payment-list.v1'"
        )
    assert Counter(row["destination"] for row in rows) == {
        "register": 4,
        "xezine.payments.put": 2,
        "azerpoct.payments.put": 2,
    }
    return {row["state"] for row in rows} == {"delivered"}


async def _adds_up(hub: Hub, owed_qepik: int) -> None:
    """By payer, and over all; what nobody could be told is left to people."""
    async with hub.store.read() as tx:
        blocks = {each.code: each.rows for each in await reconciled(hub.aggregates.needs, tx, list_id(HEAD))}
    assert blocks["odd"] == []
    whole, post, bank = ([int(str(cell)) for cell in row[1:]] for row in blocks["sums"])
    to_post, came_back = (sum(map(qepik, numbers)) for numbers in (WITHOUT, NEVER_COME))
    to_bank = sum(map(qepik, PEOPLE)) - to_post
    assert came_back > 0
    assert post == [to_post, to_post - came_back, came_back, 0]
    assert (bank[0], bank[1] + bank[2], bank[3]) == (to_bank, to_bank, 0)
    assert whole == [owed_qepik, bank[1] + post[1], bank[2] + post[2], 6000]
    assert owed_qepik == to_bank + to_post + 6000
    assert [row[1] for row in blocks["waiting"]].count(STATUSES["no_fin"]) == 1
    assert all(len(state.instructions) <= 1 for state, _ in await states(hub))
    assert [each async for each in altered(hub.store, hub.sealer)] == []
