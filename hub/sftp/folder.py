"""What a party may do over SFTP with what it sees (`tree.py`).

A file is written to `/inbox/FORMAT/NAME` and counts once the party says that it is whole: by an empty `NAME.ok` behind
`NAME` and `NAME.md5`, or by the rename from a temporary name (`.NAME…`, `NAME.part`, …) to NAME. Nothing in the inbox
can be read, and nothing in the replies be changed.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import asyncssh
from asyncssh.constants import FXF_APPEND, FXF_EXCL, FXF_READ, FXF_TRUNC, FXF_WRITE
from asyncssh.sftp import SFTPName

from hub.access.limits import DEFAULTS, LimitName
from hub.access.parties import Party
from hub.errors import Forbidden, NotFound, Refused, found_or
from hub.exchange.files.inbox import DIGEST, IN_ORDER, READY, InboxCaps, Upload
from hub.sftp.attributes import FOLDER, longname, of_upload
from hub.sftp.guest import Guest
from hub.sftp.limits import MOST_OPEN, Pace
from hub.sftp.path import Place, steps_of
from hub.sftp.session import PartySession
from hub.sftp.status import NOTHING, NOTHING_WHOLE, READ_ONLY, RENAME, TOO_MANY_OPEN, WRITE_ONLY
from hub.sftp.tree import INBOX, REPLIES, Tree
from hub.web.limits import Admission

_TEMPORARY: Final = re.compile(r"\..+|.+\.(part|tmp|temp|filepart|partial|uploading)", re.ASCII)
_LONGEST_READ: Final = 256 * 1024
_MOST_LISTINGS: Final = 10_000
"""In one session."""


@dataclass(frozen=True, slots=True)
class Door:
    """What every session needs of the hub."""

    tree: Tree
    admission: Admission
    pace: Pace
    most_file: int


class PartyFolder(PartySession):
    """Files written, said to be whole, and read, by one session."""

    def __init__(
        self,
        door: Door,
        channel: asyncssh.SSHServerChannel[bytes],
        guest: Guest,
        has_ended: Callable[[], bool],
    ) -> None:
        super().__init__(channel, guest, door.pace)
        self._door, self._tree, self._has_ended = door, door.tree, has_ended
        self._open: set[int] = set()
        self._listings = 0

    async def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        """To write a file anew, or to read a reply."""
        del attrs
        async with self.asked() as party:
            if len(self._open) >= MOST_OPEN:
                raise Forbidden("inbox.too_many_open", TOO_MANY_OPEN)
            place = self._tree.place(party, path)
            made = await (self._write(party, place, pflags) if pflags & FXF_WRITE else self._read(party, place))
            self._open.add(id(made))
            return made

    async def _write(self, party: Party, place: Place, flags: int) -> Upload:
        if place.root != INBOX or not place.name:
            raise Forbidden("inbox.read_only", READ_ONLY)
        if flags & FXF_READ:
            raise Forbidden("inbox.write_only", WRITE_ONLY)
        if flags & FXF_APPEND or not flags & (FXF_TRUNC | FXF_EXCL):
            raise Refused("inbox.out_of_order", IN_ORDER, place="offset")
        await self._door.admission.check()
        self._door.admission.check_share(party.name)
        caps = InboxCaps(self._door.most_file, party.limits.get(LimitName.INBOX_BYTES, DEFAULTS[LimitName.INBOX_BYTES]))
        return await asyncio.to_thread(self._tree.inbox.begin, party.name, place.format, place.name, caps)

    async def _read(self, party: Party, place: Place) -> BinaryIO:
        if place.root != REPLIES or not place.name:
            raise Forbidden("inbox.write_only", WRITE_ONLY)
        return found_or(
            await asyncio.to_thread(self._tree.outbox.open, party.name, place.name), NotFound("api.not_found", NOTHING)
        )

    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """The next bytes of an upload."""
        async with self.asked(len(data)):
            if not isinstance(file_obj, Upload):
                raise Forbidden("inbox.read_only", READ_ONLY)
            await asyncio.to_thread(file_obj.write, offset, data)
            return len(data)

    async def read(self, file_obj: object, offset: int, size: int) -> bytes:
        """Of a reply."""
        size = min(size, _LONGEST_READ)
        async with self.asked(size):
            if isinstance(file_obj, Upload):
                raise Forbidden("inbox.write_only", WRITE_ONLY)
            return await asyncio.to_thread(_read_at, _reply(file_obj), offset, size)

    async def close(self, file_obj: object) -> None:
        """The party closed it, or its session ended: then nothing stays of what was being written."""
        self._open.discard(id(file_obj))
        if not isinstance(file_obj, Upload):
            _reply(file_obj).close()
            return
        if self._has_ended():
            await asyncio.to_thread(file_obj.drop)
            return
        try:
            async with self.asked() as party:
                await self._close(party, file_obj)
        except BaseException:
            await asyncio.to_thread(file_obj.drop)
            raise

    async def _close(self, party: Party, upload: Upload) -> None:
        inbox, name = self._tree.inbox, upload.name
        format_name = upload.format
        self._tree.need(party, format_name)
        if not name.endswith(READY):
            await asyncio.to_thread(upload.finish)
            return
        await asyncio.to_thread(upload.drop)
        if not await asyncio.to_thread(inbox.by_digest, party.name, format_name, name.removesuffix(READY)):
            raise NotFound("inbox.nothing_whole", NOTHING_WHOLE)

    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """From a temporary name to the file's own: so it is whole."""
        async with self.asked() as party:
            old, new = self._tree.place(party, oldpath), self._tree.place(party, newpath)
            if old.root != INBOX or not old.name or (old.root, old.format) != (new.root, new.format):
                raise Forbidden("inbox.rename", RENAME)
            fits = _TEMPORARY.fullmatch(old.name) and not _TEMPORARY.fullmatch(new.name)
            if not fits or new.name.endswith((READY, DIGEST)):
                raise Forbidden("inbox.rename", RENAME)
            given = (party.name, old.format, old.name, new.name)
            if not await asyncio.to_thread(self._tree.inbox.by_rename, *given):
                raise NotFound("api.not_found", NOTHING)

    async def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """The same."""
        await self.rename(oldpath, newpath)

    async def remove(self, path: bytes) -> None:
        """Of what is not whole yet."""
        async with self.asked() as party:
            place = self._tree.place(party, path)
            if place.root != INBOX or not place.name:
                raise Forbidden("inbox.read_only", READ_ONLY)
            if not await asyncio.to_thread(self._tree.inbox.remove, party.name, place.format, place.name):
                raise NotFound("api.not_found", NOTHING)

    async def scandir(self, path: bytes) -> AsyncIterator[SFTPName]:
        """What the party has itself, and no more."""
        async with self.asked() as party:
            self._listings += 1
            if self._listings > _MOST_LISTINGS:
                raise Forbidden("inbox.too_many_open", TOO_MANY_OPEN)
            found = await self._tree.listed(party, self._tree.place(party, path))
        for name, attrs in ((".", FOLDER), ("..", FOLDER), *found):
            yield SFTPName(name.encode(), longname(name, attrs), attrs)

    async def stat(self, path: bytes) -> asyncssh.SFTPAttrs:
        """Of a folder of the party, of what arrives, or of a reply."""
        async with self.asked() as party:
            return await self._tree.attributes(party, self._tree.place(party, path))

    async def lstat(self, path: bytes) -> asyncssh.SFTPAttrs:
        """The same: there are no links."""
        return await self.stat(path)

    async def fstat(self, file_obj: object) -> asyncssh.SFTPAttrs:
        """Of an open file."""
        async with self.asked():
            if isinstance(file_obj, Upload):
                return of_upload(file_obj.size, 0)
            return await asyncio.to_thread(_size_of, _reply(file_obj))

    async def realpath(self, path: bytes) -> bytes:
        """The path without what leads back and forth; whether there is anything is not said."""
        async with self.asked():
            return f"/{'/'.join(steps_of(path))}".encode()

    async def setstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Times and permissions are taken and mean nothing; a size is not given to a file, but written."""
        async with self.asked() as party:
            place = self._tree.place(party, path)
            if place.root != INBOX or not place.name or attrs.size is not None:
                raise Forbidden("inbox.read_only", READ_ONLY)

    async def lsetstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """The same."""
        await self.setstat(path, attrs)

    async def fsetstat(self, file_obj: object, attrs: asyncssh.SFTPAttrs) -> None:
        """The same of an open file."""
        async with self.asked():
            if not isinstance(file_obj, Upload) or attrs.size is not None:
                raise Forbidden("inbox.read_only", READ_ONLY)

    async def fsync(self, file_obj: object) -> None:
        """What is closed is synced; before, nothing is promised."""
        del file_obj
        async with self.asked():
            return


def _reply(file_obj: object) -> Any:
    return file_obj


def _read_at(source: BinaryIO, offset: int, size: int) -> bytes:
    source.seek(offset)
    return source.read(size)


def _size_of(source: BinaryIO) -> asyncssh.SFTPAttrs:
    return of_upload(source.seek(0, 2), 0)
