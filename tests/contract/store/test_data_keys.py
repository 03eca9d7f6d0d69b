"""Sealing with keys that the database keeps wrapped, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.clock import SECOND, SystemClock
from hub.errors import HubError
from hub.settings import Settings
from hub.store.data_keys import SEALED, DataKeys, month_of, open_sealer
from hub.store.key_file import key_file, lines_of, new_key, write_key_file
from hub.store.open import open_store
from hub.store.schema import create_all
from hub.store.sealing import Unsealable
from hub.store.store import Store

CLOCK = SystemClock()
PLACE, ROW, PLAIN = "message_bodies.body", "0" * 32, b"7ABCD12 \xc6\x8fliyeva"


class LaterClock(SystemClock):
    """This clock, two months ahead."""

    def now(self) -> int:
        return super().now() + 62 * 86_400 * SECOND


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """Each database in turn, with the schema."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    settings = Settings(data=tmp_path, database_url=url)
    await create_all(settings)
    opened = await open_store(settings, CLOCK)
    yield opened
    await opened.aclose()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_key_file(tmp_path / "keys", (new_key(),))
    return Settings(data=tmp_path, data_key_file=tmp_path / "keys")


async def test_what_is_sealed_shows_nothing_and_opens_for_every_process(store: Store, settings: Settings) -> None:
    one, other = await open_sealer(settings, store, CLOCK), await open_sealer(settings, store, CLOCK)

    sealed = one.seal(PLACE, ROW, PLAIN, 3)

    assert PLAIN not in sealed
    assert sealed != one.seal(PLACE, ROW, PLAIN, 3)
    assert other.unseal(PLACE, ROW, sealed, 3) == PLAIN


@pytest.mark.parametrize(
    ("place", "row", "version"),
    [("message_bodies.records", ROW, 3), ("attempts.body", ROW, 3), (PLACE, "1" * 32, 3), (PLACE, ROW, 2)],
    ids=["another column", "another table", "another row", "an older version"],
)
async def test_it_does_not_open_elsewhere(store: Store, settings: Settings, place: str, row: str, version: int) -> None:
    sealer = await open_sealer(settings, store, CLOCK)

    with pytest.raises(Unsealable):
        sealer.unseal(place, row, sealer.seal(PLACE, ROW, PLAIN, 3), version)


async def test_no_byte_of_it_can_be_changed(store: Store, settings: Settings) -> None:
    sealer = await open_sealer(settings, store, CLOCK)
    sealed = sealer.seal(PLACE, ROW, PLAIN)

    for at in range(len(sealed)):
        with pytest.raises(Unsealable):
            sealer.unseal(PLACE, ROW, sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])
    for end in range(len(sealed)):
        with pytest.raises(Unsealable):
            sealer.unseal(PLACE, ROW, sealed[:end])


async def test_each_table_has_a_key_of_its_own_for_each_month_and_the_next_is_there_before(
    store: Store, settings: Settings
) -> None:
    await open_sealer(settings, store, CLOCK)

    async with store.read() as tx:
        rows = await tx.fetch("SELECT table_name, month, wrapped FROM data_keys")

    month = month_of(CLOCK.now())
    assert {(row["table_name"], row["month"]) for row in rows} == {(t, m) for t in SEALED for m in (month, month + 1)}
    assert len({row["wrapped"] for row in rows}) == len(rows)
    assert "entities" in SEALED
    assert "documents" in SEALED


async def test_months_later_the_old_opens_and_the_new_is_sealed_with_another_key(
    store: Store, settings: Settings
) -> None:
    old = (await open_sealer(settings, store, CLOCK)).seal(PLACE, ROW, PLAIN)

    later = await open_sealer(settings, store, LaterClock())

    assert later.unseal(PLACE, ROW, old) == PLAIN
    assert later.seal(PLACE, ROW, PLAIN)[:3] != old[:3]


async def test_of_a_month_without_its_key_nothing_opens(store: Store, settings: Settings) -> None:
    sealed = (await open_sealer(settings, store, CLOCK)).seal(PLACE, ROW, PLAIN)
    async with store.write() as tx:
        await tx.execute("DELETE FROM data_keys WHERE table_name = 'message_bodies'")

    with pytest.raises(Unsealable):
        (await open_sealer(settings, store, CLOCK)).unseal(PLACE, ROW, sealed)


async def test_a_wrapped_key_opens_for_its_own_table_and_month_alone(store: Store, settings: Settings) -> None:
    await open_sealer(settings, store, CLOCK)
    async with store.write() as tx:
        await tx.execute(
            "UPDATE data_keys SET wrapped = (SELECT o.wrapped FROM data_keys o WHERE o.table_name = 'attempts'"
            " AND o.month = data_keys.month) WHERE table_name = 'documents'"
        )

    with pytest.raises(Unsealable, match="documents was altered"):
        await open_sealer(settings, store, CLOCK)


async def test_another_key_than_the_databases_is_refused_by_name(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    name = next(iter(key_file(settings)))
    await open_sealer(settings, store, CLOCK)
    write_key_file(tmp_path / "other", (new_key(),))

    with pytest.raises(HubError, match=f"lacks the key of this database .{name}"):
        await open_sealer(settings.model_copy(update={"data_key_file": tmp_path / "other"}), store, CLOCK)


async def test_a_process_takes_in_a_new_line_of_the_file_without_a_restart(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    sealer = DataKeys(lambda: key_file(settings))
    await sealer.refresh(store, CLOCK.now())
    write_key_file(tmp_path / "keys", (new_key(), *lines_of(tmp_path / "keys")), replaces=True)
    other = await open_sealer(settings, store, LaterClock())

    await sealer.refresh(store, LaterClock().now())

    assert sealer.unseal(PLACE, ROW, other.seal(PLACE, ROW, PLAIN)) == PLAIN
