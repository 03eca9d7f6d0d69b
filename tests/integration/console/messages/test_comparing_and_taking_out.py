"""Two messages beside each other, and lists taken out as files that tell who took them and hold no formula."""

from __future__ import annotations

import csv
import hashlib
import io

from hub.console.messages.export import ALONE, Mark, as_csv, safe
from tests.integration.api.served import ACTS, act
from tests.integration.console.messages.conftest import Console, text

MARK = Mark("0" * 32, "ramil", "", 0, "review")


async def test_what_differs_is_told_although_it_is_covered(console: Console) -> None:
    subject = {"role": "PERSON", "pin": "7ABCD12", "firstName": "Aygün", "lastName": "Quliyeva", "gender": "F"}
    one, other = await console.act("e-first"), await console.act("e-second", subjects=[subject])

    answer = await console.get("ramil", f"/messages/compare?a={one}&b={other}")
    page = text(answer)
    assert "1.subjects[1].person.given_name A••• A••• ≠ differs" in page
    assert "1.act_number AB-•••001/2026 AB-•••001/2026 the same" in page
    assert page.index("≠ differs") < page.index("the same")
    assert not [value for value in ("Aysel", "Aygün", "Quliyeva", "7ABCD12") if value in answer.text]


async def test_only_what_one_may_see_is_compared(console: Console) -> None:
    own, others = await console.subscriber(), await console.act()

    assert "There is no message under this number" in text(
        await console.get("gunel", f"/messages/compare?a={own}&b={others}"), 404
    )
    assert "Give the numbers" in text(await console.get("ramil", f"/messages/compare?a={own}&b="))


async def test_a_list_is_taken_out_with_its_mark_and_that_is_written_down(console: Console) -> None:
    message = await console.act()

    answer = await console.post(
        "ramil", "/messages/export", {"filters": "format=justice.civil-act.v1", "purpose": "audit"}
    )
    assert answer.status_code == 200
    first, header, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert first[1] == "ramil"
    assert first[3] == "Make a review"
    assert row[header.index("id")] == message
    assert row[header.index("key")] == "AB-•••001/2026"
    async with console.served.hub.store.read() as tx:
        (noted,) = await tx.fetch("SELECT * FROM access_events")
    assert (noted["actor_person"], noted["service"], noted["purpose_code"]) == ("ramil", "console.export", "audit")
    assert (noted["run"], noted["subjects_count"]) == (noted["id"], 1)
    assert noted["subjects_digest"] == hashlib.sha256(f"{message}\n".encode()).hexdigest()
    assert noted["id"] == row[header.index("export")]


async def test_without_a_purpose_there_is_no_file(console: Console) -> None:
    await console.act()

    assert "Choose the purpose" in text(await console.post("ramil", "/messages/export", {}), 422)


async def test_who_may_not_take_lists_out_does_not(console: Console) -> None:
    for login in ("zaur", "gunel", "sevinc"):
        assert (await console.post(login, "/messages/export", {"purpose": "audit"})).status_code == 403, login


async def test_a_long_list_needs_a_second_person_who_approves(console: Console) -> None:
    for number in range(ALONE + 1):
        await console.served.post(ACTS, act(f"e-{number}", actNumber=f"AB-{number:07d}/2026"))
    fields = {"purpose": "audit"}

    alone = await console.post("ramil", "/messages/export", fields)
    own = await console.post(
        "ramil", "/messages/export", {**fields, "second": "ramil", "second_password": "sandbox-ramil"}
    )
    wrong = await console.post("ramil", "/messages/export", {**fields, "second": "kamran", "second_password": "x" * 12})
    operator = await console.post(
        "ramil", "/messages/export", {**fields, "second": "tural", "second_password": "sandbox-tural"}
    )
    both = await console.post(
        "ramil", "/messages/export", {**fields, "second": "kamran", "second_password": "sandbox-kamran"}
    )
    assert "a second person, an approver" in text(alone, 422)
    assert "a second person does" in text(own, 422)
    assert "login or password is wrong" in text(wrong, 422)
    assert "Only an approver can do this." in text(operator, 422)
    assert both.status_code == 200
    assert "ramil + kamran" in both.text


async def test_two_lists_that_are_long_together_need_a_second_person_too(console: Console) -> None:
    for number in range(ALONE // 2 + 1):
        await console.served.post(ACTS, act(f"e-{number}", actNumber=f"AB-{number:07d}/2026"))

    first, again = [await console.post("ramil", "/messages/export", {"purpose": "audit"}) for _ in range(2)]
    another = await console.post("tural", "/messages/export", {"purpose": "audit"})

    assert (first.status_code, another.status_code) == (200, 200)
    assert "a second person, an approver" in text(again, 422)


def test_no_cell_is_a_formula() -> None:
    for start in ("=1+1", "+1", "-1", "@sum", "\tx", "\rx"):
        assert safe(start) == f"'{start}"
    assert safe("AB-1") == "AB-1"

    rows = list(csv.reader(io.StringIO(as_csv(MARK, [["=cmd|' /C calc'!A0", 'a"b,c']]).decode("utf-8-sig"))))
    assert rows[2] == ["'=cmd|' /C calc'!A0", 'a"b,c', "0" * 32]
