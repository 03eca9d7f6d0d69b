"""The directory over HTTP: stand-ins, commissions, units and moved days, and at once in what they decide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.integration.documents.conftest import Office

TODAY = (datetime.now(UTC) + timedelta(hours=4)).date()


async def put(office: Office, who: str, path: str, body: dict[str, Any]) -> httpx.Response:
    headers = {"authorization": f"Bearer sandbox-{who}", "accept-language": "en"}
    return await office.served.client.put(path, json=body, headers=headers)


def stand_in(principal: str, acting: str, **more: Any) -> dict[str, Any]:
    period = {"first": TODAY.isoformat(), "last": (TODAY + timedelta(days=10)).isoformat()}
    return {"principal": principal, "acting": acting, "basis": "Əmr № 12", **period, **more}


async def test_everybody_sees_who_works_where(office: Office) -> None:
    shown = (await office.get("rauf", "/v1/directory")).json()

    people = {each["login"]: each for each in shown["officials"]}
    assert (people["rauf"]["unit"], people["rauf"]["position"]) == ("qayidis", "Chief adviser")
    assert {each["unit"]: (each["head"] or {}).get("login") for each in shown["units"]}["huquq"] == "nigar"
    assert len(shown["commissions"][0]["members"]) == 9
    assert shown["stand_ins"] == []


async def test_a_stand_in_acts_at_once_and_until_it_is_ended(office: Office) -> None:
    made = await office.begin("sevinc", "incoming")
    made = await office.step("sevinc", made, "register", file="01-05")
    made = await office.act("elcin", made, "orders", "give_resolution", resolution="r1", text="B", executors=["rauf"])

    appointed = await office.post("sevinc", "/v1/stand-ins", stand_in("rauf", "leyla"))
    inbox = (await office.get("leyla", "/v1/inbox")).json()["tasks"]
    by = await office.try_act(
        "leyla",
        made,
        "orders",
        "request_extension",
        resolution="r1",
        until="2030-01-01",
        reason="r",
        on_behalf_of="rauf",
    )
    ended = await office.post("elcin", f"/v1/stand-ins/{appointed.json()['id']}/end", {})
    again = await office.post("elcin", f"/v1/stand-ins/{appointed.json()['id']}/end", {})

    assert appointed.status_code == 201, appointed.text
    assert [(task["task"], task["for_whom"]["login"]) for task in inbox] == [("execute", "rauf")]
    assert by.json()["code"] == "orders.no_term"
    assert (ended.status_code, again.status_code) == (204, 404)
    assert (await office.get("leyla", "/v1/inbox")).json()["tasks"] == []
    assert (await office.get("leyla", "/v1/directory")).json()["stand_ins"] == []


async def test_chains_and_stand_ins_for_oneself_are_refused(office: Office) -> None:
    await office.post("sevinc", "/v1/stand-ins", stand_in("nigar", "orxan"))

    wanted = [
        ("sevinc", stand_in("rauf", "rauf"), 422, "directory.own_stand_in"),
        ("sevinc", stand_in("orxan", "rauf"), 409, "directory.chain"),
        ("sevinc", stand_in("elcin", "nigar"), 409, "directory.chain"),
        ("sevinc", stand_in("nigar", "orxan"), 409, "directory.stand_in_twice"),
        ("sevinc", stand_in("rauf", "yoxdur"), 422, "directory.not_in_office"),
        ("sevinc", stand_in("rauf", "leyla", last="2020-01-01"), 422, "directory.period"),
        ("rauf", stand_in("rauf", "leyla"), 403, "access.role_missing"),
    ]
    for who, body, status, code in wanted:
        answer = await office.post(who, "/v1/stand-ins", body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), body


async def test_commissions_units_and_posts_are_settled_by_those_who_may(office: Office) -> None:
    commission = await put(office, "sevinc", "/v1/commissions/ekspert", {"members": ["sevinc", "nigar", "orxan"]})
    unit = await put(office, "fuad", "/v1/units/arxiv", {"title": {"az": "Arxiv", "en": "Archive"}, "head": "sevinc"})
    post = await put(
        office, "fuad", "/v1/officials/leyla", {"position": {"az": "Arxivçi", "en": "Archivist"}, "unit": "arxiv"}
    )
    unknown = await put(office, "sevinc", "/v1/commissions/ekspert", {"members": ["yoxdur"]})
    nobody = await put(office, "fuad", "/v1/officials/yoxdur", {"position": {"az": "x", "en": "x"}, "unit": "arxiv"})
    clerk = await put(office, "sevinc", "/v1/units/arxiv", {"title": {"az": "A", "en": "A"}})

    members = {each["name"]: [who["login"] for who in each["members"]] for each in commission.json()["commissions"]}
    assert sorted(members["ekspert"]) == ["nigar", "orxan", "sevinc"]
    assert {each["unit"]: each["title"] for each in unit.json()["units"]}["arxiv"] == "Archive"
    assert {each["login"]: each["unit"] for each in post.json()["officials"]}["leyla"] == "arxiv"
    assert (unknown.status_code, nobody.status_code, clerk.status_code) == (422, 422, 403)


async def test_a_moved_day_counts_at_once(office: Office) -> None:
    day = TODAY + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    moved = {"day": day.isoformat(), "working": False, "reason": {"az": "Köçürülüb", "en": "Moved"}, "act": "NK № 5"}

    answer = await put(office, "sevinc", "/v1/calendar/days", {"days": [moved]})
    body = {"kind": "proposal", "channel": "hotline", "title": "T", "subject": "s", "unit": "qayidis"}
    made = dict((await office.post("sevinc", "/v1/appeals", body)).json())
    await office.step("sevinc", made, "register")
    (term,) = (await office.get("sevinc", f"/v1/documents/{made['id']}/term")).json()["terms"]

    assert [each["act"] for each in answer.json()["moved_days"]] == ["NK № 5"]
    line = next(line for line in term["days"] if line["day"] == day.isoformat())
    assert (line["mark"], line["sentence"]) == ("moved", "Moved (NK № 5)")
