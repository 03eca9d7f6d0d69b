"""Every strict place of r1: paths that climb or have two readings, headers that come twice, echoes that differ."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.xroad.identifiers import Call, ClientId, ServiceId, XroadRefused
from connectors.xroad.rest import other_echo, path_of, read_headers, read_path, write_headers

HERE = ClientId("AZ-TEST", "GOV", "1000001", "qayidis-hub")
ASK = ServiceId(HERE, "ask")
BASE = "/r1/AZ-TEST/GOV/1000001/qayidis-hub/ask"
CALL = Call(ClientId("AZ-TEST", "GOV", "2000001", "committee"), ASK, "id-1", "AZ7XROAD1", "case-17")
GIVEN = [(name.lower().encode(), value.encode()) for name, value in write_headers(CALL).items()]


def test_a_path_is_the_service_and_the_steps_below_it() -> None:
    assert read_path(BASE.encode()) == (ASK, ())
    assert read_path(f"{BASE}/files/0197-aa".encode()) == (ASK, ("files", "0197-aa"))
    assert read_path(BASE.replace("ask", "%61sk").encode()) == (ASK, ())


@pytest.mark.parametrize(
    "below",
    [
        "/..",
        "/../messages",
        "/%2e%2e/messages",
        "/.%2E/messages",
        "/%252e%252e/messages",
        "/%25%32%65%25%32%65/messages",
        "/..;/messages",
        "/..;a=b/messages",
        "/files;a=b",
        "/..%3b/messages",
        "/..%2fmessages",
        "/..%252fmessages",
        "/..\\messages",
        "/..%5cmessages",
        "/..%255cmessages",
        "/%c0%ae%c0%ae/messages",
        "/%e0%80%ae./messages",
        "/\uff0e\uff0e/messages",
        "/.",
        "/...",
        "//messages",
        "/",
        "/files/",
        "/files//a",
        "/files%00",
        "/files%0a",
        "/files%20a",
        "/files%",
        "/files%2",
        "/files%zz",
        "/files%23a",
        "/files%3fa",
        "/" + "a" * 201,
    ],
)
def test_a_wildcard_path_cannot_climb_out_of_its_service(below: str) -> None:
    with pytest.raises(XroadRefused, match=r"xroad\.path"):
        read_path((BASE + below).encode())


@pytest.mark.parametrize(
    "path",
    [
        "/r2/AZ-TEST/GOV/1000001/qayidis-hub/ask",
        "/r1/AZ-TEST/GOV/1000001/ask",
        "/r1/AZ-TEST/GOV/1000001//ask",
        "/r1/AZ-TEST/GOV/1000001/qayidis-hub/",
        "/r1/AZ-TEST/GOV/../qayidis-hub/ask",
        "/r1/AZ-TEST/GOV/%2e%2e/qayidis-hub/ask",
        "/r1/AZ-TEST/GOV/a%2Fb/qayidis-hub/ask",
        "/%72%31/AZ-TEST/GOV/1000001/qayidis-hub/ask",
        "//r1/AZ-TEST/GOV/1000001/qayidis-hub/ask",
    ],
)
def test_an_address_that_names_no_service_is_refused(path: str) -> None:
    with pytest.raises(XroadRefused):
        read_path(path.encode())


def test_headers_are_read_as_the_call_and_go_back_with_the_service() -> None:
    call, back = read_headers([*GIVEN, (b"x-road-request-id", b"r-1"), (b"accept", b"*/*")], ASK)

    assert call == CALL
    assert back == {
        "X-Road-Client": "AZ-TEST/GOV/2000001/committee",
        "X-Road-Id": "id-1",
        "X-Road-UserId": "AZ7XROAD1",
        "X-Road-Issue": "case-17",
        "X-Road-Request-Id": "r-1",
        "X-Road-Service": "AZ-TEST/GOV/1000001/qayidis-hub/ask",
    }


def test_a_represented_party_and_a_pinned_server_are_read() -> None:
    more = [(b"x-road-represented-party", b"GOV/3000003"), (b"x-road-security-server", b"AZ-TEST/GOV/1/ss")]

    call, back = read_headers([*GIVEN, *more], ASK)

    assert (call.represented, back["X-Road-Represented-Party"]) == ("GOV/3000003", "GOV/3000003")


@pytest.mark.parametrize("name", [name for name, _ in GIVEN])
def test_a_repeated_header_is_refused(name: bytes) -> None:
    with pytest.raises(XroadRefused, match=r"xroad\.header_twice"):
        read_headers([*GIVEN, (name.upper(), b"AZ-TEST/GOV/2000001/other")], ASK)


@pytest.mark.parametrize("name", [b"x-road-client", b"x-road-id"])
def test_a_missing_header_is_refused(name: bytes) -> None:
    with pytest.raises(XroadRefused, match=r"xroad\.header_missing"):
        read_headers([pair for pair in GIVEN if pair[0] != name], ASK)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("x-road-client", "AZ-TEST/GOV", "xroad.identifier"),
        ("x-road-client", "AZ-TEST/GOV/1/2/3", "xroad.identifier"),
        ("x-road-client", "AZ-TEST/GOV/../committee", "xroad.identifier"),
        ("x-road-client", "AZ-TEST/GOV/2000001%2Fcommittee", "xroad.identifier"),
        ("x-road-client", "AZ-TEST/GOV/2000001/%2e%2e", "xroad.identifier"),
        ("x-road-client", "AZ-TEST/GOV/2000001/a b", "xroad.path"),
        ("x-road-id", "x" * 256, "xroad.header_text"),
        ("x-road-id", "a\x00b", "xroad.header_text"),
        ("x-road-userid", "\xff", "xroad.header_text"),
        ("x-road-request-hash", "AAAA", "xroad.answers_own"),
        ("x-road-error", "Server.X", "xroad.answers_own"),
        ("x-road-service", "AZ-TEST/GOV/1/s/c", "xroad.answers_own"),
    ],
)
def test_a_header_that_is_not_as_the_protocol_has_it_is_refused(name: str, value: str, code: str) -> None:
    others = [pair for pair in GIVEN if pair[0] != name.encode()]

    with pytest.raises(XroadRefused, match=code):
        read_headers([*others, (name.encode(), value.encode("latin-1"))], ASK)


def echo(**changed: Any) -> dict[str, list[str]]:
    headers = {**write_headers(CALL), "X-Road-Service": path_of(ASK)}
    return {name.lower(): [value] for name, value in headers.items()} | changed


def test_an_answer_echoes_what_was_sent() -> None:
    assert other_echo(CALL, echo()) == ""
    assert other_echo(CALL, {k: v for k, v in echo().items() if k not in ("x-road-userid", "x-road-issue")}) == ""


@pytest.mark.parametrize("name", ["x-road-client", "x-road-service", "x-road-id", "x-road-userid", "x-road-issue"])
def test_another_echo_is_told(name: str) -> None:
    assert other_echo(CALL, echo(**{name: ["other"]})).lower() == name
    assert other_echo(CALL, echo(**{name: echo()[name] * 2})).lower() == name


def test_codes_are_encoded_each_by_itself() -> None:
    odd = ServiceId(ClientId("AZ", "GOV", "1", "a?b"), "c")

    assert read_path(f"/r1/{path_of(odd)}".encode()) == (odd, ())
