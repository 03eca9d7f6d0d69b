"""Puts a file into an agency's folder so that it is there whole, once, whatever is cut off in between.

All pieces (NAME, `NAME.md5`, `NAME.ok`, as the agency has it) are written under temporary names that bear the
delivery's key; then a mark of the key is made; then each piece gets its own name, the `.ok` last. A rename is one step
on the server, so a repeat under the same key sees by the mark and the pieces that are left how far it had come, also
where the agency has taken the file away meanwhile. Marks lie in `.hub/` and are removed KEPT_S behind the newest one.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable

import asyncssh

from connectors.connector import Limits
from connectors.operations import SftpOperation
from connectors.outcome import Delivered, Document, Exchanged, Outcome, Rejected, Unavailable, Unknown
from connectors.sftp.document import NAME_TAKEN, file_of, is_key
from connectors.sftp.endpoint import SftpEndpoint
from connectors.sftp.pickup import DIGEST, MOST_NAMES, READY
from connectors.sftp.session import ANSWER_S, SftpFailed, opened, told

MARKS = ".hub"
KEPT_S = 90 * 24 * 3600.0
_CODES = {"pickup.unreachable": "agency.refused", "pickup.not_allowed": "agency.unauthorised"}


class SftpCaller:
    """The Operation of a SftpOperation; every call has a session of its own."""

    has_status = False

    def __init__(self, agency: str, operation: SftpOperation, where: Callable[[], SftpEndpoint | None], limits: Limits):
        self.agency, self.name, self.idempotent, self.limits = agency, operation.name, True, limits
        self._operation, self._where = operation, where

    async def call(self, document: Document, key: str) -> Outcome:
        """Put the file, or go on with putting it; a document that is no file is Rejected, nothing sent."""
        found = file_of(document, key)
        if isinstance(found, Rejected):
            return found
        name, raw = found
        place = self._where()
        if place is None:
            return Unavailable(Exchanged(), "agency.refused")
        return await self._put(place, File(name, raw, key, self._operation.sides))

    async def status(self, key: str) -> Outcome:
        """Nobody can be asked; a repeat is harmless."""
        return Unknown(Exchanged(), "status.unsupported", f"no status service for {key}")

    async def _put(self, place: SftpEndpoint, file: File) -> Outcome:
        begun, sent = False, file.raw
        try:
            async with asyncio.timeout(self.limits.total_s), opened(place) as sftp:
                folder = HandoverFolder(sftp, place.folder, self._operation.folder)
                if not await folder.prepare(file):
                    return Rejected(Exchanged(sent, reached=True), NAME_TAKEN, file.name)
                begun = True
                await folder.finish(file)
                await folder.forget_old_marks()
        except (SftpFailed, TimeoutError) as failed:
            code = (
                _CODES.get(failed.code, "agency.refused") if isinstance(failed, SftpFailed) else "agency.total_timeout"
            )
            made = Unknown if begun else Unavailable
            return made(Exchanged(sent, reached=begun), code)
        return Delivered(Exchanged(sent, reached=True), file.name)


class File:
    """A file's pieces in the order in which they get their names, each with its bytes."""

    def __init__(self, name: str, raw: bytes, key: str, sides: tuple[str, ...]) -> None:
        self.name, self.raw, self.key = name, raw, key
        digest = hashlib.md5(raw, usedforsecurity=False).hexdigest()
        self.pieces: dict[str, bytes] = {}
        if DIGEST in sides:
            self.pieces[f"{name}{DIGEST}"] = f"{digest}  {name}\n".encode()
        self.pieces[name] = raw
        if READY in sides:
            self.pieces[f"{name}{READY}"] = b""

    def temporary(self, piece: str) -> str:
        """Begins with a dot, which nobody takes."""
        return f".{piece}.{self.key}.part"


class HandoverFolder:
    """The agency's folder for what it gets; `below` is its path in the folder where the session begins."""

    def __init__(self, sftp: asyncssh.SFTPClient, folder: str, below: str) -> None:
        self._sftp = sftp
        self._folder = "/".join(filter(None, (folder.rstrip("/"), below)))

    async def prepare(self, file: File) -> bool:
        """Write all pieces and the mark, unless an earlier try did; False where another file has the name."""
        with told(file.name):
            async with asyncio.timeout(ANSWER_S):
                await self._sftp.makedirs(self._at(MARKS), exist_ok=True)
                if await self._sftp.exists(self._at(f"{MARKS}/{file.key}")):
                    return True
                if await self._sftp.exists(self._at(file.name)):
                    return False
            for piece, raw in file.pieces.items():
                async with asyncio.timeout(ANSWER_S), self._sftp.open(self._at(file.temporary(piece)), "wb") as part:
                    await part.write(raw)
            async with asyncio.timeout(ANSWER_S), self._sftp.open(self._at(f"{MARKS}/{file.key}"), "wb") as mark:
                await mark.write(file.name.encode())
        return True

    async def finish(self, file: File) -> None:
        """Give each piece its name that does not have it yet."""
        for piece in file.pieces:
            with told(piece):
                async with asyncio.timeout(ANSWER_S):
                    if await self._sftp.exists(self._at(file.temporary(piece))):
                        await self._sftp.posix_rename(self._at(file.temporary(piece)), self._at(piece))

    async def forget_old_marks(self) -> None:
        """By the server's own times, and at most MOST_NAMES of them a time."""
        made: dict[str, int] = {}
        with told():
            async with asyncio.timeout(ANSWER_S):
                async for entry in self._sftp.scandir(self._at(MARKS)):
                    if is_key(str(entry.filename)) and entry.attrs.mtime is not None:
                        made[str(entry.filename)] = entry.attrs.mtime
                    if len(made) >= MOST_NAMES:
                        break
                for name, at in made.items():
                    if at < max(made.values()) - KEPT_S:
                        await self._sftp.remove(self._at(f"{MARKS}/{name}"))

    def _at(self, name: str) -> str:
        return f"{self._folder}/{name}" if self._folder else name
