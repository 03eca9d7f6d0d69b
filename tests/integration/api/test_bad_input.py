"""Bad input gets a 4xx with a stable code and the place, within a second, and leaves nothing behind."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from tests.integration.api.served import ACTS, NOTE, NOTES, RECORDS, SUBSCRIBERS, Served, act, as_party

_GOOD = json.dumps(act()).encode()
_XML = b'<?xml version="1.0" encoding="UTF-8"?>'
_NOTE = json.dumps(NOTE).encode()
_MIB = 1024 * 1024


@dataclass(frozen=True)
class Case:
    """What is sent, and the answer that it earns. A place of None means that any will do."""

    code: str
    status: int
    body: bytes = _GOOD
    path: str = ACTS
    key: str = "sandbox-edliyye"
    headers: dict[str, str] = field(default_factory=dict)
    place: str | None = None


def _records(*, extra: str = "") -> bytes:
    return f'{{"id": "r-1", "records": []{extra}}}'.encode()


CASES = {
    "larger than allowed": Case("door.too_large", 413, b" " * (10 * _MIB + 1), place="Content-Length"),
    "compressed": Case("door.content_encoding", 415, headers={"content_encoding": "gzip"}, place="Content-Encoding"),
    "a DTD": Case("door.xml_dtd", 400, _XML + b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', SUBSCRIBERS),
    "an external entity": Case(
        "door.xml_dtd", 400, _XML + b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', SUBSCRIBERS
    ),
    "a billion laughs": Case(
        "door.xml_dtd",
        400,
        _XML + b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>',
        SUBSCRIBERS,
    ),
    "an undeclared entity": Case("door.xml_syntax", 400, _XML + b"<a>&boom;</a>", SUBSCRIBERS),
    "a million siblings": Case(
        "door.xml_too_many_nodes", 400, _XML + b"<a>" + b"<b/>" * 1_000_000 + b"</a>", SUBSCRIBERS
    ),
    "XML in cp1251": Case(
        "door.xml_encoding", 400, b'<?xml version="1.0" encoding="windows-1251"?><a>\xc0</a>', SUBSCRIBERS
    ),
    "XML that is not UTF-8 as it says": Case("door.xml_encoding", 400, _XML + b"<a>\xc0\xff</a>", SUBSCRIBERS),
    "a charset in the header": Case(
        "door.charset", 415, headers={"content_type": "application/json; charset=windows-1254"}, place="Content-Type"
    ),
    "JSON in UTF-16": Case("door.json_encoding", 400, json.dumps(act()).encode("utf-16")),
    "JSON with a byte order mark": Case("door.json_encoding", 400, b"\xef\xbb\xbf" + _GOOD, place="line 1, column 1"),
    "JSON in cp1254": Case("door.json_encoding", 400, '{"eventId": "ş"}'.encode("cp1254")),
    "NaN": Case("door.json_number", 400, b'{"eventId": NaN}', place="/eventId"),
    "Infinity": Case("door.json_number", 400, b'{"subjects": [-Infinity]}', place="/subjects/0"),
    "a number beyond floats": Case("door.json_number", 400, b'{"eventId": 1e400}', place="/eventId"),
    "a key twice": Case("door.json_duplicate_key", 400, b'{"eventId": "a", "eventId": "b"}', place="/eventId"),
    "half a surrogate pair": Case("door.json_surrogate", 400, b'{"eventId": "\\ud800"}', place="/eventId"),
    "a hundred thousand brackets": Case("door.json_too_many_values", 400, b"[" * 100_000 + b"]" * 100_000),
    "a hundred thousand objects": Case("door.json_too_many_values", 400, b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "a million values": Case("door.json_too_many_values", 400, b"[" + b"1," * 1_000_000 + b"1]"),
    "no body": Case("door.json_syntax", 400, b"", place="line 1, column 1"),
    "cut JSON": Case("door.json_syntax", 400, _GOOD[:-1]),
    "a list for an object": Case("door.schema", 422, b"[]"),
    "no subjects": Case("door.schema", 422, json.dumps({**act(), "subjects": None}).encode(), place="/subjects"),
    "a field too long": Case("door.schema", 422, json.dumps(act("e" * 65)).encode(), place="/eventId"),
    "XML of another schema": Case("door.schema", 422, _XML + b"<a/>", SUBSCRIBERS),
    "an unknown format": Case("door.unknown_format", 404, path="/v1/messages/justice.civil-act.v9"),
    "a format of files": Case(
        "door.is_file", 400, path="/v1/messages/azerishiq.meter-file.v1", key="sandbox-azerishiq", place="path"
    ),
    "an unknown key": Case("access.key_unknown", 401, key="sandbox-nobody", place="Authorization"),
    "no right to the service": Case("access.no_right", 403, key="sandbox-meis"),
    "no id and no idempotency key": Case(
        "door.key_missing", 400, _NOTE, NOTES, "sandbox-committee", place="Idempotency-Key"
    ),
    "an idempotency key too long": Case(
        "door.key_shape", 400, _NOTE, NOTES, "sandbox-committee", {"idempotency_key": "x" * 201}, "Idempotency-Key"
    ),
    "an idempotency key that no eye sees": Case(
        "door.key_shape", 400, _NOTE, NOTES, "sandbox-committee", {"idempotency_key": "a\tb"}, "Idempotency-Key"
    ),
    "records without an id": Case("door.schema", 422, b'{"records": []}', RECORDS, "sandbox-committee", place="/id"),
    "records with more": Case("door.schema", 422, _records(extra=', "x": 1'), RECORDS, "sandbox-committee", place="/x"),
}


def the_problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The answer's problem, held to its shape."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["code"] == code
    assert problem["status"] == status
    assert problem["type"].endswith(code)
    assert len(problem["reference"]) == 32
    assert problem["detail"]
    assert problem["title"]
    assert "Traceback" not in answer.text
    assert "/etc" not in answer.text
    return problem


@pytest.mark.parametrize("name", CASES)
async def test_what_cannot_be_read_is_refused_with_code_and_place(api: Served, name: str) -> None:
    case = CASES[name]
    key = "sandbox-azeriqaz" if case.path == SUBSCRIBERS else case.key

    before = await api.stored()
    began = time.perf_counter()
    answer = await api.post(case.path, case.body, key, **case.headers)
    took = time.perf_counter() - began

    problem = the_problem(answer, case.status, case.code)
    if case.place is not None:
        assert problem["place"] == case.place
    elif case.status in (400, 415, 422):
        assert problem["place"]
    assert took < 1.0
    stored = {table: rows - before[table] for table, rows in (await api.stored()).items()}
    assert stored.pop("evidence_leaves") == (case.status == 403), "a denial stands in the access history, with a leaf"
    assert set(stored.values()) == {0}


async def test_a_body_without_length_is_cut_off_when_the_count_says_so(api: Served) -> None:
    sent, before = 0, await api.stored()

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(40):
            sent += _MIB
            yield b" " * _MIB

    answer = await api.client.post(ACTS, content=endless(), headers=as_party("sandbox-edliyye"))

    assert the_problem(answer, 413, "door.too_large")["place"] == "body"
    assert answer.headers["connection"] == "close"
    assert await api.stored() == before


async def test_a_length_beyond_the_cap_is_refused_before_any_byte_of_the_body(api: Served) -> None:
    head = b"POST %s HTTP/1.1\r\nHost: hub\r\nContent-Length: 200000000\r\n\r\n" % ACTS.encode()

    began = time.perf_counter()
    answer = await api.raw(head)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert time.perf_counter() - began < 0.5


async def test_the_same_id_with_other_content_is_a_conflict_and_a_security_event(api: Served) -> None:
    first = await api.post(ACTS, act())
    before = await api.stored()

    with capture_logs() as lines:
        second = await api.post(ACTS, act(actNumber="AB-0000002/2026"))

    assert first.status_code == 202
    the_problem(second, 409, "door.key_taken")
    assert await api.stored() == before
    assert [(line["kind"], line["party"]) for line in lines if line["event"] == "security_event"] == [
        ("door.key_taken", "edliyye")
    ]


async def test_what_parses_but_cannot_be_mapped_is_kept_and_says_all_its_issues(api: Served) -> None:
    subject = {**act()["subjects"][0], "gender": "X", "birthDate": "1990-02-31T00:00:00+04:00"}

    answer = await api.post(ACTS, act(eventType="ADOPTION", subjects=[subject]))
    again = await api.post(ACTS, act(eventType="ADOPTION", subjects=[subject]))

    body = answer.json()
    assert answer.status_code == 202
    assert body["state"] == "quarantined"
    assert {(issue["path"], issue["code"]) for issue in body["issues"] if issue["severity"] == "error"} == {
        ("/eventType", "map.unknown_code"),
        ("/subjects/0/gender", "map.unknown_code"),
        ("/subjects/0/birthDate", "map.impossible_date"),
    }
    assert all(set(issue) == {"code", "path", "severity", "rule", "text"} for issue in body["issues"])
    assert again.json() == body
    shown = (await api.get(f"/v1/messages/{body['message_id']}")).json()
    assert shown["state"] == "quarantined"
    assert [issue["code"] for issue in shown["issues"]] == [issue["code"] for issue in body["issues"]]


async def test_refusals_are_listed_to_their_sender_and_to_operators_without_content(api: Served) -> None:
    await api.post(ACTS, b'{"eventId": "7ABCD12", "eventId": "7ABCD12"}')
    await api.post(ACTS, act(), key="sandbox-meis")

    mine = (await api.get("/v1/refusals", "sandbox-edliyye")).json()["items"]
    others = (await api.get("/v1/refusals", "sandbox-azeriqaz")).json()["items"]
    all_of_them = await api.get("/v1/refusals")

    assert [(each["code"], each["place"], each["body_size"]) for each in mine] == [
        ("door.json_duplicate_key", "/eventId", 44)
    ]
    assert others == []
    assert [(each["party"], each["code"]) for each in all_of_them.json()["items"]] == [
        ("meis", "access.no_right"),
        ("edliyye", "door.json_duplicate_key"),
    ]
    assert "7ABCD12" not in all_of_them.text


async def test_a_problem_speaks_the_callers_language(api: Served) -> None:
    wanted = {"az": "Sorğu yanlışdır", "en;q=0.8, az;q=0.2": "Bad Request", "fr": "Sorğu yanlışdır"}

    for language, title in wanted.items():
        answer = await api.post(ACTS, b"{", Accept_Language=language)

        assert answer.json()["title"] == title


@pytest.mark.parametrize(
    "request_line",
    [b"GET /v1/messages/%00 ", b"GET /v1/messages/..%2f..%2fetc%2fpasswd ", b"GET /v1/messages/\xff ", b"GET /%ff%fe "],
)
async def test_odd_paths_are_not_found(api: Served, request_line: bytes) -> None:
    answer = await api.raw(request_line + b"HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer sandbox-edliyye\r\n\r\n")

    assert answer.split(b" ")[1] in (b"404", b"400")


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "state=lost", "key=94FMDDD", "cursor=x", "since=yesterday", "since=2026-01-01T00:00:00"],
)
async def test_odd_queries_are_refused_with_the_parameter(api: Served, query: str) -> None:
    answer = await api.client.get(f"/v1/messages?{query}", headers=as_party("sandbox-committee"))

    assert query.split("=", maxsplit=1)[0] in the_problem(answer, 422, answer.json()["code"])["place"]
    assert "94FMDDD" not in answer.text
