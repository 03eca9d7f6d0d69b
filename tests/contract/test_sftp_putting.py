"""Files put into an agency's folder over real SFTP: there whole and once, wherever the putting is cut off."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import ClassVar

import asyncssh
import pytest

from connectors.connector import Limits
from connectors.operations import SftpOperation
from connectors.outcome import Delivered, Outcome, Rejected, Unavailable, Unknown
from connectors.sftp import putting
from connectors.sftp.putting import MARKS, SftpCaller
from tests.sftp import Place, listening

NAME, KEY, OTHER_KEY = "MKO_20261125_01.txt", "0b64d1f2-6c1e-5a5b", "0b64d1f2-6c1e-5a5c"
OPERATION = SftpOperation(name="bank.payments.put", folder="in")
WHOLE = [NAME, f"{NAME}.md5", f"{NAME}.ok"]


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with listening(tmp_path / "agency") as made:
        yield made


async def put(place: Place, raw: bytes = b"D1\r\n", key: str = KEY, name: str = NAME, total_s: float = 20.0) -> Outcome:
    caller = SftpCaller("bank", OPERATION, lambda: place.endpoint, Limits(total_s=total_s))
    return await caller.call({"name": name, "content_base64": base64.b64encode(raw).decode()}, key)


async def test_a_file_is_there_whole_with_what_stands_beside_it(place: Place) -> None:
    outcome = await put(place)

    assert isinstance(outcome, Delivered)
    assert outcome.reference == NAME
    assert place.names("in") == WHOLE
    assert (place.home / "in" / NAME).read_bytes() == b"D1\r\n"
    assert (place.home / "in" / f"{NAME}.md5").read_text().endswith(f"  {NAME}\n")


async def test_a_repeat_after_the_agency_took_the_file_puts_nothing(place: Place) -> None:
    await put(place)
    for name in WHOLE:
        (place.home / "in" / name).unlink()

    assert isinstance(await put(place), Delivered)

    assert place.names("in") == []


class CutOff(asyncssh.SFTPServer):
    """Gives so many files their names, then fails; `left` None lets all pass."""

    left: ClassVar[int | None] = None

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        if CutOff.left == 0:
            raise asyncssh.SFTPFailure("gone")
        if CutOff.left is not None:
            CutOff.left -= 1
        super().posix_rename(oldpath, newpath)


@pytest.mark.parametrize("renamed", [0, 1, 2])
async def test_what_was_cut_off_between_two_names_goes_on_where_it_was_and_is_never_there_twice(
    tmp_path: Path, renamed: int
) -> None:
    async with listening(tmp_path / "agency", CutOff) as place:
        CutOff.left = renamed
        assert isinstance(await put(place), Unknown)
        assert f"{NAME}.ok" not in place.names("in")
        taken = [name for name in WHOLE if name in place.names("in")]
        for name in taken:
            (place.home / "in" / name).unlink()

        CutOff.left = None
        assert isinstance(await put(place), Delivered)

        assert [name for name in place.names("in") if not name.startswith(".")] == sorted({*WHOLE} - {*taken})


async def test_a_crash_after_the_last_name_and_before_our_commit_doubles_nothing(place: Place) -> None:
    await put(place)
    (place.home / "in" / NAME).rename(place.home / "processed")

    await put(place)

    assert NAME not in place.names("in")


async def test_another_file_of_the_name_is_left_alone(place: Place) -> None:
    await put(place)

    outcome = await put(place, b"D2\r\n", OTHER_KEY)

    assert isinstance(outcome, Rejected)
    assert outcome.code == "agency.name_taken"
    assert (place.home / "in" / NAME).read_bytes() == b"D1\r\n"


@pytest.mark.parametrize(("name", "key"), [("../up.txt", KEY), (".hidden", KEY), (NAME, "../../x")])
async def test_a_name_or_key_with_a_path_in_it_goes_nowhere(place: Place, name: str, key: str) -> None:
    assert isinstance(await put(place, name=name, key=key), Rejected)

    assert place.names() == []


class Stalls(asyncssh.SFTPServer):
    """Never lets anything be written."""

    async def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        await asyncio.sleep(60)
        return super().open(path, pflags, attrs)


async def test_a_server_that_stalls_is_left_and_nothing_was_applied(tmp_path: Path) -> None:
    async with listening(tmp_path / "stalls", Stalls) as place, asyncio.timeout(20):
        assert isinstance(await put(place, total_s=1.0), Unavailable)


async def test_a_place_that_is_not_known_or_does_not_let_us_in_is_unavailable(place: Place) -> None:
    caller = SftpCaller("bank", OPERATION, lambda: None, Limits())
    assert isinstance(await caller.call({"name": NAME, "content_base64": ""}, KEY), Unavailable)

    place.endpoint.key_file.write_bytes(asyncssh.generate_private_key("ssh-ed25519").export_private_key())
    assert isinstance(await put(place), Unavailable)


async def test_marks_are_forgotten_in_the_end(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    await put(place)
    monkeypatch.setattr(putting, "KEPT_S", -1.0)

    await put(place, name="MKO_20261125_02.txt", key=OTHER_KEY)

    assert place.names(f"in/{MARKS}") == []
