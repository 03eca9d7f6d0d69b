"""A protected address: asked for by one official, applied by another, hidden from who has not said why they look."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hub.documents.office.directory import Post, save_posts
from hub.documents.signing.signers import save_fin
from hub.errors import Words
from hub.exchange.usage import WantedUsages
from hub.register.erasing import erase_person
from hub.register.reading import Reader
from hub.register.store import RegisterStore
from hub.web.usages import usages_of
from tests.integration.console.desks import Desks, text
from tests.integration.console.register.conftest import MOTHER, SON, tell
from tests.integration.console.register.test_change_requests import REQUESTS, asked_for, decided, id_of, previewed
from tests.integration.console.register.test_change_requests import wish as values_wish
from tests.integration.console.register.test_requests_on_pages import hidden, looked

FATHER = "6ABCD12"
TERMS = {
    "reason": "violence",
    "act_authority": "Tərtər rayon məhkəməsi",
    "act_number": "7",
    "act_date": "2026-01-10",
    "valid_from": "2026-01-10",
    "review_on": "2099-01-10",
    "against_fin": FATHER,
}
HERE = {"place": "Tərtər/Talış", "address": "Sığınacaq küçəsi 3"}
SECRETS = ("Talış", "Sığınacaq", "0300123456")
"""What gives away where the mother lives; the son lives with her."""


def wish(entity: str, **more: Any) -> dict[str, Any]:
    terms = {name: each for name, each in {**TERMS, **more}.items() if each is not None}
    return {"kind": "protection_change", "entity": entity, "terms": terms}


async def settle(desks: Desks) -> None:
    """Where the three of them live."""
    people = [
        {"kind": "person", "fin": MOTHER, "actual_residence": HERE, "temporary_settlement": HERE},
        {"kind": "person", "fin": SON, "birth_date": "2020-05-05", "actual_residence": HERE},
        {"kind": "person", "fin": FATHER, "surname": "Əliyev", "actual_residence": {**HERE, "address": "Ata evi 1"}},
    ]
    await tell(desks, "committee", "hub.records.v1", {"id": "homes", "records": people})


async def protect(desks: Desks, **more: Any) -> str:
    await settle(desks)
    mother = await id_of(desks, MOTHER)
    await decided(desks, await asked_for(desks, wish(mother, **more)))
    return mother


def reader(desks: Desks) -> Reader:
    hub = desks.office.served.hub
    return Reader(RegisterStore(hub.sealer, hub.hash))


async def looked_for(desks: Desks, entity: str, purpose: str, who: str = "zeyneb") -> str:
    typed = {"purpose": purpose, "legal_basis": "998-IIIQ, maddə 5"}
    return (await desks.went(who, f"/register/{entity}/look", **typed)).partition("look=")[2]


async def test_it_waits_for_a_second_official_and_says_nothing_in_messages(desks: Desks) -> None:
    await settle(desks)
    mother = await id_of(desks, MOTHER)
    request = await asked_for(desks, wish(mother))
    assert (await decided(desks, request, "zeyneb", 403))["code"] == "access.second_person"
    assert "Talış" in str((await _person(desks, MOTHER)).attributes), "what is only asked for hides nothing"

    await decided(desks, request)

    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        (kept,) = await reader(desks).whole.things_of(tx, "protection", MOTHER)
        leaves = await tx.fetch("SELECT kind FROM evidence_leaves WHERE subject = :id ORDER BY id", {"id": request})
        assert await reader(desks).things_of(tx, "protection", MOTHER) == ()
        assert await reader(desks).by_id(tx, kept.id) is None
    assert dict(kept.attributes) == {**TERMS, "fin": MOTHER, "with_fins": []}
    assert [each["kind"] for each in leaves] == ["register.protection_change.proposed", "register.protection_change"]
    page = await desks.get("nermin", "/messages?format=register.change-request.v1")
    assert "violence" not in page.text


async def _person(desks: Desks, fin: str) -> Any:
    async with desks.office.served.hub.store.read() as tx:
        return await reader(desks).by_key(tx, "fin", fin)


@pytest.mark.parametrize(
    ("more", "is_hidden"),
    [
        ({}, True),
        ({"valid_from": "2098-01-01"}, False),
        ({"valid_until": "2026-01-11", "review_on": None}, False),
        ({"ended_on": "2026-01-12", "end_reason": "revoked"}, False),
        ({"review_on": "2026-01-12"}, True),
    ],
)
async def test_it_hides_while_it_is_in_force_on_the_day_of_reading(
    desks: Desks, more: dict[str, Any], is_hidden: bool
) -> None:
    await protect(desks, **more)

    async with desks.office.served.hub.store.read() as tx:
        seen = await reader(desks).by_fins(tx, [MOTHER, FATHER])
        accounts = (await reader(desks).belongings(tx, MOTHER)).accounts

    assert ("Talış" not in str(seen[MOTHER].attributes)) == is_hidden
    assert (not accounts) == is_hidden
    assert "Ata evi 1" in str(seen[FATHER].attributes), "nobody else's is hidden"


async def test_a_look_for_another_purpose_shows_none_of_it_on_any_page(desks: Desks) -> None:
    mother = await protect(desks, with_fins=[SON])
    son, father = await id_of(desks, SON), await id_of(desks, FATHER)

    for entity in (mother, son):
        look = await looked_for(desks, entity, "return")
        for page in ("", "/change/residence", "/history"):
            answer = await desks.get("zeyneb", f"/register/{entity}{page}?look={look}&valid=2026-11-01")
            told = answer.text.replace("<option", "\n<option")  # every place may be chosen
            told = "\n".join(line for line in told.splitlines() if "<option" not in line or "selected" in line)
            assert not [each for each in SECRETS if each in told], page
    assert "The address is protected" in text(await desks.get("zeyneb", f"/register/{mother}"))
    sheet = await desks.get("zeyneb", f"/register/{father}?look={await looked_for(desks, father, 'return')}")
    assert "protect" not in text(sheet).lower()
    assert "Ata evi 1" in sheet.text
    lost = await desks.post("zeyneb", "/register", kind="azeriqaz", value="0300123456")
    assert lost.status_code == 404, "a subscriber code leads to nobody"


async def test_who_has_the_right_sees_it_for_that_purpose_and_stands_in_the_history(desks: Desks) -> None:
    mother = await protect(desks)

    look = await looked_for(desks, mother, "protection")
    sheet = await desks.get("zeyneb", f"/register/{mother}?look={look}")

    for each in ("Sığınacaq küçəsi 3", "0300123456", "domestic violence", FATHER):
        assert each in sheet.text
    assert "Tell it to nobody" in text(sheet)
    history = await desks.get("zeyneb", f"/register/{mother}/history")
    assert "Work with a protected address" in text(history)


async def test_change_requests_show_what_is_held_to_nobody(desks: Desks) -> None:
    mother = await protect(desks)
    wanted = values_wish(mother, actual_residence={"place": "Bərdə", "address": "Yeni 5"})

    shown = await previewed(desks, wanted)

    (line,) = [each for each in shown["lines"] if each["name"] == "actual_residence"]
    assert not [each for each in SECRETS if each in str(shown)]
    assert "Yeni 5" in str(line["wanted"])


async def test_nobody_asks_for_their_own_or_agrees_to_one_against_a_relative(desks: Desks) -> None:
    await settle(desks)
    mother = await id_of(desks, MOTHER)
    own = await previewed(desks, wish(mother, against_fin=MOTHER), status=422)
    assert own["code"] == "register.own_protection"
    await previewed(desks, wish(mother, review_on=None), status=422)
    request, seen = await asked_for(desks, wish(mother), "aytac"), (await previewed(desks, wish(mother)))["seen"]
    hub = desks.office.served.hub
    async with hub.store.write() as tx:
        await save_posts(tx, [Post("zeyneb", Words("əməkdaş", "officer"), "qayidis")])
        await save_fin(tx, hub.sealer, "zeyneb", FATHER)

    asked = await desks.office.post("zeyneb", REQUESTS, {"wish": wish(mother), "seen": seen})

    assert (asked.status_code, asked.json()["code"]) == (403, "register.own_protection")
    assert (await decided(desks, request, "zeyneb", 403))["code"] == "register.own_protection"
    stopped = await decided(desks, request, "zeyneb", 403, outcome="refused", seen="new", reason="not needed")
    assert stopped["code"] == "register.own_protection"
    shown = await desks.office.get("zeyneb", f"{REQUESTS}/{request}")
    assert (shown.status_code, FATHER in shown.text) == (403, False)


async def test_an_official_who_is_the_one_it_is_against_sees_none_of_it(desks: Desks) -> None:
    mother = await protect(desks)
    hub = desks.office.served.hub
    async with hub.store.write() as tx:
        await save_posts(tx, [Post("zeyneb", Words("əməkdaş", "officer"), "qayidis")])
        await save_fin(tx, hub.sealer, "zeyneb", FATHER)

    look = await looked_for(desks, mother, "protection")
    sheet = await desks.get("zeyneb", f"/register/{mother}?look={look}")
    form = await desks.get("zeyneb", f"/register/{mother}/protection?look={look}")

    assert not [each for each in (*SECRETS, "violence", FATHER) if each in sheet.text]
    assert "The address is protected" not in text(sheet)
    assert form.status_code == 303


async def test_the_form_goes_to_the_second_official(desks: Desks) -> None:
    await settle(desks)
    mother = await id_of(desks, MOTHER)
    other = await looked(desks, mother)
    assert (await desks.get("zeyneb", f"/register/{mother}/protection?look={other}")).status_code == 303
    look = await looked_for(desks, mother, "protection")
    typed = {**TERMS, "look": look, "with_fins": f"{SON.lower()}, "}
    wrong = await desks.post("zeyneb", f"/register/{mother}/protection", **{**typed, "review_on": ""})
    assert "a day to look at it again" in text(wrong, 422)

    shown = await desks.post("zeyneb", f"/register/{mother}/protection", **typed)
    assert "No agency hears of it" in text(shown)
    place = await desks.went("zeyneb", "/register/requests", **hidden(shown, "wish", "seen"))
    page = await desks.get("aytac", place)
    await desks.went("aytac", f"{place}/decide", outcome="agreed", **hidden(page, "seen"))

    async with desks.office.served.hub.store.read() as tx:
        (kept,) = await reader(desks).whole.things_of(tx, "protection", SON, others=True)
    assert kept.attributes["with_fins"] == [SON]
    sheet = await desks.get("zeyneb", f"/register/{mother}?look={look}")
    end = sheet.text.partition(f"/register/{mother}/protection?look={look}&amp;of=")[2][:32]
    assert (
        'value="Tərtər rayon məhkəməsi"'
        in (await desks.get("zeyneb", f"/register/{mother}/protection?look={look}&of={end}")).text
    )


GRANDMOTHER, UNCLE, GONE = "8ABCD12", "9ABCD12", "1ABCD12"


async def settle_with_others(desks: Desks) -> None:
    """In the mother's household also two adults, her husband, and one who has left it."""
    await settle(desks)
    members = [{"fin": each, "relation": "other", **({"until": "2026-01-01"} if each == GONE else {})}
               for each in (MOTHER, SON, GRANDMOTHER, UNCLE, GONE, FATHER)]  # fmt: skip
    household = {"kind": "household", "household_id": "AT-0000001", "head_fin": MOTHER, "members": members}
    people = [{"kind": "person", "fin": each, "given_name": f"N{each[0]}", "birth_date": "1970-01-01",
               "actual_residence": HERE} for each in (GRANDMOTHER, UNCLE, GONE)]  # fmt: skip
    child = {"role": "child", "person": {"kind": "person", "fin": SON, "birth_date": "2020-05-05"}}
    subjects = [child, {"role": "mother", "person": {"kind": "person", "fin": MOTHER}}]
    born = {"kind": "civil_act", "event_id": "b-1", "act_type": "birth", "act_number": "D-1", "act_date": "2020-05-06",
            "subjects": subjects}  # fmt: skip
    await tell(desks, "committee", "hub.records.v1", {"id": "others", "records": [*people, household]})
    await tell(desks, "edliyye", "hub.records.v1", {"id": "born", "records": [born]})


async def test_the_form_asks_of_everybody_of_the_household_and_covers_nobody_unasked(desks: Desks) -> None:
    await settle_with_others(desks)
    mother = await id_of(desks, MOTHER)
    look = await looked_for(desks, mother, "protection")
    form = await desks.get("zeyneb", f"/register/{mother}/protection?look={look}")
    rows = re.findall(r'name="lives-(\w+)".*?</select>', form.text, re.DOTALL)
    typed = {**TERMS, "look": look, f"lives-{GRANDMOTHER}": "with", f"lives-{UNCLE}": "apart"}
    forgotten = await desks.post("zeyneb", f"/register/{mother}/protection", **typed, **{f"lives-{FATHER}": ""})
    shown = await desks.post("zeyneb", f"/register/{mother}/protection", **typed, **{f"lives-{FATHER}": "apart"})

    assert {*rows} == {GRANDMOTHER, UNCLE, FATHER}, "her minor child is covered anyway, and who has left is not asked"
    assert "selected" not in form.text.partition(f"lives-{rows[0]}")[2].partition("</fieldset>")[0]
    assert "Choose: with the person, or elsewhere?" in text(forgotten, 422)
    place = await desks.went("zeyneb", "/register/requests", **hidden(shown, "wish", "seen"))
    page = await desks.get("aytac", place)
    assert f"where they live is seen: N9 {UNCLE}" in text(page)
    await desks.went("aytac", f"{place}/decide", outcome="agreed", **hidden(page, "seen"))

    seen = {fin: "Talış" in str((await _person(desks, fin)).attributes) for fin in (MOTHER, SON, GRANDMOTHER, UNCLE)}
    assert seen == {MOTHER: False, SON: False, GRANDMOTHER: False, UNCLE: True}
    assert "Ata evi 1" in str((await _person(desks, FATHER)).attributes), "of him nothing is hidden"


async def test_by_the_api_who_of_the_household_stays_seen_is_told_beforehand(desks: Desks) -> None:
    await settle_with_others(desks)
    mother = await id_of(desks, MOTHER)

    partly, whole = [await previewed(desks, wish(mother, with_fins=each))
                     for each in ([GRANDMOTHER], [GRANDMOTHER, UNCLE])]  # fmt: skip
    unnamed = await previewed(desks, wish(mother, with_fins=[GRANDMOTHER, UNCLE], against_fin=None))

    assert [UNCLE in each for each in partly["warnings"]] == [True]
    assert [FATHER in each for each in partly["warnings"]] == [False], "from whom it is kept"
    assert (whole["warnings"], [FATHER in each for each in unnamed["warnings"]]) == ([], [True])


async def test_it_goes_with_the_person_and_hides_through_a_joined_record(desks: Desks) -> None:
    mother = await protect(desks)
    father = await id_of(desks, FATHER)
    joined = {"kind": "person_merge", "survivor": father, "other": mother, "ground": "DİN-in cavabı № 5"}
    await decided(desks, await asked_for(desks, joined))
    assert "Sığınacaq" not in str((await _person(desks, FATHER)).attributes)

    hub = desks.office.served.hub
    store = RegisterStore(hub.sealer, hub.hash)
    async with hub.store.write() as tx:
        await erase_person(tx, store, MOTHER)
        assert await reader(desks).whole.things_of(tx, "protection", MOTHER) == ()


async def test_a_district_representative_sees_the_district_and_never_the_protection(desks: Desks) -> None:
    mother = await protect(desks)
    here = {"kind": "person", "fin": MOTHER, "temporary_settlement": {"place": "Bərdə", "address": "Sığınacaq 3"}}
    await tell(desks, "committee", "hub.records.v1", {"id": "moved", "records": [here]})

    refused = await desks.post("vusal", f"/register/{mother}/look", purpose="protection", legal_basis="998-IIIQ")
    look = await looked_for(desks, mother, "return", "vusal")
    sheet = await desks.get("vusal", f"/register/{mother}?look={look}")
    household = await desks.went("vusal", "/register", kind="household", value="AT-0000001")
    family = await desks.get("vusal", f"{household}?look={await looked_for(desks, household[-32:], 'return', 'vusal')}")

    assert refused.status_code == 422
    assert "Temporary settlement Bərdə" in text(sheet)
    assert "Aysel" in family.text
    for page in (sheet, family, await desks.get("vusal", f"/register/{mother}")):
        assert not [each for each in (*SECRETS, "protect", "Mühafizə", "Qorun") if each in page.text]
    assert (await desks.get("vusal", f"/register/{mother}/protection?look={look}")).status_code == 403


async def test_requests_stay_with_who_has_the_right_and_the_person_is_told_of_a_check(desks: Desks) -> None:
    await settle(desks)
    mother = await id_of(desks, MOTHER)
    request = await asked_for(desks, wish(mother))
    listed = await desks.office.get("vusal", REQUESTS)
    shown = await desks.office.get("vusal", f"{REQUESTS}/{request}")
    assert (listed.status_code, shown.status_code) == (403, 403)
    assert "violence" not in shown.text

    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        _, told = await usages_of(hub).find(tx, WantedUsages(MOTHER))
    assert {each.purpose for each in told if each.purpose} == {"data_check"}


async def test_what_is_to_be_looked_at_again_stands_among_the_requests_by_its_day(desks: Desks) -> None:
    mother = await protect(desks, review_on="2026-01-12")
    async with desks.office.served.hub.store.read() as tx:
        rows = await tx.fetch("SELECT e.kind, e.review_on FROM entities e WHERE e.review_on IS NOT NULL")
    assert [tuple(row) for row in rows] == [("protection", "2026-01-12")], "one is read, however many are kept"

    page = await desks.get("aytac", "/register/requests")

    assert "Protected addresses to look at again" in text(page)
    assert (f"/register/{mother}" in page.text, "12.01.2026" in page.text) == (True, True)
    assert not [each for each in (*SECRETS, MOTHER, "violence") if each in page.text]
