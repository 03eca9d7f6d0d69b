"""A log file beside the data, for where standard error is a person's screen."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

MOST_BYTES = 20 * 1024 * 1024


class LogFile:
    """Lines appended to a file; at `most` bytes it becomes `.1`, in place of the one before, and a new one begins.

    A disk that is full stops no work: the line is lost.
    """

    def __init__(self, path: Path, most: int = MOST_BYTES) -> None:
        self.path = path
        self._most = most
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a", encoding="utf-8")

    def write(self, line: str) -> None:
        """One line, at once in the file."""
        with suppress(OSError):
            if self._file.tell() >= self._most:
                self._turn_over()
            self._file.write(f"{line}\n")
            self._file.flush()

    def _turn_over(self) -> None:
        self._file.close()
        self.path.replace(self.path.with_name(f"{self.path.name}.1"))
        self._file = self.path.open("a", encoding="utf-8")

    def close(self) -> None:
        """No more lines."""
        self._file.close()
