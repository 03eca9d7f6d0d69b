"""A person without a FIN is entered on a registered application by two officials; who looks like them is named first,
and a FIN that comes later is theirs, or joins two records.
"""

from __future__ import annotations

from typing import Any

from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.store.ids import new_id
from mappings.identity import is_person_number
from tests.integration.console.desks import Desks, text
from tests.integration.console.register.conftest import MOTHER
from tests.integration.console.register.test_change_requests import REQUESTS, asked_for, decided, id_of, previewed
from tests.integration.console.register.test_requests_on_pages import hidden, looked

WHO = {"surname": "Həsənova", "given_name": "Nərgiz", "birth_date": "1961-02-03", "sex": "female"}


async def application(desks: Desks) -> str:
    """The number of an application that is registered."""
    office = desks.office
    origin = {"body": "97", "reg_no": f"5-17/{new_id()}", "on": "2026-03-01"}
    begun = await office.begin("sevinc", "incoming", origin=origin)
    done = await office.step("sevinc", begun, "register", file="01-05")
    return str(done["reg_no"])


def entry(number: str, **values: Any) -> dict[str, Any]:
    return {
        "kind": "person_entry",
        "values": {**WHO, **values},
        "basis": "document",
        "ground": "Doğum şəhadətnaməsi I-AB 12",
        "application": number,
    }


async def entered(desks: Desks) -> tuple[str, str]:
    """The record's id and the register's number."""
    request = await asked_for(desks, entry(await application(desks)))
    await decided(desks, request)
    shown = (await desks.office.get("zeyneb", f"{REQUESTS}/{request}")).json()
    return shown["entities"][0], shown["number"]


async def test_two_officials_enter_a_person_who_gets_a_number(desks: Desks) -> None:
    entity, number = await entered(desks)

    assert is_person_number(number)
    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        found = await Reader(RegisterStore(hub.sealer, hub.hash)).by_key(tx, "fin", number)
    assert found is not None
    assert (found.id, found.attributes["surname"]) == (entity, "Həsənova")


async def test_nobody_is_entered_without_a_registered_application_or_by_one_official(desks: Desks) -> None:
    assert (await previewed(desks, entry("YOX-1"), status=422))["code"] == "register.no_application"
    lacking = entry(await application(desks))
    del lacking["values"]["birth_date"]
    assert (await previewed(desks, lacking, status=422))["code"] == "register.entry_lacks"
    request = await asked_for(desks, entry(await application(desks)))
    assert (await decided(desks, request, "zeyneb", 403))["code"] == "access.second_person"


async def test_who_looks_like_the_person_is_named_at_once_and_again_when_they_come_meanwhile(desks: Desks) -> None:
    number = await application(desks)
    first, second = await asked_for(desks, entry(number)), await asked_for(desks, entry(number))
    assert [each["id"] for each in (await previewed(desks, entry(number)))["others"]] == [first, second]
    seen = (await desks.office.get("aytac", f"{REQUESTS}/{second}")).json()["preview"]["seen"]
    await decided(desks, first)

    late = await desks.office.post("aytac", f"{REQUESTS}/{second}/decide", {"outcome": "agreed", "seen": seen})

    assert late.json()["code"] == "register.changed_since"
    again = await previewed(desks, entry(number, surname="HƏSƏNOVA"))
    assert len(again["alike"]) == 1
    assert "date of birth and name" in again["warnings"][0]


async def looks_at(desks: Desks, fin: str) -> int:
    """How many looks at a person stand in the access history."""
    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        sql = "SELECT count(*) AS n FROM access_events WHERE subject_hash = :subject"
        return int((await tx.fetch(sql, {"subject": hub.hash("fin", fin)}))[0]["n"])


async def test_a_fin_that_came_is_asked_for_like_any_change_and_anothers_is_no_change(desks: Desks) -> None:
    entity, number = await entered(desks)
    came = {"kind": "person_fin", "entity": entity, "fin": "8QWERT9", "basis": "document", "ground": "DİN, № 9"}
    before = await looks_at(desks, MOTHER)
    taken = await previewed(desks, {**came, "fin": MOTHER}, status=409)
    assert taken["code"] == "register.fin_taken"
    assert await looks_at(desks, MOTHER) == before + 1, "that the register knows this FIN was told"

    await decided(desks, await asked_for(desks, came))

    assert await id_of(desks, "8QWERT9") == entity
    assert await id_of(desks, number) == entity
    assert (await previewed(desks, {**came, "fin": "8QWERT8"}, status=422))["code"] == "register.has_fin"


async def test_on_pages_from_the_form_to_the_number_and_the_fin(desks: Desks) -> None:
    number = await application(desks)
    assert "Enter a person without a FIN" in text(await desks.get("zeyneb", "/register"))
    typed = {"application": number, "basis": "document", "ground": "Şəhadətnamə 12", **WHO}
    wrong = await desks.post("zeyneb", "/register/entry", **{**typed, "surname": ""})
    assert 'value="Nərgiz"' in wrong.text, "what was typed is kept"

    shown = await desks.post("zeyneb", "/register/entry", **typed)
    place = await desks.went("zeyneb", "/register/requests", **hidden(shown, "wish", "seen"))
    await desks.went("aytac", f"{place}/decide", outcome="agreed", **hidden(await desks.get("aytac", place), "seen"))

    done = text(await desks.get("zeyneb", place))
    assert "Register number, by which the person applies" in done
    entity = (await desks.office.get("zeyneb", f"/v1{place}")).json()["entities"][0]
    look = await looked(desks, entity)
    sheet = text(await desks.get("zeyneb", f"/register/{entity}?look={look}"))
    assert "The FIN has come" in sheet
    came = {"look": look, "fin": "8qwert9", "basis": "document", "ground": "DİN, № 9"}
    wrong = await desks.post("zeyneb", f"/register/{entity}/fin", **{**came, "fin": "8qwerto"})
    assert "A FIN has 7 characters" in text(wrong, 422)
    assert 'value="DİN, № 9"' in wrong.text, "what was typed is kept"
    assert "FIN that came later" in text(await desks.post("zeyneb", f"/register/{entity}/fin", **came))
