"""A change of a person: previewed, agreed to by another official, applied whole; what counts more stays and is said."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from hub.register.erasing import erase_person
from hub.register.facts import project
from hub.register.store import RegisterStore
from tests.hubs import eventually
from tests.integration.console.desks import Desks
from tests.integration.console.register.conftest import MOTHER, SON, tell
from tests.integration.console.register.test_looking_people_up import events

REQUESTS = "/v1/register/requests"
GROUND = "Arayış № 14, 2026-02-01"


async def id_of(desks: Desks, fin: str) -> str:
    place = await desks.went("zeyneb", "/register", kind="fin", value=fin)
    return place.rpartition("/")[2]


def wish(entity: str, **values: Any) -> dict[str, Any]:
    return {
        "kind": "person_change",
        "entity": entity,
        "values": values,
        "valid_from": "2026-02-01",
        "basis": "document",
        "ground": GROUND,
    }


async def previewed(desks: Desks, wanted: dict[str, Any], who: str = "zeyneb", status: int = 200) -> dict[str, Any]:
    answer = await desks.office.post(who, "/v1/register/preview", wanted)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def asked_for(desks: Desks, wanted: dict[str, Any], who: str = "zeyneb") -> str:
    seen = (await previewed(desks, wanted, who))["seen"]
    answer = await desks.office.post(who, REQUESTS, {"wish": wanted, "seen": seen})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def decided(desks: Desks, request: str, who: str = "aytac", status: int = 204, **body: Any) -> dict[str, Any]:
    shown = (await desks.office.get(who, f"{REQUESTS}/{request}")).json()
    seen = (shown.get("preview") or {}).get("seen", "")
    answer = await desks.office.post(who, f"{REQUESTS}/{request}/decide", {"outcome": "agreed", "seen": seen, **body})
    assert answer.status_code == status, answer.text
    return dict(answer.json()) if answer.content else {}


async def state_of(desks: Desks, fin: str) -> dict[str, Any]:
    """The person as the register has it, which is what the facts come to."""
    hub = desks.office.served.hub
    store = RegisterStore(hub.sealer, hub.hash)
    async with hub.store.read() as tx:
        found = (await store.by_keys(tx, [hub.hash("fin", fin)]))[hub.hash("fin", fin)]
        facts = await store.facts(tx, found)
    assert project("person", facts) == (found.attributes, found.provenance)
    return dict(found.attributes)


async def test_a_change_waits_for_another_official_and_is_told_like_any_change(desks: Desks) -> None:
    mother = await id_of(desks, MOTHER)
    request = await asked_for(desks, wish(mother, citizenship="AZE", birth_place="Talış kəndi"))
    assert "citizenship" not in await state_of(desks, MOTHER)

    refused = await decided(desks, request, "zeyneb", 403)
    await decided(desks, request)

    assert refused["code"] == "access.second_person"
    assert (await state_of(desks, MOTHER))["birth_place"] == "Talış kəndi"
    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        (made,) = await tx.fetch(
            "SELECT id, state, origin FROM messages WHERE format = :format", {"format": "register.change-request.v1"}
        )
        (news,) = await tx.fetch("SELECT format FROM messages WHERE cause = :cause", {"cause": made["id"]})
        facts = await tx.fetch("SELECT id FROM facts WHERE source_message = :id", {"id": made["id"]})
        leaves = await tx.fetch("SELECT kind FROM evidence_leaves WHERE subject = :id ORDER BY id", {"id": request})
    assert (made["state"], made["origin"], news["format"], len(facts)) == (
        "completed", "committee", "register.person-change.v1", 1,
    )  # fmt: skip
    assert [each["kind"] for each in leaves] == ["register.person_change.proposed", "register.person_change"]
    assert (await decided(desks, request, status=409, seen="x"))["code"] == "access.proposal_decided"


async def test_what_a_state_register_says_counts_more_and_the_preview_says_so(desks: Desks) -> None:
    mother = await id_of(desks, MOTHER)

    (line,) = (await previewed(desks, wish(mother, surname="Quliyeva")))["lines"]

    assert line == {
        "name": "surname", "before": "Əliyeva", "wanted": "Quliyeva", "after": "Əliyeva", "stays_by": "edliyye",
    }  # fmt: skip


async def test_another_open_request_on_the_same_person_is_named(desks: Desks) -> None:
    son = await id_of(desks, SON)
    first = await asked_for(desks, wish(son, given_name="Tural", sex="male"))

    others = (await previewed(desks, wish(son, sex="female"), "aytac"))["others"]

    assert [(each["id"], each["same"], each["made_by"]) for each in others] == [(first, ["sex"], "zeyneb")]


async def test_what_changed_since_the_preview_is_said_and_seen_anew(desks: Desks) -> None:
    son = await id_of(desks, SON)
    request = await asked_for(desks, wish(son, sex="male"))
    seen = (await desks.office.get("aytac", f"{REQUESTS}/{request}")).json()["preview"]["seen"]
    await tell(desks, "committee", "hub.records.v1", {"id": "s", "records": [
        {"kind": "person", "fin": SON, "birth_place": "Bərdə"}]})  # fmt: skip

    late = await decided(desks, request, status=409, seen=seen)
    await decided(desks, request)

    assert late["code"] == "register.changed_since"
    assert (await state_of(desks, SON))["sex"] == "male"


async def test_a_refusal_has_a_reason_and_changes_nothing(desks: Desks) -> None:
    son = await id_of(desks, SON)
    request = await asked_for(desks, wish(son, sex="male"))

    bare = await decided(desks, request, status=422, outcome="refused")
    await decided(desks, request, outcome="refused", reason="Sənəd başqa şəxsindir")

    shown = (await desks.office.get("zeyneb", f"{REQUESTS}/{request}")).json()
    assert (bare["code"], shown["state"], shown["decided_by"]) == ("register.no_reason", "refused", "aytac")
    assert shown["reason"] == "Sənəd başqa şəxsindir"
    assert "sex" not in await state_of(desks, SON)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"values": {"fin": "1ABCD12"}}, "register.not_to_change"),
        ({"values": {"sex": "x"}}, "register.bad_value"),
        ({"values": {"surname": ""}}, "register.bad_value"),
        ({"values": {"surname": "A", "marital_status": "single"}}, "register.two_groups"),
        ({"values": {"surname": "A"}, "valid_from": "2999-01-01"}, "register.day_ahead"),
    ],
)
async def test_what_cannot_be_is_refused_before_it_waits(desks: Desks, change: dict[str, Any], code: str) -> None:
    mother = await id_of(desks, MOTHER)

    assert (await previewed(desks, {**wish(mother), **change}, status=422))["code"] == code


async def test_who_may_not_change_people_learns_nothing(desks: Desks) -> None:
    mother = await id_of(desks, MOTHER)
    request = await asked_for(desks, wish(mother, sex="female"))

    for who in ("ramil", "samir", "aydan", "vusal", "gunel", "sevinc"):
        assert (await desks.office.get(who, f"{REQUESTS}/{request}")).status_code == 403
        await previewed(desks, wish(mother, sex="female"), who, 403)
        await decided(desks, request, who, 403)
    looked = [each["actor_person"] for each in await events(desks, MOTHER) if each["service"] == "register.look"]
    assert set(looked) == {"zeyneb"}


async def test_a_household_is_no_person_and_an_unknown_id_nobody(desks: Desks) -> None:
    place = await desks.went("zeyneb", "/register", kind="household", value="AT-0000001")

    for entity in (place.rpartition("/")[2], "0" * 32, "%"):
        assert (await previewed(desks, wish(entity, sex="female"), status=404))["code"] == "register.not_there"
    await eventually(lambda: nothing_waits(desks), what="nothing waits")


async def nothing_waits(desks: Desks) -> bool:
    return bool((await desks.office.get("zeyneb", REQUESTS)).json() == {"items": []})


async def test_who_is_erased_leaves_no_request_behind(desks: Desks) -> None:
    mother = await id_of(desks, MOTHER)
    waiting = await asked_for(desks, wish(mother, sex="female"))
    decided_on = await asked_for(desks, wish(mother, birth_place="Talış"))
    await decided(desks, decided_on)
    hub = desks.office.served.hub

    async with hub.store.write() as tx:
        await erase_person(tx, RegisterStore(hub.sealer, hub.hash), MOTHER)

    for request in (waiting, decided_on):
        assert (await desks.office.get("aytac", f"{REQUESTS}/{request}")).status_code == 404


async def test_the_message_of_a_request_is_found_and_shown_like_any_other(desks: Desks) -> None:
    mother = await id_of(desks, MOTHER)
    await decided(desks, await asked_for(desks, wish(mother, birth_place="Talış")))
    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        (made,) = await tx.fetch(
            "SELECT id FROM messages WHERE format = :format", {"format": "register.change-request.v1"}
        )

    page = await desks.get("ramil", f"/messages/{made['id']}")

    assert page.status_code == 200
    assert "Talış" not in page.text


async def test_of_two_who_apply_it_at_once_one_is_told_that_it_is_decided(desks: Desks) -> None:
    mother = await id_of(desks, MOTHER)
    request = await asked_for(desks, wish(mother, birth_place="Talış"))
    seen = (await desks.office.get("aytac", f"{REQUESTS}/{request}")).json()["preview"]["seen"]
    body = {"outcome": "agreed", "seen": seen}

    answers = await asyncio.gather(
        *(desks.office.post("aytac", f"{REQUESTS}/{request}/decide", body) for _ in range(2))
    )

    assert sorted(each.status_code for each in answers) == [204, 409]
    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        made = await tx.fetch(
            "SELECT id FROM messages WHERE format = :format", {"format": "register.change-request.v1"}
        )
    assert len(made) == 1
