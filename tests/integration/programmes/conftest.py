"""Agencies for the stories of a module: one process, which every test finds healthy and with empty ledgers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hubs import settings_for
from tests.integration.api.served import served
from tests.integration.console.desks import Desks
from tests.integration.documents.conftest import Office
from tests.sandbox import RunningSandbox


@pytest.fixture(scope="module")
def agencies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with RunningSandbox.start(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest.fixture
def sandbox(agencies: RunningSandbox) -> RunningSandbox:
    agencies.refresh()
    return agencies


@pytest.fixture(params=["embedded", "postgresql"])
async def desks(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Desks]:
    """A hub that serves and does not go on with cases by itself."""
    more: dict[str, Any] = {"port": 0}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    async with served(settings_for(tmp_path / "data", **more)) as made:
        yield Desks(Office(made))
