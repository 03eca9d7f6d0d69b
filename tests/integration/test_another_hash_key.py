"""The root of the keyed hashes is the one of the first start, or nothing starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.commands.check import examine
from hub.errors import HubError
from hub.settings import Settings, SettingsRefused, load_settings
from tests.hubs import HASH_KEY, eventually, running_hub, settings_for

OTHER = "another-hash-key-" * 3


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """On each database in turn."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    return settings_for(tmp_path / "data", database_url=url)


async def problems(settings: Settings) -> tuple[str, ...]:
    return next(each.problems for each in await examine(settings) if each.title == "database")


async def test_another_key_starts_nothing_and_is_told_by_the_check(settings: Settings) -> None:
    other = settings.model_copy(update={"hash_key": OTHER})
    async with running_hub(settings, works=False):
        pass

    with pytest.raises(HubError) as refused:
        async with running_hub(other, works=False):
            pass

    assert refused.value.code == "hub.hash_key_other"
    assert "HUB_HASH_KEY" in refused.value.words.en
    assert len(await problems(other)) == 1
    assert await problems(settings) == ()
    async with running_hub(settings, works=False) as hub:
        assert hub.settings.hash_key == HASH_KEY


async def test_a_key_that_has_not_signed_the_newest_head_starts_nothing_though_its_mark_was_changed(
    settings: Settings,
) -> None:
    other = settings.model_copy(update={"hash_key": OTHER})
    async with running_hub(settings) as hub:

        async def signed() -> bool:
            async with hub.store.read() as tx:
                return bool(await tx.fetch("SELECT size FROM tree_heads LIMIT 1"))

        await eventually(signed, 60, "a head of the log")
        async with hub.store.write() as tx:
            await tx.execute("UPDATE installation SET root_mark = NULL")

    with pytest.raises(HubError) as refused:
        async with running_hub(other, works=False):
            pass

    assert refused.value.code == "evidence.other_key"
    async with running_hub(settings, works=False) as hub:
        assert hub.settings.hash_key == HASH_KEY, "and it has left no mark of its own"


def test_a_broker_without_a_database_server_is_refused() -> None:
    with pytest.raises(SettingsRefused, match="HUB_BROKER_URL needs HUB_DATABASE_URL"):
        load_settings({"HUB_BROKER_URL": "amqp://127.0.0.1/"})

    both = {"HUB_BROKER_URL": "amqp://127.0.0.1/", "HUB_DATABASE_URL": "postgresql://127.0.0.1/hub"}
    assert load_settings(both)[0].broker_url
