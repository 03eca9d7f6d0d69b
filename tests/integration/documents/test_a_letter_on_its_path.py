"""A letter goes from its author through the visas of its path, back once, and is registered when it is approved."""

from __future__ import annotations

from tests.integration.documents.conftest import Office


async def test_an_incoming_letter_is_registered_and_gets_a_resolution(office: Office) -> None:
    made = await office.begin("sevinc", "incoming", origin={"body": "77", "reg_no": "1-5/12", "on": "2026-11-20"})
    registered = await office.step("sevinc", made, "register", file="01-05")

    given = await office.act(
        "elcin",
        registered,
        "orders",
        "give_resolution",
        resolution="r1",
        text="Cavab hazırlayın",
        executors=["rauf"],
        days=5,
    )

    assert registered["reg_no"].startswith("99-01-05/1/")
    inbox = (await office.get("rauf", "/v1/inbox")).json()
    assert [(task["task"], task["document"]) for task in inbox["tasks"]] == [("execute", made["id"])]
    assert given["status"] == "in_execution"


async def test_a_letter_is_returned_once_and_then_approved(office: Office) -> None:
    letter = await office.begin("rauf", recipients=["77"])
    letter = await office.step("rauf", letter, "submit", path="outgoing-letter", facts={"amount": 100})
    letter = await office.act(
        "nigar", letter, "path", "return", content_hash=letter["content_hash"], note="Bənd 2-ni dəqiqləşdirin"
    )

    assert letter["status"] == "returned"
    waiting = (await office.get("rauf", f"/v1/documents/{letter['id']}/waiting-for")).json()["waiting"]
    assert waiting[0]["who"][0]["login"] == "rauf"


async def test_of_two_racing_approvals_one_takes_effect(office: Office) -> None:
    letter = await office.begin("rauf", recipients=["77"])
    letter = await office.step("rauf", letter, "submit", path="outgoing-letter", facts={"amount": 100})

    first = await office.try_act("nigar", letter, "path", "approve", content_hash=letter["content_hash"])
    second = await office.try_act("orxan", letter, "path", "approve", content_hash=letter["content_hash"])

    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json()["code"] == "documents.stale"
    assert second.json()["changed"][0]["kind"] == "marked"
