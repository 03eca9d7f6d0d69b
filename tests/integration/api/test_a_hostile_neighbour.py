"""What one party, or somebody without a key, sends at its worst leaves the others unharmed."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import psutil
import pytest

from hub import serving as composed
from hub.api.docs import Written
from hub.commands.servers.serving import listen, serving, url_of
from hub.errors import HubError, Refused, StoreUnavailable, Words
from hub.exchange.aside import LARGE, TOOK, aside
from hub.serving import make_api
from hub.settings import Settings
from hub.web import intake as intakes
from hub.web import limits as doors
from hub.web import protocol
from hub.web.intake import Intake, IntakeLimits, TooFast, TooMuchAtOnce, in_time
from tests.hubs import eventually, running_hub, settings_for
from tests.integration.api.served import ACTS, SUBSCRIBERS, Served, act, as_party, served
from tests.integration.soap.test_messages import sent

CRAMMED = json.dumps({**act("e-crammed"), "more": [0] * 199_000}).encode()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "data", port=0)


async def test_a_body_crammed_with_nodes_is_refused_before_it_is_read(settings: Settings) -> None:
    async with served(settings) as api:
        refused = await api.post(ACTS, CRAMMED)

    assert (refused.status_code, refused.json()["code"]) == (400, "door.json_too_many_values")


class Slowly:
    """A clock that a test turns, and whatever is waited for."""

    def __init__(self, waited: list[float] | None = None) -> None:
        self.seconds = 0.0
        self._waited = waited if waited is not None else []

    def monotonic(self) -> float:
        return self.seconds + sum(self._waited)


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, without waiting."""
    found: list[float] = []

    async def wait(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr(intakes, "asyncio", SimpleNamespace(sleep=wait))
    return found


def intake(clock: Slowly, **limits: Any) -> Intake:
    made = IntakeLimits(**{"per_second": 10, "burst": 40, "in_memory": 60, **limits})
    return Intake(clock, made)  # type: ignore[arg-type]  # monotonic is asked alone


def test_a_party_that_sends_too_fast_is_told_when_to_go_on_and_others_are_not() -> None:
    clock = Slowly()
    taken = intake(clock)
    for _ in range(2):
        with taken.body("meis", 20):
            pass

    with pytest.raises(TooFast) as told, taken.body("meis", 20):
        pass
    with taken.body("edliyye", 20):
        pass
    clock.seconds += told.value.retry_after or 0
    with taken.body("meis", 20):
        pass

    assert told.value.retry_after == 2.0


def test_a_body_without_a_stated_length_costs_what_arrives() -> None:
    """Of a bucket of forty."""
    taken = intake(Slowly())
    for _ in range(10):
        with taken.body("meis", 0) as arrived:
            arrived(1)
            arrived(2)

    with taken.body("meis", 0) as arrived:
        arrived(10)
        with pytest.raises(TooFast):
            arrived(1)
    with pytest.raises(TooFast), taken.body("meis", 1):
        pass


def test_a_stated_length_is_taken_once_and_holds_no_room_before_it_arrives() -> None:
    taken = intake(Slowly())
    with taken.body("meis", 30), taken.body("meis", 10), taken.body("edliyye", 30) as arrived:
        arrived(20)
        arrived(10)


def test_no_party_holds_more_in_memory_than_is_left_to_the_others() -> None:
    taken = intake(Slowly())
    with taken.body("meis", 40) as first, taken.body("edliyye", 40) as second, taken.body("azeriqaz", 40) as third:
        first(30)
        with pytest.raises(TooMuchAtOnce):
            first(1)
        second(15)
        with pytest.raises(TooMuchAtOnce):
            second(1)
        third(7)
    with taken.body("din", 40) as again:
        again(30)


def test_a_body_that_was_brought_for_a_party_takes_that_partys_room_and_bucket() -> None:
    taken = intake(Slowly())
    with taken.body("server", 30) as brought:
        brought(30)
        brought.for_party("meis")
        with taken.body("server", 20) as again:
            again(10)
        with pytest.raises(TooFast), taken.body("meis", 11):
            pass
    with taken.body("meis", 10) as own:
        own(10)
        with taken.body("server", 0) as brought:
            brought(1)
            with pytest.raises(TooFast):
                brought.for_party("meis")
    assert taken.filled("server").held == taken.filled("meis").held == 0


async def test_files_of_a_party_come_at_its_pace_however_many_at_once(waited: list[float]) -> None:
    """Forty bytes at once, then ten a second."""
    taken = intake(Slowly(waited), files=10, files_burst=40)

    async def file() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield b"12345"

    first, second = taken.at_pace("meis", file()), taken.at_pace("meis", file())
    for _ in range(10):
        await anext(first)
        await anext(second)
        with taken.body("meis", 1):
            pass
    assert [part async for part in taken.at_pace("edliyye", file())] == [b"12345"] * 10

    assert sum(waited) == pytest.approx((90 - 40) / 10 + (50 - 40) / 10)


async def test_who_is_refused_all_the_time_is_told_slowly_and_others_are_not(waited: list[float]) -> None:
    """Three at once, then two a second; what came with a refusal costs as much as a refusal for each MiB."""
    taken = intake(Slowly(waited), burst=10**9, per_second=10**9, refusals=2.0, refused=3.0)

    async def refused(party: str, size: int, error: HubError) -> float:
        before = sum(waited)
        with pytest.raises(HubError) as told:
            async with taken.request(party, size):
                raise error
        await in_time(told.value)
        return sum(waited) - before

    wrong, away = Refused("wrong", Words("", "")), StoreUnavailable("away")
    found = [await refused("meis", 0, error) for error in (wrong, away, wrong, wrong, wrong)]
    assert found == [0.0, 0.0, 0.0, 0.5, 0.5]
    assert [await refused("edliyye", 2 * 2**20, wrong), await refused("edliyye", 2 * 2**20, wrong)] == [0.0, 1.5]


async def test_whoever_gives_up_before_the_turnstile_does_not_keep_it_shut() -> None:
    turnstile = doors.Turnstile(0.01, 0.0)
    waiting = [asyncio.create_task(turnstile()) for _ in range(10_000)]
    await asyncio.sleep(0)
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)

    await asyncio.wait_for(turnstile(), 30)


MANY = 1_000_000


def of_large(clock: Slowly) -> Intake:
    return intake(clock, per_second=MANY, burst=1_000 * MANY, in_memory=100 * MANY, share=0.1, seconds=1.0)


@pytest.mark.parametrize("states_its_length", [True, False])
def test_large_bodies_cost_the_time_that_they_took_and_small_ones_go_on(states_its_length: bool) -> None:
    """A share of a tenth: of ten seconds one goes to the large bodies of one party, whatever each of them took."""
    clock, took = Slowly(), 3.0
    taken, begun, waits = of_large(clock), 0, list[float]()

    for _ in range(1_000):
        clock.seconds += 0.25
        try:
            with taken.body("meis", MANY if states_its_length else 0) as arrived:
                arrived(MANY)
                arrived.took(took)
                begun += 1
        except TooFast as told:
            waits.append(told.retry_after or 0.0)
        with taken.body("meis", 100) as small, taken.body("edliyye", MANY) as other:
            small(100)
            other(MANY)

    assert 0 < max(waits) <= took / 0.1
    assert begun * took <= 250 * 0.1 + 1.0 + took
    assert begun * took >= 250 * 0.1 - took


def test_bodies_that_are_read_at_once_reserve_the_time_that_the_last_ones_took() -> None:
    taken = of_large(Slowly())
    with taken.body("meis", MANY) as first:
        first(MANY)
        first.took(0.9)

    with taken.body("meis", MANY), pytest.raises(TooFast), taken.body("meis", MANY):
        pass


def test_a_large_body_that_was_brought_for_a_party_costs_that_partys_time() -> None:
    taken = of_large(Slowly())
    with taken.body("server", MANY) as brought:
        brought(MANY)
        brought.for_party("meis")
        brought.took(5.0)

    with taken.body("server", MANY), pytest.raises(TooFast), taken.body("meis", MANY):
        pass
    assert taken.filled("server").held == taken.filled("meis").held == 0


async def test_a_large_body_is_read_while_the_loop_turns() -> None:
    turned, told = threading.Event(), list[float]()
    token = TOOK.set(told.append)
    reading = asyncio.create_task(aside(LARGE + 1, lambda: turned.wait(30)))
    TOOK.reset(token)
    await asyncio.sleep(0)
    turned.set()

    assert await reading, "the loop set it while it was waited for"
    assert len(told) == 1
    assert await aside(LARGE, threading.get_ident) == threading.get_ident()


@pytest.mark.parametrize("path", [ACTS, "/soap/messages"])
async def test_who_has_spent_its_time_on_large_bodies_sends_small_ones_and_others_large(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Two of 100 kB, the second within the time that the first took."""
    limits = IntakeLimits(share=1e-9, seconds=1e-9)
    monkeypatch.setattr(composed, "IntakeLimits", lambda: limits)
    monkeypatch.setattr(doors, "DEAR_S", 0.1)

    async def post(api: Served, event: str, more: str, key: str = "sandbox-edliyye") -> int:
        raw = json.dumps({**act(event), "more": more}).encode()
        if path == ACTS:
            return (await api.post(ACTS, raw, key)).status_code
        kind = {**as_party(key), "content-type": "text/xml"}
        return (await api.client.post(path, content=sent(raw), headers=kind)).status_code

    async with served(settings) as api:
        first, second = [await post(api, f"e-{each}", "x" * 100_000) for each in range(2)]
        small, other = await post(api, "e-small", ""), await post(api, "e-other", "x" * 100_000, "sandbox-committee")

    assert (first, second) == (202 if path == ACTS else 200, 429)
    assert small == first
    assert other in (403, 500), "it has no right to this format, and is told so"


@asynccontextmanager
async def listening(settings: Settings) -> AsyncIterator[int]:
    async with running_hub(settings, works=False) as hub:
        listener = listen(settings)
        async with serving(make_api(hub), listener):
            yield listener.getsockname()[1]


async def answer_to(port: int, *pieces: bytes) -> bytes:
    """Everything that comes back on a connection of its own until it is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        return await asyncio.wait_for(reader.read(), 30)
    except ConnectionError:
        return b""
    finally:
        writer.close()


START = b"GET /health/live HTTP/1.1\r\nhost: hub\r\n"


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([START, *[b"x-%d: %s\r\n" % (n, b"a" * 1000) for n in range(100)]], id="headers without end"),
        pytest.param([START + b"x-long: ", *[b"a" * 10_000 for _ in range(10)]], id="one header without end"),
        pytest.param([b"GET /" + b"a" * 100_000], id="an address without end"),
        pytest.param([START + b"x-long: " + b"a" * 60_000 + b"\r\n\r\n"], id="a large head at once"),
        pytest.param([(START + b"\r\n") * 2_000], id="requests far ahead of answers"),
    ],
)
async def test_a_connection_holds_no_more_than_a_head_and_a_few_requests(
    settings: Settings, pieces: list[bytes]
) -> None:
    async with listening(settings) as port:
        told = await answer_to(port, *pieces)
        after = await answer_to(port, START + b"connection: close\r\n\r\n")

    assert told.count(b"HTTP/1.1 200") <= protocol.MOST_AHEAD + 1
    assert b"HTTP/1.1 400" in told or not told
    assert after.startswith(b"HTTP/1.1 200")


async def test_a_few_requests_ahead_are_answered_in_order(settings: Settings) -> None:
    async with listening(settings) as port:
        told = await answer_to(port, (START + b"\r\n") * 4 + START + b"connection: close\r\n\r\n")

    assert told.count(b"HTTP/1.1 200") == 5


async def test_who_is_slow_with_a_head_is_let_go(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_S", 0.2)
    async with listening(settings) as port:
        assert await answer_to(port) == b""
        assert await answer_to(port, START) == b""
        assert (await answer_to(port, START + b"\r\n", START[:5])).count(b"HTTP/1.1 200") == 1


async def test_beyond_the_connections_the_next_is_told_to_come_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protocol, "MOST_CONNECTIONS", 1)
    monkeypatch.setattr(protocol, "MOST_FROM_ONE", 1)
    async with listening(settings) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        refused = await answer_to(port)
        writer.write(START + b"connection: close\r\n\r\n")
        first = await reader.read()
        writer.close()

    assert refused.startswith(b"HTTP/1.1 503")
    assert first.startswith(b"HTTP/1.1 200")


async def test_one_address_leaves_connections_to_others(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "MOST_CONNECTIONS", 3)
    monkeypatch.setattr(protocol, "MOST_FROM_ONE", 2)
    async with listening(settings) as port:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        refused = await answer_to(port)
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=("127.0.0.2", 0))
        writer.write(START + b"connection: close\r\n\r\n")
        other = await reader.read()
        for _, each in [*held, (reader, writer)]:
            each.close()

    assert refused.startswith(b"HTTP/1.1 503")
    assert other.startswith(b"HTTP/1.1 200")


async def test_slow_senders_of_one_party_keep_no_room_from_another(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty bodies without a stated length and twenty that state 2 MiB, each one byte long until now."""
    limits = IntakeLimits(in_memory=256 * 1024)
    monkeypatch.setattr(composed, "IntakeLimits", lambda: limits)
    start = f"POST {ACTS} HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer sandbox-edliyye\r\n".encode()
    begun = [start + b"transfer-encoding: chunked\r\n\r\n1\r\n{\r\n", start + b"content-length: 2097152\r\n\r\n{"]
    async with served(settings) as api:
        port = int(api.url.rpartition(":")[2])
        slow = [await asyncio.open_connection("127.0.0.1", port) for _ in range(40)]
        for number, (_, writer) in enumerate(slow):
            writer.write(begun[number % 2])
            await writer.drain()
        await api.get("/v1/messages")

        same, other = await api.post(ACTS, act()), await api.post(SUBSCRIBERS, b"{}", "sandbox-azeriqaz")
        for _, writer in slow:
            writer.close()

    assert (same.status_code, other.status_code < 500) == (202, True), (same.text, other.text)


async def test_who_does_not_read_answers_is_let_go(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "UNREAD_S", 0.2)
    async with running_hub(settings, works=False) as hub:
        listener = listen(settings)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        async with serving(make_api(hub), listener):
            port = listener.getsockname()[1]
            with socket.socket() as small:
                small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                small.connect(("127.0.0.1", port))
                small.setblocking(False)
                loop, mine = asyncio.get_running_loop(), small.getsockname()[1]
                await loop.sock_sendall(small, b"GET /openapi.json HTTP/1.1\r\nhost: hub\r\n\r\n")
                assert await loop.sock_recv(small, 1) == b"H"

                async def is_let_go() -> bool:
                    return not any(each.raddr[1:] == (mine,) for each in psutil.Process().net_connections())

                await eventually(is_let_go, what="who does not read is let go")
            after = await answer_to(port, START + b"connection: close\r\n\r\n")

    assert after.startswith(b"HTTP/1.1 200")


async def test_what_anybody_may_ask_for_is_written_once(settings: Settings) -> None:
    async with running_hub(settings, works=False) as hub:
        app, asked = make_api(hub), []
        described = app.openapi()

        def asking() -> dict[str, Any]:
            asked.append(1)
            return described

        app.state.written = Written(asking)
        listener = listen(settings)
        async with serving(app, listener), httpx.AsyncClient(base_url=url_of(listener), trust_env=False) as client:
            answers = [(await client.get(path)).content for path in ("/openapi.json", "/docs?lang=en") * 3]

    assert answers == answers[:2] * 3
    assert len(asked) == 2
