"""How a table writes the texts of a fact, and that `Yataqxana`, `YATAQXANA` and `yataqxana` are one.

Folded away are case, marks on letters (`ğ` and `g`, `ı`, `İ` and `i`), `ə` beside `e`, and spaces; nothing is guessed
beyond that. Two texts of a table that fold alike stay two: then only the exact one counts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_LETTERS = str.maketrans({"ə": "e", "ı": "i"})


def fold(text: str) -> str:
    """The text without what people write in several ways: two of one fold are one word."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


class Spellings:
    """The texts that a table names for one fact, in its order."""

    __slots__ = ("_by_fold", "_exact", "texts")

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(dict.fromkeys(texts))
        self._exact = frozenset(self.texts)
        self._by_fold: dict[str, list[str]] = {}
        for text in self.texts:
            self._by_fold.setdefault(fold(text), []).append(text)

    def written(self, text: str) -> str | None:
        """The text as the table writes it; None where it names none such, or several that fold alike."""
        if text in self._exact:
            return text
        alike = self._by_fold.get(fold(text), ())
        return alike[0] if len(alike) == 1 else None

    def alike(self) -> list[list[str]]:
        """Texts that a reader would take for one another."""
        return [texts for texts in self._by_fold.values() if len(texts) > 1]
