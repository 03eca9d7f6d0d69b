"""A payee's account: two persons, a cooling period, a number that nobody is shown, and no change under a list."""

from __future__ import annotations

from datetime import date

import pytest

from connectors.sandbox.people import iban_of, person
from hub.access.masking import Mask, mask
from hub.aggregates.reading import command_of
from hub.documents.signing.signers import save_fin
from hub.errors import Forbidden, HubError
from hub.money.accounts import ACCOUNTS, accounts_of, questioned
from hub.money.numbers import account_key, keep_number
from hub.store.ids import new_id
from hub.web.aggregates import sheet_view
from tests.hubs import eventually
from tests.integration.hard_cases.office import later
from tests.integration.money.conftest import House
from tests.integration.money.lists import entry
from tests.things import statement

MINE, OTHERS = iban_of(person(1)), iban_of(person(2))


async def test_an_account_is_in_force_after_a_second_person_and_three_working_days(house: House) -> None:
    done = await house.proposed(1)
    with pytest.raises(Forbidden, match="second_person"):
        await house.agreed(done.id, MINE, by="sevinc")
    with pytest.raises(HubError, match="other_number"):
        await house.agreed(done.id, OTHERS)
    await house.agreed(done.id, MINE)
    payee = await house.entity(1)
    async with house.hub.store.read() as tx:
        assert await accounts_of(house.hub.aggregates.needs, tx, [payee]) == {}

    await later(house.hub, 10)
    await house.phase(done.id, "in_force")

    async with house.hub.store.read() as tx:
        assert (await accounts_of(house.hub.aggregates.needs, tx, [payee]))[payee] == account_key(
            house.hub.aggregates.needs, payee, MINE
        )
        rows = await tx.fetch("SELECT number_sealed FROM account_numbers")
    assert MINE.encode() not in bytes(rows[0]["number_sealed"])
    shown = sheet_view(await house.hub.aggregates.sheet(ACCOUNTS, done.id, "fuad"), "en").model_dump_json()
    assert MINE not in shown
    assert mask(Mask.KEY, MINE) in shown
    assert person(1).fin not in shown


async def test_a_clerk_changes_an_account_before_issue_and_it_waits_until_the_list_is_out(house: House) -> None:
    await house.paid_to(1)
    payee, before = await house.entity(1), MINE
    async with house.hub.store.write() as tx:
        row = (new_id(), "lists", "frozen", 1, "", b"", 0, 0)
        await tx.insert(
            "aggregates", "id, room, phase, version, chain_hash, state_sealed, opened_at, changed_at", [row]
        )
    done = await house.proposed(1, OTHERS)
    await house.agreed(done.id, OTHERS)
    await later(house.hub, 20)

    async def waits() -> bool:
        async with house.hub.store.read() as tx:
            rows = await tx.fetch("SELECT work_at FROM aggregates WHERE room = 'accounts'")
            context = await house.hub.aggregates.needs.context(tx)
        return bool(rows[0]["work_at"] > context.now.timestamp() * 1e6 + 120e6)

    await eventually(waits, what="it has looked, and waits")
    needs = house.hub.aggregates.needs
    async with house.hub.store.write() as tx:
        assert (await accounts_of(needs, tx, [payee]))[payee] == account_key(needs, payee, before)
        await tx.execute("UPDATE aggregates SET phase = 'issued' WHERE room = 'lists'")
        await tx.execute("UPDATE aggregates SET work_at = hub_now() WHERE room = 'accounts'")
    await house.phase(done.id, "in_force")
    async with house.hub.store.read() as tx:
        assert (await accounts_of(needs, tx, [payee]))[payee] == account_key(needs, payee, OTHERS)


async def test_a_number_that_another_told_is_shown_with_how_many_and_nobody_decides_for_a_relative(
    house: House,
) -> None:
    await house.proposed(2, OTHERS)
    done = await house.proposed(1, OTHERS)
    sheet = sheet_view(await house.hub.aggregates.sheet(ACCOUNTS, done.id, "fuad"), "en")
    assert [(each.code, each.rows) for each in sheet.blocks if each.code == "shared"] == [
        ("shared", [{"number": mask(Mask.KEY, OTHERS), "others": 1}])
    ]
    async with house.hub.store.write() as tx:
        await save_fin(tx, house.hub.sealer, "fuad", person(1).fin)
        await save_fin(tx, house.hub.sealer, "sevinc", person(3).fin)
    with pytest.raises(Forbidden, match="related"):
        await house.agreed(done.id, OTHERS)
    with pytest.raises(Forbidden, match="related"):
        await house.proposed(3)


async def test_whose_account_is_questioned_is_told_by_the_lines(house: House) -> None:
    one, other = await house.entity(1), await house.entity(2)
    await house.proposed(1)
    async with house.hub.store.write() as tx:
        needs = house.hub.aggregates.needs
        shared = [await keep_number(needs, tx, f"{number:032x}", OTHERS) for number in range(1, 11)]
        own = await keep_number(needs, tx, other, MINE)
        lines = [entry(one), entry(other, own), entry(f"{1:032x}", shared[0])]

        found = await questioned(needs, tx, lines)

    assert found == {lines[0].sha256, lines[2].sha256}


@pytest.mark.parametrize(
    ("code", "fin", "iban", "whose"),
    [
        ("no_payee", "5ABCD12", MINE, 1),
        ("no_iban", person(1).fin, MINE[:-1] + ("0" if MINE[-1] != "0" else "1"), 1),
        ("no_application", person(1).fin, MINE, 2),
    ],
)
async def test_what_is_typed_wrongly_is_refused_and_nothing_is_kept(
    house: House, code: str, fin: str, iban: str, whose: int
) -> None:
    document = await statement(house.hub, person(whose).fin)
    says = {"payee": fin, "account": iban, "document": document}
    with pytest.raises(HubError, match=code):
        await house.hub.aggregates.open(ACCOUNTS, command_of(ACCOUNTS, "propose_account", "sevinc", says), new_id())
    async with house.hub.store.read() as tx:
        assert await tx.fetch("SELECT id FROM account_numbers") == []


async def test_a_cooling_period_over_the_end_of_the_year_does_not_count_its_holidays(house: House) -> None:
    needs = house.hub.aggregates.needs
    async with house.hub.store.read() as tx:
        today = (await needs.context(tx)).today
    await later(house.hub, (date(today.year, 12, 30) - today).days)
    done = await house.proposed(1)
    await house.agreed(done.id, MINE)
    async with house.hub.store.read() as tx:
        found = await house.hub.aggregates.tables.get(tx, ACCOUNTS, done.id)
        calendar = (await needs.context(tx)).calendar
    assert found is not None
    until = found.state.cooling_until
    assert until == calendar.add(date(today.year, 12, 30), 3)
    assert until >= date(today.year + 1, 1, 5), "Solidarity Day and the New Year are days of rest"
