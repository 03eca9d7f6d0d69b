"""One session of a party: each request is paid for and of a party that is still let in, and what the door does not have
is refused here, so that nothing falls through to what the library does with the machine's disk.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncssh

from hub.access.parties import Party
from hub.errors import Forbidden
from hub.sftp.guest import Guest
from hub.sftp.limits import Pace
from hub.sftp.status import UNSUPPORTED, said


class PartySession(asyncssh.SFTPServer):
    """Refuses all that a party's folder has no use for; `hub.sftp.folder` answers the rest."""

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes], guest: Guest, pace: Pace) -> None:
        super().__init__(channel)
        self.guest, self._pace = guest, pace

    @asynccontextmanager
    async def asked(self, size: int = 0) -> AsyncIterator[Party]:
        """One request of so many bytes; what fails inside becomes a status of the protocol."""
        with said():
            await self._pace.take(self.guest.name, size)
            yield await self.guest.party()

    async def _never(self) -> None:
        async with self.asked():
            raise Forbidden("inbox.unsupported", UNSUPPORTED)

    async def open56(self, path: bytes, desired_access: int, flags: int, attrs: asyncssh.SFTPAttrs) -> object:
        """Of later versions of the protocol, which are not spoken."""
        del path, desired_access, flags, attrs
        await self._never()
        return None

    async def mkdir(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Folders are those of the rights."""
        del path, attrs
        await self._never()

    async def rmdir(self, path: bytes) -> None:
        """The same."""
        del path
        await self._never()

    async def readlink(self, path: bytes) -> bytes:
        """There are no links."""
        del path
        await self._never()
        return b""

    async def symlink(self, oldpath: bytes, newpath: bytes) -> None:
        """The same."""
        del oldpath, newpath
        await self._never()

    async def link(self, oldpath: bytes, newpath: bytes) -> None:
        """The same."""
        del oldpath, newpath
        await self._never()

    async def lock(self, file_obj: object, offset: int, length: int, flags: int) -> None:
        """Of later versions."""
        del file_obj, offset, length, flags
        await self._never()

    async def unlock(self, file_obj: object, offset: int, length: int) -> None:
        """The same."""
        del file_obj, offset, length
        await self._never()

    async def statvfs(self, path: bytes) -> asyncssh.SFTPVFSAttrs:
        """How much room the hub has is nobody's business."""
        del path
        await self._never()
        return asyncssh.SFTPVFSAttrs()

    async def fstatvfs(self, file_obj: object) -> asyncssh.SFTPVFSAttrs:
        """The same."""
        del file_obj
        await self._never()
        return asyncssh.SFTPVFSAttrs()

    def map_path(self, path: bytes) -> bytes:
        """No path of a party is one of ours."""
        raise asyncssh.SFTPPermissionDenied(path.decode("ascii", "replace")[:80])

    def reverse_map_path(self, path: bytes) -> bytes:
        """The same."""
        return self.map_path(path)

    def exit(self) -> None:
        """Nothing is left open: every file was closed before."""
