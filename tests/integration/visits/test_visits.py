"""Visit acts at their doors: of the own district alone, drafts that survive, one act however often it is sent, and what
it tells the register.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.settings import Settings
from hub.visits.visits import altered_visits, forget_old_drafts
from hub.web.visits import visits_of
from tests.hubs import eventually, settings_for
from tests.integration.api.served import as_party
from tests.integration.console.desks import Desks, text
from tests.integration.console.register.conftest import MOTHER, SON, family, tell
from tests.integration.documents.conftest import an_office
from tests.protections import protect
from tests.tampering import holds_contents, tampered

DRAWN = "0,0 10,5 20,9 30,12;40,300 50,310 60,320 1000,400"
ANSWERS = {
    "met": "Aysel Quliyeva",
    "lives": "yes",
    "since": "2019",
    "address": "3 nömrəli yataqxana, otaq 12",
    "building": "yataqxana",
    "rooms": "1",
    "gas": "shared",
    "remarks": "=HYPERLINK(1) <script>alert(1)</script> {{7*7}} #let x",
    "member-0": "here",
    "member-1": "studying",
}
CLOSING: dict[str, Any] = {
    "saves": 0,
    "visited_on": "2026-01-09",
    "place": "Bərdə",
    "answers": ANSWERS,
    "signature": DRAWN,
    "signed_by": "Aysel Quliyeva",
    "signed_as": "head",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more: dict[str, object] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "data", port=0, **more)


@pytest.fixture
async def desks(settings: Settings) -> AsyncIterator[Desks]:
    """Aysel and her son are settled in Bərdə, where vusal represents the committee."""
    async with an_office(settings) as office:
        made = Desks(office)
        told = family()
        told["records"][0] |= {"temporary_settlement": {"place": "Bərdə"}}
        await tell(made, "committee", "hub.records.v1", told)
        yield made


async def asks(desks: Desks, who: str, path: str) -> httpx.Response:
    return await desks.office.served.client.get(path, headers=as_party(f"sandbox-{who}"))


async def opened(desks: Desks, who: str = "vusal", fin: str = MOTHER) -> httpx.Response:
    return await desks.office.post(who, "/v1/visits", {"fin": fin})


async def closed(desks: Desks, visit: str, key: str = "", who: str = "vusal", **more: Any) -> httpx.Response:
    return await desks.office.post(who, f"/v1/visits/{visit}/act", {**CLOSING, **more}, key)


async def looks(desks: Desks, fin: str) -> list[tuple[str, str, str]]:
    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT actor_person, service, outcome FROM access_events WHERE subject_hash = :subject ORDER BY id",
            {"subject": hub.hash("fin", fin)},
        )
    return [(row["actor_person"], row["service"], row["outcome"]) for row in rows]


async def actual_residence(desks: Desks, fin: str) -> Any:
    """What the register holds once it has taken in all that acts say."""
    hub = desks.office.served.hub

    async def is_told() -> bool:
        async with hub.store.read() as tx:
            rows = await tx.fetch("SELECT id FROM messages WHERE format = 'hub.visit-act.v1' AND state <> 'completed'")
        return not rows

    await eventually(is_told)
    async with hub.store.read() as tx:
        person = await visits_of(hub).reader.by_key(tx, "fin", fin)
    return person and person.attributes.get("actual_residence")


async def test_an_act_gets_a_number_a_paper_and_tells_the_register_who_was_found(desks: Desks) -> None:
    visit = (await opened(desks)).json()["id"]

    act = (await closed(desks, visit)).json()

    assert act["number"].startswith("BA-")
    assert act["number"].endswith("/000001")
    assert (act["state"], act["is_signed"], act["differs"], act["intact"]) == ("signed", True, False, True)
    assert [each["presence"] for each in act["members"]] == ["here", "studying"]
    paper = await asks(desks, "vusal", f"/v1/visits/{visit}/act.pdf")
    assert paper.content.startswith(b"%PDF")
    assert (await asks(desks, "zeyneb", f"/v1/visits/{visit}/act.pdf")).content == paper.content
    assert await holds_contents(desks.office.served.hub, visit) == 1
    assert await actual_residence(desks, MOTHER) == {
        "place": "Bərdə",
        "address": ANSWERS["address"],
        "object_type": "yataqxana",
        "since": "2019",
        "gas_supplied": False,
    }
    assert await actual_residence(desks, SON) is None, "who studies elsewhere has not left, and nothing is stated"
    async with desks.office.served.hub.store.read() as tx:
        leaves = await tx.fetch(
            "SELECT kind, content FROM evidence_leaves WHERE subject = :id ORDER BY id", {"id": visit}
        )
    assert [leaf["kind"] for leaf in leaves] == ["visit.signed", "visit.paper"]
    assert hashlib.sha256(paper.content).hexdigest() not in bytes(leaves[1]["content"]).decode()


async def test_it_outweighs_nobody_and_what_differs_waits_for_another_person(desks: Desks) -> None:
    held = {"kind": "person", "fin": MOTHER, "actual_residence": {"place": "Bakı", "object_type": "sanatoriya"}}
    await tell(desks, "committee", "hub.records.v1", {"id": "where", "records": [held]})
    visit = (await opened(desks)).json()["id"]

    act = (await closed(desks, visit)).json()

    assert act["differs"] is True
    assert (await actual_residence(desks, MOTHER))["place"] == "Bakı"
    assert "differs from the register" in text(await desks.get("zeyneb", "/visits?waiting=1"))
    assert (await desks.office.post("vusal", f"/v1/visits/{visit}/settled", {})).status_code == 403
    assert (await desks.post("zeyneb", f"/visits/{visit}/settled")).status_code == 303
    assert act["number"] not in text(await desks.get("zeyneb", "/visits?waiting=1"))


async def test_a_household_of_another_district_is_refused_like_one_that_does_not_exist(desks: Desks) -> None:
    theirs, nobody = await opened(desks, "kenan"), await opened(desks, "kenan", "5ZZZZZZ")

    assert (theirs.status_code, theirs.json()["code"]) == (nobody.status_code, nobody.json()["code"])
    assert theirs.json()["detail"] == nobody.json()["detail"]
    assert theirs.status_code == 404
    assert (await looks(desks, MOTHER))[-1] == ("kenan", "register.find", "register.scope")
    visit = (await opened(desks)).json()["id"]
    await closed(desks, visit)
    for path in (f"/v1/visits/{visit}", f"/v1/visits/{visit}/act.pdf"):
        assert (await asks(desks, "kenan", path)).status_code == 404
    assert (await asks(desks, "kenan", "/v1/visits")).json()["visits"] == []
    assert (await desks.get("kenan", f"/visits/{visit}")).status_code == 404


async def test_every_look_stands_in_the_access_history_of_the_whole_family(desks: Desks) -> None:
    visit = (await opened(desks)).json()["id"]
    await closed(desks, visit)
    await asks(desks, "zeyneb", f"/v1/visits/{visit}")

    for fin in (MOTHER, SON):
        seen = [each for each in await looks(desks, fin) if each[1] == "visit.look"]
        assert seen == [("vusal", "visit.look", "shown"), ("zeyneb", "visit.look", "shown")]


async def test_sent_twice_it_is_one_act_and_never_changes_after(desks: Desks) -> None:
    visit = (await opened(desks)).json()["id"]
    assert (await opened(desks)).json()["id"] == visit, "while it is a draft it is the same one"

    first, again = await closed(desks, visit, "key"), await closed(desks, visit, "key")
    other = await closed(desks, visit, "another", answers={**ANSWERS, "lives": "no"})
    draft = await desks.office.served.client.put(
        f"/v1/visits/{visit}/draft", json={"saves": 0, "answers": {"met": "x"}}, headers=as_party("sandbox-vusal")
    )

    assert first.json() == again.json()
    assert (other.status_code, draft.status_code) == (409, 409)
    assert (await asks(desks, "vusal", f"/v1/visits/{visit}")).json()["answers"] == ANSWERS
    following = (await opened(desks)).json()
    assert following["follows"] == first.json()["number"]


async def test_two_tablets_at_once_open_one_draft_and_close_one_act(desks: Desks) -> None:
    both = await asyncio.gather(opened(desks), opened(desks))
    (visit,) = {each.json()["id"] for each in both}

    acts = await asyncio.gather(*(closed(desks, visit, "key") for _ in range(4)))

    assert {act.status_code for act in acts} == {200}
    assert {act.json()["number"][-7:] for act in acts} == {"/000001"}


async def test_who_represents_another_district_by_now_does_not_close_the_draft(desks: Desks) -> None:
    visit = (await opened(desks)).json()["id"]
    async with desks.office.served.hub.store.write() as tx:
        await tx.execute("UPDATE visits SET district = 'Bakı' WHERE id = :id", {"id": visit})

    assert (await closed(desks, visit)).status_code == 404
    assert (await asks(desks, "vusal", f"/v1/visits/{visit}")).status_code == 404


async def test_a_draft_is_kept_for_its_maker_alone(desks: Desks) -> None:
    place = await desks.went("vusal", "/visits", fin=MOTHER.lower())
    saved = await desks.post("vusal", f"{place}/draft", **{"a-met": "Aysel", "a-nothing": "x"})

    assert saved.json() == {"saves": 1}
    assert 'value="Aysel"' in (await desks.get("vusal", place)).text
    assert (await desks.get("zeyneb", place)).status_code == 404
    assert (await desks.post("kenan", f"{place}/draft", **{"a-met": "other"})).status_code == 404


async def test_a_tablet_that_was_left_open_writes_over_nothing_that_another_has_filled_in(desks: Desks) -> None:
    place = await desks.went("vusal", "/visits", fin=MOTHER)
    old = await desks.post("vusal", f"{place}/draft", **{"key": "old", "saves": "0", "a-met": "Aysel"})
    new = await desks.post("vusal", f"{place}/draft", **{"key": "new", "saves": "1", "a-met": "Aysel, sonra"})
    unheard = await desks.post("vusal", f"{place}/draft", **{"key": "new", "saves": "1", "a-met": "Aysel, daha sonra"})

    stale = await desks.post("vusal", f"{place}/draft", **{"key": "old", "saves": "1", "a-met": "Köhnə"})
    act = await closed(desks, place.removeprefix("/visits/"), saves=1)

    assert (old.status_code, new.status_code, unheard.json()) == (200, 200, {"saves": 3})
    assert stale.status_code == 409
    assert (act.status_code, act.json()["code"]) == (409, "visits.newer_draft")
    assert 'value="Aysel, daha sonra"' in (await desks.get("vusal", place)).text


async def test_a_draft_that_nobody_closes_is_forgotten_and_an_act_never(desks: Desks) -> None:
    store = desks.office.served.hub.store
    await closed(desks, (await opened(desks)).json()["id"])
    await opened(desks)
    assert await forget_old_drafts(store) == 0
    async with store.write() as tx:
        await tx.execute("UPDATE visits SET opened_at = opened_at - :long", {"long": 91 * 24 * 3600 * 1_000_000})

    assert await forget_old_drafts(store) == 1

    assert [each["state"] for each in (await asks(desks, "vusal", "/v1/visits")).json()["visits"]] == ["signed"]


async def test_who_does_not_see_the_family_any_more_closes_no_act_of_it(desks: Desks) -> None:
    visit = (await opened(desks)).json()["id"]
    moved = {"kind": "person", "fin": MOTHER, "temporary_settlement": {"place": "Bakı"}}
    await tell(desks, "committee", "hub.records.v1", {"id": "moved", "records": [moved]})

    assert (await closed(desks, visit)).status_code == 404
    assert (await asks(desks, "vusal", f"/v1/visits/{visit}")).json()["state"] == "draft"


async def test_an_act_that_says_that_nobody_lives_there_states_nothing(desks: Desks) -> None:
    visit = (await opened(desks)).json()["id"]
    answers = {**ANSWERS, "lives": "no", "member-0": "moved"}

    act = (await closed(desks, visit, answers=answers, visited_on="2026-02-03")).json()

    assert (act["state"], act["differs"], act["visited_on"]) == ("signed", True, "2026-02-03")
    assert "03.02.2026" in text(await desks.get("vusal", f"/visits/{visit}"))
    assert await actual_residence(desks, MOTHER) is None


@pytest.mark.parametrize("who", ["zeyneb", "fuad", "sevinc", "ramil", "gunel", "aydan", "samir"])
async def test_only_a_representative_opens_and_closes(desks: Desks, who: str) -> None:
    visit = (await opened(desks)).json()["id"]

    assert (await opened(desks, who)).status_code == 403
    assert (await closed(desks, visit, who=who)).status_code == 403
    assert (await desks.post(who, "/visits", fin=MOTHER)).status_code == 403


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"signature": ""}, "signature"),
        ({"signature": "1,1 " * 14_000}, "signature"),
        ({"signature": '<svg onload="x">'}, "signature"),
        ({"signed_by": ""}, "signed_by"),
        ({"refusal": "xəstədir", "witness": "qonşu"}, "refusal"),
        ({"refusal": "xəstədir", "signature": ""}, "witness"),
        ({"place": "Bakı"}, "place"),
        ({"visited_on": ""}, "visited_on"),
        ({"visited_on": "2999-01-01"}, "visited_on"),
        ({"answers": {**ANSWERS, "lives": "no"}}, "lives"),
        ({"witness": "קשה"}, "witness"),
        ({"answers": {**ANSWERS, "remarks": "🙂"}}, "remarks"),
        ({"answers": {**ANSWERS, "rooms": "-1"}}, "rooms"),
        ({"answers": {**ANSWERS, "member-1": ""}}, "member-1"),
    ],
)
async def test_what_cannot_be_an_act_is_told_by_field(desks: Desks, more: dict[str, Any], place: str) -> None:
    visit = (await opened(desks)).json()["id"]

    answer = await closed(desks, visit, **more)

    assert (answer.status_code, answer.json()["code"]) == (422, "visits.wrong")
    assert (await asks(desks, "vusal", f"/v1/visits/{visit}")).json()["state"] == "draft"
    assert place in answer.text


async def test_a_picture_in_place_of_a_signature_is_too_large_for_the_door(desks: Desks) -> None:
    visit = (await opened(desks)).json()["id"]

    assert (await closed(desks, visit, signature="A" * 3_000_000)).status_code in (413, 422)


async def test_a_representative_fills_the_form_in_and_the_family_signs(desks: Desks) -> None:
    place = await desks.went("vusal", "/visits", fin=MOTHER)
    form = {f"a-{name}": value for name, value in ANSWERS.items()} | {
        "place": "Bərdə",
        "key": "k",
        "visited_on": "2026-01-09",
    }

    wrong = await desks.post("vusal", f"{place}/act", **form, signed_by="Aysel", signed_as="head")
    assert "Nothing was signed" in text(wrong, 422)
    assert 'value="Aysel Quliyeva"' in wrong.text, "what was typed is still there"
    sent = {**form, "signature": DRAWN, "signed_by": "Aysel Quliyeva", "signed_as": "head"}
    assert await desks.went("vusal", f"{place}/act", **sent) == place
    assert await desks.went("vusal", f"{place}/act", **sent) == place
    shown = await desks.get("vusal", place)
    assert "<script>alert" not in shown.text
    assert "head of the family" in text(shown)
    assert '<polyline points="0,0 10,5 20,9 30,12"/>' in shown.text


async def test_a_refusal_to_sign_names_the_witness(desks: Desks) -> None:
    visit = (await opened(desks)).json()["id"]

    act = await closed(desks, visit, signature="", signed_by="", signed_as="", refusal="xəstədir", witness="qonşu")

    assert (act.status_code, act.json()["is_signed"]) == (200, False)
    assert (await asks(desks, "vusal", f"/v1/visits/{visit}/act.pdf")).content.startswith(b"%PDF")


async def test_an_act_that_was_changed_by_hand_says_so(desks: Desks) -> None:
    visit = (await opened(desks)).json()["id"]
    await closed(desks, visit)
    hub = desks.office.served.hub
    assert [each async for each in altered_visits(hub.store, hub.sealer, hub.hash)] == []
    others = [f"UPDATE visits SET {each}" for each in ("state = 'draft'", "settled_by = 'vusal'", "made_by = 'kenan'")]
    for change in ("DELETE FROM visits", *others):
        async with tampered(hub.store, ("visits",), change):
            assert [each async for each in altered_visits(hub.store, hub.sealer, hub.hash)] == [visit], change
    async with hub.store.write() as tx:
        await tx.execute("UPDATE visits SET record_hash = 'x' WHERE id = :id", {"id": visit})

    assert (await asks(desks, "vusal", f"/v1/visits/{visit}")).json()["intact"] is False
    assert "changed by hand" in text(await desks.get("vusal", f"/visits/{visit}"))


async def test_nothing_of_it_stands_open_in_the_database(desks: Desks) -> None:
    visit = (await opened(desks)).json()["id"]
    await closed(desks, visit)

    async with desks.office.served.hub.store.read() as tx:
        (row,) = await tx.fetch("SELECT * FROM visits")
    for said in (MOTHER, "Aysel", "yataqxana", "0,0 10,5"):
        assert all(said.encode() not in (each if isinstance(each, bytes) else str(each).encode())
                   for each in dict(row).values())  # fmt: skip


async def test_an_act_that_says_where_a_protected_person_lives_is_for_who_was_there(desks: Desks) -> None:
    visit = (await opened(desks)).json()["id"]
    assert (await closed(desks, visit)).status_code == 200
    await protect(desks.office.served.hub, SON)
    assert (await asks(desks, "vusal", f"/v1/visits/{visit}")).status_code == 200

    async with desks.office.served.hub.store.write() as tx:
        await tx.execute("UPDATE visits SET made_by = 'kenan' WHERE id = :id", {"id": visit})

    for path in ("", "/act.pdf"):
        assert (await asks(desks, "vusal", f"/v1/visits/{visit}{path}")).status_code == 404
        assert (await asks(desks, "zeyneb", f"/v1/visits/{visit}{path}")).status_code == 200
