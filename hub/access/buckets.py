"""Token buckets in this process's memory: how often somebody may ask. Counts, never values, are kept; old ones go."""

from __future__ import annotations

from collections import OrderedDict

_MOST = 20_000


class Buckets:
    """`burst` at once, then `per_second`; the keys that were quiet longest are forgotten first."""

    def __init__(self, *, burst: int, per_second: float) -> None:
        self._burst = float(burst)
        self._per_second = per_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def has(self, key: str, now: float) -> bool:
        """Whether the key might ask at this moment; nothing is taken."""
        left, at = self._left.get(key, (self._burst, now))
        return min(self._burst, left + (now - at) * self._per_second) >= 1

    def take(self, key: str, now: float) -> bool:
        """Whether the key may ask once more at this moment of a monotonic clock."""
        left, at = self._left.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._per_second)
        allowed = left >= 1
        self._left[key] = (left - 1 if allowed else left, now)
        if len(self._left) > _MOST:
            self._left.popitem(last=False)
        return allowed
