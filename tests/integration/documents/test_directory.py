"""The directory over HTTP: stand-ins, commissions, units and moved days, and at once in what they decide."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import httpx

from hub.evidence.rights import MACHINE
from hub.web.office.directory_bodies import StandInBody
from tests.integration.documents.conftest import Office
from tests.moments import today


async def put(office: Office, who: str, path: str, body: dict[str, Any]) -> httpx.Response:
    headers = {"authorization": f"Bearer sandbox-{who}", "accept-language": "en"}
    return await office.served.client.put(path, json=body, headers=headers)


def stand_in(principal: str, acting: str, **more: Any) -> dict[str, Any]:
    period = {"first": today().isoformat(), "last": (today() + timedelta(days=10)).isoformat()}
    return {"principal": principal, "acting": acting, "basis": "Əmr № 12", **period, **more}


async def agreed(office: Office, second: str, answer: httpx.Response) -> httpx.Response:
    """What was proposed, agreed to by a second person."""
    assert answer.status_code in (200, 201), answer.text
    (waits, *_) = (await office.get(second, "/v1/directory")).json()["proposals"]
    return await office.post(second, f"/v1/directory/proposals/{waits['id']}/agree", {})


async def kinds_of_leaves(office: Office) -> list[str]:
    async with office.served.hub.store.read() as tx:
        rows = await tx.fetch("SELECT kind, content FROM evidence_leaves WHERE kind LIKE 'right.%' ORDER BY id")
    said = [each for each in (json.loads(bytes(row["content"])) for row in rows) if each["by"] != MACHINE]
    return [" ".join(filter(None, (each["kind"], each["by"], each.get("second")))) for each in said]


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
    before = (await office.get("leyla", "/v1/inbox")).json()["tasks"]
    await agreed(office, "rauf", appointed)
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

    assert (appointed.status_code, appointed.json()["waits"], before) == (201, True, [])
    assert [(task["task"], task["for_whom"]["login"]) for task in inbox] == [("execute", "rauf")]
    assert by.json()["code"] == "orders.no_term"
    assert (ended.status_code, again.status_code) == (204, 404)
    assert (await office.get("leyla", "/v1/inbox")).json()["tasks"] == []
    assert (await office.get("leyla", "/v1/directory")).json()["stand_ins"] == []
    assert await kinds_of_leaves(office) == [
        "right.stand_in.proposed sevinc",
        "right.stand_in sevinc rauf",
        "right.stand_in.ended elcin",
    ]


async def test_why_somebody_stands_in_cannot_be_tried_against_the_evidence(office: Office) -> None:
    """Every other field of it lies open, and reasons are few: an unkeyed hash of them would be the reason itself."""
    wanted = StandInBody.model_validate(stand_in("rauf", "leyla", basis="Xəstəlik vərəqi"))
    proposed = await office.post("sevinc", "/v1/stand-ins", wanted.model_dump(mode="json"))
    await agreed(office, "rauf", proposed)

    digest = hashlib.sha256(wanted.model_dump_json().encode()).hexdigest()
    opening, committed = office.served.hub.hash.commitment(proposed.json()["id"], digest)

    async with office.served.hub.store.read() as tx:
        rows = await tx.fetch("SELECT content FROM evidence_leaves WHERE kind LIKE 'right.stand_in%' ORDER BY id")
    leaves = [bytes(row["content"]).decode() for row in rows]
    assert [json.loads(each)["wanted"] for each in leaves] == [committed, committed]
    assert not any(secret in each for each in leaves for secret in (digest, opening, "Xəstəlik"))


async def test_nobody_becomes_a_hand_of_another_by_ones_own_word(office: Office) -> None:
    own = await office.post("sevinc", "/v1/stand-ins", stand_in("fuad", "sevinc"))
    await office.post("elcin", "/v1/stand-ins", stand_in("fuad", "leyla"))
    (waits,) = (await office.get("elcin", "/v1/directory")).json()["proposals"]
    place = f"/v1/directory/proposals/{waits['id']}"

    answers = [await office.post(who, f"{place}/agree", {}) for who in ("elcin", "leyla", "rauf")]
    refused = await office.post("fuad", f"{place}/refuse", {})
    late = await office.post("sevinc", f"{place}/agree", {})

    assert (own.status_code, own.json()["code"]) == (403, "access.for_oneself")
    assert [answer.json()["code"] for answer in answers] == [
        "access.second_person",
        "access.role_missing",
        "access.role_missing",
    ]
    assert (refused.status_code, refused.json()["stand_ins"], refused.json()["proposals"]) == (200, [], [])
    assert late.json()["code"] == "access.proposal_decided"


async def test_who_gains_does_not_agree_either_and_the_principals_word_is_enough(office: Office) -> None:
    await office.post("elcin", "/v1/stand-ins", stand_in("rauf", "sevinc"))
    (waits,) = (await office.get("sevinc", "/v1/directory")).json()["proposals"]

    gains = await office.post("sevinc", f"/v1/directory/proposals/{waits['id']}/agree", {})
    own = await office.post("elcin", "/v1/stand-ins", stand_in("elcin", "leyla"))

    assert (gains.json()["code"], waits["may_agree"]) == ("access.for_oneself", False)
    assert (own.status_code, own.json()["waits"]) == (201, False)


async def test_chains_and_stand_ins_for_oneself_are_refused(office: Office) -> None:
    await office.post("nigar", "/v1/stand-ins", stand_in("nigar", "orxan"))

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


async def test_commissions_units_and_posts_are_settled_by_two_of_those_who_may(office: Office) -> None:
    arxiv = {"title": {"az": "Arxiv", "en": "Archive"}, "head": "sevinc"}
    place = {"position": {"az": "Arxivçi", "en": "Archivist"}, "unit": "arxiv"}

    three = {"members": ["nigar", "orxan", "leyla"]}
    titled = {**three, "title": {"az": "Ekspert komissiyası", "en": "Expert commission"}}
    untitled = await put(office, "sevinc", "/v1/commissions/ekspert", three)
    proposed = await put(office, "sevinc", "/v1/commissions/ekspert", titled)
    commission = await agreed(office, "fuad", proposed)
    unit = await agreed(office, "elcin", await put(office, "fuad", "/v1/units/arxiv", arxiv))
    post = await agreed(office, "samir", await put(office, "fuad", "/v1/officials/leyla", place))
    unknown = await put(office, "sevinc", "/v1/commissions/ekspert", {"members": ["yoxdur"]})
    nobody = await put(office, "fuad", "/v1/officials/yoxdur", place)
    clerk = await put(office, "sevinc", "/v1/units/arxiv", {"title": {"az": "A", "en": "A"}})

    assert "ekspert" not in {each["name"] for each in proposed.json()["commissions"]}
    members = {each["name"]: [who["login"] for who in each["members"]] for each in commission.json()["commissions"]}
    assert sorted(members["ekspert"]) == ["leyla", "nigar", "orxan"]
    assert (untitled.status_code, untitled.json()["code"]) == (422, "directory.commission_title")
    titles = {each["name"]: each["title"] for each in commission.json()["commissions"]}
    assert titles["agali"] == "Commission on the return to Ağalı"
    assert titles["ekspert"] == "Expert commission"
    assert proposed.json()["proposals"][0]["what"].startswith("Expert commission, its members: ")
    assert {each["unit"]: each["title"] for each in unit.json()["units"]}["arxiv"] == "Archive"
    assert {each["login"]: each["unit"] for each in post.json()["officials"]}["leyla"] == "arxiv"
    assert (unknown.status_code, nobody.status_code, clerk.status_code) == (422, 422, 403)


async def test_nobody_gives_oneself_a_place_a_unit_or_a_vote_and_no_commission_is_emptied(office: Office) -> None:
    place = {"position": {"az": "Sədr", "en": "Chair"}, "unit": "rehberlik"}

    answers = [
        await put(office, "samir", "/v1/officials/samir", place),
        await put(office, "elcin", "/v1/units/rehberlik", {"title": {"az": "R", "en": "L"}, "head": "elcin"}),
        await put(office, "sevinc", "/v1/commissions/agali", {"members": ["sevinc", "fuad"]}),
        await put(office, "sevinc", "/v1/commissions/agali", {"members": []}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 422]
    shown = (await office.get("rauf", "/v1/directory")).json()
    assert len(shown["commissions"][0]["members"]) == 9
    assert "samir" not in {each["login"] for each in shown["officials"]}
    assert shown["proposals"] == []


async def test_a_moved_day_counts_at_once(office: Office) -> None:
    day = today() + timedelta(days=1)
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
