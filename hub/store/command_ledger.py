"""The one ledger of commands: under which key who asked for what, of which subject and version it made.

A key is the keyed hash of its sender and its Idempotency-Key, `content` the hash of what was asked: the same again
finds what it came to, something else under the key is refused. Messages have a ledger of their own, by the
million (`idempotency_keys`); a signing session is its own entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hub.errors import Conflict, Words
from hub.store.tx import Rows, Tx

TAKEN = Words(
    "Bu Idempotency-Key ilə başqa əmr artıq verilib. Yeni əmrə yeni açar verin.",
    "Another command was given under this Idempotency-Key. Give a new command a new key.",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A command that was carried out: on `subject`, which had `version` after it."""

    key: str
    content: str
    by: str
    subject: str
    version: int = 0


async def entries(tx: Tx, keys: Iterable[str]) -> Mapping[str, Entry]:
    """The entries that there are under these keys, by key."""
    rows = await tx.fetch(
        "SELECT c.key_hash, c.content_hash, c.made_by, c.subject, c.version"
        " FROM {rows} JOIN commands c ON c.key_hash = r.key_hash",
        rows=Rows("key_hash text", [(key,) for key in dict.fromkeys(keys)]),
    )
    return {
        row["key_hash"]: Entry(row["key_hash"], row["content_hash"], row["made_by"], row["subject"], row["version"])
        for row in rows
    }


async def repeated(tx: Tx, key: str, content: str, code: str) -> Entry | None:
    """What the same command came to before; Conflict with `code` for another one under its key."""
    found = (await entries(tx, (key,))).get(key)
    if found is not None and found.content != content:
        raise Conflict(code, TAKEN, place="Idempotency-Key")
    return found


async def enter(tx: Tx, made: Iterable[Entry], at: int) -> None:
    """Write down what was carried out, in the transaction that did it. A key that is there is a Collision."""
    await tx.insert(
        "commands",
        "key_hash, content_hash, made_by, subject, version, made_at",
        [(each.key, each.content, each.by, each.subject, each.version, at) for each in made],
    )
