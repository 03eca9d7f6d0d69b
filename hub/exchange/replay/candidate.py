"""A candidate mapping: the files of its folder under limits, and the process that reads with it."""

from __future__ import annotations

import asyncio
import io
import json
import struct
import sys
import tempfile
import zipfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from hub.errors import found_or
from hub.exchange.replay.reader import additions_to
from hub.exchange.replay.reading import Read
from hub.exchange.replay.words import candidate_broke, no_folder, too_large, unknown_file
from mappings.format import Additions

FILES = ("mapping.yaml", "codes.yaml", "schema.json", "schema.xsd")
MOST_BYTES = 512 * 1024
"""Of a candidate, unpacked."""
_ROOT = Path(__file__).parents[3]
_MOST_ANSWER = 16 * 1024 * 1024


def from_folder(folder: Path) -> dict[str, str]:
    """The files of a format's folder; samples are not taken."""
    return checked({name: (folder / name).read_text("utf-8") for name in FILES if (folder / name).is_file()})


def from_zip(raw: bytes) -> dict[str, str]:
    """The files of a packed folder, at its top or in one folder; Refused for what is too large or no such thing."""
    if len(raw) > MOST_BYTES:
        raise too_large(MOST_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return checked(dict(_members(packed)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, UnicodeDecodeError, EOFError) as broken:
        raise no_folder() from broken


def checked(files: Mapping[str, str]) -> dict[str, str]:
    """The same; Refused where it is no folder of a format, has another file, or is too large."""
    for name in files:
        if name not in FILES:
            raise unknown_file(name[:80])
    if "mapping.yaml" not in files:
        raise no_folder()
    if sum(len(text.encode()) for text in files.values()) > MOST_BYTES:
        raise too_large(MOST_BYTES)
    return dict(files)


def _members(packed: zipfile.ZipFile) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    left = MOST_BYTES
    for member in packed.infolist():
        path = PurePosixPath(member.filename)
        if member.is_dir() or "samples" in path.parts or path.name.startswith("."):
            continue
        if path.name not in FILES or len(path.parts) > 2 or path.name in dict(found):
            raise unknown_file(member.filename[:80])
        with packed.open(member) as opened:
            raw = opened.read(left + 1)
        left -= len(raw)
        if left < 0:
            raise too_large(MOST_BYTES)
        found.append((path.name, raw.decode("utf-8")))
    return found


@dataclass(slots=True)
class Reader:
    """The process under way. What it was loaded as, or why not."""

    process: asyncio.subprocess.Process
    answer: Mapping[str, Any]

    @property
    def problems(self) -> list[str]:
        """Why the candidate cannot be loaded; empty where it can."""
        return [str(each)[:300] for each in self.answer.get("problems", ())]

    @property
    def format(self) -> str:
        """The format that it reads."""
        return str(self.answer.get("format", ""))

    @property
    def hash(self) -> str:
        """Its version, as messages would carry it."""
        return str(self.answer.get("hash", ""))

    async def read(self, raw: bytes) -> Read:
        """Read one message; Refused (candidate_broke) where it takes too long or the process ends."""
        source = found_or(self.process.stdin, candidate_broke())
        try:
            async with asyncio.timeout(5.0):
                source.write(struct.pack(">I", len(raw)) + raw)
                await source.drain()
                return Read.from_json(await _frame(self.process))
        except (TimeoutError, OSError, asyncio.IncompleteReadError, ValueError) as broken:
            raise candidate_broke() from broken


@asynccontextmanager
async def reading_with(files: Mapping[str, str], additions: Additions) -> AsyncIterator[Reader]:
    """Start the process with these files and the codes agreed on; it is ended with the context."""
    with tempfile.TemporaryDirectory(prefix="hub-candidate-") as name:
        folder = Path(name)
        for each, text in checked(files).items():
            await asyncio.to_thread((folder / each).write_text, text, "utf-8")
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-B",
            "-c",
            _START,
            str(_ROOT),
            name,
            additions_to(additions),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
            cwd=name,
        )
        try:
            yield Reader(process, await _loaded(process))
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


_START = (
    "import sys, pathlib; root, folder, additions = sys.argv[1:]; sys.path.insert(0, root);"
    " from hub.exchange.replay.reader import main; main(pathlib.Path(folder), additions)"
)


async def _loaded(process: asyncio.subprocess.Process) -> Mapping[str, Any]:
    try:
        async with asyncio.timeout(30.0):
            found = json.loads(await _frame(process))
    except (TimeoutError, OSError, asyncio.IncompleteReadError, ValueError) as broken:
        raise candidate_broke() from broken
    if not isinstance(found, dict):
        raise candidate_broke()
    return found


async def _frame(process: asyncio.subprocess.Process) -> bytes:
    if process.stdout is None:
        raise candidate_broke()
    (length,) = struct.unpack(">I", await process.stdout.readexactly(4))
    if length > _MOST_ANSWER:
        raise candidate_broke()
    return await process.stdout.readexactly(length)
