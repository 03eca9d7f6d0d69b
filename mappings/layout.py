"""What a format of files agrees on about them, whatever their syntax: their names, and what their lines are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from mappings.definition import Node

Figures = tuple[int | None, ...]
"""What the rows of a file are added up by, such as their number and an amount; None where it cannot be read."""
Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class NoRow:
    """Why a line is no row of the format."""

    code: str
    rule: str


class FileNameRefused(ValueError):
    """A file name that is not as agreed. `rule` says how names are built; the name itself is not in the message."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"the file name must be like {rule}")
        self.rule = rule
        self.code = "file.name"
        self.text = (f"Faylın adı belə olmalıdır: {rule}", f"The file name must be like {rule}")


@dataclass(frozen=True, slots=True)
class FileName:
    """The business identity of a file: a higher number of the same day replaces a lower one, or stands beside it."""

    date: date
    number: int

    @property
    def version(self) -> str:
        """Give `YYYYMMDD.nn`, which sorts as text."""
        return f"{self.date:%Y%m%d}.{self.number:02d}"


@dataclass(frozen=True, slots=True)
class FileNames:
    """How files are named. With `replaces` a file retires those of the same day with lower numbers."""

    rule: str
    replaces: bool

    def parse(self, name: str) -> FileName:
        """Read date and number from a file's name; raises FileNameRefused."""
        pattern = re.escape(self.rule).replace("YYYYMMDD", r"(\d{4})(\d{2})(\d{2})").replace("nn", r"(\d{2})")
        found = re.fullmatch(pattern, name, re.ASCII)
        if found is None:
            raise FileNameRefused(self.rule)
        year, month, day, number = (int(part) for part in found.groups())
        try:
            return FileName(date(year, month, day), number)
        except ValueError as error:
            raise FileNameRefused(self.rule) from error

    def written(self, day: date, number: int) -> str:
        """The name of a day's file."""
        return self.rule.replace("YYYYMMDD", f"{day:%Y%m%d}").replace("nn", f"{number:02d}")


def compile_names(node: Node) -> FileNames:
    """Compile `file_name`, and `replaces: false` where the files of a day are parts of one whole."""
    names = FileNames(node.text("file_name"), node.flag("replaces", default=True))
    if names.rule.count("YYYYMMDD") != 1 or names.rule.count("nn") != 1:
        node.wrong("file_name", "needs YYYYMMDD and nn, once each")
    return names


class Layout(Protocol):
    """How the lines of a file are built: first a header, then rows, last a line of totals. Lines have no ends here."""

    @property
    def names(self) -> FileNames: ...
    @property
    def encoding(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def totals(self) -> tuple[str, ...]:
        """The columns of the totals line that hold the figures, in the order of `figures`."""
        ...

    @property
    def longest_row(self) -> int:
        """In bytes."""
        ...

    def is_header(self, line: bytes) -> bool: ...
    def is_totals(self, line: bytes) -> bool: ...
    def figures(self, line: bytes) -> Figures:
        """Of a row what is added up, of the totals line the sums."""
        ...

    def stray(self, header: bytes, line: bytes) -> str | None:
        """The column in which a line belongs to another file than the header does; None where it is of this one."""
        ...

    def cells(self, line: bytes) -> Cells | NoRow:
        """The values of a row by column."""
        ...


def whole(text: bytes) -> int | None:
    """Read a figure that is added up: digits, perhaps with a minus."""
    digits = text.strip()
    return int(digits) if digits.removeprefix(b"-").isdigit() and len(digits) <= 18 else None


def must_be_read(node: Node, key: str, unread: list[str]) -> None:
    """Report columns that the mapping neither reads nor ignores."""
    for pointer in unread:
        node.wrong(key, f"{pointer[1:]!r} is neither read nor ignored")
