"""Searches that a person keeps under a name; theirs alone."""

from __future__ import annotations

from collections.abc import Sequence

from hub.errors import Words
from hub.store.ids import new_id
from hub.store.sealing import Sealer, seal_text, with_texts
from hub.store.store import Store
from hub.store.tx import Row, Tx

_NAME, _FILTERS = "saved_searches.name", "saved_searches.filters"
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
        "SELECT id, name_sealed, filters_sealed, version FROM saved_searches WHERE login = :login LIMIT :most",
        {"login": login, "most": MOST},
    )
    opened = with_texts(
        sealer, "saved_searches", with_texts(sealer, "saved_searches", rows, "name"), "filters", version="version"
    )
    return sorted(opened, key=lambda row: str(row["name"]))


async def save(store: Store, sealer: Sealer, login: str, name: str, filters: str) -> Words | None:
    """Keep a search, in place of the one of that name; else why not."""
    if not 0 < len(name) <= LONGEST_NAME:
        return NO_NAME
    async with store.write() as tx:
        # The account's row is held, not the searches: whoever has none yet has no other row.
        await tx.fetch("SELECT p.login FROM people p WHERE p.login = :login {lock p}", {"login": login})
        kept = {row["name"]: row for row in await read_saved(tx, sealer, login)}
        if name in kept:
            search, version = kept[name]["id"], kept[name]["version"] + 1
            await tx.many(
                "UPDATE saved_searches SET filters_sealed = $2, version = $3 WHERE id = $1",
                [(search, seal_text(sealer, _FILTERS, search, filters, version), version)],
            )
            return None
        if len(kept) >= MOST:
            return TOO_MANY
        search = new_id()
        sealed = seal_text(sealer, _NAME, search, name), seal_text(sealer, _FILTERS, search, filters)
        row = (search, login, *sealed, 0, await tx.now())
        await tx.insert("saved_searches", "id, login, name_sealed, filters_sealed, version, created_at", [row])
    return None


async def forget(store: Store, login: str, search: str) -> None:
    """Delete one of the person's searches; nothing where there is none."""
    async with store.write() as tx:
        await tx.execute("DELETE FROM saved_searches WHERE id = :id AND login = :login", {"id": search, "login": login})
