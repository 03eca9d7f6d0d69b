"""Finding somebody by name: for a purpose alone, each who is listed learns of it, and letters may be wrong."""

from __future__ import annotations

import re

import pytest

from hub.register import looking
from hub.register.names import read_query
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from tests.integration.console.desks import Desks, text
from tests.integration.console.register.conftest import MOTHER, SON, tell
from tests.integration.console.register.test_looking_people_up import BASIS, events


async def search(desks: Desks, typed: str, status: int = 200, **more: str) -> str:
    answer = await desks.post("zeyneb", "/register", kind="name", value=typed, **{**BASIS, **more})
    return text(answer, status)


@pytest.mark.parametrize("typed", ["Əliyeva Aysel", "aliyeva aysel 1990", "ƏLİYEVA"])
async def test_a_name_leads_to_who_bears_it_or_bore_it(desks: Desks, typed: str) -> None:
    said = await search(desks, typed)

    assert "Əliyeva Aysel" in said
    assert "01.05.1990" in said
    assert "Tural" not in said
    assert [(e["service"], e["outcome"], e["purpose_code"]) for e in await events(desks, MOTHER)] == [
        ("register.find", "listed", "housing")
    ]
    assert await events(desks, SON) == []


async def test_one_letter_wrong_is_said_to_be_wrong(desks: Desks) -> None:
    said = await search(desks, "Əliyeva Aysebl")

    assert "Nobody has exactly this name" in said
    assert "01.05.1990" in said


async def test_nobody_is_nobody_and_the_search_has_a_purpose_all_the_same(desks: Desks) -> None:
    assert "Nobody is found by this name" in await search(desks, "Naməlum Şəxs")


@pytest.mark.parametrize("missing", ["purpose", "legal_basis"])
async def test_without_a_purpose_nobody_is_listed_and_nothing_written(desks: Desks, missing: str) -> None:
    said = await search(desks, "Əliyeva Aysel", 422, **{missing: ""})

    assert "Aysel" not in said.replace("Əliyeva Aysel", "", 1)
    assert await events(desks, MOTHER) == []


async def test_words_that_name_nobody_are_asked_for_anew(desks: Desks) -> None:
    assert "Type one to" in await search(desks, "1990", 422)


async def test_who_may_not_look_people_up_is_refused(desks: Desks) -> None:
    answer = await desks.post("ramil", "/register", kind="name", value="Əliyeva Aysel", **BASIS)

    assert answer.status_code == 403
    assert "Aysel" not in text(answer, 403).replace("Əliyeva Aysel", "")
    assert await events(desks, MOTHER) == []


async def test_of_many_the_first_are_shown_and_of_too_many_nobody(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [
        {"kind": "person", "fin": f"6ABC{n:03d}", "surname": "Əliyeva", "given_name": "Nərgiz"} for n in range(25)
    ]
    await tell(desks, "committee", "hub.records.v1", {"id": "many", "records": people})
    assert "25 people fit in all" in await search(desks, "Əliyeva Nərgiz")

    monkeypatch.setattr("hub.register.reading.MOST", 20)
    said = await search(desks, "Əliyeva Nərgiz")
    assert "More than two thousand" in said
    assert "01.05.1990" not in said


async def test_who_was_erased_is_found_by_no_name(desks: Desks) -> None:
    hub = desks.office.served.hub
    register = RegisterStore(hub.sealer, hub.hash)
    wanted = read_query("Əliyeva Aysel")
    assert wanted is not None
    async with hub.store.write() as tx:
        (found,) = (await Reader(register).by_name(tx, wanted)).people
        await register.erase(tx, found.id)

        assert (await Reader(register).by_name(tx, wanted)).people == ()
        assert await tx.fetch("SELECT 1 AS one FROM entity_names WHERE entity_id = :id", {"id": found.id}) == []


async def test_who_leafs_through_the_register_by_names_is_stopped_for_an_hour_and_that_is_written_down(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "MOST_NAMES_AN_HOUR", 2)
    for _ in range(2):
        await search(desks, "Əliyeva Aysel")

    said = await search(desks, "Əliyeva Aysel", 429)

    assert "01.05.1990" not in said
    assert "within an hour" in said
    assert [each["outcome"] for each in await events(desks, MOTHER)] == ["listed", "listed"]
    assert re.fullmatch(r"/register/[0-9a-f]{32}", await desks.went("zeyneb", "/register", kind="fin", value=MOTHER))


@pytest.mark.parametrize("how", ["name", "look"])
async def test_a_look_that_the_person_is_told_of_late_is_nobodys_alone(desks: Desks, how: str) -> None:
    court = {"purpose": "court", "legal_basis": "998-IIIQ, maddə 9"}
    if how == "name":
        said = await search(desks, "Əliyeva Aysel", 422, **court)
    else:
        place = await desks.went("zeyneb", "/register", kind="fin", value=MOTHER)
        said = text(await desks.post("zeyneb", f"{place}/look", **court), 422)

    assert "nobody takes it alone" in said
    assert "01.05.1990" not in said
