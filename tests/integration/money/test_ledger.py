"""What an issued list comes to: owed and instructed once, answered in any order, paid to another account later."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from connectors.sandbox.people import iban_of, person
from document_flow.lists.entry import ListEntry
from hub.app import Hub
from hub.errors import Refused, allowed
from hub.money.ledger import Ledger, altered
from hub.money.numbers import keep_number
from hub.money.owing import send_again
from hub.money.replies import silence_step
from hub.money.showing import STATUSES, lists_of, reconciled
from hub.money.standing import fin_of_person
from hub.register.entity import learn
from hub.register.facts import Source
from hub.register.reading import Reader
from hub.register.store import Change, RegisterStore
from hub.store.ids import new_id
from hub.store.store import Collision
from tests.hubs import eventually
from tests.integration.hard_cases.office import later
from tests.integration.money.conftest import House
from tests.integration.money.lists import (
    answered,
    came_to,
    entry,
    head,
    instructions,
    key,
    list_id,
    owed,
    reply,
    states,
)
from tests.tampering import tampered
from tests.things import person_without_fin

HEAD = head()
OTHER = "00000000-0000-4000-8000-00000000000b"


async def two_lines(house: House) -> list[ListEntry]:
    """Two who have an account, one who has none and whom nobody could be told: there is no FIN."""
    for number in (1, 2):
        await house.paid_to(number)
    nobody, _ = await person_without_fin(house.hub, surname="Həsənli", given_name="Leyla")
    people = [*[await house.entity(number) for number in (1, 2)], nobody]
    keys = [key(house.hub, people[at], iban_of(person(at + 1))) for at in (0, 1)]
    return [entry(people[0], keys[0]), entry(people[1], keys[1]), entry(people[2])]


async def sent_to_the_bank(hub: Hub) -> list[dict[str, Any]]:
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT m.id, b.records_sealed FROM messages m JOIN message_bodies b ON b.message_id = m.id"
            " WHERE m.format = 'committee.payment-list.v1' ORDER BY m.id"
        )
    return [
        json.loads(hub.sealer.unseal("message_bodies.records", row["id"], bytes(row["records_sealed"]))) for row in rows
    ]


async def test_a_chunk_is_owed_and_instructed_once_and_goes_to_the_bank_with_it(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    await owed(hub, HEAD, lines)
    await owed(hub, HEAD, lines)

    assert [row["status"] for _, row in await states(hub)].count("owed") == 1
    assert await came_to(hub, HEAD) == (0, 0, 18000)
    (file,) = await sent_to_the_bank(hub)
    first, second = await instructions(hub)
    assert [(p["batch_id"], p["sequence"], p["amount_qepik"], p["period"]) for p in file["payments"]] == [
        (each["batch"], each["seq"], 6000, "2026-03") for each in (first, second)
    ]
    assert {p["iban"] for p in file["payments"]} == {iban_of(person(number)) for number in (1, 2)}
    assert [each async for each in altered(hub.store, hub.sealer)] == []


async def test_of_three_the_one_without_a_fin_is_owed_and_left_to_people_until_the_fin_comes(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    needs, (child, number) = hub.aggregates.needs, await person_without_fin(hub, surname="Əliyeva", given_name="Aysel")
    async with hub.store.write() as tx:
        account = await keep_number(needs, tx, child, iban_of(person(3)))
    await owed(hub, HEAD, [*lines[:2], entry(child, account)])

    (file,) = await sent_to_the_bank(hub)
    assert {each["fin"] for each in file["payments"]} == {person(1).fin, person(2).fin}
    assert number not in json.dumps(file)
    assert (await came_to(hub, HEAD), len(await instructions(hub))) == ((0, 0, 18000), 2)
    async with hub.store.read() as tx:
        assert await fin_of_person(needs, tx, child) == number, "whom a complaint or an official is near to"
        waiting = {each.code: each for each in await reconciled(needs, tx, list_id(HEAD))}["waiting"]
    ((at, why, qepik),) = waiting.rows
    assert (why, qepik) == (STATUSES["no_fin"], 6000)
    obligation = str(at).rpartition("/")[2]
    with pytest.raises(Refused, match="no_fin"):
        await send(hub, obligation, account)

    await fin_came(hub, child, person(9).fin)
    await send(hub, obligation, account)

    assert [each["fin"] for each in (await sent_to_the_bank(hub))[1]["payments"]] == [person(9).fin]
    assert [row["status"] for _, row in await states(hub)] == ["sent"] * 3


async def send(hub: Hub, obligation: str, account: str) -> None:
    """An officer instructs it to that account."""
    async with hub.store.write() as tx:
        moves = await Ledger(hub.sealer).by_ids(tx, [obligation])
        allowed(await send_again(hub.aggregates.needs, tx, [*moves.values()], account, "fuad"))


async def fin_came(hub: Hub, entity: str, fin: str) -> None:
    """The register learns whose it is."""
    register = RegisterStore(hub.sealer, hub.hash)
    async with hub.store.write() as tx:
        before = await Reader(register).by_id(tx, entity)
        assert before is not None
        after = learn(before, {"fin": fin}, Source(new_id(), "committee", await tx.now()))
        await register.save(tx, [Change(before, after, (register.hash("fin", fin),))], await tx.now())


async def test_after_a_restore_from_backup_the_same_order_goes_out_under_the_same_reference(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    await owed(hub, HEAD, lines)
    before = await instructions(hub)
    async with hub.store.write() as tx:
        for table in ("instructions", "obligation_events", "obligations"):
            await tx.execute(f"DELETE FROM {table}")
    await owed(hub, HEAD, list(reversed(lines)))

    same = ("reference", "batch", "seq", "obligation_id")
    assert [[each[name] for name in same] for each in await instructions(hub)] == [
        [each[name] for name in same] for each in before
    ]


async def test_whatever_the_order_of_the_banks_answers_the_sums_are_the_same(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    for number, order in enumerate(permutations(range(4))):
        month = head(f"2026-{number % 12 + 1:02d}", run=f"00000000-0000-4000-8000-{number:012d}")
        people = [entry(f"{2 * number + at:032x}", each.account) for at, each in enumerate(lines[:2])]
        await owed(hub, month, people)
        both = [each for each in await instructions(hub) if each["code"] == ""]
        said = [reply(both[0], "96"), reply(both[0], "00"), reply(both[0], "31"), reply(both[1], "05")]
        assert await answered(hub, *(said[at] for at in order)) == [None] * 4
        assert await answered(hub, said[order[0]]) == [None], "a repetition"
        assert await came_to(hub, month) == (6000, 6000, 0)


async def test_an_answer_to_no_payment_and_one_that_contradicts_are_refused_by_their_codes(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    await owed(hub, HEAD, lines)
    first, _ = await instructions(hub)
    stray = reply({**first, "seq": 99}, "00")
    another = reply(first, "05", fin=person(3).fin)
    assert await answered(hub, stray, another, reply(first, "00")) == [
        "money.no_instruction",
        "money.other_person",
        None,
    ]
    assert await came_to(hub, HEAD) == (6000, 0, 12000)


async def test_who_was_not_told_to_pay_says_nothing_of_a_payment(house: House) -> None:
    hub = house.hub
    await owed(hub, HEAD, await two_lines(house))
    first, second = await instructions(hub)

    alien = await answered(hub, reply(first, "05"), reply(second, "00"), sender="azerishiq")

    assert alien == ["money.other_payer"] * 2
    assert {each["status"] for each in await instructions(hub)} == {"open"}
    assert await answered(hub, reply(first, "05"), sender=first["payer"]) == [None]
    assert await answered(hub, reply(second, "00"), sender="committee") == [None], "the house says what it was told"


async def test_what_the_bank_refused_is_paid_to_the_payees_next_account(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    await owed(hub, HEAD, lines)
    first, second = await instructions(hub)
    await answered(hub, reply(first, "05"), reply(second, "00"))
    (refused,) = await accounts(hub)
    number = 1 if refused == lines[0].account else 2
    await house.paid_to(number, iban_of(person(40)))

    async def instructed() -> bool:
        return len(await instructions(hub)) == 3

    await eventually(instructed, what="the next instruction")
    made = next(each for each in await instructions(hub) if each["status"] == "open")
    assert made["obligation_id"] == first["obligation_id"]
    assert [p["iban"] for p in (await sent_to_the_bank(hub))[-1]["payments"]] == [iban_of(person(40))]
    await answered(hub, reply(made, "00", bank_reference="BR77"))
    assert await came_to(hub, HEAD) == (12000, 0, 6000)


async def accounts(hub: Hub) -> list[str]:
    return [
        each.account for state, row in await states(hub) if row["status"] == "refused" for each in state.instructions
    ]


async def test_what_is_owed_to_one_is_not_paid_to_another_whom_a_row_names(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    await owed(hub, HEAD, [lines[2]])
    async with hub.store.write() as tx:
        await tx.execute("UPDATE obligations SET payee = :other", {"other": await house.entity(4)})
    await house.paid_to(4)
    assert await instructions(hub) == []


async def test_an_unanswered_one_is_unknown_after_its_term_and_a_late_answer_still_counts(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    await owed(hub, HEAD, lines)
    assert await silence_step(hub.aggregates.needs) == 0
    await later(hub, 14)

    async def unknown() -> bool:
        return [each["status"] for each in await instructions(hub)] == ["unknown", "unknown"]

    await eventually(unknown, what="nobody knows")
    first, _ = await instructions(hub)
    assert await answered(hub, reply(first, "31")) == [None]
    assert await came_to(hub, HEAD) == (6000, 0, 12000)


async def test_two_open_instructions_of_one_obligation_cannot_be_stored(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    await owed(hub, HEAD, lines)
    first, _ = await instructions(hub)
    with pytest.raises(Collision):
        await stored(hub, {**first, "reference": "x", "seq": 77})


async def stored(hub: Hub, row: dict[str, Any]) -> None:
    async with hub.store.write() as tx:
        await tx.insert("instructions", ", ".join(row), [tuple(row.values())])


CHANGES = {
    "DELETE FROM instructions WHERE seq = 1": 1,
    "UPDATE instructions SET amount = amount + 1 WHERE seq = 1": 1,
    "UPDATE instructions SET status = 'closed' WHERE seq = 1": 1,
    "UPDATE obligations SET status = 'paid' WHERE id = (SELECT id FROM obligations ORDER BY id LIMIT 1)": 1,
    "UPDATE obligations SET amount = 1 WHERE id = (SELECT id FROM obligations ORDER BY id LIMIT 1)": 1,
    "UPDATE obligations SET payee = id WHERE id = (SELECT id FROM obligations ORDER BY id LIMIT 1)": 1,
    "UPDATE obligations SET list_id = person WHERE id = (SELECT id FROM obligations ORDER BY id LIMIT 1)": 1,
    "DELETE FROM obligations WHERE id = (SELECT id FROM obligations ORDER BY id LIMIT 1)": 1,
    "UPDATE obligation_events SET leaf = obligation_id WHERE number = 1": 4,
    "DELETE FROM obligation_events WHERE kind = 'instructed'": 3,
}
"""What somebody changes by hand, and how many ids are named: of leaves, of obligations, of what is left alone."""


async def test_what_is_changed_by_hand_is_noticed(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    await owed(hub, HEAD, lines)
    tables = ("obligations", "obligation_events", "instructions")

    for change, named in CHANGES.items():
        async with tampered(hub.store, tables, change):
            assert len({each async for each in altered(hub.store, hub.sealer)}) == named, change
        assert [each async for each in altered(hub.store, hub.sealer)] == [], change


async def test_a_death_that_is_registered_after_a_payment_is_a_task_for_people(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    await owed(hub, HEAD, lines)
    await house.told({"kind": "person", "fin": person(1).fin, "vital_status": "deceased", "death_date": "2026-02-11"})

    async def opened() -> bool:
        async with hub.store.read() as tx:
            return len(await tx.fetch("SELECT obligation_id FROM payment_tasks WHERE kind = 'death'")) == 1

    await eventually(opened, what="the task")


async def test_a_correction_of_what_is_owed_already_adds_up_to_its_own_list(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    await owed(hub, HEAD, lines)
    first, second = await instructions(hub)
    await answered(hub, reply(first, "00"), reply(second, "00"))
    correction = head("2026-04", kind="correction", run=OTHER)
    some = [replace(lines[0], amount_qepik=500), replace(lines[1], amount_qepik=-2700)]
    some = [replace(each, of_period="2026-03") for each in some]

    for _ in range(2):
        await owed(hub, correction, some)

    assert sum(await came_to(hub, correction)) == 500 - 2700
    made = next(each for each in await instructions(hub) if each["status"] == "open")
    assert (made["amount"], made["list_id"]) == (500, list_id(correction))
    assert await answered(hub, reply(made, "00", bank_reference="BR9")) == [None]
    assert (await came_to(hub, HEAD), await came_to(hub, correction)) == ((12000, 0, 6000), (500, -2700, 0))
    async with hub.store.read() as tx:
        blocks = {each.code: each.rows for each in await reconciled(hub.aggregates.needs, tx, list_id(correction))}
    assert blocks["odd"] == []
    assert [row[1:] for row in blocks["sums"]] == [(-2200, 500, -2700, 0), (500, 500, 0, 0)]
    assert len(blocks["shares"]) == 2
    assert [each async for each in altered(hub.store, hub.sealer)] == []


async def test_what_is_corrected_upward_while_the_first_is_out_follows_it_once_that_is_paid(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    await owed(hub, HEAD, lines)
    first, second = await instructions(hub)
    correction = head("2026-04", kind="correction", run=OTHER)
    await owed(hub, correction, [replace(each, amount_qepik=500, of_period="2026-03") for each in lines])
    assert [each["reference"] for each in await instructions(hub)] == [first["reference"], second["reference"]]

    for _ in range(2):
        assert await answered(hub, reply(first, "00"), reply(second, "05")) == [None, None]

    (made,) = [each for each in await instructions(hub) if each["status"] == "open"]
    assert (made["amount"], made["obligation_id"]) == (500, first["obligation_id"]), "of whom the bank has paid alone"
    assert made["list_id"] == list_id(correction)
    await answered(hub, reply(made, "00", bank_reference="BR9"))
    assert (await came_to(hub, HEAD), await came_to(hub, correction)) == ((6000, 6000, 6000), (500, 0, 1000))
    assert [each async for each in altered(hub.store, hub.sealer)] == []


async def test_a_line_of_a_correction_that_nobody_owed_is_owed_once_however_often_it_is_said(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    correction = head(kind="correction", run=OTHER)
    for _ in range(2):
        await owed(hub, correction, lines)
    assert await came_to(hub, correction) == (0, 0, 18000)


async def test_arrears_that_are_owed_already_add_up_and_pay_nobody_twice(house: House) -> None:
    hub, lines = house.hub, await two_lines(house)
    await owed(hub, HEAD, lines)
    first, second = await instructions(hub)
    await answered(hub, reply(first, "00"), reply(second, "05"))
    arrears = head("2026-05", kind="arrears", run=OTHER)

    for _ in range(2):
        await owed(hub, arrears, [replace(each, of_period="2026-03") for each in lines])

    (made,) = [each for each in await instructions(hub) if each["status"] == "open"]
    assert (made["amount"], made["obligation_id"]) == (6000, second["obligation_id"]), "what had come back alone"
    assert (await came_to(hub, HEAD), await came_to(hub, arrears)) == ((6000, 6000, 6000), (0, 12000, 6000))
    await answered(hub, reply(made, "00", bank_reference="BR9"))
    assert (await came_to(hub, HEAD), await came_to(hub, arrears)) == ((6000, 6000, 6000), (6000, 12000, 0))
    async with hub.store.read() as tx:
        (block,) = [each for each in await reconciled(hub.aggregates.needs, tx, list_id(arrears)) if each.code == "odd"]
        listed = await lists_of(hub.aggregates.needs, tx, "2026-03")
    assert block.rows == []
    assert [row[4:8] for row in listed.rows] == [(18000, 6000, 6000, 6000), (18000, 6000, 12000, 0)]


async def test_what_was_paid_too_little_is_paid_beside_what_was_paid_by_the_list_of_arrears(house: House) -> None:
    """Its obligation is one: 33 manat of the month's list, 27 of that of arrears, each told to the bank once."""
    hub, (line, *_) = house.hub, await two_lines(house)
    regular, arrears = head("2026-01"), head("2026-03", "arrears", OTHER)
    await owed(hub, regular, [replace(line, amount_qepik=3300)])
    assert await answered(hub, reply((await instructions(hub))[0], "00")) == [None]

    rest = replace(line, amount_qepik=2700, of_period="2026-01", terms={"over_qepik": "3300"})
    for _ in range(2):
        await owed(hub, arrears, [rest])
    assert await came_to(hub, arrears) == (0, 0, 2700)
    (second,) = [each for each in await instructions(hub) if each["list_id"] == list_id(arrears)]
    assert await answered(hub, reply(second, "00")) == [None]

    assert (await came_to(hub, regular), await came_to(hub, arrears)) == ((3300, 0, 0), (2700, 0, 0))


async def test_of_a_sum_that_was_corrected_by_hand_meanwhile_no_rest_is_owed(house: House) -> None:
    hub, (line, *_) = house.hub, await two_lines(house)
    await owed(hub, head("2026-01"), [replace(line, amount_qepik=6000)])

    rest = replace(line, amount_qepik=2700, of_period="2026-01", terms={"over_qepik": "3300"})
    await owed(hub, head("2026-03", "arrears", OTHER), [rest])

    assert (len(await instructions(hub)), await came_to(hub, head("2026-01"))) == (1, (0, 0, 6000))
