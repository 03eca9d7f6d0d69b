"""The API through X-Road's security server: r1 addresses, whose call it is, what goes back, what is not reached."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import httpx

from connectors.agencies import BY_NAME
from connectors.connecting import connect
from connectors.endpoint import AgencyEndpoint
from connectors.operations import ByXroad, RestOperation
from connectors.outcome import Delivered
from tests.integration.api.served import Served, act
from tests.xroad import COMMITTEE, HERE

KEY = "sandbox-security-server"
EDLIYYE = "AZ-TEST/GOV/2000001/edliyye"
HEADERS = {"X-Road-Id": "id-1", "X-Road-UserId": "AZ7XROAD1", "X-Road-Issue": "case-17", "Accept-Language": "en"}


async def by_xroad(
    api: Served, method: str, below: str, body: Any = None, client: str = COMMITTEE, **more: str
) -> httpx.Response:
    """What a security server is answered."""
    headers = {**HEADERS, "Authorization": f"Bearer {KEY}", "X-Road-Client": client, **more}
    raw = None if body is None else json.dumps(body).encode()
    if raw is not None:
        headers["Content-Type"] = "application/json"
    return await api.client.request(method, f"/r1/{HERE}/{below}", headers=headers, content=raw)


def echoed(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.startswith("x-road-")}


BACK = {
    "x-road-client": COMMITTEE,
    "x-road-id": "id-1",
    "x-road-userid": "AZ7XROAD1",
    "x-road-issue": "case-17",
}


async def test_a_question_is_asked_as_the_party_that_the_client_is(api: Served) -> None:
    answer = await by_xroad(api, "GET", "ask")

    assert answer.status_code == 200, answer.text
    assert [each["name"] for each in answer.json()][:1] == ["identity"]
    assert echoed(answer) == {**BACK, "x-road-service": f"{HERE}/ask"}


async def test_a_refusal_is_the_apis_own_and_has_the_headers_too(api: Served) -> None:
    answer = await by_xroad(api, "POST", "ask/identity", {"fin": "7ABCD12"})

    assert (answer.status_code, answer.json()["code"]) == (422, "ask.basis_missing")
    assert echoed(answer) == {**BACK, "x-road-service": f"{HERE}/ask"}


async def test_who_asks_at_the_client_stands_in_the_access_history(api: Served) -> None:
    await by_xroad(api, "POST", "ask/identity", {"fin": "7ABCD12", "purpose": "benefit", "legal_basis": "668-IQ"})

    async with api.hub.store.read() as tx:
        rows = await tx.fetch("SELECT actor_party, actor_person FROM access_events ORDER BY id")
    assert tuple(dict(rows[-1]).values()) == ("committee", "AZ7XROAD1")


async def test_a_message_is_handed_over_as_the_clients(api: Served) -> None:
    answer = await by_xroad(api, "POST", "messages/justice.civil-act.v1", act("x-1"), EDLIYYE)

    assert answer.status_code == 202, answer.text
    mine = await by_xroad(api, "GET", f"messages/{answer.json()['message_id']}", client=EDLIYYE)
    other = await by_xroad(api, "GET", f"messages/{answer.json()['message_id']}", client="AZ-TEST/GOV/2000001/meis")
    assert (mine.status_code, other.status_code) == (200, 404)


async def test_the_right_is_the_clients_own(api: Served) -> None:
    answer = await by_xroad(api, "POST", "messages/hub.records.v1", {}, EDLIYYE)

    assert (answer.status_code, answer.json()["code"]) == (403, "access.no_right")
    assert echoed(answer)["x-road-client"] == EDLIYYE


async def test_the_header_alone_grants_nothing(api: Served) -> None:
    own = {**HEADERS, "X-Road-Client": COMMITTEE}

    without = await api.client.get(f"/r1/{HERE}/ask", headers=own)
    agency = await api.client.get(f"/r1/{HERE}/ask", headers={**own, "Authorization": "Bearer sandbox-edliyye"})
    plain = await api.client.get("/v1/ask", headers={**own, "Authorization": f"Bearer {KEY}"})
    none = await by_xroad(api, "GET", "ask", client="AZ-TEST/GOV/2000001/nobody")

    assert (without.status_code, agency.status_code) == (401, 403)
    assert agency.json()["code"] == "xroad.not_a_security_server"
    assert all(each["permitted"] == [] for each in plain.json())
    assert (none.status_code, none.json()["code"]) == (403, "xroad.client_unknown")


CLIMBING = (
    "ask/../messages",
    "ask/%2e%2e/messages",
    "ask/%252e%252e/messages",
    "ask/..;/messages",
    "ask/..%2fmessages",
    "ask/..\\messages",
    "ask/..%5cmessages",
    "ask//messages",
    "ask/",
    "ask/%2e%2e/%2e%2e/metrics",
)


async def test_a_wildcard_path_cannot_climb_out_of_its_service(api: Served) -> None:
    """Written by hand: a client of HTTP would tidy the path up."""
    headers = [*HEADERS.items(), ("X-Road-Client", COMMITTEE), ("Authorization", f"Bearer {KEY}"), ("Host", "hub")]
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)

    heads = [await api.raw(f"GET /r1/{HERE}/{below} HTTP/1.1\r\n{lines}\r\n".encode()) for below in CLIMBING]

    assert [head[:13] for head in heads] == [b"HTTP/1.1 400 "] * len(CLIMBING)


async def test_what_is_no_service_is_not_reached(api: Served) -> None:
    for below in ("", "metrics", "sessions", "documents", "v1", "../v1/ask", "listMethods/more"):
        assert (await by_xroad(api, "GET", below)).status_code in (400, 404), below
    assert (await by_xroad(api, "GET", "getOpenAPI?serviceCode=sessions")).status_code == 404


async def test_another_subsystems_service_is_refused(api: Served) -> None:
    headers = {**HEADERS, "Authorization": f"Bearer {KEY}", "X-Road-Client": COMMITTEE}

    answer = await api.client.get("/r1/AZ-TEST/GOV/1000001/other/ask", headers=headers)

    assert answer.json()["code"] == "xroad.other_provider"


async def test_a_repeated_header_is_refused(api: Served) -> None:
    headers = [*HEADERS.items(), ("Authorization", f"Bearer {KEY}")]
    headers += [("X-Road-Client", COMMITTEE), ("X-Road-Client", EDLIYYE)]

    answer = await api.client.get(f"/r1/{HERE}/ask", headers=headers)

    assert (answer.status_code, answer.json()["code"], echoed(answer)) == (400, "xroad.header_twice", {})


async def test_the_metaservices_tell_what_there_is_and_what_the_client_may(api: Served) -> None:
    every = (await by_xroad(api, "GET", "listMethods")).json()["service"]
    allowed = (await by_xroad(api, "GET", "allowedMethods", client=EDLIYYE)).json()["service"]

    assert [each["service_code"] for each in every] == ["ask", "messages", "usage"]
    assert [each["service_code"] for each in allowed] == ["messages"]
    assert {"method": "POST", "path": "/*"} in every[0]["endpoint_list"]
    assert (every[0]["xroad_instance"], every[0]["subsystem_code"]) == ("AZ-TEST", "qayidis-hub")


async def test_a_service_is_described_to_who_may_call_it(api: Served) -> None:
    told = await by_xroad(api, "GET", "getOpenAPI?serviceCode=ask")
    other = await by_xroad(api, "GET", "getOpenAPI?serviceCode=ask", client=EDLIYYE)
    twice = await by_xroad(api, "GET", "getOpenAPI?serviceCode=ask&serviceCode=messages")

    assert set(told.json()["paths"]) == {"/", "/dossier", "/files/{id}", "/{question}"}
    assert (other.status_code, twice.status_code) == (404, 404)


async def test_our_own_client_reads_our_own_answer(api: Served) -> None:
    """Both sides of r1 over real HTTP; between two installations two security servers would stand."""
    hand_over = RestOperation(
        name="edliyye.hand-over", path="/justice.civil-act.v1", references=("message_id",), xroad=ByXroad("messages")
    )
    agency = replace(BY_NAME["dvx"], operations=(hand_over,), xroad="GOV/1000001/qayidis-hub")
    connector = connect(agency, AgencyEndpoint(api.url, KEY, xroad_client=EDLIYYE))

    outcome = await connector.operations[hand_over.name].call(act("x-2"), "key-1")
    await connector.aclose()

    assert isinstance(outcome, Delivered), outcome
    assert (await by_xroad(api, "GET", f"messages/{outcome.reference}", client=EDLIYYE)).status_code == 200


async def test_who_looked_is_told_through_a_security_server_too(api: Served) -> None:
    mygov = "AZ-TEST/GOV/2000001/mygov"

    told = await by_xroad(api, "GET", "usage/findUsage?userCode=7ABCD12", client=mygov)
    other = await by_xroad(api, "GET", "usage/findUsage?userCode=7ABCD12")

    assert (told.status_code, told.json()) == (200, {"totalUsages": 0, "usages": []})
    assert (other.status_code, other.json()["code"]) == (403, "access.no_right")
    async with api.hub.store.read() as tx:
        rows = await tx.fetch("SELECT actor_party, actor_person FROM access_events ORDER BY id")
    assert [dict(row) for row in rows] == [
        {"actor_party": party, "actor_person": None} for party in ("mygov", "committee")
    ], "a citizen's code stands nowhere"
