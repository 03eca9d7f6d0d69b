"""Other bodies, their numbers and days, files of the plan and attachments: what people write of them is asked first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.documents.conftest import Office


async def begun(office: Office, **more: Any) -> tuple[int, str]:
    sha256 = await office.store("sevinc", b"%PDF-1.7 paper")
    files = [{"name": "kagiz.pdf", "mime": "application/pdf", "sha256": sha256, "main": True}]
    body = {"kind": "incoming", "title": "Sorğu", "unit": "qayidis", "files": files, **more}
    answer = await office.post("sevinc", "/v1/documents", body)
    return answer.status_code, answer.json().get("code", "")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "outgoing", "recipients": ["ZZZ"]}, "documents.unknown_body"),
        ({"kind": "outgoing", "recipients": ["97", "99"]}, "documents.own_body"),
        ({"origin": {"body": "ZZZ", "reg_no": "1"}}, "documents.unknown_body"),
        ({"origin": {"body": "97", "reg_no": "99-<b>x</b>/1/26"}}, "documents.number"),
        ({"origin": {"body": "97", "reg_no": "cavab"}}, "documents.number"),
        ({"origin": {"body": "97", "reg_no": "1-5/12", "on": "2999-01-01"}}, "documents.future_day"),
    ],
)
async def test_what_is_no_body_no_number_or_lies_ahead_is_not_kept(
    office: Office, more: dict[str, Any], code: str
) -> None:
    assert await begun(office, **more) == (422, code)


async def test_a_title_has_no_signs_that_move_a_cursor(office: Office) -> None:
    status, _ = await begun(office, title="Sorğu\x00")

    assert status == 422


async def test_an_appeal_is_forwarded_to_a_body_that_is_known_and_another_than_this_one(office: Office) -> None:
    body = {"kind": "application", "channel": "hotline", "title": "Ərizə", "subject": "ev", "unit": "qayidis"}
    made = dict((await office.post("sevinc", "/v1/appeals", body)).json())
    made = await office.step("sevinc", made, "register")

    unknown = await office.try_act("sevinc", made, "document", "forward", body="ZZZ")
    itself = await office.try_act("sevinc", made, "document", "forward", body="99")
    other = await office.try_act("sevinc", made, "document", "forward", body="77")

    assert [each.json().get("code") for each in (unknown, itself)] == ["documents.unknown_body", "documents.own_body"]
    assert other.status_code == 200, other.text


async def test_nothing_is_registered_into_a_file_that_the_plan_has_not(office: Office) -> None:
    made = await office.begin("sevinc", "incoming")
    body = {"expected_version": made["version"]}

    wrong = await office.post("sevinc", f"/v1/documents/{made['id']}/register", {**body, "file": "<b>x</b>"})
    right = await office.post("sevinc", f"/v1/documents/{made['id']}/register", {**body, "file": "01-05"})

    assert (wrong.status_code, wrong.json()["code"]) == (422, "nomenclature.no_file")
    assert right.json()["reg_no"].startswith("99-01-05/1/"), "a refused number leaves no gap"


async def test_the_same_paper_is_registered_again_only_by_saying_how_it_differs(office: Office) -> None:
    origin = {"body": "97", "reg_no": "1-5/12", "on": "2026-03-02"}
    first = await office.begin("sevinc", "incoming", origin=origin)
    first = await office.step("sevinc", first, "register", file="01-05")
    other = await office.begin("sevinc", "incoming", raw=b"%PDF-1.7 other", origin={**origin, "reg_no": "1-5 / 12"})
    body = {"expected_version": other["version"], "file": "01-05"}

    asked = await office.post("sevinc", f"/v1/documents/{other['id']}/register", body)
    distinct = {**body, "distinct": "ikinci səhifəsi"}
    taken = await office.post("sevinc", f"/v1/documents/{other['id']}/register", distinct)

    assert (asked.status_code, asked.json()["code"]) == (409, "documents.same_paper")
    assert first["reg_no"] in asked.json()["detail"]
    assert taken.status_code == 200, taken.text


async def test_a_document_takes_three_hundred_attachments(office: Office) -> None:
    sha256 = await office.store("sevinc", b"%PDF-1.7 paper")
    files = [
        {"name": f"{number}.pdf", "mime": "application/pdf", "sha256": sha256, "main": not number}
        for number in range(301)
    ]

    status, _ = await begun(office, files=files)

    assert status == 201
