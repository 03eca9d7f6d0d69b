"""One message's page: its whole life, covered until somebody says what for, and each look written down."""

from __future__ import annotations

import pytest

from hub.store.tx import Row
from tests.integration.console.messages.conftest import Console, text

SENT = "<B><FIN>7ABCD12</FIN><Soyad>Quliyeva</Soyad></B>"
BACK = "<F><faultstring>Quliyeva: Soyad is wrong</faultstring></F>"
PERSONAL = ("7ABCD12", "Quliyeva", "Aysel", "Orxan", "1990-05-01", "3000004137", "AB-0000001")


async def entries(console: Console) -> list[Row]:
    """The access history, in the order in which it was written."""
    async with console.served.hub.store.read() as tx:
        return list(await tx.fetch("SELECT * FROM access_events ORDER BY id"))


async def test_the_page_tells_what_came_from_whom_and_how_it_stands(console: Console) -> None:
    message = await console.act()

    page = text(await console.get("ramil", f"/messages/{message}"))
    assert "Change of name" in page
    assert "From Ministry of Justice, accepted" in page
    assert "AB-•••001/2026" in page
    assert "The leaf commits to the body's SHA-256" in page


async def test_nothing_personal_stands_on_the_page_before_a_purpose(console: Console) -> None:
    message = await console.act()
    subscriber = await console.subscriber()
    await console.fail(subscriber, SENT, BACK)

    for each in (message, subscriber):
        answer = await console.get("ramil", f"/messages/{each}")
        assert [value for value in PERSONAL if value in answer.text] == []
        assert "no-store" in answer.headers["cache-control"]


async def test_a_look_with_a_purpose_shows_and_is_written_under_message_and_person(console: Console) -> None:
    message = await console.act()

    page = text(await console.post("ramil", f"/messages/{message}", {"purpose": "appeal", "basis": "case 7"}))
    assert "Quliyeva" in page
    assert "A citizen's appeal" in page
    hub, told = console.served.hub, await entries(console)
    assert {each["subject_hash"] for each in told} == {hub.hash("message", message), hub.hash("fin", "7ABCD12")}
    assert {(each["actor_person"], each["purpose_code"], each["basis_code"], each["outcome"]) for each in told} == {
        ("ramil", "appeal", "other", "shown")
    }
    assert "case 7" in text(await console.get("aydan", f"/messages/{message}"))


async def test_without_a_purpose_nothing_is_shown_or_written(console: Console) -> None:
    message = await console.act()

    page = text(await console.post("ramil", f"/messages/{message}", {"purpose": "curiosity"}), 422)
    assert "Choose the purpose" in page
    assert "Quliyeva" not in page
    assert await entries(console) == []


async def test_who_may_not_uncover_is_refused_and_that_is_written_too(console: Console) -> None:
    message = await console.act()

    answer = await console.post("zaur", f"/messages/{message}", {"purpose": "failure"})
    assert answer.status_code == 403
    assert "Quliyeva" not in answer.text
    assert {each["outcome"] for each in await entries(console)} == {"access.role_missing"}
    assert len(await entries(console)) == 2


async def test_a_failed_delivery_shows_what_was_sent_what_came_back_and_the_field(console: Console) -> None:
    message = await console.subscriber()
    delivery = await console.fail(message, SENT, BACK)

    answer = await console.get("ramil", f"/messages/{message}?at={delivery}.1")
    page = text(answer)
    assert "The agency refused the call as wrong" in page
    assert "•••: Soyad is wrong" in page
    assert "<mark>&lt;Soyad&gt;•••&lt;/Soyad&gt;</mark>" in answer.text
    assert "HTTP 500" in page
    assert f'name="ids" value="{delivery}"' in answer.text


async def test_a_quarantined_message_marks_the_field_and_names_the_rule(console: Console) -> None:
    subject = {"role": "PERSON", "pin": "7ABCD12", "firstName": "Aysel", "lastName": "Quliyeva", "gender": "?"}
    message = await console.act(subjects=[subject])

    answer = await console.get("ramil", f"/messages/{message}")
    assert "code:sex" in text(answer)
    assert '<mark>"gender"' in answer.text.replace("&#34;", '"').replace("&quot;", '"')


async def test_an_agency_sees_its_own_message_and_no_other(console: Console) -> None:
    own, others = await console.subscriber(), await console.act()

    assert "Data of a subscriber" in text(await console.get("gunel", f"/messages/{own}"))
    assert (await console.get("gunel", f"/messages/{others}")).status_code == 404
    assert (await console.get("gunel", f"/messages/{others}/receipt")).status_code == 404


async def test_no_committee_role_sees_a_message(console: Console) -> None:
    message = await console.act()

    for login in ("sevinc", "fuad", "rauf", "nigar", "aysel", "uzv-1", "samir", "zeyneb", "vusal"):
        assert (await console.get(login, f"/messages/{message}")).status_code == 403, login


async def test_the_command_has_a_placeholder_for_the_key_and_covered_values(console: Console) -> None:
    message = await console.act()

    page = text(await console.get("ramil", f"/messages/{message}"))
    assert "Bearer $HUB_KEY" in page
    assert "curl -X POST 'http://127.0.0.1" in page


async def test_markup_that_came_in_a_message_stays_text(console: Console) -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    subject = {"role": "PERSON", "pin": "7ABCD12", "firstName": evil, "lastName": evil, "gender": evil}
    message = await console.act(subjects=[subject], evil=evil)

    shown = await console.post("ramil", f"/messages/{message}", {"purpose": "failure"})
    assert shown.status_code == 200
    assert "<script>alert" not in shown.text
    assert "<img" not in shown.text.replace('<img src="/console/static', "")


async def test_the_receipt_is_whole(console: Console) -> None:
    message = await console.act()

    page = text(await console.get("ramil", f"/messages/{message}/receipt"))
    assert "commitment" in page
    assert "The leaf states that this message was accepted" in page


async def test_what_is_not_there_is_said_to_be_not_there(console: Console) -> None:
    assert (await console.get("ramil", "/messages/nothing")).status_code == 404
    assert (await console.get("ramil", f"/messages/{'0' * 32}")).status_code == 404


@pytest.mark.parametrize("more", [{}, {"reason.kept": "x"}])
async def test_a_refused_form_shows_no_message_to_whom_its_page_is_closed(
    console: Console, more: dict[str, str]
) -> None:
    message = await console.act()

    answer = await console.post("gulnar", f"/messages/{message}/lift/{message}/refuse", more)

    assert answer.status_code == 403
    assert f"/messages/{message}/receipt" not in answer.text
