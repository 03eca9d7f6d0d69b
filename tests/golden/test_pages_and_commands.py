"""What people read: every kind of page in both languages, what commands print, and what stands on printed papers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.golden.folder import Golden
from tests.golden.house import House, a_house, at_work
from tests.golden.looking import PEOPLE, each_kind, frame_of, named, shown
from tests.golden.moment import that_morning
from tests.golden.seeds_exchange import seed_messages, seed_refusals, seed_steering
from tests.golden.seeds_office import seed_letters, seed_meeting, seed_office, seed_orders
from tests.golden.typing_commands import printed

pytestmark = pytest.mark.timeout(600)
Kept = dict[str, dict[str, str]]
SEEDS = (seed_messages, seed_refusals, seed_letters, seed_orders, seed_meeting, seed_office, seed_steering)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """By folder everything that one house shows."""
    with that_morning():
        return asyncio.run(looked_at(tmp_path_factory.mktemp("house")))


async def looked_at(data: Path) -> Kept:
    async with a_house(data) as house:
        async with at_work(house):
            for seed in SEEDS:
                await seed(house)
        made: Kept = {f"pages/{lang}": await pages(house, lang) for lang in ("az", "en")}
        return made | {"commands": await printed(house)}


async def pages(house: House, lang: str) -> dict[str, str]:
    """The words of all pages by their files."""
    looks = [*named(house), *[look async for look in each_kind(house)]]
    found = {f"{look.name}.txt": await shown(house, look, lang) for look in looks}
    return found | {f"frame/{who}.txt": await frame_of(house, who, lang) for who in PEOPLE}


@pytest.mark.parametrize("folder", ["pages/az", "pages/en", "commands"])
def test_people_read_what_they_did(kept: Kept, golden: Golden, folder: str) -> None:
    golden.holds(folder, kept[folder])
