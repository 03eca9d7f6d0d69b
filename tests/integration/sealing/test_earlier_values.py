"""What stood in a cell before does not open in the place of what stands there now."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.access.saved_searches import read_saved, save
from hub.citizen.sessions import CitizenSessions
from hub.desks.callbacks import Callback, Callbacks
from hub.documents.signing.signers import fin_of, save_fin
from hub.settings import Settings
from hub.store.sealing import Unsealable
from tests.hubs import running_hub, settings_for


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    return settings_for(tmp_path, database_url=url)


async def test_an_official_s_earlier_code_does_not_open_in_the_place_of_the_present_one(settings: Settings) -> None:
    async with running_hub(settings) as hub, hub.store.write() as tx:
        await tx.execute(
            "INSERT INTO officials (login, position_az, position_en, unit) VALUES ('nigar', 'x', 'x', 'u')"
            " ON CONFLICT (login) DO NOTHING"
        )
        await save_fin(tx, hub.sealer, "nigar", "7ABCD12")
        (earlier,) = await tx.fetch("SELECT fin_sealed FROM officials WHERE login = 'nigar'")
        await save_fin(tx, hub.sealer, "nigar", "EG6WVC4")
        assert await fin_of(tx, hub.sealer, "nigar") == "EG6WVC4"

        await tx.many("UPDATE officials SET fin_sealed = $1 WHERE login = 'nigar'", [(earlier["fin_sealed"],)])

        with pytest.raises(Unsealable):
            await fin_of(tx, hub.sealer, "nigar")


async def test_what_a_call_back_was_about_before_does_not_open_in_the_place_of_what_it_is_about_now(
    settings: Settings,
) -> None:
    async with running_hub(settings) as hub:
        promises = Callbacks(hub.store, hub.sealer, hub.hash)
        assert await promises.promise(Callback("Nigar", "+994501234567", "kart"), 1, "operator")
        async with hub.store.read() as tx:
            (earlier,) = await tx.fetch("SELECT id, callback_sealed FROM callbacks")
        assert not await promises.promise(Callback("Elnur", "050 123 45 67", "müavinət"), 2, "operator")
        await promises.take(earlier["id"], "operator")
        assert (await promises.taken(earlier["id"], "operator"))[1].reason == "kart\nElnur: müavinət"

        async with hub.store.write() as tx:
            await tx.many("UPDATE callbacks SET callback_sealed = $1", [(earlier["callback_sealed"],)])

        with pytest.raises(Unsealable):
            await promises.taken(earlier["id"], "operator")


async def test_an_earlier_search_of_a_name_does_not_open_in_the_place_of_the_present_one(settings: Settings) -> None:
    async with running_hub(settings) as hub:
        assert await save(hub.store, hub.sealer, "ramil", "Gecikənlər", "state=retrying") is None
        async with hub.store.read() as tx:
            (earlier,) = await tx.fetch("SELECT id, filters_sealed FROM saved_searches")
        assert await save(hub.store, hub.sealer, "ramil", "Gecikənlər", "state=blocked") is None
        async with hub.store.write() as tx:
            (kept,) = await read_saved(tx, hub.sealer, "ramil")
            assert (kept["id"], kept["filters"]) == (earlier["id"], "state=blocked")

            await tx.many("UPDATE saved_searches SET filters_sealed = $1", [(earlier["filters_sealed"],)])

            with pytest.raises(Unsealable):
                await read_saved(tx, hub.sealer, "ramil")


async def test_whom_a_login_stood_for_before_does_not_open_in_the_place_of_whom_it_stands_for_now(
    settings: Settings,
) -> None:
    async with running_hub(settings) as hub:
        sessions = CitizenSessions(hub.store, hub.sealer, hub.hash)
        await sessions.remember("subject", "7ABCD12")
        async with hub.store.read() as tx:
            (earlier,) = await tx.fetch("SELECT fin_sealed FROM citizen_subjects")
        await sessions.remember("subject", "EG6WVC4")
        assert await sessions.remembered("subject") == "EG6WVC4"

        async with hub.store.write() as tx:
            await tx.many("UPDATE citizen_subjects SET fin_sealed = $1", [(earlier["fin_sealed"],)])

        with pytest.raises(Unsealable):
            await sessions.remembered("subject")
