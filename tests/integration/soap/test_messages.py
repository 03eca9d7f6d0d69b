"""A message by SOAP: taken once, byte for byte, with the receipt that the API gives; refused and listed like there."""

from __future__ import annotations

import base64
import hashlib
import json
import time

import pytest

from hub.errors import Overloaded, Words
from hub.web.limits import Admission
from tests.integration.api.served import ACTS, NOTE, Served, act
from tests.integration.console.desks import says_word
from tests.integration.soap.asking import Told, ask, taken
from tests.integration.soap.people import DISPLACED, about, envelope

MESSAGES = "/soap/messages"
NAME = "justice.civil-act.v1"


def sent(content: bytes, name: str = NAME, key: str = "") -> bytes:
    """An envelope that hands content over; a key only where one is given."""
    told = f"<t:format>{name}</t:format>" + (f"<t:key>{key}</t:key>" if key else "")
    told += f"<t:content>{base64.b64encode(content).decode()}</t:content>"
    body = f'<t:sendMessage xmlns:t="urn:qayidis-hub:soap:messages:v1">{told}</t:sendMessage>'
    return envelope(body, header="")


async def send(soap: Served, content: bytes, name: str = NAME, key: str = "", by: str = "sandbox-edliyye") -> Told:
    return await ask(soap, sent(content, name, key), MESSAGES, key=by)


def written(event: str = "e-soap", **changes: object) -> bytes:
    return json.dumps(act(event, **changes)).encode()


async def test_a_message_is_taken_byte_for_byte_with_a_receipt(soap: Served) -> None:
    content = written()

    told = await send(soap, content)

    assert (told.status, told.text("state")) == (200, "accepted"), told.http.text
    assert told.text("receipt/{*}sha256") == hashlib.sha256(content).hexdigest()
    kept = (await soap.get(f"/v1/messages/{told.text('messageId')}", "sandbox-edliyye")).json()
    assert (kept["format"], kept["party"], kept["sha256"]) == (NAME, "edliyye", hashlib.sha256(content).hexdigest())


async def test_the_same_again_by_any_door_gets_the_same_answer_and_other_content_is_refused(soap: Served) -> None:
    first, again = [await send(soap, written()) for _ in range(2)]
    by_rest = await soap.post(ACTS, written())
    other = await send(soap, written(actNumber="AB-0000009/2026"))

    assert again.text("messageId") == first.text("messageId") == by_rest.json()["message_id"]
    assert again.text("signature") == first.text("signature")
    assert (other.code, other.text("side")) == ("door.key_taken", "sender")


async def test_what_cannot_be_mapped_is_kept_and_its_issues_are_told(soap: Served) -> None:
    (subject,) = act()["subjects"]
    told = await send(soap, written(subjects=[{**subject, "birthDate": "1066-02-31T00:00:00+04:00"}]))

    assert (told.text("state"), told.text("issue/{*}severity")) == ("quarantined", "error")
    assert "/subjects/0/birthDate" in [each.text for each in told.element.iterfind("{*}issue/{*}path")]
    assert not says_word("1066", told.http.text)


async def test_a_format_without_an_id_of_its_own_needs_a_key(soap: Served) -> None:
    note = json.dumps(NOTE).encode()

    without, taken, again = [
        await send(soap, note, "test.note.v1", key, "sandbox-committee") for key in ("", "note-1", "note-1")
    ]

    assert without.code == "door.key_missing"
    assert taken.text("messageId") == again.text("messageId") is not None


@pytest.mark.parametrize(
    ("content", "name", "by", "code"),
    [
        (b"{", NAME, "sandbox-edliyye", "door.json_syntax"),
        (b"{}", NAME, "sandbox-edliyye", "door.schema"),
        (b"{}", NAME, "sandbox-meis", "access.no_right"),
        (b"{}", "no.such.format", "sandbox-edliyye", "access.no_right"),
    ],
)
async def test_what_is_refused_has_the_codes_of_the_api(
    soap: Served, content: bytes, name: str, by: str, code: str
) -> None:
    told = await send(soap, content, name, by=by)

    assert (told.code, await taken(soap, NAME)) == (code, 0)


async def test_a_refused_message_is_listed_under_the_reference_that_its_sender_was_told(soap: Served) -> None:
    told = await send(soap, b"{}")

    (listed,) = (await soap.get("/v1/refusals", "sandbox-edliyye")).json()["items"]
    assert (listed["id"], listed["code"], listed["format"]) == (told.text("reference"), "door.schema", NAME)
    assert listed["body_sha256"] == hashlib.sha256(b"{}").hexdigest()


async def test_a_large_message_is_taken_and_a_larger_one_is_not(soap: Served) -> None:
    began = time.perf_counter()
    taken = await send(soap, written() + b" " * 6_500_000)
    took = time.perf_counter() - began
    refused = await ask(soap, sent(b" " * 7_500_000), MESSAGES, key="sandbox-edliyye")

    assert (taken.text("state"), took < 3) == ("accepted", True), took
    assert (refused.status, refused.code) == (413, "door.too_large")


async def test_questions_go_on_while_the_hub_has_too_much_to_take_messages(
    soap: Served, monkeypatch: pytest.MonkeyPatch
) -> None:

    async def full(_: Admission) -> None:
        raise Overloaded("hub.too_much_waits", Words("Çoxdur", "Too much"), 5.0)

    monkeypatch.setattr(Admission, "check", full)

    turned_away = await send(soap, written())
    answered = await ask(soap, envelope(about(DISPLACED)))

    assert (turned_away.status, turned_away.code) == (503, "hub.too_much_waits")
    assert turned_away.http.headers["retry-after"] == "5"
    assert answered.text("answer") == "yes"
