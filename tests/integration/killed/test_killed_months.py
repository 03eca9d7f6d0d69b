"""A month whose process is killed at random points loses nobody and pays nobody twice."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from tests.hubs import running_hub
from tests.integration.killed import lives, month
from tests.integration.killed.bank import bank
from tests.integration.killed.conftest import POINTS, before


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a hub before the month."""
    data = tmp_path_factory.mktemp("month") / "data"
    asyncio.run(month.seeded(data))
    return data


@pytest.mark.parametrize(("store", "point"), POINTS)
async def test_a_month_killed_anywhere_pays_everybody_once(
    seeded: Path, request: pytest.FixtureRequest, store: str, point: int
) -> None:
    settings = await before(month.seeded, seeded, store, request)
    chance = random.Random(f"month {point}")

    async with bank(settings.data) as paying:
        killed = await asyncio.to_thread(lives.play, "month", settings, chance, month.MOST)
    print(f"{store} {point}: killed at {', '.join(killed.fates)}; {killed.repeated} answers lost; {killed.passed}")

    async with running_hub(settings, works=False) as hub:
        wrong = await month.wrong(hub, paying)
    assert wrong == []
    assert killed.fates, "it came to its end before it could be killed"
