"""Azerbaijani text as registries write it: repaired where only one reading is possible, flagged where letters are lost.

Nothing here uses Python's own `upper()` or `lower()` on i: `'İ'.lower()` is two characters, `'I'.lower()` is not `ı`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

NO_TEXT = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
"""Of a character class: controls but for tab and line ends, and what turns the direction of writing (UTS 55)."""
LETTERS = "abcçdeəfgğhxıijkqlmnoöprsştuüvyz"
CAPITALS = "ABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZ"

_UPPER = str.maketrans({"i": "İ", "ı": "I", "ə": "Ə"})
_LOWER = str.maketrans({"İ": "i", "I": "ı", "Ə": "ə"})
_ASCII_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
# Three letters look like schwa: U+0259 is ours; U+01DD is on ISO's pages, U+04D9 is Cyrillic (S44).
_SCHWAS = str.maketrans({"ǝ": "ə", "Ǝ": "Ə", "ә": "ə", "Ә": "Ə"})
_HOMOGLYPHS = str.maketrans("авеорсухіјкмнтһАВЕОРСУХІЈКМНТҺ", "abeopcyxijkmhthABEOPCYXIJKMHTH")
# Small в, к, м, н, т only resemble Latin capitals, so they are not taken for Latin letters.
_LOOK_ALIKE = frozenset("аеорсухіјһАВЕОРСУХІЈКМНТҺ")
# The alphabet of 1958-91 (Interscript map az-aze-Cyrl-Latn-1958), with the letters of 1939 that fell out of it.
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "q", "ғ": "ğ", "д": "d", "е": "e", "ә": "ə", "ж": "j", "з": "z", "и": "i",
    "ы": "ı", "ј": "y", "й": "y", "к": "k", "ҝ": "g", "л": "l", "м": "m", "н": "n", "о": "o", "ө": "ö", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ү": "ü", "ф": "f", "х": "x", "һ": "h", "ч": "ç", "ҹ": "c", "ш": "ş",
    "э": "e", "ю": "yu", "я": "ya", "ц": "s", "щ": "ş", "ё": "yo", "ʼ": "", "ь": "", "ъ": "",
}  # fmt: skip
_MATCH = str.maketrans({
    "ə": "a", "e": "a", "ı": "i", "y": "i", "ö": "o", "ü": "u", "ğ": "g", "q": "g", "ş": "s", "ç": "c", "j": "c",
    "x": "k",
})  # fmt: skip
_ASCII_NAME = str.maketrans({
    "ə": "e", "ı": "i", "ö": "o", "ü": "u", "ğ": "g", "ş": "s", "ç": "c",
    "Ə": "E", "İ": "I", "Ö": "O", "Ü": "U", "Ğ": "G", "Ş": "S", "Ç": "C", "’": "'", "ʼ": "'", "‘": "'", "–": "-",
})  # fmt: skip
_TOKEN = re.compile(r"[^\W\d_]+")
_PLAIN = re.compile(rf"[{LETTERS}{CAPITALS}wW0-9 .,;:'’()/\-]*")
_NEEDS_REPAIR = re.compile(r"[\u0400-\u052fǝƎ]")
_REMEMBERED = 16_384
"""Texts of at most a field's length, so a few megabytes at most."""
_LOST = re.compile(r"[?\ufffd]|(?<=\w)@(?=\w|$)|(?<!\S)@(?=\w)")


def az_upper(text: str) -> str:
    """Capitalise with the Azerbaijani i: `i` becomes `İ`, `ı` becomes `I`."""
    return text.translate(_UPPER).upper()


def az_lower(text: str) -> str:
    """Lower with the Azerbaijani i: `I` becomes `ı`, `İ` becomes `i` alone, never followed by U+0307."""
    return text.translate(_LOWER).lower()


def az_title(text: str) -> str:
    """Give every word one capital, as names are written: `ƏLİ-ZADƏ` becomes `Əli-Zadə`."""
    return _TOKEN.sub(lambda word: az_upper(word[0][0]) + az_lower(word[0][1:]), text)


def ascii_upper(text: str) -> str:
    """Capitalise a to z only; every other character stays, so that no `ı` turns into `I`."""
    return text.translate(_ASCII_UPPER)


def fold_schwas(text: str) -> str:
    """Write the three look-alike schwas as the one of the Azerbaijani alphabet, U+0259 and U+018F."""
    return text.translate(_SCHWAS)


def fold_look_alikes(text: str) -> str:
    """Write Cyrillic letters that look like Latin ones as those: only to suggest what an identifier was meant to be."""
    return text.translate(_HOMOGLYPHS)


@lru_cache(maxsize=_REMEMBERED)
def match_key(text: str) -> str:
    """Reduce the spellings of a name to one key (Əliyev, Aliyev, Eliyev): a check beside a FIN, never an identity.

    Names come again and again: the latest are remembered.
    """
    plain = az_lower(fold_schwas(unicodedata.normalize("NFC", text))).replace("kh", "x").replace("gh", "ğ")
    plain = plain.replace("sh", "ş").replace("ch", "ç").translate(_MATCH)
    return "".join(letter for letter in unicodedata.normalize("NFKD", plain) if letter.isalnum())


def to_ascii(text: str) -> str:
    """Write a name in ASCII letters as MEİS wants it (`Gülnarə`: `Gulnare`); raises ValueError where no letter fits."""
    plain = unicodedata.normalize("NFKD", text.translate(_ASCII_NAME))
    # A mark that stands alone becomes a space and a mark; at the end the space would be no part of the name.
    written = " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())
    if not written or not written.isascii():
        raise ValueError("no ASCII letter")
    return written


def has_lost_letters(text: str) -> bool:
    """Tell whether a character set visibly destroyed letters: `?`, U+FFFD, or `@` where a letter should be."""
    return _LOST.search(text) is not None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text after repair.

    `repaired`: look-alikes became Latin; `derived`: transliterated from Cyrillic; `lost`: letters are missing;
    `mixed`: two alphabets in one word that no table resolves.
    """

    text: str
    repaired: bool = False
    derived: bool = False
    lost: bool = False
    mixed: bool = False


@lru_cache(maxsize=_REMEMBERED)
def clean(raw: str) -> Cleaned:
    """Trim, compose and repair a text, word by word; lost letters are flagged and never guessed.

    Names and places come again and again: the latest are remembered.
    """
    text = " ".join(raw.split())
    if _PLAIN.fullmatch(text):
        return Cleaned(text)
    text = unicodedata.normalize("NFC", text)
    lost = has_lost_letters(text)
    if not _NEEDS_REPAIR.search(text):
        return Cleaned(text, lost=lost)
    words = [_repair(word) for word in re.split(r"(\W+)", text)]
    return Cleaned(
        text="".join(word.text for word in words),
        repaired=any(word.repaired for word in words),
        derived=any(word.derived for word in words),
        lost=lost,
        mixed=any(word.mixed for word in words),
    )


def _repair(word: str) -> Cleaned:
    letters = [letter for letter in word if letter.isalpha()]
    cyrillic = [letter for letter in letters if _is_cyrillic(letter)]
    if not cyrillic:
        folded = fold_schwas(word)
        return Cleaned(folded, repaired=folded != word)
    # A Cyrillic schwa alone does not make a word Cyrillic: it is the commonest look-alike in Latin text.
    latin = [letter for letter in letters if not _is_cyrillic(letter)]
    if latin:
        if all(letter in _LOOK_ALIKE or letter in "әӘ" for letter in cyrillic):
            return Cleaned(fold_schwas(word).translate(_HOMOGLYPHS), repaired=True)
        return Cleaned(word, mixed=True)
    if all(az_lower(letter) in _CYRILLIC for letter in cyrillic):
        return Cleaned(_transliterate(word), derived=True)
    return Cleaned(word, mixed=True)


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u052f"


def _transliterate(word: str) -> str:
    out = []
    for letter in word:
        small = letter.lower()
        latin = _CYRILLIC.get(small, letter)
        if small == letter:
            out.append(latin)
        else:
            # A word in capitals keeps them throughout: Ю is YU there and Yu at the head of a name.
            out.append(az_upper(latin) if word.isupper() and len(word) > 1 else az_upper(latin[:1]) + latin[1:])
    return "".join(out)
