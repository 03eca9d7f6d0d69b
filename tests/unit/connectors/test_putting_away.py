"""A file is put away so that no mark of readiness stays without it, wherever the line breaks."""

from __future__ import annotations

from typing import cast

import asyncssh
import pytest

from connectors.sftp.pickup import PickupFolder
from connectors.sftp.session import SftpFailed

NAME = "AZI_MK_20260331_01.csv"


class CutOffServer:
    """A server of which so many renames come through."""

    def __init__(self, renames: int) -> None:
        self.left = renames
        self.lies = {f"{NAME}.ok", NAME, f"{NAME}.md5"}

    async def makedirs(self, _path: str, *, exist_ok: bool) -> None:
        assert exist_ok

    async def posix_rename(self, old: str, new: str) -> None:
        if not self.left:
            raise asyncssh.SFTPConnectionLost("gone")
        self.left -= 1
        self.lies.remove(old)
        self.lies.add(new)


@pytest.mark.parametrize("renames", range(3))
async def test_what_is_left_of_it_where_it_is_cut_off_is_no_whole_file(renames: int) -> None:
    server = CutOffServer(renames)
    folder = PickupFolder(cast("asyncssh.SFTPClient", server), "")

    with pytest.raises(SftpFailed):
        await folder.put_away(NAME, "taken")

    assert (f"{NAME}.ok" in server.lies) is (renames == 0), "it goes first"
