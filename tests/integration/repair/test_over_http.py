"""Failures and repairs over HTTP: who may do what, and what the answers say."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.app import Hub
from hub.serving import make_api
from tests.hubs import running_hub, settings_for

SAMPLES = Path(__file__).parents[3] / "mappings" / "formats" / "justice_civil-act" / "samples"
ACCOUNT = {"kind": "utility_account", "provider": "azersu", "persons_registered": 2}


@pytest.fixture(params=["sqlite", "postgresql"])
async def hub(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Hub]:
    more = {} if request.param == "sqlite" else {"database_url": request.getfixturevalue("postgres_url")}
    async with running_hub(settings_for(tmp_path, **more)) as made:
        yield made


@pytest.fixture
async def http(hub: Hub) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(make_api(hub))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub", headers=as_("committee")) as client:
        yield client


def as_(party: str) -> dict[str, str]:
    return {"Authorization": f"Bearer sandbox-{party}", "Accept-Language": "en"}


async def a_failure(hub: Hub, http: httpx.AsyncClient, number: int = 1) -> str:
    """A record whose delivery is made to fail; the delivery's id."""
    body = {"id": f"r-{number}", "records": [{**ACCOUNT, "subscriber_code": f"{number:05d}"}]}
    answer = await http.post("/v1/messages/hub.records.v1", json=body)
    assert answer.status_code == 202, answer.text
    message = answer.json()["message_id"]
    for _ in range(200):
        async with hub.store.read() as tx:
            rows = await tx.fetch("SELECT id, state FROM deliveries WHERE message_id = :id", {"id": message})
        if rows and rows[0]["state"] == "delivered":
            break
        await asyncio.sleep(0.05)
    async with hub.store.write() as tx:
        await tx.execute(
            "UPDATE deliveries SET state = 'failed', error_code = 'register.no_fin', settled_at = hub_now(),"
            " fingerprint = 'ab12ab12ab12ab12' WHERE id = :id",
            {"id": rows[0]["id"]},
        )
        await tx.execute("UPDATE messages SET bad_count = 1, done_count = 0 WHERE id = :id", {"id": message})
        await tx.execute("UPDATE attempts SET outcome = 'failed' WHERE delivery_id = :id", {"id": rows[0]["id"]})
    delivery: str = rows[0]["id"]
    return delivery


async def ended(http: httpx.AsyncClient, repair: str) -> dict[str, Any]:
    for _ in range(200):
        found: dict[str, Any] = (await http.get(f"/v1/repairs/{repair}")).json()
        if found["finished_at"]:
            return found
        await asyncio.sleep(0.1)
    raise AssertionError(found)


async def test_a_group_tells_its_cause_and_a_retry_of_it_ends_with_an_outcome_for_each(
    hub: Hub, http: httpx.AsyncClient
) -> None:
    deliveries = [await a_failure(hub, http, number) for number in range(3)]

    (group,) = (await http.get("/v1/failures")).json()["items"]
    assert (group["where"], group["counts"]) == ("register", {"failed": 3, "unknown": 0})
    assert group["cause"].startswith("The record has no FIN")
    assert len(group["sample"]) == 3
    page = (await http.get(f"/v1/failures/{group['fingerprint']}", params={"limit": 2})).json()
    rest = (await http.get(f"/v1/failures/{group['fingerprint']}", params={"cursor": page["next"]})).json()
    assert sorted(item["id"] for item in page["items"] + rest["items"]) == sorted(deliveries)

    answer = await http.post(
        "/v1/repairs",
        json={
            "action": "retry",
            "selection": {"group": group["fingerprint"]},
            "reason": "the register was mended",
        },
    )
    assert answer.status_code == 202, answer.text
    again = await http.post(
        "/v1/repairs",
        json={
            "action": "retry",
            "selection": {"ids": deliveries[:1]},
            "reason": "once more",
        },
    )
    assert (again.status_code, again.json()["repair"]) == (409, answer.json()["id"])
    found = await ended(http, answer.json()["id"])
    assert (found["state"], found["progress"]) == ("done", {"done": 3})
    assert {item["words"] for item in found["items"]} <= {"Delivered.", "Something newer was applied already."}
    assert (await http.get("/v1/failures")).json()["items"] == []


async def test_a_second_person_approves_and_of_two_one_is_late(hub: Hub, http: httpx.AsyncClient) -> None:
    delivery = await a_failure(hub, http)
    wanted = {
        "action": "confirm_delivered",
        "selection": {"ids": [delivery]},
        "reason": "the agency has it",
        "arguments": {"reference": "AG-1"},
    }
    forecast = await http.post("/v1/repairs", json={**wanted, "dry_run": True})
    assert (forecast.status_code, forecast.json()["needs_approval"]) == (200, True)

    made = (await http.post("/v1/repairs", json=wanted)).json()
    assert made["state"] == "awaiting_approval"
    path = f"/v1/repairs/{made['id']}/approve"
    assert (await http.post(path)).status_code == 403
    answers = await asyncio.gather(*(http.post(path, headers=as_("committee-2")) for _ in range(2)))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    found = await ended(http, made["id"])
    assert (found["made_by"], found["approved_by"]) == ("committee", "committee-2")
    assert found["items"][0]["now"] == "delivered"


async def test_agencies_see_their_own_failures_and_make_no_repairs(hub: Hub, http: httpx.AsyncClient) -> None:
    delivery = await a_failure(hub, http)

    assert (await http.get("/v1/failures", headers=as_("meis"))).json()["items"] == []
    assert (await http.get("/v1/failures/ab12ab12ab12ab12", headers=as_("meis"))).status_code == 404
    wanted = {"action": "retry", "selection": {"ids": [delivery]}, "reason": "please"}
    for method, where in (("POST", "/v1/repairs"), ("GET", "/v1/repairs")):
        answer = await http.request(method, where, json=wanted, headers=as_("meis"))
        assert (answer.status_code, answer.json()["code"]) == (403, "access.role_missing")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"reason": ""}, "/reason"),
        ({"selection": {}}, "/selection"),
        ({"selection": {"ids": ["x"], "group": "ab12ab12ab12ab12"}}, "/selection"),
        ({"action": "destroy"}, "/action"),
        ({"more": 1}, "/more"),
    ],
)
async def test_a_wrong_request_names_the_place(http: httpx.AsyncClient, change: dict[str, Any], place: str) -> None:
    wanted = {"action": "retry", "selection": {"group": "ab12ab12ab12ab12"}, "reason": "because", **change}
    answer = await http.post("/v1/repairs", json=wanted)
    assert (answer.status_code, answer.json()["place"]) == (422, place)


async def test_what_is_in_quarantine_is_a_group_by_format_code_and_place(hub: Hub, http: httpx.AsyncClient) -> None:
    act = json.loads((SAMPLES / "death.input.json").read_text(encoding="utf-8"))
    act["subjects"][0]["gender"] = "Ş"
    answer = await http.post("/v1/messages/justice.civil-act.v1", json=act, headers=as_("edliyye"))
    assert (answer.status_code, answer.json()["state"]) == (202, "quarantined"), answer.text

    for party in ("committee", "edliyye"):
        (group,) = (await http.get("/v1/failures", headers=as_(party))).json()["items"]
        assert (group["kind"], group["where"], group["path"]) == (
            "quarantine",
            "justice.civil-act.v1",
            "/subjects/*/gender",
        )
        assert group["lanes_held"] > 0
        page = (await http.get(f"/v1/failures/{group['fingerprint']}", headers=as_(party))).json()
        assert "/subjects/0/gender" in [issue["path"] for issue in page["items"][0]["issues"]]
        assert "Ş" not in json.dumps(page, ensure_ascii=False)
    assert (await http.get("/v1/failures", headers=as_("meis"))).json()["items"] == []

    wanted = {
        "action": "discard",
        "selection": {"group": group["fingerprint"]},
        "reason": "sent by mistake",
        "arguments": {"behind": "release"},
    }
    found = await ended(http, (await http.post("/v1/repairs", json=wanted)).json()["id"])
    assert found["items"][0]["now"] == "discarded"
