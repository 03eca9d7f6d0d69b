"""Two records of one woman: asked about, joined by two officials, found by either key, and parted again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from hub.register.likeness import find_pairs
from hub.register.names import read_query
from hub.register.reading import Reader
from hub.register.stakes import weigh_doubles
from hub.register.store import RegisterStore
from hub.store.ids import new_id
from hub.web import register_requests
from hub.web.at_stake import AtStake
from mappings.registered import Right
from tests.integration.console.desks import Desks, text
from tests.integration.console.register.conftest import MOTHER, tell
from tests.integration.console.register.test_change_requests import asked_for, decided, id_of, previewed, state_of, wish
from tests.protections import protect
from tests.things import things_told

SECOND = "7ABCD72"
LIST = "0" * 31 + "7"
OBLIGATION = (
    "id, list_id, payee, person, period, status, amount, paid, returned, open, overpaid, chain_hash, state_sealed,"
    " changed_at"
)
PAIRS = (("4BCDE12", "4BCDE22"), ("4BCDE32", "4BCDE42"))


@pytest.fixture
async def pair(desks: Desks) -> tuple[str, str]:
    """The mother again, under a FIN that somebody mistyped, with an account of her own."""
    other = {
        "kind": "person",
        "fin": SECOND,
        "surname": "ALIYEVA",
        "given_name": "Aysel",
        "birth_date": "1990-05-01",
        "birth_place": "Talış",
        "sex": "female",
    }
    account = {"kind": "utility_account", "provider": "azersu", "subscriber_code": "0500", "fin": SECOND}
    await tell(desks, "committee", "hub.records.v1", {"id": "second", "records": [other, account]})
    await find_pairs(desks.office.served.hub.store)
    return await id_of(desks, MOTHER), await id_of(desks, SECOND)


def merge(pair: tuple[str, str]) -> dict[str, Any]:
    return {"kind": "person_merge", "survivor": pair[0], "other": pair[1], "ground": "DİN-in cavabı № 5"}


def split(pair: tuple[str, str], **sides: str) -> dict[str, Any]:
    return {**merge(pair), "kind": "person_split", "sides": sides}


async def doubles(desks: Desks) -> list[dict[str, Any]]:
    return list((await desks.office.get("zeyneb", "/v1/register/doubles")).json()["items"])


async def both(desks: Desks, pair: tuple[str, str]) -> list[Any]:
    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        found = await RegisterStore(hub.sealer, hub.hash).by_ids(tx, pair)
    return [(found[each].attributes, found[each].provenance) for each in pair]


async def test_a_pair_waits_for_an_official_until_it_is_told_apart(desks: Desks, pair: tuple[str, str]) -> None:
    assert await doubles(desks) == [{"one": pair[0], "other": pair[1], "signs": ["name"], "stake_qepik": 0}]

    apart = {"one": pair[1], "other": pair[0], "ground": "Hər ikisi gəldi"}
    assert (await desks.office.post("zeyneb", "/v1/register/doubles/apart", apart)).status_code == 204

    assert await doubles(desks) == []


async def test_the_queue_is_by_the_money_at_stake_and_is_leafed_through_to_its_end(desks: Desks) -> None:
    twins = [
        {"kind": "person", "fin": fin, "surname": surname, "given_name": "Sevda", "birth_date": "1990-05-01"}
        for surname, both in zip(("Quliyeva", "Nəbiyeva"), PAIRS, strict=True)
        for fin in both
    ]
    account: dict[str, Any] = {"kind": "utility_account", "provider": "azersu", "fin": PAIRS[1][0], "period": "2026-01"}
    account |= {"subscriber_code": "0700", "idp_group": True, "amount_qepik": 500}
    await tell(desks, "committee", "hub.records.v1", {"id": "twins", "records": [*twins, account]})
    right = Right(right_id="R-1", fin=PAIRS[1][1], programme="allowance", benefit="allowance", amount_qepik=6000)
    ended = right.model_copy(update={"right_id": "R-2", "fin": PAIRS[0][0], "state": "ended"})
    await things_told(desks.office.served.hub, right, ended)
    hub = desks.office.served.hub
    await find_pairs(hub.store)
    await weigh_doubles(hub.store, RegisterStore(hub.sealer, hub.hash))

    first = (await desks.office.get("zeyneb", "/v1/register/doubles", limit=1)).json()
    rest = (await desks.office.get("zeyneb", "/v1/register/doubles", limit=1, cursor=first["next"])).json()
    wrong = await desks.office.get("zeyneb", "/v1/register/doubles", cursor="x")
    page = text(await desks.get("zeyneb", "/register/doubles"))

    assert [each["stake_qepik"] for each in (*first["items"], *rest["items"])] == [6500, 0]
    assert (first["total"], rest["total"], rest["next"]) == (2, 2, None)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "api.cursor")
    assert "Pairs in all: 2." in page
    assert page.index("at stake a month: 65,00 AZN") < page.index("at stake a month: 0,00 AZN")


async def test_the_preview_says_what_rests_on_both_and_nothing_of_where_a_protected_person_lives(
    desks: Desks, pair: tuple[str, str]
) -> None:
    hub = desks.office.served.hub
    right = Right(right_id="R-1", fin=SECOND, programme="allowance", benefit="allowance", amount_qepik=6000)
    await things_told(hub, right)
    await protect(hub, SECOND)
    async with hub.store.write() as tx:
        for name, (status, still_open) in enumerate({"owed": 6000, "paid": 0}.items()):
            row = (new_id(), LIST, pair[1], pair[1], f"2026-0{name + 1}", status, 6000, 0, 0, still_open, 0, "", b"", 0)
            await tx.insert("obligations", OBLIGATION, [row])

    rests = (await previewed(desks, merge(pair)))["rests"]
    page = await desks.post("zeyneb", "/register/preview", **{**merge(pair), "kind": "person_merge", "one": pair[0]})

    assert [(each["entity"], each["allowance_qepik"], each["open_qepik"], each["lists"]) for each in rests] == [
        (pair[0], 0, 0, []),
        (pair[1], 6000, 6000, [LIST]),
    ]
    assert [(each["state"], each["amount"], each["number"]) for each in rests[1]["rights"]] == [
        ("in_force", 6000, "R-1")
    ]
    assert "at stake a month: 60,00 AZN" in text(page)
    assert "Not settled 1: 60,00 AZN" in text(page)
    assert "protect" not in str(rests).lower()


async def test_joined_to_the_newer_record_both_are_seen_with_what_rests_on_each(
    desks: Desks, pair: tuple[str, str]
) -> None:
    older, newer = pair
    await decided(desks, await asked_for(desks, merge((newer, older))))
    right = Right(right_id="R-1", fin=MOTHER, programme="allowance", benefit="allowance", amount_qepik=6000)
    await things_told(desks.office.served.hub, right)

    seen = await previewed(desks, split((newer, older)))
    asked = await asked_for(desks, split((newer, older)))
    page = await desks.get("aytac", f"/register/requests/{asked}")

    assert [(each["entity"], each["allowance_qepik"]) for each in seen["rests"]] == [(older, 6000), (newer, 6000)]
    assert text(page).count("Paid a month 60,00 AZN") == len(pair)
    assert "at stake a month" not in text(page), "the same money is not summed twice"


async def test_what_rests_on_people_is_read_once_nobody_waits_for_them(
    desks: Desks, pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = desks.office.served.hub

    async def at_stake(*_: object) -> list[AtStake]:
        async with asyncio.timeout(5), hub.store.write() as tx:
            await RegisterStore(hub.sealer, hub.hash).by_ids(tx, pair)
        return []

    monkeypatch.setattr(register_requests, "at_stake", at_stake)

    assert (await previewed(desks, merge(pair)))["rests"] == []
    asked = await asked_for(desks, merge(pair))
    assert "Not settled" not in text(await desks.get("aytac", f"/register/requests/{asked}"))


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_weighing_waits_for_nobody_who_has_the_people(desks: Desks, pair: tuple[str, str]) -> None:
    hub = desks.office.served.hub
    register = RegisterStore(hub.sealer, hub.hash)
    async with hub.store.write() as tx:
        await register.by_ids(tx, pair)
        async with asyncio.timeout(5):
            assert await weigh_doubles(hub.store, register) == 1


async def test_a_pair_is_weighed_once_a_day_and_no_more_when_it_is_joined(desks: Desks, pair: tuple[str, str]) -> None:
    hub = desks.office.served.hub
    register = RegisterStore(hub.sealer, hub.hash)
    weighed = [await weigh_doubles(hub.store, register) for _ in range(2)]
    await decided(desks, await asked_for(desks, merge(pair)))
    async with hub.store.write() as tx:
        await tx.execute("UPDATE possible_doubles SET weighed_at = 0")

    assert [*weighed, await weigh_doubles(hub.store, register)] == [1, 0, 0]


async def test_joined_both_keys_and_names_lead_to_who_stands(desks: Desks, pair: tuple[str, str]) -> None:
    seen = await previewed(desks, merge(pair))
    await decided(desks, await asked_for(desks, merge(pair)))

    (warning,) = seen["warnings"]
    assert warning.startswith("The FINs differ by one character: a slip, or twins.")
    assert [await id_of(desks, fin) for fin in (MOTHER, SECOND)] == [pair[0], pair[0]]
    state = await state_of(desks, SECOND)
    assert (state["fin"], state["surname"], state["birth_place"]) == (MOTHER, "Əliyeva", "Talış")
    hub = desks.office.served.hub
    reader, wanted = Reader(RegisterStore(hub.sealer, hub.hash)), read_query("Aliyeva Aysel")
    assert wanted is not None
    async with hub.store.read() as tx:
        found = (await reader.by_name(tx, wanted)).people
        accounts = (await reader.belongings(tx, MOTHER)).accounts
        stands = await reader.by_id(tx, pair[1])
    assert [each.id for each in found] == [pair[0]]
    assert [each.attributes["provider"] for each in accounts] == ["azeriqaz", "azersu"]
    assert stands is not None
    assert stands.id == pair[0]
    assert await doubles(desks) == []


async def test_joined_the_history_tells_who_looked_at_either(desks: Desks, pair: tuple[str, str]) -> None:
    await desks.went("zeyneb", f"/register/{pair[1]}/look", purpose="appeal", legal_basis="1308-IVQ, maddə 10")
    await decided(desks, await asked_for(desks, merge(pair)))

    said = text(await desks.get("aydan", f"/register/{pair[1]}/history"))

    assert "1308-IVQ" in said
    assert "DİN-in cavabı № 5" in said


async def test_joined_a_word_under_the_other_fin_is_of_who_stands(desks: Desks, pair: tuple[str, str]) -> None:
    await decided(desks, await asked_for(desks, merge(pair)))

    await tell(desks, "committee", "hub.records.v1", {"id": "later", "records": [
        {"kind": "person", "fin": SECOND, "citizenship": "AZE"}]})  # fmt: skip

    state = await state_of(desks, MOTHER)
    assert (state["fin"], state["citizenship"]) == (MOTHER, "AZE")


async def test_parted_both_are_what_they_were_and_later_words_go_where_they_belong(
    desks: Desks, pair: tuple[str, str]
) -> None:
    before = await both(desks, pair)
    await decided(desks, await asked_for(desks, merge(pair)))
    await tell(desks, "committee", "hub.records.v1", {"id": "later", "records": [
        {"kind": "person", "fin": SECOND, "citizenship": "AZE"}]})  # fmt: skip

    await decided(desks, await asked_for(desks, split(pair), "aytac"), "zeyneb")

    mine, theirs = await both(desks, pair)
    assert mine == before[0]
    assert {n: v for n, v in theirs[0].items() if n != "citizenship"} == before[1][0]
    assert theirs[0]["citizenship"] == "AZE"
    assert [await id_of(desks, fin) for fin in (MOTHER, SECOND)] == list(pair)
    assert (await state_of(desks, SECOND))["citizenship"] == "AZE"


async def test_what_a_message_of_both_says_is_asked_of_an_official(desks: Desks, pair: tuple[str, str]) -> None:
    await decided(desks, await asked_for(desks, merge(pair)))
    of_both = [
        {"kind": "person", "fin": SECOND, "citizenship": "AZE"},
        {"kind": "person", "fin": MOTHER, "sex": "female"},
    ]
    await tell(desks, "committee", "hub.records.v1", {"id": "of-both", "records": of_both})

    seen = await previewed(desks, split(pair))
    bare = await desks.office.post("zeyneb", "/v1/register/requests", {"wish": split(pair), "seen": seen["seen"]})
    sides = {each["id"]: "other" if "citizenship" in each["values"] else "survivor" for each in seen["asked"]}
    await decided(desks, await asked_for(desks, split(pair, **sides)))

    assert (bare.status_code, bare.json()["code"]) == (422, "register.whose_fact")
    assert "citizenship" in await state_of(desks, SECOND)
    assert "citizenship" not in await state_of(desks, MOTHER)


async def test_of_a_joined_record_nothing_is_asked_but_to_part_it(desks: Desks, pair: tuple[str, str]) -> None:
    await decided(desks, await asked_for(desks, merge(pair)))

    joined = await previewed(desks, wish(pair[1], sex="female"), status=409)
    again = await previewed(desks, merge((pair[1], pair[0])), status=409)
    apart = await previewed(desks, split((pair[1], pair[0])), status=409)

    assert [each["code"] for each in (joined, again, apart)] == ["register.is_joined"] * 3
