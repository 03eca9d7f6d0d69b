"""The one door that passwords come to: how often a login and an address may be tried, and how many wait for a hash.

A wrong try takes a token from three buckets of this process: of the login at that address, of the login, of the
address. A right one takes none. So who guesses is slowed down, and the person elsewhere comes in all the same, until
very many addresses guess at one login. A hash takes a core for a tenth of a second; no more wait for one than are
answered within seconds, and the others are told to come back.
"""

from __future__ import annotations

import unicodedata

import structlog

from hub.access.buckets import Buckets
from hub.access.keyring import TooManyTries, Unauthenticated
from hub.access.people import Person, verify_person
from hub.access.sessions import Session, begin
from hub.clock import Clock
from hub.errors import Words, found_or
from hub.store.sealing import KeyedHash
from hub.store.store import Store

log = structlog.get_logger("hub.access")

MOST_WAITING = 32
"""How many tries are hashed or wait for it at once, in this process."""
MOST_WAITING_OF_ONE = 8
"""And of one address."""
_COME_BACK_S = 60.0
_BUSY_S = 5.0


class PasswordDoor:
    """Verifies passwords within these limits."""

    def __init__(self, store: Store, clock: Clock, keyed: KeyedHash) -> None:
        self._store = store
        self._clock = clock
        self._hash = keyed
        self._pairs = Buckets(burst=5, per_second=1 / 60)
        self._logins = Buckets(burst=50, per_second=1 / 30)
        self._addresses = Buckets(burst=30, per_second=1 / 10)
        self._waiting: dict[str, int] = {}

    async def log_in(self, login: str, password: str, address: str) -> Session:
        """Begin a session; Unauthenticated for a wrong login or password, without saying which, or TooManyTries."""
        person = found_or(
            await self.verify(login, password, address),
            Unauthenticated("access.login", Words("Ad və ya parol yanlışdır.", "The login or the password is wrong.")),
        )
        return await begin(self._store, person)

    async def verify(self, login: str, password: str, address: str) -> Person | None:
        """The person, if the password is theirs; TooManyTries where it may not even be looked at."""
        name = unicodedata.normalize("NFKC", login.strip()).casefold()
        who = self._hash("login", name)
        buckets = ((self._pairs, f"{who} {address}"), (self._logins, who), (self._addresses, address))
        now = self._clock.monotonic()
        if not all(bucket.has(key, now) for bucket, key in buckets):
            self._note("login_limit", who)
            raise TooManyTries(_TOO_MANY, _COME_BACK_S)
        person = await self._in_turn(name, password, address, who)
        if person is None:
            for bucket, key in buckets:
                bucket.take(key, now)
            self._note("wrong_password", who)
        return person

    async def _in_turn(self, name: str, password: str, address: str, who: str) -> Person | None:
        waiting = self._waiting.get(address, 0)
        if waiting >= MOST_WAITING_OF_ONE or sum(self._waiting.values()) >= MOST_WAITING:
            self._note("login_queue_full", who)
            raise TooManyTries(_BUSY, _BUSY_S)
        self._waiting[address] = waiting + 1
        try:
            return await verify_person(self._store, name, password)
        finally:
            self._waiting[address] -= 1
            if not self._waiting[address]:
                del self._waiting[address]

    @staticmethod
    def _note(kind: str, who: str) -> None:
        """By the keyed hash of the login: what was typed there may be a password."""
        log.warning("security_event", kind=kind, subject=who[:16])


_TOO_MANY = Words(
    "Çox səhv cəhd oldu. Bir dəqiqədən sonra yenidən yoxlayın.", "Too many wrong tries. Try again in a minute."
)
_BUSY = Words(
    "Eyni anda çox adam daxil olur. Bir neçə saniyədən sonra yenidən yoxlayın.",
    "Too many log in at this moment. Try again in a few seconds.",
)
