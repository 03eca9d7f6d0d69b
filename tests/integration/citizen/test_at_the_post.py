"""Whoever has no account reads that the money waits at the post, until it was handed out; nobody else reads it."""

from __future__ import annotations

from connectors.sandbox.people import iban_of
from hub.money.numbers import keep_number
from tests.integration.citizen.conftest import HUSBAND, WIFE, Town
from tests.integration.money.lists import answered, entry, head, instructions, owed, reply

WAITS = "Azərpoçt: 60,00 ₼ (2026-03)"


async def entity(town: Town, fin: str) -> str:
    async with town.hub.store.read() as tx:
        found = await town.hub.aggregates.needs.reader.by_key(tx, "fin", fin)
    assert found is not None
    return found.id


async def test_money_without_an_account_waits_at_the_post_and_is_shown_to_its_person(town: Town) -> None:
    wife, husband = await entity(town, WIFE.fin), await entity(town, HUSBAND.fin)
    async with town.hub.store.write() as tx:
        account = await keep_number(town.hub.aggregates.needs, tx, husband, iban_of(HUSBAND))
    await owed(town.hub, head(), [entry(wife), entry(husband, account, 3300)])
    az, en = await town.citizen(lang="az"), await town.citizen()

    assert f"{WAITS} Poçta sizə verilməsi tapşırılıb" in await az.said("/")
    assert f"{WAITS} The post was told to hand it out to you" in await en.said("/")
    assert "The post was told" not in await (await town.citizen(HUSBAND.fin)).said("/")

    (told,) = [each for each in await instructions(town.hub) if each["payer"] == "azerpoct"]
    assert await answered(town.hub, reply(told, "00"), sender="azerpoct") == [None]
    assert "The post was told" not in await en.said("/")
