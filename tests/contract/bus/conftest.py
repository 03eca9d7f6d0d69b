"""Both buses behind one fixture: a place, and as many buses over it as a test wants."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aio_pika
import pytest

from hub.bus.embedded import EmbeddedBus
from hub.bus.port import Bus
from hub.bus.rabbitmq import RabbitBus, Topology
from tests.contract.bus.harness import DESTINATIONS, Place


@pytest.fixture(params=["embedded", "rabbitmq"])
async def place(request: pytest.FixtureRequest) -> AsyncIterator[Place]:
    if request.param == "embedded":
        one = EmbeddedBus(grace=0.5)
        yield Place(lambda _grace: one)
        return
    url, prefix = request.getfixturevalue("broker_url"), request.getfixturevalue("broker_prefix")
    made = Place(lambda grace: RabbitBus(url, prefix=prefix, grace=min(grace, 0.5)))
    yield made
    await made.aclose()
    async with await aio_pika.connect(url) as connection:
        await Topology(prefix).delete(connection, DESTINATIONS)


@pytest.fixture
async def bus(place: Place) -> Bus:
    """One bus with both destinations declared."""
    made = place.bus()
    await made.declare(DESTINATIONS)
    return made
