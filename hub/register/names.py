"""Finding people by name where names lie sealed: keyed tokens of folded words beside each person.

Of each word of a name the word itself, the word without each of its letters, and its first three to five letters are
kept as four bytes of a keyed hash. Two words that differ by one letter share a token, whichever letter it is: what
spelling correction by deletions rests on. What is found by tokens is opened and compared by the letters themselves.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from hub.register.entity import Entity
from hub.store.sealing import KeyedHash
from mappings.names import patronymic_key
from mappings.text import match_key

NAMES: Final = ("surname", "given_name", "patronymic", "previous_names", "birth_date")
"""The attributes of a person that tokens are made of."""
MOST: Final = 2_000
"""Of more candidates nobody is shown: the search is to be narrowed."""
MOST_WORDS: Final = 6
_SPLIT = re.compile(r"[\W_]+")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_SUFFIXES = frozenset(map(match_key, ("oğlu", "qızı")))
_SHORTEST, _PREFIX, _LONGEST_PREFIX = 2, 3, 5
_VARIED = 4
"""Shorter words have no variants: in three letters one is too much to be wrong."""
_SAME, _BEGINS, _NEAR = 3, 2, 1
_REMEMBERED = 16_384


@dataclass(frozen=True, slots=True)
class NameQuery:
    """What is looked for: folded words in any order, all of which must be in the name, and the year of birth."""

    words: tuple[str, ...]
    year: str | None = None


@dataclass(frozen=True, slots=True)
class FoundByName:
    """Whom the words fit, the best first; `is_near` if letters differ, `too_many` where there are more than MOST."""

    people: tuple[Entity, ...] = ()
    is_near: bool = False
    too_many: bool = False


def read_query(typed: str) -> NameQuery | None:
    """The words that were typed; None where there is none of two letters, or where there are more than MOST_WORDS."""
    pieces = [piece for piece in _SPLIT.split(typed) if piece]
    years = [piece for piece in pieces if _YEAR.fullmatch(piece)]
    words = tuple(dict.fromkeys(_folded(piece for piece in pieces if not piece.isdigit())))
    return NameQuery(words, years[0] if years else None) if 0 < len(words) <= MOST_WORDS else None


def tokens_of(hashed: KeyedHash, attributes: Mapping[str, Any]) -> list[int]:
    """The tokens of a person, sorted; signed 32-bit numbers."""
    key = hashed.secret("name-tokens")
    made = set[int]().union(*(_word_tokens(key, word) for word in _words(attributes)))
    year = str(attributes.get("birth_date", ""))[:4]
    if _YEAR.fullmatch(year):
        made.add(_token(key, f"y/{year}"))
    return sorted(made)


def ranked(wanted: NameQuery, candidates: Iterable[Entity], *, is_near: bool) -> list[Entity]:
    """Of those that were found by tokens whom the letters fit, the best first, then by name."""
    scores = [(_score(wanted, each.attributes, is_near=is_near), each) for each in candidates]
    fits = [(score, each) for score, each in scores if score]
    return [each for _, each in sorted(fits, key=lambda found: (-found[0], _sorted_name(found[1].attributes)))]


def asked_tokens(hashed: KeyedHash, wanted: NameQuery, *, is_near: bool) -> list[list[int]]:
    """Of each of these sets a person must have a token; where letters may be wrong, `is_near`, the sets are larger."""
    asked = [_asked(word, is_near=is_near) for word in wanted.words]
    if wanted.year:
        asked.append({f"y/{wanted.year}"})
    key = hashed.secret("name-tokens")
    return [sorted(_token(key, text) for text in each) for each in asked]


def _asked(word: str, *, is_near: bool) -> set[str]:
    asked = {f"w/{each}" for each in _variants(word)} if is_near else {f"w/{word}"}
    asked.add(f"w/{patronymic_key(word)}")
    return asked | {f"p/{word}"} if _PREFIX <= len(word) <= _LONGEST_PREFIX else asked


@lru_cache(_REMEMBERED)
def _word_tokens(key: bytes, word: str) -> frozenset[int]:
    """Names come again and again: the latest are remembered."""
    begins = (f"p/{word[:many]}" for many in range(_PREFIX, min(_LONGEST_PREFIX, len(word)) + 1))
    return frozenset(_token(key, text) for text in (*begins, *(f"w/{each}" for each in _variants(word))))


def _token(key: bytes, text: str) -> int:
    return int.from_bytes(hmac.digest(key, text.encode(), "sha256")[:4], "big", signed=True)


def _words(attributes: Mapping[str, Any]) -> set[str]:
    names = [attributes, *attributes.get("previous_names", ())]
    written = [str(name.get(part) or "") for name in names for part in ("surname", "given_name", "patronymic")]
    fathers = [str(name.get("patronymic") or "") for name in names]
    return set().union(*map(_words_in, written), *map(_fathers_in, fathers))


@lru_cache(_REMEMBERED)
def _words_in(text: str) -> frozenset[str]:
    return frozenset(_folded(_SPLIT.split(text)))


@lru_cache(_REMEMBERED)
def _fathers_in(text: str) -> frozenset[str]:
    """The fathers' own names, from which a patronymic such as Məmmədoviç is made."""
    return frozenset(key for key in map(patronymic_key, _words_in(text)) if len(key) >= _SHORTEST)


def _folded(pieces: Iterable[str]) -> list[str]:
    folded = (match_key(piece) for piece in pieces)
    return [word for word in folded if len(word) >= _SHORTEST and word not in _SUFFIXES]


def _variants(word: str) -> set[str]:
    """The word, and the word without each of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))} if len(word) >= _VARIED else {word}


def _score(wanted: NameQuery, attributes: Mapping[str, Any], *, is_near: bool) -> int:
    """How well all words fit, 0 where one does not or the year is another."""
    if wanted.year and str(attributes.get("birth_date", ""))[:4] != wanted.year:
        return 0
    has = _words(attributes)
    scores = [max((_fit(word, each, is_near=is_near) for each in has), default=0) for word in wanted.words]
    return sum(scores) if all(scores) else 0


def _fit(word: str, name: str, *, is_near: bool) -> int:
    if word == name:
        return _SAME
    if (len(word) >= _PREFIX and name.startswith(word)) or patronymic_key(word) == name:
        return _BEGINS
    return _NEAR if is_near and min(len(word), len(name)) >= _VARIED - 1 and _within_one(word, name) else 0


def _within_one(a: str, b: str) -> bool:
    """Whether one letter put in, left out or taken for another, or two neighbours changed about, make one the other."""
    start = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest, other = a[start:], b[start:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest[1:] in (other, other[1:]) or rest == other[1:] or swapped == other


def _sorted_name(attributes: Mapping[str, Any]) -> Sequence[str]:
    return [match_key(str(attributes.get(part, ""))) for part in ("surname", "given_name", "patronymic")]
