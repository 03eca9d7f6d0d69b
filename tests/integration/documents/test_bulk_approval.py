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


async def test_a_manifest_of_other_documents_is_refused(office: Office) -> None:
    letter = await office.begin("rauf", recipients=["97"])
    items = [{"document": letter["id"], "content_hash": letter["content_hash"]}]

    answer = await office.post("orxan", BULK, {"items": items, "manifest": "f" * 64})

    assert (answer.status_code, answer.json()["code"]) == (409, "documents.manifest_differs")
