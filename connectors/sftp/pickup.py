"""A folder on an agency's SFTP server from which files are taken; what fails is a SftpFailed (`session`).

The agency writes NAME, its MD5 as `NAME.md5`, and last the empty `NAME.ok`: what has no `.ok` is still being written.
What was taken lies in `taken/`, what was refused in `refused/` with the reason beside it.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal, cast

import asyncssh

from connectors.sftp.endpoint import SftpEndpoint
from connectors.sftp.session import ANSWER_S, SftpFailed, opened, told

READY, DIGEST = ".ok", ".md5"
MOST_NAMES = 10_000
"""Names looked at in a folder; what lies beyond waits until those before are gone."""
PART = 256 * 1024
WHOLE_S = 1800.0
"""How long one file may take in all."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_MD5 = re.compile(rb"\s*([0-9A-Fa-f]{32})(?:\s|$)")
_SIDE = (READY, DIGEST)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that can be taken. `mark` is another one where the file was written anew: sizes and times as listed."""

    name: str
    mark: str


class PickupFolder:
    """An open folder. All names are plain: what a server lists with a path in it is not looked at."""

    def __init__(self, sftp: asyncssh.SFTPClient, folder: str) -> None:
        self._sftp = sftp
        self._folder = folder.rstrip("/")

    async def waiting(self) -> list[Waiting]:
        """Whole files, by the order of their names."""
        found: dict[str, str] = {}
        with told():
            async with asyncio.timeout(ANSWER_S):
                async for entry in self._sftp.scandir(self._folder or "."):
                    name = str(entry.filename)
                    if _NAME.fullmatch(name):
                        found[name] = f"{entry.attrs.size}.{entry.attrs.mtime}"
                    if len(found) >= MOST_NAMES:
                        break
        whole = sorted(name for name in found if not name.endswith(_SIDE) and f"{name}{READY}" in found)
        return [Waiting(name, f"{found[name]}/{found[f'{name}{READY}']}") for name in whole]

    async def parts(self, name: str) -> AsyncIterator[bytes]:
        """The file's bytes, to their end and not to the size that the server names; then its digest is compared.

        A server that drips is left after WHOLE_S.
        """
        until = asyncio.get_running_loop().time() + WHOLE_S
        announced, seen = await self._digest(name), hashlib.md5(usedforsecurity=False)
        with told(name):
            async with asyncio.timeout(ANSWER_S):
                source = await self._sftp.open(self._at(name), "rb")
            try:
                while True:
                    async with asyncio.timeout(ANSWER_S):
                        part = cast(bytes, await source.read(PART))  # opened for bytes
                    if not part:
                        break
                    if asyncio.get_running_loop().time() > until:
                        raise SftpFailed("pickup.unreachable", name)
                    seen.update(part)
                    yield part
            finally:
                async with asyncio.timeout(ANSWER_S):
                    await source.close()
        if seen.hexdigest() != announced:
            raise SftpFailed("pickup.digest_differs", name)

    async def _digest(self, name: str) -> str:
        try:
            with told(name):
                async with asyncio.timeout(ANSWER_S), self._sftp.open(self._at(f"{name}{DIGEST}"), "rb") as beside:
                    found = _MD5.match(await beside.read(200))
        except SftpFailed as unread:
            if unread.code == "pickup.unreachable":
                raise
            found = None
        if found is None:
            raise SftpFailed("pickup.digest_missing", name)
        return found[1].decode().lower()

    async def put_away(self, name: str, to: Literal["taken", "refused"], why: str = "") -> None:
        """Move the file and what lies beside it, `.ok` first: cut off in between, what is left is no whole file."""
        with told(name):
            async with asyncio.timeout(ANSWER_S):
                await self._sftp.makedirs(self._at(to), exist_ok=True)
                if why:
                    async with self._sftp.open(self._at(f"{to}/{name}.txt"), "w", encoding="utf-8") as reason:
                        await reason.write(why)
                for each in (f"{name}{READY}", name, f"{name}{DIGEST}"):
                    await self._move(each, f"{to}/{each}")

    async def _move(self, name: str, to: str) -> None:
        """Over what lies there, which SFTP 3 itself refuses (posix-rename@openssh.com)."""
        try:
            await self._sftp.posix_rename(self._at(name), self._at(to))
        except asyncssh.SFTPNoSuchFile:
            return  # there never was one, or an earlier turn has moved it

    def _at(self, name: str) -> str:
        return f"{self._folder}/{name}" if self._folder else name


@asynccontextmanager
async def visiting(endpoint: SftpEndpoint) -> AsyncIterator[PickupFolder]:
    """The agency's folder over a connection of its own, which is cut at the end."""
    async with opened(endpoint) as sftp:
        yield PickupFolder(sftp, endpoint.folder)
