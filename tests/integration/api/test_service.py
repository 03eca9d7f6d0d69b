"""Health, the description of the API, and what the application does when it fails itself."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

import httpx
import pytest

from hub.bus.port import WorkItem
from hub.bus.rabbitmq import RabbitBus
from hub.errors import StoreUnavailable
from hub.serving import make_api
from hub.store.tx import Tx
from hub.store.vouching import NoVouching, Vouching
from tests.integration.api.served import ACTS, Served, act, as_party
from tests.sandbox import free_port

MESSAGES = "/v1/messages/{message_id_or_format}"


class _Away:
    """A store whose database is gone."""

    name = "away"
    writers = 1
    vouching: Vouching = NoVouching()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        raise StoreUnavailable("gone")
        yield  # type: ignore[unreachable]  # makes it a generator

    write = read

    async def aclose(self) -> None:
        return


async def test_a_hub_that_can_work_is_live_and_ready(api: Served) -> None:
    live = await api.client.get("/health/live")
    ready = await api.client.get("/health/ready")

    assert (live.status_code, live.json()) == (200, {"status": "live"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "missing": [], "away": []})


async def test_a_broker_that_is_away_is_named_and_the_door_accepts(api: Served) -> None:
    bus = RabbitBus(f"amqp://127.0.0.1:{free_port()}")
    app = make_api(replace(api.hub, bus=bus))

    async with aclosing(bus), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hub") as client:
        assert await bus.publish([WorkItem("register", ("0" * 32,))]) == [False]
        ready = await client.get("/health/ready")
        accepted = await client.post(ACTS, headers=as_party("sandbox-edliyye"), json=act())

    away = ["broker: AMQPConnectionError"]
    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "missing": [], "away": away})
    assert accepted.status_code == 202


async def test_a_schema_that_is_behind_is_named_as_missing(api: Served) -> None:
    async with api.hub.store.write() as tx:
        await tx.execute("DROP TABLE alembic_version")

    ready = await api.client.get("/health/ready")

    assert ready.status_code == 503
    assert ready.json()["missing"] == ["migrations: run `hub migrate`"]


async def test_a_disk_without_room_is_named_as_missing(api: Served) -> None:
    hub = replace(api.hub, settings=api.hub.settings.model_copy(update={"min_free_bytes": 2**60}))

    async with httpx.AsyncClient(transport=httpx.ASGITransport(make_api(hub)), base_url="http://hub") as client:
        ready = await client.get("/health/ready")

    assert (ready.status_code, ready.json()["missing"]) == (503, ["disk: it is nearly full"])


@pytest.mark.parametrize("number", [2**63, 2**64, 10**30])
async def test_a_number_that_no_column_holds_is_refused_and_no_defect(api: Served, number: int) -> None:
    answers = [
        await api.get("/v1/evidence/heads", before=number),
        await api.get(f"/v1/repairs/{'a' * 32}/items", after=number),
    ]

    assert [(each.status_code, each.json()["code"]) for each in answers] == [(422, "hub.not_storable")] * 2


async def test_a_database_that_is_away_is_named_and_messages_are_asked_for_again(api: Served) -> None:
    app = make_api(replace(api.hub, store=_Away()))

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hub") as client:
        ready = await client.get("/health/ready")
        refused = await client.post(ACTS, headers=as_party("sandbox-edliyye"))

    assert (ready.status_code, ready.json()["missing"]) == (503, ["database: it does not answer"])
    assert (refused.status_code, refused.json()["code"]) == (503, "hub.store_unavailable")
    assert refused.headers["retry-after"] == "2"


async def test_what_nobody_expected_is_a_reference_and_no_trace(api: Served) -> None:
    async with api.hub.store.write() as tx:
        await tx.execute("INSERT INTO message_bodies (message_id, issues_sealed) VALUES (:id, NULL)", {"id": "0" * 32})
    found = (await api.post(ACTS, act(eventType="X"))).json()["message_id"]
    async with api.hub.store.write() as tx:
        await tx.execute("UPDATE message_bodies SET issues_sealed = records_sealed")

    answer = await api.get(f"/v1/messages/{found}")

    assert (answer.status_code, answer.json()["code"]) == (500, "hub.internal")
    assert set(answer.json()) == {"type", "title", "status", "code", "detail", "place", "reference"}


async def test_unknown_paths_and_methods_are_problems(api: Served) -> None:
    path = await api.client.get("/v1/mesages")
    method = await api.client.put(ACTS)

    assert (path.status_code, path.json()["code"]) == (404, "api.unknown_path")
    assert (method.status_code, method.json()["code"]) == (405, "api.method")
    assert "POST" in method.headers["allow"]


async def test_no_answer_sets_a_cookie_or_opens_to_another_origin(api: Served) -> None:
    answer = await api.client.get("/v1/messages", headers={"Origin": "https://elsewhere.example"})
    asked = await api.client.options(
        ACTS, headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    )

    for each in (answer, asked):
        assert "set-cookie" not in each.headers
        assert not any(name.startswith("access-control") for name in each.headers)
        assert "server" not in each.headers


async def test_the_description_names_every_operation_and_the_page_shows_them_offline(api: Served) -> None:
    described = (await api.client.get("/openapi.json")).json()
    page = await api.client.get("/docs?lang=en")

    assert "post" in described["paths"][MESSAGES]
    assert "justice.civil-act.v1" in str(described["paths"][MESSAGES])
    for path in described["paths"]:
        assert f"<code>{path}</code>" in page.text
    assert re.findall(r"(?:src|href)=\"https?:", page.text) == []
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert 'lang="az"' in (await api.client.get("/docs")).text


async def test_every_described_reference_leads_somewhere(api: Served) -> None:
    described = (await api.client.get("/openapi.json")).json()

    wanted = set(re.findall(r"'#/components/schemas/(\w+)'", str(described)))

    assert wanted <= set(described["components"]["schemas"])


async def test_every_status_that_an_operation_may_answer_is_named(api: Served) -> None:
    described = (await api.client.get("/openapi.json")).json()["paths"]

    vague = [
        (path, status)
        for path, operations in described.items()
        for operation in operations.values()
        for status in operation["responses"]
        if not status.isdigit()
    ]
    assert vague == []
