"""A mandate is asked for by one official and applied by another, neither of whom it is about; the page shows it."""

from __future__ import annotations

from typing import Any

from hub.documents.office.directory import Post, save_posts
from hub.documents.signing.signers import save_fin
from hub.errors import Words
from hub.register.erasing import erase_person
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from tests.integration.console.desks import Desks, text
from tests.integration.console.register.conftest import MOTHER, SON, tell
from tests.integration.console.register.test_change_requests import REQUESTS, asked_for, decided, id_of, previewed
from tests.integration.console.register.test_requests_on_pages import hidden, looked

GUARDIAN = "5GRDNAA"
TERMS = {
    "capacity": "guardian",
    "representative_fin": GUARDIAN,
    "act_authority": "Tərtər rayon İcra Hakimiyyəti",
    "act_number": "12",
    "act_date": "2024-02-03",
    "valid_from": "2024-02-03",
}


def wish(entity: str, **more: Any) -> dict[str, Any]:
    return {"kind": "mandate_change", "entity": entity, "terms": {**TERMS, **more}}


async def held(desks: Desks) -> list[dict[str, Any]]:
    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        found = await Reader(RegisterStore(hub.sealer, hub.hash)).things_of(tx, "mandate", SON)
    return [dict(each.attributes) for each in found]


async def test_a_mandate_waits_for_a_second_official_and_leaves_its_evidence(desks: Desks) -> None:
    son = await id_of(desks, SON)
    request = await asked_for(desks, wish(son))
    assert await held(desks) == []

    assert (await decided(desks, request, "zeyneb", 403))["code"] == "access.second_person"
    await decided(desks, request)

    (made,) = await held(desks)
    assert made == {**TERMS, "fin": SON, "programmes": []}
    assert (await previewed(desks, wish(son), status=422))["code"] == "register.no_news"
    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        leaves = await tx.fetch("SELECT kind FROM evidence_leaves WHERE subject = :id ORDER BY id", {"id": request})
        (message,) = await tx.fetch("SELECT state FROM messages WHERE format = 'register.change-request.v1'")
    assert [each["kind"] for each in leaves] == ["register.mandate_change.proposed", "register.mandate_change"]
    assert message["state"] == "completed"


async def test_it_is_ended_by_the_same_act_and_keeps_what_it_was(desks: Desks) -> None:
    son = await id_of(desks, SON)
    await decided(desks, await asked_for(desks, wish(son)))
    late = await asked_for(desks, wish(son, valid_until="2030-01-01"))
    await decided(desks, await asked_for(desks, wish(son, ended_on="2026-01-05", end_reason="removed")))

    (made,) = await held(desks)

    assert (made["ended_on"], made["end_reason"], made["act_number"]) == ("2026-01-05", "removed", "12")
    shown = (await desks.office.get("aytac", f"{REQUESTS}/{late}")).json()
    assert shown["preview"]["lines"][-1]["name"] == "programmes"
    body = {"outcome": "agreed", "seen": "new"}
    assert (await decided(desks, late, status=409, **body))["code"] == "register.changed_since"


async def test_nobody_asks_for_or_agrees_to_a_mandate_of_their_own(desks: Desks) -> None:
    son = await id_of(desks, SON)
    assert (await previewed(desks, wish(son, representative_fin=SON), status=422))["code"] == "register.own_mandate"
    await previewed(desks, wish(son, programmes=["no_such"]), status=422)
    request = await asked_for(desks, wish(son), "aytac")
    seen = (await previewed(desks, wish(son)))["seen"]
    hub = desks.office.served.hub
    async with hub.store.write() as tx:
        await save_posts(tx, [Post("zeyneb", Words("əməkdaş", "officer"), "qayidis")])
        await save_fin(tx, hub.sealer, "zeyneb", GUARDIAN)

    asked = await desks.office.post("zeyneb", REQUESTS, {"wish": wish(son), "seen": seen})
    agreed = await decided(desks, request, "zeyneb", 403)

    assert (asked.status_code, asked.json()["code"]) == (403, "register.own_mandate")
    assert agreed["code"] == "register.own_mandate"
    refused = await decided(desks, request, "zeyneb", 403, outcome="refused", reason="not needed")
    assert refused["code"] == "register.own_mandate"
    assert await held(desks) == []


async def test_a_message_names_nobody_as_their_own_representative(desks: Desks) -> None:
    hub = desks.office.served.hub
    own = {"kind": "mandate", "fin": SON, **TERMS, "representative_fin": SON}
    refused = hub.formats["hub.records.v1"].refuse({"id": "m", "records": [own]})
    assert refused is not None
    assert (refused.place, refused.rule) == ("/records/0", "record:own_mandate")

    await tell(desks, "committee", "hub.records.v1", {"id": "m", "records": [{**own, "representative_fin": GUARDIAN}]})
    assert [each["representative_fin"] for each in await held(desks)] == [GUARDIAN]


async def test_with_the_person_goes_the_mandate_of_who_acted_for_them_and_not_with_who_acts(desks: Desks) -> None:
    son = await id_of(desks, SON)
    await decided(desks, await asked_for(desks, wish(son, representative_fin=MOTHER)))
    hub = desks.office.served.hub
    store = RegisterStore(hub.sealer, hub.hash)

    async with hub.store.write() as tx:
        await erase_person(tx, store, MOTHER)
    assert [each["representative_fin"] for each in await held(desks)] == [MOTHER]

    async with hub.store.write() as tx:
        await erase_person(tx, store, SON)
    assert await held(desks) == []


async def test_the_form_goes_to_the_second_official(desks: Desks) -> None:
    son = await id_of(desks, SON)
    look = await looked(desks, son)
    form = await desks.get("zeyneb", f"/register/{son}/mandate?look={look}")
    assert "For which programmes" in text(form)
    typed = {**TERMS, "look": look, "programmes": "certificate"}
    nobody = await desks.post("zeyneb", f"/register/{son}/mandate", **{**typed, "representative_fin": ""})
    assert "write its name and VÖEN" in text(nobody, 422)
    wrong = await desks.post("zeyneb", f"/register/{son}/mandate", **{**typed, "act_date": ""})
    assert "This is empty or cannot be written so" in text(wrong, 422)

    shown = await desks.post("zeyneb", f"/register/{son}/mandate", **typed)
    assert "No agency hears of it" in text(shown)
    place = await desks.went("zeyneb", "/register/requests", **hidden(shown, "wish", "seen"))
    page = await desks.get("aytac", place)
    await desks.went("aytac", f"{place}/decide", outcome="agreed", **hidden(page, "seen"))
    assert [each["programmes"] for each in await held(desks)] == [["certificate"]]


async def test_the_page_shows_it_with_act_and_days_to_whoever_looks_for_a_purpose(desks: Desks) -> None:
    son = await id_of(desks, SON)
    await decided(desks, await asked_for(desks, wish(son, programmes=["certificate"])))
    masked = text(await desks.get("zeyneb", f"/register/{son}"))
    assert "Who acts for whom" in masked
    assert GUARDIAN not in masked
    look = await looked(desks, son)
    sheet = await desks.get("zeyneb", f"/register/{son}?look={look}")
    assert "guardian" in text(sheet)
    assert GUARDIAN in sheet.text
    assert "03.02.2024" in text(sheet)
    assert "Certificate of status" in text(sheet)
    await tell(desks, "committee", "hub.records.v1", {"id": "g", "records": [{"kind": "person", "fin": GUARDIAN}]})
    guardian = await id_of(desks, GUARDIAN)
    theirs = await desks.get("zeyneb", f"/register/{guardian}?look={await looked(desks, guardian)}")
    assert SON in theirs.text
    assert "Change or end" not in text(theirs), "who acts does not change it from their own page"
    end = sheet.text.partition(f"/register/{son}/mandate?look={look}&amp;of=")[2][:32]
    filled = await desks.get("zeyneb", f"/register/{son}/mandate?look={look}&of={end}")
    assert f'value="{GUARDIAN}"' in filled.text
    mother = await id_of(desks, MOTHER)
    other = await looked(desks, mother)
    assert GUARDIAN not in (await desks.get("zeyneb", f"/register/{mother}/mandate?look={other}&of={end}")).text
