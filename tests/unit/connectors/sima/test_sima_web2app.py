"""An operation from its start to its answer, and every way in which somebody else's request is turned away."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from connectors.web2app import Answered, Client, Refused
from tests.unit.connectors.sima.desk import (
    BASE,
    CARD,
    CLIENT,
    CONTENT,
    FIN,
    ID,
    ISSUER,
    MASTER_KEY,
    NOW,
    PDF,
    Desk,
    Issuer,
    code,
    operation,
    text,
)

OTHER = ISSUER.card("1111111")


async def test_the_file_is_handed_out_to_the_person_it_is_for() -> None:
    answer = await Desk().ask()

    assert isinstance(answer, bytes)
    assert json.loads(answer) == {"filename": f"{ID}.bin", "data": text(CONTENT)}


@pytest.mark.parametrize(("kind", "content", "name"), [("Sign", PDF, f"{ID}.pdf"), ("Auth", b"challenge", "challange")])
async def test_the_file_has_the_name_that_public_clients_give(kind: str, content: bytes, name: str) -> None:
    answer = await Desk(kind=kind, content=content).ask()

    assert isinstance(answer, bytes)
    assert json.loads(answer)["filename"] == name


async def test_the_file_may_be_asked_for_with_an_escaped_query() -> None:
    desk = Desk()
    escaped = f"tsquery={quote(desk.query.removeprefix('tsquery='), safe='')}"

    assert isinstance(await desk.ask(query=escaped), bytes)


async def test_the_file_may_be_fetched_twice() -> None:
    desk = Desk()

    assert await desk.ask() == await desk.ask()


async def test_an_answer_is_told_with_what_proves_it() -> None:
    body = CARD.callback()

    answered = await Desk().sima.callback(CARD.headers(body), body)

    assert isinstance(answered, Answered)
    assert (answered.operation_id, answered.fin, answered.certificate_der) == (ID, FIN, CARD.der)
    assert answered.signature == base64.b64decode(json.loads(body)["DataSignature"])
    assert (answered.signed_file, answered.stamp) == (None, None)


async def test_a_signed_file_comes_back_behind_our_bytes() -> None:
    body = CARD.callback(PDF, DataSignature=text(PDF + b"signature"))

    answered = await Desk(content=PDF).sima.callback(CARD.headers(body), body)

    assert isinstance(answered, Answered)
    assert (answered.signature, answered.signed_file) == (b"", PDF + b"signature")


async def test_bytes_are_prepared_for_the_certificate_that_asks_and_signed_with_it() -> None:
    desk = Desk(content=None)
    first, second = await desk.ask(), await desk.ask()

    assert isinstance(first, bytes)
    prepared = base64.b64decode(json.loads(first)["data"])
    assert first == second
    assert prepared == desk.operations.made[ID, CARD.der]
    assert await desk.code_of_calling(CARD.callback(prepared)) == "no refusal: Answered"


async def test_nothing_is_prepared_for_whoever_is_refused() -> None:
    desk = Desk(content=None)

    await desk.ask(OTHER)
    await desk.ask(Issuer.named("yad").card(FIN))

    assert desk.operations.made == {}


async def test_an_answer_with_another_certificate_than_the_file_was_fetched_with_is_refused() -> None:
    desk, new_phone = Desk(content=None), ISSUER.card(FIN)
    answer = await desk.ask()
    assert isinstance(answer, bytes)
    prepared = base64.b64decode(json.loads(answer)["data"])

    assert await desk.code_of_calling(new_phone.callback(prepared), new_phone) == "sima.not_fetched"


@pytest.mark.parametrize("back", [b"", PDF, b"%PDF-1.7\nanother", b"\x00" + PDF])
async def test_a_file_that_does_not_continue_ours_is_refused(back: bytes) -> None:
    body = CARD.callback(PDF, DataSignature=text(back))

    assert await Desk(content=PDF).code_of_calling(body) == "sima.other_file"


@pytest.mark.parametrize("state", ["answered", "withdrawn"])
async def test_an_operation_that_is_over_is_refused(state: str) -> None:
    desk = Desk()
    desk.become(state)

    assert await desk.code_of_asking() == f"sima.{state}"
    assert await desk.code_of_calling(CARD.callback()) == f"sima.{state}"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(minutes=-1, microseconds=-1), "sima.early"),
        (timedelta(minutes=-1), "no refusal: bytes"),
        (timedelta(minutes=5, microseconds=-1), "no refusal: bytes"),
        (timedelta(minutes=5), "sima.expired"),
    ],
)
async def test_an_operation_holds_from_its_beginning_to_before_its_end(after: timedelta, expected: str) -> None:
    desk = Desk()
    desk.now = NOW + after

    assert await desk.code_of_asking() == expected
    assert await desk.code_of_calling(CARD.callback()) == expected.replace("bytes", "Answered")


async def test_another_person_is_refused() -> None:
    desk = Desk()

    assert await desk.code_of_asking(OTHER) == "sima.assignee"
    assert await desk.code_of_calling(OTHER.callback(), OTHER) == "sima.assignee"


async def test_another_person_does_not_learn_that_it_was_answered() -> None:
    desk = Desk()
    desk.become("answered")

    assert await desk.code_of_calling(OTHER.callback(), OTHER) == "sima.assignee"


async def test_one_of_several_persons_may_answer() -> None:
    desk = Desk(assignees=("1111111", FIN))

    assert await desk.code_of_calling(CARD.callback()) == "no refusal: Answered"
    assert await desk.code_of_calling(OTHER.callback(), OTHER) == "no refusal: Answered"


async def test_anybody_may_answer_a_challenge_without_assignees() -> None:
    desk = Desk(kind="Auth", assignees=())

    assert await desk.code_of_calling(OTHER.callback(Type="Auth"), OTHER) == "no refusal: Answered"


async def test_nobody_may_answer_a_signing_that_lost_its_assignees() -> None:
    desk = Desk()
    object.__setattr__(desk.operation, "assignees", ())

    assert await desk.code_of_calling(CARD.callback()) == "sima.assignee"


@pytest.mark.parametrize("wrong", ["3f2504e0-4f89-41d3-9a0c-000000000000", "", "' OR 1=1 --"])
async def test_an_operation_that_nobody_started_is_refused(wrong: str) -> None:
    assert await Desk().code_of_calling(CARD.callback(OperationId=wrong)) == "sima.operation"


async def test_a_contract_of_ours_for_an_operation_that_is_gone_is_refused() -> None:
    desk = Desk()
    query = desk.query
    desk.operations.held.clear()

    assert await desk.code_of_asking(query=query) == "sima.operation"


async def test_a_contract_under_another_master_key_is_refused() -> None:
    query = Desk(master_key="another key").query

    assert await Desk().code_of_asking(query=query) == "sima.contract"


async def test_headers_over_another_query_are_refused() -> None:
    desk = Desk()
    other = f"/sima/getfile/?{Desk(operation_id='0' * 20).query}".encode()

    assert code(await desk.sima.file_request(CARD.headers(other), desk.query)) == "sima.signature"


@pytest.mark.parametrize("path", ["/getfile/?", "/sima/getfile?", "/sima/callback/?", ""])
async def test_headers_over_another_path_are_refused(path: str) -> None:
    desk = Desk()
    headers = CARD.headers(f"{path}{desk.query}".encode())

    assert code(await desk.sima.file_request(headers, desk.query)) == "sima.signature"


async def test_headers_of_a_file_request_do_not_serve_a_callback() -> None:
    desk = Desk()
    headers = CARD.headers(f"/sima/getfile/?{desk.query}".encode())

    assert code(await desk.sima.callback(headers, CARD.callback())) == "sima.signature"


@pytest.mark.parametrize("name", ["ts-cert", "ts-sign", "ts-sign-alg"])
async def test_a_request_without_its_headers_is_refused(name: str) -> None:
    desk = Desk()

    assert await desk.code_of_asking(other={name: ""}) == "sima.header_missing"
    assert await desk.code_of_calling(CARD.callback(), other={name: ""}) == "sima.header_missing"


async def test_a_certificate_that_nobody_pinned_is_refused() -> None:
    desk, stranger = Desk(), Issuer.named("yad").card(FIN)

    assert await desk.code_of_asking(stranger) == "sima.certificate_unknown"
    assert await desk.code_of_calling(stranger.callback(), stranger) == "sima.certificate_unknown"


async def test_a_stranger_is_told_nothing_about_operations() -> None:
    stranger = Issuer.named("yad").card(FIN)
    body = stranger.callback(OperationId="no-such-operation")

    assert await Desk().code_of_calling(body, stranger) == "sima.certificate_unknown"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff",
        b'{"Type":"Sign"',
        CARD.callback(OperationId=7),
        CARD.callback(DataSignature=None),
        CARD.callback()[:-1] + b',"OperationId":"twice"}',
    ],
    ids=range(9),
)
async def test_a_body_that_is_no_callback_is_refused(body: bytes) -> None:
    assert await Desk().code_of_calling(body) == "sima.body"


async def test_a_callback_may_have_members_that_we_do_not_know() -> None:
    assert await Desk().code_of_calling(CARD.callback(Version="1.3")) == "no refusal: Answered"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"Type": "Auth"}, "sima.type"),
        ({"AlgName": "HMACSHA256"}, "sima.algorithm"),
        ({"SignedDataHash": "%"}, "sima.data_encoding"),
        ({"DataSignature": "%"}, "sima.data_encoding"),
        ({"SignedDataHash": text(b"\x00" * 32)}, "sima.data_hash"),
        ({"SignedDataHash": ""}, "sima.data_hash"),
        ({"DataSignature": ""}, "sima.data_signature"),
        ({"DataSignature": text(CARD.sign(b"other bytes"))}, "sima.data_signature"),
        ({"DataSignature": text(OTHER.sign(CONTENT))}, "sima.data_signature"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
async def test_a_callback_that_does_not_fit_the_operation_is_refused(changed: dict[str, Any], expected: str) -> None:
    assert await Desk().code_of_calling(CARD.callback(**changed)) == expected


async def test_what_was_signed_instead_of_our_content_is_refused() -> None:
    assert await Desk().code_of_calling(CARD.callback(b"something else")) == "sima.data_hash"


async def test_requests_beyond_any_use_are_refused_unread() -> None:
    desk = Desk()

    assert code(await desk.sima.file_request({}, "x" * 16_385)) == "sima.too_large"
    assert code(await desk.sima.callback({}, bytes(64 * 1024 * 1024 + 1))) == "sima.too_large"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"assignees": ()}, "sima.assignee_missing"),
        ({"expires": NOW - timedelta(minutes=1)}, "sima.window"),
    ],
)
def test_an_operation_that_cannot_be_asked_for_is_refused(changed: dict[str, Any], expected: str) -> None:
    desk = Desk()

    assert code(desk.sima.start(operation(**changed))) == expected


def test_a_client_whose_name_fits_no_code_is_refused() -> None:
    desk = Desk(Client(1, "Ə" * 2000, "", ""))

    assert code(desk.sima.start(desk.operation)) == "sima.contract_too_long"


@pytest.mark.parametrize("wrong", ["short", "with spaces in the id", "x" * 65, "../../../../etc/pass"])
def test_an_id_that_can_be_guessed_or_misread_is_an_error(wrong: str) -> None:
    with pytest.raises(ValueError, match="operation id"):
        operation(operation_id=wrong)


@pytest.mark.parametrize("name", ["not_before", "expires"])
def test_a_time_without_a_zone_is_an_error(name: str) -> None:
    naive = datetime(2026, 11, 24, 10, 0)  # noqa: DTZ001 - what must not pass

    with pytest.raises(ValueError, match="aware"):
        operation(**{name: naive})


def test_there_is_no_signing_without_a_master_key() -> None:
    with pytest.raises(ValueError, match="master key"):
        Desk(master_key="")


async def test_nothing_shows_a_key_a_person_or_what_was_signed() -> None:
    desk = Desk()
    body = CARD.callback()
    answered = await desk.sima.callback(CARD.headers(body), body)

    shown = repr([desk.start(), answered, desk.operation, desk.operations.held, desk.sima, CLIENT])

    assert [
        secret for secret in (MASTER_KEY, FIN, "tsquery", repr(CONTENT)[2:-1], CARD.der.hex()) if secret in shown
    ] == []


async def test_no_refusal_shows_a_person_or_what_was_signed() -> None:
    body = OTHER.callback()
    refusals = [
        await Desk().ask(OTHER),
        await Desk().sima.callback(OTHER.headers(body), body),
        await Desk().sima.callback(CARD.headers(b"{}"), b"{}"),
    ]

    shown = repr(refusals)
    assert all(isinstance(each, Refused) for each in refusals)
    assert [secret for secret in ("1111111", FIN, BASE, "Möhürlənəcək") if secret in shown] == []
