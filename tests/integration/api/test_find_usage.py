"""findUsage v2: a person's looks, newest first, for whom citizens ask by; reading the history is in the history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from hub.access.history import Access, Run, note_access
from hub.access.keys import issue_key
from hub.access.purposes import Why
from hub.clock import SECOND, rfc3339
from hub.store.ids import new_id
from hub.store.tx import Row
from tests.integration.api.served import Served
from tests.parties import make_party, may_ask

FIN, OTHER = "94FMDDD", "7ABCD12"
PORTAL = "sandbox-mygov"
DAY = 24 * 3600 * SECOND


async def find(api: Served, key: str = PORTAL, asker: str | None = FIN, **params: Any) -> httpx.Response:
    headers = {"authorization": f"Bearer {key}", "accept-language": "en"}
    headers |= {} if asker is None else {"x-road-userid": asker}
    return await api.client.get("/v2/findUsage", headers=headers, params={"userCode": FIN, **params})


async def looked(api: Served, party: str, person: str | None, *looks: Access) -> None:
    async with api.hub.store.write() as tx:
        await note_access(tx, api.hub.sealer, party, person, *looks)


def look(api: Served, outcome: str = "answered", fin: str = FIN, **more: Any) -> Access:
    return Access("ask.identity", "identity", outcome, api.hub.hash("fin", fin), **more)


async def history(api: Served) -> list[Row]:
    async with api.hub.store.read() as tx:
        return list(await tx.fetch("SELECT * FROM access_events ORDER BY id"))


@pytest.mark.parametrize("outcome", ["found", "listed", "shown"])
async def test_who_was_found_or_listed_is_not_told_that_nothing_was_given(api: Served, outcome: str) -> None:
    await looked(api, "committee", "sevinc", look(api, outcome, why=Why("benefit", "669-IQ")))

    (told,) = (await find(api)).json()["usages"]
    assert told["action"] == "Benefits and reliefs (669-IQ) · personal data"


async def test_looks_are_told_newest_first_by_body_and_unit_refused_ones_too(api: Served) -> None:
    await looked(api, "azersu", "sevinc", look(api, why=Why("benefit", "669-IQ", "secret")))
    await looked(api, "committee", "sevinc", look(api, "access.no_right"))
    await looked(api, "committee", "sevinc", look(api, fin=OTHER))

    told = (await find(api)).json()

    assert told["totalUsages"] == 2
    assert [(each["receiverCode"], each["receiverSystem"], each["action"]) for each in told["usages"]] == [
        ("committee", "ask.identity", "no purpose was stated · personal data · nothing was given"),
        ("azersu", "ask.identity", "Benefits and reliefs (669-IQ) · personal data"),
    ]
    names = [each["receiverName"] for each in told["usages"]]
    assert names[0].startswith("The committee, ")
    assert names[1] == "Azərsu", "nobody of another body is taken for one of the house"
    assert not [each for each in ("sevinc", "secret", FIN) if each in str(told)]


async def test_the_total_counts_all_whatever_page_and_period_are_asked_for(api: Served) -> None:
    for number in range(5):
        await looked(api, "meis" if number else "dma", None, look(api))
    now = datetime.now(UTC)

    page = (await find(api, offset=3, limit=1)).json()
    later = (await find(api, periodStart=(now + timedelta(hours=1)).isoformat())).json()
    until = (await find(api, periodEnd=(now + timedelta(hours=1)).isoformat(), offset=4 + 1, limit=1)).json()

    assert (page["totalUsages"], len(page["usages"])) == (5, 1)
    assert (later["totalUsages"], later["usages"]) == (0, [])
    assert [each["receiverCode"] for each in until["usages"]] == ["dma"], "the readings are of a later moment"


@pytest.mark.parametrize("limit", [1, 2, 5])
async def test_the_pages_of_a_list_belong_to_the_moment_of_the_first(api: Served, limit: int) -> None:
    for number in range(14):
        await looked(api, ("meis", "dma")[number % 2], None, look(api, why=Why("benefit", None, f"look {number}")))
    wanted = [each["id"] for each in reversed(await history(api))]

    told: list[dict[str, Any]] = []
    while len(told) < 14:
        page = (await find(api, offset=len(told), limit=limit)).json()
        assert (page["totalUsages"], len(page["usages"])) == (14, min(limit, 14 - len(told)))
        told += page["usages"]
        await looked(api, "azersu", None, look(api))
    again = (await find(api, limit=1000)).json()
    rows = {row["id"]: row for row in await history(api)}

    assert [each["logtime"] for each in told] == [rfc3339(rows[each]["created_at"]) for each in wanted]
    readings = [each for each in again["usages"] if each["receiverSystem"] == "ask.usage"]
    assert len(readings) == 1, "turning over is the reading that began it"
    assert again["totalUsages"] == 14 + 1 + -(-14 // limit)


async def test_another_asker_begins_a_list_of_their_own(api: Served) -> None:
    for _ in range(3):
        await looked(api, "meis", None, look(api))
    await find(api, limit=1)

    other = (await find(api, asker=OTHER, offset=1, limit=1)).json()
    own = (await find(api, offset=1, limit=1)).json()

    assert (other["totalUsages"], own["totalUsages"]) == (4, 3)
    assert len(await history(api)) == 3 + 2


async def test_reading_the_history_is_in_the_history_and_who_asked_stands_nowhere_in_clear(api: Served) -> None:
    await find(api, asker=f"AZ{FIN}")
    await find(api, asker=f"AZ{OTHER}")

    told = (await find(api)).json()
    rows = await history(api)

    assert [each["receiverSystem"] for each in told["usages"]] == ["ask.usage"] * 2
    assert "See who looked at one's own data" in told["usages"][0]["action"]
    assert [(row["actor_party"], row["actor_person"], row["purpose_code"]) for row in rows] == [
        ("mygov", None, "own_data")
    ] * 3
    assert [row["note_sealed"] is None for row in rows] == [True, False, True], "one who represents is noted, sealed"
    assert not [row for row in rows if OTHER.encode() in bytes(row["note_sealed"] or b"")]


async def test_a_fin_may_begin_with_the_letters_of_the_country(api: Served) -> None:
    for asker in ("AZ12345", "AZAZ12345"):
        assert (await find(api, asker=asker, userCode="AZ12345")).status_code == 200

    assert [row["note_sealed"] for row in await history(api)] == [None, None], "they asked for themselves"


async def test_a_run_over_many_is_told_to_each_of_them(api: Served) -> None:
    subject = api.hub.hash("fin", FIN)
    run, delivery, message = new_id(), new_id(), new_id()
    async with api.hub.store.write() as tx:
        await tx.insert("message_keys", "key_hash, message_id", [(subject, message)])
        await tx.insert(
            "repair_items",
            "repair_id, number, delivery_id, state, kind",
            [(run, 1, message, "done", "delivery")],
        )
    del delivery
    many = Run.over(run, [subject, "another"])
    await looked(api, "committee", "sevinc", Access("repairs.made", "message_body", run=many))

    told = (await find(api)).json()

    assert told["totalUsages"] == 1
    assert told["usages"][0]["action"].endswith("persons used at once: 2")


async def test_what_an_inquiry_keeps_back_comes_once_its_time_is_over(api: Served) -> None:
    await looked(api, "azersu", None, look(api, why=Why("court", "998-IIIQ")))

    before = (await find(api)).json()["totalUsages"]
    async with api.hub.store.write() as tx:
        await tx.execute(
            "UPDATE access_events SET created_at = created_at - :half WHERE purpose_code = 'court'",
            {"half": 181 * DAY},
        )
    after = [each["receiverCode"] for each in (await find(api)).json()["usages"]]

    assert before == 0
    assert after == ["mygov", "azersu"]


@pytest.mark.parametrize(
    ("params", "asker", "code"),
    [
        ({}, None, "usage.asker_missing"),
        ({}, "", "usage.asker_missing"),
        ({"userCode": "94FMOD1"}, FIN, "ask.fin_shape"),
        ({"userCode": ""}, FIN, "ask.fin_shape"),
        ({"limit": 1001}, FIN, "api.invalid"),
        ({"periodEnd": "tomorrow"}, FIN, "api.invalid"),
        ({"offset": -1}, FIN, "api.invalid"),
        ({"periodStart": "2026-01-01T00:00:00"}, FIN, "api.invalid"),
    ],
)
async def test_what_cannot_be_asked_is_refused(
    api: Served, params: dict[str, Any], asker: str | None, code: str
) -> None:
    answer = await find(api, asker=asker, **params)

    assert (answer.status_code, answer.json()["code"]) == (400, code)


async def test_what_is_required_is_said_to_be(api: Served) -> None:
    bare = await api.get("/v2/findUsage", PORTAL)
    assert (bare.status_code, bare.json()["place"]) == (400, "query: userCode")

    described = (await api.client.get("/openapi.json")).json()["paths"]["/v2/findUsage"]["get"]["parameters"]

    assert {each["name"] for each in described if each["required"]} == {"userCode", "X-Road-UserId"}


async def test_only_who_was_given_the_service_for_this_purpose_asks_and_refusals_are_told_to_the_person(
    api: Served,
) -> None:
    async with api.hub.store.write() as tx:
        await make_party(tx, "fund", to=[may_ask("ask.identity", "benefit")])
        key = (await issue_key(tx, "fund")).text
        await make_party(tx, "bare", to=[may_ask("ask.usage", "own_data")])
        bare = (await issue_key(tx, "bare")).text

    refused = [await find(api, each) for each in (key, "sandbox-committee", "sandbox-edliyye")]
    told = (await find(api)).json()["usages"]
    unnamed = (await find(api, bare)).json()

    assert [(each.status_code, each.json()["code"]) for each in refused] == [(403, "access.no_right")] * 3
    assert [each["receiverCode"] for each in told] == ["edliyye", "committee", "fund"]
    assert all(each["action"].endswith("nothing was given") for each in told)
    assert (unnamed["totalUsages"], unnamed["usages"]) == (4, [{}] * 4), "the sheet gives it no field"


async def test_the_period_and_the_heartbeat_are_told_to_the_same(api: Served) -> None:
    await looked(api, "meis", None, look(api))
    begins = (await history(api))[0]["created_at"]

    period = (await api.get("/v2/usagePeriod", PORTAL)).json()
    beat = (await api.get("/v2/heartbeat", PORTAL)).json()
    others = [(await api.get(path)).status_code for path in ("/v2/usagePeriod", "/v2/heartbeat")]

    assert datetime.fromisoformat(period["periodStart"]) == datetime.fromtimestamp(begins // 1000 / 1000, UTC)
    assert datetime.fromisoformat(period["periodEnd"]) >= datetime.fromisoformat(period["periodStart"])
    assert beat == {"status": "OK", "message": ""}
    assert others == [403, 403]
