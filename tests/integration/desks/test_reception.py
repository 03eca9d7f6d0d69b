"""The reception: signed up once a day by one, received by another, promised under control, and kept or not."""

from __future__ import annotations

import asyncio
import re

from hub.desks.receptions import forget_old_receptions
from tests.integration.console.desks import text
from tests.integration.desks.conftest import FIN, STRANGER, House

WHO = {"fin": FIN, "name": "Aysel Əliyeva", "topic": "Mənzil növbəsi"}


async def day_of(house: House, official: str = "fuad", which: int = 0) -> str:
    listed = (await house.desks.get("gulnar", f"/reception?official={official}")).text
    return str(re.findall(r'<option value="(\d{4}-\d\d-\d\d)"', listed)[which])


async def signed_up(house: House, official: str = "fuad", **who: str) -> str:
    day = await day_of(house, official)
    listed = await house.desks.went("gulnar", "/reception", official=official, day=day, **{**WHO, **who})
    assert FIN not in listed
    page = (await house.desks.get("gulnar", listed)).text
    return str(re.findall(r'href="/console(/reception/[0-9a-f]{32})"', page)[-1])


async def received(house: House) -> str:
    one = await signed_up(house)
    await house.desks.went("fuad", f"{one}/end", state="received", text="Mənzil növbəsi soruşuldu")
    return one


async def test_twice_for_one_day_is_once_and_the_list_names_nobody(house: House) -> None:
    first, again = await signed_up(house), await signed_up(house, topic="Başqa məsələ")
    other = await signed_up(house, fin=STRANGER)

    listed = text(await house.desks.get("gulnar", "/reception?official=fuad"))
    assert first == again != other
    assert "2 of" in listed
    assert "Əliyeva" not in listed
    assert "Mənzil" not in listed


async def test_two_for_the_last_place_are_one_and_a_freed_place_is_taken_again(house: House) -> None:
    day, fins = await day_of(house), [f"5ABCD{number:02}" for number in range(10, 19)]

    tries = [house.desks.post("gulnar", "/reception", official="fuad", day=day, **{**WHO, "fin": fin}) for fin in fins]
    done = await asyncio.gather(*tries)

    places = 8 if text(await house.desks.get("gulnar", f"/reception?official=fuad&day={day}")).count("of 8") else 4
    assert [each.status_code for each in done].count(303) == places
    one = await house.desks.get("gulnar", f"/reception?official=fuad&day={day}")
    first = re.findall(r'href="/console(/reception/[0-9a-f]{32})"', one.text)[0]
    await house.desks.went("gulnar", f"{first}/cancel")
    await house.desks.went("gulnar", "/reception", official="fuad", day=day, **WHO)


async def test_the_brief_says_family_matters_and_earlier_promises_and_the_look_is_written_down(house: House) -> None:
    earlier = await received(house)
    async with house.hub.store.write() as tx:
        await tx.execute("UPDATE receptions SET day = '2026-01-09'")
    order = {"order": "Növbəni yoxlayın", "executor": "elcin", "until": await day_of(house, which=1), "key": "k-1"}
    for _ in range(2):
        await house.desks.went("fuad", f"{earlier}/promise", **order)
    one = await signed_up(house)

    shown = text(await house.desks.get("fuad", one, lang="az"))

    for said in ("Əliyeva Aysel Orxan", "oğul", "09.01.2026", "Növbəni yoxlayın", "icradadır", "Müraciət (ərizə) № M-",
                 "Statusu: məcburi köçkün"):  # fmt: skip
        assert said in shown, said
    assert shown.count("Növbəni yoxlayın") == 1
    assert "Gizli küçə" not in shown
    assert ("fuad", "reception.look", "shown") in await house.looks()


async def test_a_promise_is_an_order_under_control_of_the_official(house: House) -> None:
    one = await received(house)
    until = await day_of(house, which=1)
    await house.desks.went("fuad", f"{one}/promise", order="Növbəni yoxlayın", executor="elcin", until=until, key="k")

    document = re.findall(r"/console(/documents/[0-9a-f]{32})", (await house.desks.get("fuad", one)).text)[0]
    async with house.hub.store.read() as tx:
        (row,) = await tx.fetch("SELECT executor, controlled, due FROM resolutions")
        kept = await house.hub.office.documents.load(tx, document.removeprefix("/documents/"))
    assert (row["executor"], row["controlled"], row["due"]) == ("elcin", 1, until)
    assert kept is not None
    assert kept.appeal is not None
    assert (kept.appeal.channel, [each.owner for each in kept.orders.resolutions.values()]) == ("reception", ["fuad"])
    assert "Mənzil növbəsi" in text(await house.desks.get("elcin", document))


async def test_what_may_not_be_promised_comes_back_with_words(house: House) -> None:
    one = await received(house)
    order = {"order": "Yoxlayın", "executor": "elcin", "until": "2031-01-01", "key": "k"}

    late = await house.desks.post("fuad", f"{one}/promise", **order)
    nobody = await house.desks.post("fuad", f"{one}/promise", **{**order, "executor": "", "until": "sabah"})

    assert "1308-IVQ" in text(late, late.status_code)
    assert nobody.status_code == 422
    assert (await house.desks.post("fuad", f"{one}/end", state="absent", text="x")).status_code == 409


async def test_a_promise_that_is_refused_leaves_no_appeal_that_nobody_has(house: House) -> None:
    one = await received(house)
    order = {"order": "Yoxlayın", "executor": "elcin", "until": "2031-01-01", "key": "k", "kind": "complaint"}

    refused = await house.desks.post("fuad", f"{one}/promise", **order)

    assert refused.status_code >= 400
    assert 'name="key" value="k"' in refused.text
    (document,) = set(re.findall(r"/console/documents/([0-9a-f]{32})", (await house.desks.get("fuad", one)).text))
    async with house.hub.store.read() as tx:
        kept = await house.hub.office.documents.load(tx, document)
    assert kept is not None
    assert kept.appeal is not None
    assert kept.appeal.kind == "complaint"
    until = await day_of(house, which=1)
    await house.desks.went("fuad", f"{one}/promise", **{**order, "until": until, "key": "k-2"})
    async with house.hub.store.read() as tx:
        assert [row["n"] for row in await tx.fetch("SELECT count(*) AS n FROM documents WHERE kind = 'appeal'")] == [1]


async def test_a_day_that_is_taken_by_another_official_is_said_and_not_lost(house: House) -> None:
    await signed_up(house)
    day = await day_of(house)
    async with house.hub.store.write() as tx:
        await tx.execute("UPDATE receptions SET official = 'elcin'")

    again = await house.desks.post("gulnar", "/reception", official="fuad", day=day, **WHO)

    assert "signed up for that day already" in text(again, 409)


async def test_each_relative_that_a_brief_shows_has_the_look_in_their_own_history(house: House) -> None:
    son = "7ABCD13"
    members = [{"fin": FIN, "relation": "head"}, {"fin": son, "relation": "son"}]
    await house.told(
        {"kind": "person", "fin": son, "surname": "Əliyev", "given_name": "Tural"},
        {"kind": "household", "household_id": "AT-1", "head_fin": FIN, "members": members},
    )
    one = await signed_up(house)

    for _ in range(2):
        assert "Tural" in text(await house.desks.get("fuad", one))

    assert await house.looks(son) == [("fuad", "reception.look", "shown")]
    async with house.hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT actor_person, categories FROM access_events WHERE service = 'reception.look' ORDER BY id"
        )
    assert {(row["actor_person"], row["categories"]) for row in rows} == {
        ("fuad", "register family status"), ("fuad", "register family"),
    }  # fmt: skip


async def test_some_days_after_the_reception_the_brief_is_closed_and_what_came_of_it_stays(house: House) -> None:
    one = await received(house)
    async with house.hub.store.write() as tx:
        await tx.execute("UPDATE receptions SET day = '2026-01-09'")
    shown = text(await house.desks.get("fuad", one))

    assert "Mənzil növbəsi soruşuldu" in shown
    assert "Where the person stands" not in shown
    assert "Family" not in shown
    assert await forget_old_receptions(house.hub.store) == 0
    async with house.hub.store.write() as tx:
        await tx.execute("UPDATE receptions SET day = '2020-01-09'")
    assert await forget_old_receptions(house.hub.store) == 1


async def test_who_signs_up_does_not_receive_and_nobody_opens_anothers_reception(house: House) -> None:
    one = await signed_up(house)

    assert "Family" not in text(await house.desks.get("gulnar", one))
    for act in ("end", "promise"):
        assert (await house.desks.post("gulnar", f"{one}/{act}", text="x", order="x")).status_code == 403
    assert (await house.desks.get("elcin", one)).status_code == 404
    assert (await house.desks.post("elcin", f"{one}/end", text="x")).status_code == 404
    assert (await house.desks.post("fuad", "/reception", official="fuad", day="2027-01-01", **WHO)).status_code == 403
    assert (await house.desks.post("fuad", f"{one}/cancel")).status_code == 403
    for who in ("ramil", "sebine", "rauf", "samir", "sevinc"):
        assert (await house.desks.get(who, "/reception")).status_code == 403
        assert (await house.desks.get(who, one)).status_code == 403
    assert "Mənzil" not in text(await house.desks.get("elcin", "/reception?official=fuad"))
    assert [login for login, *_ in await house.looks()] == ["gulnar"]


async def test_what_cannot_be_signed_up_is_said_beside_its_field(house: House) -> None:
    bad = await house.desks.post("gulnar", "/reception", official="fuad", day="2020-01-03", **WHO)
    empty = await house.desks.post("gulnar", "/reception", official="fuad", day="", fin="x", name="", topic="")

    assert "does not receive on that day" in text(bad, 422)
    assert "7 characters" in text(empty, 422)
