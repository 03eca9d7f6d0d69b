"""The personal identification number (FİN): seven characters, digits and English letters except I and O (S14).

It has no check digit, so only its form can be judged here. What looks like a typing error is suggested, never applied.
Whoever has none stands in the register under a number of ours: Q, eight digits and a check digit (Luhn). No agency
knows it, and none is told it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

from mappings.text import ascii_upper, fold_look_alikes

_FIN: Final = r"[0-9A-HJ-NP-Z]{7}"
_OWN = re.compile(r"Q[0-9]{9}")
PERSON_SERIALS: Final = 100_000_000
"""How many numbers of ours there can be."""
Fin = Annotated[str, Field(pattern=f"^{_FIN}$")]
Code = Annotated[str, Field(pattern=f"^({_FIN}|Q[0-9]{{9}})$")]
"""By what the register finds a person: a FİN, or a number of ours of somebody who has none."""
_CONFUSED = str.maketrans({"O": "0", "I": "1"})


@dataclass(frozen=True, slots=True)
class FinRefused:
    """A text that is no FIN. `suggestion` may be right, but only DİN or a person can say so."""

    code: str
    suggestion: str | None = None


def is_fin(text: str) -> bool:
    """Whether it has the form of a FIN, in capitals."""
    return re.fullmatch(_FIN, text) is not None


def read_fin(raw: str) -> str | FinRefused:
    """Read a FIN, trimming spaces and capitalising a to z; else refuse, with a suggestion where one fits."""
    text = ascii_upper(raw.strip())
    if is_fin(text):
        return text
    return FinRefused("map.fin_shape", _suggest(text))


def person_number(serial: int) -> str:
    """The number of ours with this serial, from 0 to `PERSON_SERIALS` - 1."""
    digits = f"{serial:08}"
    return f"Q{digits}{_check_digit(digits)}"


def is_person_number(code: str) -> bool:
    """Whether it is a number of ours, which stands where a FİN would."""
    return _OWN.fullmatch(code) is not None


def read_code(raw: str) -> str | FinRefused:
    """Read a number of ours, or else a FİN."""
    text = ascii_upper("".join(raw.split()))
    if is_person_number(text):
        return text if text[-1] == _check_digit(text[1:-1]) else FinRefused("map.fin_shape")
    return read_fin(raw)


def _check_digit(digits: str) -> str:
    doubled = (int(each) * (2 if place % 2 == 0 else 1) for place, each in enumerate(reversed(digits)))
    return str(-sum(each // 10 + each % 10 for each in doubled) % 10)


def _suggest(text: str) -> str | None:
    """Undo what people do: look-alikes, O and I for digits, spaces, the eighth character of an old card's line."""
    joined = fold_look_alikes("".join(text.split())).translate(_CONFUSED)
    if len(joined) == 8:
        joined = joined[:7]
    return joined if is_fin(joined) else None
