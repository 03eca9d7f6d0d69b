"""Searches that a person keeps under a name; theirs alone."""

from __future__ import annotations

from collections.abc import Sequence

from hub.errors import Words
from hub.store.ids import new_id
from hub.store.sealing import Sealer, seal_text, with_texts
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


async def read_saved(tx: Tx, sealer: Sealer, login: str) -> Sequence[Row]:
    """The person's searches, by name."""
    rows = await tx.fetch(
        "SELECT id, name_sealed, filters_sealed FROM saved_searches WHERE login = :login LIMIT :most",
        {"login": login, "most": MOST},
    )
    opened = with_texts(sealer, "saved_searches", rows, "name", "filters")
    return sorted(opened, key=lambda row: str(row["name"]))


async def save(store: Store, sealer: Sealer, login: str, name: str, filters: str) -> Words | None:
    """Keep a search, in place of the one of that name; else why not."""
    if not 0 < len(name) <= LONGEST_NAME:
        return NO_NAME
    async with store.write() as tx:
        kept = {row["name"]: row["id"] for row in await read_saved(tx, sealer, login)}
        if name not in kept and len(kept) >= MOST:
            return TOO_MANY
        search = kept.get(name) or new_id()
        texts = [seal_text(sealer, f"saved_searches.{c}", search, t) for c, t in (("name", name), ("filters", filters))]
        await tx.many(
            "INSERT INTO saved_searches (id, login, name_sealed, filters_sealed, created_at)"
            " VALUES ($1, $2, $3, $4, hub_now())"
            " ON CONFLICT (id) DO UPDATE SET filters_sealed = excluded.filters_sealed",
            [(search, login, *texts)],
        )
    return None


async def forget(store: Store, login: str, search: str) -> None:
    """Delete one of the person's searches; nothing where there is none."""
    async with store.write() as tx:
        await tx.execute("DELETE FROM saved_searches WHERE id = :id AND login = :login", {"id": search, "login": login})
