"""The personal identification number (FİN): seven characters, digits and English letters except I and O (S14).

It has no check digit, so only its form can be judged here. What looks like a typing error is suggested, never applied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mappings.text import ascii_upper, fold_look_alikes

_FIN = re.compile(r"[0-9A-HJ-NP-Z]{7}")
_CONFUSED = str.maketrans({"O": "0", "I": "1"})


@dataclass(frozen=True, slots=True)
class FinRefused:
    """A text that is no FIN. `suggestion` may be right, but only DİN or a person can say so."""

    code: str
    suggestion: str | None = None


def read_fin(raw: str) -> str | FinRefused:
    """Read a FIN, trimming spaces and capitalising a to z; else refuse, with a suggestion where one fits."""
    text = ascii_upper(raw.strip())
    if _FIN.fullmatch(text):
        return text
    return FinRefused("map.fin_shape", _suggest(text))


def _suggest(text: str) -> str | None:
    """Undo what people do: look-alikes, O and I for digits, spaces, the eighth character of an old card's line."""
    joined = fold_look_alikes("".join(text.split())).translate(_CONFUSED)
    if len(joined) == 8:
        joined = joined[:7]
    return joined if _FIN.fullmatch(joined) else None
