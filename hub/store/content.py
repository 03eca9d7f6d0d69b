"""The content store: large bodies as sealed files named by the sealed SHA-256 of what they hold (Claim Check).

A file is synced before anything refers to it.

In a distributed installation the folder is a volume that all processes share.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from hub.errors import HubError, Words
from hub.store.sealed_file import SealedWriter, open_sealed
from hub.store.sealing import KeyedHash, Sealer

_PIECE = 1 << 20
INLINE_BYTES = 256 * 1024
"""Bodies up to this size live in the database."""


class NoRoom(HubError):
    """The disk is full; nothing was kept (HTTP 507)."""

    def __init__(self) -> None:
        super().__init__(
            "hub.no_room",
            Words(
                "Diskdə yer qalmayıb. Yer açıldıqdan sonra təkrar göndərin.",
                "The disk is full. Send again after room has been made.",
            ),
            status=507,
            retryable=True,
        )


class OtherBytes(ValueError):
    """The bytes are not those that were announced; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A body that is safely on disk."""

    sha256: str
    size: int


class ContentStore:
    """A folder of immutable files. Writing the same bytes twice is harmless."""

    def __init__(self, folder: Path, sealer: Sealer, keyed: KeyedHash) -> None:
        self._folder = folder
        self._sealer = sealer
        self._keyed = keyed

    def name(self, sha256: str) -> str:
        """What the file of a body with this hash is called, and the tables know it by: see KeyedHash.digest_sealed."""
        return self._keyed.digest_sealed(sha256)

    def open(self, sha256: str) -> BinaryIO:
        """The body with this hash, seekable; FileNotFoundError if it is not here, ContentDamaged if it was cut."""
        return open_sealed(self._path(sha256), self._sealer)

    async def read(self, sha256: str) -> bytes:
        """A body as a whole, for those that are small by their nature. Errors as of `open`."""
        return await asyncio.to_thread(self._read, sha256)

    def _read(self, sha256: str) -> bytes:
        with self.open(sha256) as source:
            return source.read()

    async def size(self, sha256: str) -> int:
        """How many bytes a body has, whatever its size by opening one frame of it. Errors as of `open`."""
        return await asyncio.to_thread(self._size, sha256)

    def _size(self, sha256: str) -> int:
        with self.open(sha256) as source:
            return source.seek(0, os.SEEK_END)

    async def is_whole(self, name: str) -> bool:
        """Whether the body of this name is here, with every byte that was stored."""
        return await asyncio.to_thread(self._is_whole, self._keyed.digest_opened(name))

    def _is_whole(self, sha256: str) -> bool:
        try:
            digest = hashlib.sha256()
            with self.open(sha256) as source:
                while piece := source.read(_PIECE):
                    digest.update(piece)
            return digest.hexdigest() == sha256
        except (OSError, ValueError):
            return False

    def _path(self, sha256: str) -> Path:
        return self._at(self.name(sha256))

    def _at(self, name: str) -> Path:
        short = name.partition("_")[2][:2]
        return self._folder / short / name

    async def keep(self, raw: bytes) -> Stored:
        """Store bytes that are already in memory."""

        async def once() -> AsyncIterator[bytes]:
            yield raw

        return await self.keep_stream(once(), len(raw))

    async def keep_stream(self, parts: AsyncIterator[bytes], most: int, announced: str | None = None) -> Stored:
        """Store a stream; raises ValueError beyond `most` bytes, OtherBytes where its SHA-256 is not the one announced
        and NoRoom on a full disk, leaving nothing behind.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix="part-", delete=False) as target:
                temporary = Path(target.name)
                try:
                    stored = await self._write(target.file, parts, most, announced)
                    await asyncio.to_thread(self._finish, target.file, temporary, stored.sha256)
                finally:
                    await asyncio.to_thread(temporary.unlink, missing_ok=True)
        except OSError as full:
            raise NoRoom from full
        return stored

    async def _write(self, target: IO[bytes], parts: AsyncIterator[bytes], most: int, announced: str | None) -> Stored:
        sealed, digest, size = SealedWriter(target, self._sealer), hashlib.sha256(), 0
        async for part in parts:
            size += len(part)
            _refuse_beyond(size, most)
            digest.update(part)
            await asyncio.to_thread(sealed.write, part)
        if announced is not None and digest.hexdigest() != announced:
            raise OtherBytes(digest.hexdigest())
        await asyncio.to_thread(sealed.finish)
        return Stored(digest.hexdigest(), size)

    def _finish(self, target: IO[bytes], temporary: Path, sha256: str) -> None:
        os.fsync(target.fileno())
        final = self._path(sha256)
        final.parent.mkdir(exist_ok=True)
        temporary.replace(final)
        for folder in (final.parent, self._folder):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    async def touch(self, sha256: str) -> None:
        """Somebody is about to refer to it, so it is not removed soon; FileNotFoundError if it is not here."""
        await asyncio.to_thread(os.utime, self._path(sha256))

    async def remove(self, name: str, unused_since: float) -> bool:
        """Remove the body of this name unless somebody stored or touched it since that moment (Unix seconds).

        True if it is here no more.
        """
        return await asyncio.to_thread(self._remove, self._at(name), unused_since)

    def _remove(self, final: Path, unused_since: float) -> bool:
        """First put aside, then looked at: whoever touches it in between does not find it, and sends it again."""
        aside = final.with_suffix(".gone")
        try:
            final.rename(aside)
        except FileNotFoundError:
            aside.unlink(missing_ok=True)
            return True
        if aside.stat().st_mtime > unused_since:
            aside.rename(final)
            return False
        aside.unlink()
        return True

    def free_bytes(self) -> int:
        """Room left on the volume."""
        self._folder.mkdir(parents=True, exist_ok=True)
        stat = os.statvfs(self._folder)
        return stat.f_bavail * stat.f_frsize


def _refuse_beyond(size: int, most: int) -> None:
    if size > most:
        raise ValueError(size)
