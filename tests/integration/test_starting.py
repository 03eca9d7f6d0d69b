"""Processes that start before their servers do: they wait for what is away, and end at what waiting does not mend."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest

from hub.commands.servers.running import when_the_database_answers
from hub.errors import StoreRefused, StoreUnavailable
from hub.settings import Settings
from hub.store.revisions import head
from hub.store.schema import migrate
from tests.integration.api.served import ACTS, act, as_party
from tests.processes import HubProcesses, Running
from tests.proxy import Proxy
from tests.sandbox import free_port

PASSWORD = "geheim-7"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcesses]:
    with HubProcesses(tmp_path / "hub", "http://127.0.0.1:1") as processes:
        yield processes


def moved(url: str, hosts: str, user: str = "postgres", path: str | None = None) -> str:
    """The same address with other hosts, and a password that nothing may repeat."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{user}:{PASSWORD}@{hosts}", path=path or parts.path))


def is_said(running: Running, text: str) -> bool:
    return text in running.log.read_text()


async def until(is_so: Callable[[], bool], running: Running, seconds: float = 60.0) -> str:
    """What the process has printed as soon as it is so; it must not have ended."""
    end = time.monotonic() + seconds
    while not is_so():
        assert running.alive, running.log.read_text()
        assert time.monotonic() < end, running.log.read_text()
        await asyncio.sleep(0.05)
    return running.log.read_text()


@pytest.mark.parametrize("command", ["relay", "migrate"])
async def test_a_process_waits_for_a_database_that_is_away_and_says_for_which(
    hub: HubProcesses, postgres_url: str, command: str
) -> None:
    server = urlsplit(postgres_url)
    async with Proxy(server.hostname or "", server.port or 5432) as proxy:
        await proxy.close_door()
        place = f"127.0.0.1:{proxy.port}"
        running = hub.run(command, HUB_DATABASE_URL=moved(postgres_url, place))

        waiting = await until(lambda: "Waiting for the database" in running.log.read_text(), running)
        await proxy.open_door()
        if command == "migrate":
            assert await asyncio.to_thread(running.wait, 60) == 0, running.log.read_text()
        else:
            await until(lambda: "ready" in running.log.read_text(), running)
            running.signal(signal.SIGTERM)
            assert await asyncio.to_thread(running.wait) == 0

    assert f"Waiting for the database: {place}{server.path} (ConnectionRefusedError)" in waiting
    assert PASSWORD not in running.log.read_text()


@pytest.mark.parametrize("comes_back", [True, False])
async def test_a_database_that_is_lost_after_the_check_of_the_schema_is_waited_for_too(
    hub: HubProcesses, postgres_url: str, *, comes_back: bool
) -> None:
    server = urlsplit(postgres_url)
    async with Proxy(server.hostname or "", server.port or 5432) as proxy:
        closing: list[asyncio.Task[None]] = []

        def on_check(piece: bytes) -> None:
            """The connection that asks for the revision is the last one for a while."""
            if b"alembic_version" in piece and not closing:
                closing.append(asyncio.create_task(proxy.close_door()))

        proxy.upward.seen = on_check
        running = hub.run("relay", HUB_DATABASE_URL=proxy.url(postgres_url))
        waiting = await until(partial(is_said, running, "Waiting for the database"), running)
        if comes_back:
            await proxy.open_door()
            await until(partial(is_said, running, "hub relay: ready"), running)
        running.signal(signal.SIGTERM)
        assert await asyncio.to_thread(running.wait) == 0

    assert closing
    assert "Traceback" not in running.log.read_text()
    assert "ready" not in waiting


async def test_a_start_whose_commit_was_not_answered_is_begun_again_and_says_so(
    hub: HubProcesses, postgres_url: str
) -> None:
    server = urlsplit(postgres_url)
    async with Proxy(server.hostname or "", server.port or 5432) as proxy:
        lost = proxy.lose_answer_after(b"COMMIT")
        running = hub.run("relay", HUB_DATABASE_URL=proxy.url(postgres_url))
        said = await until(partial(is_said, running, "hub relay: ready"), running)
        running.signal(signal.SIGTERM)
        assert await asyncio.to_thread(running.wait) == 0

    assert lost.is_set()
    assert "Waiting for the database" in said
    assert "Traceback" not in said


async def test_without_the_broker_the_door_is_ready_and_says_so_and_a_worker_waits(
    hub: HubProcesses, postgres_url: str, broker_url: str, broker_prefix: str
) -> None:
    server = urlsplit(broker_url)
    hub.more |= {"HUB_DATABASE_URL": postgres_url, "HUB_BROKER_PREFIX": broker_prefix}
    async with Proxy(server.hostname or "", server.port or 5672) as proxy:
        await proxy.close_door()
        hub.more["HUB_BROKER_URL"] = proxy.url(broker_url)
        serve, work, relay = (hub.run(each) for each in ("serve", "work", "relay"))

        said = [await until(partial(is_said, each, "broker is away"), each) for each in (serve, work, relay)]
        away = await asyncio.to_thread(hub.health)
        async with httpx.AsyncClient(base_url=hub.url) as client:
            taken = await client.post(ACTS, json=act(), headers=as_party("sandbox-edliyye"))
        await proxy.open_door()
        await until(lambda: "hub work: ready" in work.log.read_text(), work)
        await until(lambda: hub.health() == (200, []), serve)

    assert "aiormq" not in serve.log.read_text()
    assert away == (200, ["broker: AMQPConnectionError"])
    assert taken.status_code == 202
    assert ["ready" in each for each in said] == [True, False, True]
    place = f"127.0.0.1:{proxy.port}{server.path} (AMQPConnectionError)"
    assert f"hub serve: the broker is away: {place}; messages are accepted and wait in the database." in said[0]


async def test_a_worker_that_waits_for_the_broker_ends_at_once_when_it_is_asked_to(
    hub: HubProcesses, postgres_url: str
) -> None:
    away = f"amqp://127.0.0.1:{free_port()}"
    running = hub.run("work", HUB_DATABASE_URL=postgres_url, HUB_BROKER_URL=away)
    await until(lambda: "broker is away" in running.log.read_text(), running)

    running.signal(signal.SIGTERM)

    assert await asyncio.to_thread(running.wait, 10) == 0
    assert "Traceback" not in running.log.read_text()


async def test_a_process_that_waits_ends_at_once_when_it_is_asked_to(hub: HubProcesses) -> None:
    running = hub.run("work", HUB_DATABASE_URL=moved("postgresql:///hub", f"127.0.0.1:{free_port()}"))
    await until(lambda: "Waiting for the database" in running.log.read_text(), running)

    running.signal(signal.SIGINT)

    assert await asyncio.to_thread(running.wait, 10) == 0
    assert "Traceback" not in running.log.read_text()


async def test_waiting_has_an_end() -> None:
    asked = 0

    async def away() -> None:
        nonlocal asked
        asked += 1
        raise StoreUnavailable("ConnectionRefusedError")

    with pytest.raises(StoreUnavailable):
        await when_the_database_answers(Settings(database_url="postgresql://127.0.0.1:1/hub"), away, 1.5)

    assert asked > 1


@pytest.mark.parametrize(
    ("user", "path", "said"),
    [("nobody_here", None, 'role "nobody_here" does not exist'), ("postgres", "/no_such", 'database "no_such"')],
    ids=["role", "database"],
)
async def test_who_is_not_let_in_is_told_so_at_once(
    hub: HubProcesses, postgres_url: str, user: str, path: str | None, said: str
) -> None:
    hosts = urlsplit(postgres_url).netloc.rpartition("@")[2]
    url = moved(postgres_url, hosts, user, path)

    for command in ("work", "migrate"):
        running = hub.run(command, HUB_DATABASE_URL=url)
        assert await asyncio.to_thread(running.wait, 60) == 1
        printed = running.log.read_text()
        assert "hub.store_refused" in printed
        assert said in " ".join(printed.split())
        assert "Traceback" not in printed
        assert PASSWORD not in printed


async def test_a_virtual_host_that_is_not_there_ends_the_start_with_what_to_do(
    hub: HubProcesses, postgres_url: str, broker_url: str
) -> None:
    away = urlunsplit(urlsplit(broker_url)._replace(path="/no_such"))
    running = hub.run("relay", HUB_DATABASE_URL=postgres_url, HUB_BROKER_URL=away)

    assert await asyncio.to_thread(running.wait, 60) == 1
    printed = " ".join(running.log.read_text().split())
    assert "hub.bus_virtual_host: The broker knows the user and does not open the virtual host “no_such”" in printed
    assert "rabbitmqctl add_vhost no_such" in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize("url", ["postgresql://hub:geheim-7@db:none/hub", "postgresql://hub:geheim-7@/hub?sslmode=x"])
async def test_an_address_that_cannot_be_read_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(StoreRefused) as refused:
        await migrate(url)

    assert PASSWORD not in f"{refused.value.words.az} {refused.value.words.en}"


async def test_a_schema_is_migrated_over_the_first_of_several_hosts_that_answers(empty_postgres_url: str) -> None:
    hosts = urlsplit(empty_postgres_url).netloc.rpartition("@")[2]

    revision = await migrate(moved(empty_postgres_url, f"127.0.0.1:{free_port()},{hosts}"))

    assert revision == head()
