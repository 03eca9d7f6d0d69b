"""A load waits for a database that comes back; what collides with itself for ever is a defect, and said soon."""

from __future__ import annotations

import pytest

from hub.errors import StoreUnavailable
from hub.exchange.loading.run import CROSSINGS, patiently
from hub.store.store import Collision


@pytest.mark.parametrize(("fault", "times"), [(Collision("key"), CROSSINGS - 1), (StoreUnavailable("away"), CROSSINGS)])
async def test_what_passes_is_waited_for(fault: Exception, times: int) -> None:
    tried: list[int] = []

    async def step() -> str:
        tried.append(1)
        if len(tried) <= times:
            raise fault
        return "done"

    assert await patiently(step) == "done"
    assert len(tried) == times + 1


async def test_what_collides_for_ever_is_given_up_after_a_few_tries() -> None:
    tried: list[int] = []

    async def step() -> None:
        tried.append(1)
        raise Collision("key")

    with pytest.raises(Collision):
        await patiently(step)
    assert len(tried) == CROSSINGS
