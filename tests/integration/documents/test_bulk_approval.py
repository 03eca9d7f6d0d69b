"""Many letters are approved by one act over their hashes, each with its own result."""

from __future__ import annotations

from tests.integration.documents.conftest import Office

BULK = "/v1/documents/bulk-approvals"


async def test_what_can_be_approved_is_and_what_has_changed_is_left(office: Office) -> None:
    letters = []
    for number in range(3):
        letter = await office.begin("rauf", raw=b"%PDF-1.7 letter " + str(number).encode(), recipients=["97"])
        letters.append(await office.step("rauf", letter, "submit", path="outgoing-letter", facts={"amount": 1}))
    items = [{"document": each["id"], "content_hash": each["content_hash"]} for each in letters]
    for letter in letters:
        await office.opens("orxan", letter)
    items[2]["content_hash"] = "0" * 64

    dry = (await office.post("orxan", BULK, {"items": items, "dry_run": True})).json()
    done = (await office.post("orxan", BULK, {"items": items, "manifest": dry["manifest"]}, key="bulk")).json()
    again = (await office.post("orxan", BULK, {"items": items}, key="bulk")).json()

    assert [each["outcome"] for each in done["results"]] == ["approved", "approved", "left"]
    assert done["results"][2]["code"]
    assert again["results"][:2] == done["results"][:2]
    shown = (await office.get("rauf", f"/v1/documents/{letters[0]['id']}/history")).json()
    marks = [each["event"]["event"] for each in shown["events"] if each["kind"] == "marked"]
    assert [(mark["by"], mark["manifest"]) for mark in marks] == [("orxan", dry["manifest"])]


async def test_what_was_not_opened_is_approved_in_no_bulk(office: Office) -> None:
    letter = await office.begin("rauf", recipients=["97"])
    letter = await office.step("rauf", letter, "submit", path="outgoing-letter", facts={"amount": 1})
    items = {"items": [{"document": letter["id"], "content_hash": letter["content_hash"]}]}

    unread = (await office.post("orxan", BULK, items)).json()
    await office.opens("orxan", letter)
    read = (await office.post("orxan", BULK, items)).json()

    assert [each["code"] for each in unread["results"]] == ["path.unread"]
    assert [each["outcome"] for each in read["results"]] == ["approved"]


async def test_a_dry_run_says_what_the_act_would_come_to(office: Office) -> None:
    letter = await office.begin("rauf", recipients=["97"])
    letter = await office.step("rauf", letter, "submit", path="outgoing-letter", facts={"amount": 1})
    await office.opens("orxan", letter)
    item = {"document": letter["id"], "content_hash": letter["content_hash"]}

    async def dry(**other: str) -> list[str | None]:
        body = {"items": [{**item, **other}], "dry_run": True}
        (found,) = (await office.post("orxan", BULK, body)).json()["results"]
        return [found["outcome"], found["code"]]

    assert await dry() == ["would_be_approved", None]
    assert await dry(content_hash="0" * 64) == ["left", "path.stale"]
    await office.post("orxan", BULK, {"items": [item]})
    assert (await dry())[0] == "left"


async def test_a_manifest_of_other_documents_is_refused(office: Office) -> None:
    letter = await office.begin("rauf", recipients=["97"])
    items = [{"document": letter["id"], "content_hash": letter["content_hash"]}]

    answer = await office.post("orxan", BULK, {"items": items, "manifest": "f" * 64})

    assert (answer.status_code, answer.json()["code"]) == (409, "documents.manifest_differs")
