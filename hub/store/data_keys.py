"""Envelope encryption: every table has a data key of its own for each month, wrapped by a key of the key file.

A sealed value is 1, the month in two bytes, a random nonce of 12, and AES-256-GCM's ciphertext and tag. Its associated
data are place, row and version. One data key seals far fewer than the 2^32 values that random nonces allow (NIST SP
800-38D, 8.3): a national installation's attempts come to 2^31 a month. Wrapped keys live in the table `data_keys`,
those of a month from the month before on, so that all processes have them when it begins.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import secrets
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import lru_cache, partial

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.clock import SECOND, Clock
from hub.errors import HubError, Words
from hub.settings import Settings
from hub.store.key_file import KeyFile, key_file
from hub.store.sealing import Unsealable
from hub.store.store import Store, TryAgain
from hub.store.tx import Row, Tx
from hub.store.vouching import Stated

log = structlog.get_logger("hub.store")

SEALED = (
    "content",
    "access_events",
    "access_tokens",
    "account_numbers",
    "agency_contacts",
    "agency_notices",
    "aggregate_events",
    "aggregates",
    "alert_rules",
    "attempts",
    "bad_rows",
    "base_records",
    "callbacks",
    "case_events",
    "cases",
    "changes",
    "citizen_sessions",
    "citizen_subjects",
    "counts",
    "code_additions",
    "decision_records",
    "delivery_records",
    "document_events",
    "documents",
    "entities",
    "evidence_leaves",
    "facts",
    "failure_notes",
    "handovers",
    "hotline_calls",
    "kept_answers",
    "list_chunks",
    "maintenance_windows",
    "message_bodies",
    "obligation_events",
    "obligations",
    "officials",
    "operations",
    "paper_codes",
    "paused_routes",
    "people",
    "proposals",
    "receptions",
    "repairs",
    "saved_searches",
    "search_tokens",
    "sessions",
    "settlement_chunks",
    "shift_handovers",
    "signing_sessions",
    "stand_ins",
    "subscriptions",
    "survey_answers",
    "unknown_codes",
    "uploads",
    "visits",
)
"""What has data keys: the tables with sealed columns or rows that are vouched for, which a test compares, and the files
of the content store.
"""
_FORMAT = b"\x01"
_NONCE = 12
_HEAD = 3
_MAC = 16
_PLACE = "data_keys.wrapped"


class DataKeys:
    """The Sealer of an installation, which vouches for rows too.

    Keys are unwrapped when they are first needed, and a bounded number is kept.
    """

    def __init__(self, keys: Callable[[], KeyFile]) -> None:
        self._file = keys
        self._wrapping = keys()
        self._wrapped: dict[tuple[str, int], tuple[str, bytes]] = {}
        self._head = b""
        self._key = lru_cache(1024)(self._unwrapped)
        self._cipher = lru_cache(1024)(lambda table, head: AESGCM(self._unwrapped(table, head)))

    def seal(self, place: str, row: str, plain: bytes, version: int = 0) -> bytes:
        nonce, head = os.urandom(_NONCE), self._head
        cipher = self._cipher(place.partition(".")[0], head)
        return head + nonce + cipher.encrypt(nonce, plain, f"{place}\0{row}\0{version}".encode())

    def unseal(self, place: str, row: str, sealed: bytes, version: int = 0) -> bytes:
        cipher = self._cipher(place.partition(".")[0], bytes(sealed[:_HEAD]))
        try:
            return cipher.decrypt(
                sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :], f"{place}\0{row}\0{version}".encode()
            )
        except (InvalidTag, ValueError) as failed:
            raise Unsealable(f"{place} of {row} was altered, or is not this row's present version") from failed

    def vouch(self, table: str, *stated: Stated) -> bytes:
        """The month in three bytes, and 128 bits of keyed BLAKE2b (RFC 7693), which costs half of what HMAC does."""
        return self._head + self._mac(table, self._head, stated)

    def is_vouched(self, mac: object, table: str, *stated: Stated) -> bool:
        if not isinstance(mac, bytes):
            return False
        try:
            expected = self._mac(table, mac[:_HEAD], stated)
        except Unsealable:
            return False
        return hmac.compare_digest(mac[_HEAD:], expected)

    def _mac(self, table: str, head: bytes, stated: Iterable[Stated]) -> bytes:
        text = ascii((table, *stated)).encode()
        return hashlib.blake2b(text, key=self._key(table, head), digest_size=_MAC).digest()

    def _unwrapped(self, table: str, head: bytes) -> bytes:
        found = self._wrapped.get((table, int.from_bytes(head[1:], "big")))
        if found is None or head[:1] != _FORMAT:
            raise Unsealable(f"{table} has no data key for {head.hex()}")
        return unwrap(self._wrapping, table, int.from_bytes(head[1:], "big"), *found)

    async def refresh(self, store: Store, now: int) -> None:
        """Take in the keys that others made, and make those of this month and the next that nobody has made yet.

        The key file is read anew, so that a rotation needs no restart; HubError if it does not open what is there.
        """
        self._wrapping, month = await asyncio.to_thread(self._file), month_of(now)
        async with store.read() as tx:
            rows = await wrapped_keys(tx)
        wanted = {(table, at) for table in SEALED for at in (month, month + 1)}
        missing = wanted - {(row["table_name"], row["month"]) for row in rows}
        if missing:
            async with store.write() as tx:
                await self._make(tx, sorted(missing))
                rows = await wrapped_keys(tx)
        refuse_unknown(self._wrapping, rows)
        self._wrapped = {(row["table_name"], row["month"]): (row["wrapped_by"], row["wrapped"]) for row in rows}
        for table in SEALED:
            self._cipher(table, _FORMAT + month.to_bytes(2, "big"))
        self._head = _FORMAT + month.to_bytes(2, "big")

    async def _make(self, tx: Tx, missing: Iterable[tuple[str, int]]) -> None:
        """Of two processes that make the same key, the first is right: the second reads the first one's."""
        name = next(iter(self._wrapping))
        await tx.many(
            "INSERT INTO data_keys (table_name, month, wrapped_by, wrapped) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT DO NOTHING",
            [(t, m, name, wrap(self._wrapping, t, m, secrets.token_bytes(32))) for t, m in missing],
        )


async def open_sealer(settings: Settings, store: Store, clock: Clock) -> DataKeys:
    """The sealer of these settings over this database, which vouches for its rows from now on.

    HubError in words where the key is missing or another one.
    """
    sealer = DataKeys(partial(key_file, settings))
    await sealer.refresh(store, clock.now())
    store.vouching = sealer
    return sealer


@asynccontextmanager
async def keys_kept_fresh(sealer: DataKeys, store: Store, clock: Clock) -> AsyncIterator[None]:
    """Look every hour while the context is open."""
    async with asyncio.TaskGroup() as owner:
        task = owner.create_task(_look(sealer, store, clock), name="data keys")
        try:
            yield
        finally:
            task.cancel()


async def _look(sealer: DataKeys, store: Store, clock: Clock) -> None:
    while True:
        await asyncio.sleep(3600.0)
        try:
            await sealer.refresh(store, clock.now())
        except (HubError, TryAgain) as away:
            log.warning("data_keys_not_refreshed", reason=str(away))


async def wrapped_keys(tx: Tx) -> list[Row]:
    """All of them, as they are stored."""
    return list(await tx.fetch("SELECT table_name, month, wrapped_by, wrapped FROM data_keys"))


async def rewrap(tx: Tx, keys: KeyFile) -> int:
    """Wrap with the first key of the file what another one has wrapped; how many. No sealed value changes."""
    rows = await wrapped_keys(tx)
    refuse_unknown(keys, rows)
    name = next(iter(keys))
    made = [
        (t, m, name, wrap(keys, t, m, unwrap(keys, t, m, row["wrapped_by"], row["wrapped"])))
        for row in rows
        for t, m in [(row["table_name"], row["month"])]
        if row["wrapped_by"] != name
    ]
    await tx.many("UPDATE data_keys SET wrapped_by = $3, wrapped = $4 WHERE table_name = $1 AND month = $2", made)
    return len(made)


def month_of(now: int) -> int:
    """Months since the year 0."""
    moment = datetime.fromtimestamp(now / SECOND, UTC)
    return moment.year * 12 + moment.month - 1


def wrap(keys: KeyFile, table: str, month: int, key: bytes) -> bytes:
    """A data key under the first key of the file."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(next(iter(keys.values()))).encrypt(nonce, key, f"{_PLACE}\0{table}\0{month}".encode())


def unwrap(keys: KeyFile, table: str, month: int, name: str, wrapped: bytes) -> bytes:
    """The data key; Unsealable if it was altered."""
    try:
        return AESGCM(keys[name]).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], f"{_PLACE}\0{table}\0{month}".encode())
    except InvalidTag as failed:
        raise Unsealable(f"the data key of {table} was altered") from failed


def refuse_unknown(keys: KeyFile, rows: Iterable[Row]) -> None:
    """HubError where a data key was wrapped by a key that is not in the file."""
    unknown = sorted({row["wrapped_by"] for row in rows} - set(keys))
    if unknown:
        named = ", ".join(unknown)
        raise HubError(
            "hub.data_key_other",
            Words(
                f"Açar faylında bu bazanın açarı yoxdur ({named}). Həmin açarın ehtiyat surətini fayla əlavə edin: "
                "onsuz məlumat açılmır.",
                f"The key file lacks the key of this database ({named}). Add the copy of that key to the file: "
                "without it nothing opens.",
            ),
        )
