"""What one party, or somebody without a key, sends at its worst leaves the others unharmed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hub.commands.servers.serving import listen, serving
from hub.serving import make_api
from hub.settings import Settings
from hub.web import protocol
from hub.web.intake import Intake, IntakeLimits, TooFast, TooMuchAtOnce
from tests.hubs import running_hub, settings_for
from tests.integration.api.served import ACTS, act, served

CRAMMED = json.dumps({**act("e-crammed"), "more": [0] * 199_000}).encode()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "data", port=0)


async def test_a_body_crammed_with_nodes_is_refused_before_it_is_read(settings: Settings) -> None:
    async with served(settings) as api:
        refused = await api.post(ACTS, CRAMMED)

    assert (refused.status_code, refused.json()["code"]) == (400, "door.json_too_many_values")


class Slowly:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds


def intake(clock: Slowly) -> Intake:
    return Intake(clock, IntakeLimits(per_second=10, burst=40, in_memory=60))  # type: ignore[arg-type]  # monotonic is asked alone


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


def test_a_body_without_a_stated_length_costs_what_it_has() -> None:
    """Of a bucket of forty, ten bodies that may have thirty and have one."""
    taken = intake(Slowly())
    for _ in range(10):
        with taken.body("meis", 30) as hold:
            hold(1)

    with pytest.raises(TooFast), taken.body("meis", 31):
        pass


def test_no_party_holds_more_than_half_of_what_is_in_memory_and_all_together_not_more_than_all() -> None:
    taken = intake(Slowly())
    with taken.body("meis", 30):
        with pytest.raises(TooMuchAtOnce), taken.body("meis", 1):
            pass
        with taken.body("edliyye", 30), pytest.raises(TooMuchAtOnce), taken.body("azeriqaz", 1):
            pass
        with taken.body("azeriqaz", 30):
            pass


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
    async with listening(settings) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        refused = await answer_to(port)
        writer.write(START + b"connection: close\r\n\r\n")
        first = await reader.read()
        writer.close()

    assert refused.startswith(b"HTTP/1.1 503")
    assert first.startswith(b"HTTP/1.1 200")
