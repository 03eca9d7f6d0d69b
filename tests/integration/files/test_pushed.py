"""Files that parties push to our own SFTP door, asyncssh on both sides: each is taken once and whole, or not at all."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import cast

import asyncssh
import pytest

from hub.access.credentials import end_credential
from hub.access.grants import PartyRight, end
from hub.access.keyring import Keyring
from hub.access.limits import LimitName, set_limit
from hub.access.quotas import Quotas
from hub.app import Hub, on_duty, working
from hub.errors import HubError, StoreUnavailable
from hub.exchange.files.inbox import Inbox, folder_of
from hub.exchange.files.intake import FileDoor
from hub.exchange.files.outbox import Outbox
from hub.exchange.files.pushed import Pushed
from hub.sftp import guest, limits
from hub.sftp.server import serving_files
from tests.hubs import eventually, running_hub, settings_for
from tests.integration.files.conftest import FORMAT, accounts, meter_file, row
from tests.parties import make_party, may_send
from tests.pushing import Pusher, door, fresh_key, on_disk, push, put, register

PARTY, OTHER = "power", "water"
NAME, NEXT = "AZI_MK_20260331_01.csv", "AZI_MK_20260331_02.csv"
FOLDER = f"/inbox/{FORMAT}"
HOSTILE = (
    "../../x", "/etc/passwd", f"{FOLDER}/../../../x", f"{FOLDER}/a/b", "/inbox/none/x.csv", f"{FOLDER}/ə.csv",
    f"{FOLDER}/{'a' * 121}", f"{FOLDER}/a\x00b", f"{FOLDER}/a b", f"/{OTHER}/inbox/x", "/inbox/x", "C:\\x",
    f"{FOLDER}/..%2f..%2fx", f"{FOLDER}/a\\..\\b", f"{FOLDER}/x\r\n", f"/inbox/{'x/../' * 200}x",
)  # fmt: skip


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[Hub]:
    settings = settings_for(tmp_path / "data", sandbox=False, max_file_bytes=1024 * 1024)
    async with running_hub(settings, works=False) as made:
        async with made.store.write() as tx:
            await make_party(tx, PARTY, to=[may_send(FORMAT)])
            await make_party(tx, OTHER, to=[may_send(FORMAT)])
        yield made


@pytest.fixture
async def pusher(hub: Hub) -> AsyncIterator[Pusher]:
    key = fresh_key()
    await register(hub, PARTY, key)
    async with door(hub) as (port, host_key):
        yield Pusher(PARTY, key, port, host_key)


def taking(hub: Hub, files: FileDoor | None = None) -> Pushed:
    folder = folder_of(hub.settings.data)
    inbox, outbox = Inbox(folder, hub.sealer), Outbox(folder, hub.sealer)
    keyring, quotas = Keyring(hub.store, hub.clock, {}), Quotas(hub.store, hub.clock)
    return Pushed(
        inbox, outbox, files or hub.files, hub.door, 1024 * 1024, hub.store, hub.clock, keyring, quotas, hub.promises
    )


async def messages(hub: Hub) -> list[tuple[str, str]]:
    async with hub.store.read() as tx:
        rows = await tx.fetch("SELECT m.party, f.name FROM files f JOIN messages m ON m.id = f.message_id")
    return [(row["party"], row["name"]) for row in rows]


async def refusals(hub: Hub) -> list[str]:
    async with hub.store.read() as tx:
        return [row["code"] for row in await tx.fetch("SELECT code FROM refusals ORDER BY id")]


async def test_a_file_with_its_digest_and_ok_is_accepted_once_and_its_sender_reads_what_became_of_it(
    hub: Hub, pusher: Pusher
) -> None:
    async with on_duty(hub), working(hub), pusher.session() as sftp:
        assert sorted(await sftp.listdir("/")) == [".", "..", "inbox", "replies"]
        assert sorted(await sftp.listdir("/inbox")) == [".", "..", FORMAT]
        await push(sftp, FOLDER, NAME, meter_file(row(1), row(2, fin="?")))

        async def is_answered() -> bool:
            return f"{NAME[:-4]}.reply.csv" in await sftp.listdir("/replies")

        await eventually(is_answered, what="the reply")
        told = json.loads(await _read(sftp, f"/replies/{NAME}.accepted.json"))
        reply = (await _read(sftp, f"/replies/{NAME[:-4]}.reply.csv")).decode("cp1254")

    assert await messages(hub) == [(PARTY, NAME)]
    assert told["receipt"]["message_id"] == told["message_id"]
    assert reply.splitlines()[0] == "SETIR;SUTUN;KOD;IZAH"
    assert reply.splitlines()[-1].startswith("CEMI;")
    assert len(await accounts(hub)) == 2 or "3;FIN" in reply
    assert [each for each in on_disk(hub, PARTY) if not each.startswith("replies/")] == []


async def _read(sftp: asyncssh.SFTPClient, path: str) -> bytes:
    async with sftp.open(path, "rb") as source:
        return cast("bytes", await source.read())


async def _put_at(sftp: asyncssh.SFTPClient, path: str, offset: int) -> None:
    async with sftp.open(path, "wb") as target:
        await target.write(b"x", offset)


async def _is_cut(sftp: asyncssh.SFTPClient) -> bool:
    try:
        await sftp.listdir("/")
    except (asyncssh.Error, OSError):
        return True
    return False


@pytest.mark.parametrize("temporary", [f".{NAME}.x7", f"{NAME}.part", f"{NAME}.filepart"])
@pytest.mark.parametrize("posix", [False, True])
async def test_a_rename_from_a_temporary_name_says_that_it_is_whole(
    hub: Hub, pusher: Pusher, temporary: str, posix: bool
) -> None:
    async with pusher.session() as sftp:
        await put(sftp, f"{FOLDER}/{temporary}", meter_file(row(1)))
        assert await taking(hub).step() == 0
        await (sftp.posix_rename if posix else sftp.rename)(f"{FOLDER}/{temporary}", f"{FOLDER}/{NAME}")

    assert await taking(hub).step() == 1
    assert await messages(hub) == [(PARTY, NAME)]


async def test_what_nobody_said_is_whole_is_not_taken_and_is_forgotten_in_a_day(hub: Hub, pusher: Pusher) -> None:
    async with pusher.session() as sftp:
        await put(sftp, f"{FOLDER}/{NAME}", meter_file(row(1)))
        assert (await sftp.stat(f"{FOLDER}/{NAME}")).size == len(meter_file(row(1)))
        with pytest.raises(asyncssh.SFTPFailure, match=r"file\.digest_missing"):
            await put(sftp, f"{FOLDER}/{NAME}.ok", b"")
        with pytest.raises(asyncssh.SFTPNoSuchFile):
            await put(sftp, f"{FOLDER}/{NEXT}.ok", b"")
    assert await taking(hub).step() == 0
    path = folder_of(hub.settings.data) / PARTY / "arriving" / FORMAT / NAME
    os.utime(path, (0, 0))

    await taking(hub).tidy()

    assert on_disk(hub, PARTY) == []


async def test_half_an_upload_is_not_kept_whether_the_line_or_the_channel_ends(hub: Hub, pusher: Pusher) -> None:
    raw = meter_file(row(1), row(2))
    async with pusher.connected() as connection:
        sftp = await connection.start_sftp_client()
        target = await sftp.open(f"{FOLDER}/{NAME}", "wb")
        await target.write(raw[: len(raw) // 2])
        connection.abort()
    async with pusher.connected() as connection:
        sftp = await connection.start_sftp_client()
        target = await sftp.open(f"{FOLDER}/{NAME}", "wb")
        await target.write(raw[: len(raw) // 2])
        sftp.exit()
        await sftp.wait_closed()
        sftp = await connection.start_sftp_client()
        await put(sftp, f"{FOLDER}/{NAME}.md5", b"0" * 32)
        with pytest.raises(asyncssh.SFTPNoSuchFile):
            await put(sftp, f"{FOLDER}/{NAME}.ok", b"")

    assert await taking(hub).step() == 0
    assert on_disk(hub, PARTY) == [f"arriving/{FORMAT}/{NAME}.md5"]


async def test_other_bytes_than_announced_a_known_name_and_a_name_of_no_rule_are_refused_with_the_reason(
    hub: Hub, pusher: Pusher
) -> None:
    async with pusher.session() as sftp:
        await push(sftp, FOLDER, NAME, meter_file(row(1)), md5="0" * 32)
        await push(sftp, FOLDER, NAME, meter_file(row(1)))
        await push(sftp, FOLDER, NAME, meter_file(row(1)))
        await push(sftp, FOLDER, NAME, meter_file(row(2)))
        await push(sftp, FOLDER, "meter.csv", meter_file(row(3)))

        assert await taking(hub).step() == 5

        why = await _read(sftp, f"/replies/{NAME}.refused.txt")
    assert await messages(hub) == [(PARTY, NAME)]
    assert sorted(await refusals(hub)) == ["file.digest_differs", "file.name", "file.name_taken"]
    assert why.startswith(b"file.name_taken\n")


async def test_a_crash_between_the_commit_and_what_follows_takes_no_file_twice(
    hub: Hub, pusher: Pusher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with pusher.session() as sftp:
        await push(sftp, FOLDER, NAME, meter_file(row(1)))

    def crash(self: Outbox, party: str, name: str, text: bytes) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as crashing:
        crashing.setattr(Outbox, "reply", crash)
        with pytest.raises(RuntimeError):
            await taking(hub).step()
    assert await messages(hub) == [(PARTY, NAME)]
    assert await taking(hub).step() == 1

    assert await messages(hub) == [(PARTY, NAME)]
    assert on_disk(hub, PARTY)[0] == f"replies/{NAME}.accepted.json"


async def test_a_file_that_was_whole_before_a_crash_is_accepted_after_it(hub: Hub, pusher: Pusher) -> None:
    async with pusher.session() as sftp:
        await push(sftp, FOLDER, NAME, meter_file(row(1)))
    assert await messages(hub) == []

    assert await taking(hub).step() == 1, "by a process that knows the folder alone"


async def test_two_that_accept_at_once_take_it_once(hub: Hub, pusher: Pusher) -> None:
    async with pusher.session() as sftp:
        for number in range(1, 6):
            await push(sftp, FOLDER, f"AZI_MK_20260331_{number:02d}.csv", meter_file(row(number)))

    await asyncio.gather(*(taking(hub).step() for _ in range(3)))

    assert len(await messages(hub)) == 5
    assert not list(folder_of(hub.settings.data).rglob("whole/*"))


async def test_a_hub_that_cannot_take_it_now_keeps_it_and_lets_other_parties_on(
    hub: Hub, pusher: Pusher, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = fresh_key()
    await register(hub, OTHER, other)
    async with pusher.session() as sftp:
        await push(sftp, FOLDER, NAME, meter_file(row(1)))
    async with Pusher(OTHER, other, pusher.port, pusher.host_key).session() as sftp:
        await push(sftp, FOLDER, NEXT, meter_file(row(2)))
    taken = FileDoor.accept

    async def away(self: FileDoor, submission: object) -> object:
        if getattr(submission, "party", "") == PARTY:
            raise StoreUnavailable("gone")
        return await taken(self, submission)  # type: ignore[arg-type]

    with monkeypatch.context() as hindered:
        hindered.setattr(FileDoor, "accept", away)
        assert await taking(hub).step() == 1

    assert await messages(hub) == [(OTHER, NEXT)]
    assert await taking(hub).step() == 1


@pytest.mark.parametrize("path", HOSTILE)
async def test_no_path_leads_out_of_the_partys_own_folder(hub: Hub, pusher: Pusher, path: str) -> None:
    before = {each for each in hub.settings.data.parent.rglob("*") if each.is_file()}
    async with pusher.session() as sftp:
        for mode in ("wb", "rb", "ab", "r+b"):
            with pytest.raises(asyncssh.SFTPError):
                async with sftp.open(path, mode) as target:
                    await target.write(b"x")
        for refused in (
            sftp.listdir, sftp.stat, sftp.remove, sftp.mkdir, sftp.rmdir, sftp.readlink, sftp.statvfs,
            partial(sftp.symlink, "/"), partial(sftp.link, "/"), partial(sftp.rename, newpath=f"{FOLDER}/{NAME}"),
            partial(sftp.rename, f"{FOLDER}/x.part"),
        ):  # fmt: skip
            with pytest.raises(asyncssh.SFTPError):
                await refused(path)

    after = {each for each in hub.settings.data.parent.rglob("*") if each.is_file()}
    assert {each for each in after - before if "-wal" not in each.name and "-shm" not in each.name} == set()


async def test_an_inbox_is_not_read_a_reply_not_written_and_nobody_sees_what_is_anothers(
    hub: Hub, pusher: Pusher
) -> None:
    key = fresh_key()
    await register(hub, OTHER, key)
    other = Pusher(OTHER, key, pusher.port, pusher.host_key)
    async with pusher.session() as sftp, other.session() as theirs:
        await push(sftp, FOLDER, NAME, meter_file(row(1)))
        await put(sftp, f"{FOLDER}/{NEXT}", meter_file(row(2)))
        await taking(hub).step()
        told = f"/replies/{NAME}.accepted.json"
        for attempt in (
            _read(sftp, f"{FOLDER}/{NEXT}"), put(sftp, told, b"x"), sftp.remove(told),
            sftp.truncate(f"{FOLDER}/{NEXT}", 0),
        ):  # fmt: skip
            with pytest.raises(asyncssh.SFTPError):
                await attempt

        assert NEXT in await sftp.listdir(FOLDER)
        assert await theirs.listdir(FOLDER) == [".", ".."]
        assert await theirs.listdir("/replies") == [".", ".."]
        for unseen in (theirs.stat(f"{FOLDER}/{NEXT}"), _read(theirs, f"/replies/{NAME}.accepted.json")):
            with pytest.raises(asyncssh.SFTPNoSuchFile):
                await unseen


async def test_only_a_temporary_name_becomes_another_and_only_the_own_one(hub: Hub, pusher: Pusher) -> None:
    async with pusher.session() as sftp:
        await put(sftp, f"{FOLDER}/{NAME}", meter_file(row(1)))
        await put(sftp, f"{FOLDER}/a.part", meter_file(row(1)))
        for old, new in ((NAME, NEXT), (NAME, "b.part"), ("a.part", "b.part"), ("a.part", f"{NAME}.ok")):
            with pytest.raises(asyncssh.SFTPPermissionDenied):
                await sftp.rename(f"{FOLDER}/{old}", f"{FOLDER}/{new}")
        with pytest.raises(asyncssh.SFTPNoSuchFile):
            await sftp.rename(f"{FOLDER}/none.part", f"{FOLDER}/{NAME}")

    assert await taking(hub).step() == 0


async def test_a_file_that_is_too_large_or_out_of_order_or_beyond_the_partys_room_is_refused_and_not_kept(
    hub: Hub, pusher: Pusher
) -> None:
    async with pusher.session() as sftp:
        with pytest.raises(asyncssh.SFTPFailure, match=r"door\.too_large"):
            await put(sftp, f"{FOLDER}/{NAME}", b"0" * (1024 * 1024 + 1))
        for offset in (1, 2**62):
            with pytest.raises(asyncssh.SFTPFailure, match=r"inbox\.out_of_order"):
                await _put_at(sftp, f"{FOLDER}/{NAME}", offset)
        async with hub.store.write() as tx:
            await set_limit(tx, PARTY, LimitName.INBOX_BYTES, 1000, "samir", "nermin")
        await asyncio.sleep(5.1)
        await put(sftp, f"{FOLDER}/{NAME}", b"0" * 2000)
        with pytest.raises(asyncssh.SFTPFailure, match=r"inbox\.full"):
            await put(sftp, f"{FOLDER}/{NEXT}", b"0")
        await sftp.remove(f"{FOLDER}/{NAME}")
        await put(sftp, f"{FOLDER}/{NEXT}", b"0")

    assert not [each for each in on_disk(hub, PARTY) if each.startswith("parts/")]


async def test_a_partys_quota_holds_here_as_at_the_other_doors(hub: Hub, pusher: Pusher) -> None:
    async with hub.store.write() as tx:
        await set_limit(tx, PARTY, LimitName.MESSAGES_A_DAY, 1, "samir", "nermin")
    async with pusher.session() as sftp:
        await push(sftp, FOLDER, NAME, meter_file(row(1)))
        await push(sftp, FOLDER, NEXT, meter_file(row(2)))

    assert await taking(hub).step() == 1
    assert await taking(hub).step() == 0
    assert await messages(hub) == [(PARTY, NAME)]


async def test_who_has_no_key_another_partys_key_or_a_password_stays_out(hub: Hub, pusher: Pusher) -> None:
    stranger = Pusher(PARTY, fresh_key(), pusher.port, pusher.host_key)
    for attempt in (stranger.connected(), pusher.connected(OTHER), pusher.connected("nobody")):
        with pytest.raises(asyncssh.PermissionDenied):
            async with attempt:
                pass
    with pytest.raises(asyncssh.PermissionDenied):
        await asyncssh.connect(
            "127.0.0.1", pusher.port, username=PARTY, password="x", client_keys=None, known_hosts=None, agent_path=None
        )


async def test_a_right_that_ends_closes_the_folder_and_a_key_that_ends_the_connection(
    hub: Hub, pusher: Pusher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.access.keyring.KNOWN_S", 0.0)
    async with pusher.session() as sftp:
        await push(sftp, FOLDER, NAME, meter_file(row(1)))
        async with hub.store.write() as tx:
            await end(tx, PARTY, PartyRight(FORMAT, "send"))
        assert await sftp.listdir("/inbox") == [".", ".."]
        with pytest.raises(asyncssh.SFTPNoSuchFile):
            await put(sftp, f"{FOLDER}/{NEXT}", b"x")
        assert await taking(hub).step() == 1
        assert (await messages(hub), await refusals(hub)) == ([], ["access.no_right"])
        mark = pusher.key.get_fingerprint("sha256")
        async with hub.store.write() as tx:
            await end_credential(tx, mark)
        await _is_cut(sftp)
        assert await _is_cut(sftp)


async def test_what_was_being_written_when_its_right_ended_is_not_kept(
    hub: Hub, pusher: Pusher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.access.keyring.KNOWN_S", 0.0)
    async with pusher.session() as sftp:
        target = await sftp.open(f"{FOLDER}/{NAME}", "wb")
        await target.write(meter_file(row(1)))
        async with hub.store.write() as tx:
            await end(tx, PARTY, PartyRight(FORMAT, "send"))

        with pytest.raises(asyncssh.SFTPNoSuchFile):
            await target.close()

    assert on_disk(hub, PARTY) == []


async def test_there_is_no_shell_command_terminal_environment_or_way_on_to_another_machine(pusher: Pusher) -> None:
    async with pusher.connected() as connection:
        for attempt in (
            connection.run("id"), connection.create_process(), connection.create_process(term_type="xterm"),
            connection.create_session(asyncssh.SSHClientSession, subsystem="shell"),
            connection.open_connection("127.0.0.1", 22), connection.open_unix_connection("/run/x"),
        ):  # fmt: skip
            with pytest.raises((asyncssh.Error, OSError)):
                await attempt
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.forward_remote_port("", 0, "127.0.0.1", 22)
        with pytest.raises((asyncssh.Error, OSError)):
            await asyncssh.scp(__file__, (connection, f"{FOLDER}/{NAME}"))
        async with connection.start_sftp_client(env={"LD_PRELOAD": "/run/x"}) as sftp:
            assert await sftp.listdir("/inbox") == [".", "..", FORMAT]


async def test_hundreds_of_connections_from_one_address_leave_room_for_the_party_that_works(pusher: Pusher) -> None:
    async with pusher.session() as sftp:
        silent = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", pusher.port) for _ in range(300)))
        await put(sftp, f"{FOLDER}/{NAME}", meter_file(row(1)))
        ended = await asyncio.gather(*(_ends(reader) for reader, _ in silent))
        for _, writer in silent:
            writer.close()
    assert sum(ended) >= 300 - limits.OF_ADDRESS


async def _ends(reader: asyncio.StreamReader) -> bool:
    try:
        async with asyncio.timeout(5.0):
            await reader.read()
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


async def test_a_party_has_so_many_connections_and_channels_and_no_more(pusher: Pusher) -> None:
    async with pusher.connected() as connection:
        sessions = [await connection.start_sftp_client() for _ in range(limits.MOST_SESSIONS)]
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.start_sftp_client()
        files = [await sessions[0].open(f"{FOLDER}/{number}.part", "wb") for number in range(limits.MOST_OPEN)]
        with pytest.raises(asyncssh.SFTPPermissionDenied):
            await sessions[0].open(f"{FOLDER}/more.part", "wb")
        for each in files:
            await each.close()
        async with AsyncExitStack() as others:
            for _ in range(limits.OF_PARTY - 1):
                await others.enter_async_context(pusher.connected())
            with pytest.raises((asyncssh.Error, OSError)):
                await others.enter_async_context(pusher.session())


async def test_connections_that_ended_leave_room_for_as_many_new_ones(pusher: Pusher) -> None:
    async with AsyncExitStack() as ended:
        for _ in range(limits.OF_PARTY):
            await ended.enter_async_context(pusher.connected())

    async def comes_in() -> bool:
        try:
            async with pusher.session() as sftp:
                return bool(await sftp.listdir("/"))
        except (asyncssh.Error, OSError):
            return False

    await eventually(comes_in, what="room for the party")


async def test_who_stalls_in_an_upload_is_cut_off_and_nothing_of_it_stays(
    hub: Hub, pusher: Pusher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guest, "IDLE_S", 0.3)
    async with pusher.connected() as connection:
        sftp = await connection.start_sftp_client()
        target = await sftp.open(f"{FOLDER}/{NAME}", "wb")
        await target.write(b"0" * 100)
        async with asyncio.timeout(10):
            await connection.wait_closed()

    async def nothing_stays() -> bool:
        return on_disk(hub, PARTY) == []

    await eventually(nothing_stays, what="an end without leftovers")


async def test_who_sends_faster_than_its_share_waits(pusher: Pusher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PER_SECOND", 256 * 1024)
    monkeypatch.setattr(limits, "BURST", 64 * 1024)
    loop = asyncio.get_running_loop()
    async with pusher.session() as sftp:
        began = loop.time()
        await put(sftp, f"{FOLDER}/{NAME}", b"0" * 512 * 1024)

    assert loop.time() - began > 1.0


async def test_what_is_not_accepted_yet_lies_sealed_on_the_disk(hub: Hub, pusher: Pusher) -> None:
    raw = meter_file(row(1, name="Ismayilova G?lnar? ?li q"))
    async with pusher.session() as sftp:
        await push(sftp, FOLDER, NAME, raw)
        await put(sftp, f"{FOLDER}/{NEXT}", raw)

    for path in folder_of(hub.settings.data).rglob("*"):
        assert not path.is_file() or b"Ismayilova" not in path.read_bytes()


async def test_the_host_key_is_the_same_after_a_restart_and_readable_by_the_hub_alone(hub: Hub) -> None:
    async with door(hub) as (_, first):
        pass
    async with door(hub) as (_, second):
        pass

    assert first == second
    assert (hub.settings.data / "sftp_host_key").stat().st_mode & 0o077 == 0


async def test_a_port_that_is_taken_is_said_with_the_setting(hub: Hub, pusher: Pusher) -> None:
    with pytest.raises(HubError, match="HUB_SFTP_PORT"):
        async with serving_files(hub, "127.0.0.1", pusher.port):
            pass


async def test_in_a_sandbox_the_well_known_key_opens_each_partys_own_folder(tmp_path: Path) -> None:
    async with running_hub(settings_for(tmp_path / "data"), works=False) as hub, door(hub) as (port, host_key):
        key = asyncssh.import_private_key((hub.settings.data / "sandbox_sftp_key").read_text())
        async with Pusher("azerishiq", key, port, host_key).session() as sftp:
            assert FORMAT in await sftp.listdir("/inbox")
        async with Pusher("edliyye", key, port, host_key).session() as sftp:
            assert FORMAT not in await sftp.listdir("/inbox")
