"""Searches that a person keeps under a name; theirs alone."""

from __future__ import annotations

from collections.abc import Sequence

from hub.errors import Words
from hub.store.ids import new_id
from hub.store.store import Store
from hub.store.tx import Row, Tx

MOST = 30
LONGEST_NAME = 60
NO_NAME = Words(
    f"Axtarışa ad verin (ən çoxu {LONGEST_NAME} simvol).",
    f"Give the search a name (at most {LONGEST_NAME} characters).",
)
TOO_MANY = Words(
    f"Ən çoxu {MOST} axtarış saxlana bilər. Birini silin.", f"At most {MOST} searches can be kept. Delete one."
)


async def read_saved(tx: Tx, login: str) -> Sequence[Row]:
    """The person's searches, by name."""
    return await tx.fetch(
        "SELECT id, name, filters FROM saved_searches WHERE login = :login ORDER BY name LIMIT :most",
        {"login": login, "most": MOST},
    )


async def save(store: Store, login: str, name: str, filters: str) -> Words | None:
    """Keep a search, in place of the one of that name; else why not."""
    if not 0 < len(name) <= LONGEST_NAME:
        return NO_NAME
    async with store.write() as tx:
        kept = {row["name"] for row in await read_saved(tx, login)}
        if name not in kept and len(kept) >= MOST:
            return TOO_MANY
        await tx.execute(
            "INSERT INTO saved_searches (id, login, name, filters, created_at)"
            " VALUES (:id, :login, :name, :filters, hub_now())"
            " ON CONFLICT (login, name) DO UPDATE SET filters = excluded.filters",
            {"id": new_id(), "login": login, "name": name, "filters": filters},
        )
    return None


async def forget(store: Store, login: str, search: str) -> None:
    """Delete one of the person's searches; nothing where there is none."""
    async with store.write() as tx:
        await tx.execute("DELETE FROM saved_searches WHERE id = :id AND login = :login", {"id": search, "login": login})
