"""What people read: every kind of page and paper in both languages, and what commands print, over one house."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from hub.commands.verify import differences
from tests.golden.folder import Golden
from tests.golden.house import House, a_house, at_work
from tests.golden.looking import PEOPLE, each_kind, frame_of, named, shown
from tests.golden.moment import that_morning
from tests.golden.papers import papers
from tests.golden.rights import TABLE, measured
from tests.golden.seeds_aggregates import seed_aggregates
from tests.golden.seeds_cases import seed_cases
from tests.golden.seeds_desks import seed_counters
from tests.golden.seeds_exchange import (
    seed_messages,
    seed_names,
    seed_parties,
    seed_refusals,
    seed_replay,
    seed_steering,
)
from tests.golden.seeds_field import seed_field
from tests.golden.seeds_office import seed_letters, seed_meeting, seed_office, seed_orders
from tests.golden.typing_commands import printed

SEEDS = (
    seed_messages, seed_refusals, seed_letters, seed_orders, seed_meeting, seed_office, seed_steering, seed_replay,
    seed_parties, seed_names,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_people_read_what_they_did(tmp_path: Path, golden: Golden) -> None:
    """One test, since one house is dear: it comes to some seconds."""
    with that_morning():
        made, rights = asyncio.run(looked_at(tmp_path))

    golden.holds("house", made)
    if golden.renews:
        TABLE.write_text(rights, "utf-8")
    assert TABLE.read_text("utf-8") == rights, "rights have changed: pytest tests/golden --renew-golden and git diff"


async def looked_at(data: Path) -> tuple[dict[str, str], str]:
    """By file everything that one house shows, and who may do what in it."""
    async with a_house(data) as house:
        async with at_work(house):
            for seed in SEEDS:
                await seed(house)
        await seed_cases(house)  # the hub would go on with them
        await seed_counters(house)
        await seed_field(house)
        await seed_aggregates(house)
        read = await printed(house)
        for lang in ("az", "en"):
            read |= {**await pages(house, lang), **await papers(house, lang)}
        rights = await measured(house, [look async for look in each_kind(house)])
        hub = house.served.hub
        assert await differences(hub.store, hub.sealer, hub.hash, hub.settings.data) == [], (
            "rows, files and evidence agree"
        )
        return read, rights


async def pages(house: House, lang: str) -> dict[str, str]:
    """The words of all pages."""
    looks = [*named(house), *[look async for look in each_kind(house)]]
    found = {f"{look.name}.txt": await shown(house, look, lang) for look in looks}
    found |= {f"frame/{who}.txt": await frame_of(house, who, lang) for who in PEOPLE}
    return {f"pages/{lang}/{name}": text for name, text in found.items()}
