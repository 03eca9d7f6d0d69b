"""Tables for the terminal, declared by their columns: a title in both languages, and what of a row stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from rich.text import Text

from hub.errors import Lang, Words

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`of` is a name in the row, or what makes the cell of the row in the reader's language. `folds` may take lines."""

    title: Words | str
    of: str | Callable[[Any, Lang], Text | str]
    folds: bool = False

    def heading(self, lang: Lang) -> str:
        """Its title."""
        return self.title if isinstance(self.title, str) else self.title.say(lang)

    def cell(self, row: Any, lang: Lang) -> Text | str:
        """What stands in it; nothing where there is nothing. Names are shown as they are, without markup."""
        if callable(self.of):
            return self.of(row, lang)
        value = row[self.of]
        return Text("" if value is None else str(value))


def table(rows: Iterable[Any], columns: Sequence[Column], lang: Lang, **style: Any) -> Table:
    """The rows in these columns."""
    made = Table(box=None, **style)
    for column in columns:
        made.add_column(column.heading(lang), no_wrap=not column.folds)
    for row in rows:
        made.add_row(*(column.cell(row, lang) for column in columns))
    return made
