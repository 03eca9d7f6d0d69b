"""Many questions about one person at once: merged with who said what, and nobody missing without a reason."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from connectors.outcome import Delivered, Exchanged
from connectors.sandbox.people import fin_of
from hub.access.grants import Action
from hub.access.keys import issue_key
from hub.access.purposes import OF_REGISTER
from hub.app import Hub
from hub.clock import rfc3339
from hub.errors import HubError
from hub.exchange.ask.asks import Told
from hub.exchange.ask.kept import forget_old_answers
from hub.exchange.ask.questions import QUESTIONS
from hub.register.erasing import erase_person
from hub.register.protecting import SAY_ADDRESS
from hub.register.store import RegisterStore
from hub.serving import make_api
from tests.hubs import running_hub, settings_for
from tests.integration.lists.month import person
from tests.parties import make_party, may_ask
from tests.protections import protect
from tests.sandbox import RunningSandbox
from tests.things import account_told

WHY = {"purpose": "benefit", "legal_basis": "669-IQ, 5-1.2"}
FOR_A_COURT = "998-IIIQ, iş № 2-1(81)-123/2026"
FOR_HOUSING = {"purpose": "housing", "legal_basis": "668-IQ, 17"}
FIN = "94FMDDD"
TWINS = ("din", "edliyye", "meis", "dvx", "emlak", "azersu", "azeriqaz")


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path_factory.mktemp("sandbox")) as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
async def hub(request: pytest.FixtureRequest, tmp_path: Path, sandbox: RunningSandbox) -> AsyncIterator[Hub]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    settings = settings_for(tmp_path / "data", database_url=url, sandbox_url=sandbox.url)
    for agency in TWINS:
        sandbox.behave(agency)
    async with running_hub(settings, works=False) as running:
        yield running


async def call(hub: Hub, method: str, path: str, party: str = "committee", **body: Any) -> httpx.Response:
    transport = httpx.ASGITransport(app=make_api(hub))
    key = f"sandbox-{party}" if party in ("committee", "committee-2", *TWINS) else party
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
    async with httpx.AsyncClient(transport=transport, base_url="http://hub", headers=headers) as client:
        return await client.request(method, path, json=body or None)


async def dossier(hub: Hub, party: str = "committee", **asked: Any) -> httpx.Response:
    return await call(hub, "POST", "/v1/ask/dossier", party, **{"fin": FIN, **asked})


async def history(hub: Hub) -> list[tuple[object, ...]]:
    async with hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT actor_party, actor_person, service, categories, outcome FROM access_events ORDER BY created_at, id"
        )
    return [tuple(dict(row).values()) for row in rows]


def missing(answer: httpx.Response) -> dict[str, tuple[str | None, str]]:
    return {each["part"]: (each.get("agency"), each["reason"]) for each in answer.json()["missing"]}


async def test_all_who_know_somebody_are_asked_at_once_and_every_field_says_who_said_it(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    answer = await dossier(hub, **WHY, person="f.mammadov", parts=["identity", "family", "social", "employment"])

    body = answer.json()
    assert answer.status_code == 200, answer.text
    assert (body["is_complete"], body["missing"]) == (True, [])
    assert [(each["part"], each["agency"]) for each in body["heard"]] == [
        ("identity", "din"), ("family", "edliyye"), ("social", "meis"), ("employment", "dvx"),
    ]  # fmt: skip
    surname = body["fields"]["surname"]
    assert surname["value"] == "İsmayılova", "the letters that MEİS cannot write stand behind"
    assert [said["agency"] for said in surname["by"]] == ["din", "edliyye", "meis"]
    assert surname["others"] == []
    assert body["fields"]["incomes"]["value"][0] == {"year": 2024, "amount_qepik": 724550}
    assert body["fields"]["marital_status"]["by"][0]["at"]
    assert await history(hub) == [
        ("committee", "f.mammadov", "ask.dossier", "identity, family, social, employment", "answered")
    ]
    asked = sandbox.ledger("dvx").entries[-1]["subject"]
    assert (asked["esas"], asked["meqsed"]) == (WHY["legal_basis"], "benefit")


async def test_what_two_sources_say_of_one_field_stands_side_by_side(hub: Hub) -> None:
    answer = await dossier(hub, **WHY, parts=["social", "employment"])

    employments = answer.json()["fields"]["employments"]
    assert [said["agency"] for said in employments["by"]] == ["dvx"], "whose word counts more"
    assert employments["value"][0]["employer"] == "Bakı Metropoliteni QSC"
    (other,) = employments["others"]
    assert [said["agency"] for said in other["by"]] == ["meis"]
    assert "employer" not in other["value"][0]


async def test_who_supplies_gas_and_who_supplies_water_answer_one_question(hub: Hub) -> None:
    answer = await dossier(hub, **WHY, parts=["utilities"])

    fields = answer.json()["fields"]
    assert {name: field["by"][0]["agency"] for name, field in fields.items()} == {"gas": "azeriqaz", "water": "azersu"}
    assert fields["water"]["value"][0]["debt_qepik"] == -1000


POWER = {"provider": "azerishiq", "subscriber_code": "0712345678901", "period": "2026-03", "fin": FIN}


async def test_one_that_answers_no_questions_is_answered_for_by_what_its_files_told_the_register(hub: Hub) -> None:
    await account_told(hub, "azerishiq", "2026-03-01.01", **POWER, persons_registered=5, debt_qepik=900)
    await account_told(hub, "committee", "2026-03-02.01", **POWER, persons_registered=2)
    told_at = await account_told(hub, "azerishiq", "2026-03-03.01", **POWER, debt_qepik=-1240)

    answer = (await dossier(hub, **WHY, parts=["utilities"])).json()

    power = answer["fields"]["electricity"]
    assert power["value"] == [{"subscriber_code": "0712345678901", "persons_registered": 5, "debt_qepik": -1240}], (
        "its own last word, and nobody else's"
    )
    assert [(each["agency"], each["source"]) for each in power["by"]] == [("azerishiq", "azerishiq.meter-file.v1")]
    assert power["by"][0]["at"] == rfc3339(told_at), "not when it was asked for"
    assert answer["is_complete"] is True


async def test_of_whom_its_files_have_told_nothing_it_is_named_with_that_reason(hub: Hub) -> None:
    await account_told(hub, "committee", "2026-03-01.01", **POWER)
    await account_told(hub, "azerishiq", "2026-03-01.01", **POWER | {"subscriber_code": "0712345678902"})
    await account_told(
        hub, "azerishiq", "2026-03-02.01", **POWER | {"subscriber_code": "0712345678902", "fin": fin_of(7)}
    )

    answer = await dossier(hub, **WHY, parts=["utilities"])

    assert missing(answer) == {"utilities": ("azerishiq", "not_told")}
    assert {"gas", "water"} == answer.json()["fields"].keys()


async def test_an_account_that_is_hidden_by_a_protection_is_not_shown(hub: Hub) -> None:
    await person(hub, FIN)
    await account_told(hub, "azerishiq", "2026-03-01.01", **POWER)
    shown = await dossier(hub, **WHY, parts=["utilities"])
    await protect(hub, FIN)

    hidden = await dossier(hub, **WHY, parts=["utilities"])

    assert ("electricity" in shown.json()["fields"], "electricity" in hidden.json()["fields"]) == (True, False)
    assert missing(hidden) == {"utilities": ("azerishiq", "not_told")}


async def everything_for_every_purpose(hub: Hub) -> tuple[set[str], list[str]]:
    """The names of all that the committee is told of somebody by any ask, and the ids of files that came along."""
    names, files = set[str](), list[str]()
    for purpose in sorted(OF_REGISTER):
        why = {"purpose": purpose, "legal_basis": "668-IQ, 17"}
        told = (await dossier(hub, **why)).json()
        names |= {*told.get("fields", ()), *(await identity(hub, **why)).json().get("person", ())}
        files += [each["paper"]["id"] for each in told.get("heard", ()) if each.get("paper")]
    return names, files


async def identity(hub: Hub, **why: str) -> httpx.Response:
    return await call(hub, "POST", "/v1/ask/identity", fin=FIN, **why)


async def test_no_ask_tells_where_somebody_lives_who_is_protected(hub: Hub) -> None:
    await person(hub, FIN)
    before, files = await everything_for_every_purpose(hub)
    read_before = [(await call(hub, "GET", f"/v1/ask/files/{each}")).status_code for each in files]
    await protect(hub, FIN)

    after, _ = await everything_for_every_purpose(hub)
    read_after = [(await call(hub, "GET", f"/v1/ask/files/{each}")).status_code for each in files]

    assert {"registered_residence", "property_rights", "gas", "water", "employments"} <= before
    assert before - after == before & SAY_ADDRESS
    assert not after & SAY_ADDRESS
    assert {"surname", "birth_date", "relatives"} <= after, "all else is told"
    assert (set(read_before), set(read_after)) == ({200}, {404})


async def test_one_that_is_slow_and_one_that_is_down_delay_nobody_and_are_named(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    sandbox.behave("meis", latency_ms=4000)
    sandbox.behave("edliyye", down=True)

    started = time.monotonic()
    answer = await dossier(hub, **WHY, parts=["identity", "family", "social", "employment"], deadline_s=2)
    took = time.monotonic() - started

    assert took < 3, "the slow one is not waited for"
    assert missing(answer) == {"family": ("edliyye", "down"), "social": ("meis", "late")}
    assert {each["part"] for each in answer.json()["heard"]} == {"identity", "employment"}
    assert answer.json()["is_complete"] is False
    assert (await history(hub))[-1][-1] == "answered_in_part"


async def test_an_answer_that_came_too_late_is_offered_to_the_same_asker_while_it_holds(
    hub: Hub, sandbox: RunningSandbox
) -> None:
    sandbox.behave("meis", latency_ms=1500, times=1)
    assert missing(await dossier(hub, **WHY, parts=["social"], deadline_s=1)) == {"social": ("meis", "late")}
    await _until_kept(hub)
    before = sandbox.ledger("meis").calls

    again = await dossier(hub, **WHY, parts=["social"])
    fresh = await dossier(hub, **WHY, parts=["social"], fresh=True)
    other_basis = await dossier(hub, purpose="benefit", legal_basis="998-IIIQ", parts=["social"])
    async with hub.store.write() as tx:
        await tx.execute("UPDATE kept_answers SET valid_until = hub_now() - 1")
    expired = await dossier(hub, **WHY, parts=["social"])

    assert [each.json()["heard"][0]["is_reused"] for each in (again, fresh, other_basis, expired)] == [
        True, False, False, False,
    ]  # fmt: skip
    assert again.json()["heard"][0]["at"] < again.json()["asked_at"]
    assert again.json()["fields"]["disability"]["value"] == {"degree": 3, "percent": 61}
    assert sandbox.ledger("meis").calls == before + 3
    assert len(await history(hub)) == 5, "an answer that is used again is a look too"
    assert await forget_old_answers(hub.store) == 1


async def test_meis_may_take_a_question_in_and_answer_when_it_is_asked_again(hub: Hub, sandbox: RunningSandbox) -> None:
    sandbox.behave("meis", code=99, after_apply=True, times=1)

    answer = await dossier(hub, **WHY, parts=["social"])

    assert answer.json()["fields"]["martyr_family"]["value"] is True
    assert sandbox.ledger("meis").keys[-1]


@pytest.mark.parametrize("number", [0, 2], ids=["beside the envelope", "inline"])
async def test_an_extract_is_kept_sealed_and_read_by_who_was_given_it_alone(
    hub: Hub, sandbox: RunningSandbox, number: int
) -> None:
    answer = await dossier(hub, fin=fin_of(number), **FOR_HOUSING, parts=["property"])

    (heard,) = answer.json()["heard"]
    paper = heard["paper"]
    rights = answer.json()["fields"]["property_rights"]["value"]
    assert [(each["right"], each.get("ended_on")) for each in rights] == [
        ("ownership", None), ("lease", "1993-07-23"),
    ]  # fmt: skip
    read = await call(hub, "GET", f"/v1/ask/files/{paper['id']}")
    assert (read.status_code, read.headers["content-type"]) == (200, "application/pdf")
    assert read.content.startswith(b"%PDF-")
    assert hashlib.sha256(read.content).hexdigest() == paper["sha256"]
    assert paper["sha256"] == answer.json()["fields"]["extract_sha256"]["value"]
    assert len(read.content) == paper["size"]
    other = await call(hub, "GET", f"/v1/ask/files/{paper['id']}", "committee-2")
    assert (other.status_code, other.json()["code"]) == (404, "ask.no_file")
    assert [row[3] for row in await history(hub)] == ["property", "file emlak.extract.query"]
    async with hub.store.read() as tx:
        (row,) = await tx.fetch("SELECT answer_sealed, file_sealed FROM kept_answers")
    assert b"%PDF" not in bytes(row["file_sealed"])
    assert FIN.encode() not in bytes(row["answer_sealed"])


async def test_a_grant_that_has_ended_opens_no_file_that_it_once_brought(hub: Hub) -> None:
    async with hub.store.write() as tx:
        await make_party(tx, "committee", to=[may_ask("ask.property", "housing")])
        key = (await issue_key(tx, "committee")).text
    answer = await dossier(hub, key, fin=fin_of(0), **FOR_HOUSING, parts=["property"])
    address = f"/v1/ask/files/{answer.json()['heard'][0]['paper']['id']}"

    while_granted = await call(hub, "GET", address, key)
    async with hub.store.write() as tx:
        await tx.execute("UPDATE grants SET ended_at = hub_now() WHERE party = 'committee'")
    afterwards = await call(hub, "GET", address, key)

    assert (while_granted.status_code, afterwards.status_code) == (200, 404)


async def test_whoever_is_erased_is_erased_from_kept_answers_too(hub: Hub) -> None:
    first, other = [
        (await dossier(hub, fin=fin_of(number), **FOR_HOUSING, parts=["property"])).json()["heard"][0]["paper"]["id"]
        for number in (0, 2)
    ]

    async with hub.store.write() as tx:
        await erase_person(tx, RegisterStore(hub.sealer, hub.hash), fin_of(0))

    assert (await call(hub, "GET", f"/v1/ask/files/{first}")).status_code == 404
    assert (await call(hub, "GET", f"/v1/ask/files/{other}")).status_code == 200


async def test_who_holds_nothing_says_so(hub: Hub) -> None:
    answer = await dossier(
        hub, fin=fin_of(21), purpose="court", legal_basis=FOR_A_COURT, parts=["property", "employment"]
    )

    assert missing(answer) == {"property": ("emlak", "not_held"), "employment": ("dvx", "not_held")}


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"purpose": "curiosity", "legal_basis": "x"}, 422, "ask.purpose_unknown"),
        ({"purpose": "benefit"}, 422, "ask.basis_missing"),
        ({**WHY, "fin": "94FMOD1"}, 422, "ask.fin_shape"),
        ({**WHY, "parts": ["identity", "debts"]}, 422, "ask.unknown_part"),
        ({**WHY, "parts": []}, 422, "ask.unknown_part"),
        ({**FOR_HOUSING, "parts": ["social", "employment"]}, 403, "ask.not_permitted"),
    ],
)
async def test_what_is_not_asked_by_right_is_refused_and_written_down(
    hub: Hub, sandbox: RunningSandbox, asked: dict[str, Any], status: int, code: str
) -> None:
    before = [sandbox.ledger(agency).calls for agency in TWINS]

    answer = await dossier(hub, **asked)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert [row[-1] for row in await history(hub)] == [code]
    assert [sandbox.ledger(agency).calls for agency in TWINS] == before, "nobody is asked"


async def test_a_part_that_the_purpose_does_not_open_is_not_asked_and_named(hub: Hub, sandbox: RunningSandbox) -> None:
    before = sandbox.ledger("meis").calls

    answer = await dossier(hub, **FOR_HOUSING, parts=["identity", "social"])

    assert missing(answer) == {"social": (None, "not_permitted")}
    assert [row[3:] for row in await history(hub)] == [
        ("identity", "answered_in_part"), ("social", "ask.not_permitted"),
    ]  # fmt: skip
    assert sandbox.ledger("meis").calls == before


async def test_a_party_asks_only_what_it_was_granted_and_only_for_that_purpose(hub: Hub) -> None:
    async with hub.store.write() as tx:
        await make_party(tx, "fund", to=[may_ask("ask.identity", "benefit"), may_ask("ask.social", "court")])
        await make_party(tx, "desk", Action.OPERATE)
        keys = {name: (await issue_key(tx, name)).text for name in ("fund", "desk")}

    granted = await dossier(hub, keys["fund"], **WHY, parts=["identity", "social"])
    other = await dossier(hub, keys["fund"], **WHY, parts=["social"])
    operator = await dossier(hub, keys["desk"], **WHY)

    assert [each["part"] for each in granted.json()["heard"]] == ["identity"]
    assert missing(granted) == {"social": (None, "not_permitted")}
    assert granted.json()["fields"] == {}, "its source answered, and no law gives this party a field of it"
    assert [(each.status_code, each.json()["code"]) for each in (other, operator)] == [(403, "ask.not_permitted")] * 2
    assert [(row[0], row[-1]) for row in await history(hub)] == [
        ("fund", "answered_in_part"), ("fund", "ask.not_permitted"), ("fund", "ask.not_permitted"),
        ("desk", "ask.not_permitted"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("agency", "knobs", "reason"),
    [
        ("dvx", {"hostile": "bomb"}, "unreadable"),
        ("dvx", {"hostile": "huge"}, "unreadable"),
        ("dvx", {"hostile": "malformed"}, "unreadable"),
        ("dvx", {"wrong_element": True}, "unreadable"),
        ("dvx", {"code": 999}, "refused"),
        ("dvx", {"fault": "Client"}, "refused"),
        ("dvx", {"fail": 503, "retry_after": 30}, "down"),
        ("dvx", {"html": True}, "unreadable"),
        ("meis", {"hostile": "huge"}, "unreadable"),
        ("meis", {"hostile": "malformed"}, "unreadable"),
        ("edliyye", {"wrong_element": True}, "unreadable"),
        ("edliyye", {"fail": 401}, "refused"),
        ("emlak", {"file": "too_large"}, "unreadable"),
        ("emlak", {"file": "other_bytes"}, "unreadable"),
        ("emlak", {"hostile": "bomb"}, "unreadable"),
        ("emlak", {"cut_at": 900}, "unreadable"),
    ],
    ids=lambda value: "-".join(map(str, value.items())) if isinstance(value, dict) else None,
)
async def test_a_bad_answer_is_named_and_nothing_of_it_is_shown_while_others_answer(
    hub: Hub, sandbox: RunningSandbox, agency: str, knobs: dict[str, Any], reason: str
) -> None:
    sandbox.behave(agency, **knobs)

    started = time.monotonic()
    answer = await dossier(hub, purpose="court", legal_basis=FOR_A_COURT, deadline_s=8)

    assert time.monotonic() - started < 9
    (found,) = [each for each in answer.json()["missing"] if each.get("agency") == agency]
    assert found["reason"] == reason
    assert agency not in {each["agency"] for each in answer.json()["heard"]}
    assert {each["agency"] for each in answer.json()["heard"]} >= set(TWINS) - {agency}
    assert agency not in {said["agency"] for field in answer.json()["fields"].values() for said in field["by"]}
    async with hub.store.read() as tx:
        kept = await tx.fetch("SELECT operation FROM kept_answers WHERE operation LIKE 'emlak%'")
    assert len(kept) == (0 if agency == "emlak" else 1)


async def test_an_answer_about_somebody_else_is_not_shown(hub: Hub) -> None:
    """Also where the source does not echo whom it was asked for: the hub compares."""
    (source,) = QUESTIONS["family"].sources
    own = Delivered(Exchanged(reached=True), answer={"pin": FIN, "relatives": []})
    others = Delivered(Exchanged(reached=True), answer={"pin": fin_of(2), "relatives": []})

    refused = hub.asks.read(others, source, FIN)

    assert isinstance(hub.asks.read(own, source, FIN), Told)
    assert isinstance(refused, HubError)
    assert refused.extra["cause"] == "agency.other_person"


async def test_the_questions_are_listed_with_who_answers_them_and_what_the_caller_may(hub: Hub) -> None:
    committee = {each["name"]: each for each in (await call(hub, "GET", "/v1/ask")).json()}
    agency = {each["name"]: each for each in (await call(hub, "GET", "/v1/ask", "meis")).json()}

    assert list(committee) == ["identity", "family", "social", "property", "utilities", "employment"]
    assert committee["social"]["permitted"] == ["benefit", "certificate", "court", "return"]
    assert committee["social"]["answered_by"] == [
        {"agency": "meis", "title": "Ministry of Labour · MEİS", "is_connected": True}
    ]
    assert {part for each in committee.values() for part in each["purposes"]} <= set(OF_REGISTER)
    assert all(each["permitted"] == [] for each in agency.values())


async def _until_kept(hub: Hub) -> None:
    async with asyncio.timeout(10):
        while True:
            async with hub.store.read() as tx:
                if await tx.fetch("SELECT id FROM kept_answers WHERE is_late = 1"):
                    return
            await asyncio.sleep(0.05)
