"""Azerbaijani grammar of pages and papers: numbers in words, and endings by vowel harmony.

An ending follows the last vowel of its word, of a number the last word that is spoken: 3 is `üç`, so `3-cü`, `3-dən`,
`3-dür`; 2026 ends in `altı`, so `2026-cı`. Figures and abbreviations take a hyphen (`100-ün`, `FİN-in`), words do not
(`Azəriqazdan`).
"""

from __future__ import annotations

from enum import Enum

from document_flow.words import az_lower, az_upper

MOST = 999_999_999
"""The greatest number that is spelled out."""
_ONES = ("", "bir", "iki", "üç", "dörd", "beş", "altı", "yeddi", "səkkiz", "doqquz")
_TENS = ("", "on", "iyirmi", "otuz", "qırx", "əlli", "altmış", "yetmiş", "səksən", "doxsan")
_STEPS = ((1_000_000, "milyon"), (1_000, "min"), (100, "yüz"))
_BEYOND = "milyard"
_HIGH = {"a": "ı", "ı": "ı", "e": "i", "ə": "i", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}
_LOW = {"ı": "a", "u": "a", "i": "ə", "ü": "ə"}
_BACK, _FRONT = frozenset("aıou"), frozenset("eəiöü")
_WITH_Y = ("su", "nə")
"""The two words that take `y` before every ending: suyun, suyu."""
_NAMED = dict.fromkeys("bcçdgğhpqtvxyzjş", "e") | dict.fromkeys("flmnrs", "es") | {"k": "ka"}
"""How the name of a consonant ends, for abbreviations that are read by letters: MMC is `em-em-ce`."""


class Ending(Enum):
    """`I` is one of ı, i, u, ü, `A` one of a, ə; the first letter of `nIn`, `yA` and `nI` stands after a vowel."""

    ORDINAL = "cI"
    GENITIVE = "nIn"
    DATIVE = "yA"
    ACCUSATIVE = "nI"
    LOCATIVE = "dA"
    ABLATIVE = "dAn"
    COPULA = "dIr"


_BUFFERED = (Ending.GENITIVE, Ending.DATIVE, Ending.ACCUSATIVE)


def spoken(number: int) -> str:
    """The number as it is said; `yüz` and `min` stand without `bir`, `bir milyon` with it.

    Takes 0 to 999,999,999; another number is a defect of the caller (ValueError).
    """
    if not 0 <= number <= MOST:
        raise ValueError(f"{number} is not between 0 and {MOST}")
    return " ".join(_words(number)) or "sıfır"


def ordinal(number: int) -> str:
    """`3-cü`, `6-cı`, `9-cu`, `2-ci`."""
    return ended(number, Ending.ORDINAL)


def above(number: int) -> str:
    """`3-dən`, of which there is more, fewer or a part: `3-dən çox`, `9-dan 5 nəfər`."""
    return ended(number, Ending.ABLATIVE)


def ended(word: str | int, ending: Ending) -> str:
    """The number, name or word with its ending; an abbreviation is told by its capitals.

    Before a vowel a last q or k softens as in native words: otağa, çörəyin, but təsdiqin, hüquqa, iştirakın.
    """
    text = str(word)
    digits = text[len(text.rstrip("0123456789")) :]
    if digits:
        return f"{text}-{_ending(_last_spoken(int(digits)), ending)}"
    last = text.rsplit(" ", 1)[-1]
    if len(last) > 1 and last == az_upper(last):
        return f"{text}-{_ending(_as_read(az_lower(last)), ending)}"
    last = az_lower(last)
    if ending in (Ending.GENITIVE, Ending.ACCUSATIVE) and last in _WITH_Y:
        text, last = f"{text}y", f"{last}y"
    stem = _softened(text, last) if ending in _BUFFERED else text
    return stem + _ending(last, ending)


def _softened(text: str, word: str) -> str:
    vowels = [letter for letter in word if letter in _HIGH]
    if len(vowels) > 1 and word.endswith("q") and _BACK.issuperset(vowels):
        return f"{text[:-1]}ğ"
    if len(vowels) > 1 and word.endswith("k") and vowels[-1] in _FRONT:
        return f"{text[:-1]}y"
    return text


def _ending(word: str, ending: Ending) -> str:
    high = next((_HIGH[letter] for letter in reversed(word) if letter in _HIGH), "i")
    whole = ending.value if word[-1:] in _HIGH or ending not in _BUFFERED else ending.value[1:]
    return whole.replace("I", high).replace("A", _LOW[high])


def _last_spoken(number: int) -> str:
    rest = number % (MOST + 1)
    return _BEYOND if number and not rest else spoken(rest).rsplit(" ", 1)[-1]


def _as_read(abbreviation: str) -> str:
    """An abbreviation with a vowel is read as a word, one without by its letters."""
    return abbreviation if any(letter in _HIGH for letter in abbreviation) else _NAMED.get(abbreviation[-1], "e")


def _words(number: int) -> list[str]:
    words: list[str] = []
    rest = number
    for step, name in _STEPS:
        times, rest = divmod(rest, step)
        if times > 1 or (times and name == "milyon"):
            words += _words(times)
        if times:
            words.append(name)
    return words + [word for word in (_TENS[rest // 10], _ONES[rest % 10]) if word]
