"""Why a decision table, a cell of it or a set of its versions cannot be taken.

    DecisionsRefused       code, words
    ├── CellRefused        a cell that is no S-FEEL unary test: its text and the position in it
    └── TableRefused       a table's folder or file: every problem at once, each with its place

What a decision comes to is no error: see `document_flow.decisions.outcome`. XML that cannot be read at all is
`document_flow.xml.XmlRefused`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from document_flow.words import Words

Severity = Literal["error", "warning", "note"]
"""error: the table must not be used; warning: a lawyer should look; note: what the check did not look at."""


class DecisionsRefused(Exception):
    """The root. `code` is stable and dotted; the words say what failed, with which value, and what to do."""

    def __init__(self, code: str, words: Words) -> None:
        super().__init__(f"{code}: {words.en}")
        self.code = code
        self.words = words


class CellRefused(DecisionsRefused):
    """A cell that is not taken. `position` counts the characters of `text` from 1, where reading stopped."""

    def __init__(self, code: str, words: Words, text: str, position: int) -> None:
        super().__init__(code, words)
        self.text = text
        self.position = position


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a table. `place` is such as `rule 3, rayon` or `cases.yaml, case 2`."""

    code: str
    words: Words
    place: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.place}: {self.words.en} [{self.code}]"


class TableRefused(DecisionsRefused):
    """A table that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(first.code, first.words)
        self.problems = problems

    def __str__(self) -> str:
        return "; ".join(str(problem) for problem in self.problems)
