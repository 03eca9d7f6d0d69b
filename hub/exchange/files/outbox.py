"""What lies ready for parties to fetch over our own SFTP door: what became of their files, and files for those that
have no server of their own. Sealed, on the volume that all processes share.

Under the folder of a party: `replies/NAME`, and in `handed/NAME` the key of the delivery that put it there.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from hub.exchange.files.on_disk import files_in, folders_in, forget, move, time_of
from hub.store.ids import new_id
from hub.store.sealed_file import ContentDamaged, SealedWriter, open_sealed
from hub.store.sealing import Sealer

MOST_LYING: Final = 5_000
"""Files of one party; the oldest go."""
_LYING_S: Final = 90 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Outbox:
    """One folder for each party, below that of all inboxes. Names are checked by who calls. All of it blocks."""

    folder: Path
    sealer: Sealer

    def reply(self, party: str, name: str, raw: bytes) -> None:
        """Put it where the party finds it, whole and in place of an older one."""
        fresh = self._made(party, "parts") / new_id()
        with fresh.open("xb") as target:
            sealed = SealedWriter(target, self.sealer)
            sealed.write(raw)
            sealed.finish()
            os.fsync(target.fileno())
        move(fresh, self._made(party, "replies") / name)

    def hand_over(self, party: str, name: str, raw: bytes, key: str) -> bool:
        """Put a delivery's file there, once for its key; False where another delivery's has the name."""
        mark, fresh = self._made(party, "handed") / name, self._made(party, "parts") / new_id()
        fresh.write_text(key)
        try:
            mark.hardlink_to(fresh)  # unlike a rename it replaces none, so of two at once one is first
        except FileExistsError:
            if mark.read_text() != key:
                return False
        finally:
            fresh.unlink()
        self.reply(party, name, raw)
        return True

    def lying(self, party: str) -> dict[str, tuple[int, int]]:
        """Size in bytes and time in seconds of what the party may read, by name."""
        found = {}
        for path in files_in(self.folder / party / "replies"):
            with suppress(FileNotFoundError):
                found[path.name] = self._seen(path)
        return found

    def one(self, party: str, name: str) -> tuple[int, int] | None:
        """Size and time of one; None where there is none."""
        try:
            return self._seen(self.folder / party / "replies" / name)
        except FileNotFoundError:
            return None

    def open(self, party: str, name: str) -> BinaryIO | None:
        """The bytes of one, seekable; the caller closes it. None where there is none; ContentDamaged."""
        try:
            return open_sealed(self.folder / party / "replies" / name, self.sealer)
        except FileNotFoundError:
            return None

    def tidy(self, now: float) -> None:
        """Forget what is old or too much. In Unix seconds."""
        for party in folders_in(self.folder):
            for folder in (party / "replies", party / "handed"):
                forget(folder, now - _LYING_S)
            lying = sorted(files_in(party / "replies"), key=time_of)
            for path in lying[: max(0, len(lying) - MOST_LYING)]:
                path.unlink(missing_ok=True)

    def _seen(self, path: Path) -> tuple[int, int]:
        at = int(path.stat().st_mtime)
        try:
            with open_sealed(path, self.sealer) as source:
                return source.seek(0, os.SEEK_END), at
        except ContentDamaged:
            return 0, at

    def _made(self, *steps: str) -> Path:
        folder = self.folder.joinpath(*steps)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder
