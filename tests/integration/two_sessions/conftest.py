"""Two sessions of a fresh database, each test once for every way in which the first may end."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.integration.two_sessions.sessions import Ending, Sessions, sessions_of


@pytest.fixture
async def sessions(postgres_url: str) -> AsyncIterator[Sessions]:
    async with sessions_of(postgres_url) as opened:
        yield opened


@pytest.fixture(params=list(Ending), ids=[each.name.lower() for each in Ending])
def ending(request: pytest.FixtureRequest) -> Ending:
    found: Ending = request.param
    return found
