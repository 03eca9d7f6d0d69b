"""How many of all refusals were wrong, by what a sample says, in words. Pure."""

from __future__ import annotations

from math import sqrt

from document_flow.words import Words

_Z = 1.96
"""Of 95 in 100 samples the interval holds what it says."""


def interval(differs: int, of: int) -> tuple[float, float]:
    """The least and greatest share that go with so many of so many (Wilson's interval, 1927)."""
    share, square = differs / of, _Z * _Z
    middle = share + square / (2 * of)
    half = _Z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def in_words(differs: int, of: int) -> Words:
    """The rate and its interval, of those that could be decided."""
    if not of:
        return Words("heç birini müəyyən etmək olmayıb", "none could be decided")
    least, most = (_tenths(each) for each in interval(differs, of))
    share = _tenths(differs / of)
    return Words(
        f"hər 100 imtinadan təxminən {share} səhvdir; bütün imtinalarda 95 % ehtimalla {least} ilə {most} arasında",
        f"about {share} of 100 refusals were wrong; of all refusals, with 95 % confidence, between {least} and {most}",
    )


def _tenths(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0")
