"""A person signs with the phone: the head at the stage that waits for it, and the seal goes on top."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from connectors.sandbox.people import number_of
from connectors.seed_officials import FINS
from hub.documents.office.seed_people import sandbox_people
from hub.documents.signing.signers import fin_of
from tests.integration.documents.phones import Phones, phones_beside, until
from tests.unit.document_flow.rendering.printed import Printed


@pytest.fixture(params=["sqlite", "postgresql"])
async def phones(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Phones]:
    more: dict[str, Any] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    async with phones_beside(tmp_path, **more) as made:
        yield made


async def test_the_head_signs_by_phone_and_the_seal_goes_on_top(phones: Phones) -> None:
    letter = await phones.at_the_head()
    session = await phones.asked("fuad", letter)

    status, story = await phones.scan("fuad", session["link"])
    signed = await phones.letter(letter)
    sealed = await phones.office.post(
        "sevinc", "/v1/signatures", {"document": letter["id"], "expected_version": signed["version"]}
    )

    assert (session["state"], session["qr"][:4]) == ("waiting", "<svg")
    assert (status, [each["status"] for each in story["callbacks"]]) == (200, [200])
    assert (await phones.session("fuad", session))["state"] == "done"
    assert (sealed.status_code, sealed.json()["state"]) == (201, "done"), sealed.text
    shown = await phones.letter(letter)
    assert [(s["manner"], s["by"]["login"]) for s in shown["signatures"]] == [("sign", "fuad"), ("seal", "sevinc")]
    file = await phones.office.get("sevinc", f"/v1/documents/{letter['id']}/files/{shown['signatures'][1]['file']}")
    verified = (await phones.office.post("rauf", "/v1/signatures/verify", file.content)).json()
    assert (verified["status"], len(verified["signatures"])) == ("valid", 2), verified
    assert all(each["stamped_at"] for each in verified["signatures"])


async def test_the_printed_signatory_is_who_signed_whoever_the_text_names(phones: Phones) -> None:
    letter = await phones.at_the_head(signatory="leyla")
    session = await phones.asked("fuad", letter)
    await phones.scan("fuad", session["link"])

    shown = await phones.letter(letter)
    file = await phones.office.get("sevinc", f"/v1/documents/{letter['id']}/files/{shown['signatures'][0]['file']}")

    text = Printed(file.content).squeezed
    assert "FuadKərimli" in text
    assert "Leyla" not in text


async def test_the_link_is_for_the_signer_alone_and_the_same_each_time(phones: Phones) -> None:
    letter = await phones.at_the_head()

    first = (await phones.ask("fuad", letter, key="k1")).json()
    again = (await phones.ask("fuad", letter, key="k1")).json()
    to_the_clerk = await phones.session("sevinc", first)

    assert again == first
    assert (to_the_clerk["state"], to_the_clerk["link"], to_the_clerk["qr"]) == ("waiting", None, None)


async def test_the_committee_has_codes_of_invented_persons_sealed_in_the_store(phones: Phones) -> None:
    hub = phones.office.served.hub

    async with hub.store.read() as tx:
        stored = {person.login: await fin_of(tx, hub.sealer, person.login) for person in sandbox_people().values()}
        raw = await tx.fetch("SELECT login, fin_sealed FROM officials WHERE fin_sealed IS NOT NULL")

    assert {login: fin for login, fin in stored.items() if fin} == FINS  # who watches the exchange signs nothing
    assert len({number_of(fin) for fin in FINS.values()} - {None}) == len(FINS)
    assert {row["login"] for row in raw if isinstance(row["fin_sealed"], bytes)} == set(FINS)


async def test_two_answers_at_once_make_one_signature(phones: Phones) -> None:
    letter = await phones.at_the_head()
    session = await phones.asked("fuad", letter)
    card, _ = await phones.card("fuad")
    fetched = [await phones.fetch(card, session["link"]) for _ in range(2)]
    contents = [base64.b64decode(answer.json()["data"]) for _, answer in fetched]

    told = await asyncio.gather(*(phones.call_back(card, fetched[0][0], contents[0]) for _ in range(4)))

    assert contents[0] == contents[1]
    assert sorted(answer.status_code for answer in told) == [200, 409, 409, 409]
    assert {answer.json().get("code") for answer in told if answer.status_code == 409} == {"sima.answered"}
    assert len((await phones.letter(letter))["signatures"]) == 1


async def test_an_answer_is_kept_while_the_time_stamps_are_away(phones: Phones) -> None:
    letter = await phones.at_the_head()
    session = await phones.asked("fuad", letter)
    phones.sandbox.behave("authority", fail=503)

    _, story = await phones.scan("fuad", session["link"])
    kept = await phones.session("fuad", session)
    phones.sandbox.behave("authority")
    await until(lambda: phones.session("fuad", session), "done")

    assert ([each["status"] for each in story["callbacks"]], kept["state"]) == ([200], "answered")
    assert len((await phones.letter(letter))["signatures"]) == 1


async def test_a_stand_in_signs_with_a_phone_of_his_own_beside_the_principal(phones: Phones) -> None:
    letter = await phones.at_the_head()
    await phones.stands_in("orxan", "fuad")

    session = await phones.asked("orxan", letter, on_behalf_of="fuad")
    await phones.scan("orxan", session["link"])

    shown = await phones.letter(letter)
    assert [(s["manner"], s["by"]["login"]) for s in shown["signatures"]] == [("sign", "orxan")]
    events = (await phones.office.get("sevinc", f"/v1/documents/{letter['id']}/history")).json()["events"]
    marks = [each["event"].get("event", {}) for each in events]
    assert ("orxan", "fuad") in [(mark.get("by"), mark.get("principal")) for mark in marks], marks


async def test_no_log_line_names_the_person_or_the_link(phones: Phones) -> None:
    letter = await phones.at_the_head()
    with capture_logs() as lines:
        session = await phones.asked("fuad", letter)
        phones.sandbox.behave("sima", phone="careless")
        await phones.scan("elcin", session["link"])
        await phones.scan("fuad", session["link"])
        await phones.scan("fuad", session["link"])

    assert [line["code"] for line in lines if line["event"] == "request_refused"] == ["sima.assignee", "sima.answered"]
    assert not [
        line for line in lines if FINS["fuad"] in str(line) or "tsquery" in str(line) or session["link"] in str(line)
    ]
    assert FINS["elcin"] not in str(lines)
