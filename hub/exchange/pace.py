"""The pace of an operation's calls: a token bucket so small that no second of any hundred sees more than is allowed.

A bucket of three tokens that gains three a second lets six through in its first second. This one holds a token, and
one more for each twenty a second, and gains so slowly that what it holds and what it gains in `WINDOW` never exceed
the rate. `WINDOW` is longer than the second that an agency counts, since a call is on its way for a moment that varies.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from hub.clock import SECOND

WINDOW = 1.1
_ALMOST = 1e-6
"""Sums of floats fall short of a whole token by less."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """What is left at an instant (microseconds). Kept in the operation's row, for the whole installation."""

    tokens: float
    at: int

    def take(self, wanted: int, rate: float, now: int) -> tuple[int, int, Bucket]:
        """How many calls may start now, in how many microseconds the next may, and the bucket afterwards. Pure."""
        holds, gain = holds_and_gain(rate)
        tokens = min(float(holds), self.tokens + max(0, now - self.at) / SECOND * gain)
        count = min(wanted, int(tokens + _ALMOST))
        left = tokens - count
        wait = 0 if left >= 1 else ceil((1 - left) / gain * SECOND)
        return count, wait, Bucket(left, max(now, self.at))


def holds_and_gain(rate: float) -> tuple[int, float]:
    """How many tokens a bucket holds for this rate a second, and how many it gains in a second.

    Within a closed `WINDOW` go at most `holds + gain * WINDOW`, rounded down, calls: fewer than one more than the rate.
    """
    holds = 1 + int(rate / 20)
    return holds, min(rate, (ceil(rate) + 1 - holds) / WINDOW * (1 - _ALMOST))
