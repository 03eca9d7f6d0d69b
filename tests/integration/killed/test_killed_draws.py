"""A draw whose process is killed at random points, every second one by hand, is drawn once: each home has one family,
each family one home, and who has none one letter; refusals that are decided again meanwhile have one finding each.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hubs import running_hub
from tests.integration.killed import homes, lives
from tests.integration.killed.conftest import POINTS, before
from tests.sandbox import RunningSandbox


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a hub before the draw."""
    data = tmp_path_factory.mktemp("homes") / "data"
    asyncio.run(homes.seeded(data))
    return data


@pytest.fixture(scope="module")
def agencies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Letters are sealed and stamped there."""
    with RunningSandbox.start(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest.mark.timeout(400)  # up to four lives of a story that waits for days to pass
@pytest.mark.parametrize(("store", "point"), POINTS)
async def test_homes_whose_draw_is_killed_anywhere_are_given_once(
    seeded: Path, agencies: RunningSandbox, request: pytest.FixtureRequest, store: str, point: int
) -> None:
    made = await before(homes.seeded, seeded, store, request)
    settings = made.model_copy(update={"sandbox_url": agencies.url})
    if point % 2:
        (settings.data / homes.BY_HAND).touch()
    chance = random.Random(f"homes {point}")

    killed = await asyncio.to_thread(lives.play, "homes", settings, chance, homes.MOST)
    print(f"{store} {point}: killed at {', '.join(killed.fates)}; {killed.repeated} answers lost; {killed.passed}")

    async with running_hub(settings, works=False) as hub:
        wrong = await homes.wrong(hub)
    assert wrong == []
    assert killed.fates, "it came to its end before it could be killed"
