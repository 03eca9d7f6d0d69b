"""Who calls: by an access token or the certificate of mutual TLS; over SSH by a key; in a sandbox by an API key.

Each is looked up by its SHA-256 and remembered for a few seconds, since every request asks.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import structlog

from hub.access.buckets import Buckets
from hub.access.credentials import IN_FORCE, SELF_SIGNED, CredentialKind
from hub.access.grants import rights_in_force
from hub.access.keys import API_KEY, digest
from hub.access.limits import limits_of
from hub.access.parties import Party, is_sandbox_key
from hub.access.presented import Presented
from hub.access.revocation import AT_HAND
from hub.access.tokens import PREFIX, token_in_force
from hub.clock import Clock
from hub.errors import HubError, Words
from hub.remembered import Remembered
from hub.store.store import Store
from hub.store.tx import Tx

log = structlog.get_logger("hub.access")

KNOWN_S = 5.0
"""How long a revoked key may still be good in another process."""
UNKNOWN_S = 2.0
_LONGEST_KEY = 256


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


class Unconfirmed(HubError):
    """Nobody can say whether the certificate was revoked (HTTP 503 with Retry-After)."""

    def __init__(self) -> None:
        super().__init__("access.revocation_unknown", _UNCONFIRMED, status=503, retryable=True, retry_after=60.0)


@dataclass(frozen=True, slots=True)
class _Known:
    """A party, and the certificate that what it showed is bound to."""

    party: Party
    x5t: str | None = None


class Keyring:
    """Finds the party of a caller. Holds no key, only digests.

    `sandbox` are the well-known keys, empty outside it; there API keys of the store open nothing either.
    """

    def __init__(self, store: Store, clock: Clock, sandbox: Mapping[str, Party], lists: int = 0) -> None:
        """So many lists of revoked certificates must be at hand where any certificate is to be believed."""
        self._store = store
        self._clock = clock
        self._sandbox = sandbox
        self._lists, self._lists_until = lists, 0.0
        self._remembered: Remembered[_Known | None] = Remembered(
            clock, lambda found: UNKNOWN_S if found is None else KNOWN_S
        )
        self._wrong = Buckets(burst=30, per_second=1.0)

    async def party(self, authorization: str | None, address: str, presented: Presented | None = None) -> Party:
        """The party behind an Authorization header and the certificate of the connection, which must agree.

        Raises Unauthenticated, TooManyTries for the next wrong one of an address that has sent many, or
        StoreUnavailable if nobody can say.
        """
        if authorization is None and presented is not None:
            return await self.owner(presented, address)
        scheme, _, key = (authorization or "").partition(" ")
        key = key.strip()
        if scheme.lower() != "bearer" or not key:
            raise Unauthenticated("access.key_missing", _MISSING)
        known = self._sandbox.get(key)
        if known is None:
            known = await self._bearer(key, address, presented)
        if presented is not None and (await self.owner(presented, address)).name != known.name:
            raise self._refused("foreign_certificate", "access.certificate_of_another", _OF_ANOTHER, address)
        return known

    async def owner(self, presented: Presented, address: str) -> Party:
        """The party that a certificate is registered for; Unauthenticated where there is none or it is not valid."""
        if presented.signs_itself:
            raise self._refused("self_signed_certificate", "access.certificate_self_signed", SELF_SIGNED, address)
        if not presented.since <= self._clock.now() < presented.until:
            raise self._refused("expired_certificate", "access.certificate_expired", _NOT_VALID, address)
        await self._need_lists()
        wanted = f"certificate {presented.x5t}"
        found = await self._remembered.look(wanted, partial(self._by_mark, CredentialKind.CERTIFICATE, presented.x5t))
        if found is None:
            raise self._refused("unknown_certificate", "access.certificate_unknown", _NOT_REGISTERED, address)
        return found.party

    async def logged_in(self, name: str, mark: str, address: str) -> Party:
        """The party of that name if the key of SSH is registered for it and in force; else as `party` raises.

        Who has proved nothing learns nothing of which name or key it was.
        """
        found = await self._remembered.look(f"ssh {mark}", partial(self._by_mark, CredentialKind.SSH, mark))
        if found is None or found.party.name != name:
            raise self._refused("unknown_ssh_key", "access.key_unknown", _UNKNOWN, address)
        return found.party

    async def _need_lists(self) -> None:
        """Unconfirmed where no list, or an old one, says whether certificates were revoked."""
        if not self._lists or self._clock.monotonic() < self._lists_until:
            return
        async with self._store.read() as tx:
            rows = await tx.fetch(AT_HAND)
        if rows[0]["n"] < self._lists:
            log.warning("security_event", kind="revocation_unknown")
            raise Unconfirmed
        self._lists_until = self._clock.monotonic() + KNOWN_S

    async def _bearer(self, key: str, address: str, presented: Presented | None) -> Party:
        found = await self._look_up(key)
        if found is None:
            if is_sandbox_key(key):
                raise Unauthenticated("access.sandbox_key", _SANDBOX_ONLY)
            if key.startswith(API_KEY) and not self._sandbox:
                raise self._refused("api_key", "access.keys_in_sandbox", _KEYS_IN_SANDBOX, address)
            raise self._refused("unknown_key", "access.key_unknown", _UNKNOWN, address)
        if found.x5t is not None and (presented is None or not hmac.compare_digest(found.x5t, presented.x5t)):
            raise self._refused("token_of_another", "access.token_bound", _BOUND, address)
        return found.party

    def _refused(self, kind: str, code: str, words: Words, address: str) -> HubError:
        """What proves nothing is an event of security; an address that sends many such is told to wait."""
        log.warning("security_event", kind=kind)
        if not self._wrong.take(address, self._clock.monotonic()):
            return TooManyTries(
                Words(
                    "Bu ünvandan çox yanlış açar gəlir. Bir azdan yenidən yoxlayın.",
                    "Too many wrong keys come from this address. Try again in a while.",
                ),
                1.0,
            )
        return Unauthenticated(code, words)

    async def named(self, name: str) -> Party | None:
        """The party of that name with its rights, for whom another vouches: it shows no key. None if there is none."""
        known = next((party for party in self._sandbox.values() if party.name == name), None)
        if known is not None:
            return known
        found = await self._remembered.look(f"party {name}", partial(self._by_name, name))
        return found.party if found is not None else None

    async def _look_up(self, key: str) -> _Known | None:
        is_token = key.startswith(PREFIX)
        if len(key) > _LONGEST_KEY or not (is_token or self._sandbox):
            return None
        wanted = digest(key)
        return await self._remembered.look(wanted, partial(self._by_token if is_token else self._by_key, wanted))

    async def _by_key(self, wanted: str) -> _Known | None:
        async with self._store.read() as tx:
            rows = await tx.fetch(
                "SELECT k.key_sha256, k.party FROM api_keys k WHERE k.key_sha256 = :digest AND k.revoked_at IS NULL"
                " AND (k.expires_at IS NULL OR k.expires_at > hub_now())",
                {"digest": wanted},
            )
            if not rows or not hmac.compare_digest(rows[0]["key_sha256"], wanted):
                return None
            return await _known(tx, rows[0]["party"])

    async def _by_token(self, wanted: str) -> _Known | None:
        async with self._store.read() as tx:
            token = await token_in_force(tx, wanted)
            return await _known(tx, token["party"], token["x5t"]) if token is not None else None

    async def _by_mark(self, kind: CredentialKind, mark: str) -> _Known | None:
        async with self._store.read() as tx:
            rows = await tx.fetch(
                f"SELECT c.party FROM credentials c WHERE c.mark = :mark AND c.kind = :kind AND {IN_FORCE}",
                {"mark": mark, "kind": kind.value},
            )
            return await _known(tx, rows[0]["party"]) if rows else None

    async def _by_name(self, name: str) -> _Known | None:
        async with self._store.read() as tx:
            rows = await tx.fetch("SELECT p.name FROM parties p WHERE p.name = :name", {"name": name})
            return await _known(tx, name) if rows else None


async def _known(tx: Tx, name: str, x5t: str | None = None) -> _Known:
    return _Known(Party(name, await rights_in_force(tx, name), await limits_of(tx, name)), x5t)


async def refuse_api_keys(store: Store) -> None:
    """HubError where the database has API keys that nobody has ended, which are good in a sandbox alone."""
    async with store.read() as tx:
        rows = await tx.fetch("SELECT k.prefix FROM api_keys k WHERE k.revoked_at IS NULL ORDER BY k.prefix LIMIT 5")
    if rows:
        raise HubError("access.keys_in_sandbox", _to_end([row["prefix"] for row in rows]))


def _to_end(prefixes: Sequence[str]) -> Words:
    named = ", ".join(prefixes)
    return Words(
        f"Bu bazada API açarları var ({named}); onlar yalnız sınaq rejimində qüvvədədir. Əvvəl ləğv edin: "
        "hub parties revoke PREFİKS. Qurumlar sertifikat və ya açıq açarla çağırır.",
        f"This database has API keys ({named}), which are good in a sandbox alone. End them first: "
        "hub parties revoke PREFIX. Agencies call by certificate or public key.",
    )


_KEYS_IN_SANDBOX = Words(
    "API açarı yalnız sınaq rejimində qüvvədədir. POST /v1/token ilə token alın və ya sertifikatla qoşulun.",
    "An API key is good in the sandbox alone. Ask POST /v1/token for a token, or connect with a certificate.",
)
_BOUND = Words(
    "Bu token başqa sertifikata bağlıdır: alındığı sertifikatla qoşulun.",
    "This token is bound to another certificate: connect with the one that it was asked for with.",
)
_OF_ANOTHER = Words(
    "Sertifikat bir tərəfin, açar başqa tərəfindir.", "The certificate is of one party, and the key of another."
)
_NOT_VALID = Words(
    "Sertifikatın müddəti bitib və ya hələ başlamayıb.", "The certificate has expired, or is not valid yet."
)
_NOT_REGISTERED = Words(
    "Bu sertifikat heç bir tərəf üçün qeydiyyatda deyil, ləğv edilib və ya qeydiyyatının müddəti bitib.",
    "This certificate is registered for no party, was revoked, or its registration has ended.",
)
_MISSING = Words(
    "Açar verilməyib: “Authorization: Bearer <açar>” başlığını göndərin.",
    "No key was given: send the header “Authorization: Bearer <key>”.",
)
_UNKNOWN = Words("Açar tanınmır, müddəti bitib və ya ləğv edilib.", "The key is not known, has expired or was revoked.")
_SANDBOX_ONLY = Words(
    "Bu açar yalnız sınaq rejimində (--sandbox) qüvvədədir.", "This key is good in the sandbox (--sandbox) only."
)
_UNCONFIRMED = Words(
    "Ləğv edilmiş sertifikatların təzə siyahısı əldə deyil, ona görə heç bir sertifikata inanılmır. Retry-After qədər "
    "gözləyin.",
    "No fresh list of revoked certificates is at hand, so no certificate is believed. Wait for Retry-After.",
)
