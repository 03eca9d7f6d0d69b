"""What the bodies of one party may hold in memory and cost in time, so that its worst stalls nobody else.

A party has a bucket of bytes, which a body's length is taken from before it is read (429 with Retry-After beyond it),
and no more than half of what all bodies together may hold while they are read and parsed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hub.clock import Clock
from hub.errors import HubError, Overloaded, Words

_IDLE_S = 60.0


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """In bytes: what a party gains a second and holds at most, and what all bodies in memory come to at most."""

    per_second: int = 20 * 1024 * 1024
    burst: int = 60 * 1024 * 1024
    in_memory: int = 120 * 1024 * 1024


class TooFast(HubError):
    """A party sends more than its share (HTTP 429 with Retry-After, RFC 6585)."""

    def __init__(self, seconds: float) -> None:
        super().__init__("hub.too_fast", _TOO_FAST, status=429, side="sender", retryable=True, retry_after=seconds)


class TooMuchAtOnce(Overloaded):
    """The bodies that are being read hold as much as they may (HTTP 503 with Retry-After)."""

    def __init__(self) -> None:
        super().__init__("hub.too_much_at_once", _TOO_MUCH, 1.0)


@dataclass(slots=True)
class _Share:
    """What is left in a party's bucket since a moment, and what its bodies hold now."""

    left: float
    at: float
    held: int = 0


class Intake:
    """Counts for one process; a party that has been quiet for a minute is forgotten."""

    def __init__(self, clock: Clock, limits: IntakeLimits) -> None:
        self._clock = clock
        self._limits = limits
        self._held = 0
        self._shares: defaultdict[str, _Share] = defaultdict(lambda: _Share(limits.burst, clock.monotonic()))
        self._swept_at = clock.monotonic()

    @contextmanager
    def body(self, party: str, length: int) -> Iterator[Callable[[int], None]]:
        """Hold room for a body of at most this length while it is read and used. Raises TooFast or TooMuchAtOnce.

        What is given says how long it was: a body without a stated length costs no more than it has.
        """
        share = self._filled(party)
        if share.left < length:
            raise TooFast(max(1.0, (length - share.left) / self._limits.per_second))
        if self._held + length > self._limits.in_memory or share.held + length > self._limits.in_memory // 2:
            raise TooMuchAtOnce
        held = 0

        def hold(size: int) -> None:
            nonlocal held
            share.left -= size - held
            share.held += size - held
            self._held += size - held
            held = size

        hold(length)
        try:
            yield hold
        finally:
            share.held -= held
            self._held -= held

    def _filled(self, party: str) -> _Share:
        now = self._clock.monotonic()
        if now - self._swept_at > _IDLE_S:
            self._swept_at = now
            for name in [name for name, each in self._shares.items() if not each.held and now - each.at > _IDLE_S]:
                del self._shares[name]
        share = self._shares[party]
        share.left = min(float(self._limits.burst), share.left + (now - share.at) * self._limits.per_second)
        share.at = now
        return share


_TOO_FAST = Words(
    "Çox tez göndərirsiniz. Retry-After qədər gözləyib davam edin; bu mesaj saxlanmadı.",
    "You send too fast. Go on after Retry-After; this message was not stored.",
)
_TOO_MUCH = Words(
    "Eyni anda çox məzmun oxunur. Retry-After qədər gözləyib təkrar göndərin; heç nə saxlanmadı.",
    "Too many bodies are read at once. Send again after Retry-After; nothing was stored.",
)
