"""Files that agencies leave in a folder, over real SFTP: taken once, moved away; a bad server harms nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, ClassVar

import asyncssh
import pytest

from connectors.sandbox.dropbox import leave, serve_files
from connectors.sftp import pickup
from connectors.sftp.endpoint import Pickup, SftpEndpoint
from connectors.sftp.pickup import PickupFolder
from connectors.sftp.session import SftpFailed
from hub.app import Hub, on_duty, working
from hub.errors import StoreUnavailable
from hub.exchange.files.collecting import Collecting
from hub.exchange.files.intake import FileDoor
from hub.settings import Settings
from tests.hubs import eventually, running_hub, settings_for
from tests.integration.files.conftest import FORMAT, accounts, counters, finished, meter_file, row
from tests.sftp import Place, listening

PARTY = "azerishiq"
NAME = "AZI_MK_20260331_01.csv"
OTHER = "AZI_MK_20260331_02.csv"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with listening(tmp_path / "agency") as made:
        yield made


@pytest.fixture
async def hub(settings: Settings) -> AsyncIterator[Hub]:
    async with running_hub(settings, works=False) as made:
        yield made


def collecting(hub: Hub, where: SftpEndpoint, door: FileDoor | None = None) -> Collecting:
    return Collecting(Pickup(PARTY, FORMAT, lambda: where), door or hub.files, hub.store, hub.hash)


async def messages(hub: Hub) -> list[str]:
    async with hub.store.read() as tx:
        return [row["message_id"] for row in await tx.fetch("SELECT message_id FROM files")]


async def refusals(hub: Hub) -> list[str]:
    async with hub.store.read() as tx:
        return [row["code"] for row in await tx.fetch("SELECT code FROM refusals WHERE party = 'azerishiq'")]


async def test_a_whole_file_is_taken_and_what_is_still_being_written_is_not(hub: Hub, place: Place) -> None:
    place.leave(meter_file(row(1), row(2)))
    place.leave(meter_file(row(3)), OTHER)
    (place.home / f"{OTHER}.ok").unlink()

    assert await collecting(hub, place.endpoint).step() == 1
    async with on_duty(hub), working(hub):
        (message,) = await messages(hub)
        assert counters(await finished(hub, message)) == (2, 0, 0, 0)

    assert len(await accounts(hub)) == 2
    assert place.names("taken") == [NAME, f"{NAME}.md5", f"{NAME}.ok"]
    assert place.names() == [OTHER, f"{OTHER}.md5"]


async def test_a_crash_between_the_commit_and_the_move_takes_no_file_twice(
    hub: Hub, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.leave(meter_file(row(1)))

    async def crash(self: PickupFolder, name: str, to: str, why: str = "") -> None:
        raise SftpFailed("pickup.unreachable", name)

    with monkeypatch.context() as crashing:
        crashing.setattr(PickupFolder, "put_away", crash)
        assert await collecting(hub, place.endpoint).step() == 0
    first = await messages(hub)
    assert await collecting(hub, place.endpoint).step() == 1

    assert await messages(hub) == first
    assert len(first) == 1
    assert NAME in place.names("taken")


@pytest.mark.parametrize(
    ("digest", "code"), [(b"", "pickup.digest_missing"), (b"0" * 32, "pickup.digest_differs")], ids=["none", "other"]
)
async def test_bytes_that_are_not_those_that_were_announced_are_put_aside_with_the_reason(
    hub: Hub, place: Place, digest: bytes, code: str
) -> None:
    place.leave(meter_file(row(1)))
    (place.home / f"{NAME}.md5").write_bytes(digest)

    await collecting(hub, place.endpoint).step()

    assert await messages(hub) == []
    assert await refusals(hub) == [code]
    assert (place.home / "refused" / f"{NAME}.txt").read_text().startswith(code)
    assert place.names() == []


async def test_other_bytes_under_a_known_name_and_a_name_of_no_rule_are_put_aside(hub: Hub, place: Place) -> None:
    place.leave(meter_file(row(1)))
    await collecting(hub, place.endpoint).step()
    place.leave(meter_file(row(2)))
    place.leave(meter_file(row(3)), "meter.csv")

    assert await collecting(hub, place.endpoint).step() == 2

    assert len(await messages(hub)) == 1
    assert sorted(await refusals(hub)) == ["file.name", "file.name_taken"]
    assert {NAME, "meter.csv"} <= set(place.names("refused"))


async def test_a_hub_that_cannot_take_it_now_leaves_the_file_where_it_is(
    hub: Hub, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.leave(meter_file(row(1)))

    async def away(self: FileDoor, submission: object) -> object:
        raise StoreUnavailable("gone")

    with monkeypatch.context() as hindered:
        hindered.setattr(FileDoor, "accept", away)
        with pytest.raises(StoreUnavailable):
            await collecting(hub, place.endpoint).step()

    assert NAME in place.names()
    assert await collecting(hub, place.endpoint).step() == 1


async def test_a_server_with_another_key_is_told_nothing(hub: Hub, place: Place) -> None:
    place.leave(meter_file(row(1)))
    stranger = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    place.endpoint.known_hosts.write_text(f"[127.0.0.1]:{place.endpoint.port} {stranger}")

    assert await collecting(hub, place.endpoint).step() == 0

    assert NAME in place.names()


class Stalls(asyncssh.SFTPServer):
    """Lists its files and never opens one."""

    async def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        await asyncio.sleep(60)
        return super().open(path, pflags, attrs)


class Endless(asyncssh.SFTPServer):
    """A file of five bytes, by its own word, that never ends."""

    def fstat(self, file_obj: object) -> asyncssh.SFTPAttrs:
        return asyncssh.SFTPAttrs(size=5)

    def read(self, file_obj: Any, offset: int, size: int) -> bytes:
        if file_obj.name.endswith(b".md5"):
            return b"0" * 32 if offset == 0 else b""
        return b"0" * size


class Climbs(asyncssh.SFTPServer):
    """Lists names that lead elsewhere."""

    async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        for name in (
            "../hosts",
            "../hosts.ok",
            "/etc/passwd",
            "/etc/passwd.ok",
            "a\x00b",
            "a\x00b.ok",
            "ə.csv",
            "ə.csv.ok",
        ):
            yield asyncssh.SFTPName(name.encode(), attrs=asyncssh.SFTPAttrs())


async def test_a_server_that_stalls_is_left_and_its_file_stays(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pickup, "ANSWER_S", 0.5)
    async with listening(tmp_path / "stalls", Stalls) as place:
        place.leave(meter_file(row(1)))
        async with asyncio.timeout(20):
            assert await collecting(hub, place.endpoint).step() == 0

        assert NAME in place.names()
    assert await messages(hub) == []


async def test_a_file_without_end_is_cut_off_whatever_size_it_names(tmp_path: Path, settings: Settings) -> None:
    small = settings.model_copy(update={"max_file_bytes": 1024 * 1024})
    async with running_hub(small, works=False) as hub, listening(tmp_path / "endless", Endless) as place:
        place.leave(meter_file(row(1)))

        async with asyncio.timeout(60):
            await collecting(hub, place.endpoint).step()

        assert await messages(hub) == []
        assert await refusals(hub) == ["door.too_large"]
        assert not list((small.data / "content").rglob("part-*"))


async def test_a_name_in_no_known_letters_does_not_hold_up_the_others(hub: Hub, place: Place) -> None:
    place.leave(meter_file(row(1)))
    place.touch(b"\xff.csv")
    place.touch(b"\xff.csv.ok")

    assert await collecting(hub, place.endpoint).step() == 1


async def test_names_with_a_path_in_them_are_not_looked_at(hub: Hub, tmp_path: Path) -> None:
    async with listening(tmp_path / "climbs", Climbs) as place:
        assert await collecting(hub, place.endpoint).step() == 0

    assert await refusals(hub) == []


async def test_in_a_sandbox_the_hub_takes_what_the_agency_leaves(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "data", sandbox=True)
    room = settings.data / "sandbox" / "sftp"
    serving = asyncio.create_task(serve_files(room))
    try:
        async with running_hub(settings) as hub:
            leave(room, PARTY, NAME, meter_file(row(1)))
            await eventually(lambda: _is_moved(room), what="the move of the file")
            assert len(await messages(hub)) == 1
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def _is_moved(room: Path) -> bool:
    return (room / PARTY / "taken" / NAME).exists()


class ReadOnly(asyncssh.SFTPServer):
    """Lets nobody move or make anything, and counts what is opened."""

    opened: ClassVar[list[bytes]] = []

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        self.opened.append(path)
        return super().open(path, pflags, attrs)

    def mkdir(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        raise asyncssh.SFTPPermissionDenied("read only")


async def test_a_file_that_cannot_be_moved_is_read_once_until_it_is_written_anew_and_holds_up_no_other(
    hub: Hub, tmp_path: Path
) -> None:
    ReadOnly.opened.clear()
    async with listening(tmp_path / "read-only", ReadOnly) as place:
        place.leave(meter_file(row(1)))
        place.leave(meter_file(row(2)), OTHER)
        visitor = collecting(hub, place.endpoint)

        assert await visitor.step() == 0
        assert len(await messages(hub)) == 2
        once = len(ReadOnly.opened)
        assert await visitor.step() == 0
        assert len(ReadOnly.opened) == once

        place.leave(meter_file(row(1), row(3)))
        await visitor.step()
        assert len(ReadOnly.opened) > once
        assert await refusals(hub) == ["file.name_taken"]


class StallsAtOne(asyncssh.SFTPServer):
    """Never opens the first of its files."""

    async def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        if path.endswith(NAME.encode()):
            await asyncio.sleep(60)
        return super().open(path, pflags, attrs)


async def test_a_file_that_never_opens_comes_last_from_then_on(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pickup, "ANSWER_S", 0.5)
    async with listening(tmp_path / "one", StallsAtOne) as place:
        place.leave(meter_file(row(1)))
        place.leave(meter_file(row(2)), OTHER)
        visitor = collecting(hub, place.endpoint)

        assert await visitor.step() == 0
        assert await visitor.step() == 1

    assert len(await messages(hub)) == 1


async def test_a_server_that_drips_is_left_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pickup, "WHOLE_S", 0.2)

    class Drips(asyncssh.SFTPServer):
        async def read(self, file_obj: Any, offset: int, size: int) -> bytes:
            if file_obj.name.endswith(b".md5"):
                return b"0" * 32 if offset == 0 else b""
            await asyncio.sleep(0.1)
            return b"0" * size

    async with listening(tmp_path / "drips", Drips) as place:
        place.leave(meter_file(row(1)))
        async with pickup.visiting(place.endpoint) as folder:
            with pytest.raises(SftpFailed):
                async for _ in folder.parts(NAME):
                    pass
