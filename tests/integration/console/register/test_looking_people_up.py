"""Persons and households at the console: found by a posted value, masked, shown for a purpose, as of any day."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hub.store.sealing import with_texts
from tests.integration.console.desks import Desks, text
from tests.integration.console.register.conftest import MOTHER, SON, name_change, tell

BASIS = {"purpose": "housing", "legal_basis": "668-IQ, maddə 9"}


async def events(desks: Desks, fin: str) -> list[dict[str, Any]]:
    """The access history of a person, oldest first."""
    hub = desks.office.served.hub
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT actor_person, id, service, purpose_code, basis_code, note_sealed, outcome FROM access_events"
            " WHERE subject_hash = :subject ORDER BY id",
            {"subject": hub.hash("fin", fin)},
        )
    return with_texts(hub.sealer, "access_events", rows, "note")


async def test_a_person_is_found_by_a_posted_fin_and_the_address_does_not_name_it(desks: Desks) -> None:
    place = await desks.went("zeyneb", "/register", kind="fin", value=f" {MOTHER.lower()} ")

    assert re.fullmatch(r"/register/[0-9a-f]{32}", place)
    assert [(e["actor_person"], e["service"], e["outcome"]) for e in await events(desks, MOTHER)] == [
        ("zeyneb", "register.find", "found")
    ]


async def test_values_are_masked_until_a_purpose_is_given(desks: Desks) -> None:
    place = await desks.went("zeyneb", "/register", kind="fin", value=MOTHER)

    answer = await desks.get("zeyneb", place)
    said = text(answer)
    assert "Ə•••" in said
    assert "•••12" in said
    assert "••.••.1990" in said
    for value in (MOTHER, "Əliyeva", "Aysel", "Aygün", "Quliyeva", "0300123456", "AT-0000001", "1990-05", "12,50"):
        assert value not in answer.text


async def test_a_look_shows_the_values_and_is_written_down_once(desks: Desks) -> None:
    place = await desks.went("zeyneb", "/register", kind="fin", value=MOTHER)

    shown = await desks.went("zeyneb", f"{place}/look", **BASIS)
    first, again = text(await desks.get("zeyneb", shown)), text(await desks.get("zeyneb", shown))

    for said in (first, again):
        assert MOTHER in said
        assert "01.05.1990" in said
        assert "0300123456" in said
    (look,) = [each for each in await events(desks, MOTHER) if each["service"] == "register.look"]
    assert (look["actor_person"], look["outcome"]) == ("zeyneb", "shown")
    assert (look["purpose_code"], look["basis_code"], look["note"]) == ("housing", "668-IQ", BASIS["legal_basis"])


async def test_a_look_serves_nobody_else_and_no_other_person(desks: Desks) -> None:
    mother = await desks.went("zeyneb", "/register", kind="fin", value=MOTHER)
    son = await desks.went("zeyneb", "/register", kind="fin", value=SON)
    shown = await desks.went("zeyneb", f"{mother}/look", **BASIS)
    look = shown.partition("?")[2]

    assert "Tural" not in text(await desks.get("zeyneb", f"{son}?{look}"))
    assert "Aysel" not in text(await desks.get("aydan", shown))


async def test_a_look_is_over_after_a_quarter_of_an_hour(desks: Desks) -> None:
    place = await desks.went("zeyneb", "/register", kind="fin", value=MOTHER)
    shown = await desks.went("zeyneb", f"{place}/look", **BASIS)
    async with desks.office.served.hub.store.write() as tx:
        await tx.execute("UPDATE access_events SET created_at = created_at - :quarter", {"quarter": 900 * 1_000_000})

    assert "Aysel" not in text(await desks.get("zeyneb", shown))


@pytest.mark.parametrize("missing", ["purpose", "legal_basis"])
async def test_without_purpose_or_basis_nothing_is_shown_and_nothing_written(desks: Desks, missing: str) -> None:
    place = await desks.went("zeyneb", "/register", kind="fin", value=MOTHER)

    answer = await desks.post("zeyneb", f"{place}/look", **{**BASIS, missing: ""})
    said = text(answer, 422)
    assert "Choose the purpose." in said or "Name the legal basis" in said
    assert "Aysel" not in answer.text
    assert [each["service"] for each in await events(desks, MOTHER)] == ["register.find"]


async def test_a_look_at_a_household_is_in_the_history_of_each_member(desks: Desks) -> None:
    place = await desks.went("zeyneb", "/register", kind="household", value="at-0000001")
    masked = await desks.get("zeyneb", place)
    shown = await desks.went("zeyneb", f"{place}/look", **BASIS)

    said = text(await desks.get("zeyneb", shown))
    assert "Tural" not in masked.text
    assert "Əliyev Tural" in said
    assert "son" in said
    for fin in (MOTHER, SON):
        assert [each["service"] for each in await events(desks, fin)] == ["register.look"]


async def test_an_account_is_found_by_its_code(desks: Desks) -> None:
    place = await desks.went("zeyneb", "/register", kind="azeriqaz", value="0300123456")
    shown = await desks.went("zeyneb", f"{place}/look", **BASIS)

    said = text(await desks.get("zeyneb", shown))
    assert "12,50" in said
    assert [each["service"] for each in await events(desks, MOTHER)] == ["register.find", "register.look"]


async def test_what_nobody_told_is_not_found_and_the_search_is_written_down(desks: Desks) -> None:
    answer = await desks.post("zeyneb", "/register", kind="fin", value="9ZZZZZ9")

    assert "Nothing is found by this value" in text(answer, 404)
    assert [each["outcome"] for each in await events(desks, "9ZZZZZ9")] == ["unknown"]


async def test_a_mistyped_fin_is_told_with_a_suggestion(desks: Desks) -> None:
    said = text(await desks.post("zeyneb", "/register", kind="fin", value="7ABCDI2"), 422)

    assert "Perhaps 7ABCD12 is meant" in said


async def test_sources_that_disagree_stand_beside_each_other_with_the_reason(desks: Desks) -> None:
    place = await desks.went("zeyneb", "/register", kind="fin", value=MOTHER)
    said = text(await desks.get("zeyneb", await desks.went("zeyneb", f"{place}/look", **BASIS)))

    disagreeing = said.partition("Where sources disagree")[2]
    assert "Surname Əliyeva Quliyeva State Committee" in disagreeing
    assert "Given name Aysel Aygün" in disagreeing
    assert "comes from a state register" in disagreeing


async def test_the_register_shows_what_it_knew_of_an_earlier_day(desks: Desks) -> None:
    later = {**name_change(), "eventId": "e-2", "actNumber": "AB-0000002/2026", "actDate": "2026-03-14T00:00:00+04:00"}
    later["subjects"] = [{**later["subjects"][0], "lastName": "Həsənova"}]
    await tell(desks, "edliyye", "justice.civil-act.v1", later)
    place = await desks.went("zeyneb", "/register", kind="fin", value=MOTHER)
    shown = await desks.went("zeyneb", f"{place}/look", **BASIS)

    def surname(said: str) -> str:
        found = re.search(r" Surname (\w+) ", said)
        assert found is not None, said
        return found[1]

    assert surname(text(await desks.get("zeyneb", shown))) == "Həsənova"
    assert surname(text(await desks.get("zeyneb", f"{shown}&valid=2026-02-01"))) == "Əliyeva"
    assert "Nothing is known of that day" in text(await desks.get("zeyneb", f"{shown}&valid=2026-01-04"))
    assert "Nothing was known then" in text(await desks.get("zeyneb", f"{shown}&known=2026-01-05"))


async def test_of_another_district_nobody_is_there_for_its_representative_and_the_refusal_is_kept(desks: Desks) -> None:
    answer = await desks.post("vusal", "/register", kind="fin", value=MOTHER)
    nobody = await desks.post("vusal", "/register", kind="fin", value="9ZZZZZ9")

    assert text(answer, 404).replace(MOTHER, "") == text(nobody, 404).replace("9ZZZZZ9", ""), "it is not told"
    assert [(e["actor_person"], e["outcome"]) for e in await events(desks, MOTHER)] == [("vusal", "register.scope")]
    place = await desks.went("zeyneb", "/register", kind="fin", value=MOTHER)
    for path in (place, f"{place}/history"):
        assert (await desks.get("vusal", path)).status_code == 404
    assert (await desks.post("vusal", f"{place}/look", **BASIS)).status_code == 404
    assert (
        "Aysel" not in text(await desks.post("vusal", "/register", kind="name", value="Əliyeva Aysel", **BASIS))[200:]
    )


async def test_of_the_own_district_a_representative_sees_people_by_settlement_or_origin(desks: Desks) -> None:
    settled = {"kind": "person", "fin": MOTHER, "temporary_settlement": {"place": "Bərdə"}}
    born = {"kind": "person", "fin": SON, "origin_residence": {"place": "Tərtər/Talış"}}
    await tell(desks, "committee", "hub.records.v1", {"id": "where", "records": [settled, born]})

    place = await desks.went("vusal", "/register", kind="fin", value=MOTHER)
    shown = await desks.went("vusal", f"{place}/look", **BASIS)
    household = await desks.post("vusal", "/register", kind="household", value="AT-0000001")

    said = text(await desks.get("vusal", shown))
    assert "Temporary settlement Bərdə" in said
    assert "Ask for a change" not in said
    assert household.status_code == 303, "a household is open by any of its members"
    assert (await desks.post("kenan", "/register", kind="fin", value=MOTHER)).status_code == 404
    assert (await desks.post("vusal", "/register", kind="fin", value=SON)).status_code == 404


async def test_an_auditor_sees_who_looked_and_an_official_what_is_their_own(desks: Desks) -> None:
    await desks.post("vusal", "/register", kind="fin", value=MOTHER)
    place = await desks.went("zeyneb", "/register", kind="fin", value=MOTHER)
    await desks.went("zeyneb", f"{place}/look", **BASIS)

    auditor = text(await desks.get("aydan", f"{place}/history"))
    own = text(await desks.get("zeyneb", f"{place}/history"))
    assert "refused: another district" in auditor
    assert "values shown in the register Housing 668-IQ, maddə 9 shown" in auditor
    assert "vusal" not in own
    assert "You see what you did yourself" in own
    assert (await desks.post("aydan", f"{place}/look", **BASIS)).status_code == 403


@pytest.mark.parametrize("who", ["ramil", "sevinc", "gunel"])
async def test_the_register_stays_closed_to_others(desks: Desks, who: str) -> None:
    assert (await desks.get(who, "/register")).status_code == 403
    assert (await desks.post(who, "/register", kind="fin", value=MOTHER)).status_code == 403


@pytest.mark.parametrize("more", [{}, {"purpose.kept": "x"}])
async def test_a_refused_form_opens_nobody_to_whom_the_register_is_closed(desks: Desks, more: dict[str, str]) -> None:
    place = await desks.went("zeyneb", "/register", kind="fin", value=MOTHER)

    answer = await desks.post("gulnar", f"{place}/look", **more)

    assert answer.status_code == 403
    assert "Ə•••" not in answer.text
