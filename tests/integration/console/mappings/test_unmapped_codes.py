"""Unmapped codes: seen with who waits, mapped by one person with a source, approved by another, and reprocessed."""

from __future__ import annotations

import asyncio

import pytest

from hub.access.second_person import Who
from hub.app import build
from hub.console.messages.naming import open_records
from hub.errors import Forbidden
from hub.exchange.codes.book import approve
from hub.exchange.codes.unknown import code_like
from hub.settings import Settings
from hub.store.sealing import Unsealable
from tests.hubs import eventually
from tests.integration.console.mappings.conftest import Lists, text


async def test_the_list_names_each_code_with_its_table_and_how_many_wait(lists: Lists) -> None:
    for number in range(3):
        await lists.send_act(number)

    english = text(await lists.get("zaur", "/failures/codes"))
    azerbaijani = text(await lists.get("zaur", "/failures/codes", "az"))

    assert "1 code is in no table." in english
    assert "X sex civil act /subjects/0/gender 3 messages wait." in english
    assert "to be mapped" in english
    assert "1 kod heç bir cədvəldə yoxdur." in azerbaijani


async def test_a_value_that_looks_personal_is_counted_and_never_shown(lists: Lists) -> None:
    await lists.send_act(1, "7ABCD12")
    mark = await lists.mark()

    answer = await lists.get("lale", f"/failures/codes/{mark}")

    assert "7ABCD12" not in answer.text
    assert "This cannot be mapped" in text(answer)
    refused = await lists.post("lale", f"/failures/codes/{mark}", meaning="0", source="Letter 12-3 of 2026-11-02")
    assert refused.status_code == 404


async def test_a_reading_of_before_does_not_open_in_the_place_of_the_one_that_the_code_made(lists: Lists) -> None:
    message = await lists.send_act(1)
    stored = "SELECT message_id AS id, records_sealed, records_version FROM message_bodies"
    (before,) = await lists.rows(stored)
    await lists.post("kamran", f"{await lists.proposed()}/approve")
    await lists.understood(message)
    (after,) = [row for row in await lists.rows(stored) if row["id"] == message]

    sealer = lists.served.hub.sealer
    assert open_records(sealer, after)
    with pytest.raises(Unsealable):
        open_records(sealer, {**after, "records_sealed": before["records_sealed"]})


async def test_two_people_map_a_code_and_what_waited_goes_on(lists: Lists) -> None:
    waiting = [await lists.send_act(number) for number in range(3)]
    entry = await lists.proposed()

    answer = await lists.post("kamran", f"{entry}/approve")

    assert answer.status_code == 303
    assert "/console/repairs/" in answer.headers["location"]
    await lists.understood(*waiting)
    repair = (await lists.rows("SELECT action, made_by, items_total FROM repairs"))[0]
    assert (repair["action"], repair["made_by"], repair["items_total"]) == ("reprocess", "committee/lale", 3)
    assert await lists.state(await lists.send_act(9)) != "quarantined"
    assert "Every code that came is in a table." in text(await lists.get("zaur", "/failures/codes"))


async def test_whoever_proposed_cannot_approve(lists: Lists) -> None:
    message = await lists.send_act(1)
    entry = await lists.proposed("lale")

    page = text(await lists.get("lale", entry))
    answer = await lists.post("lale", f"{entry}/approve")

    assert "Whoever proposed it cannot agree to it: a second person does." in page
    assert answer.status_code == 403
    assert await lists.state(message) == "quarantined"
    assert (await lists.rows("SELECT state FROM code_additions"))[0]["state"] == "proposed"


async def test_an_approver_who_is_also_the_proposer_is_refused_by_the_book_itself(lists: Lists) -> None:
    await lists.send_act(1)
    entry = await lists.proposed("lale")

    with pytest.raises(Forbidden):
        await approve(lists.served.hub.store, entry.rpartition("/")[2], Who("committee", "lale"))


async def test_of_two_who_decide_one_is_told_that_it_was_decided(lists: Lists) -> None:
    await lists.send_act(1)
    entry = await lists.proposed()

    answers = await asyncio.gather(lists.post("kamran", f"{entry}/approve"), lists.post("kamran", f"{entry}/refuse"))

    assert sorted(answer.status_code for answer in answers) == [303, 409]


@pytest.mark.parametrize(
    ("meaning", "source"), [("", "Letter 12-3 of 2026-11-02"), ("1", "short"), ("99", "Letter 12-3")]
)
async def test_a_proposal_needs_a_known_meaning_and_a_source(lists: Lists, meaning: str, source: str) -> None:
    await lists.send_act(1)
    mark = await lists.mark()

    answer = await lists.post("lale", f"/failures/codes/{mark}", meaning=meaning, source=source)

    assert answer.status_code == 422
    assert source in answer.text
    assert not await lists.rows("SELECT id FROM code_additions")


async def test_an_operator_without_the_right_may_not_propose(lists: Lists) -> None:
    await lists.send_act(1)
    mark = await lists.mark()

    answer = await lists.post("ramil", f"/failures/codes/{mark}", meaning="1", source="Letter 12-3 of 2026-11-02")

    assert answer.status_code == 403


async def test_people_of_an_agency_do_not_see_the_lists_of_all(lists: Lists) -> None:
    assert (await lists.get("gunel", "/failures/codes")).status_code == 403


async def test_a_code_that_one_process_took_in_is_read_by_another(lists: Lists, settings: Settings) -> None:
    async with build(settings) as other:
        before = other.formats["meis.person.v3"].version_hash
        await lists.send_person(1)
        entry = await lists.proposed()

        await lists.post("kamran", f"{entry}/approve")

        async def known() -> bool:
            return other.formats["meis.person.v3"].version_hash != before

        await eventually(known, 10, "the code in the other process")
        reading = other.formats["meis.person.v3"].read({"fin_kod": "94FMDDD", "cinsi": 3})
    assert not [issue for issue in reading.issues if issue.code == "map.unknown_code"]


async def test_a_number_is_mapped_as_a_number(lists: Lists) -> None:
    message = await lists.send_person(1, 3)
    entry = await lists.proposed()

    await lists.post("kamran", f"{entry}/approve")

    await lists.understood(message)
    assert [row["code"] for row in await lists.rows("SELECT code FROM code_additions")] == ["3"]


async def test_a_withdrawn_code_is_unknown_again(lists: Lists) -> None:
    message = await lists.send_act(1)
    entry = await lists.proposed()
    await lists.post("kamran", f"{entry}/approve")
    await lists.understood(message)

    await lists.post("lale", f"{entry}/withdraw", reason="The letter was recalled")
    still = await lists.send_act(2)
    own = await lists.post("lale", f"{entry}/approve")
    agreed = await lists.post("kamran", f"{entry}/approve")
    after = await lists.send_act(3)

    assert (own.status_code, agreed.status_code) == (403, 303)
    assert await lists.state(still) != "quarantined"
    assert await lists.state(after) == "quarantined"


async def test_every_step_is_evidence_and_the_mapping_s_change_is_noted_once(lists: Lists) -> None:
    await lists.send_act(1)
    entry = await lists.proposed()

    await lists.post("kamran", f"{entry}/approve")

    leaves = await lists.rows("SELECT kind FROM evidence_leaves WHERE kind LIKE 'code.%' ORDER BY id")
    assert [row["kind"] for row in leaves] == ["code.proposed", "code.in_force"]
    changes = await lists.rows("SELECT subject FROM changes WHERE kind = 'mapping'")
    assert [row["subject"] for row in changes] == ["justice.civil-act.v1"]


async def test_more_than_a_hundred_that_waited_need_no_third_person(lists: Lists) -> None:
    for number in range(101):
        await lists.send_act(number)
    entry = await lists.proposed()

    await lists.post("kamran", f"{entry}/approve")

    repair = (await lists.rows("SELECT made_by, approved_by, items_total FROM repairs"))[0]
    assert (repair["made_by"], repair["approved_by"]) == ("committee/lale", "committee/kamran")
    assert repair["items_total"] == 101


async def test_quarantine_is_grouped_by_issue_and_place_and_leads_to_the_messages(lists: Lists) -> None:
    message = await lists.send_act(1)
    listed = await lists.get("zaur", "/failures/quarantine")
    group = (await lists.rows("SELECT fingerprint FROM quarantined"))[0]["fingerprint"]

    opened = await lists.get("ramil", f"/failures/quarantine?group={group}")

    assert "map.unknown_code /subjects/*/gender civil act justice.civil-act.v1 1" in text(listed)
    assert f"/console/messages/{message}" in opened.text
    assert f"/console/repairs/new?action=reprocess&amp;group={group}" in opened.text


@pytest.mark.parametrize("raw", ["7ABCD12", "0501234567", "AZE12345678", "", " ", "x" * 41, "two\nlines"])
def test_what_may_be_a_person_s_number_is_not_code_like(raw: str) -> None:
    assert not code_like(raw)


@pytest.mark.parametrize("raw", ["X", "99", "kişi", "NAME CHANGE", "12345"])
def test_short_words_and_numbers_are_code_like(raw: str) -> None:
    assert code_like(raw)
