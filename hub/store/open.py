"""Opening the store that the settings name, and what belongs to an installation: its id and its hash key.

The fingerprint of the key stands beside the id from the first start on (`hub.evidence.root_key`).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from hub.clock import Clock
from hub.errors import HubError, Words
from hub.settings import Settings
from hub.store.ids import new_id
from hub.store.sealing import KeyedHash
from hub.store.sqlite import SqliteStore
from hub.store.store import Store

PUBLIC_HASH_KEY = "sandbox-only-key-for-hashing-keys"
"""What docker-compose.yml gives the sandbox; it protects nothing."""


def database_path(settings: Settings) -> Path:
    """The file of the embedded default."""
    return settings.data / "hub.sqlite3"


async def open_store(settings: Settings, clock: Clock, *, statement_s: float | None = None) -> Store:
    """The store, on the database that the settings name. The schema is there already (`hub migrate`).

    `statement_s`: seconds that a statement on a server may take, where it is more than what serves people. ValueError
    of what is no time at all: a server would take 0 for no limit.
    """
    if statement_s is not None and statement_s <= 0:
        message = f"a statement may take {statement_s} s: more than nothing is needed"
        raise ValueError(message)
    if settings.database_url is not None:
        from hub.store.postgres import (  # noqa: PLC0415  # its driver is heavy, and one process has one
            STATEMENT_S,
            PostgresStore,
        )

        return await PostgresStore.open(settings.database_url, statement_s=statement_s or STATEMENT_S)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return await SqliteStore.open(database_path(settings), clock)


async def installation_id(store: Store) -> str:
    """The id made at the first start; keys towards agencies are made under it."""
    async with store.write() as tx:
        await tx.execute(
            "INSERT INTO installation (id, created_at) SELECT r.id, hub_now() FROM (SELECT CAST(:id AS "
            + ("uuid" if store.name == "postgresql" else "text")
            + ") AS id) AS r WHERE NOT EXISTS (SELECT 1 FROM installation)",
            {"id": new_id()},
        )
        rows = await tx.fetch("SELECT id FROM installation ORDER BY created_at, id")
    found: str = rows[0]["id"]
    return found


async def mark_root(store: Store, keyed: KeyedHash) -> None:
    """Mark the database with the fingerprint of the root, unless it has one."""
    await installation_id(store)
    async with store.write() as tx:
        await tx.execute("UPDATE installation SET root_mark = :mark WHERE root_mark IS NULL", {"mark": _mark(keyed)})


async def known_hash(settings: Settings, store: Store) -> KeyedHash:
    """The keyed hashes of this installation; HubError where another root has made what is in this database."""
    keyed = KeyedHash(hash_key(settings))
    async with store.read() as tx:
        rows = await tx.fetch("SELECT root_mark FROM installation ORDER BY created_at, id LIMIT 1")
    if rows and rows[0]["root_mark"] not in (None, _mark(keyed)):
        raise HubError("hub.hash_key_other", _OTHER)
    return keyed


def _mark(keyed: KeyedHash) -> str:
    """A sub-key for this alone: it tells nothing of the root or of what is hashed under it."""
    return keyed.secret("mark").hex()[:32]


_OTHER = Words(
    "HUB_HASH_KEY (yaxud HUB_DATA qovluğundakı hash.key) bu bazanın açarı deyil. Onunla bazadakı heç nə tapılmaz, eyni "
    "məlumat ikinci dəfə qəbul olunardı. İlk işə salmadakı açarın ehtiyat surətini qaytarın; o heç vaxt dəyişmir.",
    "HUB_HASH_KEY (or hash.key in HUB_DATA) is not the key of this database. Under it nothing of the database would be "
    "found, and the same act would be taken a second time. Bring back the copy of the key of the first start; it is "
    "never changed.",
)


def hash_key(settings: Settings) -> bytes:
    """The secret of the keyed hashes. The embedded default makes and keeps one; else it must be set."""
    if settings.hash_key == PUBLIC_HASH_KEY and not settings.sandbox:
        raise HubError(
            "hub.hash_key_public",
            Words(
                "HUB_HASH_KEY hamıya məlum olan sınaq açarıdır. Sınaqdan kənarda öz gizli açarınızı verin.",
                "HUB_HASH_KEY is the sandbox's well-known key. Outside a sandbox give a secret of your own "
                "(for example: openssl rand -hex 32).",
            ),
        )
    if settings.hash_key is not None:
        return settings.hash_key.encode()
    if not settings.is_embedded:
        raise HubError(
            "hub.hash_key_missing",
            Words(
                "HUB_HASH_KEY verilməyib. Bütün proseslər üçün eyni, ən azı 32 simvolluq gizli açar verin.",
                "HUB_HASH_KEY is not set. Give all processes the same secret of at least 32 characters "
                "(for example: openssl rand -hex 32).",
            ),
        )
    path = settings.data / "hash.key"
    if not path.exists():
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as target:
            target.write(secrets.token_hex(32))
    return path.read_text().strip().encode()
