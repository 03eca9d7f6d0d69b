"""Citizens' appeals over HTTP: term, repeats, forwarding, and that nobody handles a complaint about himself."""

from __future__ import annotations

from typing import Any

import pytest

from document_flow.calendar import WorkingCalendar
from tests.integration.documents.conftest import PDF, Office
from tests.moments import today

CITIZEN = {"name": "Aynur Səfərova", "contact": "Ağdam ş., 1-ci küçə", "fin": "7abcd12"}


async def lodge(office: Office, **more: Any) -> dict[str, Any]:
    """Written down and registered."""
    sha256 = await office.store("sevinc", PDF)
    body = {
        "kind": "complaint",
        "channel": "written",
        "title": "Torpaq sahəsi barədə",
        "subject": "Torpaq  sahəsi",
        "unit": "qayidis",
        "applicant": CITIZEN,
        "files": [{"name": "muraciet.pdf", "mime": "application/pdf", "sha256": sha256, "main": True}],
        **more,
    }
    answer = await office.post("sevinc", "/v1/appeals", body)
    assert answer.status_code == 201, answer.text
    return await office.step("sevinc", dict(answer.json()), "register")


async def show(office: Office, who: str, document: dict[str, Any], part: str = "appeal") -> dict[str, Any]:
    answer = await office.get(who, f"/v1/documents/{document['id']}/{part}".rstrip("/"))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_an_appeal_has_its_own_number_and_fifteen_working_days_explained_one_by_one(office: Office) -> None:
    made = await lodge(office)

    appeal = await show(office, "sevinc", made)
    (term,) = (await show(office, "elcin", made, "term"))["terms"]

    due = WorkingCalendar().add(today(), 15).isoformat()
    assert made["reg_no"].startswith("M-00001/")
    assert (appeal["due"], appeal["answer_owed"], appeal["applicant"]["fin"]) == (due, True, "7ABCD12")
    assert (term["of"], term["due"], term["days"][-1]["count"]) == ("appeal", due, 15)
    assert {day["mark"] for day in term["days"]} >= {"counted", "weekend"}
    inbox = (await office.get("elcin", "/v1/inbox")).json()
    assert [(task["task"], task["due"]) for task in inbox["tasks"]] == [("resolve", due)]
    waiting = (await show(office, "elcin", made, "waiting-for"))["waiting"]
    assert "15 working days left" in waiting[0]["sentence"]


async def test_what_repeats_are_found_by_says_nothing_of_the_citizen(office: Office) -> None:
    made = await lodge(office)

    async with office.served.hub.store.read() as tx:
        rows = await tx.fetch(
            "SELECT key_hash FROM document_keys WHERE document_id = :id ORDER BY length(key_hash)", {"id": made["id"]}
        )

    alone, both = (row["key_hash"] for row in rows)
    citizen, subject = both.split("/")
    assert alone == citizen
    assert {each[:3] for each in (citizen, subject)} == {"k1_"}
    assert len(citizen) == len(subject) == len("k1_") + 32


async def test_study_moves_the_term_to_thirty_days_and_the_resolution_with_it(office: Office) -> None:
    made = await lodge(office)
    given = await office.act(
        "elcin", made, "orders", "give_resolution", resolution="r1", text="Araşdırın", executors=["rauf"]
    )

    refused = await office.try_act("rauf", given, "document", "extend_for_study", reason="yerində baxış")
    await office.act("fuad", given, "document", "extend_for_study", reason="yerində baxış")

    assert refused.status_code == 403
    due = WorkingCalendar().add(today(), 30).isoformat()
    terms = (await show(office, "rauf", made, "term"))["terms"]
    assert [(term["of"], term["due"]) for term in terms] == [("appeal", due), ("resolution", due)]
    assert (await show(office, "fuad", made))["study"] == "yerində baxış"


async def test_a_repeat_is_linked_to_the_earlier_one_and_after_three_answers_none_is_owed(office: Office) -> None:
    first = await lodge(office)
    for number in range(3):
        made = first if not number else await lodge(office, applicant={**CITIZEN, "name": "A. Səfərova"})
        given = await office.act(
            "elcin", made, "orders", "give_resolution", resolution="r1", text="Cavab", executors=["rauf"]
        )
        answer = await office.signed("rauf", links=[{"other": made["id"], "relation": "answers"}])
        said = {"resolution": "r1", "answer": answer["id"]}
        drafts = [
            (await office.try_act("rauf", given, "orders", "report", **{**said, "answer": each})).json()["code"]
            for each in ("99-1/26", made["id"], answer["id"])
        ]
        assert drafts == ["documents.no_such_answer", "documents.no_such_answer", "documents.answer_not_given"]
        await office.act("sevinc", answer, "document", "put_in_file", case_file="01-05", reason="poçtla göndərildi")
        await office.act("rauf", given, "orders", "report", **said)

    fourth = await lodge(office, subject="torpaq sahəsi ")
    other = await lodge(office, subject="kommunal xidmət")

    found, shown = await show(office, "sevinc", fourth), await show(office, "sevinc", fourth, "")
    assert [each["reg_no"][:7] for each in found["repeats"]] == ["M-00001", "M-00002", "M-00003"]
    assert [each["relation"] for each in shown["related"]] == ["repeats"] * 3
    assert (found["answer_owed"], (await show(office, "sevinc", other))["repeats"]) == (False, [])
    assert "3 times" in found["answer_owed_why"]


async def test_the_same_appeal_sent_twice_is_one_document(office: Office) -> None:
    body = {
        "kind": "proposal",
        "channel": "hotline",
        "title": "Avtobus marşrutu",
        "subject": "avtobus",
        "unit": "qayidis",
        "applicant": CITIZEN,
    }

    first = await office.post("sevinc", "/v1/appeals", body, key="k")
    again = await office.post("sevinc", "/v1/appeals", body, key="k")

    assert first.json()["id"] == again.json()["id"]
    assert again.json()["repeated"]
    registered = await office.step("sevinc", dict(first.json()), "register")
    assert registered["reg_no"], "an entry of the hotline needs no file"


async def test_a_forwarded_appeal_waits_until_the_citizen_was_told(office: Office) -> None:
    made = await lodge(office)

    forwarded = await office.act("sevinc", made, "document", "forward", body="97")
    tasks = (await office.get("sevinc", "/v1/inbox")).json()["tasks"]
    early = await office.try_act("sevinc", forwarded, "document", "put_in_file", case_file="02-03")
    told = await office.act("sevinc", forwarded, "document", "tell_citizen", note="№ 5 məktub")
    filed = await office.act("sevinc", told, "document", "put_in_file", case_file="02-03")

    due = WorkingCalendar().add(today(), 3).isoformat()
    assert [(task["task"], task["due"]) for task in tasks] == [("tell", due)]
    assert (early.status_code, early.json()["code"]) == (409, "documents.still_open")
    assert filed["status"] == "filed"
    view = await show(office, "sevinc", made)
    assert (view["forwarded"]["body"], view["forwarded"]["late"], view["due"]) == ("97", False, None)


@pytest.mark.parametrize("relation", ["concerns", "answers", "answered_by"])
async def test_whom_a_complaint_is_about_has_no_part_in_what_is_linked_to_it_however(
    office: Office, relation: str
) -> None:
    complaint = await lodge(office, complained_about=["elcin"])
    link = [{"other": complaint["id"], "relation": relation}]

    matter = await office.begin("rauf", "internal", links=link)
    matter = await office.step("rauf", matter, "submit", path="commission-decision")
    content = matter["content_hash"]
    await office.act("nigar", matter, "path", "approve", content_hash=content)
    shown = (await office.get("sevinc", f"/v1/documents/{matter['id']}/history")).json()["events"]
    members = [each["event"]["event"]["members"] for each in shown if each["kind"] == "stage_opened"]

    assert "elcin" not in members[-1]
    assert len(members[-1]) == 8
    assert (await office.get("elcin", f"/v1/documents/{matter['id']}")).status_code == 404


async def test_what_follows_from_a_complaint_is_linked_where_its_people_can_be_kept_out(office: Office) -> None:
    complaint = await lodge(office, complained_about=["elcin"])
    answer = await office.begin("rauf", recipients=["97"])
    link = {"other": answer["id"], "relation": "answered_by"}

    refused = await office.try_act("sevinc", complaint, "document", "relate", link=link)
    back = {"other": complaint["id"], "relation": "answers"}
    await office.act("sevinc", answer, "document", "relate", link=back)
    linked = await office.try_act("sevinc", complaint, "document", "relate", link=link)

    assert (refused.status_code, refused.json()["code"]) == (409, "documents.link_from_the_other")
    assert linked.status_code == 200, linked.text
    assert (await office.get("elcin", f"/v1/documents/{answer['id']}")).status_code == 404


async def test_whom_a_complaint_is_about_neither_sees_nor_executes_it_nor_approves_the_answer(office: Office) -> None:
    made = await lodge(office, complained_about=["elcin"])

    hidden = await office.get("elcin", f"/v1/documents/{made['id']}")
    inbox = (await office.get("elcin", "/v1/inbox")).json()
    listed = (await office.get("elcin", "/v1/documents", kind="appeal")).json()
    barred = await office.try_act(
        "fuad", made, "orders", "give_resolution", resolution="r1", text="Baxın", executors=["elcin"]
    )
    other_head = (await office.get("fuad", "/v1/inbox")).json()["tasks"]

    assert (hidden.status_code, inbox["tasks"], inbox["total"], listed["documents"]) == (404, [], 0, [])
    assert (barred.status_code, barred.json()["code"]) == (403, "orders.barred")
    assert [task["task"] for task in other_head] == ["resolve"]

    answer = await office.begin("rauf", recipients=["77"], links=[{"other": made["id"], "relation": "answers"}])
    assert (await office.get("elcin", f"/v1/documents/{answer['id']}")).status_code == 404


async def test_what_is_wrong_with_an_appeal_is_said(office: Office) -> None:
    body = {"kind": "complaint", "channel": "written", "title": "T", "subject": "s", "unit": "qayidis"}

    nobody = await office.post("sevinc", "/v1/appeals", {**body, "complained_about": ["yoxdur"]})
    executor = await office.post("rauf", "/v1/appeals", body)
    secret = await office.post("sevinc", "/v1/appeals", {**body, "markings": ["tam məxfi"]})
    letter = await office.begin("sevinc", "incoming")
    none = await office.get("sevinc", f"/v1/documents/{letter['id']}/appeal")

    assert (nobody.status_code, nobody.json()["code"]) == (422, "appeals.unknown_official")
    assert executor.status_code == 403
    assert (secret.status_code, secret.json()["code"]) == (422, "nomenclature.state_secret")
    assert none.status_code == 404


async def test_whoever_is_named_for_information_reads_it_and_says_so(office: Office) -> None:
    made = await office.begin("sevinc", "incoming")
    made = await office.step("sevinc", made, "register", file="01-05")
    made = await office.act(
        "fuad",
        made,
        "orders",
        "give_resolution",
        resolution="r1",
        text="Baxın",
        executors=["rauf"],
        for_information=["orxan", "leyla"],
    )

    tasks = (await office.get("orxan", "/v1/inbox")).json()["tasks"]
    unopened = await office.try_act("orxan", made, "document", "acquaint")
    await office.opens("orxan", made)
    await office.act("orxan", made, "document", "acquaint")
    proof = await show(office, "fuad", made, "acquaintances")

    assert (unopened.status_code, unopened.json()["code"]) == (409, "documents.not_opened")
    assert [task["task"] for task in tasks] == ["acquaint"]
    assert (await office.get("orxan", "/v1/inbox")).json()["tasks"] == []
    assert proof["outstanding"] == 1
    by_person = {each["person"]["login"]: each["at"] is not None for each in proof["people"]}
    assert by_person == {"orxan": True, "leyla": False}
