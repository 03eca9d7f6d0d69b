"""Numbers as people read them."""

from __future__ import annotations

_THIN = "\N{NARROW NO-BREAK SPACE}"


def number(value: int) -> str:
    """`658 793`, its spaces narrow and unbreakable."""
    return f"{value:,}".replace(",", _THIN)
