"""Names of people: surname, given name, father's name as a stem and the word oğlu (son) or qızı (daughter)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from mappings.text import az_lower, match_key

Suffix = Literal["oglu", "qizi"]

# As the sources write the word, after az_lower; the one-letter forms need their dot or stand last in a longer name.
_SUFFIXES: dict[str, Suffix] = {
    "oğlu": "oglu", "oglu": "oglu", "oqlu": "oglu", "oghlu": "oglu", "o.": "oglu", "o": "oglu",
    "qızı": "qizi", "qizi": "qizi", "gizi": "qizi", "gızı": "qizi", "q.": "qizi", "q": "qizi",
}  # fmt: skip
# After match_key: -oviç and -ovna, -eviç and -evna, behind two letters at least.
_ENDING = re.compile(r"(?<=..)[ao]v(?:ic|na)$")
_GLIDE = re.compile(r"(?<=[aiou])i$")
_REMEMBERED = 16_384
WORDS: dict[Suffix, str] = {"oglu": "oğlu", "qizi": "qızı"}
SEX_OF: dict[Suffix, str] = {"oglu": "male", "qizi": "female"}


@dataclass(frozen=True, slots=True)
class FullName:
    """A name in parts; a part that cannot be told apart with certainty is None."""

    surname: str | None
    given_name: str | None
    patronymic: str | None
    suffix: Suffix | None


def split_patronymic(text: str) -> tuple[str, Suffix | None]:
    """Part `Məmməd oğlu` into stem and suffix; `Məmmədoviç` and a bare `Məmməd` stay as they are, without suffix."""
    words = text.split()
    suffix = _SUFFIXES.get(_plain(words[-1])) if len(words) > 1 else None
    return (" ".join(words), None) if suffix is None else (" ".join(words[:-1]), suffix)


@lru_cache(_REMEMBERED)
def patronymic_key(text: str) -> str:
    """Reduce the spellings of a father's name to one key, whichever word or ending makes a patronymic of it: `Məmməd`,
    `Məmməd oğlu`, `Məmmədoviç`, `Mammadovna`.

    For comparing alone, as `match_key` is. What is kept is what was told.
    """
    key = match_key(split_patronymic(text)[0])
    # The y of Musayeviç is no letter of Musa; a Nikolay loses his too, in each spelling.
    return _GLIDE.sub("", _ENDING.sub("", key))


def split_full_name(text: str) -> FullName | None:
    """Part `Surname Name Patronymic [oğlu|qızı]`; None where the number of words leaves more than one reading."""
    words = text.split()
    suffix = _SUFFIXES.get(_plain(words[-1])) if len(words) > 3 else None
    if suffix is not None:
        words = words[:-1]
    if not 2 <= len(words) <= 3:
        return None
    return FullName(words[0], words[1], words[2] if len(words) == 3 else None, suffix)


def join_patronymic(stem: str, suffix: Suffix | None) -> str:
    """Write stem and suffix in one, as identity papers do."""
    return stem if suffix is None else f"{stem} {WORDS[suffix]}"


def _plain(word: str) -> str:
    # ASCII sources write QIZI with a plain I, which lowers to ı: both vowels are listed above through this fold.
    lowered = az_lower(word)
    return lowered if lowered in _SUFFIXES else lowered.replace("ı", "i")
