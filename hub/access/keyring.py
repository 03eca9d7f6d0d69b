"""Who holds a key: looked up by its SHA-256 and remembered for a few seconds, since every request asks."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

import structlog

from hub.access.buckets import Buckets
from hub.access.keys import digest
from hub.access.parties import Party, is_sandbox_key
from hub.clock import Clock
from hub.errors import HubError, Words
from hub.store.store import Store

log = structlog.get_logger("hub.access")

KNOWN_S = 5.0
"""How long a revoked key may still be good in another process."""
UNKNOWN_S = 2.0
_MOST_REMEMBERED = 4096
_LONGEST_KEY = 256

_LOOK_UP = (
    "SELECT k.key_sha256, k.party, p.roles, g.service, g.purpose FROM api_keys k JOIN parties p ON p.name = k.party"
    " LEFT JOIN grants g ON g.party = k.party WHERE k.key_sha256 = :digest AND k.revoked_at IS NULL"
    " AND (k.expires_at IS NULL OR k.expires_at > hub_now())"
)


class Unauthenticated(HubError):
    """No key, or none that is in force (HTTP 401 with WWW-Authenticate)."""

    def __init__(self, code: str, words: Words) -> None:
        super().__init__(code, words, status=401, side="sender", place="Authorization")


class TooManyTries(HubError):
    """Too many wrong keys or passwords, or too many at once (HTTP 429 with Retry-After)."""

    def __init__(self, words: Words, retry_after: float) -> None:
        super().__init__(
            "access.too_many_tries", words, status=429, side="sender", retryable=True, retry_after=retry_after
        )


class Keyring:
    """Finds the party of a key. Holds no key, only digests; `sandbox` are the well-known keys, empty outside it."""

    def __init__(self, store: Store, clock: Clock, sandbox: Mapping[str, Party]) -> None:
        self._store = store
        self._clock = clock
        self._sandbox = sandbox
        self._remembered: dict[str, tuple[float, Party | None]] = {}
        self._wrong = Buckets(burst=30, per_second=1.0)

    async def party(self, authorization: str | None, address: str) -> Party:
        """The party behind an Authorization header.

        Raises Unauthenticated, TooManyTries for the next wrong one of an address that has sent many, or
        StoreUnavailable if nobody can say.
        """
        scheme, _, key = (authorization or "").partition(" ")
        key = key.strip()
        if scheme.lower() != "bearer" or not key:
            raise Unauthenticated("access.key_missing", _MISSING)
        known = self._sandbox.get(key) or await self._look_up(key)
        if known is not None:
            return known
        if is_sandbox_key(key):
            raise Unauthenticated("access.sandbox_key", _SANDBOX_ONLY)
        log.warning("security_event", kind="unknown_key")
        if not self._wrong.take(address, self._clock.monotonic()):
            raise TooManyTries(_TOO_MANY, 1.0)
        raise Unauthenticated("access.key_unknown", _UNKNOWN)

    async def _look_up(self, key: str) -> Party | None:
        if len(key) > _LONGEST_KEY:
            return None
        wanted, now = digest(key), self._clock.monotonic()
        remembered = self._remembered.get(wanted)
        if remembered is not None and remembered[0] > now:
            return remembered[1]
        found = await self._from_store(wanted)
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[wanted] = (now + (UNKNOWN_S if found is None else KNOWN_S), found)
        return found

    async def _from_store(self, wanted: str) -> Party | None:
        async with self._store.read() as tx:
            rows = await tx.fetch(_LOOK_UP, {"digest": wanted})
        if not rows or not hmac.compare_digest(rows[0]["key_sha256"], wanted):
            return None
        grants = frozenset((row["service"], row["purpose"]) for row in rows if row["service"] is not None)
        return Party(rows[0]["party"], frozenset(rows[0]["roles"].split()), grants)


_MISSING = Words(
    "Açar verilməyib: “Authorization: Bearer <açar>” başlığını göndərin.",
    "No key was given: send the header “Authorization: Bearer <key>”.",
)
_UNKNOWN = Words("Açar tanınmır, müddəti bitib və ya ləğv edilib.", "The key is not known, has expired or was revoked.")
_TOO_MANY = Words(
    "Bu ünvandan çox yanlış açar gəlir. Bir azdan yenidən yoxlayın.",
    "Too many wrong keys come from this address. Try again in a while.",
)
_SANDBOX_ONLY = Words(
    "Bu açar yalnız sınaq rejimində (--sandbox) qüvvədədir.", "This key is good in the sandbox (--sandbox) only."
)
