"""A file of sealed frames: written once from front to back, read as the plain bytes it holds, from any place on.

The file begins with MAGIC and a random id of 16 bytes. Then come frames, each its sealed length in 4 bytes, big-endian,
and the sealed bytes. All frames hold the same number of plain bytes but for the last, which holds fewer, so a file
that was cut is known. A frame is sealed for its file and its number and opens nowhere else.
"""

from __future__ import annotations

import io
import os
import secrets
from pathlib import Path
from typing import IO, Any, BinaryIO

from hub.store.sealing import Sealer

MAGIC = b"QH1\n"
FRAME = 64 * 1024
"""Plain bytes of a frame."""
PLACE = "content.frame"
_ID = 16
_LENGTH = 4
_HEADER = len(MAGIC) + _ID


class ContentDamaged(ValueError):
    """The file is not what was written: cut, mixed up, or none of ours."""


class SealedWriter:
    """Seals what is written, frame by frame. `finish` ends the file; without it, it counts as cut."""

    def __init__(self, target: IO[bytes], sealer: Sealer, frame: int = FRAME) -> None:
        self._target = target
        self._sealer = sealer
        self._frame = frame
        self._id = secrets.token_bytes(_ID)
        self._number = 0
        self._length: int | None = None
        self._rest = bytearray()
        target.write(MAGIC + self._id)

    def write(self, part: bytes) -> None:
        """More plain bytes."""
        self._rest += part
        while len(self._rest) >= self._frame:
            self._put(bytes(self._rest[: self._frame]), is_full=True)
            del self._rest[: self._frame]

    def finish(self) -> None:
        """The last frame."""
        self._put(bytes(self._rest), is_full=False)
        self._target.flush()

    def _put(self, plain: bytes, *, is_full: bool) -> None:
        sealed = self._sealer.seal(PLACE, _row(self._id, self._number), plain)
        if is_full and self._length not in (None, len(sealed)):
            raise ValueError("a sealer must seal equal lengths to equal lengths, or no frame could be found again")
        self._length = len(sealed)
        self._number += 1
        self._target.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)


def open_sealed(path: Path, sealer: Sealer, frame: int = FRAME) -> BinaryIO:
    """The plain bytes of a file, seekable; the caller closes it. FileNotFoundError, or ContentDamaged while reading."""
    source = path.open("rb", buffering=0)
    try:
        return io.BufferedReader(_SealedFile(source, sealer, frame), min(frame, io.DEFAULT_BUFFER_SIZE))
    except ContentDamaged:
        source.close()
        raise


class _SealedFile(io.RawIOBase):
    """Holds one opened frame at a time."""

    def __init__(self, source: io.FileIO, sealer: Sealer, frame: int) -> None:
        self._source = source
        self._sealer = sealer
        self._frame = frame
        self._at = 0
        self._number = -1
        self._plain = b""
        self._id, self._stride, self._last = self._measure()
        self._size = self._last * frame + self._refuse_cut()

    def _measure(self) -> tuple[bytes, int, int]:
        """The file's id, the bytes from one frame to the next, and the number of the last frame."""
        header, first = self._source.read(_HEADER), self._source.read(_LENGTH)
        if not header.startswith(MAGIC) or len(first) < _LENGTH:
            raise ContentDamaged("no file of sealed frames")
        stride = _LENGTH + int.from_bytes(first, "big")
        frames = os.fstat(self._source.fileno()).st_size - _HEADER
        return header[len(MAGIC) :], stride, -(-frames // stride) - 1

    def _refuse_cut(self) -> int:
        """The length of the last frame, which must not be a whole one."""
        length = len(self._open(self._last))
        if length >= self._frame:
            raise ContentDamaged("cut after a whole frame")
        return length

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        number, begin = divmod(self._at, self._frame)
        if number > self._last:
            return 0
        if number != self._number:
            self._plain, self._number = self._open(number), number
        view = memoryview(buffer).cast("B")
        part = self._plain[begin : begin + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _open(self, number: int) -> bytes:
        self._source.seek(_HEADER + number * self._stride)
        length = int.from_bytes(self._source.read(_LENGTH), "big")
        sealed = self._source.read(length)
        if len(sealed) != length or (number < self._last and length + _LENGTH != self._stride):
            raise ContentDamaged(f"frame {number} is cut")
        return self._sealer.unseal(PLACE, _row(self._id, number), sealed)

    def close(self) -> None:
        self._source.close()
        super().close()


def _row(file: bytes, number: int) -> str:
    return f"{file.hex()}:{number}"
