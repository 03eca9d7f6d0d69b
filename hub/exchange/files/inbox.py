"""Where pushed files lie until they are accepted: sealed, on the volume that all processes share.

Under the folder of a party: `parts/` is what is being written, `arriving/FORMAT/NAME` what was closed and not said
to be whole, `whole/` what waits to be accepted, `told/` which files have no reply yet; what became of them lies on the
outbox (`outbox.py`).
Each step from one to the next is one rename behind an fsync, so a crash leaves a file in one place, never half.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hub.errors import Refused, Words, found_or
from hub.exchange.files.on_disk import files_in, folders_in, forget, move, size_of
from hub.store.ids import new_id
from hub.store.sealed_file import ContentDamaged, SealedWriter, open_sealed
from hub.store.sealing import Sealer

NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,120}", re.ASCII)
"""Of one step of a path; `.` and `..` are none."""
READY: Final = ".ok"
DIGEST: Final = ".md5"
MOST_FILES: Final = 1_000
"""That one party may have lying before they are accepted."""
_ARRIVING_S: Final = 24 * 3600.0
_OWED_S: Final = 90 * 24 * 3600.0
_LOOK_EVERY: Final = 8 * 1024 * 1024
"""Bytes of an upload after which the party's room is measured again."""
_MD5: Final = re.compile(rb"\s*([0-9A-Fa-f]{32})(?:\s|$)")
_LONGEST_DIGEST: Final = 400
_WHOLE: Final = re.compile(r"([0-9a-f]{32})~([0-9a-f]{32}|-)~([a-z0-9.-]+)~(.+)")


def folder_of(data: Path) -> Path:
    """Of all inboxes, in the folder that all processes share."""
    return data / "inbox"


@dataclass(frozen=True, slots=True)
class InboxCaps:
    """In bytes: the largest file, and all that a party may have lying here."""

    file: int
    party: int


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A file that waits to be accepted; `md5` is what was announced, where anything was."""

    path: Path
    party: str
    format: str
    name: str
    md5: str | None


class Upload:
    """A file while it is written, from its begin on and in order."""

    def __init__(self, part: Path, final: Path, sealer: Sealer, caps: InboxCaps, held: Callable[[], int]) -> None:
        self._part, self._final, self._caps, self._held = part, final, caps, held
        self._file = part.open("xb")
        self._sealed = SealedWriter(self._file, sealer)
        self.size = 0

    @property
    def name(self) -> str:
        """As the party calls it."""
        return self._final.name

    @property
    def format(self) -> str:
        """Of which it is to be."""
        return self._final.parent.name

    def write(self, offset: int, data: bytes) -> None:
        """The next bytes. Refused where they are not the next, or too many."""
        if offset != self.size:
            raise Refused("inbox.out_of_order", IN_ORDER, place="offset")
        before, self.size = self.size, self.size + len(data)
        if self.size > self._caps.file:
            raise Refused("door.too_large", too_large(self._caps.file), status=413)
        if before // _LOOK_EVERY != self.size // _LOOK_EVERY and self._held() > self._caps.party:
            raise Refused("inbox.full", _full(self._caps.party), status=507)
        self._sealed.write(data)

    def finish(self) -> None:
        """It gets its name, in place of what had it."""
        self._sealed.finish()
        os.fsync(self._file.fileno())
        self._file.close()
        move(self._part, self._final)

    def drop(self) -> None:
        """Nothing stays of it."""
        self._file.close()
        self._part.unlink(missing_ok=True)


class Inbox:
    """One folder for each party. Names are checked by who calls: see NAME. All of it blocks."""

    def __init__(self, folder: Path, sealer: Sealer) -> None:
        self._folder = folder
        self._sealer = sealer

    def begin(self, party: str, format_name: str, name: str, caps: InboxCaps) -> Upload:
        """A new file; Refused where the party has too much lying here."""
        if self.held(party) >= caps.party or self._count(party) >= MOST_FILES:
            raise Refused("inbox.full", _full(caps.party), status=507)
        parts = self._made(party, "parts")
        final = self._made(party, "arriving", format_name) / name
        return Upload(parts / new_id(), final, self._sealer, caps, lambda: self.held(party))

    def arriving(self, party: str, format_name: str) -> dict[str, tuple[int, int]]:
        """Size in bytes and time in seconds, by name."""
        folder = self._folder / party / "arriving" / format_name
        found = {}
        for path in files_in(folder):
            with suppress(FileNotFoundError):
                found[path.name] = (self._size(path), int(path.stat().st_mtime))
        return found

    def one(self, party: str, format_name: str, name: str) -> tuple[int, int] | None:
        """Size and time of one; None where there is none."""
        path = self._folder / party / "arriving" / format_name / name
        try:
            return self._size(path), int(path.stat().st_mtime)
        except FileNotFoundError:
            return None

    def remove(self, party: str, format_name: str, name: str) -> bool:
        """Whether there was one."""
        try:
            (self._folder / party / "arriving" / format_name / name).unlink()
        except FileNotFoundError:
            return False
        return True

    def by_digest(self, party: str, format_name: str, name: str) -> bool:
        """The party says by `NAME.ok` that NAME is whole; False where there is none. Refused without its `.md5`."""
        folder = self._folder / party / "arriving" / format_name
        if not (folder / name).is_file():
            return False
        digest = found_or(
            self._digest(folder / f"{name}{DIGEST}"), Refused("file.digest_missing", _NO_DIGEST, place="name")
        )
        return self._is_whole(party, format_name, folder / name, name, digest)

    def by_rename(self, party: str, format_name: str, old: str, name: str) -> bool:
        """The party says so by giving the file its own name; False where there is none."""
        folder = self._folder / party / "arriving" / format_name
        digest = self._digest(folder / f"{name}{DIGEST}")
        return self._is_whole(party, format_name, folder / old, name, digest)

    def _is_whole(self, party: str, format_name: str, path: Path, name: str, digest: str | None) -> bool:
        whole = self._made(party, "whole") / f"{new_id()}~{digest or '-'}~{format_name}~{name}"
        try:
            move(path, whole)
        except FileNotFoundError:
            return False
        (path.parent / f"{name}{DIGEST}").unlink(missing_ok=True)
        return True

    def _digest(self, path: Path) -> str | None:
        try:
            with open_sealed(path, self._sealer) as source:
                found = _MD5.match(source.read(_LONGEST_DIGEST))
        except (FileNotFoundError, ContentDamaged):
            return None
        return found[1].decode().lower() if found else None

    def waiting(self) -> dict[str, list[WholeFile]]:
        """What is to be accepted, by party, the oldest first."""
        found: dict[str, list[WholeFile]] = {}
        for party in self._parties():
            for path in sorted(files_in(party / "whole")):
                read = _WHOLE.fullmatch(path.name)
                if read is not None:
                    md5 = None if read[2] == "-" else read[2]
                    found.setdefault(party.name, []).append(WholeFile(path, party.name, read[3], read[4], md5))
        return found

    def parts(self, path: Path, size: int) -> Iterator[bytes]:
        """The bytes as they were sent. ContentDamaged, FileNotFoundError."""
        with open_sealed(path, self._sealer) as source:
            while part := source.read(size):
                yield part

    def owe(self, party: str, message: str, name: str) -> None:
        """A reply is to follow once the file of that name is finished."""
        (self._made(party, "told") / message).write_text(name)

    def owed(self) -> list[tuple[str, str, str]]:
        """Party, message and the file's name of each reply that is to follow."""
        return [
            (party.name, path.name, path.read_text()) for party in self._parties() for path in files_in(party / "told")
        ]

    def paid(self, party: str, message: str) -> None:
        """The reply is there, or never will be."""
        (self._folder / party / "told" / message).unlink(missing_ok=True)

    def tidy(self, now: float) -> None:
        """Forget what nobody said was whole within a day, and replies that were owed too long. In Unix seconds."""
        for party in self._parties():
            for folder in (party / "parts", *folders_in(party / "arriving")):
                forget(folder, now - _ARRIVING_S)
            forget(party / "told", now - _OWED_S)

    def held(self, party: str) -> int:
        """Bytes on the disk that the party has before they are accepted."""
        return sum(size_of(path) for path in self._before(party))

    def _count(self, party: str) -> int:
        return sum(1 for _ in self._before(party))

    def _before(self, party: str) -> Iterator[Path]:
        own = self._folder / party
        for folder in (own / "parts", own / "whole", *folders_in(own / "arriving")):
            yield from files_in(folder)

    def _size(self, path: Path) -> int:
        try:
            with open_sealed(path, self._sealer) as source:
                return source.seek(0, os.SEEK_END)
        except ContentDamaged:
            return 0

    def _parties(self) -> list[Path]:
        return sorted(folders_in(self._folder))

    def _made(self, *steps: str) -> Path:
        folder = self._folder.joinpath(*steps)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder


def too_large(most: int) -> Words:
    """Why a file is not taken, by the cap in bytes."""
    return Words(f"Fayl {most} baytdan böyükdür.", f"The file exceeds {most} bytes.")


def _full(most: int) -> Words:
    return Words(
        f"Qutunuzda qəbul olunmamış fayllar həddə çatıb ({most} bayt və ya {MOST_FILES} fayl). Qəbulu gözləyin, "
        "artığını silin.",
        f"Your inbox holds as much as it may before it is accepted ({most} bytes or {MOST_FILES} files). Wait, or "
        "remove what is not needed.",
    )


IN_ORDER = Words(
    "Fayl əvvəldən sona ardıcıl yazılır; davam etdirmək olmur, yenidən göndərin.",
    "A file is written from its begin to its end in order; it cannot be resumed, send it anew.",
)
_NO_DIGEST = Words(
    "Faylın yanında oxunan .md5 yoxdur. Onu yazın, sonra boş .ok faylını yenidən qoyun.",
    "There is no readable .md5 beside the file. Write it, then put the empty .ok again.",
)
