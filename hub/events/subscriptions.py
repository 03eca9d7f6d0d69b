"""Subscriptions to events by webhook, as they are stored. The position of each is a number of the evidence log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.evidence.tree import log_size
from hub.store.ids import new_id
from hub.store.sealing import Sealer
from hub.store.tx import Row, Tx

_PLACE = "subscriptions.secret"
_COLUMNS = "id, party, url, types, secret_sealed, next_seq, tries, next_due, last_error, created_at"
MOST_PER_PARTY = 20


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who wants which events where. `next_seq` is the first leaf not told yet, `tries` the failures in a row."""

    id: str
    party: str
    url: str
    types: tuple[str, ...]
    secret_sealed: bytes
    next_seq: int
    tries: int
    next_due: int
    last_error: str | None
    created_at: int

    @property
    def waits_until(self) -> int | None:
        """When it is tried again, while failures make it wait."""
        return self.next_due if self.tries else None


async def add(tx: Tx, party: str, url: str, types: Sequence[str], secret: bytes, sealer: Sealer) -> Subscription:
    """Store a subscription that begins with what happens next."""
    made, now = new_id(), await tx.now()
    new = Subscription(
        made, party, url, tuple(types), sealer.seal(_PLACE, made, secret), await log_size(tx), 0, now, None, now
    )
    await tx.many(
        f"INSERT INTO subscriptions ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        [(new.id, party, url, " ".join(types), new.secret_sealed, new.next_seq, 0, now, None, now)],
    )
    return new


async def of_party(tx: Tx, party: str) -> list[Subscription]:
    """A party's subscriptions, oldest first."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM subscriptions WHERE party = :party ORDER BY id",
        {"party": party},
    )
    return [_read(row) for row in rows]


async def due(tx: Tx) -> list[Subscription]:
    """Every subscription that may be tried now."""
    rows = await tx.fetch(f"SELECT {_COLUMNS} FROM subscriptions WHERE next_due <= hub_now() ORDER BY id")
    return [_read(row) for row in rows]


async def remove(tx: Tx, party: str, subscription: str) -> bool:
    """End a party's subscription; False if it has none of that id."""
    return bool(
        await tx.execute(
            "DELETE FROM subscriptions WHERE id = :id AND party = :party", {"id": subscription, "party": party}
        )
    )


async def move(tx: Tx, old: Subscription, next_seq: int) -> None:
    """Everything before `next_seq` was told. A position that another leader has moved stays where it is."""
    await tx.execute(
        "UPDATE subscriptions SET next_seq = :next, tries = 0, last_error = NULL, next_due = hub_now()"
        " WHERE id = :id AND next_seq = :old",
        {"id": old.id, "old": old.next_seq, "next": next_seq},
    )


async def postpone(tx: Tx, old: Subscription, next_seq: int, wait: int, error: str) -> None:
    """Told up to `next_seq`, then it failed: not before `wait` microseconds from now again."""
    tries = old.tries + 1 if next_seq == old.next_seq else 1
    await tx.execute(
        "UPDATE subscriptions SET next_seq = :next, tries = :tries, last_error = :error, next_due = hub_now() + :wait"
        " WHERE id = :id AND next_seq = :old",
        {"id": old.id, "old": old.next_seq, "next": next_seq, "tries": tries, "error": error, "wait": wait},
    )


def secret_of(subscription: Subscription, sealer: Sealer) -> bytes:
    """The key of its signatures."""
    return sealer.unseal(_PLACE, subscription.id, subscription.secret_sealed)


def _read(row: Row) -> Subscription:
    return Subscription(
        row["id"],
        row["party"],
        row["url"],
        tuple(row["types"].split()),
        bytes(row["secret_sealed"]),
        row["next_seq"],
        row["tries"],
        row["next_due"],
        row["last_error"],
        row["created_at"],
    )
