"""Twins are two people: nothing of the one becomes the other's, and nobody is asked to join them."""

from __future__ import annotations

from typing import Any

from hub.app import Hub
from hub.register.likeness import find_pairs, possible_doubles
from tests.integration.hard_cases.office import FIN, TWIN, WOMAN, act, attributes, told

SISTER = {**WOMAN, "fin": TWIN, "given_name": "Aygün"}
MOTHER = {"fin": "3MTHR01", "surname": "Əliyeva", "given_name": "Sevil"}


async def test_twins_whose_fins_differ_by_one_digit_are_two_records_and_no_pair(hub: Hub) -> None:
    await told(hub, WOMAN, SISTER, by="din")

    assert (await attributes(hub, "fin", FIN))["given_name"] == "Aysel"
    assert (await attributes(hub, "fin", TWIN))["given_name"] == "Aygün"
    await find_pairs(hub.store)
    async with hub.store.read() as tx:
        assert await possible_doubles(tx, 10) == (0, [])


async def test_twins_in_one_act_of_birth_are_two_people_also_while_neither_has_a_fin(hub: Hub) -> None:
    birth = act("AB-1", "birth", "2026-03-01", mother=MOTHER)
    names = ("Həsən", "Hüseyn")
    children: list[dict[str, Any]] = [
        {"role": "child", "person": {"kind": "person", "surname": "Əliyev", "given_name": n}} for n in names
    ]
    await told(hub, {**birth, "subjects": [*children, *birth["subjects"]]}, by="edliyye")

    persons = (await attributes(hub, "act", "AB-1"))["persons"]
    assert len(persons) == 3

    with_fins = [
        {**each, "person": {**each["person"], "fin": fin}} for each, fin in zip(children, (FIN, TWIN), strict=True)
    ]
    await told(hub, {**birth, "event_id": "later", "subjects": [*with_fins, *birth["subjects"]]}, by="edliyye")
    assert (await attributes(hub, "act", "AB-1"))["persons"] == persons, "nobody is new, the FINs have come"
    found = [(await attributes(hub, "fin", fin))["given_name"] for fin in (FIN, TWIN)]
    assert found == list(names)


async def test_the_fin_of_one_twin_brings_nothing_of_the_other_who_has_none_yet(hub: Hub) -> None:
    birth = act("AB-2", "birth", "2026-03-01", mother=MOTHER)
    one, other = (
        dict[str, Any](role="child", person={"kind": "person", "surname": "Əliyev", "given_name": name})
        for name in ("Həsən", "Hüseyn")
    )
    known = {**one, "person": {**one["person"], "fin": FIN}}
    await told(hub, {**birth, "subjects": [known, other]}, by="edliyye")
    both = {**other, "person": {**other["person"], "fin": TWIN}}
    await told(hub, {**birth, "event_id": "later", "subjects": [known, both]}, by="edliyye")

    assert [(await attributes(hub, "fin", fin))["given_name"] for fin in (FIN, TWIN)] == ["Həsən", "Hüseyn"]
    assert len((await attributes(hub, "act", "AB-2"))["persons"]) == 2


async def test_what_is_told_of_a_twin_without_a_fin_waits_for_a_person_and_is_not_lost(hub: Hub) -> None:
    without = {name: value for name, value in SISTER.items() if name != "fin"}
    await told(hub, WOMAN, by="din")
    await told(hub, without, by="din")

    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT state, error_code FROM deliveries WHERE destination = 'register' ORDER BY id")
    assert [(row["state"], row["error_code"]) for row in rows] == [("delivered", None), ("failed", "register.no_fin")]
    assert (await attributes(hub, "fin", FIN))["given_name"] == "Aysel"
