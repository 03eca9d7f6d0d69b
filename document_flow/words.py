"""Sentences in both languages, and Azerbaijani letters: casing and order as a reader expects them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["az", "en"]

LETTERS = "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz"
_UPPER = str.maketrans({"i": "İ", "ı": "I", "ə": "Ə"})
_LOWER = str.maketrans({"İ": "i", "I": "ı", "Ə": "ə"})
_ORDER = {letter: index for index, letter in enumerate(LETTERS)}


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in Azerbaijani and in English: what failed, where, and what to do. Never personal values."""

    az: str
    en: str

    def say(self, lang: str) -> str:
        """The sentence in that language."""
        return self.az if lang == "az" else self.en


def az_upper(text: str) -> str:
    """Capitals with the Azerbaijani i: `i` becomes `İ`, `ı` becomes `I`; Python's own `upper` loses the dot."""
    return text.translate(_UPPER).upper()


def az_lower(text: str) -> str:
    """Small letters with the Azerbaijani i: `I` becomes `ı`, `İ` becomes `i` alone, never followed by U+0307."""
    return text.translate(_LOWER).lower()


def az_sentence(text: str) -> str:
    """The text with its first letter as a capital."""
    return az_upper(text[:1]) + text[1:]


def az_sort_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts by the Azerbaijani alphabet, whatever the case: `x` after `h`, `ə` after `e`, `q` after `k`."""
    return tuple(
        (1, _ORDER[letter], letter) if letter in _ORDER else (0 if not letter.isalpha() else 2, ord(letter), letter)
        for letter in az_lower(text)
    )
