"""What the bodies of one party may hold in memory and cost in time, so that its worst stalls nobody else.

A party has a bucket of bytes, which a stated length is taken from before a byte is read, and else what arrives (429
with Retry-After beyond it). A large body is read beside the loop and priced by the time that it takes: a party's may
take a small share of all time, so that others hardly meet them. What one will take is guessed from its size and from
what the last one took, and corrected after. In memory a body counts by what of it has arrived, so that who says much
and sends slowly takes no room; and no party's bodies hold more than is left free to the others: one party alone may
take half of all, two a third each, and something is always left.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from hub.clock import Clock
from hub.errors import HubError, Overloaded, Words
from hub.exchange.aside import LARGE, TOOK

_IDLE_S = 60.0
_GUESS = 2.0 / (10 * 1024 * 1024)
"""Seconds a byte, of a party that has sent nothing large yet: more than it takes, so that many at once are not begun
before the first has told what it took.
"""
_ARRIVES = 0.0025 / (1024 * 1024)
"""Seconds of the loop for a byte until it has arrived."""
_A_REFUSAL = 1024 * 1024
"""Bytes that cost as much as a refusal."""
_REFUSED_S = 10.0
"""How long at most a refusal waits for being told."""


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """In bytes: what a party gains a second and holds at most, and what all bodies in memory come to at most. `share`
    is how much of all time its large ones may take, `seconds` how much of it the party holds at most. `refusals` a
    second, and `refused` of them at once, are told without waiting. `files` are the bytes a second of all its files,
    beyond the first `files_burst`.
    """

    per_second: int = 20 * 1024 * 1024
    burst: int = 60 * 1024 * 1024
    in_memory: int = 120 * 1024 * 1024
    share: float = 0.02
    seconds: float = 2.0
    refusals: float = 10.0
    refused: float = 100.0
    files: int = 4 * 1024 * 1024
    files_burst: int = 32 * 1024 * 1024


async def in_time(refused: HubError) -> None:
    """Wait until it may be told, and let go of what was read meanwhile."""
    if refused.told_after:
        refused.__traceback__ = None
        await asyncio.sleep(refused.told_after)


class TooFast(HubError):
    """A party sends more than its share (HTTP 429 with Retry-After, RFC 6585)."""

    def __init__(self, seconds: float) -> None:
        super().__init__("hub.too_fast", _TOO_FAST, status=429, side="sender", retryable=True, retry_after=seconds)


class TooDear(TooFast):
    """What a party's large bodies took is not made up yet; how long that takes is waited for before it is told."""


class TooMuchAtOnce(Overloaded):
    """The bodies that are being read hold as much as they may (HTTP 503 with Retry-After)."""

    def __init__(self) -> None:
        super().__init__("hub.too_much_at_once", _TOO_MUCH, 1.0)


@dataclass(slots=True)
class _Share:
    """What is left of a party's bytes, seconds and refusals since a moment, until when its files would have come at
    their pace, what a byte took last, and what its bodies hold.
    """

    left: float
    at: float
    seconds: float
    refusals: float
    files_until: float = 0.0
    price: float = _GUESS
    held: int = 0


class Held:
    """The room of one body: given what has arrived of it, it takes so much more.

    Where it turns out for whom a body was sent, as behind a security server, it counts for that party from then on.
    """

    def __init__(self, intake: Intake, party: str, share: _Share, stated: int) -> None:
        self.party = party
        self._intake, self._share = intake, share
        self._stated, self.size = stated, 0
        self._guessed = self._took = 0.0
        self._reserve(stated)

    def __call__(self, size: int) -> None:
        """So many bytes more. Raises TooFast, TooMuchAtOnce."""
        self._intake.charge(self._share, self.size + size - max(self.size, self._stated))
        self._intake.hold(self._share, size)
        self.size += size
        self._reserve(self.size)

    def took(self, seconds: float) -> None:
        """So many seconds more went into reading it."""
        self._took += seconds

    def for_party(self, party: str) -> None:
        """It is that party's: its bucket and its room, not those of who brought it. Raises TooFast, TooMuchAtOnce."""
        brought, owner = self._share, self._intake.filled(party)
        self._intake.charge(owner, self.size)
        self._intake.hold(brought, -self.size)
        brought.seconds += self._guessed
        self.party, self._guessed, self._share = party, 0.0, owner
        brought.left += max(self.size, self._stated)
        size, self.size = self.size, 0
        self._reserve(size)
        self._intake.hold(owner, size)
        self.size = size

    def release(self) -> None:
        """Let go of the room, and pay what it took."""
        self._intake.hold(self._share, -self.size)
        arrived = self.size * _ARRIVES if self._guessed else 0.0
        self._share.seconds += self._guessed - self._took - arrived
        if self._took and self.size:
            self._share.price = (self._took + arrived) / self.size

    def _reserve(self, size: int) -> None:
        """Of a large body, once: the time that it will take. Raises TooDear where what others took is not made up."""
        if size > LARGE and not self._guessed:
            self._guessed = self._intake.reserve(self._share, size)


class Intake:
    """Counts for one process; a party that has been quiet for a minute is forgotten."""

    def __init__(self, clock: Clock, limits: IntakeLimits) -> None:
        self._clock = clock
        self._limits = limits
        self._held = 0
        self._shares: defaultdict[str, _Share] = defaultdict(
            lambda: _Share(limits.burst, clock.monotonic(), limits.seconds, limits.refused)
        )
        self._swept_at = clock.monotonic()

    @contextmanager
    def body(self, party: str, stated: int) -> Iterator[Held]:
        """Hold room for a body of a stated length, or 0 where it states none, while it is read and used.

        What is given takes room for so many bytes more. Raises TooFast.
        """
        share = self.filled(party)
        self.charge(share, stated)
        held = Held(self, party, share, stated)
        token = TOOK.set(held.took)
        try:
            yield held
        finally:
            TOOK.reset(token)
            held.release()

    @asynccontextmanager
    async def request(self, party: str, stated: int) -> AsyncIterator[Held]:
        """As `body`, for all that a door does with a request; where it is refused, the error says when that may be told
        (`in_time`).
        """
        whose, size = party, stated
        try:
            with self.body(party, stated) as held:
                try:
                    yield held
                finally:
                    whose, size = held.party, max(stated, held.size)
        except HubError as refused:
            refused.told_after = self._told_after(whose, size)
            raise

    def _told_after(self, party: str, size: int) -> float:
        """Seconds until one more refusal of a body of that size may be told."""
        share = self.filled(party)
        share.refusals = max(share.refusals - 1 - size / _A_REFUSAL, -_REFUSED_S * self._limits.refusals)
        return max(0.0, -share.refusals / self._limits.refusals)

    def hold(self, share: _Share, size: int) -> None:
        """Take so much room, or give it back; TooMuchAtOnce where there is none."""
        if size > 0 and share.held + size > self._limits.in_memory - self._held - size:
            raise TooMuchAtOnce
        share.held += size
        self._held += size

    def charge(self, share: _Share, size: int) -> None:
        """Take from the bucket; TooFast beyond it."""
        if size > 0:
            if share.left < size:
                raise TooFast(max(1.0, (size - share.left) / self._limits.per_second))
            share.left -= size

    async def at_pace(self, party: str, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """A file as it comes, no faster than all files of the party together may."""
        ahead = self._limits.files_burst / self._limits.files
        async for part in parts:
            yield part
            share = self.filled(party)
            share.files_until = max(share.files_until, share.at) + len(part) / self._limits.files
            if (early := share.files_until - share.at - ahead) > 0:
                await asyncio.sleep(early)

    def reserve(self, share: _Share, size: int) -> float:
        """Take the seconds that a body of that size will take; TooDear while the party owes any."""
        if share.seconds <= 0:
            raise TooDear(max(1.0, -share.seconds / self._limits.share))
        guessed = size * share.price
        share.seconds -= guessed
        return guessed

    def filled(self, party: str) -> _Share:
        """The party's share as it stands now."""
        now = self._clock.monotonic()
        if now - self._swept_at > _IDLE_S:
            self._swept_at = now
            for name in [name for name, each in self._shares.items() if not each.held and now - each.at > _IDLE_S]:
                del self._shares[name]
        share = self._shares[party]
        limits, passed = self._limits, now - share.at
        share.left = min(float(limits.burst), share.left + passed * limits.per_second)
        share.seconds = min(limits.seconds, share.seconds + passed * limits.share)
        share.refusals = min(limits.refused, share.refusals + passed * limits.refusals)
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
