"""What stands before the endpoints, as bare ASGI: a cap by length and by count, and a guard that lets nothing out."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.errors import NotFound, Words
from hub.store.store import CommitUnknown
from hub.web.limits import BodyCap, Guard


class Wire:
    """A client that sends these parts and keeps what it gets; it counts how often it was asked for more."""

    def __init__(self, *parts: bytes, headers: tuple[tuple[bytes, bytes], ...] = (), path: str = "/v1/x") -> None:
        self._parts = list(parts)
        self.asked = 0
        self.sent: list[Message] = []
        self.scope: Scope = {"type": "http", "method": "POST", "path": path}
        self.scope["headers"] = [(b"host", b"hub"), *headers]

    async def receive(self) -> Message:
        self.asked += 1
        if not self._parts:
            return {"type": "http.disconnect"}
        part = self._parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(self._parts)}

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    async def call(self, app: ASGIApp) -> int | None:
        await app(self.scope, self.receive, self.send)
        return next((message["status"] for message in self.sent if message["type"] == "http.response.start"), None)


async def reads_all(scope: Scope, receive: Receive, send: Send) -> None:
    """An endpoint that reads its body and answers 200."""
    while (await receive()).get("more_body"):
        pass
    await answers(scope, receive, send)


async def answers(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def swallows(scope: Scope, receive: Receive, send: Send) -> None:
    """An endpoint that hides what its body did, as frameworks do."""
    try:
        await reads_all(scope, receive, send)
    except Exception:  # noqa: BLE001  # this is what is tested
        await send({"type": "http.response.start", "status": 400, "headers": []})
        await send({"type": "http.response.body", "body": b"hidden"})


def capped(app: ASGIApp = reads_all) -> ASGIApp:
    return BodyCap(app, most=10, most_file=20)


def length(value: bytes) -> dict[str, Any]:
    return {"headers": ((b"content-length", value),)}


async def test_a_body_of_exactly_the_cap_passes() -> None:
    assert await Wire(b"12345", b"67890", **length(b"10")).call(capped()) == 200


@pytest.mark.parametrize("value", [b"11", b"99999999999999999999999", b"-1", b"ten", b"1e1"])
async def test_a_length_beyond_the_cap_or_of_odd_shape_is_refused_without_asking_the_endpoint(value: bytes) -> None:
    async def unreachable(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise AssertionError

    wire = Wire(b"x", **length(value))

    assert await wire.call(capped(unreachable)) == 413


@pytest.mark.parametrize("app", [reads_all, swallows])
async def test_a_body_that_lies_about_its_length_is_cut_off_at_the_cap(app: ASGIApp) -> None:
    wire = Wire(*[b"12345"] * 4, **length(b"1"))

    assert await wire.call(capped(app)) == 413
    assert b"hidden" not in b"".join(message.get("body", b"") for message in wire.sent)


async def test_files_have_a_cap_of_their_own() -> None:
    assert await Wire(b"x" * 20, path="/v1/files/f", **length(b"20")).call(capped()) == 200
    assert await Wire(b"x" * 21, path="/v1/files/f", **length(b"21")).call(capped()) == 413


@pytest.mark.parametrize(("encoding", "status"), [(b"gzip", 415), (b"identity", 200), (b"br, gzip", 415)])
async def test_compressed_bodies_are_refused_unread(encoding: bytes, status: int) -> None:
    assert await Wire(b"x", headers=((b"content-encoding", encoding),)).call(capped()) == status


@pytest.mark.parametrize(
    ("raised", "status"),
    [
        (NotFound("a.b", Words("a", "b")), 404),
        (CommitUnknown("gone"), 503),
        (KeyError("7ABCD12"), 500),
        (ClientDisconnect(), None),
    ],
)
async def test_the_guard_turns_whatever_is_raised_into_an_answer(raised: Exception, status: int | None) -> None:
    async def fails(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise raised

    wire = Wire()

    assert await wire.call(Guard(fails)) == status
    assert b"7ABCD12" not in b"".join(message.get("body", b"") for message in wire.sent)


async def test_the_guard_does_not_begin_a_second_answer() -> None:
    async def breaks_off(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise KeyError

    wire = Wire()

    assert await wire.call(Guard(breaks_off)) == 200
    assert len(wire.sent) == 1


@pytest.mark.parametrize("name", [b"host", b"content-digest", b"authorization", b"idempotency-key"])
async def test_what_is_said_twice_is_refused_before_anybody_reads_one_of_both(name: bytes) -> None:
    async def unreachable(_scope: Scope, _receive: Receive, _send: Send) -> None:
        pytest.fail("it was read")

    wire = Wire(headers=((name, b"a"), (name, b"b")))

    assert await wire.call(Guard(unreachable)) == 400


async def test_without_a_host_only_the_oldest_http_is_heard() -> None:
    wires = {version: Wire() for version in ("1.0", "1.1")}
    for version, wire in wires.items():
        wire.scope["headers"], wire.scope["http_version"] = [], version

    assert [await wire.call(Guard(answers)) for wire in wires.values()] == [200, 400]


async def test_no_answer_is_kept_or_guessed_at_unless_it_says_so_itself() -> None:
    async def kept(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"Cache-Control", b"public")]})
        await send({"type": "http.response.body", "body": b""})

    async def refused(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise NotFound("a.b", Words("a", "b"))

    found = []
    for app in (answers, kept, refused):
        wire = Wire()
        await wire.call(Guard(app))
        headers = {name.lower(): value for name, value in wire.sent[0]["headers"]}
        assert headers[b"x-content-type-options"] == b"nosniff"
        found.append(headers[b"cache-control"])

    assert found == [b"no-store", b"public", b"no-store"]
