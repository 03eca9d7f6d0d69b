"""What docs/how-to/back-up-and-restore.md says is done: a copy comes back with its keys, and not without them."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from hub.app import Hub, build
from hub.errors import HubError
from hub.exchange.door import Submission
from hub.settings import Settings
from hub.store.content import INLINE_BYTES
from hub.store.key_file import new_key, write_key_file
from tests.hubs import running_hub, settings_for
from tests.integration.sealing.canary import Canary
from tests.integration.sealing.test_canaries import act
from tests.servers import PostgresServer
from tests.servers.postgres import installed_binaries

CANARY = Canary("7ABCD12", "Xocayeva", "Qumral", "994500000000")
Copy = Callable[[Settings, Path], Settings]
"""Takes a copy of a running installation; the settings of one that was made from it."""


def _of_the_embedded_default(settings: Settings, backup: Path) -> Settings:
    backup.mkdir()
    with closing(sqlite3.connect(settings.data / "hub.sqlite3")) as database:
        database.execute("VACUUM INTO ?", (str(backup / "hub.sqlite3"),))
    shutil.copytree(settings.data / "content", backup / "content")
    return settings.model_copy(update={"data": backup})


@pytest.fixture(params=["sqlite", "postgresql"])
def copying(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Settings, Copy]:
    """An installation with a key file apart from its data, and the way to copy it."""
    write_key_file(tmp_path / "keys", (new_key(),))
    keys = {"data_key_file": tmp_path / "keys", "sandbox": False}
    if request.param == "sqlite":
        return settings_for(tmp_path / "data", **keys), _of_the_embedded_default
    programs = installed_binaries()
    if programs is None:
        pytest.skip("pg_dump is not installed")
    server: PostgresServer = request.getfixturevalue("postgres_server")

    def of_a_server(settings: Settings, backup: Path) -> Settings:
        name = server.create_database()
        request.addfinalizer(lambda: server.drop_database(name))
        shutil.copytree(settings.data / "content", backup / "content")
        dump: list[str | Path] = [
            programs / "pg_dump",
            "--format=custom",
            f"--file={backup / 'hub.dump'}",
            str(settings.database_url),
        ]
        subprocess.run(dump, check=True)
        subprocess.run([programs / "pg_restore", f"--dbname={server.url(name)}", backup / "hub.dump"], check=True)
        return settings.model_copy(update={"data": backup, "database_url": server.url(name)})

    return settings_for(tmp_path / "data", database_url=request.getfixturevalue("postgres_url"), **keys), of_a_server


async def _entrusted(hub: Hub) -> tuple[str, bytes]:
    """A message, and bytes in the content store."""
    accepted = await hub.door.accept(Submission("committee", "justice.civil-act.v1", act(1, CANARY)))
    large = (await hub.content.keep(b"x" * (INLINE_BYTES + 1))).sha256
    return accepted.accepted.message_id, large.encode()


async def _body(hub: Hub, message: str) -> bytes:
    async with hub.store.read() as tx:
        (row,) = await tx.fetch("SELECT body_sealed FROM message_bodies WHERE message_id = :id", {"id": message})
    return hub.sealer.unseal("message_bodies.body", message, row["body_sealed"])


async def test_a_copy_of_a_running_hub_comes_back_with_its_keys(copying: tuple[Settings, Copy], tmp_path: Path) -> None:
    settings, copy = copying
    async with running_hub(settings, works=False) as hub:
        message, large = await _entrusted(hub)
        restored = copy(settings, tmp_path / "backup")

    async with build(restored) as again:
        assert await _body(again, message) == act(1, CANARY)
        assert len(await again.content.read(large.decode())) == INLINE_BYTES + 1


async def test_with_a_lost_key_a_copy_says_so_and_the_right_copy_of_the_key_mends_it(
    copying: tuple[Settings, Copy], tmp_path: Path
) -> None:
    settings, copy = copying
    async with running_hub(settings, works=False) as hub:
        message, _ = await _entrusted(hub)
        restored = copy(settings, tmp_path / "backup")
    kept = (tmp_path / "keys").read_bytes()

    (tmp_path / "keys").unlink()
    with pytest.raises(HubError, match="bring back its copy"):
        await _started(restored)
    write_key_file(tmp_path / "keys", (new_key(),))
    with pytest.raises(HubError, match="Add the copy of that key"):
        await _started(restored)

    (tmp_path / "keys").write_bytes((tmp_path / "keys").read_bytes() + kept)
    async with build(restored) as again:
        assert await _body(again, message) == act(1, CANARY)


async def _started(settings: Settings) -> None:
    async with build(settings):
        pass
