"""Codes by which anybody checks a printed document: typed by hand, or read out of its QR code.

A code is 80 random bits and a check, 18 characters that leave out the look-alikes I, L, O and U (the alphabet is
Douglas Crockford's base 32): `000G40-R40M30-E209F9`. Numbers of documents can be walked through, codes cannot. Read as
one number in base 32 a code is divisible by the prime 1021, so one wrong character or two exchanged ones never pass.

The QR code holds one address, so an ordinary phone opens the page that tells the document's status now. What follows
its `#` stays on the phone: facts and an Ed25519 signature (RFC 8032) for whoever checks without a network.

    https://…/000G40R40M30E209F9                            the address alone
    https://…/000G40R40M30E209F9#<facts>.<signature>        facts are JSON, both parts Base64 (RFC 4648, 5)

A signature proves that the facts were printed, not that they still hold: only the page knows of a revocation.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from document_flow.outcome import Refusal
from document_flow.words import Words

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ENTROPY_BYTES: Final = 10
LENGTH: Final = 18

_MODULUS = 1021
_CHECKS = 1024
_GROUP = 6
_LONGEST_TYPED = 64
_LONGEST_PAYLOAD = 1024
_CONTEXT = b"qayidis:printed-document:1:"
"""Before everything that is signed, so that the key's signatures serve nothing else."""

_LATIN = {**{letter.lower(): letter for letter in ALPHABET}, **dict.fromkeys("oO", "0"), **dict.fromkeys("uU", "V")}
_ONES = dict.fromkeys("iIİıl" + "L", "1")
_CYRILLIC = dict(zip("АВЕКМНОРСТХ", "ABEKMH0PCTX", strict=True))
_DROPPED = dict.fromkeys(" \t\u00a0-\u2010\u2011\u2012\u2013\u2014.\u0307")
_READ = str.maketrans(
    {**_LATIN, **_ONES, **_CYRILLIC, **{letter.lower(): latin for letter, latin in _CYRILLIC.items()}, **_DROPPED}
)
"""What a reader may type for what is printed: any case, look-alikes of both alphabets, spaces, dots and dashes."""


@dataclass(frozen=True, slots=True)
class PrintedFacts:
    """What a QR code says about its document, proved by a key that signs printed documents."""

    code: str
    facts: Mapping[str, str]


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


def signed_payload(link: str, facts: Mapping[str, str], key: Ed25519PrivateKey) -> str:
    """What the QR code holds for a check without a network; without facts the signature is over the address alone.

    The order of the facts is kept. Forty characters of address, 120 bytes of facts and the signature are 288.
    """
    written = json.dumps(dict(facts), ensure_ascii=False, separators=(",", ":")).encode("utf-8") if facts else b""
    signed = f"{link}#{_base64(written)}"
    return f"{signed}.{_base64(key.sign(_CONTEXT + signed.encode('utf-8')))}"


def read_payload(payload: str, keys: Sequence[Ed25519PublicKey]) -> PrintedFacts | Refusal:
    """The facts of a QR code that one of the keys signed, byte for byte. Nothing is parsed before that is known."""
    signed, dot, signature = payload.rpartition(".")
    link, hash_mark, written = signed.partition("#")
    if len(payload) > _LONGEST_PAYLOAD or not (dot and hash_mark):
        return _UNSIGNED
    if not _signed_by_one(keys, signed, signature):
        return _FORGED
    facts = json.loads(_from_base64(written)) if written else {}
    return PrintedFacts(link.rpartition("/")[2], facts)


def _signed_by_one(keys: Sequence[Ed25519PublicKey], signed: str, signature: str) -> bool:
    try:
        raw, content = _from_base64(signature), _CONTEXT + signed.encode("utf-8")
    except ValueError:
        return False
    return any(_signed_by(key, content, raw) for key in keys)


def _signed_by(key: Ed25519PublicKey, content: bytes, signature: bytes) -> bool:
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _written(number: int) -> str:
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))


def _is_code(read: str) -> bool:
    """Divisible, and by the smallest check that makes it so: some bits would have a second one below 1024."""
    number = 0
    for letter in read:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number % _MODULUS == 0 and number % _CHECKS < _MODULUS


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _from_base64(text: str) -> bytes:
    """Raises ValueError for what is no Base64, or Base64 that `_base64` would not have written."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError("no Base64") from error
    if _base64(raw) != text:
        raise ValueError("Base64 in another spelling")
    return raw


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
_UNSIGNED: Final = Refusal(
    "verification.unsigned",
    Words(
        "QR kodda imzalanmış məlumat yoxdur: sənədi səhifədə, kodu yazaraq yoxlayın.",
        "The QR code holds no signed facts: check the document on the page, by its code.",
    ),
    "invalid",
)
_FORGED: Final = Refusal(
    "verification.signature",
    Words(
        "QR koddakı məlumatı tanınan açar imzalamayıb və ya o dəyişdirilib: kağıza etibar etməyin, səhifədə yoxlayın.",
        "No known key signed what the QR code holds, or it was changed: do not trust the paper, check it on the page.",
    ),
    "invalid",
)
