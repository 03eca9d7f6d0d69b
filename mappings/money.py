"""Money as whole qəpik; decimal texts are read digit by digit, so no float ever rounds an amount."""

from __future__ import annotations

import re

_DECIMAL_COMMA = re.compile(r"(-?)([0-9]+|[0-9]{1,3}(?:[ \u00a0][0-9]{3})+)(?:,([0-9]{1,2}))?")
# 15 digits hold any sum a state pays and fit every database's integer.
_MOST_DIGITS = 15


class MoneyRefused(ValueError):
    """A text that is no amount of manat with a decimal comma."""


def qepik_from_text(text: str) -> int:
    """Read manat such as `117,90`, `-12,4` or `1 234,50` as qəpik; a negative amount stays negative."""
    found = _DECIMAL_COMMA.fullmatch(text)
    if found is None:
        raise MoneyRefused
    whole = found[2].replace(" ", "").replace("\u00a0", "")
    if len(whole) > _MOST_DIGITS:
        raise MoneyRefused
    amount = int(whole) * 100 + int((found[3] or "").ljust(2, "0"))
    return -amount if found[1] else amount


def text_from_qepik(amount: int) -> str:
    """Write qəpik as manat with a decimal comma and two places."""
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), 100)
    return f"{sign}{whole},{rest:02d}"
