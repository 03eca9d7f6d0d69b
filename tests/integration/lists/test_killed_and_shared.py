"""A month whose processes are killed between any two steps, and one that several workers share."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from hub.app import Hub
from hub.clock import SECOND
from hub.lists.working import LEASE_S
from hub.settings import Settings
from hub.store.legal_time import move_ahead
from tests.hubs import running_hub, settings_for
from tests.integration.lists.month import LISTS, all_lines, driven, granted, lists, opened, run, settled
from tests.integration.lists.playing import over, play
from tests.warm import WARM

ROOT = Path(__file__).parents[3]
PAIRS = (("Zəngilan", "Bərdə"), ("Füzuli", "Bakı"), ("Laçın", "Sumqayıt"))
ONCE = ("list_cut", "chunk_finished", "list_frozen", "party_approved", "list_issued", "list_settled")


FAILPOINTS = (
    "before_cut",
    "before_cut_commit",
    "after_claim:2",
    "before_finish_commit:2",
    "after_freeze:2",
    "after_approve:4",
    "after_issue:2",
    "before_owe_commit:2",
    "after_withhold:2",
)
BOTH = ("embedded", "postgresql")


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    more: dict[str, Any] = {}
    if request.param == "postgresql":
        more["database_url"] = request.getfixturevalue("postgres_url")
    return settings_for(tmp_path / "hub", **more)


async def people(hub: Hub, number: int = 6) -> None:
    for each in range(number):
        await settled(hub, f"5AAA{each:03}", *PAIRS[each % len(PAIRS)])
        await granted(hub, f"5AAA{each:03}")


def killed(settings: Settings, failpoint: str) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    environ |= {
        "HUB_DATA": str(settings.data),
        "HUB_HASH_KEY": settings.hash_key or "",
        "HUB_SANDBOX": "true",
        "HUB_FAILPOINT": failpoint,
        "PYTHONPATH": str(ROOT),
    }
    if settings.database_url:
        environ["HUB_DATABASE_URL"] = settings.database_url
    ended = WARM.run("tests.integration.lists.playing", env=environ)
    assert ended.returncode == -9, ended.stderr


@pytest.mark.parametrize(
    ("settings", "failpoint"),
    [("embedded", each) for each in FAILPOINTS] + [("postgresql", each) for each in FAILPOINTS[1::3]],
    indirect=["settings"],
)
async def test_a_killed_month_goes_on_and_nothing_is_lost_or_doubled(settings: Settings, failpoint: str) -> None:
    async with running_hub(settings, works=False) as hub:
        await people(hub)
    await asyncio.to_thread(killed, settings, f"lists.{failpoint}")

    async with running_hub(settings, works=False) as hub:
        async with hub.store.write() as tx:
            await move_ahead(tx, "elcin", (LEASE_S + 1) * SECOND)
        name = await play(hub)

        found = await all_lines(hub, name)
        assert len(found) == len({each.key for each in found}) == 6
        assert (await run(hub, name)).lists == {"settled": 3}
        for pair, each in (await lists(hub, name)).items():
            withheld = {"Bakı": 2}.get(pair[1], 0)
            async with hub.store.read() as tx:
                happened = Counter(line.kind for line in await hub.aggregates.tables.lines(tx, LISTS, each.id))
            assert {kind: happened[kind] for kind in ONCE} == {**dict.fromkeys(ONCE, 1), "party_approved": 3}
            assert (happened["of_group_withheld"], len(each.state.withheld)) == (withheld // 2, withheld)


@pytest.mark.parametrize("settings", BOTH, indirect=True)
async def test_several_workers_share_a_run(settings: Settings) -> None:
    async with running_hub(settings, works=False) as hub:
        await people(hub, 12)
        name = await opened(hub, "2026-03")

        for _ in range(40):
            await asyncio.gather(*(over(hub).step() for _ in range(3)))
        await driven(hub)

        assert (await run(hub, name)).phase == "compared"
        found = await all_lines(hub, name)
        assert len(found) == len({each.key for each in found}) == 12
