"""The proxy of the fault tests does what it says, or they prove nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from tests.proxy import Proxy


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """A proxy before a server that answers each piece with the same bytes."""
    async with await asyncio.start_server(_echo, "127.0.0.1", 0) as server:
        async with Proxy("127.0.0.1", server.sockets[0].getsockname()[1]) as proxy:
            yield proxy
        server.close()


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(1000):
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


class _Client:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def of(cls, proxy: Proxy) -> _Client:
        return cls(*await asyncio.open_connection("127.0.0.1", proxy.port))

    async def ask(self, text: bytes, seconds: float = 1.0) -> bytes:
        self.writer.write(text)
        async with asyncio.timeout(seconds):
            return await self.reader.read(1000)

    async def close(self) -> None:
        self.writer.close()
        await asyncio.gather(self.writer.wait_closed(), return_exceptions=True)


@pytest.fixture
async def client(proxy: Proxy) -> AsyncIterator[_Client]:
    client = await _Client.of(proxy)
    yield client
    await client.close()


async def test_it_carries_both_ways(client: _Client) -> None:
    assert await client.ask(b"hello") == b"hello"


async def test_a_delay_can_be_set_while_it_runs(proxy: Proxy, client: _Client) -> None:
    await client.ask(b"quick")
    proxy.downward.delay = 0.3

    began = time.monotonic()
    answer = await client.ask(b"slow")

    assert answer == b"slow"
    assert time.monotonic() - began >= 0.3


async def test_a_rate_makes_an_answer_drip(proxy: Proxy, client: _Client) -> None:
    proxy.downward.rate = 10

    began = time.monotonic()
    client.writer.write(b"x" * 30)
    async with asyncio.timeout(10):
        answer = await client.reader.readexactly(30)

    assert answer == b"x" * 30
    assert time.monotonic() - began >= 1.9


async def test_an_answer_is_cut_after_so_many_bytes(proxy: Proxy, client: _Client) -> None:
    proxy.downward.cut_after = 3

    assert await client.ask(b"hello") == b"hel"
    assert await client.reader.read() == b""


async def test_a_swallowed_answer_never_comes(proxy: Proxy, client: _Client) -> None:
    proxy.downward.swallow = True

    with pytest.raises(TimeoutError):
        await client.ask(b"hello", seconds=0.3)


async def test_a_stalled_way_goes_on_where_it_was(proxy: Proxy, client: _Client) -> None:
    proxy.upward.stalled = True
    with pytest.raises(TimeoutError):
        await client.ask(b"hel", seconds=0.3)

    proxy.upward.stalled = False

    assert await client.ask(b"") == b"hel"


async def test_a_half_open_server_takes_connections_and_says_nothing(proxy: Proxy) -> None:
    proxy.half_open = True
    client = await _Client.of(proxy)

    with pytest.raises(TimeoutError):
        await client.ask(b"hello", seconds=0.3)
    await client.close()


async def test_open_connections_are_reset(proxy: Proxy, client: _Client) -> None:
    await client.ask(b"hello")

    proxy.drop_all()

    with pytest.raises(ConnectionResetError):
        await client.ask(b"again")


async def test_a_closed_door_refuses_and_opens_at_the_same_port(proxy: Proxy) -> None:
    await proxy.close_door()
    with pytest.raises(ConnectionRefusedError):
        await _Client.of(proxy)

    await proxy.open_door()
    client = await _Client.of(proxy)

    assert await client.ask(b"hello") == b"hello"
    await client.close()


async def test_the_answer_to_one_request_is_lost_after_the_server_had_it(proxy: Proxy, client: _Client) -> None:
    lost = proxy.lose_answer_after(b"COMMIT")
    await client.ask(b"BEGIN")

    with pytest.raises(ConnectionResetError):
        await client.ask(b"COMMIT")
    await asyncio.wait_for(lost.wait(), 1)
    second = await _Client.of(proxy)

    assert await second.ask(b"COMMIT") == b"COMMIT"
    await second.close()
