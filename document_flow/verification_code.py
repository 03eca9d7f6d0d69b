"""Codes by which anybody checks a printed document: typed by hand, or read out of its QR code.

A code is 80 random bits and a check, 18 characters that leave out the look-alikes I, L, O and U (the alphabet is
Douglas Crockford's base 32): `000G40-R40M30-E209F9`. Numbers of documents can be walked through, codes cannot. Read as
one number in base 32 a code is divisible by the prime 1021, so one wrong character or two exchanged ones never pass.

The QR code holds one address, `https://…/000G40R40M30E209F9`: an ordinary phone opens the page that tells the
document's status now.
"""

from __future__ import annotations

from typing import Final

from document_flow.outcome import Refusal
from document_flow.words import Words

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ENTROPY_BYTES: Final = 10
LENGTH: Final = 18

_MODULUS = 1021
_CHECKS = 1024
_GROUP = 6
_LONGEST_TYPED = 64

_LATIN = {**{letter.lower(): letter for letter in ALPHABET}, **dict.fromkeys("oO", "0"), **dict.fromkeys("uU", "V")}
_ONES = dict.fromkeys("iIİıl" + "L", "1")
_CYRILLIC = dict(zip("АВЕКМНОРСТХ", "ABEKMH0PCTX", strict=True))
_DROPPED = dict.fromkeys(" \t\u00a0-\u2010\u2011\u2012\u2013\u2014.\u0307")
_READ = str.maketrans(
    {**_LATIN, **_ONES, **_CYRILLIC, **{letter.lower(): latin for letter, latin in _CYRILLIC.items()}, **_DROPPED}
)
"""What a reader may type for what is printed: any case, look-alikes of both alphabets, spaces, dots and dashes."""


def new_code(entropy: bytes) -> str:
    """The code of ten random bytes, without dashes; the same bytes give the same code."""
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"a code is made of {ENTROPY_BYTES} bytes, not {len(entropy)}")
    shifted = int.from_bytes(entropy) * _CHECKS
    return _written(shifted + -shifted % _MODULUS)


def grouped(code: str) -> str:
    """The code as it is printed, in three groups."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def read_code(typed: str) -> str | Refusal:
    """The code that somebody typed, as `new_code` gave it; a slip of the pen is told apart from an unknown code."""
    if len(typed) > _LONGEST_TYPED:
        return _length(len(typed))
    read = typed.translate(_READ)
    wrong = next((letter for letter in read if letter not in ALPHABET), None)
    if wrong is not None:
        return _letter(typed.index(wrong) + 1)
    if len(read) != LENGTH:
        return _length(len(read))
    return read if _is_code(read) else _SLIP


def verification_link(page: str, code: str) -> str:
    """The address that tells a document's status; `page` is where such addresses begin."""
    return f"{page.rstrip('/')}/{code}"


def _written(number: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))


def _is_code(read: str) -> bool:
    """Divisible, and by the smallest check that makes it so: some bits would have a second one below 1024."""
    number = 0
    for letter in read:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number % _MODULUS == 0 and number % _CHECKS < _MODULUS


def _length(length: int) -> Refusal:
    return Refusal(
        "verification.length",
        Words(
            f"Kod {LENGTH} işarədən ibarətdir, {length} işarə yazılıb. Kodu sənəddən yenidən köçürün.",
            f"A code has {LENGTH} characters, and {length} were typed. Copy it from the document again.",
        ),
        "invalid",
    )


def _letter(place: int) -> Refusal:
    return Refusal(
        "verification.letter",
        Words(
            f"{place} nömrəli işarə kodda olmur: kod rəqəm və latın hərflərindəndir. Kodu sənəddən yenidən köçürün.",
            f"Character {place} is in no code: there are digits and Latin letters. Copy it from the document again.",
        ),
        "invalid",
    )


_SLIP: Final = Refusal(
    "verification.check",
    Words(
        "Kodda yazı səhvi var: ən azı bir işarə düzgün deyil. Kodu sənəddən yenidən köçürün.",
        "There is a slip in the code: at least one character is wrong. Copy it from the document again.",
    ),
    "invalid",
)
