"""A hub on each store with its duties running; agencies answer, but know nobody of these stories."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.app import Hub
from tests.hubs import running_hub, settings_for
from tests.integration.hard_cases.always import broken
from tests.sandbox import RunningSandbox


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest.fixture(params=["embedded", "postgresql"])
async def hub(request: pytest.FixtureRequest, tmp_path: Path, sandbox: RunningSandbox) -> AsyncIterator[Hub]:
    more: dict[str, Any] = {"public_url": "https://hub.example.az"}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    async with running_hub(settings_for(tmp_path / "hub", sandbox_url=sandbox.url, **more)) as running:
        yield running
        assert await broken(running) == []
